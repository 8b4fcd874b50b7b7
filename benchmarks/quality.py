"""What each quality 20-99 means: size per second, likeness to the frames, and cost of encoding.

XPSNR weighs errors by how well eyes see them (Helmrich et al., "XPSNR", ICASSP 2020); a filter of FFmpeg.
Each codec is compared with what goes into it: pixels of its own format.
"""

import argparse
import io
import json
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from benchmarks.material import astronaut
from likeness import speech as speech_stage
from likeness.compose import Compositor, backdrop, layout
from likeness.core.canvas import Placement, SubjectLayer
from likeness.core.direction import Direction
from likeness.core.film_format import Codec
from likeness.core.performance import Performance
from likeness.core.spec import Output
from likeness.core.voice import VoiceSettings
from likeness.encode import FilmFrame, VideoSettings, encode_chunk
from likeness.encode.planes import FrameConverter
from likeness.engines import FrameRenderer, PictureOptions
from likeness.engines.builtin import BuiltinEngine

_FPS = Fraction(25)
_SCRIPT = "A moment ago, I was only a photograph. Now I can talk to you."
_QUALITIES = 20, 40, 60, 80, 90, 95, 99
_CODECS: tuple[tuple[Codec, bool], ...] = (
    ("h264", False), ("vp9", False), ("prores4444", False), ("vp9", True), ("prores4444", True)
)  # fmt: skip


@dataclass(frozen=True)
class QualityFigure:
    """One codec at one quality."""

    codec: str
    quality: int
    kib_per_s: float
    xpsnr_db: float
    """Of the luma, mean over the frames; with transparency, of the filled frames."""

    ssim: float
    """Of the luma."""

    error_99: float
    """Grey levels, 0-255: 99 of 100 pixels of the luma are off by less."""

    alpha_error: float
    """Mean error of the coverage where it is neither 0 nor 255, 0-255; 0 without transparency."""

    cpu_ms_per_frame: float
    """With the conversion of the pixels."""


@dataclass(frozen=True)
class _Take:
    """A talking head, ready to be drawn."""

    renderer: FrameRenderer
    compositor: Compositor
    performance: Performance
    placement: Placement

    def frames(self, n_frames: int, *, has_alpha: bool) -> Iterator[FilmFrame]:
        """Draw the beginning of the film, as a film does."""
        canvas = self.compositor.canvas()
        for index in range(n_frames):
            layer = self.renderer.render(self.performance.state(index))
            if has_alpha:
                yield _cut_out(layer, self.placement)
            else:
                yield FilmFrame(canvas.draw(layer).copy(), canvas.changed_px)


def main() -> None:
    """Measure all codecs and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resolution", default="720p")
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--qualities", type=int, nargs="+", default=_QUALITIES)
    parser.add_argument("--picture", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=None, help="JSON file for the figures.")
    chosen = parser.parse_args()
    take = _take(chosen.picture or astronaut(), chosen.resolution)
    figures = []
    print("codec              quality   KiB/s  XPSNR dB    SSIM  error  alpha  CPU ms")
    for has_alpha in (False, True):
        frames = list(take.frames(chosen.frames, has_alpha=has_alpha))
        for codec in [name for name, wants_alpha in _CODECS if wants_alpha == has_alpha]:
            for quality in chosen.qualities:
                figures.append(measure(frames, _settings(take, codec, quality, has_alpha)))
                print(_line(figures[-1]), flush=True)
    if chosen.out is not None:
        chosen.out.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))


def measure(frames: list[FilmFrame], settings: VideoSettings) -> QualityFigure:
    """Encode frames once and compare."""
    started_s = time.thread_time()
    with encode_chunk(frames, settings).file as file:
        cpu_s = time.thread_time() - started_s
        content = file.read()
    converter = FrameConverter(settings)
    # Copied: a converter may give its frames' memory to the next.
    originals = [converter.load(FilmFrame(frame.rgb, None, frame.alpha)) for frame in frames]
    found = _decoded(content, settings)
    xpsnr_db, ssim = _compared(originals, found, "xpsnr"), _compared(originals, found, "ssim")
    name = settings.codec + ("+alpha" if settings.has_alpha else "")
    kib_per_s = len(content) / 1024 / len(frames) * float(settings.fps)
    errors = _alpha_error(originals, found) if settings.has_alpha else 0.0
    cost = cpu_s / len(frames) * 1000
    pairs = zip(originals, found, strict=True)
    error_99 = np.mean([np.percentile(np.abs(_plane(one, 0) - _plane(other, 0)), 99) for one, other in pairs])
    return QualityFigure(name, settings.quality, kib_per_s, xpsnr_db, ssim, float(error_99), errors, cost)


def _line(figure: QualityFigure) -> str:
    return (
        f"{figure.codec:18} {figure.quality:7} {figure.kib_per_s:7.0f} {figure.xpsnr_db:9.2f} "
        f"{figure.ssim:7.4f} {figure.error_99:6.2f} {figure.alpha_error:6.2f} {figure.cpu_ms_per_frame:7.1f}"
    )


def _settings(take: _Take, codec: Codec, quality: int, has_alpha: bool) -> VideoSettings:
    width, height = take.placement.canvas_width_px, take.placement.canvas_height_px
    return VideoSettings(width, height, _FPS, codec, quality, has_alpha)


def _take(picture: Path, resolution: str) -> _Take:
    engine = BuiltinEngine()
    prepared = engine.prepare(picture, PictureOptions())
    voice = speech_stage.find_voice("espeak:en-us", None)
    speech = speech_stage.synthesize(_SCRIPT, voice, VoiceSettings())
    performance = engine.perform(speech, Direction(), _FPS, 0)
    placement = layout(prepared.size_px, prepared.head_box, Output.model_validate({"resolution": resolution}))
    compositor = Compositor(backdrop(prepared.plate_rgb, placement), placement, prepared.size_px)
    return _Take(engine.renderer(prepared, placement), compositor, performance, placement)


def _cut_out(layer: SubjectLayer, placement: Placement) -> FilmFrame:
    """Return the subject alone, on a canvas that is transparent elsewhere."""
    size = placement.canvas_height_px, placement.canvas_width_px
    rgba = np.zeros((*size, 4), np.uint8)
    top, left = max(0, layer.top_px), max(0, layer.left_px)
    part = layer.rgba[top - layer.top_px :, left - layer.left_px :][: size[0] - top, : size[1] - left]
    rgba[top : top + part.shape[0], left : left + part.shape[1]] = part
    return FilmFrame(np.ascontiguousarray(rgba[:, :, :3]), None, np.ascontiguousarray(rgba[:, :, 3]))


def _decoded(content: bytes, settings: VideoSettings) -> list[av.VideoFrame]:
    """Decode; VP9 with libvpx, since FFmpeg's own decoder drops alpha."""
    with av.open(io.BytesIO(content), "r", format=settings.chunk_format) as source:
        video = source.streams.video[0]
        if settings.codec != "vp9":
            return list(source.decode(video))
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        packets = source.demux(video)
        return [
            frame
            for packet in packets
            for frame in decoder.decode(packet if packet.dts is not None else None)
        ]


def _compared(originals: list[av.VideoFrame], found: list[av.VideoFrame], measure_name: str) -> float:
    """Return the mean of FFmpeg's measure over the luma."""
    with tempfile.TemporaryDirectory() as folder:
        stats = Path(folder) / "stats.txt"
        graph = av.filter.Graph()
        inputs = [graph.add_buffer(template=None, **_buffer(frame)) for frame in (found[0], originals[0])]
        compare = graph.add(measure_name, f"stats_file={stats}")
        sink = graph.add("buffersink")
        for index, source in enumerate(inputs):
            source.link_to(compare, 0, index)
        compare.link_to(sink)
        graph.configure()
        for index, pair in enumerate(zip(found, originals, strict=True)):
            for source, frame in zip(inputs, pair, strict=True):
                frame.pts, frame.time_base = index, 1 / _FPS
                source.push(frame)
            sink.pull()
        del graph, inputs, compare, sink
        values = re.findall(r"(?:XPSNR y|Y): *([\d.]+|inf)", stats.read_text())
    return float(np.mean([min(float(value), 100.0) for value in values]))


def _buffer(frame: av.VideoFrame) -> dict[str, object]:
    return {"width": frame.width, "height": frame.height, "format": frame.format, "time_base": 1 / _FPS}


def _alpha_error(originals: list[av.VideoFrame], found: list[av.VideoFrame]) -> float:
    errors = []
    for original, decoded in zip(originals, found, strict=True):
        first, second = _plane(original, 3), _plane(decoded, 3)
        at_edge = (first > 0) & (first < 255)
        errors.append(float(np.abs(first - second)[at_edge].mean()) if at_edge.any() else 0.0)
    return float(np.mean(errors))


def _plane(frame: av.VideoFrame, index: int) -> np.ndarray:
    """Return a plane on a scale of 0-255."""
    plane, n_bits = frame.planes[index], frame.format.components[index].bits
    rows = np.frombuffer(plane, np.uint16 if n_bits > 8 else np.uint8).reshape(plane.height, -1)
    return rows[:, : plane.width].astype(np.float32) * (255 / (2**n_bits - 1))


if __name__ == "__main__":
    main()

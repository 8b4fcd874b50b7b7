"""One film, stage after stage in this process, each measured; prints one JSON line. Started by `stages`.

Nothing runs side by side here, unlike in the product, so that each second belongs to one stage.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path

_STARTED_S, _STARTED_CPU_S = time.monotonic(), time.process_time()

from likeness import speech as speech_stage  # noqa: E402 - the time of loading is measured too
from likeness.compose import Compositor, backdrop, layout  # noqa: E402
from likeness.core.direction import Direction  # noqa: E402
from likeness.core.performance import Performance  # noqa: E402
from likeness.core.progress import CancelToken  # noqa: E402
from likeness.core.spec import Output  # noqa: E402
from likeness.core.voice import VoiceSettings  # noqa: E402
from likeness.encode import (  # noqa: E402
    EncodedChunk,
    Film,
    FilmFrame,
    VideoSettings,
    encode_chunk,
    split_into_chunks,
    write_film,
)
from likeness.engines import FrameRenderer, PictureOptions  # noqa: E402
from likeness.engines.builtin import BuiltinEngine  # noqa: E402

_FPS = Fraction(25)


@dataclass
class StageCost:
    """What one stage took."""

    stage: str
    wall_s: float
    cpu_s: float
    """With the processes that it started and waited for."""

    peak_bytes: int
    """Most memory of this process during the stage, with what earlier stages still hold."""


@dataclass
class _Clock:
    """Collects the costs."""

    costs: list[StageCost] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a block."""
        _forget_peak()
        wall_s, cpu_s = time.monotonic(), _cpu_s()
        yield
        self.costs.append(StageCost(name, time.monotonic() - wall_s, _cpu_s() - cpu_s, _peak_bytes()))


@dataclass
class _Drawing:
    """Draws frames for the encoder and keeps its own time apart."""

    renderer: FrameRenderer
    compositor: Compositor
    performance: Performance
    wall_s: float = 0.0
    cpu_s: float = 0.0

    def frames(self, indices: range) -> Iterator[FilmFrame]:
        """Draw a range; the encoder works while this generator waits."""
        canvas = self.compositor.canvas()
        for index in indices:
            wall_s, cpu_s = time.monotonic(), _cpu_s()
            rgb = canvas.draw(self.renderer.render(self.performance.state(index)))
            self.wall_s += time.monotonic() - wall_s
            self.cpu_s += _cpu_s() - cpu_s
            yield FilmFrame(rgb, canvas.changed_px)


def probe(picture: Path, script: str, output: Output, film_file: Path) -> list[StageCost]:
    """Make a film stage by stage."""
    clock, engine = _Clock(), BuiltinEngine()
    clock.costs.append(
        StageCost("load", time.monotonic() - _STARTED_S, time.process_time() - _STARTED_CPU_S, _peak_bytes())
    )
    with clock.stage("speech"):
        voice = speech_stage.find_voice("espeak:en-us", None)
        speech = speech_stage.synthesize(script, voice, VoiceSettings())
    with clock.stage("portrait"):
        prepared = engine.prepare(picture, PictureOptions())
    with clock.stage("performance"):
        performance = engine.perform(speech, Direction(), _FPS, 0)
    with clock.stage("canvas"):
        placement = layout(prepared.size_px, prepared.head_box, output)
        compositor = Compositor(backdrop(prepared.plate_rgb, placement), placement, prepared.size_px)
        drawing = _Drawing(engine.renderer(prepared, placement), compositor, performance)
    settings = VideoSettings(placement.canvas_width_px, placement.canvas_height_px, _FPS)
    with clock.stage("frames"):
        chunks = [
            _encoded(drawing, indices, settings) for indices in split_into_chunks(performance.n_frames, _FPS)
        ]
    _split_frames(clock.costs, drawing)
    film = Film(settings, speech.audio, performance.n_frames)
    with clock.stage("film"):
        write_film(film, chunks, film_file, CancelToken())
    return clock.costs


def _encoded(drawing: _Drawing, indices: range, settings: VideoSettings) -> EncodedChunk:
    return encode_chunk(drawing.frames(indices), settings)


def _split_frames(costs: list[StageCost], drawing: _Drawing) -> None:
    """Replace the cost of the frames by those of drawing and of encoding."""
    both = costs.pop()
    costs.append(StageCost("draw", drawing.wall_s, drawing.cpu_s, both.peak_bytes))
    rest = both.wall_s - drawing.wall_s, both.cpu_s - drawing.cpu_s
    costs.append(StageCost("encode", *rest, both.peak_bytes))


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _forget_peak() -> None:
    """Let the kernel start the highest memory anew; only Linux can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_bytes() -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Run with PICTURE, SCRIPT, RESOLUTION and FILM as arguments."""
    picture, script, resolution, film = sys.argv[1:]
    costs = probe(Path(picture), script, Output(resolution=resolution), Path(film))  # type: ignore[arg-type]
    print(json.dumps([asdict(cost) for cost in costs]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

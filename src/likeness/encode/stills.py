"""Thumbnails and previews: pictures of a film for lists and messages."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.filter.context import FilterContext
from av.filter.graph import Graph
from av.frame import Frame
from PIL import Image

from likeness.encode.film import GENERATED_NOTE
from likeness.encode.frame import FilmFrame
from likeness.errors import EncodeError
from likeness.typing import RgbaImage, RgbImage

PREVIEW_S = 3.0
"""Length of a preview."""

PREVIEW_FPS = Fraction(25, 2)
"""Frames per second of a preview; GIF counts in hundredths of a second."""

_PREVIEW_PX = 320
"""Longest edge of a preview."""

_DITHER = "dither=bayer:bayer_scale=4:diff_mode=rectangle"
"""Ordered dither depends on the place only; error diffusion would crawl over parts that stand still."""

_WHITE = 255
_JPEG_QUALITY = 90
_WEBP_QUALITY = 70
_IMAGE_DESCRIPTION = 0x010E
"""EXIF tag."""

_GIF_HEAD_BYTES, _GIF_FLAGS_AT = 13, 10
_GIF_COMMENT = b"\x21\xfe"


def write_thumbnail(frame: FilmFrame, output: Path) -> None:
    """Write a frame as JPEG; transparent ones lie on white."""
    image = Image.fromarray(_on_white(_rgba(frame)))
    image.save(output, format="JPEG", quality=_JPEG_QUALITY, optimize=True, exif=_exif())


def preview_frame(frame: FilmFrame) -> RgbaImage:
    """Return a copy of a frame in the size of a preview, (H, W, 4) with straight alpha."""
    height, width = frame.rgb.shape[:2]
    scale = min(1.0, _PREVIEW_PX / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if frame.alpha is None:
        return _rgba(FilmFrame(cv2.resize(frame.rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8)))
    # Transparent pixels have any colour: only visible ones may enter the mean.
    weight = frame.alpha.astype(np.float32)[:, :, None] / 255
    colour = cv2.resize(frame.rgb * weight, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)[:, :, None]
    rgb = np.clip(colour / np.maximum(small, 1 / 255) + 0.5, 0, 255).astype(np.uint8)
    return np.dstack([rgb, np.round(small * 255).astype(np.uint8)])


def write_preview(frames: Sequence[RgbaImage], output: Path) -> None:
    """Write frames of `preview_frame` as GIF or WebP, as the ending of the name says; it repeats for ever.

    WebP keeps transparency; GIF, whose pixels are there or not, lies on white.
    """
    if not frames:
        raise EncodeError("There are no frames for the preview.")
    if output.suffix.lower() == ".gif":
        _write_gif([_on_white(frame) for frame in frames], output)
    else:
        _write_webp(frames, output)


def _write_webp(frames: Sequence[RgbaImage], path: Path) -> None:
    is_opaque = all((frame[:, :, 3] == 255).all() for frame in frames)
    first, *others = (Image.fromarray(frame[:, :, :3] if is_opaque else frame) for frame in frames)
    first.save(
        path, format="WEBP", save_all=True, append_images=others, duration=round(1000 / PREVIEW_FPS), loop=0,
        quality=_WEBP_QUALITY, method=4, exif=_exif(),
    )  # fmt: skip


def _write_gif(frames: Sequence[RgbImage], path: Path) -> None:
    """Write with one palette for all frames, and a dither that stands still where the picture does."""
    video = [av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24") for frame in frames]
    palette = _palette(video)
    graph = Graph()
    pictures, colours = _source(graph, video[0]), _source(graph, palette)
    use, sink = (
        graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle"),
        graph.add("buffersink"),
    )
    pictures.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    colours.push(palette)
    colours.push(None)
    with av.open(str(path), "w", format="gif", options={"loop": "0"}) as container:
        stream = container.add_stream("gif", rate=PREVIEW_FPS)
        stream.width, stream.height, stream.pix_fmt = video[0].width, video[0].height, "pal8"
        for index, frame in enumerate(video):
            frame.pts, frame.time_base = index, 1 / PREVIEW_FPS
            pictures.push(frame)
            container.mux(stream.encode(_picture(sink.pull())))
        container.mux(stream.encode(None))
    _comment_on_gif(path)


def _palette(video: Sequence[av.VideoFrame]) -> av.VideoFrame:
    """Choose 256 colours for all frames."""
    graph = Graph()
    pictures, choose, sink = _source(graph, video[0]), graph.add("palettegen"), graph.add("buffersink")
    pictures.link_to(choose)
    choose.link_to(sink)
    graph.configure()
    for index, frame in enumerate(video):
        frame.pts, frame.time_base = index, 1 / PREVIEW_FPS
        pictures.push(frame)
    pictures.push(None)
    return _picture(sink.pull())


def _picture(frame: Frame) -> av.VideoFrame:
    assert isinstance(frame, av.VideoFrame)  # told by the kind of the filter only
    return frame


def _source(graph: Graph, like: av.VideoFrame) -> FilterContext:
    return graph.add_buffer(
        width=like.width, height=like.height, format=like.format, time_base=1 / PREVIEW_FPS
    )


def _comment_on_gif(path: Path) -> None:
    """Put the note behind the head of the file, which FFmpeg does not do; it has less than 256 bytes."""
    content, note = path.read_bytes(), GENERATED_NOTE.encode("ascii")
    flags = content[_GIF_FLAGS_AT]
    n_colours = 2 << (flags & 7) if flags & 0x80 else 0
    head = _GIF_HEAD_BYTES + 3 * n_colours
    path.write_bytes(content[:head] + _GIF_COMMENT + bytes([len(note)]) + note + b"\x00" + content[head:])


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[_IMAGE_DESCRIPTION] = GENERATED_NOTE
    return exif


def _rgba(frame: FilmFrame) -> RgbaImage:
    alpha = np.full(frame.rgb.shape[:2], 255, np.uint8) if frame.alpha is None else frame.alpha
    return np.dstack([frame.rgb, alpha])


def _on_white(rgba: RgbaImage) -> RgbImage:
    alpha = rgba[:, :, 3:].astype(np.float32) / 255
    mixed = rgba[:, :, :3] * alpha + _WHITE * (1 - alpha)
    return np.ascontiguousarray((mixed + 0.5).astype(np.uint8))

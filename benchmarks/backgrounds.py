"""Subjects before other backgrounds, to look at, and what a frame before them costs.

For each picture NAME-edges.png (head and shoulders at 1:1, turned a little, before white, black, green and a
photo) and NAME-fits.png (every aspect and fit before one colour, above them before the own background). With
--cost a table: milliseconds of processor time per frame for drawing and laying onto the canvas, and the share
of the canvas that changes from frame to frame. Without pictures: those of the project.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.contact_sheet import Cell, crop, save_sheet
from benchmarks.material import (
    astronaut,
    options_of,
    own_portraits,
    pictures_in,
    settings_of,
    settings_parser,
)
from likeness.compose import Compositor, canvas_size_px
from likeness.core.background import (
    Background,
    ColourBackground,
    ImageBackground,
    KeepBackground,
    RemoveBackground,
    VideoBackground,
)
from likeness.core.canvas import Box, Placement
from likeness.core.performance import FaceState
from likeness.core.rig import EXPRESSION_NAMES
from likeness.core.spec import Output
from likeness.engines import FrameRenderer, PictureOptions, PreparedPicture
from likeness.engines.builtin import BuiltinEngine
from likeness.errors import LikenessError
from likeness.takes.setting import read_setting
from likeness.testing.astronaut import cat_path
from likeness.testing.grey_video import GreyVideo

_ENGINE = BuiltinEngine()
_ASPECTS = ("16:9", "9:16", "1:1", "4:5", "5:4", "auto")
_FITS = (None, "cover", "contain")
_THUMBNAIL_PX = 260
_N_FRAMES = 40
_TURN_DEG = (2.0, 6.0, 3.0)


@dataclass(frozen=True)
class _Set:
    """One subject before one background."""

    renderer: FrameRenderer
    compositor: Compositor
    placement: Placement

    prepared: PreparedPicture
    """As it stands there."""


def make_sheets(picture: Path, folder: Path) -> tuple[Path, ...]:
    """Draw one picture before all backgrounds; return the files."""
    own = _ENGINE.prepare(picture, options_of(picture))
    files = tuple(folder / f"{picture.stem}-{what}.png" for what in ("edges", "fits"))
    save_sheet(files[0], list(_edges(own)), 2)
    save_sheet(files[1], list(_fits(own)), len(_ASPECTS))
    return files


def _edges(own: PreparedPicture) -> Iterator[Cell]:
    output = Output(resolution="720p", aspect="1:1")
    for background in (*map(_colour, ("#ffffff", "#000000", "#00c828")), ImageBackground(file=cat_path())):
        scene = _set(own, background, output)
        frame = scene.compositor.compose(scene.renderer.render(_state(*_TURN_DEG)))
        yield Cell(_name(background), crop(frame, Box(0, 0, *frame.shape[1::-1])))


def _fits(own: PreparedPicture) -> Iterator[Cell]:
    for background in (KeepBackground(), _colour("#d8c8a0")):
        for fit in _FITS:
            for aspect in _ASPECTS:
                scene = _set(own, background, Output(resolution="360p", aspect=aspect, fit=fit))
                frame = scene.compositor.compose(scene.renderer.render(_state()))
                whole = Box(0, 0, *frame.shape[1::-1])
                yield Cell(f"{aspect} {fit or 'own choice'}", crop(frame, whole, _THUMBNAIL_PX))


def cost_table(picture: Path, folder: Path, resolution: str) -> Iterator[str]:
    """Yield the lines of a table: what a frame costs before each kind of background."""
    own = _ENGINE.prepare(picture, PictureOptions())
    video = GreyVideo(fps=Fraction(24), size_px=(1280, 720)).write(folder / "background.mp4")
    backgrounds: tuple[Background, ...] = (
        KeepBackground(), RemoveBackground(), _colour("#204060"), ImageBackground(file=astronaut(), blur=0.5),
        VideoBackground(file=video),
    )  # fmt: skip
    output = Output(resolution=resolution)
    yield f"{picture.name} at {resolution}"
    yield "| background | draw, ms | lay, ms | changes |"
    yield "|---|---|---|---|"
    for background in backgrounds:
        draw_ms, lay_ms, share = _cost(_set(own, background, output))
        yield f"| {background.kind} | {draw_ms:.1f} | {lay_ms:.1f} | {100 * share:.0f} % |"


def _cost(scene: _Set) -> tuple[float, float, float]:
    """Return processor time of drawing and of laying onto the canvas in ms, and the share that changes."""
    draw_s, lay_s, changed = [], [], 0
    with scene.compositor.canvas() as canvas:
        for index in range(_N_FRAMES):
            start = time.process_time()
            layer = scene.renderer.render(_state(0.0, 4.0 * np.sin(index / 5), 0.0))
            drawn = time.process_time()
            canvas.draw(layer, (), (index + 0.5) / 25)
            draw_s.append(drawn - start)
            lay_s.append(time.process_time() - drawn)
            left, top, right, bottom = canvas.changed_px
            changed += (right - left) * (bottom - top)
    n_px = scene.placement.canvas_width_px * scene.placement.canvas_height_px
    return 1e3 * float(np.median(draw_s)), 1e3 * float(np.mean(lay_s[1:])), changed / _N_FRAMES / n_px


def _set(own: PreparedPicture, background: Background, output: Output) -> _Set:
    setting = read_setting(background)
    prepared = _ENGINE.cut_out(own) if setting.is_cut_out else own
    placement = setting.placement(prepared, output, canvas_size_px(prepared.size_px, output))
    surround = setting.surround(prepared, placement)
    renderer = _ENGINE.renderer(prepared, placement, surround.light_rgb)
    return _Set(renderer, surround.compositor, placement, prepared)


def _colour(text: str) -> ColourBackground:
    return ColourBackground(colour=text)


def _name(background: Background) -> str:
    return background.colour if isinstance(background, ColourBackground) else background.kind


def _state(pitch: float = 0.0, yaw: float = 0.0, roll: float = 0.0) -> FaceState:
    return FaceState(np.zeros(len(EXPRESSION_NAMES), np.float32), head_deg=(pitch, yaw, roll))


def main() -> int:
    """Draw the sheets of all pictures given, or print what their frames cost."""
    parser = settings_parser("backgrounds", __doc__)
    parser.add_argument("pictures", type=Path, nargs="*", help="pictures, or folders of them")
    parser.add_argument("--cost", action="store_true", help="print the cost of frames instead")
    parser.add_argument("--resolution", default="1080p", help="of the frames whose cost is measured")
    arguments = parser.parse_args()
    folder = settings_of(arguments).out
    pictures = [path for place in arguments.pictures for path in pictures_in(place)]
    n_refused = 0
    for picture in pictures or own_portraits(folder).values():
        try:
            if arguments.cost:
                print(*cost_table(picture, folder, arguments.resolution), sep="\n")
            else:
                print(f"{picture.name}: {', '.join(map(str, make_sheets(picture, folder)))}", flush=True)
        except LikenessError as error:
            n_refused += 1
            print(f"{picture.name}: {error.code}: {error.message}")
    return 1 if n_refused else 0


if __name__ == "__main__":
    raise SystemExit(main())

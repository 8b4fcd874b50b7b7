"""Contact sheets to look at: heads in many poses, mouths and eyes at 1:1, films as rows of frames.

Without pictures: those of the project, a photo, a drawn person, a cat, a drawn dog and a drawn parrot. Face
points that lie beside a picture as NAME.points.json are used. For each picture: NAME-heads.png,
NAME-mouths.png, NAME-eyes.png; with --film also NAME-film.mp4, NAME-film.png, NAME-film-mouths.png and
NAME-film-eyes.png.
"""

import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.contact_sheet import Cell, crop, save_sheet
from benchmarks.face_states import sheet_poses
from benchmarks.material import (
    options_of,
    own_animals,
    own_portraits,
    pictures_in,
    settings_of,
    settings_parser,
)
from benchmarks.studio import Studio, open_studio
from likeness.core.canvas import Box
from likeness.core.direction import Direction
from likeness.core.rig import load_rig
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.core.speech import Speech
from likeness.core.timing import frame_time_s
from likeness.core.voice import VoiceSettings
from likeness.errors import LikenessError
from likeness.performance import perform
from likeness.pipeline import render
from likeness.speech import find_voice, synthesize
from likeness.typing import Points2

_SCRIPT = (
    "Maybe you should watch my mouth: five big apples, two thin leaves. Sixth thistles, rural squirrels, "
    "anemones, worthwhile oaths."
)
_HEAD_PX = 260
_HEAD_COLUMNS, _DETAIL_COLUMNS = 8, 6
_FILM_STEP = 2
_FPS = Fraction(25)


@dataclass(frozen=True)
class _Views:
    """What is cut out of each frame."""

    head: Box
    mouth: Box
    eyes: Box


def make_sheets(picture: Path, folder: Path, resolution: str = "1080p") -> tuple[Path, ...]:
    """Draw all poses of one picture; return the files."""
    output = Output(resolution=resolution)  # type: ignore[arg-type]
    studio = open_studio(picture, output, options_of(picture))
    views = _views(studio)
    frames = [(pose.name, studio.frame(pose.state)) for pose in sheet_poses()]
    photo = ("photo", studio.photo())
    heads = [Cell(name, crop(rgb, views.head, _HEAD_PX)) for name, rgb in [photo, *frames]]
    mouths = [Cell(name, crop(rgb, views.mouth)) for name, rgb in [photo, *frames] if _shows_mouth(name)]
    eyes = [Cell(name, crop(rgb, views.eyes)) for name, rgb in [photo, *frames] if _shows_eyes(name)]
    files = tuple(folder / f"{picture.stem}-{what}.png" for what in ("heads", "mouths", "eyes"))
    save_sheet(files[0], heads, _HEAD_COLUMNS)
    save_sheet(files[1], mouths, _DETAIL_COLUMNS)
    save_sheet(files[2], eyes, 3)
    return files


def make_film_sheets(picture: Path, folder: Path, script: str, voice: str) -> tuple[Path, ...]:
    """Draw a short film of one picture as frames in time order; return the files."""
    studio = open_studio(picture, Output(resolution="720p"), options_of(picture))
    views = _views(studio)
    speech = synthesize(script, find_voice(voice, None), VoiceSettings())
    performance = perform(speech, Direction(), _FPS, 0)
    heads, mouths, eyes = [], [], []
    for index in range(0, performance.n_frames, _FILM_STEP):
        rgb = studio.frame(performance.state(index))
        caption = _caption(speech, frame_time_s(index, _FPS))
        heads.append(Cell(caption, crop(rgb, views.head, _HEAD_PX)))
        mouths.append(Cell(caption, crop(rgb, views.mouth)))
        eyes.append(Cell(caption, crop(rgb, views.eyes)))
    names = ("film", "film-mouths", "film-eyes")
    files = tuple(folder / f"{picture.stem}-{name}.png" for name in names)
    for file, cells in zip(files, (heads, mouths, eyes), strict=True):
        save_sheet(file, cells, _HEAD_COLUMNS)
    return files


def make_film(picture: Path, folder: Path, script: str, voice: str) -> Path:
    """Make the short film itself; return the file."""
    film = folder / f"{picture.stem}-film.mp4"
    scene = Scene(picture=picture, script=script, voice=voice, face_points=options_of(picture).face_points)
    render(VideoSpec(scenes=(scene,), output=Output(resolution="720p")), film)
    return film


def _views(studio: Studio) -> _Views:
    """Cut the head with room to turn, the mouth, and both eyes with brows."""
    contours, points = load_rig().contours, studio.landmarks_px()
    unit = studio.portrait.face.eye_distance_px * studio.placement.scale
    lips = points[np.concatenate([contours["lip_outer_upper"], contours["lip_outer_lower"]])]
    lids = [contours[f"eyelid_{side}_{edge}"] for side in ("right", "left") for edge in ("upper", "lower")]
    scale, placement = studio.placement.scale, studio.placement
    head = studio.portrait.head_box
    corners = np.array([[head.left, head.top], [head.right, head.bottom]], np.float32) * np.float32(scale)
    corners += (placement.offset_x_px, placement.offset_y_px)
    return _Views(
        head=_around(corners, 0.35 * unit),
        mouth=_around(lips[:, :2], 0.35 * unit),
        eyes=_around(points[np.concatenate(lids), :2], 0.35 * unit),
    )


def _around(points: Points2, margin_px: float) -> Box:
    low, high = points.min(axis=0) - margin_px, points.max(axis=0) + margin_px
    return Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def _shows_mouth(name: str) -> bool:
    return not name.startswith(("brows", "blink", "gaze", "pitch", "roll"))


def _shows_eyes(name: str) -> bool:
    return name in ("photo", "rest") or name.startswith(("smile", "brows", "blink", "gaze", "yaw"))


def _caption(speech: Speech, time_s: float) -> str:
    sounds = [phone.arpabet for phone in speech.phones if phone.start_s <= time_s < phone.end_s]
    return f"{time_s:.2f} s {' '.join(sounds)}"


def main() -> int:
    """Draw the sheets of all pictures given."""
    parser = settings_parser("gallery", __doc__)
    parser.add_argument("pictures", type=Path, nargs="*", help="pictures, or folders of them")
    parser.add_argument("-o", dest="out", type=Path, help="the same as --out")
    parser.add_argument("--film", action="store_true", help="also the frames of a short film")
    parser.add_argument("--script", default=_SCRIPT, help="what is said in the film")
    parser.add_argument("--voice", default="espeak:en-us", help="who says it")
    parser.add_argument("--resolution", default="1080p", help="of the heads, mouths and eyes")
    arguments = parser.parse_args()
    folder = settings_of(arguments).out
    pictures = [path for place in arguments.pictures for path in pictures_in(place)]
    n_refused = 0
    for picture in pictures or [*own_portraits(folder).values(), *own_animals(folder).values()]:
        try:
            files = make_sheets(picture, folder, arguments.resolution)
            if arguments.film:
                files += make_film_sheets(picture, folder, arguments.script, arguments.voice)
                files += (make_film(picture, folder, arguments.script, arguments.voice),)
        except LikenessError as error:
            n_refused += 1
            print(f"{picture.name}: {error.code}: {error.message}")
            continue
        print(f"{picture.name}: {', '.join(map(str, files))}")
    return 1 if n_refused else 0


if __name__ == "__main__":
    sys.exit(main())

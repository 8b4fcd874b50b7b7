"""Where the benchmarks find their pictures and sound: the project's own, and a folder of test data if any.

The folder holds ``portraits/``, ``bad/``, ``audio/``, ``talk/`` and a ``MANIFEST.md`` whose table names the
kind of each portrait. None of it belongs to the project; everything works without it, on fewer pictures.
"""

import contextlib
import importlib.util
import json
import re
import shutil
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path

from likeness.engines import PictureOptions

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_TEST_DATA = ROOT.parent / "shared" / "testdata"
DEFAULT_OUT = ROOT / "out"

_PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic"}
_MANIFEST_ROW = re.compile(r"^\|\s*portraits/([^|\s]+)\s*\|\s*([^|]+?)\s*\|")
_CAT_POINTS = {
    "right_eye": [171, 116], "left_eye": [319, 137], "nose": [264, 245], "mouth_right": [217, 271],
    "mouth_left": [289, 271], "mouth": [255, 273], "chin": [249, 296],
    "mouth_line": [[217, 271], [228, 276], [242, 277], [255, 272], [266, 276], [279, 275], [289, 271]],
}  # fmt: skip
"""Read off the picture: three quarters from the side, it is not found by itself."""

_QUICK_PORTRAITS = ("p01", "p13")
"""Photo with teeth in few pixels, painting."""


@dataclass(frozen=True)
class Settings:
    """What is common to all benchmarks."""

    test_data: Path | None
    """Folder of test data; None = only what comes with the project."""

    out: Path
    """Folder for films and pictures."""

    is_quick: bool = False
    """Fewer inputs."""

    def folder(self, name: str) -> Path | None:
        """Return a folder of the test data, None when it is not there."""
        if self.test_data is None or not (self.test_data / name).is_dir():
            return None
        return self.test_data / name


def settings_parser(module: str, description: str | None) -> ArgumentParser:
    """Return a parser that knows the common options."""
    parser = ArgumentParser(prog=f"python -m benchmarks.{module}", description=description)
    parser.add_argument(
        "--test-data",
        type=Path,
        default=DEFAULT_TEST_DATA,
        help="folder with portraits/, bad/, audio/, talk/ (default: ../shared/testdata)",
    )
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_OUT, help="folder for what is made (default: out)"
    )
    parser.add_argument("--quick", action="store_true", help="fewer inputs")
    return parser


def settings_of(arguments: Namespace) -> Settings:
    """Return the common settings of a command line; makes the folder for the results."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    test_data = arguments.test_data if arguments.test_data.is_dir() else None
    return Settings(test_data, arguments.out, arguments.quick)


def own_portraits(out: Path) -> dict[str, Path]:
    """Return the pictures that come with the project, by name; the drawn one is written to `out`."""
    from PIL import Image

    from likeness.testing import drawn_portrait

    drawn = out / "drawn.png"
    if not drawn.exists():
        Image.fromarray(drawn_portrait()).save(drawn)
    return {"astronaut": astronaut(), "drawn": drawn}


def own_animals(out: Path) -> dict[str, Path]:
    """Return the animals that come with the project; those drawn are written to `out`, face points beside."""
    from PIL import Image

    from likeness.testing.astronaut import cat_path
    from likeness.testing.drawn_animals import drawn_dog, drawn_parrot

    animals = {}
    with contextlib.suppress(FileNotFoundError):
        animals["cat"] = out / "cat.png"
        shutil.copyfile(cat_path(), animals["cat"])
        points_file(animals["cat"]).write_text(json.dumps(_CAT_POINTS), encoding="utf-8")
    for name, draw in (("dog", drawn_dog), ("parrot", drawn_parrot)):
        animals[name] = out / f"{name}.png"
        animal = draw()
        Image.fromarray(animal.rgb).save(animals[name])
        points_file(animals[name]).write_text(json.dumps(animal.face_points), encoding="utf-8")
    return animals


def points_file(picture: Path) -> Path:
    """Return where the face points of a picture lie, if there are any: beside it.

    >>> points_file(Path("pets/dog.jpg")).name
    'dog.points.json'
    """
    return picture.with_name(f"{picture.stem}.points.json")


def options_of(picture: Path) -> PictureOptions:
    """Return the options that a picture needs: its face points, if they lie beside it."""
    points = points_file(picture)
    return PictureOptions(face_points=points if points.is_file() else None)


def astronaut() -> Path:
    """Return the public-domain portrait that scikit-image carries."""
    found = importlib.util.find_spec("skimage")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("scikit-image is not installed; `./run setup` installs it")
    return Path(found.submodule_search_locations[0]) / "data" / "astronaut.png"


def human_portraits(settings: Settings) -> dict[str, Path]:
    """Return all portraits with a human-like face by name, in quick mode a few of them."""
    portraits = own_portraits(settings.out)
    folder = settings.folder("portraits")
    if folder is None:
        return portraits
    kinds = portrait_kinds(settings)
    for path in pictures_in(folder):
        is_chosen = not settings.is_quick or path.name.startswith(_QUICK_PORTRAITS)
        if is_chosen and kinds.get(path.name) != "animal":
            portraits[path.stem] = path
    return portraits


def portrait_kinds(settings: Settings) -> dict[str, str]:
    """Return the kind (photo, painting, animal, ...) of each portrait file that the manifest names."""
    manifest = None if settings.test_data is None else settings.test_data / "MANIFEST.md"
    if manifest is None or not manifest.is_file():
        return {}
    matches = map(_MANIFEST_ROW.match, manifest.read_text(encoding="utf-8").splitlines())
    return {match[1]: match[2] for match in matches if match}


def pictures_in(place: Path) -> tuple[Path, ...]:
    """Return the picture files of a folder by name, or the file itself."""
    if place.is_file():
        return (place,)
    return tuple(sorted(path for path in place.iterdir() if path.suffix.lower() in _PICTURE_SUFFIXES))

"""Fonts for every writing: found in packages and on the system, chosen by what they can draw."""

import importlib.util
import os
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

FONTS_ENVIRONMENT = "LIKENESS_FONTS_DIR"
"""Environment variable: a folder of fonts that are taken before all others."""

_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Packages that carry Noto fonts; they are located and never imported."""

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_UNWANTED = (
    "italic", "oblique", "mono", "serif", "condensed", "thin", "light", "black", "symbols", "math", "music",
    "color", "display", "looped", "kufi", "nastaliq", "ui-", "ui[",
)  # fmt: skip
_CJK_FACES = {"ja": 0, "ko": 1, "zh-hans": 2, "zh-hant": 3}
"""Place of a language's own forms of Chinese characters in Noto Sans CJK."""


@dataclass(frozen=True)
class FontFace:
    """One font of a file."""

    file: Path
    """The file."""

    index: int = 0
    """Which font of a collection."""

    def can_draw(self, text: str) -> bool:
        """Tell whether it has every character of a text; what is never drawn needs none."""
        known = _characters_of(self)
        return all(ord(character) in known or _is_invisible(character) for character in text)

    def load(self) -> hb.Face:
        """Read the font; without any outline when the file is none."""
        return hb.Face(hb.Blob.from_file_path(str(self.file)), self.index)


class FontBook:
    """The fonts of this machine in the order in which they are tried."""

    def __init__(self, faces: tuple[FontFace, ...]) -> None:
        """Take fonts, best first."""
        self._faces = faces

    def face_for(self, cluster: str, current: FontFace | None = None) -> FontFace | None:
        """Return a font for a character with its marks; None when there is none.

        Punctuation, digits and marks stay in the current font if it has them, so that they match their word.
        """
        if current is not None and not _is_letter(cluster[0]) and current.can_draw(cluster):
            return current
        return next((face for face in self._faces if face.can_draw(cluster)), None)

    @property
    def base(self) -> FontFace | None:
        """The font of what no font can draw."""
        return self._faces[0] if self._faces else None


def installed_fonts(language: str) -> FontBook:
    """Return the fonts of this machine, those of Likeness's own packages first.

    Parameters
    ----------
    language
        BCP 47 tag; in a collection of Chinese, Japanese and Korean fonts it decides which forms
        of the same character are taken.
    """
    preferred = _cjk_face(language)
    faces: list[FontFace] = []
    for file in dict.fromkeys(_font_files()):
        is_collection = file.suffix.lower() in (".ttc", ".otc")
        faces.append(FontFace(file, preferred if is_collection else 0))
    return FontBook(tuple(faces))


def _cjk_face(language: str) -> int:
    primary, *rest = language.lower().split("-")
    if primary in ("zh", "cmn", "yue", "hak", "nan", "wuu"):
        is_traditional = primary == "yue" or {"hant", "tw", "hk", "mo"} & set(rest)
        return _CJK_FACES["zh-hant" if is_traditional else "zh-hans"]
    return _CJK_FACES["ko"] if primary in ("ko", "kor") else _CJK_FACES["ja"]


def _font_files() -> Iterator[Path]:
    own = os.environ.get(FONTS_ENVIRONMENT)
    if own:
        yield from sorted(_fonts_below(Path(own)), key=_rank)
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield from _usable(_fonts_below(Path(place)))
    for folder in _system_folders():
        yield from _usable(_fonts_below(folder))


def _usable(files: Iterator[Path]) -> list[Path]:
    """Return upright sans-serif fonts, Noto Sans first; emoji at the end, since they hold digits too."""
    return sorted((file for file in files if not _is_unwanted(file)), key=_rank)


def _is_unwanted(file: Path) -> bool:
    name = file.name.lower()
    return any(part in name for part in _UNWANTED)


def _rank(file: Path) -> tuple[int, str]:
    name = file.stem.lower()
    if "emoji" in name:
        return (9, name)
    if name.startswith(("notosans[", "notosans-")):
        return (_weight_rank(name), name)
    if name.startswith("notosans"):
        return (2 + _weight_rank(name), name)
    return (4 + _weight_rank(name), name)


def _weight_rank(name: str) -> int:
    return 0 if "[" in name or "-vf" in name or "bold" in name else 1


def _fonts_below(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for file in folder.rglob("*"):
            if file.suffix.lower() in _SUFFIXES:
                yield file


def _system_folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    share = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return (share / "fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


@lru_cache(maxsize=256)
def _characters_of(face: FontFace) -> hb.Set:
    return face.load().unicodes


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc") or 0xFE00 <= ord(character) <= 0xFE0F


def undrawable(text: str, fonts: FontBook) -> str:
    """Return the letters of a text for which there is no font, each once, in order."""
    missing = (
        character
        for character in dict.fromkeys(text)
        if unicodedata.category(character)[0] in "LN" and fonts.face_for(character) is None
    )
    return "".join(missing)

"""The speakers of espeak-ng: every language voice can speak as each of them."""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from likeness.core.voice import Voice
from likeness.speech.espeak.client import data_path

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_NUMBERED = re.compile(r"([fm])(\d+)")
_GENDER = re.compile(r"^gender\s+(female|male)\b", re.MULTILINE | re.IGNORECASE)
_GENDER_NAMES = {"f": "female", "m": "male"}


@dataclass(frozen=True)
class Variant:
    """One speaker."""

    name: str
    """What follows the plus in a voice id, e.g. "f3"."""

    label: str
    """For people, e.g. "female 3"."""

    gender: str
    """female, male or unknown."""


@cache
def variants() -> tuple[Variant, ...]:
    """Return the speakers that are installed, by name, read from espeak-ng's own files."""
    folder = Path(data_path(), "voices", "!v")
    return tuple(_variant(file) for file in sorted(folder.iterdir()) if _NAME.fullmatch(file.name))


def with_variant(voice: Voice, variant: Variant) -> Voice:
    """Return a language voice as a speaker speaks it."""
    return replace(
        voice,
        id=f"{voice.id}+{variant.name}",
        name=f"{voice.name.removesuffix(' (espeak-ng)')}, {variant.label} (espeak-ng)",
        gender=variant.gender,
    )


def _variant(file: Path) -> Variant:
    told = _GENDER.search(file.read_text(encoding="utf-8", errors="replace"))
    gender = told[1].lower() if told else "unknown"
    if numbered := _NUMBERED.fullmatch(file.name):
        gender = _GENDER_NAMES[numbered[1]]
        return Variant(file.name, f"{gender} {numbered[2]}", gender)
    return Variant(file.name, file.name, gender)

"""Clips of real people whose words are known: the control for every measure of the mouth.

Files of the GRID corpus are named by their six words, e.g. ``bbaf2n`` = "bin blue at f two now".
"""

from pathlib import Path

from benchmarks.material import Settings
from benchmarks.tracking import film_frames
from likeness.core.speech import Phone, PhoneSource
from likeness.errors import LikenessError
from likeness.portrait import FaceModels, find_faces, pick_face
from likeness.speech import listen, read_audio
from likeness.typing import Points3

_PREFIX = "grid_"
_COMMANDS = {"b": "bin", "l": "lay", "p": "place", "s": "set"}
_COLOURS = {"b": "blue", "g": "green", "r": "red", "w": "white"}
_PREPOSITIONS = {"a": "at", "b": "by", "i": "in", "w": "with"}
_DIGITS = {
    "z": "zero", "1": "one", "2": "two", "3": "three", "4": "four",
    "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine",
}  # fmt: skip
_ADVERBS = {"a": "again", "n": "now", "p": "please", "s": "soon"}
_LETTERS = {"a": "ay", "b": "bee", "s": "ess", "x": "ex", "f": "eff", "z": "zed", "i": "eye"}
"""Where a spelling as a word is safer than the letter."""


def clips_with_words(settings: Settings) -> list[tuple[Path, str]]:
    """Return the clips and what is said in them; none without test data."""
    folder = settings.folder("talk")
    if folder is None:
        return []
    return [
        (path, grid_words(path.stem.removeprefix(_PREFIX))) for path in sorted(folder.glob(f"{_PREFIX}*.mp4"))
    ]


def grid_words(code: str) -> str:
    """Return the sentence of a GRID file name.

    >>> grid_words("bbaf2n")
    'bin blue at eff two now'
    """
    command, colour, preposition, letter, digit, adverb = tuple(code)
    words = (_COMMANDS[command], _COLOURS[colour], _PREPOSITIONS[preposition], _LETTERS.get(letter, letter))
    return " ".join((*words, _DIGITS[digit], _ADVERBS[adverb]))


def phones_of_clip(clip: Path, words: str) -> tuple[Phone, ...]:
    """Return the phones of a clip by alignment of its words; none when they do not fit the sound."""
    speech = listen(read_audio(clip.with_suffix(".wav")), words, "en")
    return speech.phones if speech.source is PhoneSource.ALIGNED else ()


def first_landmarks(clip: Path, models: FaceModels) -> Points3 | None:
    """Return the mesh (478, 3) in the first frame of a clip, None when no face is found."""
    try:
        return pick_face(find_faces(next(film_frames(clip)), models)).landmarks_px
    except LikenessError:
        return None

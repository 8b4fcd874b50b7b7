"""The captions of a film: from the words of its scenes to files beside it and to overlays on its frames."""

import threading
import weakref
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path

from likeness.captions import (
    CaptionPatch,
    CaptionTrack,
    CueLimits,
    FontBook,
    Setting,
    caption_area,
    caption_words,
    cues_of,
    installed_fonts,
    moved,
    shown_text,
    undrawable,
)
from likeness.compose import Overlay
from likeness.core.captioning import CaptionStyle, Cue
from likeness.core.timing import frame_time_s
from likeness.errors import FontMissingError
from likeness.takes import Reel, SceneResult, Take

_MOST_MISSING = 0.2
"""Share of the letters without a font above which captions are of no use."""

_MOST_SHOWN_LETTERS = 20
_FONT_ADVICE = (
    "install the extra captions-cjk for Chinese, Japanese and Korean, Debian's fonts-noto-core for others, "
    "or name a folder of fonts in LIKENESS_FONTS_DIR"
)


_NO_WORDS = (
    "The words of the recording are not known, so there are no captions; give its transcript as the script, "
    "or let English words be guessed."
)


@dataclass(frozen=True)
class SceneCaptions:
    """The captions that are drawn over one scene."""

    start_s: float
    """When the scene begins in the film."""

    end_s: float
    """When it ends."""

    make_track: Callable[[], CaptionTrack]
    """Its captions in the time of the scene."""


class CaptionedFilm:
    """Captions over the frames of a film. Safe to share between threads."""

    def __init__(self, scenes: Sequence[SceneCaptions], fps: Fraction) -> None:
        """Take scenes in the order of the film, and its frames per second."""
        self._scenes = tuple(scenes)
        self._starts_s = [scene.start_s for scene in scenes]
        self._fps = fps
        self._tracks: dict[int, CaptionTrack] = {}
        self._overlays: weakref.WeakKeyDictionary[CaptionPatch, Overlay] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def overlays(self, frame_index: int) -> tuple[Overlay, ...]:
        """Return what lies over a frame; the same objects while nothing changes."""
        time_s = frame_time_s(frame_index, self._fps)
        number = bisect_right(self._starts_s, time_s) - 1
        if number < 0 or time_s >= self._scenes[number].end_s:
            return ()
        with self._lock:
            if number not in self._tracks:
                self._tracks[number] = self._scenes[number].make_track()
            patches = self._tracks[number].patches(time_s - self._starts_s[number])
            return tuple(self._overlay(patch) for patch in patches)

    def _overlay(self, patch: CaptionPatch) -> Overlay:
        if patch not in self._overlays:
            self._overlays[patch] = Overlay(patch.rgba, patch.left_px, patch.top_px)
        return self._overlays[patch]


def film_cues(scenes: Sequence[SceneResult]) -> tuple[Cue, ...]:
    """Return the captions of a film as they stand in files, at most 42 columns wide.

    Where one scene melts into the next, the captions of the first give way to those of the second.
    """
    cues: list[Cue] = []
    for scene in scenes:
        speech = scene.report.speech
        if speech is not None:
            cues += moved(cues_of(caption_words(speech), speech.duration_s), scene.start_s)
    whole = [
        Cue(cue.start_s, min(cue.end_s, following.start_s), cue.lines) for cue, following in pairwise(cues)
    ]
    return (*whole, *cues[-1:])


def caption_film(
    reel: Reel, style: CaptionStyle | None, canvas_px: tuple[int, int], fps: Fraction
) -> tuple[CaptionedFilm, tuple[str, ...]]:
    """Return what lies over the frames, and one line for each thing to know about it.

    Parameters
    ----------
    reel
        The scenes with what is said in them.
    style
        How the captions look; None = nothing is drawn.
    canvas_px
        Width and height of the film.
    fps
        Frames per second of the film.

    Raises
    ------
    FontMissingError
        There are no fonts for the writing of the words.
    """
    if style is None:
        return CaptionedFilm((), fps), ()
    area = caption_area(*canvas_px)
    scenes, warnings = [], []
    for take, scene in zip(reel.takes, reel.scenes, strict=True):
        speech = scene.report.speech
        words = () if speech is None else caption_words(speech)
        if speech is None or not words:
            warnings += [] if speech is None else [_NO_WORDS]
            continue
        cues = cues_of(words, speech.duration_s, CueLimits(columns=area.columns))
        setting = Setting(style, area, installed_fonts(speech.language), speech.language)
        warnings += _missing_letters(shown_text(cues), setting.fonts)
        scenes.append(SceneCaptions(scene.start_s, scene.end_s, partial(_track, cues, setting, take)))
    return CaptionedFilm(scenes, fps), tuple(dict.fromkeys(warnings))


def _track(cues: Sequence[Cue], setting: Setting, take: Take) -> CaptionTrack:
    return CaptionTrack(cues, replace(setting, kept_clear=take.kept_clear(setting.area.canvas_px)))


def file_warnings(scenes: Sequence[SceneResult], files: Sequence[Path]) -> tuple[str, ...]:
    """Return a line when caption files were asked for and there is nothing to put into them."""
    return (_NO_WORDS,) if files and not film_cues(scenes) else ()


def _missing_letters(text: str, fonts: FontBook) -> tuple[str, ...]:
    missing = undrawable(text, fonts)
    if not missing:
        return ()
    shown = missing[:_MOST_SHOWN_LETTERS] + ("..." if len(missing) > _MOST_SHOWN_LETTERS else "")
    letters = [character for character in text if character.isalnum()]
    if sum(character in missing for character in letters) > _MOST_MISSING * len(letters):
        raise FontMissingError(f"No font on this machine can draw {shown} in the captions; {_FONT_ADVICE}.")
    return (f"No font on this machine can draw {shown} in the captions, boxes stand there; {_FONT_ADVICE}.",)

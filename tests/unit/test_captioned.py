from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest

from likeness.captioned import (
    caption_film,
    file_warnings,
    film_cues,
)
from likeness.captions import fonts
from likeness.core.audio import AudioClip
from likeness.core.canvas import Box
from likeness.core.speech import PhoneSource, Speech, Word
from likeness.errors import FontMissingError
from likeness.takes import SceneResult, TakeReport

CANVAS = (360, 640)
MOUTH = Box(120, 240, 120, 60)
FPS = Fraction(25)


@dataclass
class TakeWithMouth:
    """A take of which only the place of the mouth is known."""

    mouth: Box | None

    def kept_clear(self, canvas_px):
        assert canvas_px == CANVAS
        return () if self.mouth is None else (self.mouth,)


class ReelOf:
    """Scenes that follow each other, some with speech."""

    def __init__(self, *speeches, mouth=MOUTH, overlap_s=0.0):
        self.takes = [TakeWithMouth(mouth) for _ in speeches]
        scenes, start_s = [], 0.0
        for speech in speeches:
            end_s = start_s + (2.0 if speech is None else speech.duration_s)
            scenes.append(SceneResult(start_s, end_s, TakeReport(speech)))
            start_s = end_s - overlap_s
        self.scenes = tuple(scenes)


@pytest.fixture(autouse=True)
def own_fonts_only(monkeypatch):
    monkeypatch.setattr(fonts, "_PACKAGES", ("manimgx_fonts",))
    monkeypatch.setattr(fonts, "_system_folders", tuple)


def speech_of(script, language="en"):
    words, position = [], 0
    for part in script.split():
        position = script.index(part, position)
        words.append(Word(part, 0.1 * position, 0.1 * (position + len(part)), position))
        position += len(part)
    silence = AudioClip(np.zeros((1600 * (len(script) + 5), 1), np.float32), 16000)
    return Speech(silence, (), tuple(words), PhoneSource.SYNTHESIZED, language, script=script)


def overlays_of(*speeches, style="default", mouth=MOUTH):
    reel = ReelOf(*speeches, mouth=mouth)
    captioned, warnings = caption_film(reel, style, CANVAS, FPS)
    return [captioned.overlays(index) for index in range(int(reel.scenes[-1].end_s * FPS))], warnings


def test_nothing_asked_for_nothing_drawn():
    frames, warnings = overlays_of(speech_of("Hello."), style=None)
    assert set(frames) == {()}
    assert warnings == ()


def test_overlays_stay_the_same_object_while_nothing_changes():
    frames, warnings = overlays_of(speech_of("Hello there."))
    assert warnings == ()
    (first,) = frames[0]
    assert all(overlay is first for overlays in frames[:25] for overlay in overlays)


def test_only_the_lit_word_changes():
    frames, _ = overlays_of(speech_of("Hello there."), style="word")
    assert [len(overlays) for overlays in frames[:25]] == [2] * 25
    assert len({id(overlays[0]) for overlays in frames[:25]}) == 1
    assert len({id(overlays[1]) for overlays in frames[:25]}) == 2


def test_narrow_films_have_shorter_lines_than_files():
    speech = speech_of("It is a truth universally acknowledged that a man must want a wife.")
    frames, _ = overlays_of(speech)
    drawn = {id(overlays[0]) for overlays in frames if overlays}
    assert len(drawn) > len(film_cues(ReelOf(speech).scenes))


@pytest.mark.parametrize("mouth", [Box(80, 440, 200, 90), None])
def test_no_caption_on_the_mouth(mouth):
    (overlay,) = overlays_of(speech_of("Hello."), mouth=mouth)[0][0]
    rows = overlay.top_px + np.flatnonzero(overlay.rgba[:, :, 3].max(axis=1) > 100)
    assert (rows.min() >= 530) == (mouth is not None)  # else at four fifths of the height


def test_scenes_have_their_own_captions():
    first, second = speech_of("Good morning."), speech_of("Good night.")
    reel = ReelOf(first, None, second)
    cues = film_cues(reel.scenes)
    assert [cue.texts for cue in cues] == [("Good morning.",), ("Good night.",)]
    assert cues[1].start_s == reel.scenes[2].start_s
    frames, _ = overlays_of(first, None, second)
    silent = range(round(reel.scenes[1].start_s * 25) + 1, round(reel.scenes[1].end_s * 25) - 1)
    assert all(frames[index] == () for index in silent)
    assert frames[round(cues[1].start_s * 25) + 1] != ()


def test_captions_of_scenes_that_melt_together_do_not_overlap():
    cues = film_cues(ReelOf(speech_of("Good morning."), speech_of("Good night."), overlap_s=1.0).scenes)
    assert cues[0].end_s == cues[1].start_s


def test_unknown_words_are_told():
    reel = ReelOf(speech_of(""))
    _, warnings = caption_film(reel, "default", CANVAS, FPS)
    assert warnings == file_warnings(reel.scenes, ["a.srt"])
    assert "not known" in warnings[0]
    assert file_warnings(reel.scenes, []) == ()
    assert file_warnings(ReelOf(speech_of("Hi.")).scenes, ["a.srt"]) == ()


def test_a_writing_without_fonts_stops_early():
    with pytest.raises(FontMissingError, match="captions-cjk"):
        overlays_of(speech_of("你好吗", "cmn"), style="box")


def test_few_letters_without_fonts_are_told():
    _, warnings = overlays_of(speech_of("His name is written 王 in the old book of names."))
    assert len(warnings) == 1
    assert "王" in warnings[0]

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from likeness.captions.placing import caption_area
from likeness.captions.styles import LOOKS
from likeness.captions.track import CaptionTrack, Setting, shown_text
from likeness.core.canvas import Box
from likeness.core.captioning import Cue, CueWord

CANVAS = (640, 360)
WORDS = (
    CueWord("One", 1.0, 1.4),
    CueWord("two", 1.5, 2.0),
    CueWord("three", 2.0, 2.5),
    CueWord("four.", 2.6, 3.0),
)
CUES = (Cue(1.0, 3.5, (WORDS[:2], WORDS[2:])), Cue(3.5, 5.0, ((CueWord("Five.", 3.5, 4.0),),)))


@pytest.fixture
def track_of(own_fonts):
    def make(style, cues=CUES, canvas=CANVAS, **rest):
        return CaptionTrack(cues, Setting(style, caption_area(*canvas), own_fonts, "en", **rest))

    return make


@pytest.mark.parametrize("style", LOOKS)
def test_patches_lie_on_the_canvas_with_margins(track_of, style):
    patch = track_of(style).patch(1.2)
    height, width = patch.rgba.shape[:2]
    rows, columns = np.nonzero(patch.rgba[:, :, 3] > 200)
    assert 0.05 * 640 < patch.left_px + columns.min() < patch.left_px + columns.max() < 0.95 * 640
    assert patch.top_px + rows.max() < 0.97 * 360
    assert abs(2 * patch.left_px + width - 640) <= 1
    assert patch.top_px + height <= 360


def test_captions_come_and_go(track_of):
    track = track_of("default")
    assert track.patch(0.99) is None
    assert track.patch(1.0) is not None
    assert track.patch(3.5) is not track.patch(3.4)
    assert track.patch(5.0) is None


@pytest.mark.parametrize("style", ["default", "outline", "box"])
def test_still_styles_give_the_same_picture_all_the_time(track_of, style):
    track = track_of(style)
    assert track.patch(1.0) is track.patch(3.4)


def test_one_word_is_lit_at_a_time(track_of):
    track = track_of("word")
    lit = [_amber_columns(track.patch(time_s)) for time_s in (1.2, 1.6, 2.2, 2.7)]
    assert track.patch(1.0) is track.patch(1.45)  # until the next word begins
    assert lit[0].max() < lit[1].min()
    assert lit[2].max() < lit[3].min()


def test_karaoke_fills_up(track_of):
    track = track_of("karaoke")
    amounts = [_amber_columns(track.patch(time_s)).size for time_s in np.arange(1.0, 3.4, 0.05)]
    assert amounts == sorted(amounts)
    assert amounts[0] == 0
    white = track.patch(3.4).rgba
    assert not ((white[:, :, :3] > 250).all(axis=2) & (white[:, :, 3] == 255)).any()


def test_karaoke_goes_from_right_to_left_where_reading_does(track_of):
    words = (CueWord("שלום", 0, 1.0), CueWord("טוב", 1.0, 2.0))
    track = track_of("karaoke", cues=(Cue(0, 2, (words,)),))
    half = _amber_columns(track.patch(0.5))
    rest = _amber_columns(track.patch(1.5))
    assert half.min() > rest.min()
    assert half.max() == rest.max()


def test_lines_that_are_too_wide_are_set_smaller(track_of):
    wide = Cue(0, 2, ((CueWord("W" * 42, 0, 1),),))
    patch = track_of("outline", cues=(wide,)).patch(0.5)
    columns = np.nonzero(patch.rgba[:, :, 3].max(axis=0))[0]
    assert columns.max() - columns.min() <= caption_area(*CANVAS).most_width_px + 10


@pytest.mark.parametrize("style", LOOKS)
def test_captions_never_cover_the_mouth(track_of, style):
    canvas = (360, 640)
    mouth = Box(100, 420, 160, 110)
    patch = track_of(style, canvas=canvas, mouth=mouth).patch(1.2)
    rows = patch.top_px + np.nonzero(patch.rgba[:, :, 3].max(axis=1) > 60)[0]
    assert rows.min() >= mouth.bottom - 2 or rows.max() <= mouth.top + 2


def test_threads_see_the_same_pictures(track_of):
    track = track_of("default")
    times_s = np.linspace(0, 5, 60)
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(track.patch, times_s))
    alone = track_of("default")
    for time_s, patch in zip(times_s, seen, strict=True):
        expected = alone.patch(time_s)
        assert (patch is None) == (expected is None)
        assert patch is None or np.array_equal(patch.rgba, expected.rgba)


def test_old_captions_are_forgotten_and_painted_again(track_of):
    cues = tuple(Cue(i, i + 1, ((CueWord(str(i), i, i + 1),),)) for i in range(20))
    track = track_of("default", cues=cues)
    first = track.patch(0.5)
    for i in range(20):
        track.patch(i + 0.5)
    again = track.patch(0.5)
    assert again is not first
    assert np.array_equal(again.rgba, first.rgba)


def test_all_text_is_looked_at_for_fonts():
    assert shown_text(CUES) == "One two\nthree four.\nFive."


def _amber_columns(patch):
    """Return the (line by line) columns where the letters or plates are amber."""
    rgb = patch.rgba[:, :, :3].astype(int)
    is_amber = (rgb[:, :, 0] > 220) & (rgb[:, :, 2] < 90) & (patch.rgba[:, :, 3] > 200)
    return np.nonzero(is_amber)[1]

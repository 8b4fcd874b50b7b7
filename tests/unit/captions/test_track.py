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
    patch = track_of(style).patches(1.2)[0]
    height, width = patch.rgba.shape[:2]
    rows, columns = np.nonzero(patch.rgba[:, :, 3] > 200)
    assert 0.05 * 640 < patch.left_px + columns.min() < patch.left_px + columns.max() < 0.95 * 640
    assert patch.top_px + rows.max() < 0.97 * 360
    assert abs(2 * patch.left_px + width - 640) <= 1
    assert patch.top_px + height <= 360


def test_captions_come_and_go(track_of):
    track = track_of("default")
    assert track.patches(0.99) == ()
    assert len(track.patches(1.0)) == 1
    assert track.patches(3.5)[0] is not track.patches(3.4)[0]
    assert track.patches(5.0) == ()


@pytest.mark.parametrize("style", ["default", "outline", "box"])
def test_still_styles_give_the_same_picture_all_the_time(track_of, style):
    track = track_of(style)
    assert track.patches(1.0)[0] is track.patches(3.4)[0]


def test_one_word_is_lit_at_a_time(track_of):
    track = track_of("word")
    lit = [_amber_columns(track.patches(time_s)) for time_s in (1.2, 1.6, 2.2, 2.7)]
    assert track.patches(1.0)[1] is track.patches(1.45)[1]  # until the next word begins
    assert lit[0].max() < lit[1].min()
    assert lit[2].max() < lit[3].min()


def test_karaoke_fills_up(track_of):
    track = track_of("karaoke")
    amounts = [_amber_columns(track.patches(time_s)).size for time_s in np.arange(1.0, 3.4, 0.05)]
    assert amounts == sorted(amounts)
    assert amounts[0] == 0
    assert (_frame(track.patches(1.0)) > 250).all(axis=2).any()
    assert not (_frame(track.patches(3.4)) > 250).all(axis=2).any()


def test_only_the_word_being_spoken_changes(track_of):
    track = track_of("karaoke")
    before, after = track.patches(2.1), track.patches(2.2)
    assert before[:-1] == after[:-1]
    assert before[-1] is not after[-1]
    assert before[-1].rgba.shape[1] < after[-1].rgba.shape[1] < 120


def test_karaoke_goes_from_right_to_left_where_reading_does(track_of):
    words = (CueWord("שלום", 0, 1.0), CueWord("טוב", 1.0, 2.0))
    track = track_of("karaoke", cues=(Cue(0, 2, (words,)),))
    half = _amber_columns(track.patches(0.5))
    rest = _amber_columns(track.patches(1.5))
    assert half.min() > rest.min()
    assert half.max() == rest.max()


def test_lines_that_are_too_wide_are_set_smaller(track_of):
    wide = Cue(0, 2, ((CueWord("W" * 42, 0, 1),),))
    (patch,) = track_of("outline", cues=(wide,)).patches(0.5)
    columns = np.nonzero(patch.rgba[:, :, 3].max(axis=0))[0]
    assert columns.max() - columns.min() <= caption_area(*CANVAS).most_width_px + 10


@pytest.mark.parametrize("style", LOOKS)
def test_captions_never_cover_the_mouth(track_of, style):
    canvas = (360, 640)
    mouth = Box(100, 420, 160, 110)
    frame = _frame(track_of(style, canvas=canvas, kept_clear=(mouth,)).patches(1.2), canvas)
    rows = np.nonzero(np.abs(frame - 128).max(axis=(1, 2)) > 30)[0]
    assert rows.min() >= mouth.bottom - 2 or rows.max() <= mouth.top + 2


def test_captions_of_one_and_two_lines_stand_on_one_baseline(track_of):
    track = track_of("default", canvas=(360, 640), kept_clear=(Box(100, 480, 160, 90),))
    lows = []
    for time_s in (1.2, 3.7):
        frame = _frame(track.patches(time_s), (360, 640))
        lows.append(np.nonzero((frame > 250).any(axis=(1, 2)))[0].max())
    assert abs(lows[0] - lows[1]) <= 1


def test_threads_see_the_same_pictures(track_of):
    track = track_of("default")
    times_s = np.linspace(0, 5, 60)
    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(track.patches, times_s))
    alone = track_of("default")
    for time_s, patches in zip(times_s, seen, strict=True):
        assert np.array_equal(_frame(patches), _frame(alone.patches(time_s)))


def test_old_captions_are_forgotten_and_painted_again(track_of):
    cues = tuple(Cue(i, i + 1, ((CueWord(str(i), i, i + 1),),)) for i in range(20))
    track = track_of("default", cues=cues)
    (first,) = track.patches(0.5)
    for i in range(20):
        track.patches(i + 0.5)
    (again,) = track.patches(0.5)
    assert again is not first
    assert np.array_equal(again.rgba, first.rgba)


def test_all_text_is_looked_at_for_fonts():
    assert shown_text(CUES) == "One two\nthree four.\nFive."


def _frame(patches, canvas=CANVAS):
    """Return patches over a grey canvas."""
    frame = np.full((canvas[1], canvas[0], 3), 128.0)
    for patch in patches:
        height, width = patch.rgba.shape[:2]
        area = slice(patch.top_px, patch.top_px + height), slice(patch.left_px, patch.left_px + width)
        frame[area] += patch.rgba[:, :, 3:] / 255.0 * (patch.rgba[:, :, :3] - frame[area])
    return frame


def _amber_columns(patches):
    """Return the columns of all pixels where letters or plates are amber."""
    rgb = _frame(patches)
    return np.nonzero((rgb[:, :, 0] > 220) & (rgb[:, :, 2] < 90))[1]

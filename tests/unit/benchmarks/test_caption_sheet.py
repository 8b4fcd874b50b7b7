import pytest
from benchmarks.caption_cost import frame_ms
from benchmarks.caption_sheet import SENTENCES, sheet, spoken


def test_sheet_holds_a_caption_of_every_writing():
    drawn = sheet("outline", (360, 640))
    assert drawn.shape[1:] == (360, 3)
    assert drawn.shape[0] > 30 * len(SENTENCES)
    assert (drawn.min(axis=2) > 250).any()


@pytest.mark.parametrize("style", [None, "karaoke"])
def test_frames_with_and_without_captions_are_timed(style):
    assert frame_ms(spoken("Good morning.", "en"), style, (320, 180)) > 0

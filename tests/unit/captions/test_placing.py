import pytest

from likeness.captions.placing import baseline_beside, caption_area
from likeness.core.canvas import Box

CANVASES = [(1920, 1080), (1080, 1920), (1080, 1080), (1080, 1350), (1350, 1080), (640, 360), (3840, 2160)]


@pytest.mark.parametrize("canvas", CANVASES)
def test_areas_are_safe_and_readable(canvas):
    area = caption_area(*canvas)
    short = min(canvas)
    assert 0.8 * canvas[0] <= area.most_width_px <= 0.9 * canvas[0]
    assert 0.03 * short <= area.size_px <= 0.07 * short
    assert 20 <= area.columns <= 42
    assert area.baseline_px <= area.low_baseline_px <= 0.95 * canvas[1]


def test_tall_films_leave_room_for_buttons():
    assert caption_area(1080, 1920).baseline_px <= 0.8 * 1920


def test_small_films_keep_letters_that_can_be_read():
    assert caption_area(200, 112).size_px >= 13


def test_nothing_to_avoid():
    area = caption_area(1080, 1920)
    assert baseline_beside(area, (100, 20), ()) == area.baseline_px
    assert baseline_beside(area, (100, 20), [Box(300, 100, 400, 300)]) == area.baseline_px


def test_captions_go_below_a_mouth():
    area = caption_area(1080, 1920)
    mouth = Box(300, 1400, 480, 200)
    baseline = baseline_beside(area, (120, 20), [mouth])
    assert baseline - 120 >= mouth.bottom
    assert baseline <= area.low_baseline_px


def test_captions_go_to_the_top_when_there_is_no_room_below():
    area = caption_area(1080, 1920)
    mouth = Box(300, 1500, 480, 300)
    baseline = baseline_beside(area, (120, 20), [mouth])
    assert baseline + 20 <= mouth.top
    assert baseline - 120 >= area.top_px


def test_a_chin_is_covered_before_captions_go_to_the_top():
    area = caption_area(1080, 1920)
    with_chin, mouth = Box(300, 1400, 480, 400), Box(300, 1400, 480, 200)
    baseline = baseline_beside(area, (120, 20), [with_chin, mouth])
    assert mouth.bottom <= baseline - 120 < with_chin.bottom


def test_a_mouth_that_fills_the_canvas_leaves_the_lower_edge():
    area = caption_area(640, 360)
    assert baseline_beside(area, (60, 5), [Box(0, 0, 640, 360)]) == area.low_baseline_px


def test_captions_that_reach_low_stay_on_the_canvas():
    area = caption_area(640, 360)
    baseline = baseline_beside(area, (60, 40), [Box(0, 100, 640, 200)])
    assert baseline + 40 <= 360

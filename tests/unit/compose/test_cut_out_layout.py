import itertools
from types import SimpleNamespace

import pytest

from likeness.compose import layout, layout_cut_out
from likeness.core.canvas import Box, SubjectExtent
from likeness.core.spec import Output

HEAD = Box(170, 60, 130, 170)
BUST = SubjectExtent(Box(60, 60, 390, 452), is_cut_bottom=True)
SHOULDERS = SubjectExtent(Box(0, 60, 512, 452), left_cut_px=380, right_cut_px=400, is_cut_bottom=True)
TIGHT = SubjectExtent(Box(0, 0, 512, 512), left_cut_px=0, right_cut_px=0, is_cut_top=True, is_cut_bottom=True)


def subject(extent, picture=(512, 512), head=HEAD):
    return SimpleNamespace(size_px=picture, head_box=head, subject_extent=extent)


def edges(place, picture=(512, 512)):
    """Left, top, right, bottom of the picture on the canvas."""
    return (
        place.offset_x_px,
        place.offset_y_px,
        place.offset_x_px + picture[0] * place.scale,
        place.offset_y_px + picture[1] * place.scale,
    )


@pytest.mark.parametrize("fit", [None, "cover", "contain"])
@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1", "4:5", "5:4", "auto"])
@pytest.mark.parametrize("extent", [BUST, SHOULDERS, TIGHT], ids=["bust", "shoulders", "tight"])
def test_what_is_cut_below_stands_on_the_lower_edge(extent, aspect, fit):
    place = layout_cut_out(subject(extent), Output(resolution="720p", aspect=aspect, fit=fit))
    assert edges(place)[3] >= place.canvas_height_px - 1


@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1", "4:5", "5:4"])
def test_cut_shoulders_leave_the_frame(aspect):
    place = layout_cut_out(subject(SHOULDERS), Output(resolution="720p", aspect=aspect))
    left, top, right, _ = edges(place)
    is_beside = left <= 0.5 and right >= place.canvas_width_px - 0.5
    is_below = top + SHOULDERS.left_cut_px * place.scale >= place.canvas_height_px - 0.5
    assert is_beside or is_below


def test_heads_are_not_blown_up_to_hide_cuts():
    high = SubjectExtent(Box(0, 60, 512, 452), left_cut_px=120, right_cut_px=120, is_cut_bottom=True)
    place = layout_cut_out(subject(high), Output(resolution="720p"))
    assert HEAD.height * place.scale <= 0.61 * 720


def test_contain_shows_the_whole_subject_as_large_as_it_can_be():
    place = layout_cut_out(subject(BUST), Output(resolution="720p", fit="contain"))
    top = place.offset_y_px + BUST.box.top * place.scale
    assert 0 <= top <= 0.1 * 720
    assert edges(place)[3] == pytest.approx(720, abs=1)
    narrow = layout_cut_out(subject(BUST), Output(resolution="720p", aspect="9:16", fit="contain"))
    assert BUST.box.width * narrow.scale == pytest.approx(720, abs=1)


def test_cover_is_as_large_as_the_pictures_own():
    output = Output(resolution="720p", fit="cover")
    assert layout_cut_out(subject(BUST), output).scale == layout((512, 512), HEAD, output).scale


def test_subject_inside_of_its_picture_stands_too():
    extent = SubjectExtent(Box(100, 60, 250, 400))
    place = layout_cut_out(subject(extent), Output(resolution="720p", fit="contain"))
    assert place.offset_y_px + extent.box.bottom * place.scale == pytest.approx(720, abs=1)


@pytest.mark.parametrize(("head_left", "is_hidden"), [(205, True), (150, False)])
def test_one_cut_side_goes_to_the_edge_if_the_head_stays_near_the_middle(head_left, is_hidden):
    extent = SubjectExtent(Box(0, 60, 450, 452), left_cut_px=300, is_cut_bottom=True)
    who = subject(extent, head=Box(head_left, 60, 130, 170))
    place = layout_cut_out(who, Output(resolution="720p", aspect="5:4", fit="contain"))
    assert (edges(place)[0] <= 0) == is_hidden


@pytest.mark.parametrize(
    ("picture", "head", "aspect", "fit"),
    list(
        itertools.product(
            [(600, 900), (900, 600), (512, 512), (300, 1200), (2000, 500), (96, 96)],
            [(0.05, 0.05, 0.9, 0.9), (0.3, 0.1, 0.3, 0.4), (0.0, 0.5, 0.2, 0.2), (0.6, 0.0, 0.4, 0.9)],
            ["16:9", "9:16", "1:1", "4:5", "5:4", "auto"],
            [None, "cover", "contain"],
        )
    ),
)
def test_the_head_is_never_cut(picture, head, aspect, fit):
    width, height = picture
    box = Box(head[0] * width, head[1] * height, head[2] * width, head[3] * height)
    bottom = height - box.top
    cut = 0.5 * (box.bottom + height)
    for cuts in itertools.product([False, True], repeat=2):
        extent = SubjectExtent(
            Box(0, box.top, width, bottom),
            left_cut_px=cut if cuts[0] else None, right_cut_px=cut if cuts[1] else None,
            is_cut_bottom=True,
        )  # fmt: skip
        place = layout_cut_out(
            subject(extent, picture, box), Output(resolution="720p", aspect=aspect, fit=fit)
        )
        assert box.left * place.scale + place.offset_x_px >= -1
        assert box.right * place.scale + place.offset_x_px <= place.canvas_width_px + 1
        assert box.top * place.scale + place.offset_y_px >= -1
        assert box.bottom * place.scale + place.offset_y_px <= place.canvas_height_px + 1

import itertools

import pytest

from likeness.compose import canvas_size_px, centred, layout
from likeness.core.canvas import Box, Placement
from likeness.core.spec import Output

PORTRAIT_HEAD = Box(170, 20, 110, 150)


def on_canvas(box: Box, placement: Placement) -> Box:
    return Box(
        box.left * placement.scale + placement.offset_x_px,
        box.top * placement.scale + placement.offset_y_px,
        box.width * placement.scale,
        box.height * placement.scale,
    )


@pytest.mark.parametrize(
    ("resolution", "aspect", "size"),
    [
        ("360p", "16:9", (640, 360)),
        ("480p", "16:9", (854, 480)),
        ("720p", "9:16", (720, 1280)),
        ("1080p", "1:1", (1080, 1080)),
        ("1080p", "4:5", (1080, 1350)),
        ("1080p", "5:4", (1350, 1080)),
        ("4k", "16:9", (3840, 2160)),
        ("720p", "auto", (960, 720)),
    ],
)
def test_canvas_sizes(resolution, aspect, size):
    assert canvas_size_px((400, 300), Output(resolution=resolution, aspect=aspect)) == size


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        ((4000, 400), (1280, 720)),
        ((400, 4000), (720, 1280)),
        ((600, 800), (720, 960)),
        ((512, 512), (720, 720)),
        ((96, 97), (720, 728)),
        ((0, 0), (1280, 720)),
        ((0, 500), (1280, 720)),
    ],
    ids=["panorama", "strip", "upright", "square", "tiny", "unreadable", "half unreadable"],
)
def test_auto_keeps_the_ratio_up_to_the_widest(picture, size):
    assert canvas_size_px(picture, Output(resolution="720p", aspect="auto")) == size


@pytest.mark.parametrize(
    ("resolution", "cap"),
    [("360p", 640), ("480p", 854), ("540p", 960), ("720p", 1280), ("1080p", 1920), ("4k", 3840)],
)
def test_auto_is_never_longer_than_the_tier(resolution, cap):
    for width in range(100, 4000, 37):
        size = canvas_size_px((width, 700), Output(resolution=resolution, aspect="auto"))
        assert max(size) <= cap
        assert min(size) == {"4k": 2160}.get(resolution) or int(resolution.removesuffix("p")) == min(size)
        assert size[0] % 2 == size[1] % 2 == 0


def test_free_sizes_are_taken_as_they_are():
    assert canvas_size_px((400, 300), Output(width_px=1234, height_px=150, aspect="9:16")) == (1234, 150)


def test_canvas_is_even_for_every_ratio():
    for width in range(301, 340):
        size = canvas_size_px((width, 300), Output(resolution="540p", aspect="auto"))
        assert [edge % 2 for edge in size] == [0, 0]


def test_small_face_in_a_square_picture_fills_a_wide_canvas():
    placement = layout((512, 512), PORTRAIT_HEAD, Output(resolution="720p", aspect="16:9"))
    assert placement.scale == 2.5
    head = on_canvas(PORTRAIT_HEAD, placement)
    assert head.top >= 0
    assert head.bottom <= 720


def test_eyes_come_to_two_fifths_when_there_is_room():
    head = Box(450, 900, 100, 140)
    placement = layout((1000, 2000), head, Output(resolution="720p", aspect="16:9", fit="cover"))
    eyes_y = on_canvas(head, placement).top + 0.5 * head.height * placement.scale
    assert eyes_y == pytest.approx(0.4 * 720, abs=1)


def test_head_at_the_side_is_centred_until_the_picture_ends():
    placement = layout(
        (2000, 1000), Box(1300, 300, 200, 280), Output(resolution="720p", aspect="1:1", fit="cover")
    )
    head = on_canvas(Box(1300, 300, 200, 280), placement)
    assert (head.left + head.right) / 2 == pytest.approx(360, abs=1)
    placement = layout(
        (2000, 1000), Box(1790, 300, 200, 280), Output(resolution="720p", aspect="1:1", fit="cover")
    )
    assert placement.offset_x_px + 2000 * placement.scale == pytest.approx(720, abs=1)


@pytest.mark.parametrize(
    ("picture", "head", "aspect"),
    list(
        itertools.product(
            [(600, 900), (900, 600), (512, 512), (300, 1200)],
            [(0.05, 0.05, 0.9, 0.9), (0.3, 0.1, 0.3, 0.4), (0.0, 0.5, 0.2, 0.2), (0.6, 0.0, 0.4, 0.9)],
            ["16:9", "9:16", "1:1", "4:5", "5:4", "auto"],
        )
    ),
)
def test_cover_never_cuts_the_head(picture, head, aspect):
    width, height = picture
    box = Box(head[0] * width, head[1] * height, head[2] * width, head[3] * height)
    output = Output(resolution="720p", aspect=aspect, fit="cover")
    placement = layout(picture, box, output)
    seen = on_canvas(box, placement)
    assert seen.left >= -1
    assert seen.top >= -1
    assert seen.right <= placement.canvas_width_px + 1
    assert seen.bottom <= placement.canvas_height_px + 1


def test_contain_shows_the_whole_picture_in_the_middle():
    placement = layout((500, 1000), Box(200, 100, 100, 150), Output(resolution="720p", fit="contain"))
    assert placement.scale == pytest.approx(0.72)
    assert placement.offset_x_px == pytest.approx((1280 - 360) / 2)
    assert placement.offset_y_px == 0


@pytest.mark.parametrize(
    ("picture", "head", "expected"),
    [
        ((512, 512), PORTRAIT_HEAD, "cover"),
        ((600, 800), Box(150, 50, 300, 500), "contain"),
        ((500, 1000), Box(200, 100, 100, 150), "contain"),
        ((1600, 900), Box(700, 100, 200, 300), "cover"),
    ],
    ids=["loses 44 %", "would cut the head", "loses 72 %", "same ratio"],
)
def test_without_a_fit_the_lesser_loss_is_chosen(picture, head, expected):
    chosen = layout(picture, head, Output(resolution="720p"))
    assert chosen == layout(picture, head, Output(resolution="720p", fit=expected))


def test_head_box_outside_of_the_picture_is_tolerated():
    placement = layout((400, 400), Box(-50, -80, 500, 600), Output(resolution="360p", aspect="1:1"))
    assert placement == Placement(360, 360, 0.9, 0.0, 0.0)


@pytest.mark.parametrize(
    ("size", "fit", "scale"),
    [
        ((1600, 900), None, 0.8),
        ((1000, 1000), None, 1.28),
        ((300, 900), None, 0.8),
        ((300, 900), "cover", 1280 / 300),
        ((1000, 1000), "contain", 0.72),
    ],
)
def test_pictures_without_a_subject_are_centred(size, fit, scale):
    placement = centred(size, (1280, 720), fit)
    assert placement.scale == pytest.approx(scale)
    assert placement.offset_x_px == pytest.approx((1280 - scale * size[0]) / 2, abs=0.5)
    assert placement.offset_y_px == pytest.approx((720 - scale * size[1]) / 2, abs=0.5)


def test_a_canvas_that_is_decided_is_kept():
    placement = layout((512, 512), PORTRAIT_HEAD, Output(aspect="auto"), canvas_px=(640, 360))
    assert (placement.canvas_width_px, placement.canvas_height_px) == (640, 360)

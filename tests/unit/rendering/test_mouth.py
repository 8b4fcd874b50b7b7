from dataclasses import replace

import numpy as np
import pytest

from likeness.core.canvas import SubjectLayer
from likeness.core.rig import expression_index
from likeness.rendering import PortraitRenderer, mouth_interior
from likeness.rendering.deform import head_rotation
from likeness.rendering.mouth import build_mouth, draw_mouth
from likeness.rendering.mouth_interior import MouthLight, draw_interior
from likeness.rendering.texture import canvas_texture
from likeness.rendering.tongue import TongueSprites


def even_light(falling=1.0):
    return MouthLight(*(np.full((384, 384), value, np.float32) for value in (falling, 0.5)))


FULL_LIGHT = even_light()
AA = {"jaw_open": 0.45, "mouth_lower_down": 0.1}


def luma(rgb):
    return rgb[..., :3].astype(np.float64) @ [0.299, 0.587, 0.114]


@pytest.fixture(scope="module")
def photo_mouth(photo, photo_placement):
    return build_mouth(photo, photo_placement, canvas_texture(photo, photo_placement))


@pytest.fixture(scope="module")
def drawing_mouth(drawing, drawing_placement):
    return build_mouth(drawing, drawing_placement, canvas_texture(drawing, drawing_placement))


@pytest.fixture(scope="module")
def shaded_mouth(drawing, drawing_placement):
    """The drawn portrait as if it were a photo with closed lips."""
    shaded = replace(drawing, mouth=replace(drawing.mouth, is_drawing=False, line_px=0.0))
    return build_mouth(shaded, drawing_placement, canvas_texture(shaded, drawing_placement))


def blank_layer(side=120, value=180):
    rgba = np.full((side, side, 4), value, np.uint8)
    rgba[..., 3] = 255
    return SubjectLayer(rgba, 100, 200)


def parted_lips(gap_px, side=120):
    x = np.linspace(30, side - 30, 41, dtype=np.float32)
    bow = gap_px / 2 * np.sin(np.linspace(0, np.pi, 41, dtype=np.float32))
    return np.stack([x, side / 2 - bow], axis=1), np.stack([x, side / 2 + bow], axis=1)


def test_closed_lips_show_no_drawn_mouth(drawing_mouth, state):
    layer = blank_layer()
    draw_mouth(layer, parted_lips(0.0), state(), drawing_mouth)
    assert (layer.rgba[..., :3] == 180).mean() > 0.97
    assert np.abs(layer.rgba[..., :3].astype(int) - 180).max() < 60


def test_lips_that_meet_anew_have_no_hard_step_between_them(shaded_mouth, state):
    def steepest(expression):
        layer = blank_layer()
        layer.rgba[60:, :, :3] = 90
        draw_mouth(layer, parted_lips(0.0), state(expression), shaded_mouth)
        return int(np.abs(np.diff(layer.rgba[:, 45:75, 0].astype(int), axis=0)).max())

    assert steepest({}) == 90
    assert steepest({"mouth_press_left": 0.3, "mouth_press_right": 0.3}) < 0.75 * 90


@pytest.mark.parametrize("yaw_deg", [-35.0, 0.0, 35.0])
def test_teeth_are_brought_to_the_far_corner_of_turned_mouths(
    drawing, drawing_placement, yaw_deg, monkeypatch
):
    fit = replace(drawing.fit, rotation=head_rotation(0.0, yaw_deg, 0.0))
    turned = replace(drawing, fit=fit)
    texture = canvas_texture(turned, drawing_placement)

    def middle_of_teeth():
        return float(build_mouth(turned, drawing_placement, texture).interior.anchor_px[0])

    shifted = middle_of_teeth()
    monkeypatch.setattr(mouth_interior, "_MOST_SHIFTED", 0.0)
    shift = (shifted - middle_of_teeth()) / drawing.face.eye_distance_px
    # the lips are those of a face seen from the front: in a turned one the row ends before the far corner
    far = -np.sign(fit.pose_deg[1])
    assert 0.01 < far * shift <= 0.07 if yaw_deg else shift == 0.0


def test_inside_is_drawn_between_the_lips_only(shaded_mouth, state):
    layer = blank_layer()
    draw_mouth(layer, parted_lips(40.0), state(AA), shaded_mouth)
    change = np.abs(layer.rgba[..., :3].astype(int) - 180).max(-1)
    assert change[60, 60] > 60
    reach = 3 * shaded_mouth.softness_px
    rows = np.abs(np.arange(120) - 59.5) > 20 + reach
    assert change[rows].max() <= 1  # the far end of the soft edge
    assert (layer.rgba[..., 3] == 255).all()


def test_the_photo_s_own_open_mouth_is_kept_at_rest(photo_mouth, state):
    layer = blank_layer()
    draw_mouth(layer, parted_lips(20.0), state(), photo_mouth)
    assert (layer.rgba[..., :3] == 180).all()
    assert photo_mouth.photo_is_open
    draw_mouth(layer, parted_lips(20.0), state(AA, closed_mouth=1.0), photo_mouth)
    assert not (layer.rgba[..., :3] == 180).all()


def test_lips_of_an_open_photo_get_a_seam_when_they_meet(photo_mouth, state):
    layer = blank_layer()
    draw_mouth(layer, parted_lips(0.0), state(closed_mouth=1.0), photo_mouth)
    seam = luma(layer.rgba)[:, 60]
    assert 55 < int(seam.argmin()) < 64
    assert seam.min() < 150
    assert seam[:50].min() == pytest.approx(180, abs=1)


def test_lips_out_of_the_frame_draw_nothing(drawing_mouth, state):
    layer = blank_layer()
    lips = tuple(lip + 500 for lip in parted_lips(40.0))
    draw_mouth(layer, lips, state(AA), drawing_mouth)
    assert (layer.rgba[..., :3] == 180).all()


def mouth_region(portrait, placement, layer):
    """Return the pixels of the layer where the lips are at rest, from corner to corner."""
    corners = portrait.face.rest_px[[61, 291, 0, 17], :2] * placement.scale
    corners += np.array([placement.offset_x_px - layer.left_px, placement.offset_y_px - layer.top_px])
    left, right = round(corners[:2, 0].min()), round(corners[:2, 0].max())
    return layer.rgba[round(corners[2, 1]) : round(corners[3, 1]), left:right, :3]


def test_teeth_of_the_picture_show_when_the_mouth_opens(photo, photo_placement, photo_renderer, state):
    """The person laughs: her teeth vanish behind closed lips and come back, the same ones, on a vowel."""
    rest, closed, opened = (
        mouth_region(photo, photo_placement, photo_renderer.render(each))
        for each in (state(), state(closed_mouth=1.0), state(AA, closed_mouth=1.0))
    )
    white = [int(_is_tooth(region).sum()) for region in (rest, closed, opened)]
    assert photo.mouth.shows_teeth
    assert white[1] < 0.25 * white[0]
    assert white[2] > 0.5 * white[0]


def _is_tooth(rgb):
    high, low = rgb.max(-1).astype(int), rgb.min(-1).astype(int)
    return (low > 170) & (high - low < 45)


def test_drawn_portrait_shows_dark_and_teeth_when_it_opens(
    drawing, drawing_placement, drawing_renderer, state
):
    closed, opened = (
        luma(mouth_region(drawing, drawing_placement, drawing_renderer.render(each)))
        for each in (state(), state({"jaw_open": 0.6}, closed_mouth=1.0))
    )
    assert int((closed < 60).sum()) < 0.2 * int((opened < 60).sum())


def test_lower_teeth_follow_the_jaw_and_upper_ones_do_not(shaded_mouth, state):
    unit = shaded_mouth.interior.unit_px

    def rows(sprite, jaw):
        shown = draw_interior(
            only(shaded_mouth.interior, sprite), state({"jaw_open": jaw}), (0, 0), FULL_LIGHT
        ).sum(-1)
        assert shown.sum() > 0
        return float((shown.sum(1) * np.arange(384)).sum() / shown.sum())

    assert rows("upper", 0.6) == pytest.approx(rows("upper", 0.0), abs=0.01)
    assert 0.1 * unit < rows("lower", 0.6) - rows("lower", 0.0) < 0.4 * unit


def test_rounded_lips_leave_the_teeth_in_the_dark(shaded_mouth, state):
    plain, rounded = (
        draw_interior(
            shaded_mouth.interior, state({"jaw_open": 0.3, "mouth_pucker": amount}), (0, 0), FULL_LIGHT
        )
        for amount in (0.0, 0.9)
    )
    assert rounded.max() < 0.85 * plain.max()


def test_colours_of_a_drawing_do_not_depend_on_the_lips(drawing_mouth, state):
    plain, rounded = (
        draw_interior(
            drawing_mouth.interior,
            state({"jaw_open": 0.3, "mouth_pucker": amount}),
            (0, 0),
            even_light(light),
        )
        for amount, light in ((0.0, 1.0), (0.9, 0.5))
    )
    np.testing.assert_array_equal(plain, rounded)


def test_teeth_go_with_the_head(drawing_mouth, state):
    straight, turned = (
        draw_interior(drawing_mouth.interior, state(head_deg=(0.0, yaw, 0.0)), (0, 0), FULL_LIGHT).max(-1)
        for yaw in (0.0, 8.0)
    )
    columns = [float(np.nonzero(shown > 150)[1].mean()) for shown in (straight, turned)]
    assert columns[1] < columns[0] - 0.05 * drawing_mouth.interior.unit_px


def test_zero_state_of_closed_lips_is_the_picture(drawing, drawing_placement, drawing_renderer, state):
    """Also where the mouth is: no sliver of the inside may show."""
    layer = drawing_renderer.render(state())
    texture = canvas_texture(drawing, drawing_placement)
    left, top = layer.left_px - texture.left_px, layer.top_px - texture.top_px
    height, width = layer.rgba.shape[:2]
    picture = SubjectLayer(texture.rgba[top : top + height, left : left + width], layer.left_px, layer.top_px)
    regions = [mouth_region(drawing, drawing_placement, each).astype(int) for each in (layer, picture)]
    assert np.abs(regions[0] - regions[1]).max() <= 12


def test_shown_teeth_are_the_picture_s_own(photo_mouth, photo_renderer, state):
    """They stay where they are in the skull, so each pixel of the cut-out shows the photo again."""
    cut_out = photo_mouth.interior.seen
    rest, opened = (photo_renderer.render(each) for each in (state(), state(AA, closed_mouth=1.0)))
    height, width = cut_out.rgba.shape[:2]
    top, left = cut_out.top_px - rest.top_px, cut_out.left_px - rest.left_px
    before, after = (luma(layer.rgba[top : top + height, left : left + width]) for layer in (rest, opened))
    # the upper row: its middle is neither under the lips nor where the lower lip was
    rows = slice(height // 4, height // 2)
    teeth = cut_out.rgba[rows, :, 3] > 240
    assert teeth.sum() > 100
    assert np.corrcoef(before[rows][teeth], after[rows][teeth])[0, 1] > 0.8


def test_pictures_without_teeth_get_drawn_ones(photo, photo_placement, state):
    toothless = replace(photo, mouth=replace(photo.mouth, shows_teeth=False))
    opened = state(AA, closed_mouth=1.0)
    seen, drawn = (PortraitRenderer(each, photo_placement).render(opened) for each in (photo, toothless))
    regions = [mouth_region(photo, photo_placement, layer).astype(int) for layer in (seen, drawn)]
    assert np.abs(regions[0] - regions[1]).max() > 40


def only(interior, *names):
    """Return the interior with all other sprites and the cavity gone."""
    nothing = np.zeros_like(interior.upper)
    blank = {name: nothing for name in ("upper", "lower") if name not in names}
    if "tongue" not in names:
        blank["tongue"] = TongueSprites(nothing, nothing, nothing)
    look = replace(interior.portrait.mouth, cavity_rgb=np.zeros(3, np.float32))
    return replace(interior, portrait=replace(interior.portrait, mouth=look), seen=None, **blank)


def rows_of(shown, threshold=20):
    """Return the first and last row that shows something."""
    rows = np.flatnonzero(shown.max(-1).max(1) > threshold)
    return int(rows[0]), int(rows[-1])


def test_raised_tongue_reaches_the_upper_teeth_and_keeps_its_base(photo_mouth, state):
    unit = photo_mouth.interior.unit_px
    tongue = only(photo_mouth.interior, "tongue")
    flat, raised = (
        rows_of(draw_interior(tongue, state({"jaw_open": 0.1}, tongue=(up, 0.0, 0.0)), (0, 0), FULL_LIGHT))
        for up in (0.0, 1.0)
    )
    assert raised[0] < flat[0] - 0.1 * unit
    upper = only(photo_mouth.interior, "upper")
    teeth = rows_of(draw_interior(upper, state(), (0, 0), FULL_LIGHT))
    assert teeth[0] < raised[0] < teeth[1]


@pytest.mark.parametrize("pitch_deg", [-15.0, 15.0])
def test_wide_mouths_show_the_tongue_whatever_the_pitch_of_the_picture(
    drawing, drawing_placement, state, pitch_deg
):
    fit = replace(drawing.fit, rotation=drawing.fit.rotation @ head_rotation(pitch_deg, 0.0, 0.0))
    turned = replace(drawing, fit=fit)
    mouth = build_mouth(turned, drawing_placement, canvas_texture(turned, drawing_placement)).interior
    wide = state(AA, closed_mouth=1.0)
    shown = draw_interior(only(mouth, "tongue"), wide, (0, 0), even_light())
    top = rows_of(shown)[0]
    jaw = expression_index("jaw_open")
    lips = drawing.face.rest_px[[13, 14]] + 0.45 * drawing.face.expression_px[jaw][[13, 14]]
    upper, lower = lips[:, 1] * drawing_placement.scale + drawing_placement.offset_y_px
    assert 0.3 < (lower - top) / (lower - upper) < 0.8


def test_wide_mouths_show_hardly_any_lower_teeth_in_pictures_from_above(drawing, drawing_placement, state):
    fit = replace(drawing.fit, rotation=drawing.fit.rotation @ head_rotation(20.0, 0.0, 0.0))
    turned = replace(drawing, fit=fit, mouth=replace(drawing.mouth, is_drawing=False))
    mouth = build_mouth(turned, drawing_placement, canvas_texture(turned, drawing_placement)).interior
    assert mouth.lower_lift < -0.01
    wide, shut = state(AA, closed_mouth=1.0), state(closed_mouth=1.0)

    def top(interior, at):
        return rows_of(draw_interior(only(interior, "lower"), at, (0, 0), even_light()))[0]

    as_in_the_rig = replace(mouth, lower_lift=0.0)
    lowered_px = top(mouth, wide) - top(as_in_the_rig, wide)
    assert lowered_px == pytest.approx(-mouth.lower_lift * mouth.unit_px, abs=1)
    # they still meet the upper row
    assert top(mouth, shut) == top(as_in_the_rig, shut)


def test_tip_of_the_tongue_comes_out_over_the_teeth(photo_mouth, state):
    blank = replace(photo_mouth.interior, seen=None)
    back, half, out = (
        draw_interior(blank, state({"jaw_open": 0.13}, tongue=(0.5, forward, 0.0)), (0, 0), FULL_LIGHT)
        for forward in (0.0, 0.7, 1.0)
    )
    redness = [shown[..., 0] - shown[..., 2] for shown in (back, half, out)]
    red = [int((each > 60).sum()) for each in redness]
    assert red[0] < red[2] - 0.01 * photo_mouth.interior.unit_px**2
    # nothing jumps on the way
    assert np.abs(half - back).max() < np.abs(out - back).max()


def test_shade_between_the_lips_is_warm(photo_mouth, state):
    upper = only(photo_mouth.interior, "upper")
    lit, shaded = (draw_interior(upper, state(), (0, 0), even_light(light)) for light in (1.0, 0.6))
    tooth = lit.min(-1) > 100
    colours = [shown[tooth].mean(0) for shown in (lit, shaded)]
    assert colours[1][0] / colours[1][2] > 1.05 * colours[0][0] / colours[0][2]


def test_rounded_lips_take_blue_light_from_the_teeth_first(photo_mouth, state):
    """Neutral shade beside warm skin looks blue."""
    for interior in (only(photo_mouth.interior, "upper"), photo_mouth.interior):
        plain, rounded = (
            draw_interior(interior, state({"mouth_pucker": amount}), (0, 0), FULL_LIGHT)
            for amount in (0.0, 0.9)
        )
        tooth = plain.min(-1) > 120
        colours = [shown[tooth].mean(0) for shown in (plain, rounded)]
        assert tooth.sum() > 100
        assert colours[1][0] / colours[1][2] > 1.05 * colours[0][0] / colours[0][2]


@pytest.mark.parametrize(("gap_px", "is_seen"), [(1.0, False), (40.0, True)])
def test_parted_lips_show_inner_skin_at_the_lower_edge(photo_mouth, state, gap_px, is_seen):
    teal = np.array([0, 200, 200], np.float32)
    dyed = replace(photo_mouth, lips=replace(photo_mouth.lips, inner_rgb=teal, wetness=0.0))
    layer = blank_layer()
    draw_mouth(layer, parted_lips(gap_px), state(AA, closed_mouth=1.0), dyed)
    rgb = layer.rgba[..., :3].astype(int)
    is_dyed = rgb[..., 2] - rgb[..., 0] > 20
    assert is_dyed.any() == is_seen
    if is_seen:
        rows = np.flatnonzero(is_dyed[:, 60])
        assert rows.min() > 60
        assert rows.max() < 84


def test_the_old_outline_of_a_drawn_mouth_is_covered_beyond_its_new_corners(drawing_mouth, state):
    layer = blank_layer(160)
    layer.rgba[79:81, 20:140, :3] = 20  # ten pixels longer than the mouth is now, at both ends
    large = replace(drawing_mouth, photo_is_open=True, ink=replace(drawing_mouth.ink, unit_px=240.0))
    draw_mouth(layer, parted_lips(0.0, 160), state(closed_mouth=1.0), large)
    assert layer.rgba[74:86, 18:27, :3].min() > 150
    assert layer.rgba[74:86, 133:142, :3].min() > 150


def test_drawings_have_no_inner_skin(drawing_mouth, state):
    teal = np.array([0, 200, 200], np.float32)
    look = replace(drawing_mouth.interior.portrait.mouth, is_drawing=True)
    flat = replace(drawing_mouth.interior, portrait=replace(drawing_mouth.interior.portrait, mouth=look))
    dyed = replace(drawing_mouth, interior=flat, lips=replace(drawing_mouth.lips, inner_rgb=teal))
    layer = blank_layer()
    draw_mouth(layer, parted_lips(40.0), state(AA), dyed)
    rgb = layer.rgba[..., :3].astype(int)
    assert (rgb[..., 2] - rgb[..., 0]).max() <= 20

from dataclasses import replace

import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.rendering.eyes import build_eyes, edited_eyes, lid_closing
from likeness.rendering.texture import canvas_texture


class Eye:
    """One eye of a portrait on its texture."""

    def __init__(self, portrait, placement, number):
        self.texture = canvas_texture(portrait, placement)
        self.eyes = build_eyes(portrait, placement, self.texture)
        self.patch = self.eyes.patches[number]

    def after(self, state):
        """Return (h, w, 3) of the patch in a state."""
        height, width = self.patch.v.shape
        rows = slice(self.patch.top, self.patch.top + height)
        return self.whole(state)[rows, self.patch.left : self.patch.left + width].astype(int)

    def whole(self, state):
        """Return (H, W, 3) of the texture in a state."""
        shown = self.texture.rgba[..., :3].copy()
        for edited in self.edited(state):
            height, width = edited.rgb.shape[:2]
            shown[edited.top : edited.top + height, edited.left : edited.left + width] = edited.rgb
        return shown

    def edited(self, state):
        return edited_eyes(self.texture.rgba, self.eyes, state)

    @property
    def opening(self):
        return (
            (self.patch.v > self.patch.upper) & (self.patch.v < self.patch.lower) & (self.patch.inside > 0.9)
        )


@pytest.fixture(scope="module", params=[("drawing", 0), ("drawing", 1), ("photo", 0), ("photo", 1)], ids=str)
def eye(request):
    kind, number = request.param
    portrait, placement = (request.getfixturevalue(name) for name in (kind, f"{kind}_placement"))
    return Eye(portrait, placement, number)


@pytest.fixture(scope="module", params=[0, 1], ids=["right", "left"])
def drawn_eye(request, drawing, drawing_placement):
    return Eye(drawing, drawing_placement, request.param)


def iris_green(rgb):
    """Return where the green of the drawn iris is."""
    red, green, blue = (rgb[..., k] for k in range(3))
    return (green > red + 18) & (green > blue + 8)


def test_straight_gaze_and_open_lids_change_nothing(eye, state):
    assert eye.edited(state()) == ()
    assert eye.edited(state({"mouth_smile": 1.0, "brow_inner_up": 1.0})) == ()


@pytest.mark.parametrize("shapes", [{"eye_blink": 1.0}, {}], ids=["blink", "glance"])
def test_only_the_patches_change_and_the_texture_is_kept(eye, state, shapes):
    kept = eye.texture.rgba.copy()
    change = np.abs(eye.whole(state(shapes, gaze_deg=(9.0, 3.0))).astype(int) - kept[..., :3])
    np.testing.assert_array_equal(eye.texture.rgba, kept)
    for patch in eye.eyes.patches:
        height, width = patch.v.shape
        inside = change[patch.top : patch.top + height, patch.left : patch.left + width]
        assert inside.max() > 20
        inside[:] = 0
    assert change.max() == 0


def test_edges_of_a_patch_join_the_texture_around(eye, state):
    change = np.abs(eye.after(state({"eye_blink": 1.0}, gaze_deg=(9.0, 3.0))) - eye.after(state())).max(-1)
    assert change[[0, -1]].max() <= 2
    assert change[:, [0, -1]].max() <= 2


def test_blink_changes_the_opening_and_leaves_its_surroundings(eye, state):
    change = np.abs(eye.after(state({"eye_blink": 1.0})) - eye.after(state())).max(-1)
    above_fold = eye.patch.v < eye.patch.fold - 1
    assert (change[eye.opening] > 20).mean() > 0.6
    assert change[above_fold].max() <= 1


def test_blink_covers_the_iris(drawn_eye, state):
    is_open, half, shut = (
        int(iris_green(drawn_eye.after(state({"eye_blink": amount})))[drawn_eye.opening].sum())
        for amount in (0.0, 0.5, 1.0)
    )
    assert is_open > 60
    assert 0.1 * is_open < half < 0.9 * is_open
    # the landmarks of a drawing may leave a thin line of the eyeball below the lid
    assert shut < 0.15 * is_open


def test_shut_eye_shows_skin_where_its_white_was(drawn_eye, state):
    shut = drawn_eye.after(state({"eye_blink": 1.0}))
    upper_half = drawn_eye.opening & (drawn_eye.patch.v < (drawn_eye.patch.upper + drawn_eye.patch.lower) / 2)
    colour = np.median(shut[upper_half], axis=0)
    assert colour[0] > colour[1] + 20 > colour[2] + 20


def test_one_eye_blinks_alone(drawing, drawing_placement, state):
    right, left = (Eye(drawing, drawing_placement, number) for number in (0, 1))
    wink = state({"eye_blink_left": 1.0})
    np.testing.assert_array_equal(right.after(wink), right.after(state()))
    assert not np.array_equal(left.after(wink), left.after(state()))


@pytest.mark.parametrize(
    ("gaze_deg", "axis", "sign"),
    [((14.0, 0.0), 1, 1), ((-14.0, 0.0), 1, -1), ((0.0, 8.0), 0, 1), ((0.0, -8.0), 0, -1)],
)
def test_iris_goes_where_the_gaze_says(drawn_eye, state, gaze_deg, axis, sign):
    def pupil(rgb):
        dark = (rgb.max(-1) < 40) & drawn_eye.opening
        near = np.hypot(
            drawn_eye.patch.x - drawn_eye.patch.iris[0], drawn_eye.patch.y - drawn_eye.patch.iris[1]
        )
        dark &= near < 1.25 * drawn_eye.patch.iris[2]
        assert dark.sum() >= 4
        # the reflection at its upper left stays, so the opposite edge of the pupil tells where it is
        return np.percentile(np.argwhere(dark)[:, axis], 85)

    moved = pupil(drawn_eye.after(state(gaze_deg=gaze_deg))) - pupil(drawn_eye.after(state()))
    assert sign * moved > 0.15 * drawn_eye.patch.iris[2]


def test_far_glances_stay_in_the_eye(drawn_eye, state):
    rims = []
    for right_deg in (0.0, 15.0, 60.0):
        green = iris_green(drawn_eye.after(state(gaze_deg=(right_deg, 0.0)))) & drawn_eye.opening
        rims.append(float(np.nonzero(green)[1].mean()))
    assert rims[0] < rims[1] <= rims[2] + 0.5
    assert rims[2] - rims[0] < 0.7 * drawn_eye.patch.iris[2]


def test_lids_follow_the_glance_and_open_wide(state):
    def closing(**shapes):
        return lid_closing(state(shapes), "right")

    assert closing() == 0
    assert closing(eye_blink=1.0) == 1
    assert 0 < closing(eye_look_down=0.5) < closing(eye_look_down=1.0) < 1
    assert closing(eye_wide=1.0) < 0
    assert closing(eye_look_up=1.0) < 0
    # a blink shuts the eye wherever it looks
    assert closing(eye_blink=1.0, eye_look_down=1.0) == 1
    assert lid_closing(state({"eye_blink_left": 1.0}), "right") == 0


def test_squint_raises_the_lower_lid_only(drawn_eye, state):
    change = np.abs(drawn_eye.after(state({"eye_squint": 1.0})) - drawn_eye.after(state())).max(-1)
    middle = (drawn_eye.patch.upper + drawn_eye.patch.lower) / 2
    lower_half = drawn_eye.opening & (drawn_eye.patch.v > middle)
    above = (drawn_eye.patch.v < drawn_eye.patch.upper - 1) & (drawn_eye.patch.inside > 0.9)
    assert (change[lower_half] > 20).mean() > 0.3
    assert change[above].mean() < 1


def test_eyes_that_cannot_move_are_left_alone(drawing, drawing_placement, state):
    right, left = drawing.eyes
    masked = replace(drawing, eyes=(replace(right, is_movable=False), left))
    texture = canvas_texture(masked, drawing_placement)
    eyes = build_eyes(masked, drawing_placement, texture)
    assert eyes.patches[0] is None
    wink = state({"eye_blink_right": 1.0})
    assert edited_eyes(texture.rgba, eyes, wink) == ()


@pytest.mark.parametrize(
    "placement", [Placement(64, 64, 0.05, 10.0, 10.0), Placement(80, 80, 1.0, -560.0, -700.0)]
)
def test_eyes_too_small_or_out_of_the_frame_are_left_alone(drawing, placement, state):
    texture = canvas_texture(drawing, placement)
    eyes = build_eyes(drawing, placement, texture)
    assert eyes.patches == (None, None)
    assert edited_eyes(texture.rgba, eyes, state({"eye_blink": 1.0})) == ()


def test_carved_eyes_stay_as_they_are(drawing, drawing_placement, state):
    stone = np.full((*drawing.alpha.shape, 3), (176, 160, 140), np.uint8)
    carved = replace(drawing, foreground_rgb=stone)
    texture = canvas_texture(carved, drawing_placement)
    eyes = build_eyes(carved, drawing_placement, texture)
    assert edited_eyes(texture.rgba, eyes, state({"eye_blink_left": 1.0, "eye_blink_right": 1.0})) == ()

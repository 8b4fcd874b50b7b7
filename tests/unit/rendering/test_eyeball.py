import cv2
import numpy as np
import pytest

from likeness.rendering.eyeball import EyeView, build_drawn_eyeball, build_eyeball, found_iris

_H, _W, _CENTER, _RADIUS = 60, 120, (60.0, 26.0), 18.0
_WHITE, _IRIS, _PUPIL = (225, 220, 215), (70, 110, 80), (15, 14, 16)


def _picture(glint=True):
    rgba = np.full((_H, _W, 4), (*_WHITE, 255), np.uint8)
    middle = tuple(round(c) for c in _CENTER)
    cv2.circle(rgba, middle, round(_RADIUS), (*_IRIS, 255), -1, cv2.LINE_AA)
    cv2.circle(rgba, middle, 7, (*_PUPIL, 255), -1, cv2.LINE_AA)
    if glint:
        cv2.circle(rgba, (middle[0] - 6, middle[1] - 5), 3, (250, 250, 252, 255), -1, cv2.LINE_AA)
    return rgba


def _view(rgba, center=_CENTER, radius=_RADIUS):
    y, x = np.mgrid[:_H, :_W].astype(np.float32)
    lids = np.full((_H, _W), 14.0, np.float32), np.full((_H, _W), 46.0, np.float32)
    shown = rgba.copy()
    shown[:14, :, :3] = (200, 150, 130)  # skin hides the upper part of the iris
    inside = np.clip(np.minimum(x, _W - 1 - x) / 4, 0, 1)
    return EyeView(shown, (x - center[0], y - center[1]), y, lids, inside, radius)


@pytest.fixture(scope="module")
def ball():
    return build_eyeball(_view(_picture()))


def test_at_rest_the_layers_are_the_picture(ball):
    shown = ball.moved((0.0, 0.0))
    seen = np.s_[19:42, 6:-6]
    np.testing.assert_allclose(shown[seen], _picture()[seen][..., :3], atol=1.0)


def test_iris_is_round_under_the_lid(ball):
    shown = ball.moved((0.0, 12.0))
    # 14 pixels above the centre the lid hid it in the picture
    np.testing.assert_allclose(shown[round(_CENTER[1] + 12 - 14), round(_CENTER[0])], _IRIS, atol=12)


def test_white_follows_where_the_iris_was(ball):
    shown = ball.moved((14.0, 0.0))
    left_rim = round(_CENTER[0] - _RADIUS + 3), round(_CENTER[1])
    np.testing.assert_allclose(shown[left_rim[1], left_rim[0]], _WHITE, atol=10)


def test_pupil_moves_and_the_reflection_stays(ball):
    rest, moved = ball.moved((0.0, 0.0)), ball.moved((9.0, 0.0))

    def brightest(rgb):
        # within the iris, wherever it is
        part = rgb[19:24, 48:62].mean(axis=2)
        return np.unravel_index(part.argmax(), part.shape)

    def pupil(rgb):
        return np.argwhere(rgb.mean(axis=2) < 40)[:, 1].mean()

    assert np.abs(np.subtract(brightest(rest), brightest(moved))).max() <= 1
    assert pupil(moved) - pupil(rest) == pytest.approx(9.0, abs=1.5)
    # and it is not carried along a second time
    assert moved[round(_CENTER[1] - 5), round(_CENTER[0] - 6 + 9)].max() < 140


def test_blank_eyes_of_statues_do_not_move():
    rgba = np.full((_H, _W, 4), (150, 140, 130, 255), np.uint8)
    blank = build_eyeball(_view(rgba))
    assert blank.is_blank
    np.testing.assert_array_equal(blank.moved((9.0, 0.0)), blank.moved((0.0, 0.0)))


def test_cut_shows_the_same(ball):
    box = (slice(15, 45), slice(30, 90))
    np.testing.assert_allclose(
        ball.cut(box).moved((5.0, 2.0))[6:-6, 8:-8], ball.moved((5.0, 2.0))[box][6:-6, 8:-8], atol=0.5
    )


def test_iris_is_found_where_landmarks_are_beside_it():
    view, center = found_iris(_view(_picture(), (57.0, 28.0), 15.0), (57.0, 28.0))
    assert view.radius_px == pytest.approx(_RADIUS, rel=0.1)
    assert np.hypot(center[0] - _CENTER[0], center[1] - _CENTER[1]) < 2.5
    x = np.arange(_W)[None] - view.offset[0]
    np.testing.assert_allclose(x, center[0], atol=1e-3)


def test_without_an_edge_the_landmarks_are_believed():
    flat = np.full((_H, _W, 4), (150, 140, 130, 255), np.uint8)
    view, center = found_iris(_view(flat), _CENTER)
    assert (center, view.radius_px) == (_CENTER, _RADIUS)


def test_drawn_eyeball_moves_what_is_in_it():
    ball = build_drawn_eyeball(_view(_picture(glint=False)), np.array([0.0, 1.0], np.float32))
    np.testing.assert_allclose(ball.moved((0.0, 0.0))[20:40], _picture(glint=False)[20:40, :, :3], atol=1)
    columns = [np.argwhere(ball.moved((dx, 0.0))[26].mean(axis=1) < 40).mean() for dx in (0.0, 7.0)]
    assert columns[1] - columns[0] == pytest.approx(7.0, abs=1.0)

import cv2
import numpy as np
import pytest

from likeness.rendering.eyeball import EyeView, build_eyeball
from likeness.rendering.lid_layers import LidView, build_lid
from likeness.rendering.lid_lines import LidLines

_SKIN, _WHITE, _IRIS, _LASH = (214, 168, 142), (226, 222, 218), (60, 90, 130), (30, 22, 20)
_H, _W, _MIDDLE, _HALF, _ARCH = 150, 190, (95, 85), 60, 20


def _arch(x):
    return _ARCH * np.sqrt(np.clip(1 - ((x - _MIDDLE[0]) / _HALF) ** 2, 0, 1))


@pytest.fixture(scope="module")
def eye():
    """An open eye with single lashes that stand on its upper lid."""
    rgba = np.full((_H, _W, 4), (*_SKIN, 255), np.uint8)
    x = np.arange(_MIDDLE[0] - _HALF, _MIDDLE[0] + _HALF + 1)
    outline = np.concatenate(
        [np.stack([x, _MIDDLE[1] - _arch(x)], 1), np.stack([x, _MIDDLE[1] + _arch(x)], 1)[::-1]]
    )
    cv2.fillPoly(rgba, [np.round(outline).astype(np.int32)], (*_WHITE, 255))
    cv2.circle(rgba, _MIDDLE, 17, (*_IRIS, 255), -1, cv2.LINE_AA)
    for column in range(_MIDDLE[0] - 40, _MIDDLE[0] + 41, 10):
        root = round(_MIDDLE[1] - float(_arch(column)))
        cv2.line(rgba, (column, root), (column, root - 14), (*_LASH, 255), 2, cv2.LINE_AA)
    y, x = np.mgrid[:_H, :_W].astype(np.float32)
    lines = LidLines(
        y, (_MIDDLE[1] - _arch(x)).astype(np.float32), (_MIDDLE[1] + _arch(x)).astype(np.float32)
    )
    corners = (_HALF - np.abs(x - _MIDDLE[0])).astype(np.float32)
    inside = np.clip(corners / 8, 0, 1)
    offset = x - _MIDDLE[0], y - _MIDDLE[1]
    ball = build_eyeball(EyeView(rgba, offset, y, (lines.upper, lines.lower), inside, 17.0))
    fold = np.full((_H, _W), 20.0, np.float32)
    cheek = (np.array(_SKIN, np.float32), 0.0)
    from_inner = np.asarray(x - (_MIDDLE[0] - _HALF), np.float32)
    rgb = rgba[..., :3].astype(np.float32)
    view = LidView(rgb, corners, from_inner, inside, fold, 2.0 * _HALF, cheek, 1.0)
    return rgba, lines, build_lid(view, lines, ball)


def _shown(eye, closing, rise=0.0, shift=(0.0, 0.0)):
    return eye[2].drawn(shift, closing, rise)


def test_a_lid_that_hardly_moves_is_the_picture(eye):
    np.testing.assert_allclose(_shown(eye, 0.0).astype(int), eye[0][..., :3], atol=1)
    change = np.abs(_shown(eye, 0.002).astype(int) - eye[0][..., :3])
    assert change.max() <= 12


def test_a_shut_eye_is_skin_with_a_dark_line(eye):
    shut = _shown(eye, 1.0, 0.1).astype(int)
    middle = shut[70:90, 80:110].reshape(-1, 3)
    assert np.abs(np.median(middle, axis=0) - _SKIN).max() < 26
    column = shut[_MIDDLE[1] : _MIDDLE[1] + 30, _MIDDLE[0] + 5].mean(axis=1)
    assert column.min() < np.mean(_SKIN) - 30
    bluish = (shut[..., 2] > shut[..., 0] + 15) & (eye[1].v < eye[1].lower - 4)
    assert not bluish.any()


def test_lashes_leave_their_place_and_ride_down(eye):
    def strokes(rgb):
        rows = rgb[_MIDDLE[1] - _ARCH - 13 : _MIDDLE[1] - _ARCH - 6, 55:136]
        return float(np.ptp(rows.mean(axis=(0, 2))))

    half = _shown(eye, 0.5).astype(float)
    assert strokes(eye[0][..., :3].astype(float)) > 60
    assert strokes(half) < 12
    # on the half closed lid they stand above its edge
    assert half[_MIDDLE[1] - 6 : _MIDDLE[1], 55:136].mean(axis=2).min() < 110


def test_half_closed_the_lower_half_shows_the_eyeball(eye):
    half = _shown(eye, 0.5)
    # in the shadow of the lid
    red, green, blue = half[_MIDDLE[1] + 8, _MIDDLE[0]].astype(float) / _IRIS
    assert 0.6 < red < 1.0
    np.testing.assert_allclose([green, blue], red, atol=0.05)
    assert abs(int(half[_MIDDLE[1] - 12, _MIDDLE[0] + 5, 0]) - _SKIN[0]) < 40


def test_squint_lifts_the_skin_below(eye):
    squint = _shown(eye, 0.0, 0.35).astype(int)
    np.testing.assert_allclose(squint[_MIDDLE[1] + 12, _MIDDLE[0]], _SKIN, atol=8)
    np.testing.assert_array_equal(squint[:60], eye[0][:60, :, :3])


def test_raised_lid_shows_more_of_the_iris(eye):
    wide = _shown(eye, -0.2)
    rest = eye[0][..., :3]
    place = np.s_[_MIDDLE[1] - _ARCH - 4, _MIDDLE[0] + 25]
    assert np.linalg.norm(wide[place].astype(float) - _WHITE) < np.linalg.norm(
        rest[place].astype(float) - _WHITE
    )


def test_nothing_changes_above_the_fold_and_far_beside(eye):
    shut = _shown(eye, 1.0, 0.1).astype(int)
    change = np.abs(shut - eye[0][..., :3])
    assert change[:19].max() <= 1
    assert change[:, :8].max() <= 1
    assert change[:, -8:].max() <= 1


def test_the_part_around_the_edge_shows_the_same_for_small_movements(eye):
    part, first = eye[2].around_edge()
    assert first > 10
    whole = _shown(eye, 0.05, 0.01)
    np.testing.assert_allclose(part.drawn((0.0, 0.0), 0.05, 0.01).astype(int), whole[first:], atol=1)


def test_the_lid_has_the_colours_of_the_skin_around_it_and_not_of_a_shadow_beside_it():
    y, x = np.mgrid[:_H, :_W].astype(np.float32)
    rgba = np.full((_H, _W, 4), (*_SKIN, 255), np.uint8)
    upper, lower = _MIDDLE[1] - _arch(x), _MIDDLE[1] + _arch(x)
    rgba[(y > upper) & (y < lower), :3] = _WHITE
    rgba[x > _MIDDLE[0] + _HALF, :3] = (40, 26, 22)  # dark hair beside the outer corner
    lines = LidLines(y, upper.astype(np.float32), lower.astype(np.float32))
    corners = (_HALF - np.abs(x - _MIDDLE[0])).astype(np.float32)
    inside = np.clip(corners / 8, 0, 1)
    offset = x - _MIDDLE[0], y - _MIDDLE[1]
    ball = build_eyeball(EyeView(rgba, offset, y, (lines.upper, lines.lower), inside, 17.0))
    view = LidView(
        rgb=rgba[..., :3].astype(np.float32),
        corners=corners,
        from_inner=np.asarray(x - (_MIDDLE[0] - _HALF), np.float32),
        inside=inside,
        fold=np.full((_H, _W), 20.0, np.float32),
        width_px=2.0 * _HALF,
        cheek=(np.array(_SKIN, np.float32), 0.0),
        soft_px=1.0,
    )
    shut = build_lid(view, lines, ball).drawn((0.0, 0.0), 1.0, 0.1).astype(int)
    lid = shut[_MIDDLE[1] - 10 : _MIDDLE[1] + 5, _MIDDLE[0] - 30 : _MIDDLE[0] + 50]
    assert np.abs(lid - _SKIN).max() < 30

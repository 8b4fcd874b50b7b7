import cv2
import numpy as np
import pytest

from likeness.rendering.painted_lids import LidLines, close_painted, fur_lid, painted_lid

_SKIN, _WHITE, _LASH = (224, 178, 150), (236, 236, 240), (34, 24, 22)
_H, _W = 160, 200
_CENTER, _HALF = (100, 70), (60, 40)


@pytest.fixture(scope="module")
def eye():
    """A white eyeball with a thick line of lashes and a lock of hair that crosses it."""
    rgba = np.full((_H, _W, 4), (*_SKIN, 255), np.uint8)
    cv2.ellipse(rgba, _CENTER, _HALF, 0, 0, 360, (*_WHITE, 255), -1, cv2.LINE_AA)
    cv2.ellipse(rgba, (_CENTER[0], _CENTER[1] - 3), _HALF, 0, 190, 350, (*_LASH, 255), 8, cv2.LINE_AA)
    rgba[:34, 70:72, :3] = _LASH
    y, x = np.mgrid[:_H, :_W].astype(np.float32)
    corners = _HALF[0] - np.abs(x - _CENTER[0])
    arch = _HALF[1] * np.sqrt(np.clip(1 - ((x - _CENTER[0]) / _HALF[0]) ** 2, 0, 1))
    lines = LidLines(y, (_CENTER[1] - arch).astype(np.float32), (_CENTER[1] + arch).astype(np.float32))
    return rgba, lines, painted_lid(rgba, lines, corners.astype(np.float32))


def _closed(eye, amount):
    rgba, lines, lid = eye
    rest = np.ascontiguousarray(rgba[..., :3])
    lower = lines.lower - 0.16 * amount * (lines.lower - lines.upper)
    upper = lines.upper + amount * (lower - lines.upper)
    return close_painted(rest, rest, lid, lines, (upper, lower)).astype(int)


def test_an_open_eye_is_the_picture(eye):
    np.testing.assert_allclose(_closed(eye, 0.0), eye[0][..., :3], atol=0.01)


def test_a_shut_eye_shows_skin_and_no_white(eye):
    shut = _closed(eye, 1.0)
    inside = eye[2].inside > 0.5
    bluish = shut[..., 2] > shut[..., 0] - 20  # the eyeball is, the skin is not
    lash = shut.mean(axis=-1) < 110
    assert (bluish & inside & ~lash).mean() < 0.005
    middle = shut[60:75, 90:110].reshape(-1, 3).mean(0)
    np.testing.assert_allclose(middle, _SKIN, atol=26)


def test_lashes_ride_down_on_the_lid(eye):
    def darkest_row(shown):
        return int(shown[:, _CENTER[0]].mean(axis=-1).argmin())

    rows = [darkest_row(_closed(eye, amount)) for amount in (0.0, 0.4, 0.8, 1.0)]
    assert rows == sorted(rows)
    assert rows[0] < _CENTER[1] - 30
    assert rows[-1] > _CENTER[1] + 10


def test_half_closed_the_lower_half_still_shows_the_eyeball(eye):
    half = _closed(eye, 0.5)
    np.testing.assert_allclose(half[_CENTER[1] + 18, _CENTER[0]], _WHITE, atol=4)
    np.testing.assert_allclose(half[_CENTER[1] - 22, _CENTER[0]], _SKIN, atol=26)


def test_a_lock_of_hair_is_no_lash(eye):
    assert eye[2].lash[:24, 66:76].max() < 0.2
    assert eye[2].lash[:, 95:105].max() > 0.8


def test_the_picture_outside_of_the_eye_stays(eye):
    rgba, _, _ = eye
    shut = _closed(eye, 1.0)
    far = np.ones((_H, _W), bool)
    far[15:120, 30:170] = False
    np.testing.assert_allclose(shut[far], rgba[far][:, :3], atol=0.6)


@pytest.fixture(scope="module")
def bare_eye():
    """A dark round eye without lashes in light fur."""
    rng = np.random.default_rng(1)
    fur = np.clip(200 + rng.normal(0, 6, (_H, _W, 1)) + np.zeros(3), 0, 255)
    rgba = np.concatenate([fur, np.full((_H, _W, 1), 255)], axis=2).astype(np.uint8)
    cv2.ellipse(rgba, _CENTER, _HALF, 0, 0, 360, (90, 60, 40, 255), -1, cv2.LINE_AA)
    y, x = np.mgrid[:_H, :_W].astype(np.float32)
    arch = _HALF[1] * np.sqrt(np.clip(1 - ((x - _CENTER[0]) / _HALF[0]) ** 2, 0, 1))
    lines = LidLines(y, (_CENTER[1] - arch).astype(np.float32), (_CENTER[1] + arch).astype(np.float32))
    corners = (_HALF[0] - np.abs(x - _CENTER[0])).astype(np.float32)
    return rgba, lines, painted_lid(rgba, lines, corners)


def test_an_eye_without_lashes_shuts_to_a_line_in_the_fur(bare_eye):
    shut = _closed(bare_eye, 1.0)
    middle = shut[50:80, 80:120]
    np.testing.assert_allclose(middle.mean(), 200, atol=14)
    assert middle.std() > 2  # fur, not paint
    column = shut[:, _CENTER[0]].mean(axis=-1)
    assert column.min() < 130
    assert 90 < int(column.argmin()) < 112


@pytest.fixture(scope="module")
def furry_eye():
    """A dark eye with a darker rim, in fur that is brown above and white below."""
    rng = np.random.default_rng(4)
    y, x = np.mgrid[:_H, :_W].astype(np.float32)
    share = np.clip((y - 40) / 80, 0, 1)[..., None]
    fur = np.array([150, 120, 90]) * (1 - share) + np.array([230, 228, 224]) * share
    rgba = np.dstack([fur + rng.normal(0, 6, (_H, _W, 1)), np.full((_H, _W), 255)])
    rgba = np.clip(rgba, 0, 255).astype(np.uint8)
    cv2.ellipse(rgba, _CENTER, (66, 46), 0, 0, 360, (20, 16, 14, 255), -1, cv2.LINE_AA)
    cv2.ellipse(rgba, _CENTER, _HALF, 0, 0, 360, (60, 70, 160, 255), -1, cv2.LINE_AA)
    corners = (_HALF[0] - np.abs(x - _CENTER[0])).astype(np.float32)
    arch = _HALF[1] * np.sqrt(np.clip(1 - ((x - _CENTER[0]) / _HALF[0]) ** 2, 0, 1))
    lines = LidLines(y, (_CENTER[1] - arch).astype(np.float32), (_CENTER[1] + arch).astype(np.float32))
    return rgba, lines, fur_lid(rgba, lines, corners)


def test_fur_goes_on_over_a_shut_eye_without_an_edge(furry_eye):
    shut = cv2.blur(_closed(furry_eye, 1.0).astype(np.float32), (5, 5)).mean(axis=-1)
    column = shut[:, _CENTER[0]]
    # nothing of the rim is left above the eye, and the lid is as light as the fur on both sides tells
    assert column[14:60].min() > 95
    assert np.abs(np.diff(column[14:60])).max() < 8
    assert shut[60, _CENTER[0]] == pytest.approx(shut[60, 8], abs=25)


def test_the_rim_below_an_eye_in_fur_stays_until_the_lids_meet(furry_eye):
    rest = furry_eye[0][..., :3].astype(int)
    rows = slice(_CENTER[1] + _HALF[1] - 2, _H)
    np.testing.assert_array_equal(_closed(furry_eye, 0.3)[rows], rest[rows])
    assert np.abs(_closed(furry_eye, 1.0)[rows] - rest[rows]).max() > 60

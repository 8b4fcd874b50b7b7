import cv2
import numpy as np
import pytest
from benchmarks.corner_tracking import PointTracker, trembling

_UNIT_PX, _N_FRAMES, _FPS = 120.0, 30, 25.0
_POINTS = np.array([[90.0, 100.0], [210.0, 104.0], [150.0, 160.0], [150.0, 90.0]], np.float32)


def _face(side=300):
    """A skin of soft spots with two darker lines that meet at each point, as lids do."""
    rng = np.random.default_rng(4)
    grey = 150 + 14 * cv2.GaussianBlur(rng.standard_normal((side, side)).astype(np.float32), None, 4) * 12
    for x, y in _POINTS.astype(int):
        cv2.line(grey, (x, y), (x + 22, y - 9), 60.0, 2, cv2.LINE_AA)
        cv2.line(grey, (x, y), (x + 22, y + 8), 80.0, 2, cv2.LINE_AA)
    return np.clip(cv2.GaussianBlur(grey, None, 1.0), 0, 255).astype(np.float32)


def _movement(index):
    """Return the (2, 3) affine map of one frame, OpenCV's convention: slow turn and growth, quick shifts."""
    rng = np.random.default_rng(100 + index)
    turn, growth = 0.02 * np.sin(index / 5), 1 + 0.01 * np.cos(index / 7)
    linear = growth * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    shift = np.array([150.0, 150.0]) - linear @ (150.0, 150.0) + rng.normal(0, 0.4, 2)
    return np.column_stack([linear, shift])


def _film(noise=1.5, change=None):
    face, frames, truth = _face(), [], []
    for index in range(_N_FRAMES):
        matrix = _movement(index)
        frame = cv2.warpAffine(
            face, matrix, face.shape[::-1], flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT
        )
        frame = frame + np.random.default_rng(index).normal(0, noise, frame.shape)
        if change is not None:
            change(frame, index)
        frames.append(np.round(np.clip(frame, 0, 255)).astype(np.float32))
        truth.append((_POINTS - 0.5) @ matrix[:, :2].T + matrix[:, 2] + 0.5)
    return face, frames, np.array(truth)


def _followed(face, frames, starts):
    tracker = PointTracker(face, _POINTS, _UNIT_PX)
    return np.array([tracker.follow(frame, start) for frame, start in zip(frames, starts, strict=True)])


def test_noise_of_the_measure_is_far_below_the_target():
    face, frames, truth = _film()
    found = _followed(face, frames, truth + 1.0)
    assert np.abs(found - truth).max() < 0.15
    noise = trembling(found - truth, _UNIT_PX, _FPS)
    assert noise is not None
    assert noise < 0.0004
    # and it tells the trembling that is there
    meant = trembling(truth, _UNIT_PX, _FPS)
    assert trembling(found, _UNIT_PX, _FPS) == pytest.approx(meant, rel=0.05)
    assert meant > 0.001


def test_the_start_of_the_search_does_not_matter():
    face, frames, truth = _film()
    near, far = (_followed(face, frames[:4], truth[:4] + shift) for shift in (0.0, 2.0))
    np.testing.assert_allclose(near, far, atol=0.03)


def test_a_lid_that_comes_down_beside_a_corner_moves_it_little():
    def blink(frame, index):
        if index % 10 < 3:
            x, y = _POINTS[0].astype(int)
            frame[y - 12 : y + 6, x + 8 : x + 30] = 140

    face, frames, truth = _film(change=blink)
    error = _followed(face, frames, truth)[:, 0] - truth[:, 0]
    # lost while it is covered, or found where it is
    assert np.nanmax(np.abs(error)) < 0.006 * _UNIT_PX
    assert np.isfinite(error).mean() > 0.6


def test_gaps_are_bridged_by_straight_lines():
    tracks = np.cumsum(np.full((20, 3, 2), 0.5, np.float32), axis=0)
    assert trembling(tracks, _UNIT_PX, _FPS) == pytest.approx(0.0, abs=1e-6)
    tracks[7:10, 1] = np.nan
    assert trembling(tracks, _UNIT_PX, _FPS) == pytest.approx(0.0, abs=1e-6)
    tracks[:12, 1] = np.nan
    assert trembling(tracks, _UNIT_PX, _FPS) is None


def test_flat_places_are_left_out():
    flat = np.full((300, 300), 120.0, np.float32)
    assert np.isnan(PointTracker(flat, _POINTS, _UNIT_PX).follow(flat, _POINTS)).all()
    assert trembling(np.full((20, 4, 2), np.nan, np.float32), _UNIT_PX, _FPS) is None
    assert trembling(np.zeros((5, 4, 2), np.float32), _UNIT_PX, _FPS) is None

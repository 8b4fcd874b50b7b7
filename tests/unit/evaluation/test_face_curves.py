import numpy as np
import pytest

from likeness.evaluation.face_curves import evenly, face_curves

GAP = 0.12 + 0.1 * np.sin(np.linspace(0, 12, 60))


def test_the_opening_is_measured_in_eye_distances(track):
    assert np.allclose(face_curves(track(gap=GAP)).inner_gap, GAP, atol=1e-4)


@pytest.mark.parametrize("head_deg", [(0, 25, 0), (0, 0, 20), (0, -25, -20)])
def test_turning_and_tilting_the_head_leave_the_opening(track, head_deg):
    turned = face_curves(track(gap=GAP, head_deg=[head_deg] * 60))
    assert np.abs(turned.inner_gap - GAP).max() < 0.012


def test_the_size_of_the_face_does_not_matter(track):
    assert np.allclose(face_curves(track(gap=GAP, unit_px=[33.0] * 60)).inner_gap, GAP, atol=1e-4)


def test_lids_and_brows(track):
    lids, brow = np.linspace(0.05, 0.4, 30), np.linspace(0, 0.1, 30)
    curves = face_curves(track(lids=lids, brow=brow))
    assert np.allclose(curves.eye_opening, np.stack([lids, lids], axis=1), atol=1e-3)
    risen = curves.brow_height[-1] - curves.brow_height[0]
    assert np.all((risen > 0.06) & (risen < 0.11))


def test_even_rate(track):
    curves = evenly(face_curves(track(fps=30.0, gap=GAP)))
    assert curves.rate_hz == 25.0
    assert len(curves.times_s) == len(curves.inner_gap) == len(curves.head_deg) == 50
    at_s = curves.times_s
    assert np.abs(curves.inner_gap - np.interp(at_s, (np.arange(60) + 0.5) / 30, GAP)).max() < 1e-3

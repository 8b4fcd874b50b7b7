import numpy as np
import pytest

from likeness.portrait.dragging import drag_jaw

UNIT_PX = 100.0


@pytest.mark.parametrize("gap", [0.1, 0.6])
def test_an_open_jaw_folds_nothing(rig, gap):
    landmarks = np.asarray(rig.neutral * UNIT_PX, np.float32)
    ids = rig.contours["lip_inner_lower"]
    dome = np.sin(np.linspace(0, np.pi, len(ids)))
    room = float(rig.neutral[152, 1] - rig.neutral[ids, 1].max())
    targets = landmarks[ids, :2] + np.stack([0 * dome, min(gap, 0.8 * room) * UNIT_PX * dome], axis=1)
    moved = drag_jaw(landmarks, (ids, targets.astype(np.float32)), rig)
    np.testing.assert_allclose(moved[ids, :2], targets)
    np.testing.assert_array_equal(moved[152], landmarks[152])
    np.testing.assert_array_equal(
        moved[rig.contours["lip_inner_upper"][1:-1]], landmarks[rig.contours["lip_inner_upper"][1:-1]]
    )
    down = [14, 15, 16, 17, 18, 200, 199, 175, 152]  # the middle of the chin, from lip to rim
    assert (np.diff(moved[down, 1]) > 0).all()
    above = landmarks[:468, 1] < landmarks[ids, 1].min() - 1
    np.testing.assert_array_equal(moved[:468][above], landmarks[:468][above])

import numpy as np
import pytest

from likeness.evaluation.head_pose import head_angles_deg, in_face_frame

TURN = 12 * np.sin(np.linspace(0, 4 * np.pi, 60))


@pytest.mark.parametrize("axis", [0, 1, 2], ids=["pitch", "yaw", "roll"])
def test_a_turn_about_one_axis_is_found_with_its_sign(track, axis):
    head = np.zeros((60, 3))
    head[:, axis] = TURN
    found = head_angles_deg(track(head_deg=head).landmarks_px)
    assert np.abs(found[:, axis] - TURN).max() < 0.2
    others = np.delete(found, axis, axis=1)
    assert np.abs(others).max() < 0.3


def test_speech_is_no_movement_of_the_head(track):
    gap = 0.15 + 0.15 * np.sin(np.linspace(0, 30, 60))
    assert np.abs(head_angles_deg(track(gap=gap).landmarks_px)).max() < 1e-3


def test_size_and_place_do_not_matter(track):
    head = np.stack([TURN, -TURN, 0 * TURN], axis=1)
    near = track(head_deg=head, unit_px=np.linspace(60, 120, 60)).landmarks_px + 40
    assert np.abs(head_angles_deg(near) - head_angles_deg(track(head_deg=head).landmarks_px)).max() < 1e-2


def test_the_turn_can_be_taken_out(track):
    gap = 0.1 + 0.1 * np.cos(np.linspace(0, 20, 60))
    turned = in_face_frame(track(gap=gap, head_deg=np.stack([TURN, TURN, TURN], axis=1)).landmarks_px)
    still = in_face_frame(track(gap=gap).landmarks_px)
    opening, wanted = (face[:, 14, 1] - face[:, 13, 1] for face in (turned, still))
    assert np.ptp(wanted) > 0.1
    assert np.abs(opening - wanted).max() < 0.005

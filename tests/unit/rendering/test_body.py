from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.body import RingPlace, body_motion


def column(portrait, across, below_chin):
    """Points of an upright head at distances from the chin, in eye distances."""
    face = portrait.face
    across, below_chin = np.broadcast_arrays(
        np.asarray(across, np.float32), np.asarray(below_chin, np.float32)
    )
    chin = face.rest_px[152, :2]
    position = chin + face.eye_distance_px * np.stack([across, below_chin], axis=1)
    return RingPlace(across, below_chin, position.astype(np.float32))


def ending_at(portrait, below_chin):
    """The same portrait in a picture that ends so far below the chin."""
    face = portrait.face
    height = round(float(face.rest_px[152, 1] + below_chin * face.eye_distance_px))
    width = 40 * round(float(face.eye_distance_px))
    return replace(portrait, alpha=np.zeros((height, width), np.uint8))


def lift(portrait, motion):
    return motion.shrug_px @ portrait.face.up / portrait.face.eye_distance_px


@pytest.mark.parametrize("end", [1.6, 2.5, 4.0])
def test_nothing_moves_at_the_lower_end_of_the_picture(drawing, end):
    portrait = ending_at(drawing, end)
    place = column(portrait, 1.5, [end, end + 0.5, end + 5.0])
    motion = body_motion(portrait, place, np.zeros(3, np.float32))
    for part in (motion.shrug_px, motion.breath_px, motion.growth):
        assert np.abs(part).max() < 1e-2


@pytest.mark.parametrize("end", [1.6, 2.5, 4.0])
def test_no_cloth_folds_or_is_stretched_much(drawing, end):
    portrait = ending_at(drawing, end)
    below = np.linspace(0.0, end, 60)
    risen = -below + lift(portrait, body_motion(portrait, column(portrait, 1.8, below), np.zeros(60)))
    steps = -np.diff(risen) / np.diff(below)
    assert steps.min() > 0.4
    assert steps.max() < 1.7


def test_shoulders_rise_more_than_the_collar(drawing):
    portrait = ending_at(drawing, 4.0)
    rise = lift(portrait, body_motion(portrait, column(portrait, [0.0, 1.8, -1.8], 1.2), np.zeros(3)))
    assert rise[1] > 0.2
    assert rise[1] == pytest.approx(rise[2], rel=0.05)
    assert 0.2 < rise[0] / rise[1] < 0.6


def test_the_head_is_not_shrugged_but_grows(drawing):
    portrait = ending_at(drawing, 4.0)
    motion = body_motion(portrait, column(portrait, 0.5, [-1.0, -2.0]), np.ones(2, np.float32))
    assert np.abs(motion.shrug_px).max() == 0.0
    assert motion.growth == pytest.approx(1.0)


def test_a_picture_that_ends_at_the_collar_has_no_shrug(drawing):
    portrait = ending_at(drawing, 0.4)
    motion = body_motion(portrait, column(portrait, 1.5, [0.1, 0.2, 0.3]), np.zeros(3))
    assert np.abs(motion.shrug_px).max() == 0.0

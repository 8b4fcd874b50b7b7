from fractions import Fraction

import numpy as np

from likeness.performance.resample import frame_times_s, sample


def test_frames_show_their_middle():
    assert np.allclose(frame_times_s(0.12, Fraction(25)), [0.02, 0.06, 0.10])


def test_sampling_is_linear_and_holds_the_ends():
    ramp = np.arange(11.0)
    assert np.allclose(sample(ramp, np.array([0.0, 0.0125, 0.05, 9.0])), [0.0, 2.5, 10.0, 10.0])
    assert sample(np.stack([ramp, -ramp], axis=1), np.array([0.01])).tolist() == [[2.0, -2.0]]

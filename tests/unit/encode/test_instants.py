from fractions import Fraction

import numpy as np

from likeness.core.performance import Performance
from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.encode.instants import best_still, preview_frames


def performance(n_frames=50, fps=Fraction(25), **shapes):
    expression = np.zeros((n_frames, len(EXPRESSION_NAMES)), np.float32)
    for name, curve in shapes.items():
        expression[:, expression_index(name)] = curve
    pairs = {name: np.zeros((n_frames, 2), np.float32) for name in ("head_shift", "gaze_deg")}
    triples = {name: np.zeros((n_frames, 3), np.float32) for name in ("head_deg", "tongue")}
    singles = {name: np.zeros(n_frames, np.float32) for name in ("breath", "closed_mouth")}
    return Performance(fps, EXPRESSION_NAMES, expression, **pairs, **triples, **singles)


def test_still_has_open_eyes_and_a_closed_mouth():
    index = np.arange(50)
    blinks = (index < 10).astype(np.float32)
    jaw = np.where((index > 8) & (index != 30), 0.4, 0.0)
    assert best_still(performance(eye_blink_left=blinks, jaw_open=jaw)) == 30


def test_first_of_equal_frames_is_taken_and_a_smile_preferred():
    assert best_still(performance()) == 0
    smile = np.zeros(50)
    smile[20] = 0.5
    assert best_still(performance(mouth_smile_left=smile, mouth_smile_right=smile)) == 20


def test_head_and_gaze_look_ahead():
    turned = performance()
    turned.head_deg[:40, 1] = 6
    turned.gaze_deg[40:45, 0] = 5
    assert best_still(turned) == 45


def test_preview_is_the_beginning_at_its_own_rate():
    assert preview_frames(250, Fraction(25), 3.0, Fraction(25, 2))[:4] == (1, 3, 5, 7)
    assert len(preview_frames(250, Fraction(25), 3.0, Fraction(25, 2))) == 37
    assert preview_frames(1, Fraction(25), 3.0, Fraction(25, 2)) == (0,)
    assert max(preview_frames(30, Fraction(10), 3.0, Fraction(25, 2))) == 29

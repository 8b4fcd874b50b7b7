import cv2
import numpy as np

from likeness.core.pixels import blur
from likeness.rendering.eye_kernel import changed_pixels, draw_eye

EYE = blur(np.random.default_rng(3).integers(0, 256, (24, 30, 3), dtype=np.uint8), 1.0)
LEFT, TOP = 7, 5


def drawn(shift, is_drawn, step=3):
    """Draw the eye of a texture that the frame shows moved by a shift."""
    frame = np.zeros((40, 50, 4), np.uint8)
    y, x = np.mgrid[0:14, 0:17].astype(np.float32) * step
    nodes = x + np.float32(shift[0]), y + np.float32(shift[1]), step
    draw_eye(frame, (2, 1, 46, 38), nodes, (EYE, LEFT, TOP), is_drawn)
    return frame


def test_an_eye_at_its_place_is_copied():
    frame = drawn((0.0, 0.0), np.ones(EYE.shape[:2], np.uint8))
    np.testing.assert_array_equal(frame[TOP : TOP + 24, LEFT : LEFT + 30, :3], EYE)
    frame[TOP : TOP + 24, LEFT : LEFT + 30] = 0
    assert not frame.any()


def test_an_eye_between_pixels_is_as_sharp_as_bicubic():
    frame = drawn((0.5, 0.25), np.ones(EYE.shape[:2], np.uint8))
    y, x = np.mgrid[4:20, 4:24].astype(np.float32)
    ideal = cv2.remap(EYE, x + np.float32(0.5), y + np.float32(0.25), cv2.INTER_CUBIC)
    seen = frame[TOP + 4 : TOP + 20, LEFT + 4 : LEFT + 24, :3]
    assert np.abs(seen.astype(int) - ideal.astype(int)).max() <= 1


def test_only_marked_pixels_are_drawn():
    marked = np.zeros(EYE.shape[:2], np.uint8)
    marked[10:13, 6:9] = 1
    frame = drawn((0.0, 0.0), marked)
    assert frame[TOP + 10 : TOP + 13, LEFT + 6 : LEFT + 9, :3].any()
    assert (frame[..., :3].any(axis=2)).sum() <= 9


def test_changed_pixels_are_those_that_differ_in_a_channel():
    texture = np.full((40, 50, 4), 9, np.uint8)
    texture[TOP : TOP + 24, LEFT : LEFT + 30, :3] = EYE
    edited = EYE.copy()
    edited[4, 7, 2] += 1
    changed = changed_pixels(edited, texture, LEFT, TOP)
    assert changed[4, 7] == 1
    assert changed.sum() == 1

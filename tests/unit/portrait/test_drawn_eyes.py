import cv2
import numpy as np
import pytest

from likeness.portrait.drawn_eyes import eyeball_below_landmarks

SKIN, WHITE, BLUE, SHADOW = (226, 178, 150), (245, 245, 245), (60, 120, 200), (170, 134, 113)


def lids(width=80.0, opening=26.0, middle=(100.0, 100.0), turn_deg=0.0):
    """Return upper and lower lid landmarks (9, 2) of an almond."""
    x = np.linspace(-width / 2, width / 2, 9)
    bow = opening / 2 * (1 - (2 * x / width) ** 2)
    turn = np.radians(turn_deg)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return tuple(
        (np.stack([x, sign * bow], axis=1) @ rotation.T + middle).astype(np.float32) for sign in (-1, 1)
    )


def face(eye_opening, turn_deg=0.0, below=None):
    """Draw skin with an eye of its own opening: white with a blue iris."""
    image = np.full((260, 200, 3), SKIN, np.uint8)
    if below is not None:
        cv2.ellipse(image, (100, 112), (44, 18), turn_deg, 0, 360, below, cv2.FILLED)
    outline = np.concatenate(
        [part[:: 1 if k == 0 else -1] for k, part in enumerate(lids(80, eye_opening, turn_deg=turn_deg))]
    )
    cv2.fillPoly(image, [np.round(outline).astype(np.int32)], WHITE)
    cv2.circle(image, (100, 100), 11, BLUE, cv2.FILLED)
    return image


@pytest.mark.parametrize("turn_deg", [0.0, 15.0, -15.0])
def test_eye_within_its_landmarks_is_a_person_s(turn_deg):
    assert eyeball_below_landmarks(face(26.0, turn_deg), *lids(turn_deg=turn_deg)) < 0.1


@pytest.mark.parametrize("turn_deg", [0.0, 15.0, -15.0])
def test_eyeball_far_below_its_landmarks_is_drawn(turn_deg):
    assert eyeball_below_landmarks(face(70.0, turn_deg), *lids(turn_deg=turn_deg)) > 0.9


def test_shadow_of_the_same_tint_is_skin():
    assert eyeball_below_landmarks(face(26.0, below=SHADOW), *lids()) < 0.1


def test_too_little_to_see_says_no():
    dark = np.full((260, 200, 3), 200, np.uint8)
    dark[100:130] = 5
    assert eyeball_below_landmarks(dark, *lids()) == 0.0


def test_side_of_the_face_does_not_matter():
    upper, lower = lids()
    both = [eyeball_below_landmarks(face(45.0), upper[::step], lower[::step]) for step in (1, -1)]
    assert both[0] == pytest.approx(both[1], abs=0.02)

from dataclasses import replace

import numpy as np
import pytest

from likeness.core.canvas import Placement
from likeness.rendering.light_wrap import wrapped


@pytest.fixture(scope="module")
def subject(drawing):
    """The drawn portrait in one grey, which shows what is added."""
    return replace(drawing, foreground_rgb=np.full_like(drawing.foreground_rgb, 60))


def placed(portrait, scale=1.0):
    width, height = portrait.size_px
    return Placement(round(width * scale) & ~1, round(height * scale) & ~1, scale, 0.0, 0.0)


def canvas(place, rgb):
    return np.full((place.canvas_height_px, place.canvas_width_px, 3), rgb, np.uint8)


def added(subject, rgb, scale=1.0):
    place = placed(subject, scale)
    lit = wrapped(subject, place, canvas(place, rgb))
    np.testing.assert_array_equal(lit.alpha, subject.alpha)
    return lit.foreground_rgb.astype(int) - 60


def test_black_throws_no_light(subject):
    assert not added(subject, (0, 0, 0)).any()


def test_light_is_weak_and_on_the_contour_only(subject):
    light = added(subject, (255, 255, 255))[..., 0]
    assert 6 < light.max() < 40
    solid = subject.alpha == 255
    touched = (light > 0) & solid
    assert touched.any()
    # inside of a border as wide as the light reaches nothing changes
    import cv2

    reach = round(0.05 * min(subject.size_px)) | 1
    deep = cv2.erode(solid.astype(np.uint8), np.ones((reach, reach), np.uint8), borderValue=1) > 0
    assert not light[deep].any()


def test_light_has_the_colour_of_what_is_near(subject):
    place = placed(subject)
    behind = canvas(place, (0, 0, 0))
    behind[:, : place.canvas_width_px // 2] = (255, 0, 0)
    behind[:, place.canvas_width_px // 2 :] = (0, 0, 255)
    light = wrapped(subject, place, behind).foreground_rgb.astype(int) - 60
    left, right = light[:, : light.shape[1] // 4], light[:, -light.shape[1] // 4 :]
    assert left[..., 0].max() > 5 > left[..., 2].max()
    assert right[..., 2].max() > 5 > right[..., 0].max()
    assert not light[..., 1].any()


def test_borders_of_the_picture_are_no_contour(subject):
    whole = replace(subject, alpha=np.full_like(subject.alpha, 255))
    assert not added(whole, (255, 255, 255)).any()


def test_reach_is_measured_on_the_canvas(subject):
    small, large = ((added(subject, (255, 255, 255), scale)[..., 0] > 0).sum() for scale in (1.0, 4.0))
    assert large == pytest.approx(small, rel=0.25)

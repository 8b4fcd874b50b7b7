from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.grain import grain_of


@pytest.mark.parametrize("sigma", [0.0, 2.0, 4.0])
def test_noise_of_the_picture_is_measured(sigma, drawing, drawing_placement):
    noise = np.random.default_rng(3).normal(128, sigma, drawing.alpha.shape).round()
    grey = np.repeat(noise[..., None], 3, axis=2).astype(np.uint8)
    found = grain_of(replace(drawing, foreground_rgb=grey), replace(drawing_placement, scale=1.0))
    assert found == pytest.approx(sigma, rel=0.3, abs=0.1)


def test_reduced_pictures_have_less(drawing, drawing_placement):
    noise = np.random.default_rng(3).integers(124, 132, (*drawing.alpha.shape, 1))
    noisy = replace(drawing, foreground_rgb=np.repeat(noise, 3, axis=2).astype(np.uint8))
    whole, half = (grain_of(noisy, replace(drawing_placement, scale=scale)) for scale in (1.0, 0.5))
    assert half == pytest.approx(whole / 2)

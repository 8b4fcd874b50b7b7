"""Pictures in shades of one colour stay so: nothing that is drawn into them has a colour of its own."""

import numpy as np
import pytest
from PIL import Image

from likeness.core.canvas import Placement
from likeness.portrait import prepare_portrait
from likeness.rendering import PortraitRenderer
from likeness.testing.astronaut import astronaut_path

SEPIA = np.array([1.07, 0.98, 0.82]), np.array([6.0, 2.0, 0.0])
STATES = (
    {"shapes": {"jaw_open": 0.45, "mouth_lower_down": 0.2}, "closed_mouth": 1.0, "tongue": (0.6, 0.9, 0.0)},
    {"shapes": {"jaw_open": 0.2, "mouth_stretch": 0.5, "mouth_upper_up": 0.4}, "closed_mouth": 1.0},
    {"shapes": {"eye_blink": 0.5}, "gaze_deg": (12.0, 4.0)},
    {"shapes": {"eye_blink": 1.0, "mouth_smile": 0.6}, "head_deg": (0.0, 8.0, 0.0)},
)


@pytest.fixture(scope="module", params=["grey", "sepia"])
def portrait(request, face_models, tmp_path_factory):
    with Image.open(astronaut_path()) as image:
        grey = np.asarray(image.convert("L"), np.float64)[..., None]
    gain, offset = SEPIA if request.param == "sepia" else (np.ones(3), np.zeros(3))
    picture = tmp_path_factory.mktemp("shades") / "picture.png"
    Image.fromarray(np.clip(np.round(grey * gain + offset), 0, 255).astype(np.uint8)).save(picture)
    return prepare_portrait(picture, face_models), gain, offset


@pytest.mark.parametrize("movement", STATES, ids=["open", "wide", "blink", "smile"])
def test_every_pixel_has_the_tint_of_its_brightness(portrait, movement, state):
    prepared, gain, offset = portrait
    height, width = prepared.alpha.shape
    renderer = PortraitRenderer(prepared, Placement(width, height, 1.0, 0.0, 0.0))
    rgba = renderer.render(state(**movement)).rgba
    rgb = rgba[rgba[..., 3] == 255][:, :3].astype(np.float64)
    # what grey each channel stands for; the brightest have lost a channel to white
    greys = (rgb - offset) / gain
    within = (rgb < 250).all(axis=1)
    assert within.sum() > 10_000
    apart = np.ptp(greys[within], axis=1)
    assert float(np.percentile(apart, 99.9)) < 3.5
    assert float((apart > 7.0).mean()) < 1e-4  # a glint on a tooth may be white
    if (gain == 1.0).all():
        assert float(apart.max()) < 3.5

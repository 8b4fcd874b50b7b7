from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.sprites import PatchFrame
from likeness.rendering.tongue import back_map, blade_map, tip_map, tip_shown, tongue_sprites

UP = np.array([0.0, -1.0], np.float32)
STILL = np.array([[1, 0, 0], [0, 1, 0]], np.float32)


@pytest.fixture(scope="module")
def frame(rig):
    axes = np.array([[100, 0, 0], [0, 100, 0]], np.float32)
    return PatchFrame(axes, np.array([75, 75], np.float32), rig.upper_tooth_edge[6:8].mean(0), 150, 1.0)


@pytest.fixture(scope="module")
def shaded(drawing):
    return replace(drawing.mouth, is_drawing=False)


def top(matrix, x=75.0, y=60.0):
    """Return the row to which a point of the patch is moved."""
    return float(matrix[1] @ [x, y, 1.0])


@pytest.mark.parametrize("part", ["blade", "back"])
def test_tongue_lies_in_the_middle_behind_the_lower_teeth(part, frame, shaded, rig):
    ys, xs = np.nonzero(getattr(tongue_sprites(frame, rig, shaded), part)[..., 3] > 128)
    assert float(xs.mean()) + 0.5 == pytest.approx(75, abs=2)
    assert float(ys.mean()) > (75 if part == "blade" else 65)


def test_back_is_darker_than_the_blade_and_stands_above_it(frame, shaded, rig):
    sprites = tongue_sprites(frame, rig, shaded)
    blade, back = (part[part[..., 3] == 255][:, 0].astype(float) for part in (sprites.blade, sprites.back))
    assert back.mean() < 0.8 * blade.mean()
    first = [int(np.nonzero(part[..., 3].max(1) > 128)[0][0]) for part in (sprites.blade, sprites.back)]
    assert first[1] < first[0]


def test_tip_raised_grows_upwards_from_its_base(frame, state):
    flat, raised = (blade_map(frame, state(tongue=(up, 0.0, 0.0)), UP, STILL) for up in (0.0, 1.0))
    assert top(raised) < top(flat) - 10
    base = 75 + 0.40 * 100
    assert top(raised, y=base - 0.5) == pytest.approx(base - 0.5, abs=0.1)
    assert abs(raised[0, 0]) < abs(flat[0, 0])


def test_back_raised_lifts_the_back_and_draws_the_blade_in(frame, state):
    low, high = (state(tongue=(0.0, 0.0, back)) for back in (0.0, 1.0))
    assert top(back_map(frame, high, UP, STILL)) < top(back_map(frame, low, UP, STILL)) - 25
    assert top(blade_map(frame, high, UP, STILL)) > top(blade_map(frame, low, UP, STILL))


def test_tip_comes_out_gradually_and_upwards(frame, state):
    shown = [tip_shown(state(tongue=(0.5, forward, 0.0))) for forward in (0.0, 0.5, 0.7, 0.9, 1.0)]
    assert shown == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])
    hidden, out = (tip_map(frame, state(tongue=(0.5, f, 0.0)), UP, STILL) for f in (0.0, 1.0))
    assert top(out) < top(hidden) - 3


def test_wet_tongue_catches_light_in_few_places(frame, shaded, rig):
    dry, wet = (tongue_sprites(frame, rig, shaded, wetness).blade for wetness in (0.0, 1.0))
    gain = (wet[..., :3].astype(int) - dry[..., :3]).min(-1)
    assert gain.min() >= 0
    assert gain.max() > 12
    assert (gain > 12).mean() < 0.05
    np.testing.assert_array_equal(wet[..., 3], dry[..., 3])


def test_tongue_of_a_drawing_is_flat_and_dry(frame, shaded, rig):
    flat = replace(shaded, is_drawing=True)
    dry, wet = (tongue_sprites(frame, rig, flat, wetness) for wetness in (0.0, 1.0))
    for part in ("blade", "back", "tip"):
        sprite = getattr(dry, part)
        assert np.ptp(sprite[sprite[..., 3] == 255][:, :3], axis=0).max() <= 2
        np.testing.assert_array_equal(sprite, getattr(wet, part))

from dataclasses import replace

import numpy as np
import pytest

from likeness.rendering.sprites import PatchFrame, lower_row, teeth_sprite, upper_row


@pytest.fixture(scope="module")
def frame(rig):
    axes = np.array([[100, 0, 0], [0, 100, 0]], np.float32)
    return PatchFrame(axes, np.array([75, 75], np.float32), rig.upper_tooth_edge[6:8].mean(0), 150, 1.0)


@pytest.fixture(scope="module")
def look(drawing):
    """Colours of the drawn portrait, as if it were a photo."""
    return replace(drawing.mouth, is_drawing=False)


def noise(sigma):
    """Return (40, 40) grain."""
    return np.random.default_rng(3).normal(0, sigma, (40, 40)).astype(np.float32)


def middle(sprite):
    """Return the mean (x, y) of what is opaque."""
    ys, xs = np.nonzero(sprite[..., 3] > 128)
    return float(xs.mean()) + 0.5, float(ys.mean()) + 0.5


def test_frame_puts_the_anchor_at_its_origin(frame):
    np.testing.assert_allclose(frame.project(frame.anchor[None]), [[75, 75]], atol=1e-4)
    np.testing.assert_allclose(frame.project(frame.anchor[None] + [0.1, 0.2, 0.0]), [[85, 95]], atol=1e-3)


def test_sprites_are_premultiplied(frame, look, rig):
    grainy = replace(frame, grain=noise(4.0))
    for sprite in (teeth_sprite(upper_row(rig), frame, look), teeth_sprite(lower_row(rig), grainy, look)):
        assert sprite.shape == (150, 150, 4)
        assert sprite.dtype == np.uint8
        assert (sprite[..., :3].max(-1) <= sprite[..., 3].astype(int) + 1).all()


def test_rows_are_where_the_rig_has_them(frame, look, rig):
    upper, lower = teeth_sprite(upper_row(rig), frame, look), teeth_sprite(lower_row(rig), frame, look)
    assert middle(upper)[0] == pytest.approx(75, abs=2)
    assert middle(lower)[0] == pytest.approx(75, abs=2)
    assert middle(lower)[1] > middle(upper)[1] + 10
    edge = frame.project(rig.upper_tooth_edge[6:8])[:, 1].mean()
    column = np.flatnonzero(upper[:, 75, 3] > 128)
    assert column.max() == pytest.approx(edge, abs=2)


def test_teeth_are_white_and_gums_red(frame, look, rig):
    sprite = teeth_sprite(upper_row(rig), frame, look)
    row = round(float(frame.project(rig.upper_tooth_edge[6:8])[:, 1].mean())) - 5
    tooth = sprite[row, 78, :3].astype(int)
    gum = sprite[round(float(frame.project(rig.upper_tooth_gum[6:8])[:, 1].mean())) - 8, 75, :3].astype(int)
    assert tooth.min() > 120
    assert gum[0] > gum[1] + 30


def test_front_teeth_are_brightest_and_not_all_alike(frame, look, rig):
    sprite = teeth_sprite(upper_row(rig), frame, look)
    centres = frame.project((rig.upper_tooth_edge + rig.upper_tooth_gum) / 2)
    light = [float(sprite[round(float(y)), round(float(x)), :3].mean()) for x, y in centres[4:10]]
    assert light[2] > light[0]
    assert light[3] > light[5]
    assert abs(light[2] - light[3]) > 0.3


def test_drawings_get_one_flat_band(frame, look, rig):
    flat = teeth_sprite(upper_row(rig), frame, replace(look, is_drawing=True))
    solid = flat[..., 3] == 255
    tooth = np.round(look.teeth_rgb)
    share = (np.abs(flat[solid][:, :3] - tooth).max(-1) <= 2).mean()
    assert share > 0.9


def test_blurred_pictures_get_blurred_teeth(frame, look, rig):
    sharp, soft = (
        teeth_sprite(upper_row(rig), frame, replace(look, sharpness_px=sigma))[..., 3].astype(int)
        for sigma in (0.4, 4.0)
    )
    assert np.abs(np.diff(soft, axis=0)).max() < 0.5 * np.abs(np.diff(sharp, axis=0)).max()


def test_same_teeth_every_time(frame, look, rig):
    first, second = (teeth_sprite(upper_row(rig), frame, look) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_wet_teeth_catch_light_in_few_places(frame, look, rig):
    dry, wet = (teeth_sprite(upper_row(rig), frame, look, wetness) for wetness in (0.0, 1.0))
    gain = (wet[..., :3].astype(int) - dry[..., :3]).min(-1)
    assert gain.min() >= 0
    assert gain.max() > 12
    assert (gain > 12).mean() < 0.05
    np.testing.assert_array_equal(wet[..., 3], dry[..., 3])


def test_drawings_are_never_wet(frame, look, rig):
    flat = replace(look, is_drawing=True)
    dry, wet = (teeth_sprite(upper_row(rig), frame, flat, wetness) for wetness in (0.0, 1.0))
    np.testing.assert_array_equal(dry, wet)


def test_teeth_are_as_grainy_as_the_picture(frame, look, rig):
    clean, grainy = (
        teeth_sprite(upper_row(rig), replace(frame, grain=grain), look) for grain in (None, noise(4.0))
    )
    solid = clean[..., 3] == 255
    added = (grainy.astype(int) - clean)[..., 1]
    assert 2.0 < added[solid].std() < 6.0
    assert not added[clean[..., 3] == 0].any()
    np.testing.assert_array_equal(clean[..., 3], grainy[..., 3])


@pytest.mark.parametrize("size_px", [150, 420])
def test_large_patches_have_edges_as_sharp_as_small_ones(size_px, frame, look, rig):
    scale = size_px / frame.size_px
    large = replace(frame, axes=frame.axes * scale, origin=frame.origin * scale, size_px=size_px)
    alpha = teeth_sprite(upper_row(rig), large, replace(look, sharpness_px=0.4))[..., 3].astype(int)
    steps = np.abs(np.diff(alpha, axis=0)).max()
    assert 90 < steps < 250


def test_teeth_of_the_far_side_are_not_seen_from_behind(frame, look, rig):
    """Turned and seen from above, the far side of the arch would stand over the near one."""
    yaw, pitch = np.radians([35, 30])
    across = np.array([np.cos(yaw), 0, np.sin(yaw)])
    down = np.array([np.sin(pitch) * np.sin(yaw), np.cos(pitch), -np.sin(pitch) * np.cos(yaw)])
    turned = replace(frame, axes=np.stack([across, down]).astype(np.float32) * 100)
    sprite = teeth_sprite(lower_row(rig), turned, replace(look, sharpness_px=0.4))
    middles = np.round(turned.project(rig.lower_tooth_edge * 0.6 + rig.lower_tooth_gum * 0.4)).astype(int)
    is_seen = [bool(sprite[y, x, 3] > 128) for x, y in middles]
    assert all(is_seen[4:8])
    assert is_seen[0] != is_seen[-1]

from dataclasses import replace

import cv2
import numpy as np
import pytest

from likeness.rendering.deform import expression_offset
from likeness.rendering.glasses import has_glasses, rigid_share
from likeness.rendering.mesh import N_FACE, subject_mesh


@pytest.fixture(scope="module", params=["photo", "drawing"])
def portrait(request):
    return request.getfixturevalue(request.param)


def with_frame(portrait, colour=(20, 20, 25)):
    """The portrait with two rims and a bridge painted over its eyes."""
    face, rgb = portrait.face, portrait.foreground_rgb.copy()
    unit = face.eye_distance_px
    eyes = [face.rest_px[ids, :2].mean(0) for ids in ([33, 133, 159, 145], [263, 362, 386, 374])]
    thickness = max(2, round(0.07 * unit))
    for eye in eyes:
        axes = (round(0.4 * unit), round(0.34 * unit))
        cv2.ellipse(rgb, tuple(np.round(eye).astype(int).tolist()), axes, 0, 0, 360, colour, thickness)
    inner = [eyes[0] + [0.38 * unit, 0.0], eyes[1] - [0.38 * unit, 0.0]]
    ends = [tuple(np.round(point).astype(int).tolist()) for point in inner]
    cv2.line(rgb, ends[0], ends[1], colour, thickness)
    return replace(portrait, foreground_rgb=rgb)


def test_a_bare_face_has_no_glasses(portrait):
    assert not has_glasses(portrait.foreground_rgb, portrait.face)
    assert (subject_mesh(portrait).expression_fade[:N_FACE] == 1).all()


@pytest.mark.parametrize("colour", [(20, 20, 25), (110, 40, 40)])
def test_a_frame_is_seen(portrait, colour):
    framed = with_frame(portrait, colour)
    assert has_glasses(framed.foreground_rgb, framed.face)


def test_one_rim_alone_is_no_glasses(portrait):
    framed = with_frame(portrait).foreground_rgb
    middle = round(float(portrait.face.rest_px[168, 0]))
    half = framed.copy()
    half[:, middle:] = portrait.foreground_rgb[:, middle:]
    assert not has_glasses(half, portrait.face)


def test_glasses_do_not_bend_with_brows_and_the_mouth_stays_free(portrait, state):
    framed = with_frame(portrait)
    raised = state(shapes={"brow_inner_up": 1.0, "cheek_squint": 0.8, "mouth_smile": 0.5})
    free, held = (expression_offset(p, subject_mesh(p), raised) for p in (portrait, framed))
    frame = [168, 6, 145, 374, 23, 253]  # bridge, lower lids, below them
    assert np.linalg.norm(free[frame], axis=1).max() > 0.02 * portrait.face.eye_distance_px
    assert np.linalg.norm(held[frame], axis=1).max() < 0.1 * np.linalg.norm(free[frame], axis=1).max()
    lips = [13, 14, 61, 291, 17]
    np.testing.assert_allclose(held[lips], free[lips], atol=1e-4)


def test_the_hold_ends_softly(portrait):
    face = portrait.face
    middle = (face.rest_px[33, :2] + face.rest_px[263, :2]) / 2
    down = middle - np.linspace(0, 1.2, 60)[:, None] * face.eye_distance_px * face.up
    share = rigid_share(down.astype(np.float32), face)
    assert share[0] == 1.0
    assert share[-1] == 0.0
    assert np.abs(np.diff(share)).max() < 0.2

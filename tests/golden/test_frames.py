"""Frames compared with stored ones; see README.md beside this file."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness.core.pixels import box_mean

FOLDER = Path(__file__).parent / "frames"
BACKDROP = 96
"""Grey behind the subject, so that its alpha is compared too."""

STATES = {
    "rest": {},
    "aa": {"shapes": {"jaw_open": 0.45, "mouth_lower_down": 0.1}, "closed_mouth": 1.0},
    "uw": {"shapes": {"jaw_open": 0.18, "mouth_pucker": 0.85, "mouth_close": 0.06}, "closed_mouth": 1.0},
    "closed": {"closed_mouth": 1.0},
    "blink": {"shapes": {"eye_blink": 1.0}},
    "yaw": {"head_deg": (0.0, 8.0, 0.0), "closed_mouth": 1.0},
}

NOISE, MOST_NOISY = 6, 0.01
"""Levels that a value may differ freely, and the share of values that may differ more."""

PATCH_PX, MOST_AT_MOUTH = 2, 24
"""Radius of a patch of the mouth, and the levels that the mean of no such patch may differ."""


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("kind", ["photo", "drawing"])
def test_frame_is_the_golden_one(kind, name, request, state, tmp_path):
    portrait, placement, renderer = (
        request.getfixturevalue(part) for part in (kind, f"{kind}_placement", f"{kind}_renderer")
    )
    frame = _composed(renderer.render(state(**STATES[name])), placement)
    path = FOLDER / f"{kind}_{name}.png"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(frame).save(path, optimize=True)
        return
    assert path.is_file(), f"{path.name} is missing; write it with --update-golden and look at it"
    with Image.open(path) as image:
        golden = np.asarray(image)
    complaint = difference(frame, golden, _mouth_box(portrait, placement))
    if complaint:
        shown = tmp_path / f"{kind}_{name}.png"
        Image.fromarray(_side_by_side(golden, frame)).save(shown)
        pytest.fail(
            f"{complaint}. Golden frame, new frame and their difference (x 4): {shown}", pytrace=False
        )


def difference(frame, golden, mouth_box):
    """Say how a frame differs from its golden one by more than the tolerance; empty when it does not."""
    if frame.shape != golden.shape:
        return f"size {frame.shape} instead of {golden.shape}"
    apart = np.abs(frame.astype(int) - golden)
    noisy = float((apart > NOISE).mean())
    if noisy > MOST_NOISY:
        return f"{100 * noisy:.1f} % of the values differ by more than {NOISE} levels"
    left, top, right, bottom = mouth_box
    means = box_mean(apart[top:bottom, left:right].astype(np.float32), PATCH_PX)
    most = float(means.max())
    return f"a patch of the mouth differs by {most:.0f} levels" if most > MOST_AT_MOUTH else ""


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        (lambda frame: frame, False),
        (lambda frame: np.clip(frame.astype(int) + 5, 0, 255).astype(np.uint8), False),
        (lambda frame: np.clip(frame.astype(int) + 8, 0, 255).astype(np.uint8), True),
        (lambda frame: np.roll(frame, 1, axis=1), True),
        (lambda frame: frame[:-1], True),
    ],
    ids=["same", "rounding", "brighter", "a pixel aside", "smaller"],
)
def test_tolerance_tells_changes_from_rounding(change, is_told, drawing, drawing_placement):
    with Image.open(FOLDER / "drawing_rest.png") as image:
        golden = np.asarray(image)
    assert bool(difference(change(golden), golden, _mouth_box(drawing, drawing_placement))) == is_told


def test_a_single_wrong_spot_in_the_mouth_is_told(drawing, drawing_placement):
    with Image.open(FOLDER / "drawing_aa.png") as image:
        golden = np.asarray(image)
    box = _mouth_box(drawing, drawing_placement)
    frame = golden.copy()
    x, y = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
    frame[y : y + 6, x : x + 6] ^= 0x40  # as large as a tooth
    assert "mouth" in difference(frame, golden, box)


def test_states_differ_from_each_other():
    """Else a golden frame could be another one's copy."""
    for kind in ("photo", "drawing"):
        hashes = {hashlib.sha256((FOLDER / f"{kind}_{name}.png").read_bytes()).digest() for name in STATES}
        # a picture with closed lips is the same at rest and closed
        assert len(hashes) == (len(STATES) if kind == "photo" else len(STATES) - 1)


def _composed(layer, placement):
    frame = np.full((placement.canvas_height_px, placement.canvas_width_px, 3), BACKDROP, np.float64)
    height, width = layer.rgba.shape[:2]
    part = frame[layer.top_px : layer.top_px + height, layer.left_px : layer.left_px + width]
    alpha = layer.rgba[..., 3:] / 255
    part[:] = part * (1 - alpha) + layer.rgba[..., :3] * alpha
    return np.round(frame).astype(np.uint8)


def _mouth_box(portrait, placement):
    """Return left, top, right, bottom of the mouth with room for an open jaw, in canvas pixels."""
    points = portrait.face.rest_px[[61, 291, 2, 152], :2] * placement.scale
    points += (placement.offset_x_px, placement.offset_y_px)
    (left, top), (right, bottom) = points.min(0).astype(int), points.max(0).astype(int)
    return left, top, right, bottom


def _side_by_side(golden, frame):
    if golden.shape != frame.shape:
        return frame
    apart = np.clip(4 * np.abs(frame.astype(int) - golden), 0, 255).astype(np.uint8)
    return np.concatenate([golden, frame, apart], axis=1)

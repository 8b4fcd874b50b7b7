"""The outline of a big drawn eye, found in the picture where landmarks fail.

Landmark networks know people's eyes only. In a drawing the eyeball can be three times as high as the lids
they report, yet the reported lids always lie inside it. So what they enclose is surely eye, what lies far
away is surely not, and the colours decide about the rest.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.portrait.colour_region import grow_region
from likeness.typing import BoolArray, ByteArray, FloatArray, Points2, RgbImage

_SIDE = 180  # samples along a side of the patch
_REACH = 3.0  # lid widths along a side of the patch
_MAYBE, _LIKELY = (
    (0.95, 0.85),
    (0.62, 0.50),
)  # lid widths: half axes of what may be, and what may well be, eye
_N_HARMONICS = 3  # of the radius around the eye: an egg, leaning and pointed at will
_N_ANGLES = 180
_LASH_DARK = 0.36  # of the cheek's lightness: darker parts along the upper edge are lashes
_LASH_SHARE = 0.22  # of the height that lashes may take
_MOST_GROWTH = 9.0  # area against what the lids enclose; more has run out into the face
_N_LID = 9
_SEED_SIZES = (0.35, 0.55, 0.8)  # of the template's lids
_LEAST_CONTRAST = 25.0  # of 255
_LEAST_ROUNDNESS = 0.8


@dataclass(frozen=True)
class DrawnEye:
    """A drawn eye in picture pixels."""

    upper_lid_px: Points2
    """(9, 2) from the outer to the inner corner."""

    lower_lid_px: Points2
    """(9, 2) from the outer to the inner corner."""

    iris_center_px: FloatArray
    """(2,)."""

    iris_radius_px: float
    """Of a disc as large as the iris."""

    growth: float
    """Area against what the reported lids enclose: about 1-2 for people, 3-5 for big drawn eyes."""


@dataclass(frozen=True)
class _Patch:
    """The surroundings of one eye, upright and at a fixed size."""

    lab: ByteArray
    """(180, 180, 3) CIE Lab in OpenCV's 8-bit scale, slightly smoothed."""

    to_picture: FloatArray
    """(2, 3) affine map from patch to picture."""

    lids: Points2
    """(18, 2) the reported lids as a closed line, patch pixels."""

    def from_picture(self, points: Points2) -> Points2:
        """Map picture points (N, 2) to the patch."""
        linear = np.linalg.inv(self.to_picture[:, :2])
        return np.asarray((points - self.to_picture[:, 2]) @ linear.T, np.float32)

    def in_picture(self, points: Points2) -> Points2:
        """Map patch points (N, 2) to the picture."""
        return np.asarray(points @ self.to_picture[:, :2].T + self.to_picture[:, 2], np.float32)


def find_drawn_eye(rgb: RgbImage, upper: Points2, lower: Points2) -> DrawnEye | None:
    """Return the true outline of a drawn eye whose reported lids lie inside it; None when it is unclear.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    upper, lower
        (9, 2) reported lids from the outer to the inner corner, picture pixels.
    """
    grown = _grown(rgb, upper, lower)
    return None if grown is None else _traced(*grown)


def find_eye_around(rgb: RgbImage, upper: Points2, lower: Points2) -> DrawnEye | None:
    """Return the outline of an eye of unknown size and shape about lids that a template laid there.

    Tries seeds of several sizes and takes the outline that differs most from what surrounds it; None when
    nothing at that place is told from fur or paper by its colour.
    """
    middle = (upper.mean(0) + lower.mean(0)) / 2
    best, most = None, _LEAST_CONTRAST
    for size in _SEED_SIZES:
        grown = _grown(rgb, middle + (upper - middle) * size, middle + (lower - middle) * size)
        if grown is None:
            continue
        patch, eyeball, growth = grown
        contrast = _contrast(patch.lab, eyeball)
        if contrast > most:
            best, most = _traced(patch, eyeball, growth * size * size), contrast
    return best


def eye_in_outline(rgb: RgbImage, outline: Points2, upper: Points2) -> DrawnEye:
    """Return the eye with a given outline, (N, 2) picture pixels.

    `upper` is the (9, 2) upper lid of the template, for the eye's axes and its outer corner.
    """
    along = upper[-1] - upper[0]
    along = along / max(float(np.linalg.norm(along)), 1e-3)
    center = outline.mean(0)
    reach = np.abs((outline - center) @ along).max()
    lid = center + np.linspace(-reach, reach, _N_LID)[:, None] * along
    patch = _patch(rgb, lid.astype(np.float32), lid.astype(np.float32))
    eyeball = np.zeros((_SIDE, _SIDE), np.uint8)
    cv2.fillPoly(eyeball, [np.round(patch.from_picture(outline)).astype(np.int32)], 1)
    return _traced(patch, eyeball > 0, 1.0)


def _grown(rgb: RgbImage, upper: Points2, lower: Points2) -> tuple[_Patch, BoolArray, float] | None:
    """Return the patch around lids, what belongs to the eye there by its colours, and its area against that
    between the lids; None when the region has run out into the face."""
    patch = _patch(rgb, upper, lower)
    eyeball = _eyeball(patch)
    growth = float(eyeball.sum()) / max(float(cv2.contourArea(patch.lids)), 1.0)
    return None if growth > _MOST_GROWTH else (patch, eyeball, growth)


def _contrast(lab: ByteArray, eyeball: BoolArray) -> float:
    """Return the difference of colour between a region and what lies around it, 0-255; 0 for a ragged one."""
    inside = eyeball.astype(np.uint8)
    ring = cv2.dilate(inside, np.ones((15, 15), np.uint8)).astype(bool) & ~cv2.dilate(
        inside, np.ones((3, 3), np.uint8)
    ).astype(bool)
    smooth = np.zeros_like(inside)
    cv2.fillPoly(smooth, [np.round(_smooth_outline(eyeball)).astype(np.int32)], 1)
    overlap = float((smooth & inside).sum()) / max(float((smooth | inside).sum()), 1.0)
    if overlap < _LEAST_ROUNDNESS or not ring.any():
        return 0.0
    return float(np.linalg.norm(np.median(lab[eyeball], axis=0) - np.median(lab[ring], axis=0))) * overlap


def _traced(patch: _Patch, eyeball: BoolArray, growth: float) -> DrawnEye:
    outline = _smooth_outline(_without_lashes(eyeball, patch.lab))
    is_outer_left = patch.lids[0, 0] < _SIDE / 2
    lids = [_lid(outline, is_upper) for is_upper in (True, False)]
    upper_lid, lower_lid = (patch.in_picture(lid if is_outer_left else lid[::-1]) for lid in lids)
    center, radius = _iris(patch.lab, outline)
    scale = float(np.linalg.norm(patch.to_picture[:, 0]))
    return DrawnEye(upper_lid, lower_lid, patch.in_picture(center[None])[0], radius * scale, growth)


def _patch(rgb: RgbImage, upper: Points2, lower: Points2) -> _Patch:
    span = upper[-1] - upper[0]
    width = max(float(np.linalg.norm(span)), 1e-3)
    across = span / width * (1.0 if span[0] >= 0 else -1.0)
    down = np.array([-across[1], across[0]])
    step = _REACH * width / _SIDE
    center = (upper[0] + upper[-1]) / 2
    corner = center - (across + down) * step * _SIDE / 2
    affine = np.stack([across * step, down * step, corner], axis=1).astype(np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(rgb, affine, (_SIDE, _SIDE), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    lab = cv2.cvtColor(cv2.GaussianBlur(pixels, (3, 3), 0), cv2.COLOR_RGB2LAB)
    relative = np.concatenate([upper, lower[::-1]]) - center
    lids = np.stack([relative @ across, relative @ down], axis=1) / step + _SIDE / 2
    return _Patch(np.asarray(lab, np.uint8), affine, lids.astype(np.float32))


def _eyeball(patch: _Patch) -> BoolArray:
    """Return (180, 180) what belongs to the eye by its colours."""
    middle, width = (_SIDE // 2, _SIDE // 2), _SIDE / _REACH
    labels = np.full((_SIDE, _SIDE), cv2.GC_BGD, np.uint8)
    for half_axes, label in ((_MAYBE, cv2.GC_PR_BGD), (_LIKELY, cv2.GC_PR_FGD)):
        axes = (int(half_axes[0] * width), int(half_axes[1] * width))
        cv2.ellipse(labels, middle, axes, 0, 0, 360, int(label), -1)
    return grow_region(patch.lab, labels, patch.lids, smallest_px=9)


def _without_lashes(eyeball: BoolArray, lab: ByteArray) -> BoolArray:
    """Cut the dark band off the upper edge of the eye, (180, 180)."""
    lightness = lab[..., 0]
    cheek = float(np.median(lightness[-_SIDE // 8 :]))
    kept = eyeball.copy()
    for column in np.flatnonzero(eyeball.any(axis=0)):
        rows = np.flatnonzero(eyeball[:, column])
        is_light = lightness[rows, column] > _LASH_DARK * cheek
        first = int(np.argmax(is_light)) if is_light.any() else 0
        if 0 < first <= _LASH_SHARE * rows.size:
            kept[rows[:first], column] = False
    return kept


def _smooth_outline(eyeball: BoolArray) -> Points2:
    """Return (180, 2) the outline of a mask as a smooth closed line."""
    contours, _ = cv2.findContours(eyeball.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    edge = max(contours, key=cv2.contourArea)[:, 0].astype(np.float64)
    y, x = np.nonzero(eyeball)
    center = np.array([x.mean(), y.mean()])
    angles = np.arctan2(edge[:, 1] - center[1], edge[:, 0] - center[0])
    radii = np.linalg.norm(edge - center, axis=1)
    weights = np.ones_like(radii)
    for _ in range(4):  # lashes and locks of hair stick out: what lies far off the curve counts little
        root = np.sqrt(weights)
        coefficients = np.linalg.lstsq(_waves(angles) * root[:, None], radii * root, rcond=None)[0]
        error = radii - _waves(angles) @ coefficients
        weights = 1.0 / (1.0 + (error / max(1.5 * float(np.median(np.abs(error))), 0.5)) ** 2)
    around = np.linspace(-np.pi, np.pi, _N_ANGLES, endpoint=False)
    radius = _waves(around) @ coefficients
    return np.asarray(center + radius[:, None] * np.stack([np.cos(around), np.sin(around)], 1), np.float32)


def _waves(angles: FloatArray) -> FloatArray:
    """Return (N, 1 + 2 harmonics) the columns of a Fourier series."""
    orders = np.arange(1, _N_HARMONICS + 1)
    phase = angles[:, None] * orders
    return np.concatenate([np.ones((len(angles), 1)), np.cos(phase), np.sin(phase)], axis=1)


def _lid(outline: Points2, is_upper: bool) -> Points2:
    """Return (9, 2) one half of the outline, from left to right, its points evenly spaced across."""
    left, right = int(outline[:, 0].argmin()), int(outline[:, 0].argmax())
    # angles grow clockwise on the screen: from the left corner over the top to the right one
    order = np.arange(left, left + len(outline)) % len(outline)
    n_over_the_top = (right - left) % len(outline) + 1
    half = outline[order[:n_over_the_top]] if is_upper else outline[order[n_over_the_top - 1 :]][::-1]
    half = half if is_upper else np.concatenate([outline[left : left + 1], half])
    at = np.linspace(outline[left, 0], outline[right, 0], _N_LID)
    along = np.maximum.accumulate(half[:, 0])
    return np.stack([at, np.interp(at, along, half[:, 1])], axis=1).astype(np.float32)


def _iris(lab: ByteArray, outline: Points2) -> tuple[FloatArray, float]:
    """Return centre (2,) and radius of the dark or coloured part inside the outline, patch pixels."""
    inside = np.zeros((_SIDE, _SIDE), np.uint8)
    cv2.fillPoly(inside, [np.round(outline).astype(np.int32)], 1)
    where = inside > 0
    lightness = lab[..., 0][where]
    chroma = (
        np.linalg.norm(lab[..., 1:].astype(np.float32) - 128, axis=-1)[where].clip(0, 255).astype(np.uint8)
    )
    dark_below, _ = cv2.threshold(lightness, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    vivid_above, _ = cv2.threshold(chroma, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    is_iris = (lightness <= dark_below) | (chroma > vivid_above)
    points = np.argwhere(where)[is_iris][:, ::-1]
    radius = float(np.sqrt(len(points) / np.pi))
    return np.median(points, axis=0).astype(np.float32), radius

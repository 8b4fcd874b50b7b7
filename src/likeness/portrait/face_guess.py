"""A guess where the seven face points of an animal or a drawing lie, for the user to correct.

The cascade for cats, at a weight at which it takes dogs too; else the pair of dark spots that most looks like
two eyes: alike, level within a third, one the mirror image of the other, with something between and below
them that mirrors too.
"""

import math

import cv2
import numpy as np

from likeness.portrait.cat_faces import CatFace
from likeness.typing import BoolArray, FloatArray, Points2, RgbImage

_LEAST_WEIGHT = 0.4
_WORK_SIDE_PX = 240
_EYE_RADII_PX = (4.0, 6.0, 9.0, 13.0, 18.0)
_N_SPOTS = 24
_APART = (2.6, 12.0)  # of two eyes, in radii
_MOST_TILT = 0.35
_LEAST_ROUND = 0.15  # 0.25 for a round spot, 0 on an edge
_USUAL_APART = 0.25  # of two eyes, of the picture's short side; nearer pairs are often nostrils
_PATCH_PX = 48
_LEAST_MIRROR = 0.25
# Of an animal's face, in distances of the eyes: nose, right and left mouth corner, mouth, chin.
_BELOW = np.array([[0.0, 0.72], [-0.32, 1.06], [0.32, 1.06], [0.0, 1.06], [0.0, 1.42]], np.float32)


def guess_face_points(rgb: RgbImage, cat: CatFace | None) -> Points2 | None:
    """Return (7, 2) points in picture pixels, in the order of `POINT_NAMES`; None without anything like eyes.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    cat
        What `find_cat` says of it.
    """
    if cat is not None and cat.weight >= _LEAST_WEIGHT:
        return cat.points
    shrink = min(1.0, _WORK_SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * shrink)), max(1, round(rgb.shape[0] * shrink)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float32)
    eyes = _pair_of_eyes(gray)
    if eyes is None:
        return None
    points = _face_below(eyes)
    is_inside = bool((points >= 0).all() and (points <= size).all())
    return np.asarray(points / shrink, np.float32) if is_inside else None


def _face_below(eyes: Points2) -> Points2:
    along = eyes[1] - eyes[0]
    axes = np.stack([along, np.array([-along[1], along[0]], np.float32)])
    return np.concatenate([eyes, eyes.mean(0) + _BELOW @ axes])


def _pair_of_eyes(gray: FloatArray) -> Points2 | None:
    """Return right and left eye, (2, 2) pixels, of the best pair of spots."""
    spots = _dark_spots(gray)
    best, eyes = _LEAST_MIRROR, None
    for i, one in enumerate(spots):
        for other in spots[i + 1 :]:
            score = _pair_score(gray, one, other)
            if score > best:
                best = score
                eyes = np.stack([one[:2], other[:2]] if one[0] < other[0] else [other[:2], one[:2]])
    return eyes


def _dark_spots(gray: FloatArray) -> FloatArray:
    """Return (N, 4) x, y, radius, contrast of the spots darker than what lies around them, best first."""
    found = []
    for radius in _EYE_RADII_PX:
        inner, around = (
            np.asarray(cv2.GaussianBlur(gray, (0, 0), radius * k), np.float32) for k in (0.5, 1.2)
        )
        contrast = around - inner
        is_peak = contrast >= cv2.dilate(contrast, np.ones((2 * int(radius) + 1,) * 2, np.uint8))
        rows, columns = np.nonzero(is_peak & (contrast > 4.0) & _is_round(inner))
        found += [(x + 0.5, y + 0.5, radius, contrast[y, x]) for y, x in zip(rows, columns, strict=True)]
    spots = np.array(sorted(found, key=lambda spot: -spot[3]), np.float32).reshape(-1, 4)
    return spots[: _N_SPOTS * 2]


def _is_round(gray: FloatArray) -> BoolArray:
    """Tell spots, dark in both directions, from edges and lines."""
    second = [cv2.Sobel(gray, cv2.CV_32F, *orders, ksize=5) for orders in ((2, 0), (0, 2), (1, 1))]
    along_x, along_y, mixed = second
    determinant = along_x * along_y - mixed**2
    return np.asarray(determinant > _LEAST_ROUND * (along_x + along_y) ** 2, np.bool_)


def _pair_score(gray: FloatArray, one: FloatArray, other: FloatArray) -> float:
    """Return how much two spots look like a pair of eyes, 0-1."""
    along = (other - one)[:2] if one[0] < other[0] else (one - other)[:2]
    apart, radius = float(np.linalg.norm(along)), float(one[2] + other[2]) / 2
    is_alike = 0.6 < one[2] / other[2] < 1 / 0.6 and 0.45 < one[3] / other[3] < 1 / 0.45
    is_apart = _APART[0] * radius < apart < _APART[1] * radius
    if not (is_alike and is_apart and abs(along[1]) < _MOST_TILT * apart):
        return 0.0
    left, right = _halves(gray, np.asarray((one + other)[:2] / 2, np.float32), along)
    mirror = _correlation(left, right)
    darkness = min(1.0, float(min(one[3], other[3])) / 30.0)
    usual = min(1.0, apart / (_USUAL_APART * min(gray.shape)))
    return mirror * (0.5 + 0.5 * darkness) * math.sqrt(usual)


def _halves(gray: FloatArray, middle: FloatArray, along: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the halves of the face between, beside and below two eyes, the right one mirrored."""
    unit = _PATCH_PX / 3.0  # pixels of the patch per distance of the eyes
    across, down = along / unit, np.array([-along[1], along[0]], np.float32) / unit
    corner = middle - across * _PATCH_PX / 2 - down * _PATCH_PX / 3
    matrix = np.stack([across, down, corner], axis=1)
    patch = cv2.warpAffine(
        gray, matrix, (_PATCH_PX, _PATCH_PX), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    half, seen = _PATCH_PX // 2, np.asarray(patch, np.float32)
    return seen[:, :half], seen[:, half:][:, ::-1]


def _correlation(one: FloatArray, other: FloatArray) -> float:
    a, b = one - one.mean(), other - other.mean()
    return float((a * b).sum() / max(float(np.sqrt((a**2).sum() * (b**2).sum())), 1e-6))

"""Fills a band beside known pixels with what the picture shows elsewhere: texture goes on as texture.

Coarse to fine, patches of the band are matched with known ones and their colours averaged, in turns (Wexler,
Shechtman & Irani 2007, "Space-time completion of video"), the matches found by PatchMatch (Barnes et al.
2009).
"""

from dataclasses import dataclass

import cv2
import numpy as np

from likeness.core.pixels import resize_area, resize_linear
from likeness.portrait.kernels import search_patches, vote
from likeness.typing import BoolArray, ByteArray, FloatArray, IntArray

_FIXED, _WANTED, _IGNORED = 0, 1, 2
"""What a pixel is: known, to be filled in, or too deep inside to be looked at."""

_RADIUS = 2  # of a patch
_COARSEST_SIDE_PX = 90
_N_ROUNDS = (6, 4, 2)  # matching and averaging in turns, coarsest first; the last for all finer ones
_N_SWEEPS = 2
_REACH = 0.3  # of the long side
_FAR_COST = (
    3000.0  # of a copy from so far, in squared grey levels: near things are likelier to go on, and lit alike
)
_FOLD = 0.03  # of the long side: mirrored is what lies so near
_TRUST_FALL = 1.4  # a pixel deeper in the band counts so much less
_LEAST_TRUST = 0.02


@dataclass(frozen=True)
class ExampleFill:
    """A filled band, and where its pixels come from."""

    image: FloatArray
    """(h, w, 3) 0-255."""

    source: IntArray
    """(h, w, 2) row and column that the pixel is like; itself where it was known."""


def fill_by_example(image: FloatArray, is_known: BoolArray, is_wanted: BoolArray) -> ExampleFill | None:
    """Fill wanted pixels from known ones.

    Parameters
    ----------
    image
        (h, w, 3) 0-255; where it is not known a smooth guess.
    is_known
        (h, w) pixels to copy from.
    is_wanted
        (h, w) pixels to fill; what is neither known nor wanted is not looked at.

    Returns
    -------
    ExampleFill | None
        None when no patch is known whole.

    """
    levels = _pyramid(image, is_known, is_wanted)
    match: IntArray | None = None
    guess = levels[-1][0]
    for depth, (level, kind) in enumerate(reversed(levels)):
        is_source = _whole_patches(kind)
        if not is_source.any():
            if match is not None:
                return None
            continue
        current = np.where(
            kind[..., None] == _FIXED, level, resize_linear(guess, (kind.shape[1], kind.shape[0]))
        )
        current = np.ascontiguousarray(current, np.float32)
        is_first = match is None
        match = _started(match, kind, is_source)
        if is_first:
            _copy(current, kind, match)
        _improve(current, kind, match, _N_ROUNDS[min(depth, len(_N_ROUNDS) - 1)])
        guess = current
    if match is None or guess.shape != image.shape:
        return None
    return ExampleFill(guess, _sources(match, levels[0][1]))


def _pyramid(
    image: FloatArray, is_known: BoolArray, is_wanted: BoolArray
) -> list[tuple[FloatArray, ByteArray]]:
    """Return images and kinds of pixels, finest first, each half the one before."""
    kind = np.where(is_known, _FIXED, np.where(is_wanted, _WANTED, _IGNORED)).astype(np.uint8)
    levels = [(np.asarray(image, np.float32), kind)]
    while max(kind.shape) > 2 * _COARSEST_SIDE_PX:
        size = ((kind.shape[1] + 1) // 2, (kind.shape[0] + 1) // 2)
        shares = [resize_area(np.asarray(kind == k, np.float32), size) for k in (_FIXED, _WANTED, _IGNORED)]
        known = np.asarray(levels[-1][1] == _FIXED, np.float32)
        colours = resize_area(np.asarray(levels[-1][0] * known[..., None], np.float32), size)
        below = resize_area(levels[-1][0], size)
        colours = np.where(shares[0][..., None] > 0.5, colours / np.maximum(shares[0], 0.5)[..., None], below)
        kind = np.where(shares[0] > 0.5, _FIXED, np.where(shares[1] >= shares[2], _WANTED, _IGNORED))
        kind = kind.astype(np.uint8)
        levels.append((np.asarray(colours, np.float32), kind))
    return levels


def _mirrored(kind: ByteArray, is_source: BoolArray) -> IntArray:
    """Return matches (h, w, 2) that mirror wanted pixels at the nearest known ones: light and texture fit."""
    is_known = kind == _FIXED
    _, labels = cv2.distanceTransformWithLabels(
        (~is_known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    place = np.zeros((int(labels.max()) + 1, 2), np.int64)
    place[labels[is_known]] = np.argwhere(is_known)
    nearest = place[labels]
    outward = nearest - np.moveaxis(np.indices(kind.shape), 0, -1)
    depth = np.linalg.norm(outward, axis=-1, keepdims=True)
    # to and fro: what lies far out is another thing
    fold = _FOLD * max(kind.shape)
    away = np.maximum(fold - np.abs(np.mod(depth, 2 * fold) - fold), _RADIUS + 1)
    behind = np.round(nearest + outward / np.maximum(depth, 1.0) * away).astype(np.int64)
    behind = np.clip(behind, _RADIUS, np.array(kind.shape) - 1 - _RADIUS)
    is_found = is_source[behind[..., 0], behind[..., 1]]
    return np.where(is_found[..., None], behind, -1).astype(np.int32)


def _whole_patches(kind: ByteArray) -> BoolArray:
    """Return (h, w) the middles of patches that are known and lie in the picture."""
    square = np.ones((2 * _RADIUS + 1, 2 * _RADIUS + 1), np.uint8)
    known = (kind == _FIXED).astype(np.uint8)
    return cv2.erode(known, square, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0


def _started(match: IntArray | None, kind: ByteArray, is_source: BoolArray) -> IntArray:
    """Return matches of this level from those of the coarser one, or mirrored ones; -1 = none yet."""
    height, width = kind.shape
    if match is None:
        return _mirrored(kind, is_source)
    rows, columns = np.arange(height), np.arange(width)
    coarse = match[np.minimum(rows // 2, len(match) - 1)][:, np.minimum(columns // 2, match.shape[1] - 1)]
    fine = 2 * coarse + np.stack(np.meshgrid(rows % 2, columns % 2, indexing="ij"), axis=-1)
    inside = (coarse[..., 0] >= 0) & (fine[..., 0] < height) & (fine[..., 1] < width)
    y, x = np.where(inside, fine[..., 0], 0), np.where(inside, fine[..., 1], 0)
    inside &= is_source[y, x]
    return np.where(inside[..., None], fine, -1).astype(np.int32)


def _copy(image: FloatArray, kind: ByteArray, match: IntArray) -> None:
    """Set the wanted pixels to what they match, in place."""
    ys, xs = np.nonzero((kind == _WANTED) & (match[..., 0] >= 0))
    image[ys, xs] = image[match[ys, xs, 0], match[ys, xs, 1]]


def _improve(image: FloatArray, kind: ByteArray, match: IntArray, n_rounds: int) -> None:
    """Match patches and average their colours in turns; `image` and `match` change in place."""
    square = np.ones((2 * _RADIUS + 1, 2 * _RADIUS + 1), np.uint8)
    wanted = (kind == _WANTED).astype(np.uint8)
    targets = np.argwhere((cv2.dilate(wanted, square) > 0) & (kind != _IGNORED)).astype(np.int32)
    if not len(targets):
        return
    depth = cv2.distanceTransform(wanted, cv2.DIST_L2, 3)
    trust = np.maximum(_TRUST_FALL**-depth, _LEAST_TRUST).astype(np.float32)
    trust[kind == _IGNORED] = 0.0
    is_source = _whole_patches(kind)
    reach = max(4, round(_REACH * max(kind.shape)))
    options, field = (_RADIUS, reach, _FAR_COST / reach**2), (image, trust, is_source)
    ys, xs = targets.T
    for _ in range(n_rounds):
        cost = search_patches(field, targets, match, options, _N_SWEEPS)
        found = cost[ys, xs]
        scale = float(np.percentile(found[np.isfinite(found)], 60)) if np.isfinite(found).any() else 1.0
        alike = np.exp(-np.minimum(cost / max(2.0 * scale, 1.0), 20.0))
        vote(field, targets, match, np.asarray(trust * alike + 1e-9, np.float32), _RADIUS)


def _sources(match: IntArray, kind: ByteArray) -> IntArray:
    rows, columns = np.indices(kind.shape)
    itself = np.stack([rows, columns], axis=-1)
    is_copied = (kind == _WANTED) & (match[..., 0] >= 0)
    return np.where(is_copied[..., None], match, itself).astype(np.int32)

"""The loops of filling in by example, compiled by numba: without the interpreter lock, cached on disk."""

import numpy as np
from numba import njit

from likeness.typing import BoolArray, FloatArray, IntArray

Field = tuple[FloatArray, FloatArray, BoolArray]
"""Image (h, w, 3); trust in each pixel (h, w): 1 = known, between = to be filled in, 0 = not looked at;
middles of patches that may be copied (h, w)."""

Options = tuple[int, int, float]
"""Radius of a patch; how far from its target a source may lie; cost of a pixel of that distance, squared."""

_Place = tuple[int, int]
_Best = tuple[float, int, int]


@njit(cache=True, nogil=True)
def search_patches(
    field: Field, targets: IntArray, match: IntArray, options: Options, n_sweeps: int
) -> FloatArray:
    """Improve where each target patch is best matched (PatchMatch: Barnes et al. 2009).

    `targets` (n, 2) rows and columns in scan order; `match` (h, w, 2) row and column of the source, -1 =
    none, changes in place. Returns (h, w) the mean squared difference of the matches.
    """
    cost = np.zeros(field[1].shape, np.float32)
    state = np.uint32(12345)
    n_targets = targets.shape[0]
    for sweep in range(n_sweeps):
        step = 1 if sweep % 2 == 0 else -1
        for index in range(n_targets):
            i = index if step == 1 else n_targets - 1 - index
            at = (int(targets[i, 0]), int(targets[i, 1]))
            best = (np.inf, -1, -1)
            if match[at[0], at[1], 0] >= 0:
                best = _better(
                    field, at, (int(match[at[0], at[1], 0]), int(match[at[0], at[1], 1])), options, best
                )
            best = _propagated(field, match, at, (options, step), best)
            best, state = _searched(field, at, options, best, state)
            cost[at[0], at[1]] = best[0]
            match[at[0], at[1], 0], match[at[0], at[1], 1] = best[1], best[2]
    return cost


@njit(cache=True, nogil=True)
def _propagated(field: Field, match: IntArray, at: _Place, how: tuple[Options, int], best: _Best) -> _Best:
    """Try the matches of the neighbours that were visited before."""
    options, step = how
    for side in range(2):
        row, column = (at[0] - step, at[1]) if side == 0 else (at[0], at[1] - step)
        if 0 <= row < match.shape[0] and 0 <= column < match.shape[1] and match[row, column, 0] >= 0:
            source = (int(match[row, column, 0]) + at[0] - row, int(match[row, column, 1]) + at[1] - column)
            best = _better(field, at, source, options, best)
    return best


@njit(cache=True, nogil=True)
def _searched(
    field: Field, at: _Place, options: Options, best: _Best, state: np.uint32
) -> tuple[_Best, np.uint32]:
    """Try random places, nearer and nearer to the best."""
    around = options[1]
    while around >= 1:
        state = np.uint32(state * np.uint32(1664525) + np.uint32(1013904223))
        v = int(state >> np.uint32(8)) % (2 * around + 1) - around
        state = np.uint32(state * np.uint32(1664525) + np.uint32(1013904223))
        u = int(state >> np.uint32(8)) % (2 * around + 1) - around
        is_near = best[1] >= 0 and around < options[1]
        source = (best[1] + v, best[2] + u) if is_near else (at[0] + v, at[1] + u)
        best = _better(field, at, source, options, best)
        around //= 2
    return best, state


@njit(cache=True, nogil=True)
def _better(field: Field, at: _Place, source: _Place, options: Options, best: _Best) -> _Best:
    """Return the better of a source and the best one so far."""
    is_source = field[2]
    inside = 0 <= source[0] < is_source.shape[0] and 0 <= source[1] < is_source.shape[1]
    if not inside or not is_source[source[0], source[1]]:
        return best
    far = options[2] * float((source[0] - at[0]) ** 2 + (source[1] - at[1]) ** 2)
    if far >= best[0]:
        return best
    cost = far + _distance(field, at, source, options[0], best[0] - far)
    return (cost, source[0], source[1]) if cost < best[0] else best


@njit(cache=True, nogil=True)
def _distance(field: Field, at: _Place, source: _Place, radius: int, most: float) -> float:
    """Return the mean squared difference of two patches; infinite as soon as it is above `most`."""
    image, trust = field[0], field[1]
    top, bottom = max(-radius, -at[0]), min(radius, trust.shape[0] - 1 - at[0])
    left, right = max(-radius, -at[1]), min(radius, trust.shape[1] - 1 - at[1])
    limit = most * (bottom - top + 1) * (right - left + 1)
    total, count = np.float32(0.0), np.float32(0.0)
    for v in range(top, bottom + 1):
        for u in range(left, right + 1):
            share = trust[at[0] + v, at[1] + u]
            if share > 0:
                for k in range(3):
                    d = image[at[0] + v, at[1] + u, k] - image[source[0] + v, source[1] + u, k]
                    total += share * d * d
                count += share
        if total > limit:
            return np.inf
    return float(total / count) if count > 0 else np.inf


@njit(cache=True, nogil=True)
def vote(field: Field, targets: IntArray, match: IntArray, weight: FloatArray, radius: int) -> None:
    """Set the wanted pixels to the mean, weighted by (h, w) `weight`, of all patches over them, in place."""
    image, trust = field[0], field[1]
    height, width = trust.shape
    total = np.zeros((height, width, 4), np.float32)
    for i in range(targets.shape[0]):
        y, x = targets[i, 0], targets[i, 1]
        shift_y, shift_x, share = match[y, x, 0] - y, match[y, x, 1] - x, weight[y, x]
        if match[y, x, 0] < 0:
            continue
        for row in range(max(y - radius, 0), min(y + radius + 1, height)):
            for column in range(max(x - radius, 0), min(x + radius + 1, width)):
                for k in range(3):
                    total[row, column, k] += share * image[row + shift_y, column + shift_x, k]
                total[row, column, 3] += share
    for row in range(height):
        for column in range(width):
            if 0 < trust[row, column] < 1 and total[row, column, 3] > 0:
                for k in range(3):
                    image[row, column, k] = total[row, column, k] / total[row, column, 3]

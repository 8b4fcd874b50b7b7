"""The loops of filling in by example, compiled by numba: without the interpreter lock, cached on disk."""

import numpy as np
import numpy.typing as npt
from numba import njit

from likeness.typing import BoolArray, FloatArray, IntArray

Field = tuple[FloatArray, FloatArray, BoolArray]
"""Image (h, w, 3); trust in each pixel (h, w): 1 = known, between = to be filled in, 0 = not looked at;
middles of patches that may be copied (h, w)."""

Options = tuple[int, int, float]
"""Radius of a patch; how far from its target a source may lie; cost of a pixel of that distance, squared."""

_Doubles = npt.NDArray[np.float64]
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


@njit(cache=True, nogil=True)
def matting_rows(image: FloatArray, number: IntArray, n_unknown: int, ridge: float) -> FloatArray:
    """Return (N, 25) rows of the matting Laplacian (Levin, Lischinski & Weiss 2008) of the unknown pixels.

    `image` (h, w, 3) in 0-1; `number` (h, w) of each unknown pixel, -1 = known. Columns are the pixels of the
    5 x 5 square around it, row by row.
    """
    height, width = number.shape
    rows = np.zeros((n_unknown, 25), np.float32)
    colours = np.empty((9, 3), np.float64)
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            if not (number[y - 1 : y + 2, x - 1 : x + 2] >= 0).any():
                continue
            for i in range(9):
                for k in range(3):
                    colours[i, k] = image[y + i // 3 - 1, x + i % 3 - 1, k]
            _whiten(colours, ridge / 9.0)
            for i in range(9):
                row = number[y + i // 3 - 1, x + i % 3 - 1]
                if row < 0:
                    continue
                rows[row, 12] += 1.0
                for j in range(9):
                    alike = 1.0
                    for k in range(3):
                        alike += colours[i, k] * colours[j, k]
                    rows[row, (j // 3 - i // 3 + 2) * 5 + j % 3 - i % 3 + 2] -= alike / 9.0
    return rows


@njit(cache=True, nogil=True)
def _whiten(colours: _Doubles, ridge: float) -> None:
    """Make the mean of (9, 3) colours 0 and their covariance, with a ridge, the identity, in place."""
    for k in range(3):
        colours[:, k] -= colours[:, k].mean()
    lower = np.zeros((3, 3), np.float64)
    for k in range(3):
        for m in range(k + 1):
            total = ridge if k == m else 0.0
            for i in range(9):
                total += colours[i, k] * colours[i, m] / 9.0
            for q in range(m):
                total -= lower[k, q] * lower[m, q]
            lower[k, m] = np.sqrt(total) if k == m else total / lower[m, m]
    for i in range(9):
        for k in range(3):
            for q in range(k):
                colours[i, k] -= lower[k, q] * colours[i, q]
            colours[i, k] /= lower[k, k]


@njit(cache=True, nogil=True)
def _times(rows: FloatArray, places: IntArray, field: _Doubles) -> _Doubles:
    """Return (N,) the rows times a field (h + 4, w + 4) that is padded by two on every side."""
    out = np.empty(rows.shape[0], np.float64)
    for i in range(rows.shape[0]):
        y, x = places[i, 0], places[i, 1]
        total = 0.0
        for v in range(5):
            for u in range(5):
                total += rows[i, 5 * v + u] * field[y + v, x + u]
        out[i] = total
    return out


@njit(cache=True, nogil=True)
def solved_alpha(
    rows: FloatArray, places: IntArray, alpha: FloatArray, hold: FloatArray, limits: tuple[int, float]
) -> FloatArray:
    """Return (N,) alpha of the unknown pixels by conjugate gradients.

    `places` (N, 2) row and column of each; `alpha` (h, w): known values, and guesses of the unknown ones, to
    which the result is tied by `hold` (N,); `limits`: most steps, and the error, against that of the
    guesses, at which to stop.
    """
    n, (height, width) = rows.shape[0], alpha.shape
    field = np.zeros((height + 4, width + 4), np.float64)
    field[2:-2, 2:-2] = alpha
    rest = -_times(rows, places, field)  # the guess is its own anchor: it adds nothing to the error
    x = np.empty(n, np.float64)
    scale = np.empty(n, np.float64)
    for i in range(n):
        x[i] = alpha[places[i, 0], places[i, 1]]
        scale[i] = 1.0 / (rows[i, 12] + hold[i])
    field[:] = 0.0
    step = scale * rest
    fit = (rest * step).sum()
    enough = limits[1] ** 2 * fit
    for _ in range(limits[0]):
        if fit <= enough or fit < 1e-12:
            break
        for i in range(n):
            field[places[i, 0] + 2, places[i, 1] + 2] = step[i]
        along = _times(rows, places, field) + hold * step
        length = fit / (step * along).sum()
        x += length * step
        rest -= length * along
        scaled = scale * rest
        before, fit = fit, (rest * scaled).sum()
        step = scaled + fit / before * step
    return x.astype(np.float32)

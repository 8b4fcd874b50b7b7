"""The hot loop of alignment, compiled by numba and cached on disk after the first run."""

import numpy as np
from numba import njit

from likeness.typing import ByteArray, FloatArray

DIAGONAL, FIRST_ONLY, SECOND_ONLY = 0, 1, 2


@njit(cache=True, nogil=True)
def warping_steps(first: FloatArray, second: FloatArray, reach: int, detour: float) -> ByteArray:
    """Return how the cheapest path through two sounds came to each pair of frames.

    `first` (N, K) and `second` (M, K) hold rows of probabilities; a pair costs the negative logarithm of the
    probability that both frames are the same, times `detour` where only one of the two sounds moves on. Row i
    of the result (N, 2 * `reach` + 1) covers the frames of `second` around the diagonal, from
    i * M // N - `reach` on. It holds `DIAGONAL`, `FIRST_ONLY` (only the first sound moved on) or
    `SECOND_ONLY`.
    """
    n, m, n_classes = first.shape[0], second.shape[0], first.shape[1]
    width = 2 * reach + 1
    steps = np.zeros((n, width), np.uint8)
    before = np.full(width + 1, np.inf)
    here = np.full(width + 1, np.inf)
    for i in range(n):
        start = i * m // n - reach
        shift = start - ((i - 1) * m // n - reach) if i else 0
        here[:] = np.inf
        for k in range(width):
            j = start + k
            if j < 0 or j >= m:
                continue
            same = 1e-3
            for c in range(n_classes):
                same += first[i, c] * second[j, c]
            cost = -np.log(same)
            if i == 0 and j == 0:
                here[k] = cost
                continue
            # The band moved by `shift` since the row before.
            up = k + shift
            best, step = np.inf, 0
            if 0 <= up - 1 < width and before[up - 1] + cost < best:
                best, step = before[up - 1] + cost, 0
            if up < width and before[up] + detour * cost < best:
                best, step = before[up] + detour * cost, 1
            if k > 0 and here[k - 1] + detour * cost < best:
                best, step = here[k - 1] + detour * cost, 2
            here[k] = best
            steps[i, k] = step
        before, here = here, before
    return steps

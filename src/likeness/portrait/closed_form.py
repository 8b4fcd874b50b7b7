"""Closed-form matting (Levin, Lischinski & Weiss 2008, "A closed-form solution to natural image matting").

Where segmentation cannot tell, alpha is in every small window as nearly as can be a linear function of the
colours. Hair is kept strand by strand, and what the segmentation cut off grows back as far as its colours
reach.
"""

import numpy as np

from likeness.portrait.kernels import matting_rows, solved_alpha
from likeness.typing import BoolArray, FloatArray

_RIDGE = 3e-7  # for colours in 0-1
_LEAST_HOLD = 1e-6  # of a guess without confidence, so that what touches nothing known does not drift
_MOST_HOLD = 0.02  # of a confident one: busy backgrounds look like the subject in one place or another
_MOST_STEPS, _ENOUGH = 500, 1e-3


def closed_form_alpha(
    image: FloatArray, guess: FloatArray, is_unknown: BoolArray, confidence: FloatArray
) -> FloatArray:
    """Return alpha (h, w) in 0-1.

    Parameters
    ----------
    image
        (h, w, 3) colours in 0-1.
    guess
        (h, w) alpha in 0-1; kept where it is known.
    is_unknown
        (h, w) where alpha is to be found.
    confidence
        (h, w) 0-1 in the guess where alpha is to be found.

    """
    if not is_unknown.any() or min(guess.shape) < 3:
        return guess
    places = np.argwhere(is_unknown).astype(np.int32)
    number = np.full(guess.shape, -1, np.int32)
    number[is_unknown] = np.arange(len(places))
    rows = matting_rows(np.asarray(image, np.float32), number, len(places), _RIDGE)
    hold = np.asarray(_LEAST_HOLD + _MOST_HOLD * confidence[is_unknown], np.float32)
    found = solved_alpha(rows, places, np.asarray(guess, np.float32), hold, (_MOST_STEPS, _ENOUGH))
    alpha = guess.copy()
    alpha[is_unknown] = np.clip(found, 0.0, 1.0)
    return alpha

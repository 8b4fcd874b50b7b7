"""Finer mattes by the package pymatting, when the extra `matting-hq` is installed.

Closed-form matting at the full working size and multi-level foreground colours (Germer et al. 2020, "Fast
multi-level foreground estimation"). What is subject and what is not is decided before; here only the edge is
solved anew.
"""

import importlib
import importlib.util
import os
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np

from likeness.core.pixels import box_mean
from likeness.portrait.pattern import pattern_around
from likeness.typing import BoolArray, FloatArray

MATTING_VARIABLE = "LIKENESS_MATTING"
"""Environment variable; `builtin` = the extra is not used though it is installed."""

PACKAGE = "pymatting"
_SURE = (0.02, 0.98)  # alpha of the first solution; what lies between is solved anew
_REACH = 0.004  # of the long side: and what lies so near to that
_RIDGE = 1e-6  # for colours in 0-1
_MOST_STEPS = 2000


def is_used() -> bool:
    """Whether the extra is installed and not switched off."""
    return os.environ.get(MATTING_VARIABLE) != "builtin" and importlib.util.find_spec(PACKAGE) is not None


def matting_name() -> str:
    """Return what makes the mattes: `built-in`, or the package and its version."""
    return f"{PACKAGE} {version(PACKAGE)}" if is_used() else "built-in"


def finer_alpha(image: FloatArray, alpha: FloatArray) -> FloatArray:
    """Solve the edge of a matte anew.

    Parameters
    ----------
    image
        (h, w, 3) colours in 0-1.
    alpha
        (h, w) first solution, 0-1; it stays where it is certain and where nothing better is found.

    """
    is_unknown = _edge(alpha)
    is_subject, is_background = (alpha > 0.5) & ~is_unknown, (alpha <= 0.5) & ~is_unknown
    if not (is_unknown.any() and is_subject.any() and is_background.any()):
        return alpha
    trimap = np.where(is_unknown, 0.5, is_subject).astype(np.float64)
    try:
        solved = _pymatting().estimate_alpha_cf(
            image.astype(np.float64),
            trimap,
            laplacian_kwargs={"epsilon": _RIDGE},
            cg_kwargs={"maxiter": _MOST_STEPS},
        )
    except ValueError:  # it did not converge
        return alpha
    # before a pattern strands cannot be told from lines of the background: there the first solution stays
    busy = pattern_around(image * np.float32(255), is_background)
    return np.asarray(solved + (alpha - solved) * busy, np.float32)


def finer_colours(image: FloatArray, alpha: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the colours (h, w, 3), 0-1, of the subject and of the background in an image (h, w, 3)."""
    foreground, background = _pymatting().estimate_foreground_ml(image, alpha, return_background=True)
    return np.asarray(foreground, np.float32), np.asarray(background, np.float32)


def _pymatting() -> Any:
    """Return the package; it is loaded only when needed, and has no type hints."""
    return importlib.import_module(PACKAGE)


def _edge(alpha: FloatArray) -> BoolArray:
    """Return (h, w) where a matte is not certain, and beside it."""
    reach = max(1, round(_REACH * max(alpha.shape)))
    # a hard edge has nothing between all and nothing; its mean has
    near = box_mean(alpha, 1)
    between = ((near > _SURE[0]) & (near < _SURE[1])).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(between, disc) > 0)

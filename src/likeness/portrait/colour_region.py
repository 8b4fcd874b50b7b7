"""A region grown from a sure part by its colours (GrabCut: Rother, Kolmogorov & Blake, SIGGRAPH 2004)."""

import cv2
import numpy as np

from likeness.typing import BoolArray, ByteArray, Points2, RgbImage

_N_ITERATIONS = 8


def grow_region(lab: RgbImage, labels: ByteArray, seed: Points2, smallest_px: int) -> BoolArray:
    """Return (h, w) the connected region around a seed whose colours are the seed's.

    Parameters
    ----------
    lab
        (h, w, 3) colours.
    labels
        (h, w) OpenCV's GC_* labels: what is surely or perhaps outside or inside; the seed need not be in it.
    seed
        (N, 2) polygon that is surely inside.
    smallest_px
        Width of the thinnest part that is kept.
    """
    mask = np.array(labels)
    corners = np.round(seed).astype(np.int32)
    cv2.fillPoly(mask, [corners], int(cv2.GC_FGD))
    cv2.setRNGSeed(0)  # its clusters start at random
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    box = [0, 0, 0, 0]  # not looked at in this mode
    cv2.grabCut(lab, mask, box, background, foreground, _N_ITERATIONS, cv2.GC_INIT_WITH_MASK)
    is_inside = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (smallest_px, smallest_px))
    _, parts = cv2.connectedComponents(cv2.morphologyEx(is_inside, cv2.MORPH_OPEN, brush))
    x, y = np.clip(corners, 0, np.array(lab.shape[1::-1]) - 1).T
    counts = np.bincount(parts[y, x], minlength=2)
    return np.asarray(parts == int(counts[1:].argmax()) + 1)

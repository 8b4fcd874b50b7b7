"""A portrait made ready for another background: nothing of the old one in its edges.

Before its own background a subject may keep faint traces of it: a smudge of wall beside the hair is not seen
there, and a bright contour is right. Before another one both are faults. Colours of the edge are pulled back
from the old background's towards those further inside of the subject, the coverage falls as much as the
colour was the background's, and what hangs on to no part of the subject goes.
"""

from dataclasses import replace

import cv2
import numpy as np

from likeness.core.pixels import box_mean, resize_area, to_bytes
from likeness.core.portrait import Portrait
from likeness.typing import AlphaImage, BoolArray, FloatArray, IndexArray, RgbImage

EMPTY_BACKGROUND = 226
"""Grey behind pictures that come without a background."""

_WORK_SIDE_PX = 1400
_SOLID = 250  # alpha of the subject's inside
_INSIDE = (0.006, 0.03)  # of the long side: near and far radius in which inside colours are gathered
_RIM = 0.0025  # of the long side: how far inside of a solid edge the old background still shines
_CONTRAST = 30.0  # grey levels: two colours nearer to each other cannot be told apart
_HELD = 128  # alpha that holds what is fainter beside it
_STRAY_REACH = 0.04  # of the long side: how far loose hair reaches from there
_FAINT = (0.06, 0.40)  # coverage that is noise, near such a part and from the reach on
_FAINT_RAMP = 0.12  # of coverage, over which noise ends
_ALIKE, _UNLIKE = 28.0, 75.0  # grey levels: as good as the background's colour, and certainly another one
_SPILL = (0.45, 0.9)  # of a soft pixel's colour: less says nothing about its coverage, from there on all goes
_RIM_SPILL = (0.7, 0.95)  # the same for solid rims, whose light is more likely the subject's own
_JOINS = 40  # alpha that connects two parts; fainter bridges are noise
_SOFT_PX = 9  # side of a square: twice as far as what is fainter may reach beyond what is connected
_CLEAR = 64  # alpha through which one sees
_LEAST_HOLE = 0.0004  # of the picture: smaller holes are closed
_LEAST_PART = 0.002  # of the subject: smaller solid pieces beside it are no part of it


def cut_out(portrait: Portrait) -> Portrait:
    """Return the portrait without traces of its background in colours and coverage of its edges.

    Pictures that came cut out stay as they are.
    """
    if bool((portrait.plate_rgb == EMPTY_BACKGROUND).all()):
        return portrait
    portrait = _before_others(portrait)
    alpha = _without_pinholes(_without_strays(portrait.alpha))
    ys, xs = np.nonzero(_edge(alpha))
    if not len(ys):
        return replace(portrait, alpha=alpha)
    inside = _inside_colours(portrait.foreground_rgb, alpha)
    inner = _sampled(inside, ys, xs, alpha.shape)
    behind = portrait.plate_rgb[ys, xs].astype(np.float32)
    colours = portrait.foreground_rgb[ys, xs].astype(np.float32)
    away = behind - inner
    spill = np.clip(((colours - inner) * away).sum(1) / ((away**2).sum(1) + _CONTRAST**2), 0.0, 1.0)
    covered = alpha[ys, xs].astype(np.float32) / np.float32(255)
    # what looks like the background is a part of it that the matte has missed; skin before a white wall is
    # on the line from dark hair to the wall, too, but not near to the wall's colour
    distance = np.linalg.norm(colours - behind, axis=1)
    alike = _ramp(-distance, -_UNLIKE, -_ALIKE)
    softness = 1 - covered**2
    rim = _ramp(spill, *_RIM_SPILL) * alike
    lost = np.maximum(_ramp(spill, *_SPILL) * softness * alike, rim)
    lost = _evened(lost, (ys, xs), alpha.shape)
    taken = spill * np.maximum(softness, rim)
    foreground, clean = portrait.foreground_rgb.copy(), alpha.copy()
    foreground[ys, xs] = to_bytes(colours - taken[:, None] * away)
    clean[ys, xs] = to_bytes(255 * covered * (1 - lost))
    return replace(portrait, alpha=clean, foreground_rgb=foreground)


def _evened(values: FloatArray, places: tuple[IndexArray, IndexArray], shape: tuple[int, ...]) -> FloatArray:
    """Return values (N,) at places as means of their neighbours: grain and blocks would make a lattice."""
    image, known = np.zeros((2, *shape), np.float32)
    image[places], known[places] = values, 1
    return np.asarray(box_mean(image, 1)[places] / box_mean(known, 1)[places], np.float32)


def _before_others(portrait: Portrait) -> Portrait:
    """Return the portrait with the edge that it has before other backgrounds than its own."""
    edge = portrait.own_edge
    if not len(edge.places):
        return portrait
    alpha, foreground = portrait.alpha.copy(), portrait.foreground_rgb.copy()
    alpha.reshape(-1)[edge.places] = edge.alpha
    foreground.reshape(-1, 3)[edge.places] = edge.foreground_rgb
    return replace(portrait, alpha=alpha, foreground_rgb=foreground)


def _ramp(values: FloatArray, start: float, end: float) -> FloatArray:
    """Return 0 up to the start, 1 from the end on, a straight line between."""
    return np.asarray(np.clip((values - start) / (end - start), 0.0, 1.0), np.float32)


def _edge(alpha: AlphaImage) -> BoolArray:
    """Return (H, W) True where the subject is soft, and in the rim of its solid part."""
    reach = max(1, round(_RIM * max(alpha.shape)))
    square = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    # beyond the picture the subject goes on
    deep = cv2.erode(alpha, square, borderType=cv2.BORDER_REPLICATE)
    return np.asarray((alpha > 0) & (deep < _SOLID))


def _without_strays(alpha: AlphaImage) -> AlphaImage:
    """Return alpha without noise: what is faint goes, and what is not connected with the subject."""
    far = cv2.distanceTransform((alpha < _HELD).astype(np.uint8), cv2.DIST_L2, 3)
    far = np.minimum(far / np.float32(_STRAY_REACH * max(alpha.shape)), 1.0)
    levels = alpha / np.float32(255)
    faint = np.float32(_FAINT[0]) + np.float32(_FAINT[1] - _FAINT[0]) * far
    sharpened = to_bytes(255 * levels * np.clip((levels - faint) / np.float32(_FAINT_RAMP), 0.0, 1.0))
    _, labels, stats, _ = cv2.connectedComponentsWithStats((sharpened > _JOINS).astype(np.uint8))
    solid = [int(label) for label in np.unique(labels[alpha >= _SOLID]) if label]
    sizes = stats[:, cv2.CC_STAT_AREA]
    largest = max((int(sizes[label]) for label in solid), default=0)
    kept = np.zeros(len(sizes), np.uint8)
    kept[[label for label in solid if sizes[label] >= _LEAST_PART * largest]] = 1
    near = cv2.dilate(kept[labels], np.ones((_SOFT_PX, _SOFT_PX), np.uint8))
    return np.asarray(sharpened * near, np.uint8)


def _without_pinholes(alpha: AlphaImage) -> AlphaImage:
    """Return alpha whose small holes are closed: a dark pupil before a dark wall is no window.

    Holes through which something is to be seen are large: between arm and body, under a chain.
    """
    is_open = (alpha < _SOLID).astype(np.uint8)
    _, labels = cv2.connectedComponents(is_open)
    n_clear = np.bincount(labels[alpha < _CLEAR], minlength=int(labels.max()) + 1)
    at_border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    is_pinhole = n_clear < _LEAST_HOLE * alpha.size
    is_pinhole[at_border] = is_pinhole[0] = False
    return np.where(is_pinhole[labels], np.uint8(255), alpha).astype(np.uint8)


def _inside_colours(foreground: RgbImage, alpha: AlphaImage) -> FloatArray:
    """Return (h, w, 3), at reduced size, the colours of the solid subject around each place."""
    shrink = min(1.0, _WORK_SIDE_PX / max(alpha.shape))
    size = (max(1, round(alpha.shape[1] * shrink)), max(1, round(alpha.shape[0] * shrink)))
    rim = max(1, round(_RIM * max(alpha.shape)))
    solid = cv2.erode((alpha >= _SOLID).astype(np.uint8), np.ones((2 * rim + 1, 2 * rim + 1), np.uint8))
    weight = resize_area(np.asarray(solid, np.float32), size)
    masked = np.asarray(cv2.bitwise_and(foreground, foreground, mask=solid), np.uint8)
    weighted = resize_area(masked, size).astype(np.float32)
    near, far = (max(1, round(share * max(size))) for share in _INSIDE)
    colours = _gathered(weighted, weight, 4 * far)
    for radius in (far, near):
        trust = np.clip(box_mean(weight, radius) / 0.02, 0.0, 1.0)[..., None]
        colours += (_gathered(weighted, weight, radius) - colours) * trust
    return np.asarray(colours, np.float32)


def _gathered(weighted: FloatArray, weight: FloatArray, radius: int) -> FloatArray:
    total = np.maximum(box_mean(weight, radius), 1e-5)[..., None]
    return np.asarray(box_mean(weighted, radius) / total, np.float32)


def _sampled(colours: FloatArray, ys: IndexArray, xs: IndexArray, shape: tuple[int, ...]) -> FloatArray:
    rows, columns = ys * colours.shape[0] // shape[0], xs * colours.shape[1] // shape[1]
    return np.asarray(colours[rows, columns], np.float32)

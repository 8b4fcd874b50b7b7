"""Separates the subject from the background, coarsely: a probability per pixel for the matte to refine.

First the selfie segmentation network carried by mediapipe 0.10.21 (256x256, MobileNetV3 encoder). It knows
people, also painted ones. Where it misses part of the face, as on some animals and drawings, GrabCut seeded
from the mesh takes over (Rother, Kolmogorov & Blake 2004, "GrabCut").
"""

import cv2
import numpy as np

from likeness.core.pixels import blur, resize_area, resize_linear
from likeness.core.rig import load_rig
from likeness.portrait.network import Network
from likeness.typing import AlphaImage, BoolArray, FloatArray, Points2, Points3, RgbImage

_NETWORK_SIDE_PX = 256
_MIN_FACE_COVERAGE = 0.9
"""Of the face oval; the network is not believed below."""

_TEMPLATE_OVAL_SCALE = 0.5
"""How much of a template's oval surely lies on an animal, whose head may be much narrower than a person's."""

_TEMPLATE_EYE_SCALE = 1.5
"""So much larger than its landmarks an eye with its rim may be."""

_MIN_TEMPLATE_COVERAGE = 0.5

_GRABCUT_SIDE_PX = 400
_GRABCUT_ITERATIONS = 4
_SURE_OVAL_SCALE = 0.9
_EDGE_SIGMA_PX = 1.5
"""Softness of the GrabCut edge at its working size."""

_UNSURE = (0.1, 0.9)
_UNSURE_SIDE_PX = 320
_UNSURE_WIDTH = 0.022
"""Of the long side; the network is unsure along every edge, but not over a wider area."""

_UNSURE_SHARE = 0.001
"""Of the picture; less is not worth the time."""

_UNSURE_ITERATIONS = 2

_NEWS_REACH = 0.02
"""Of the long side: how far beyond the subject of the whole picture a close look may find more of it."""


def segment_subject(
    rgb: RgbImage, network: Network, landmarks_px: Points3, *, is_template: bool = False
) -> FloatArray:
    """Return how likely each pixel belongs to the subject whose face is given.

    Args:
        rgb: (H, W, 3) sRGB picture.
        network: The selfie segmentation network, `FaceModels.segmentation`.
        landmarks_px: (478, 3) mesh of the face in picture pixels.
        is_template: The mesh was laid through a few points, as on animals; its oval is only roughly theirs.

    Returns:
        (H, W) float32, 0-1.
    """
    probability = person_probability(rgb, network)
    least = _MIN_TEMPLATE_COVERAGE if is_template else _MIN_FACE_COVERAGE
    if face_coverage(probability, landmarks_px) >= least:
        return probability
    return grabcut_subject(rgb, landmarks_px, is_template=is_template)


def person_probability(rgb: RgbImage, network: Network) -> FloatArray:
    """Run the network on the whole picture (H, W, 3) -> (H, W) float32, 0-1."""
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, (_NETWORK_SIDE_PX, _NETWORK_SIDE_PX), interpolation=cv2.INTER_AREA)
    (mask,) = network.run(small[np.newaxis].astype(np.float32) / np.float32(255))
    resized = cv2.resize(mask[0, ..., 0], (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(resized, 0, 1).astype(np.float32)


def face_coverage(probability: FloatArray, landmarks_px: Points3) -> float:
    """Return the part of the visible face oval, 0-1, that a segmentation (H, W) gives to the subject."""
    oval = _filled(_oval(landmarks_px), probability.shape)
    return float((probability[oval] > 0.5).mean()) if oval.any() else 0.0


def grabcut_subject(rgb: RgbImage, landmarks_px: Points3, *, is_template: bool = False) -> FloatArray:
    """Cut out the subject by colour, starting from where its face is.

    Args:
        rgb: (H, W, 3) sRGB picture.
        landmarks_px: (478, 3) mesh of the face in picture pixels.
        is_template: See `segment_subject`.

    Returns:
        (H, W) float32, 0-1, with a soft edge.
    """
    height, width = rgb.shape[:2]
    shrink = min(1.0, _GRABCUT_SIDE_PX / max(height, width))
    size_px = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    small = cv2.resize(rgb, size_px, interpolation=cv2.INTER_AREA)
    oval = _oval(landmarks_px) * np.float32(shrink)
    inside = sure_face(landmarks_px, is_template=is_template) * np.float32(shrink)
    sure = _filled(inside if is_template else _scaled(oval, _SURE_OVAL_SCALE), small.shape[:2])
    labels = _seeds(oval, sure)
    if sure.any() and (labels == cv2.GC_BGD).any():
        # GrabCut's first clusters are random; the result must not depend on what ran before.
        cv2.setRNGSeed(0)
        colours = np.zeros((1, 65)), np.zeros((1, 65))
        no_box = (0, 0, 0, 0)
        cv2.grabCut(small, labels, no_box, *colours, _GRABCUT_ITERATIONS, cv2.GC_INIT_WITH_MASK)
    is_subject = _part_below(np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)), sure)
    soft = cv2.GaussianBlur(is_subject.astype(np.float32), (0, 0), _EDGE_SIGMA_PX)
    return np.clip(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), 0, 1).astype(np.float32)


def sure_face(landmarks_px: Points3, *, is_template: bool) -> Points2:
    """Return the outline (N, 2) of what always belongs to the subject, in picture pixels.

    The face oval; of a template, whose oval may reach beyond an animal's head, its middle with both eyes.
    """
    oval = _oval(landmarks_px)
    if not is_template:
        return oval
    contours = load_rig().contours
    eyes = [
        _scaled(
            np.concatenate(
                [landmarks_px[contours[f"eyelid_{side}_{lid}"], :2] for lid in ("upper", "lower")]
            ),
            _TEMPLATE_EYE_SCALE,
        )
        for side in ("right", "left")
    ]
    middle = _scaled(oval, _TEMPLATE_OVAL_SCALE)
    hull = cv2.convexHull(np.concatenate([middle, *eyes]).astype(np.float32))
    return np.asarray(hull[:, 0], np.float32)


def no_further(close: FloatArray, whole: FloatArray) -> FloatArray:
    """Return a close look (h, w) that claims nothing far outside of the whole picture's subject.

    A crop shows less of what is what: a piece of landscape beside a shoulder may pass for a sleeve. Both are
    probabilities of the same pixels.
    """
    height, width = whole.shape
    shrink = min(1.0, _UNSURE_SIDE_PX / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    reach = max(1, round(_NEWS_REACH * max(size)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near = cv2.dilate(resize_area(whole, size), disc)
    return np.minimum(close, resize_linear(np.asarray(near, np.float32), (width, height)))


def settle_unsure(rgb: RgbImage, probability: FloatArray) -> FloatArray:
    """Let colours decide about areas wider than an edge of which the network is unsure.

    They would become see-through: flat hair beside a neck, the shadow on a wall, an animal's ear. GrabCut
    learns the colours from where the network is sure.

    Args:
        rgb: (H, W, 3) sRGB picture.
        probability: (H, W) float32, 0-1, of the network.

    Returns:
        (H, W) float32, 0-1.
    """
    height, width = probability.shape
    shrink = min(1.0, _UNSURE_SIDE_PX / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    small = resize_area(probability, size)
    wide = _wide_areas((small > _UNSURE[0]) & (small < _UNSURE[1]))
    labels = np.where(small > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[small >= _UNSURE[1]], labels[small <= _UNSURE[0]] = cv2.GC_FGD, cv2.GC_BGD
    kinds = np.unique(labels)
    if wide.mean() < _UNSURE_SHARE or not {cv2.GC_FGD, cv2.GC_BGD} <= set(kinds.tolist()):
        return probability
    cv2.setRNGSeed(0)
    colours, no_box = (np.zeros((1, 65)), np.zeros((1, 65))), (0, 0, 0, 0)
    cv2.grabCut(resize_area(rgb, size), labels, no_box, *colours, _UNSURE_ITERATIONS, cv2.GC_INIT_WITH_MASK)
    decided = blur(np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32), _EDGE_SIGMA_PX)
    weight = blur(wide.astype(np.float32), _EDGE_SIGMA_PX)
    weight, decided = (resize_linear(values, (width, height)) for values in (weight, decided))
    return np.asarray(probability + (decided - probability) * weight, np.float32)


def _wide_areas(mask: BoolArray) -> BoolArray:
    """Return the parts of a mask (h, w) that are wider than an edge, with their margins."""
    side = max(3, round(_UNSURE_WIDTH * max(mask.shape)))
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    # beyond the picture's border an area goes on
    core = cv2.erode(mask.astype(np.uint8), brush, borderType=cv2.BORDER_CONSTANT, borderValue=1)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * side + 1, 2 * side + 1))
    return np.asarray((cv2.dilate(core, around) > 0) & mask)


def _seeds(oval: Points2, sure: BoolArray) -> AlphaImage:
    """Return GrabCut's labels before the first iteration: face, likely head and body, likely rest, border."""
    height, width = sure.shape
    likely = _head_and_body(oval, sure.shape)
    labels = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    border = np.zeros_like(sure)
    thickness_px = max(2, round(0.02 * max(height, width)))
    border[:thickness_px] = border[:, :thickness_px] = border[:, -thickness_px:] = True
    labels[border & ~likely] = cv2.GC_BGD
    labels[likely] = cv2.GC_PR_FGD
    labels[sure] = cv2.GC_FGD
    return labels


def _head_and_body(oval: Points2, shape: tuple[int, ...]) -> BoolArray:
    """Return where hair and body of an upright subject mostly are."""
    low, high = oval.min(axis=0), oval.max(axis=0)
    centre_x, face_width, face_height = (low[0] + high[0]) / 2, high[0] - low[0], high[1] - low[1]
    canvas = np.zeros(shape, np.uint8)
    head_centre = (centre_x, (low[1] + high[1]) / 2 - 0.15 * face_height)
    cv2.ellipse(canvas, (head_centre, (1.6 * face_width, 1.7 * face_height), 0.0), 1, -1)
    # From the chin down past the lower edge of the picture.
    body_height = max(2.0 * (shape[0] - float(high[1])), 1.0) * 1.2
    body_centre = (centre_x, float(high[1]) + body_height / 2)
    cv2.ellipse(canvas, (body_centre, (3.2 * face_width, body_height), 0.0), 1, -1)
    return canvas > 0


def _part_below(mask: BoolArray, face: BoolArray) -> BoolArray:
    """Keep only the connected parts of a mask that touch the face."""
    _, parts = cv2.connectedComponents(mask.astype(np.uint8))
    kept = np.unique(parts[face & mask])
    return np.asarray(np.isin(parts, kept[kept > 0]) | face, np.bool_)


def _oval(landmarks_px: Points3) -> Points2:
    return np.asarray(landmarks_px[load_rig().contours["face_oval"], :2], np.float32)


def _scaled(points: Points2, factor: float) -> Points2:
    centre = points.mean(axis=0)
    return np.asarray(centre + (points - centre) * np.float32(factor), np.float32)


def _filled(polygon: Points2, shape: tuple[int, ...]) -> BoolArray:
    canvas = np.zeros(shape[:2], np.uint8)
    cv2.fillPoly(canvas, [np.round(polygon).astype(np.int32)], 1)
    return canvas > 0

"""Colours of the mouth's inside, matched to the light, tint and sharpness of the picture."""

import cv2
import numpy as np

from likeness.core.pixels import blur, polygon_pixels, resize_area
from likeness.core.portrait import FaceGeometry, MouthLook
from likeness.core.rig import FaceRig
from likeness.portrait.drawing import drawn_inside, ink_of, is_drawing
from likeness.portrait.geometry import lip_gaps
from likeness.typing import BoolArray, FloatArray, Matrix, Points2, RgbImage

_IVORY, _GUM = (238.0, 229.0, 214.0), (178.0, 98.0, 92.0)
_TONGUE, _CAVITY = (176.0, 88.0, 84.0), (64.0, 22.0, 20.0)
_LUMA = (0.299, 0.587, 0.114)
_LIT, _WELL_LIT = (75, 92), np.array([205.0, 215.0])
"""Percentiles of a face's luminance, and what they are in good light: highlights alone tell too much."""
_BRIGHTEST_TEETH = 236.0  # luminance
_TEETH_LIGHT = 0.85  # of the skin's: what is darker is no row of teeth in the light
_TEETH_VISIBLE_GAP = 0.05  # eye distances; from here on a photo may show real teeth
_MOST_YELLOW = 0.2  # (max - min) / max of teeth that look well in any light
_COLOUR_UNIT_PX, _EDGE_UNIT_PX = 120.0, 400.0  # at most, where colours and edges are measured
_TRIAL_BLURS_PX = (0.7, 1.5)
_SKIN_SATURATION, _LIP_SATURATION = 0.22, 0.5  # (max - min) / max in neutral light
_CAST = 0.5  # of the skin's difference from a typical hue is the light's, the rest its own


def mouth_look(rgb: RgbImage, face: FaceGeometry, rig: FaceRig, *, is_template: bool = False) -> MouthLook:
    """Estimate the look from the face around the mouth.

    Parameters
    ----------
    rgb
        (H, W, 3) picture.
    face
        Its mesh.
    rig
        For the contours.
    is_template
        The face is an animal's: its fur says nothing about the tint of the light.

    """
    patch, mask, _ = _face_patch(rgb, face, rig, _COLOUR_UNIT_PX)
    pixels = patch[mask].astype(np.float64)
    luma = pixels @ np.array(_LUMA)
    exposure = float(np.clip(np.mean(np.percentile(luma, _LIT) / _WELL_LIT), 0.15, 1.12))
    saturation = 1.0 if is_template else float(np.clip(_saturation(pixels) / _SKIN_SATURATION, 0.0, 1.0))
    # pale faces have red tongues behind red lips
    moist = max(saturation, _lip_saturation(rgb, face, rig))
    tint = np.ones(3) if is_template else _light_tint(pixels, saturation)

    def lit(colour: tuple[float, float, float], gain: float, share: float = moist) -> FloatArray:
        gray = float(np.array(colour) @ np.array(_LUMA))
        tinted = (gray + (np.array(colour) - gray) * share) * tint * exposure * gain
        return np.asarray(np.clip(tinted, 0, 255), np.float32)

    drawn, ink = is_drawing(rgb, face), ink_of(rgb, face, rig)
    teeth, inside = _seen_teeth(rgb, face, rig), drawn_inside(rgb, face, rig) if drawn else None
    if teeth is not None and float(teeth.mean()) < _TEETH_LIGHT * float(np.median(luma)):
        teeth = None  # a dim blur between the lips is not worth keeping
    return MouthLook(
        teeth_rgb=_natural(lit(_IVORY, 1.0, saturation)) if teeth is None else teeth,
        gum_rgb=lit(_GUM, 0.85),
        tongue_rgb=lit(_TONGUE, 1.0) if inside is None else inside.light_rgb,
        cavity_rgb=lit(_CAVITY, 0.95) if inside is None else inside.dark_rgb,
        shows_teeth=teeth is not None,
        is_drawing=drawn,
        sharpness_px=_sharpness_px(rgb, face, rig, is_open=teeth is not None),
        line_rgb=ink.rgb,
        line_px=ink.width_px if drawn else 0.0,
    )


def _natural(teeth: FloatArray) -> FloatArray:
    """Return a tooth colour (3,) that looks neither yellow nor olive, which warm light on ivory gives."""
    teeth = teeth * min(1.0, _BRIGHTEST_TEETH / max(float(teeth @ np.array(_LUMA)), 1.0))
    high = float(teeth.max())
    spread = high - float(teeth.min())
    kept = min(1.0, _MOST_YELLOW * high / max(spread, 1e-6))
    red, green, blue = high - (high - teeth) * kept
    return np.array([red, min(green, (red + blue) / 2), blue], np.float32)


def _face_patch(
    rgb: RgbImage, face: FaceGeometry, rig: FaceRig, most_px: float
) -> tuple[RgbImage, BoolArray, float]:
    """Return the face at a size of at most `most_px` per eye distance, its skin mask and the scale."""
    oval = face.rest_px[rig.contours["face_oval"], :2]
    return _patch(rgb, oval.mean(0) + (oval - oval.mean(0)) * 0.88, min(1.0, most_px / face.eye_distance_px))


def _mouth_patch(
    rgb: RgbImage, face: FaceGeometry, rig: FaceRig, most_px: float
) -> tuple[RgbImage, BoolArray, float]:
    """Return the same of the lips, with what lies between them and a little around."""
    upper, lower = (face.rest_px[rig.contours[f"lip_outer_{side}"], :2] for side in ("upper", "lower"))
    lips = np.concatenate([upper, lower[::-1]])
    return _patch(rgb, lips.mean(0) + (lips - lips.mean(0)) * 1.15, min(1.0, most_px / face.eye_distance_px))


def _patch(rgb: RgbImage, outline: Points2, shrink: float) -> tuple[RgbImage, BoolArray, float]:
    """Return the rectangle around an outline (N, 2), made smaller, the mask of the outline, and the scale."""
    low = np.clip(np.floor(outline.min(0)).astype(int) - 2, 0, rgb.shape[1::-1])
    high = np.clip(np.ceil(outline.max(0)).astype(int) + 2, low + 1, rgb.shape[1::-1])
    crop = rgb[low[1] : high[1], low[0] : high[0]]
    size = (max(2, round(crop.shape[1] * shrink)), max(2, round(crop.shape[0] * shrink)))
    return resize_area(crop, size), polygon_pixels(size, (outline - low) * shrink), shrink


def _saturation(pixels: Matrix) -> float:
    high, low = pixels.max(1), pixels.min(1)
    return float(np.median((high - low) / np.maximum(high, 1.0)))


def _lip_saturation(rgb: RgbImage, face: FaceGeometry, rig: FaceRig) -> float:
    """Return 0-1, how red the lower lip is: 0 in pictures without colour."""
    outer, inner = (face.rest_px[rig.contours[f"lip_{edge}_lower"], :2] for edge in ("outer", "inner"))
    near, far = inner + 0.25 * (outer - inner), inner + 0.85 * (outer - inner)
    outline = np.concatenate([near[2:-2], far[2:-2][::-1]])
    low = np.maximum(np.floor(outline.min(0)).astype(int), 0)
    high = np.minimum(np.ceil(outline.max(0)).astype(int) + 1, rgb.shape[1::-1])
    if (high - low).min() < 2:
        return 0.0
    inside = polygon_pixels((int(high[0] - low[0]), int(high[1] - low[1])), outline - low)
    pixels = rgb[low[1] : high[1], low[0] : high[0]][inside].astype(np.float64)
    return float(np.clip(_saturation(pixels) / _LIP_SATURATION, 0.0, 1.0)) if len(pixels) else 0.0


def _light_tint(pixels: Matrix, saturation: float) -> Matrix:
    """Return a colour cast (3,): half of how the skin differs from a typical skin's hue."""
    typical = np.array([1.22, 0.96, 0.82])
    mean = np.median(pixels, axis=0)
    cast = mean / max(float(mean.mean()), 1.0) / typical
    return np.asarray(1.0 + (np.clip(cast, 0.6, 1.5) - 1.0) * _CAST * saturation)


def _seen_teeth(rgb: RgbImage, face: FaceGeometry, rig: FaceRig) -> FloatArray | None:
    """Return the colour of real teeth when the picture shows some."""
    gap = float(lip_gaps(face.rest_px, rig, face.up)[3:8].mean())
    if gap < _TEETH_VISIBLE_GAP * face.eye_distance_px:
        return None
    upper, lower = (face.rest_px[rig.contours[f"lip_inner_{s}"], :2] for s in ("upper", "lower"))
    mask = polygon_pixels((rgb.shape[1], rgb.shape[0]), np.concatenate([upper, lower[::-1]]))
    pixels = rgb[mask].astype(np.float32)
    if len(pixels) < 20:
        return None
    luma = pixels.mean(1)
    bright = pixels[luma >= np.percentile(luma, 75)]
    colour = np.median(bright, axis=0)
    spread = float(colour.max() - colour.min())
    # lips and tongue are saturated, teeth are not
    return colour.astype(np.float32) if spread < 0.38 * colour.max() and colour.mean() > 60 else None


def _sharpness_px(rgb: RgbImage, face: FaceGeometry, rig: FaceRig, *, is_open: bool) -> float:
    """Return the blur of edges in picture pixels, as `_edge_blur_px`: an open mouth's own if it is less.

    Between closed lips there is no edge that could tell; then it is the sharpest ones of the face.
    """
    blur_px = _edge_blur_px(*_face_patch(rgb, face, rig, _EDGE_UNIT_PX))
    return min(blur_px, _edge_blur_px(*_mouth_patch(rgb, face, rig, _EDGE_UNIT_PX))) if is_open else blur_px


def _edge_blur_px(patch: RgbImage, mask: BoolArray, scale: float) -> float:
    """Return the blur in picture pixels of the sharpest edges of the face.

    Measured is the ratio of edge slopes after two known blurs: an edge of blur s has the slope
    1 / sqrt(s^2 + a^2) after a blur of a. Without the first blur noise would count as sharp edges, and
    outside of the face hair is sharper than lips.
    """
    gray = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY).astype(np.float32)

    def steepest(image: FloatArray) -> float:
        slope = np.hypot(cv2.Sobel(image, cv2.CV_32F, 1, 0), cv2.Sobel(image, cv2.CV_32F, 0, 1))
        return float(np.percentile(slope[mask], 99))

    first, second = _TRIAL_BLURS_PX
    ratio = (steepest(blur(gray, first)) / max(steepest(blur(gray, second)), 1e-3)) ** 2
    squared = (second**2 - ratio * first**2) / max(ratio - 1.0, 1e-3)
    return float(np.clip(np.sqrt(max(squared, 0.0)), 0.4, 6.0)) / scale

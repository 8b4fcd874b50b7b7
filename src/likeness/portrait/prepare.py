"""From a picture file to a portrait that can move; the portrait stage on one screen."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from likeness.core.canvas import Box
from likeness.core.pixels import resize_area
from likeness.core.portrait import FaceGeometry, HeadFit, Portrait
from likeness.core.rig import FaceRig, load_rig
from likeness.errors import NoFaceFoundError
from likeness.portrait.cut_out import EMPTY_BACKGROUND
from likeness.portrait.deblocking import deblocked
from likeness.portrait.eyes import eye_geometry, template_eyes
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_points import FacePoints, read_face_points
from likeness.portrait.fit import fit_confidence, fit_head
from likeness.portrait.found_face import FoundFace, find_face
from likeness.portrait.geometry import face_geometry
from likeness.portrait.matte import Matte, estimate_matte
from likeness.portrait.mouth_look import mouth_look
from likeness.portrait.picture import Picture, read_picture
from likeness.portrait.plate import background_plate, keep_far_picture
from likeness.portrait.segmentation import no_further, segment_subject, settle_unsure, sure_face
from likeness.portrait.soft_edges import given_back, own_edge
from likeness.portrait.tint import in_shades, shades_of
from likeness.typing import AlphaImage, FloatArray, RgbImage

_WORK_SIDE_PX = 4096  # larger pictures are reduced: no film shows more
_CLOSE_UP = 7.0  # eye distances: side of the square that is segmented in more detail
_CUT_OUT_SHARE = 0.02  # of transparent pixels: then the picture brings its own matte


@dataclass(frozen=True)
class FaceChoice:
    """Which face to use."""

    number: int = 1
    """1 = the largest."""

    points_file: Path | None = None
    """JSON file of face points; then no detector is asked."""


def prepare_portrait(path: Path, models: FaceModels, choice: FaceChoice | None = None) -> Portrait:
    """Read a picture, find its face and make it ready to move.

    Parameters
    ----------
    path
        Picture file of any common format.
    models
        The loaded networks.
    choice
        Which face; None = the largest.

    Raises
    ------
    PictureError
        The picture cannot be used; the message says why and what to do.

    """
    choice = choice or FaceChoice()
    rig = load_rig()
    original = read_picture(path)
    picture = _bounded(Picture(deblocked(original.rgb), original.alpha))
    points = None if choice.points_file is None else _points(choice.points_file, original, picture)
    try:
        found = find_face(picture, models, choice.number, points)
    except NoFaceFoundError as error:
        raise _in_file(error, original, picture) from error
    picture, is_template = found.picture, found.is_template
    fit = fit_head(found.landmarks_px, rig, found.spread)
    face = face_geometry(found.landmarks_px, fit, rig, is_template=is_template)
    plate, own = background_plate(_matte(picture, models, face, is_template=is_template))
    matte = own
    if picture.alpha is None:
        plate = keep_far_picture(plate, picture.rgb, face)
        matte = given_back(own, plate, picture.rgb)
    return Portrait(
        foreground_rgb=matte.foreground_rgb,
        alpha=matte.alpha,
        plate_rgb=plate,
        fit=fit,
        face=face,
        mouth=replace(
            in_shades(mouth_look(picture.rgb, face, rig, is_template=is_template), shades_of(picture.rgb)),
            has_teeth=_has_teeth(found),
        ),
        eyes=template_eyes(picture.rgb, face, rig, found.points.lines if found.points else {})
        if is_template
        else eye_geometry(picture.rgb, face, rig),
        head_box=head_box(own.alpha, face, rig),
        is_template=is_template,
        confidence=_confidence(found, fit),
        quarter_turns=found.quarter_turns,
        own_edge=own_edge(own, matte, picture.rgb),
    )


def _has_teeth(found: FoundFace) -> bool:
    return not found.is_template or (found.points is not None and found.points.has_teeth)


def _confidence(found: FoundFace, fit: HeadFit) -> float:
    if found.spread is None:
        return found.template_confidence
    return fit_confidence(fit.residual, found.spread)


def head_box(alpha: AlphaImage, face: FaceGeometry, rig: FaceRig) -> Box:
    """Return the box of the head with its hair: face and what of the subject lies above and beside it."""
    oval = face.rest_px[rig.contours["face_oval"], :2]
    unit = face.eye_distance_px
    low, high = oval.min(0), oval.max(0)
    left, right = max(0, int(low[0] - 0.45 * unit)), min(alpha.shape[1], int(high[0] + 0.45 * unit))
    column = alpha[max(0, int(low[1] - 1.8 * unit)) : int(low[1]) + 1, left:right] > 128
    hair = int(column.any(axis=1).sum()) if column.size else 0
    top = max(0.0, float(low[1]) - hair)
    return Box(float(left), top, float(right - left), float(high[1]) + 0.12 * unit - top)


def _bounded(picture: Picture) -> Picture:
    height, width = picture.rgb.shape[:2]
    shrink = _WORK_SIDE_PX / max(height, width)
    if shrink >= 1.0:
        return picture
    size = (round(width * shrink), round(height * shrink))
    alpha = None if picture.alpha is None else resize_area(picture.alpha, size)
    return Picture(resize_area(picture.rgb, size), alpha)


def _in_file(error: NoFaceFoundError, original: Picture, picture: Picture) -> NoFaceFoundError:
    """Return the error with its points in pixels of the file."""
    factor = original.rgb.shape[1] / picture.rgb.shape[1]
    points = {name: [value * factor for value in point] for name, point in error.guessed_points.items()}
    return NoFaceFoundError(error.message, points)


def _points(file: Path, original: Picture, picture: Picture) -> FacePoints:
    """Read the face points, which are given in pixels of the file, in pixels of the reduced picture."""
    shrink = picture.rgb.shape[1] / original.rgb.shape[1]
    return read_face_points(file, original.rgb.shape).scaled(shrink)


def _matte(picture: Picture, models: FaceModels, face: FaceGeometry, *, is_template: bool) -> Matte:
    """Estimate the matte, or take the picture's own transparency."""
    if picture.alpha is not None and float((picture.alpha < 128).mean()) > _CUT_OUT_SHARE:
        background = np.full_like(picture.rgb, EMPTY_BACKGROUND)
        return Matte(picture.alpha, picture.rgb, background)
    coarse = _segment_closely(picture.rgb, models, face, is_template=is_template)
    inside = sure_face(face.rest_px, is_template=is_template)
    return estimate_matte(picture.rgb, settle_unsure(picture.rgb, coarse), inside, coarse)


def _segment_closely(
    rgb: RgbImage, models: FaceModels, face: FaceGeometry, *, is_template: bool
) -> FloatArray:
    """Segment the picture, and head and shoulders once more in detail when they are a small part of it."""
    landmarks = face.rest_px
    whole = segment_subject(rgb, models.segmentation, landmarks, is_template=is_template)
    center = landmarks[:468, :2].mean(0) + face.up * -0.6 * face.eye_distance_px
    half = _CLOSE_UP / 2 * face.eye_distance_px
    left, top = (int(max(0.0, c - half)) for c in center)
    right, bottom = (int(min(float(n), c + half)) for c, n in zip(center, rgb.shape[1::-1], strict=True))
    if (right - left) * (bottom - top) > 0.6 * rgb.shape[0] * rgb.shape[1]:
        return whole
    corner = np.array([left, top, 0], np.float32)
    close = segment_subject(
        rgb[top:bottom, left:right], models.segmentation, landmarks - corner, is_template=is_template
    )
    blend = _feathered(close.shape, (left > 0, top > 0, right < rgb.shape[1], bottom < rgb.shape[0]))
    region = whole[top:bottom, left:right]
    region += (no_further(close, region) - region) * blend
    return whole


def _feathered(shape: tuple[int, ...], soft_sides: tuple[bool, bool, bool, bool]) -> FloatArray:
    """Return weights that fall to 0 at the sides (left, top, right, bottom) marked soft."""
    height, width = shape
    x = np.linspace(0.0, 1.0, width, dtype=np.float32)
    y = np.linspace(0.0, 1.0, height, dtype=np.float32)
    one = np.float32(1.0)
    left, top, right, bottom = soft_sides
    across = np.minimum(x / 0.15 if left else one, (1 - x) / 0.15 if right else one)
    down = np.minimum(y / 0.15 if top else one, (1 - y) / 0.15 if bottom else one)
    columns = np.broadcast_to(np.clip(across, 0, 1), (width,))
    rows = np.broadcast_to(np.clip(down, 0, 1), (height,))
    return np.outer(rows, columns).astype(np.float32)

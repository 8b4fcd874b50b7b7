"""Show what was found in a picture and what will move, with a verdict in words.

The overlay holds landmarks, fitted mesh and head shell, the line where the mouth opens, the lids, the head,
and the numbered handles of the face points; beside it the subject, cut out.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from likeness.core.pixels import resize_area, to_bytes, to_unit
from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, load_rig
from likeness.errors import NoFaceFoundError
from likeness.portrait.face_models import FaceModels
from likeness.portrait.face_points import POINT_NAMES, RIG_POINTS
from likeness.portrait.fit import fitted_points
from likeness.portrait.handles import draw_handles, face_points_of, write_face_points
from likeness.portrait.picture import read_picture
from likeness.portrait.prepare import FaceChoice, prepare_portrait
from likeness.typing import FloatArray, IntArray, Points2, Points3, RgbImage

_SIDE_PX = 1280
_SMALL_FACE_PX = 60.0  # eye distance below which close-ups look soft
_TURNED_DEG = 22.0
_GOOD_FIT, _ODD_FIT = 0.018, 0.03  # residual in eye distances
_UNSURE, _SURE = 0.35, 0.5  # confidence
_SHELL_COLOUR, _MESH_COLOUR = (90, 140, 255), (120, 255, 140)
_CONTOUR_COLOUR, _POINT_COLOUR = (255, 230, 80), (255, 60, 60)
_MOUTH_COLOUR, _EYE_COLOUR, _STILL_COLOUR, _HEAD_COLOUR = (
    (255, 80, 30),
    (60, 240, 255),
    (150,) * 3,
    (255,) * 3,
)


@dataclass(frozen=True)
class InspectionFiles:
    """What an inspection writes."""

    overlay: Path
    """PNG."""

    face_points: Path | None = None
    """JSON to edit."""


def inspect_picture(
    path: Path, models: FaceModels, choice: FaceChoice, files: InspectionFiles
) -> tuple[str, ...]:
    """Write the overlay, and the face points if wanted; return the verdict, a sentence per line.

    Of a picture without a known face a guess of the face points is drawn and written, for the user to
    correct.

    Raises
    ------
    PictureError
        The picture cannot be used, and nothing can be guessed.

    """
    try:
        portrait = prepare_portrait(path, models, choice)
    except NoFaceFoundError as error:
        if not error.guessed_points:
            raise
        return _show_guess(path, error.guessed_points, files)
    rig = load_rig()
    _write_png(draw_overlay(portrait, rig), files.overlay)
    if files.face_points is not None:
        height, width = read_picture(path).rgb.shape[:2]
        write_face_points(face_points_of(portrait, rig, (width, height)), files.face_points)
    return verdict(portrait)


def _show_guess(path: Path, guess: dict[str, list[float]], files: InspectionFiles) -> tuple[str, ...]:
    rgb = read_picture(path).rgb
    scale = min(1.0, _SIDE_PX / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    image = resize_area(rgb, size)
    draw_handles(image, np.array([guess[name] for name in POINT_NAMES], np.float32) * np.float32(scale))
    _write_png(image, files.overlay)
    if files.face_points is None:
        remedy = "Write them to a file with --face-points-out, correct them"
    else:
        content = {name: [round(value, 1) for value in point] for name, point in guess.items()}
        write_face_points(dict(content), files.face_points)
        remedy = "Correct those in the file"
    return (
        "No face was found that is known: this picture needs face points.",
        "The seven numbered points are a guess, not more.",
        f"{remedy} and give them with --face-points; lines of the mouth and the eyes make the film better.",
        "Not usable without face points.",
    )


def _write_png(image: RgbImage, path: Path) -> None:
    ok, encoded = cv2.imencode(".png", np.ascontiguousarray(image[..., ::-1]))
    if not ok:
        raise AssertionError("PNG encoding of an 8-bit image cannot fail")
    path.write_bytes(encoded.tobytes())


def verdict(portrait: Portrait) -> tuple[str, ...]:
    """Say in words how well the picture will do."""
    pitch, yaw, roll = portrait.fit.pose_deg
    unit, residual = portrait.face.eye_distance_px, portrait.fit.residual
    lines = [
        f"A face was found, {unit:.0f} pixels between the eyes, turned {yaw:+.0f} degrees, "
        f"tilted {roll:+.0f}, nodding {pitch:+.0f}; confidence {portrait.confidence:.2f}.",
        f"The matte covers {100 * float((portrait.alpha > 128).mean()):.0f} % of the picture.",
    ]
    if portrait.quarter_turns:
        lines.append("The face does not stand upright: the picture was turned for it.")
    if portrait.is_template:
        lines.append("The face is not a person's: mouth and lids move where the face points say.")
    if unit < _SMALL_FACE_PX:
        lines.append("The face is small: the film will look soft. A larger picture gives a sharper one.")
    if abs(yaw) > _TURNED_DEG:
        lines.append("The face is turned: the head will turn less to that side.")
    if not portrait.is_template and (residual > _ODD_FIT or portrait.confidence < _UNSURE):
        lines.append("The face has unusual proportions: look at the mesh, and give face points if it is off.")
    if not all(eye.is_movable for eye in portrait.eyes):
        lines.append("The eyes will not blink: they are closed, behind dark glass or drawn unclearly.")
    if float(np.abs(portrait.face.close_mouth_px).max()) > 0:
        lines.append("The mouth is open in the picture; it is closed before it speaks.")
    is_good = _is_good(portrait)
    lines.append("Good: this picture will work well." if is_good else "Usable, with the limits above.")
    return tuple(lines)


def _is_good(portrait: Portrait) -> bool:
    return (
        portrait.face.eye_distance_px >= _SMALL_FACE_PX
        and abs(portrait.fit.pose_deg[1]) <= _TURNED_DEG
        and (portrait.is_template or portrait.fit.residual <= _GOOD_FIT)
        and portrait.confidence >= _SURE
        and all(eye.is_movable for eye in portrait.eyes)
    )


def draw_overlay(portrait: Portrait, rig: FaceRig) -> RgbImage:
    """Return (h, 2 w, 3): mesh and shell over the picture, and the subject on a checkerboard beside it."""
    width, height = portrait.size_px
    scale = min(1.0, _SIDE_PX / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture, plate = resize_area(portrait.foreground_rgb, size), resize_area(portrait.plate_rgb, size)
    alpha = to_unit(resize_area(portrait.alpha, size))[..., None]
    whole = to_bytes(picture * alpha + plate * (1 - alpha))
    _draw_mesh(whole, portrait, rig, scale)
    _draw_moving(whole, portrait, rig, scale)
    seven = [portrait.face.rest_px[list(ids), :2].mean(0) for ids in RIG_POINTS]
    draw_handles(whole, np.array(seven, np.float32) * np.float32(scale))
    cut = to_bytes(picture * alpha + _checkerboard(size) * (1 - alpha))
    return np.concatenate([whole, cut], axis=1)


def _draw_mesh(image: RgbImage, portrait: Portrait, rig: FaceRig, scale: float) -> None:
    """Draw head shell, mesh, contours and points into an image, in place."""
    shell = fitted_points(portrait.fit, rig.shell_neutral, rig.shell_identity)
    points = np.concatenate([portrait.face.rest_px, shell]) * np.float32(scale)
    _draw_triangles(image, points, rig.shell_triangles, _SHELL_COLOUR)
    _draw_triangles(image, points, rig.triangles, _MESH_COLOUR)
    for name, contour in rig.contours.items():
        if not name.startswith("brow"):
            cv2.polylines(image, [_subpixels(points[contour])], False, _CONTOUR_COLOUR, 1, cv2.LINE_AA, 4)
    for x, y in _subpixels(points[: len(portrait.face.rest_px)]).tolist():
        cv2.circle(image, (x, y), 16, _POINT_COLOUR, -1, cv2.LINE_AA, 4)


def _draw_moving(image: RgbImage, portrait: Portrait, rig: FaceRig, scale: float) -> None:
    """Draw where the mouth opens, which lids move (grey: neither), and the head that turns, in place."""
    points = portrait.face.rest_px * np.float32(scale)
    for name in ("lip_inner_upper", "lip_inner_lower"):
        cv2.polylines(
            image, [_subpixels(points[rig.contours[name]])], False, _MOUTH_COLOUR, 2, cv2.LINE_AA, 4
        )
    for eye in portrait.eyes:
        outline = np.concatenate([eye.upper_lid_px, eye.lower_lid_px[::-1]]) * np.float32(scale)
        colour = _EYE_COLOUR if eye.is_movable else _STILL_COLOUR
        cv2.polylines(image, [_subpixels(outline)], True, colour, 2, cv2.LINE_AA, 4)
    box = portrait.head_box
    corners = np.array([(box.left, box.top), (box.right, box.bottom)]) * scale
    (left, top), (right, bottom) = np.round(corners).astype(int).tolist()
    cv2.rectangle(image, (left, top), (right, bottom), _HEAD_COLOUR, 1, cv2.LINE_AA)


def _subpixels(points: Points2 | Points3) -> IntArray:
    """Return (N, 2) in sixteenths of a pixel, as drawing functions of OpenCV want them."""
    return np.round(points[:, :2] * 16).astype(np.int32)


def _draw_triangles(
    image: RgbImage, points: Points3, triangles: IntArray, colour: tuple[int, int, int]
) -> None:
    lines = [_subpixels(points[triangle]) for triangle in triangles]
    layer = image.copy()
    cv2.polylines(layer, lines, True, colour, 1, cv2.LINE_AA, 4)
    cv2.addWeighted(layer, 0.4, image, 0.6, 0.0, dst=image)


def _checkerboard(size: tuple[int, int]) -> FloatArray:
    y, x = np.mgrid[0 : size[1], 0 : size[0]] // 16
    return np.where(((x + y) % 2)[..., None] == 0, 205, 165).astype(np.float32).repeat(3, axis=2)

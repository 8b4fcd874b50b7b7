"""Show what was found in a picture: landmarks, fitted mesh, head shell and matte, and a verdict in words."""

from pathlib import Path

import cv2
import numpy as np

from likeness.core.pixels import resize_area, to_bytes, to_unit
from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, load_rig
from likeness.portrait.face_models import FaceModels
from likeness.portrait.fit import fitted_points
from likeness.portrait.prepare import FaceChoice, prepare_portrait
from likeness.typing import FloatArray, IntArray, Points3, RgbImage

_SIDE_PX = 1280
_SMALL_FACE_PX = 60.0  # eye distance below which close-ups look soft
_TURNED_DEG = 22.0
_GOOD_FIT, _ODD_FIT = 0.018, 0.03  # residual in eye distances
_SHELL_COLOUR, _MESH_COLOUR = (90, 140, 255), (120, 255, 140)
_CONTOUR_COLOUR, _POINT_COLOUR = (255, 230, 80), (255, 60, 60)


def inspect_picture(path: Path, models: FaceModels, choice: FaceChoice, overlay: Path) -> tuple[str, ...]:
    """Write the overlay as PNG and return the verdict, a sentence per line.

    Raises
    ------
    PictureError
        The picture cannot be used.

    """
    portrait = prepare_portrait(path, models, choice)
    image = draw_overlay(portrait, load_rig())
    ok, encoded = cv2.imencode(".png", np.ascontiguousarray(image[..., ::-1]))
    if not ok:
        raise AssertionError("PNG encoding of an 8-bit image cannot fail")
    overlay.write_bytes(encoded.tobytes())
    return verdict(portrait)


def verdict(portrait: Portrait) -> tuple[str, ...]:
    """Say in words how well the picture will do."""
    pitch, yaw, roll = portrait.fit.pose_deg
    unit, residual = portrait.face.eye_distance_px, portrait.fit.residual
    lines = [
        f"A face was found, {unit:.0f} pixels between the eyes, turned {yaw:+.0f} degrees, "
        f"tilted {roll:+.0f}, nodding {pitch:+.0f}.",
        f"The matte covers {100 * float((portrait.alpha > 128).mean()):.0f} % of the picture.",
    ]
    if unit < _SMALL_FACE_PX:
        lines.append("The face is small: the film will look soft. A larger picture gives a sharper one.")
    if abs(yaw) > _TURNED_DEG:
        lines.append("The face is turned: the head will turn less to that side.")
    if residual > _ODD_FIT:
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
        and portrait.fit.residual <= _GOOD_FIT
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


def _subpixels(points: Points3) -> IntArray:
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

"""Show what was found in a picture: landmarks, fitted mesh, head shell and matte, and a verdict in words."""

from pathlib import Path

import cv2
import numpy as np

from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, load_rig
from likeness.portrait.face_models import FaceModels
from likeness.portrait.fit import fitted_points
from likeness.portrait.prepare import FaceChoice, prepare_portrait
from likeness.typing import RgbImage

_SIDE_PX = 1280
_SMALL_FACE_PX = 60.0          # eye distance below which close-ups look soft
_TURNED_DEG = 22.0
_GOOD_FIT, _ODD_FIT = 0.018, 0.03


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
        "The matte covers "
        f"{100 * float((portrait.alpha > 128).mean()):.0f} % of the picture.",
    ]
    if unit < _SMALL_FACE_PX:
        lines.append("The face is small: the film will look soft. A larger picture gives a sharper one.")
    if abs(yaw) > _TURNED_DEG:
        lines.append("The face is turned: the head will turn less to that side.")
    if residual > _ODD_FIT:
        lines.append("The face has unusual proportions: look at the mesh, and give face points if it is off.")
    if not all(eye.is_movable for eye in portrait.eyes):
        lines.append("The eyes will not blink: they are closed, behind dark glass or drawn very large.")
    if float(np.abs(portrait.face.close_mouth_px).max()) > 0:
        lines.append("The mouth is open in the picture; it is closed before it speaks.")
    lines.append("Good: this picture will work well." if _is_good(portrait) else "Usable, with the limits above.")
    return tuple(lines)


def _is_good(portrait: Portrait) -> bool:
    return (
        portrait.face.eye_distance_px >= _SMALL_FACE_PX
        and abs(portrait.fit.pose_deg[1]) <= _TURNED_DEG
        and portrait.fit.residual <= _GOOD_FIT
        and all(eye.is_movable for eye in portrait.eyes)
    )


def draw_overlay(portrait: Portrait, rig: FaceRig) -> RgbImage:
    """Return two pictures side by side: mesh and shell over the picture, and the subject on a checkerboard."""
    width, height = portrait.size_px
    scale = min(1.0, _SIDE_PX / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = cv2.resize(portrait.foreground_rgb, size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(portrait.alpha, size, interpolation=cv2.INTER_AREA)[..., None].astype(np.float32) / 255
    plate = cv2.resize(portrait.plate_rgb, size, interpolation=cv2.INTER_AREA)
    whole = np.round(picture * alpha + plate * (1 - alpha)).astype(np.uint8)
    marked = _draw_mesh(np.ascontiguousarray(whole), portrait, rig, scale)
    cut = np.round(picture * alpha + _checkerboard(size) * (1 - alpha)).astype(np.uint8)
    return np.concatenate([marked, cut], axis=1)


def _draw_mesh(image: RgbImage, portrait: Portrait, rig: FaceRig, scale: float) -> RgbImage:
    shell = fitted_points(portrait.fit, rig.shell_neutral, rig.shell_identity)
    _draw_triangles(image, np.concatenate([portrait.face.rest_px, shell]) * scale, rig.shell_triangles, (90, 140, 255))
    _draw_triangles(image, portrait.face.rest_px * scale, rig.triangles, (120, 255, 140))
    for name, contour in rig.contours.items():
        if not name.startswith("brow"):
            line = np.round(portrait.face.rest_px[contour, :2] * scale * 16).astype(np.int32)
            cv2.polylines(image, [line], False, (255, 230, 80), 1, cv2.LINE_AA, 4)
    for x, y in portrait.face.rest_px[:, :2] * scale:
        cv2.circle(image, (round(float(x) * 16), round(float(y) * 16)), 16, (255, 60, 60), -1, cv2.LINE_AA, 4)
    return image


def _draw_triangles(
    image: RgbImage, points: np.ndarray, triangles: np.ndarray, colour: tuple[int, int, int]
) -> None:
    lines = [np.round(points[t, :2] * 16).astype(np.int32) for t in triangles]
    layer = image.copy()
    cv2.polylines(layer, lines, True, colour, 1, cv2.LINE_AA, 4)
    cv2.addWeighted(layer, 0.4, image, 0.6, 0.0, dst=image)


def _checkerboard(size: tuple[int, int]) -> np.ndarray:
    y, x = np.mgrid[0 : size[1], 0 : size[0]] // 16
    return np.where(((x + y) % 2)[..., None] == 0, 205, 165).astype(np.float32).repeat(3, axis=2)

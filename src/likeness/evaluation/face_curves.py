"""What is read from the landmarks of a film: openings, widths, lids, brows, pose. All lengths in eye
distances."""

from dataclasses import dataclass, replace

import numpy as np

from likeness.core.rig import load_rig
from likeness.evaluation.head_pose import head_angles_deg
from likeness.evaluation.signals import even_times_s, low_pass, resampled
from likeness.evaluation.tracking import FaceTrack
from likeness.typing import FloatArray, IntArray

RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS = (33, 133), (362, 263)
INNER_LIPS = (13, 14)
MOUTH_CORNERS = (61, 291)
UNIT_CUTOFF_HZ = 2.0
"""The size of the face in the picture changes slowly; what is faster is trembling of the landmarks."""

_RIGHT_LIDS, _LEFT_LIDS = ((160, 144), (158, 153)), ((387, 373), (385, 380))


@dataclass(frozen=True)
class FaceCurves:
    """The movements of one face, T samples."""

    times_s: FloatArray
    """(T,) instants."""

    rate_hz: float
    """Samples per second."""

    inner_gap: FloatArray
    """(T,) distance of the inner lips at their middle, across the line of the eyes."""

    mouth_width: FloatArray
    """(T,) distance of the corners of the mouth."""

    brow_height: FloatArray
    """(T, 2) right, left: middle of the brow to middle of the eye."""

    eye_opening: FloatArray
    """(T, 2) right, left: gap of the lids in units of the eye's width."""

    head_deg: FloatArray
    """(T, 3) pitch, yaw, roll against the mean pose; + = nose down, nose to image left, crown to image
    right."""

    unit_px: FloatArray
    """(T,) the eye distance in space, in pixels."""

    is_seen: FloatArray
    """(T,) 1 where the face was found, 0 where the values only bridge a gap."""


def face_curves(track: FaceTrack) -> FaceCurves:
    """Read all curves from a track, at the rate of the film."""
    points = track.landmarks_px
    unit_px = eye_distance_px(points, track.fps)
    down = _down(points)
    upper, lower = (points[:, index, :2] for index in INNER_LIPS)
    corners = points[:, MOUTH_CORNERS]
    return FaceCurves(
        times_s=track.times_s,
        rate_hz=track.fps,
        inner_gap=np.asarray(np.abs(((lower - upper) * down).sum(axis=1)) / unit_px, np.float32),
        mouth_width=np.asarray(np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1) / unit_px, np.float32),
        brow_height=brow_heights(points),
        eye_opening=_eye_openings(points),
        head_deg=head_angles_deg(points),
        unit_px=unit_px,
        is_seen=track.is_seen.astype(np.float32),
    )


def evenly(curves: FaceCurves) -> FaceCurves:
    """Return the curves at the common rate of 25 Hz."""
    at_s = even_times_s(curves.times_s)
    names = ("inner_gap", "mouth_width", "brow_height", "eye_opening", "head_deg", "unit_px", "is_seen")
    tables = {name: resampled(getattr(curves, name), curves.times_s, at_s) for name in names}
    return replace(curves, times_s=at_s, rate_hz=25.0, **tables)


def eye_distance_px(points: FloatArray, rate_hz: float) -> FloatArray:
    """Return (T,) distance of the eyes' middles in space, which turning the head does not shorten.

    Args:
        points: (T, 478, 3) landmarks.
        rate_hz: Frames per second.
    """
    right, left = points[:, RIGHT_EYE_CORNERS].mean(axis=1), points[:, LEFT_EYE_CORNERS].mean(axis=1)
    distance = np.linalg.norm(left - right, axis=1).astype(np.float32)
    return np.maximum(low_pass(distance, rate_hz, UNIT_CUTOFF_HZ), np.float32(1e-3))


def brow_heights(points: FloatArray) -> FloatArray:
    """Return (T, 2) distance of brow centre and eye centre, right and left, in flat eye distances of the
    frame.

    The definition of the eyebrow dynamics of THEval (arXiv:2511.04520).
    """
    contours = load_rig().contours
    flat = points[..., :2]
    eyes = {side: _centre(flat, contours, f"eyelid_{side}") for side in ("right", "left")}
    brows = {side: _centre(flat, contours, f"brow_{side}") for side in ("right", "left")}
    unit = np.maximum(np.linalg.norm(eyes["left"] - eyes["right"], axis=1), 1e-3)
    heights = [np.linalg.norm(brows[side] - eyes[side], axis=1) / unit for side in ("right", "left")]
    return np.stack(heights, axis=1).astype(np.float32)


def _centre(flat: FloatArray, contours: dict[str, IntArray], name: str) -> FloatArray:
    rows = np.unique(np.concatenate([contours[f"{name}_upper"], contours[f"{name}_lower"]]))
    return np.asarray(flat[:, rows].mean(axis=1), np.float32)


def _eye_openings(points: FloatArray) -> FloatArray:
    openings = []
    for lids, (outer, inner) in ((_RIGHT_LIDS, RIGHT_EYE_CORNERS), (_LEFT_LIDS, LEFT_EYE_CORNERS)):
        gaps = [np.linalg.norm(points[:, up, :2] - points[:, low, :2], axis=1) for up, low in lids]
        width = np.linalg.norm(points[:, outer, :2] - points[:, inner, :2], axis=1)
        openings.append(np.mean(gaps, axis=0) / np.maximum(width, 1e-3))
    return np.stack(openings, axis=1).astype(np.float32)


def _down(points: FloatArray) -> FloatArray:
    """Return (T, 2) unit vectors across the line of the eyes, towards the chin."""
    right, left = (points[:, corners, :2].mean(axis=1) for corners in (RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS))
    along = (left - right) / np.maximum(np.linalg.norm(left - right, axis=1, keepdims=True), 1e-3)
    return np.stack([-along[:, 1], along[:, 0]], axis=1).astype(np.float32)

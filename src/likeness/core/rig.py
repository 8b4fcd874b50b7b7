"""The measured head: figures of a 3-D face on the 478-point mesh topology.

Unit: distance between the eye midpoints (`eye distance`). Axes: x = image right = the subject's left, y down,
z away from the camera. The figures and how they were measured: docs/architecture.md, "The rig"; licence:
NOTICE.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from likeness.typing import FloatArray, IntArray

EXPRESSION_NAMES: tuple[str, ...] = (
    "brow_down_left", "brow_down_right", "brow_inner_up_left", "brow_inner_up_right",
    "brow_outer_up_left", "brow_outer_up_right", "cheek_puff_left", "cheek_puff_right",
    "cheek_squint_left", "cheek_squint_right", "eye_blink_left", "eye_blink_right", "eye_look_down_left",
    "eye_look_down_right", "eye_look_in_left", "eye_look_in_right", "eye_look_out_left",
    "eye_look_out_right", "eye_look_up_left", "eye_look_up_right", "eye_squint_left", "eye_squint_right",
    "eye_wide_left", "eye_wide_right", "jaw_forward", "jaw_left", "jaw_open", "jaw_right", "mouth_close",
    "mouth_dimple_left", "mouth_dimple_right", "mouth_frown_left", "mouth_frown_right", "mouth_funnel",
    "mouth_left", "mouth_lower_down_left", "mouth_lower_down_right", "mouth_press_left",
    "mouth_press_right", "mouth_pucker", "mouth_right", "mouth_roll_lower", "mouth_roll_upper",
    "mouth_shrug_lower", "mouth_shrug_upper", "mouth_smile_left", "mouth_smile_right",
    "mouth_stretch_left", "mouth_stretch_right", "mouth_upper_up_left", "mouth_upper_up_right",
    "nose_sneer_left", "nose_sneer_right",
)  # fmt: skip
"""Columns of every expression array, in the order of the rig file."""


def expression_index(name: str) -> int:
    """Return the column of an expression shape.

    >>> expression_index("jaw_open")
    26
    """
    return EXPRESSION_NAMES.index(name)


@dataclass(frozen=True)
class FaceRig:
    """The arrays of the rig file that the product uses. Shapes: M = 478 mesh points, S = 252 shell points."""

    neutral: FloatArray
    """(M, 3) mean face."""

    triangles: IntArray
    """(852, 3) skin; holes at mouth and eyes."""

    expression: FloatArray
    """(53, M, 3) displacement at coefficient 1."""

    identity: FloatArray
    """(40, M, 3) displacement per standard deviation."""

    shell_neutral: FloatArray
    """(S, 3) 7 rings of 36 points: skull, ears, neck."""

    shell_identity: FloatArray
    """(40, S, 3)."""

    shell_triangles: IntArray
    """(504, 3) into mesh rows followed by shell rows."""

    mirror: IntArray
    """(M,) the point that lies opposite on an even face."""

    fit_weight: FloatArray
    """(M,) weights of the fit."""

    head_pivot: FloatArray
    """(3,) joint of skull and neck."""

    upper_tooth_edge: FloatArray
    """(14, 3) biting edge at the middle of each tooth, right to left."""

    upper_tooth_gum: FloatArray
    """(14, 3) gum line."""

    upper_tooth_width: FloatArray
    """(14,)."""

    lower_tooth_edge: FloatArray
    """(14, 3)."""

    lower_tooth_gum: FloatArray
    """(14, 3)."""

    lower_tooth_width: FloatArray
    """(14,)."""

    jaw_axis_point: FloatArray
    """(3,) point on the hinge of the jaw, whose axis is x."""

    jaw_open_deg: float
    """Turn of the lower teeth at jaw_open = 1."""

    tongue_tip: FloatArray
    """(3,)."""

    eyeball_radius: float
    """Eye distances."""

    contours: dict[str, IntArray]
    """Point lists: lip_{outer,inner}_{upper,lower} (11), eyelid_{right,left}_{upper,lower} (9),
    brow_{right,left}_{upper,lower} (5), face_oval (36)."""


_CONTOURS = (
    "lip_outer_upper", "lip_outer_lower", "lip_inner_upper", "lip_inner_lower", "eyelid_right_upper",
    "eyelid_right_lower", "eyelid_left_upper", "eyelid_left_lower", "brow_right_upper",
    "brow_right_lower", "brow_left_upper", "brow_left_lower", "face_oval",
)  # fmt: skip
_ARRAYS = (
    "neutral", "expression", "identity", "shell_neutral", "shell_identity",
    "fit_weight", "head_pivot", "upper_tooth_edge", "upper_tooth_gum",
    "upper_tooth_width", "lower_tooth_edge", "lower_tooth_gum", "lower_tooth_width", "jaw_axis_point",
    "tongue_tip",
)  # fmt: skip


@cache
def load_rig() -> FaceRig:
    """Read the rig from the package; the only file that `core` opens, and it is part of the code."""
    with (
        resources.files("likeness.assets").joinpath("face-rig.npz").open("rb") as stream,
        np.load(stream) as file,
    ):
        names = tuple(str(name) for name in file["expression_names"])
        if names != EXPRESSION_NAMES:
            raise AssertionError("face-rig.npz does not belong to this version of Likeness")
        return FaceRig(
            **{name: file[name].astype(np.float32) for name in _ARRAYS},
            triangles=file["triangles"].astype(np.int32),
            mirror=file["mirror"].astype(np.int32),
            shell_triangles=file["shell_triangles"].astype(np.int32),
            jaw_open_deg=float(file["jaw_open_degrees"]),
            eyeball_radius=float(file["eyeball_radius"]),
            contours={name: file[name].astype(np.int32) for name in _CONTOURS},
        )

import math
from dataclasses import replace

import numpy as np
import pytest

from likeness.core.rig import load_rig
from likeness.portrait.face_checks import (
    Verdict,
    face_shape,
    has_human_proportions,
    is_cut_off,
    judge,
    visible_share,
)
from likeness.typing import Points3

_SIZE_PX = (600, 600)


def _neutral_face(yaw_deg: float = 0.0, roll_deg: float = 0.0, scale_px: float = 100.0) -> Points3:
    yaw, roll = math.radians(yaw_deg), math.radians(roll_deg)
    turn = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    tilt = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    points = load_rig().neutral @ (tilt @ turn).T * scale_px
    return np.asarray(points + np.float32([300, 300, 0]), np.float32)


def test_neutral_face_is_usable() -> None:
    shape = face_shape(_neutral_face())
    assert has_human_proportions(shape)
    assert abs(shape.yaw_deg) < 3
    assert abs(shape.roll_deg) < 3
    assert judge(_neutral_face(), 1.0, _SIZE_PX) is Verdict.USABLE


@pytest.mark.parametrize("angle_deg", [-40, 20, 35])
def test_angles_are_measured(angle_deg: float) -> None:
    assert face_shape(_neutral_face(roll_deg=angle_deg)).roll_deg == pytest.approx(angle_deg, abs=2)
    assert abs(face_shape(_neutral_face(yaw_deg=angle_deg)).yaw_deg) == pytest.approx(abs(angle_deg), abs=3)


@pytest.mark.parametrize(
    ("points", "verdict"),
    [
        (_neutral_face(yaw_deg=60), Verdict.TURNED_AWAY),
        (_neutral_face(yaw_deg=-60), Verdict.TURNED_AWAY),
        (_neutral_face(roll_deg=80), Verdict.NOT_UPRIGHT),
        (_neutral_face(scale_px=15), Verdict.TOO_SMALL),
        (_neutral_face() - np.float32([250, 0, 0]), Verdict.CUT_OFF),
        (_neutral_face() * np.float32([1, 2, 1]), Verdict.NO_FACE),
    ],
)
def test_refusals(points: Points3, verdict: Verdict) -> None:
    assert judge(points, 1.0, _SIZE_PX) is verdict


def test_low_probability_is_no_face() -> None:
    assert judge(_neutral_face(), 0.5, _SIZE_PX) is Verdict.NO_FACE


def test_every_proportion_counts() -> None:
    shape = face_shape(_neutral_face())
    assert not has_human_proportions(replace(shape, nose_position=0.29))
    assert not has_human_proportions(replace(shape, mouth_width=2.0))


def test_cropped_forehead_is_allowed() -> None:
    points = _neutral_face()
    forehead_y = float(points[10, 1])
    raised = points - np.float32([0, forehead_y + 20, 0])
    assert 0.85 < visible_share(raised, *_SIZE_PX) < 1
    assert not is_cut_off(raised, *_SIZE_PX)

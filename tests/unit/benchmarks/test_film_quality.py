import cv2
import numpy as np
import pytest
from benchmarks.figures import Figure
from benchmarks.film_quality import TARGETS, Quality, figures_of
from benchmarks.film_quality_frames import Looks, worse_percent
from benchmarks.film_quality_lips import PoseError, lip_poses, lip_rows, mean_distance
from benchmarks.film_quality_pixels import (
    canvas_alpha,
    flicker,
    followed,
    hull_mask,
    laplacian_variance,
    motion_outside_px,
    patches,
)
from benchmarks.film_quality_take import still_skin
from benchmarks.identity import TARGETS as IDENTITY_TARGETS
from benchmarks.identity import _worst

from likeness.core.canvas import SubjectLayer


def texture(seed=2, side=240):
    noise = np.random.default_rng(seed).standard_normal((side, side)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, None, 3)
    return 128 + 30 * soft / soft.std()


def test_blur_lowers_sharpness_and_contrast_raises_it():
    grey, everywhere = texture(), np.ones((240, 240), bool)
    sharp = laplacian_variance(grey, everywhere)
    assert laplacian_variance(cv2.GaussianBlur(grey, None, 2), everywhere) < 0.7 * sharp
    assert laplacian_variance(2 * grey, everywhere) == pytest.approx(4 * sharp, rel=1e-3)


def test_laplacian_of_a_parabola_is_flat():
    x = np.arange(40, dtype=np.float32)
    inside = np.zeros((40, 40), bool)
    inside[2:-2, 2:-2] = True
    assert laplacian_variance(np.tile(x * x, (40, 1)), inside) == pytest.approx(0, abs=1e-3)


def test_hull_is_widened_and_narrowed():
    corners = np.array([[20, 20], [60, 20], [60, 50], [20, 50]], np.float32)
    wide, narrow = hull_mask((100, 80), corners, 5), hull_mask((100, 80), corners, -5)
    assert wide.shape == (80, 100)
    assert wide[20, 15]
    assert not wide[20, 14]
    assert narrow[25, 25]
    assert not narrow[25, 24]


def test_layer_is_laid_onto_the_canvas():
    rgba = np.full((10, 20, 4), 7, np.uint8)
    alpha = canvas_alpha(SubjectLayer(rgba, 30, 15), (40, 20))
    assert alpha.sum() == 7 * 10 * 5
    assert (alpha[15:, 30:] == 7).all()


@pytest.mark.parametrize("shift_px", [0, 2])
def test_motion_of_the_background_is_seen_and_that_of_the_subject_is_not(shift_px):
    behind = texture()
    subject = np.zeros((240, 240), np.uint8)
    subject[80:160, 80:160] = 255
    second = np.roll(behind, shift_px, axis=1)
    moving = second.copy()
    moving[80:160, 80:160] = np.roll(behind, 6, axis=0)[80:160, 80:160]
    found = motion_outside_px((behind, subject), (moving, subject))
    assert found == pytest.approx(shift_px, abs=0.3)


def test_subject_everywhere_leaves_nothing_to_judge():
    full = np.full((240, 240), 255, np.uint8)
    assert motion_outside_px((texture(), full), (texture(), full)) is None


def test_points_follow_a_moving_picture():
    grey = texture()
    points = np.array([[60.5, 60.5], [100.25, 120.5], [150.5, 90.75]], np.float32)
    moved = cv2.warpAffine(grey, np.float32([[1, 0, 3], [0, 1, -2]]), (240, 240), flags=cv2.INTER_CUBIC)
    assert followed(grey, points)[0] == pytest.approx(grey[60, 60], abs=1e-3)
    assert followed(moved, points + np.float32([3, -2])) == pytest.approx(followed(grey, points), abs=0.01)


def test_grain_between_pixels_does_not_count_as_flicker_but_light_does():
    grain = 128 + 12 * np.random.default_rng(2).standard_normal((120, 120)).astype(np.float32)
    points = np.stack(np.meshgrid(np.arange(30, 90, 6.0), np.arange(30, 90, 6.0)), -1).reshape(-1, 2)
    points = points.astype(np.float32)

    def flickering(brightness):
        single, whole = [], []
        for step in range(12):
            shift = np.float32([0.37 * step % 1, 0.61 * step % 1])
            move = np.float32([[1, 0, shift[0]], [0, 1, shift[1]]])
            moved = cv2.warpAffine(grain, move, (120, 120), flags=cv2.INTER_LANCZOS4) + brightness * (
                step % 2
            )
            single.append(followed(moved, points + shift))
            whole.append(followed(patches(moved), points + shift))
        return np.median(flicker(single)), np.median(flicker(whole))

    single, whole = flickering(0.0)
    assert single > 1.5
    assert whole < 0.5 * single
    assert flickering(4.0)[1] == pytest.approx(2, abs=0.4)


def test_flicker_ignores_trends():
    time = np.linspace(0, 1, 50)
    series = np.stack([100 + 20 * time, 100 + np.where(np.arange(50) % 2, 1, -1)], axis=1)
    assert flicker(list(series)) == pytest.approx([0, 1], abs=0.01)


def test_still_skin_keeps_away_from_edges_and_features():
    outline = np.array([[0, 0], [2, 0], [2, 2], [0, 2]], np.float32)
    points = np.array([[1, 1], [0.05, 1], [1.5, 1.5], [3, 3]], np.float32)
    assert still_skin(points, np.array([[0.9, 1.0]], np.float32), outline).tolist() == [2]


def test_lips_of_all_poses_are_judged():
    names = [pose.name for pose in lip_poses()]
    assert {"closed", "aa", "uw", "smile"} <= set(names)
    assert not {"rest", "blink 1", "gaze left"} & set(names)
    assert {13, 14, 61, 291} <= set(lip_rows().tolist())
    assert mean_distance(np.zeros((2, 2)), np.array([[3, 4], [0, 1]])) == 3


def test_worse_is_told_against_the_photo():
    assert worse_percent(33, 30) == pytest.approx(10)
    assert worse_percent(4, 3) == pytest.approx(10)
    assert worse_percent(20, 40) == pytest.approx(-50)


def looks(**changes):
    values = {
        "sharpness": 1.0, "sharpness_of_photo": 1.0, "lips_sharpness": 1.0, "face_sharpness": 1.0,
        "outside_motion_px": 0.0, "flicker": 0.1, "flicker_95": 0.2, "flicker_of_points": 0.5,
        "jitter": 0.001, "jitter_of_network": 0.003, "jitter_meant": 0.001,
        "naturalness": 1.0, "naturalness_of_blur": 2.0, "brisque_percent": None, "niqe_percent": None,
        "wall_ms": 20.0, "cpu_ms": 19.0,
    }  # fmt: skip
    return Looks(**(values | changes))


def test_figures_name_the_worst_and_all_who_miss():
    poses = (PoseError("aa", 2.0, 20.0), PoseError("uw", 6.0, 20.0))
    found = [
        Quality("dull", looks(sharpness=0.5), poses),
        Quality("fine", looks(), poses[:1]),
        Quality("none", None, refusal="no_face_found"),
    ]
    figures = {figure.measure: figure for figure in figures_of(found)}
    assert set(figures) == {target.measure for target in TARGETS}
    least = figures["film_quality.sharpness_least"]
    assert least.value == 0.5
    assert "worst: dull" in least.note
    assert "1 miss it: dull" in least.note
    assert "refused: none (no_face_found)" in least.note
    assert figures["film_quality.sharpness_most"].value == 1.0
    assert figures["film_quality.lips"].value == 4.0
    assert figures["film_quality.brisque"].value is None
    assert found[0].worst_poses(1) == "uw 6.0"


def test_identity_names_all_over_the_bound():
    figure = _worst("identity.worst_95", {"a": 0.2, "b": 0.5, "c": 0.4})
    target = next(one for one in IDENTITY_TARGETS if one.measure == figure.measure)
    assert figure.note == "2 over it: b 0.50, c 0.40"
    assert target.is_met(figure) is False
    assert target.is_met(Figure(figure.measure, "", 0.3)) is True

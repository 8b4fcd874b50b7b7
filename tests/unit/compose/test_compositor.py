import numpy as np
import pytest

from likeness.compose import Compositor, MovingBackdrop, Overlay, read_footage
from likeness.core.canvas import Placement, SubjectLayer
from likeness.testing.grey_video import GreyVideo, grey_of

PLACEMENT = Placement(16, 12, 1.0, 0.0, 0.0)
BACKDROP = np.random.default_rng(1).integers(0, 256, (12, 16, 3), dtype=np.uint8)


def layer(left, top, width=5, height=4, alpha=255, seed=2):
    rgba = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    if alpha is not None:
        rgba[:, :, 3] = alpha
    return SubjectLayer(rgba, left, top)


def reference(subject):
    """Blend on a large canvas in exact arithmetic, then cut."""
    big = np.zeros((52, 56, 3), dtype=np.float64)
    big[20:32, 20:36] = BACKDROP
    height, width = subject.rgba.shape[:2]
    area = np.s_[20 + subject.top_px :, 20 + subject.left_px :]
    alpha = subject.rgba[:, :, 3:].astype(np.float64) / 255
    view = big[area][:height, :width]
    view[:] = alpha * subject.rgba[:, :, :3] + (1 - alpha) * view
    return np.rint(big[20:32, 20:36]).astype(np.uint8)


@pytest.mark.parametrize("alpha", [0, 1, 127, 255, None])
@pytest.mark.parametrize(("left", "top"), [(3, 2), (-2, -1), (14, 10), (0, 0), (11, 8), (-20, 3), (16, 0)])
def test_blending_is_exact(left, top, alpha):
    subject = layer(left, top, alpha=alpha)
    frame = Compositor(BACKDROP, PLACEMENT, (16, 12)).compose(subject)
    difference = np.abs(frame.astype(int) - reference(subject).astype(int))
    # Halves may round either way.
    assert difference.max() <= (0 if alpha in (0, 255) else 1)


def test_drawing_again_takes_back_the_frame_before():
    compositor = Compositor(BACKDROP, PLACEMENT, (16, 12))
    canvas = compositor.canvas()
    for left, top in [(1, 1), (9, 6), (30, 30), (-3, 2), (4, 4)]:
        drawn = canvas.draw(layer(left, top))
        np.testing.assert_array_equal(drawn, compositor.compose(layer(left, top)))


def test_changed_box_holds_all_that_changed():
    canvas = Compositor(BACKDROP, PLACEMENT, (16, 12)).canvas()
    before = canvas.draw(layer(1, 1)).copy()
    assert canvas.changed_px == (1, 1, 6, 5)
    after = canvas.draw(layer(7, 5, seed=3))
    assert canvas.changed_px == (1, 1, 12, 9)
    outside = np.ones((12, 16), dtype=bool)
    outside[1:9, 1:12] = False
    np.testing.assert_array_equal(before[outside], after[outside])
    canvas.draw(layer(40, 40))
    canvas.draw(layer(40, 40))
    assert canvas.changed_px == (0, 0, 0, 0)


def test_subject_ends_where_the_picture_ends():
    placement = Placement(16, 12, 1.0, 4.0, 0.0)
    frame = Compositor(BACKDROP, placement, (8, 12)).compose(layer(0, 0, width=16, height=12))
    np.testing.assert_array_equal(frame[:, :4], BACKDROP[:, :4])
    np.testing.assert_array_equal(frame[:, 12:], BACKDROP[:, 12:])
    assert (frame[:, 4:12] != BACKDROP[:, 4:12]).any()


def test_a_layer_beside_the_corner_is_cut_at_its_own_place():
    placement = Placement(16, 12, 1.0, 4.0, 0.0)
    frame = Compositor(BACKDROP, placement, (8, 12)).compose(layer(6, 3, width=9, height=5))
    np.testing.assert_array_equal(frame[:, 12:], BACKDROP[:, 12:])
    np.testing.assert_array_equal(frame[3:8, 6:12], layer(6, 3, width=9, height=5).rgba[:, :6, :3])


def test_without_a_picture_the_subject_ends_nowhere():
    placement = Placement(16, 12, 1.0, 4.0, 0.0)
    frame = Compositor(BACKDROP, placement, None).compose(layer(0, 0, width=16, height=12))
    np.testing.assert_array_equal(frame, layer(0, 0, width=16, height=12).rgba[..., :3])


def test_backdrop_and_layer_are_left_alone():
    kept, subject = BACKDROP.copy(), layer(0, 0, width=16, height=12)
    kept_layer = subject.rgba.copy()
    Compositor(BACKDROP, Placement(16, 12, 1.0, 4.0, 0.0), (8, 12)).compose(subject)
    np.testing.assert_array_equal(kept, BACKDROP)
    np.testing.assert_array_equal(kept_layer, subject.rgba)


def overlay(left, top, width=4, height=3, seed=5):
    rgba = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    return Overlay(rgba, left, top)


def drawn_at_once(subject, overlays):
    return Compositor(BACKDROP, PLACEMENT, (16, 12)).compose(subject, overlays)


def test_overlays_lie_over_subject_and_backdrop_whatever_was_drawn_before():
    marks = [overlay(0, 0), overlay(2, 1, seed=6), overlay(13, 10, seed=7), overlay(-2, 9, seed=8)]
    canvas = Compositor(BACKDROP, PLACEMENT, (16, 12)).canvas()
    lists = [[], marks[:2], marks[:2], marks, marks[1:], [marks[1], marks[0]], marks[:1], []]
    for index, overlays in enumerate(lists):
        subject = layer(index, 1 + index // 2, alpha=None, seed=index)
        drawn = canvas.draw(subject, overlays)
        np.testing.assert_array_equal(drawn, drawn_at_once(subject, overlays))


def test_still_overlays_do_not_widen_the_changed_box():
    mark = overlay(12, 9)
    canvas = Compositor(BACKDROP, PLACEMENT, (16, 12)).canvas()
    canvas.draw(layer(1, 1), [mark])
    assert canvas.changed_px == (1, 1, 16, 12)
    before = canvas.draw(layer(1, 1), [mark]).copy()
    assert canvas.changed_px == (1, 1, 6, 5)
    after = canvas.draw(layer(2, 1, seed=9), [mark, overlay(0, 0, 2, 2)])
    assert canvas.changed_px == (0, 0, 7, 5)
    outside = np.ones((12, 16), bool)
    outside[0:5, 0:7] = False
    np.testing.assert_array_equal(before[outside], after[outside])


def over_black_and_white(rgb, alpha):
    share = alpha[..., None] / 255
    return rgb * share, rgb * share + 255 * (1 - share)


@pytest.mark.parametrize("seed", range(4))
def test_transparent_frames_show_the_same_over_any_background(seed):
    subject, marks = layer(3, 2, 9, 8, alpha=None, seed=seed), [overlay(1, 1, seed=seed + 10), overlay(8, 7)]
    still = np.zeros_like(BACKDROP)
    canvas = Compositor(still, PLACEMENT, (16, 12), is_transparent=True).canvas()
    canvas.draw(layer(0, 5, alpha=None), [marks[1]])
    rgb = canvas.draw(subject, marks)
    over_black, over_white = over_black_and_white(rgb, canvas.alpha)
    for backdrop, seen in ((still, over_black), (still + 255, over_white)):
        direct = Compositor(backdrop, PLACEMENT, (16, 12)).compose(subject, marks)
        assert np.abs(direct - seen).max() <= 2.5


def test_transparent_frames_keep_the_backdrops_colours_where_nothing_is():
    canvas = Compositor(BACKDROP, PLACEMENT, (16, 12), is_transparent=True).canvas()
    rgb = canvas.draw(layer(2, 2, alpha=128))
    nothing = canvas.alpha == 0
    assert nothing.sum() == 16 * 12 - 20
    np.testing.assert_array_equal(rgb[nothing], BACKDROP[nothing])
    np.testing.assert_array_equal(rgb[2:6, 2:7], layer(2, 2).rgba[..., :3])


def test_opaque_canvas_has_no_alpha():
    assert Compositor(BACKDROP, PLACEMENT, (16, 12)).canvas().alpha is None


@pytest.fixture
def footage(tmp_path):
    return read_footage(GreyVideo(4, size_px=(16, 12)).write(tmp_path / "a.mp4"))


def test_moving_backdrop_changes_the_whole_frame_only_when_it_moves(footage):
    compositor = Compositor(BACKDROP, PLACEMENT, (16, 12), moving=MovingBackdrop(footage))
    mark = overlay(12, 9)
    with compositor.canvas() as canvas:
        for time, index, is_new in ((0.01, 0, True), (0.06, 0, False), (0.12, 1, True), (0.42, 0, True)):
            drawn = canvas.draw(layer(1, 1), [mark], time)
            assert (canvas.changed_px == (0, 0, 16, 12)) == is_new
            assert abs(int(drawn[8, 2, 0]) - grey_of(index)) <= 2
            np.testing.assert_array_equal(drawn[1:5, 1:6], layer(1, 1).rgba[..., :3])
            still = Compositor(np.full_like(BACKDROP, drawn[8, 2, 0]), PLACEMENT, (16, 12))
            assert np.abs(still.compose(layer(1, 1), [mark]).astype(int) - drawn).max() <= 2

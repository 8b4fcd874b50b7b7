from dataclasses import replace

import numpy as np

from likeness.core.portrait import Portrait


def test_a_face_that_is_hardly_a_persons_is_remarked(drawing: Portrait):
    photo = replace(drawing, mouth=replace(drawing.mouth, is_drawing=False), is_template=False)
    (remark,) = replace(photo, confidence=0.22).remarks
    assert "confidence 0.22" in remark
    assert "face points" in remark
    assert replace(photo, confidence=0.5).remarks == ()


def test_drawings_and_faces_with_points_are_not_remarked(drawing: Portrait):
    unsure = replace(drawing, confidence=0.1)
    assert replace(unsure, mouth=replace(drawing.mouth, is_drawing=True), is_template=False).remarks == ()
    assert replace(unsure, is_template=True).remarks == ()


def test_captions_keep_clear_of_the_mouth_that_speaks_and_of_the_chin(photo: Portrait):
    with_chin, mouth = photo.kept_clear
    lips, chin = photo.face.rest_px[[61, 291, 0, 17], :2], photo.face.rest_px[152, :2]
    assert with_chin.top == mouth.top < lips[:, 1].min()
    assert lips[:, 1].max() < mouth.bottom < with_chin.bottom
    assert chin[1] < with_chin.bottom < photo.head_box.bottom + photo.face.eye_distance_px
    assert mouth.left < lips[:, 0].min() < lips[:, 0].max() < mouth.right


def extent_of(drawing, alpha):
    return replace(drawing, alpha=alpha).subject_extent


def test_subject_inside_of_its_picture(drawing):
    alpha = np.zeros((100, 80), np.uint8)
    alpha[20:70, 10:50] = 255
    alpha[5, 5] = 90  # too faint
    extent = extent_of(drawing, alpha)
    box = extent.box
    assert (box.left, box.top, box.right, box.bottom) == (10, 20, 50, 70)
    assert extent.left_cut_px is extent.right_cut_px is None
    assert not extent.is_cut_top
    assert not extent.is_cut_bottom


def test_cut_borders(drawing):
    alpha = np.zeros((200, 80), np.uint8)
    alpha[120:, :40] = 255
    alpha[30:40, 0] = 255  # a lock above the shoulder
    alpha[150:, 40:] = 255
    extent = extent_of(drawing, alpha)
    assert (extent.left_cut_px, extent.right_cut_px) == (120, 150)
    assert extent.is_cut_bottom
    assert not extent.is_cut_top


def test_single_pixels_are_no_cut(drawing):
    alpha = np.zeros((200, 80), np.uint8)
    alpha[50:60, 10:20] = 255
    alpha[100, 0] = alpha[130, 0] = 255
    assert extent_of(drawing, alpha).left_cut_px is None


def test_no_subject_is_its_head(drawing):
    assert extent_of(drawing, np.zeros((50, 50), np.uint8)).box == drawing.head_box

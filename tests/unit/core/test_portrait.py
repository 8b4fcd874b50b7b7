from dataclasses import replace

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

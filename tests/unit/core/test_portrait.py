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

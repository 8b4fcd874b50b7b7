import numpy as np
import pytest

from likeness.portrait.cat_faces import find_cat
from likeness.portrait.picture import read_picture


def test_specks_and_plain_pictures_are_no_cats(astronaut, drawn_picture):
    plain, dot = np.full((300, 200, 3), 128, np.uint8), np.zeros((1, 1, 3), np.uint8)
    for rgb in (astronaut, read_picture(drawn_picture).rgb, plain, dot):
        found = find_cat(rgb)
        assert found is None or not found.is_sure


def test_a_tilted_cat_is_found(test_pictures):
    file = next(test_pictures.glob("p22_*"), None)
    if file is None:
        pytest.skip("no picture of a cat")
    found = find_cat(read_picture(file).rgb)
    assert found is not None and found.is_sure
    points = found.points
    # read off the picture by eye
    expected = np.array([[416, 481], [631, 415], [567, 565], [534, 653], [623, 624], [578, 635], [595, 683]])
    eye_distance = float(np.linalg.norm(expected[1] - expected[0]))
    assert np.abs(np.linalg.norm(points - expected, axis=1)).max() < 0.15 * eye_distance

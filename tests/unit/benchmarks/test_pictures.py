import numpy as np
from benchmarks.contact_sheet import Cell, crop, save_sheet
from benchmarks.face_states import rest, sheet_poses, speaking
from benchmarks.fit import turned_copy
from benchmarks.rest import psnr_db
from benchmarks.tracking import eye_distance_px, lip_gap_px
from PIL import Image

from likeness.core.canvas import Box
from likeness.core.rig import expression_index


def test_psnr_looks_only_inside_of_the_mask():
    photo = np.full((4, 4, 3), 100, np.uint8)
    frame = photo.copy()
    frame[0] = 0
    inside = np.zeros((4, 4), bool)
    inside[2:] = True
    assert psnr_db(photo, frame, inside) == 99.0
    assert psnr_db(photo, frame, ~inside) < 20


def test_a_turned_copy_holds_the_whole_picture():
    rgb = np.zeros((40, 60, 3), np.uint8)
    rgb[:, 30:] = 255
    turned, matrix = turned_copy(rgb, 90)
    assert turned.shape == (73, 73, 3)
    np.testing.assert_allclose(matrix @ (60.0, 20.0, 1.0), (36.5, 6.5), atol=1e-6)
    assert turned[20, 36].tolist() == [255] * 3 and turned[50, 36].tolist() == [0] * 3


def test_rest_moves_nothing_and_poses_differ():
    poses = {pose.name: pose.state for pose in sheet_poses()}
    assert not rest().expression.any()
    assert rest().closed_mouth == 0
    assert len(poses) >= 20
    assert poses["yaw -8"].head_deg == (0.0, -8.0, 0.0)
    assert poses["blink 1"].expression[expression_index("eye_blink_left")] == 1
    assert speaking("th").tongue != (0.0, 0.0, 0.0)


def test_crop_beyond_the_edge_is_black():
    rgb = np.full((10, 10, 3), 200, np.uint8)
    part = crop(rgb, Box(-5, 5, 10, 10))
    assert part.shape == (10, 10, 3)
    assert (part[:5, 5:] == 200).all()
    assert (part[5:] == 0).all()
    assert (part[:, :5] == 0).all()
    assert crop(rgb, Box(0, 0, 10, 5), limit_px=4).shape == (2, 4, 3)


def test_sheet_holds_all_cells(tmp_path):
    cell = Cell("name", np.zeros((20, 30, 3), np.uint8))
    save_sheet(tmp_path / "sheets" / "one.png", [cell] * 5, n_columns=2)
    with Image.open(tmp_path / "sheets" / "one.png") as sheet:
        assert sheet.size == (2 * 34, 3 * 40)


def test_lip_gap_is_measured_across_the_eye_line():
    mesh = np.zeros((478, 3), np.float32)
    for index, place in {
        33: (0, 0),
        133: (20, 20),
        362: (60, 60),
        263: (80, 80),
        13: (40, 90),
        14: (33, 97),
    }.items():
        mesh[index, :2] = place
    assert eye_distance_px(mesh) == np.float32(60 * np.sqrt(2))
    assert abs(lip_gap_px(mesh) - 7 * np.sqrt(2)) < 1e-4

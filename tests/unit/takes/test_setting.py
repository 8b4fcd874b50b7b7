from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from pydantic import TypeAdapter

from likeness.core.background import Background
from likeness.core.canvas import Box, Placement, SubjectExtent, SubjectLayer
from likeness.core.spec import Output
from likeness.errors import ImageUnreadableError, VideoUnreadableError
from likeness.takes.setting import read_setting
from likeness.testing.grey_video import GreyVideo, grey_of

PLACEMENT = Placement(64, 36, 1.0, 0.0, 0.0)
SUBJECT = SubjectLayer(np.full((4, 4, 4), 255, np.uint8), 30, 10)
HEAD = Box(20, 4, 16, 20)
PICTURE = SimpleNamespace(
    size_px=(64, 36),
    head_box=HEAD,
    plate_rgb=np.full((36, 64, 3), 90, np.uint8),
    subject_extent=SubjectExtent(HEAD),
)


def read(**background):
    return read_setting(TypeAdapter(Background).validate_python(background))


def drawn(setting, placement=PLACEMENT, time_s=0.0):
    with setting.surround(PICTURE, placement).compositor.canvas() as canvas:
        return canvas.draw(SUBJECT, (), time_s).copy(), canvas.alpha


def test_own_background():
    setting = read(kind="keep")
    assert not setting.is_cut_out
    assert drawn(setting)[0][0, 0].tolist() == [90, 90, 90]
    assert setting.surround(PICTURE, PLACEMENT).light_rgb is None


def test_colour_behind_and_its_light():
    setting = read(kind="colour", colour="#010203")
    assert setting.is_cut_out
    assert drawn(setting)[0][0, 0].tolist() == [1, 2, 3]
    assert setting.surround(PICTURE, PLACEMENT).light_rgb[0, 0].tolist() == [1, 2, 3]


def test_transparent_parts_of_an_image_are_white(tmp_path):
    pixels = np.zeros((36, 64, 4), np.uint8)
    pixels[:, 32:] = (10, 20, 30, 255)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    frame, _ = drawn(read(kind="image", file=tmp_path / "a.png"))
    assert frame[0, 0].tolist() == [255, 255, 255]
    assert frame[0, -1].tolist() == [10, 20, 30]


def test_removed():
    setting = read(kind="remove")
    _, alpha = drawn(setting)
    assert alpha.sum() == 16 * 255
    assert not setting.surround(PICTURE, PLACEMENT).light_rgb.any()


def test_around_a_picture_that_is_kept(tmp_path):
    narrow = Placement(64, 36, 0.5, 16.0, 9.0)
    still = read(kind="keep", around={"kind": "colour", "colour": "#010203"})
    assert drawn(still, narrow)[0][0, 0].tolist() == [1, 2, 3]
    assert drawn(still, narrow)[0][20, 20].tolist() == [90, 90, 90]
    GreyVideo(3).write(tmp_path / "a.mp4")
    moving = read(kind="keep", around={"kind": "video", "file": tmp_path / "a.mp4"})
    for index in range(3):
        frame, _ = drawn(moving, narrow, index / 10 + 0.05)
        assert abs(int(frame[0, 0, 0]) - grey_of(index)) <= 2
        assert frame[20, 20].tolist() == [90, 90, 90]
    assert drawn(moving)[0][0, 0].tolist() == [90, 90, 90]  # the picture covers it


def test_replaced_backgrounds_let_the_subject_stand():
    output = Output(width_px=128, height_px=256, fit="contain")
    kept, removed = (read(kind=kind).placement(PICTURE, output, (128, 256)) for kind in ("keep", "remove"))
    assert kept.scale == 2.0
    assert removed.scale > kept.scale
    assert removed.offset_y_px + HEAD.bottom * removed.scale == pytest.approx(256, abs=1)


@pytest.mark.parametrize(
    ("kind", "error"), [("image", ImageUnreadableError), ("video", VideoUnreadableError)]
)
def test_bad_backgrounds_are_errors_of_ours(tmp_path, kind, error):
    (tmp_path / "bad").write_bytes(b"nothing")
    with pytest.raises(error):
        read(kind=kind, file=tmp_path / "bad")

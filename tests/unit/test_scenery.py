import numpy as np
import pytest
from PIL import Image

from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.core.watermarking import Watermark
from likeness.errors import ImageUnreadableError
from likeness.scenery import read_scenery

CANVAS_PX = (64, 36)


def spec(**output):
    return VideoSpec(scenes=(Scene(picture="a.png", script="b"),), output=Output(**output))


def test_small_mark_with_transparency(tmp_path):
    pixels = np.zeros((6, 8, 4), np.uint8)
    pixels[:, 4:] = (10, 20, 30, 200)
    Image.fromarray(pixels).save(tmp_path / "mark.png")
    (overlay,) = read_scenery(spec(watermark=Watermark(file=tmp_path / "mark.png"))).overlays(CANVAS_PX)
    assert overlay.rgba.shape == (6, 8, 4)
    assert overlay.rgba[0, 5].tolist() == [10, 20, 30, 200]
    assert not overlay.rgba[:, :4, 3].any()


def test_nothing_around_the_subject():
    assert read_scenery(spec()).overlays(CANVAS_PX) == ()


def test_bad_mark_is_an_error_of_ours(tmp_path):
    (tmp_path / "mark.png").write_bytes(b"no picture")
    with pytest.raises(ImageUnreadableError):
        read_scenery(spec(watermark=Watermark(file=tmp_path / "mark.png")))


def test_label_lies_over_the_mark(tmp_path):
    Image.new("RGB", (8, 6)).save(tmp_path / "mark.png")
    film = spec(watermark=Watermark(file=tmp_path / "mark.png"), label="top_left")
    mark, label = read_scenery(film).overlays(CANVAS_PX)
    assert mark.rgba.shape == (6, 8, 4)
    assert label.left_px < 5
    assert len(read_scenery(spec(label="top_left")).overlays(CANVAS_PX)) == 1

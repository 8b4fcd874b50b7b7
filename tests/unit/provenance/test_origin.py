import datetime as dt

import pytest

from likeness.core.scene import ImageScene, Scene, VideoScene
from likeness.core.spec import VideoSpec
from likeness.provenance.origin import (
    GENERATIVE_TYPES,
    SOURCE_TYPE,
    container_tags,
    origin_of,
    source_type_name,
)

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def test_the_own_type_counts_as_generated():
    assert source_type_name(SOURCE_TYPE) in GENERATIVE_TYPES


@pytest.mark.parametrize("captured", ["digitalCapture", "humanEdits", "screenCapture", "compositeCapture"])
def test_what_people_and_cameras_make_does_not(captured):
    assert captured not in GENERATIVE_TYPES


def test_tags_of_containers_name_type_and_tool():
    assert container_tags()["DIGITAL_SOURCE_TYPE"] == SOURCE_TYPE
    assert container_tags()["CREATOR_TOOL"].startswith("Likeness ")


def test_every_picture_of_a_film_is_named_once():
    first, second = (Scene(picture=name, script="Hello.") for name in ("a.jpg", "b.jpg"))
    silent = ImageScene(kind="image", picture="c.jpg", duration_s=1)
    video = VideoScene(kind="video", file="d.mp4")
    origin = origin_of(VideoSpec(scenes=(first, silent, video, second, first)), NOW)
    assert [picture.name for picture in origin.pictures] == ["a.jpg", "c.jpg", "b.jpg"]
    assert origin.made_at == NOW


def test_a_voice_is_synthetic_when_one_of_them_is():
    spoken = Scene(picture="a.jpg", script="Hello.")
    recorded = Scene(picture="a.jpg", audio="a.wav", script="Hello.")
    assert origin_of(VideoSpec(scenes=(recorded, spoken)), NOW).has_synthetic_voice
    assert not origin_of(VideoSpec(scenes=(recorded,)), NOW).has_synthetic_voice

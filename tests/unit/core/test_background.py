import pytest

from likeness.core.background import ColourBackground, ImageBackground, KeepBackground, background_file
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import OptionInvalidError

COLOUR = {"kind": "colour", "colour": "#102030"}


def spec(background=None, **output):
    scene = Scene(picture="a.png", script="Hi", background=background)
    return VideoSpec(scenes=(scene,), output=Output(**output))


def kind_of(film):
    return film.output.background_of(film.scenes[0]).kind


def test_usual_backgrounds():
    assert kind_of(spec()) == "keep"
    assert kind_of(spec(container="mov", codec="prores4444")) == "keep"
    assert kind_of(spec(container="webm")) == "remove"
    assert spec(container="webm").is_transparent
    assert not spec().is_transparent
    assert not spec(container="mov", codec="prores4444").is_transparent
    assert spec({"kind": "remove"}, container="mov", codec="prores4444").is_transparent


@pytest.mark.parametrize(
    "background", [COLOUR, {"kind": "keep"}, {"kind": "image", "file": "a"}, {"kind": "video", "file": "a"}]
)
def test_webm_takes_no_background(background):
    with pytest.raises(OptionInvalidError, match=r"(?i)background is not allowed in a webm film"):
        spec(background, container="webm")


def test_webm_takes_removal():
    assert kind_of(spec({"kind": "remove"}, container="webm")) == "remove"


@pytest.mark.parametrize("output", [{}, {"container": "mov"}])
def test_opaque_films_cannot_remove_the_background(output):
    with pytest.raises(OptionInvalidError, match=r"(?i)background remove needs a transparent film"):
        spec({"kind": "remove"}, **output)


@pytest.mark.parametrize(
    "background",
    [
        {"kind": "colour", "colour": "red"},
        {"kind": "colour", "colour": "#12345"},
        {"kind": "colour"},
        {"kind": "image", "file": "a", "blur": 1.1},
        {"kind": "video"},
        {"kind": "forest"},
        {"kind": "keep", "around": {"kind": "remove"}},
    ],
)
def test_refusals_are_errors_of_ours_in_one_line(background):
    with pytest.raises(OptionInvalidError) as refused:
        spec(background)
    assert "\n" not in refused.value.message


def test_values_come_back_from_json():
    for background in (
        ColourBackground(colour="#A0b0C0"),
        ImageBackground(file="a.png", blur=0.5),
        KeepBackground(around=ColourBackground(colour="#000000")),
    ):
        film = spec(background, width_px=640, height_px=480)
        assert VideoSpec.model_validate_json(film.model_dump_json()) == film


def test_files():
    image = ImageBackground(file="b.png")
    assert background_file(image) == image.file
    assert background_file(KeepBackground(around=image)) == image.file
    assert background_file(ColourBackground(colour="#000000")) is None
    assert background_file(KeepBackground()) is None
    assert background_file(None) is None


def test_pictures_between_speakers_have_no_background():
    scenes = ({"kind": "image", "picture": "a.png", "duration_s": 1}, {"picture": "a.png", "script": "Hi"})
    assert VideoSpec(scenes=scenes, output={"container": "webm"}).is_transparent
    assert not VideoSpec(scenes=scenes).is_transparent

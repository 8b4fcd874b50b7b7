import pytest
from pydantic import ValidationError

from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import OptionInvalidError


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: VideoSpec.talking("me.jpg"), "needs a script or a recording"),
        (lambda: Scene(script="Hi"), "picture is missing"),
        (lambda: Scene(picture="me.jpg", script=3), "script 3 is wrong"),
        (lambda: Scene(picture="me.jpg", script="Hi", colour="red"), "colour red is wrong"),
        (lambda: Output(fps=3), "fps 3 is wrong"),
        (lambda: Output(quality=19), "quality 19"),
        (lambda: Output(quality=100), "quality 100"),
        (lambda: Output(container="avi"), "container avi"),
        (lambda: Output(container="webm", codec="h264"), "webm film cannot hold h264, only vp9"),
        (lambda: Output(container="mp4", codec="prores4444"), "only h264"),
        (lambda: Output(container="mov", codec="vp9"), "only h264 or prores4444"),
        (lambda: VideoSpec(scenes=()), "scenes"),
        (lambda: VideoSpec(scenes=({"picture": "me.jpg"},)), "needs a script or a recording"),
        (
            lambda: VideoSpec.model_validate({"scenes": [{"picture": "a", "script": "b"}], "seed": -1}),
            "seed -1",
        ),
        (lambda: Scene(picture="a", audio="b", voice="espeak:de"), "voice cannot change a recording"),
        (
            lambda: Scene(picture="a", audio="b", speed=1.1, pitch=2),
            "speed and pitch cannot change a recording",
        ),
    ],
)
def test_refusals_are_errors_of_ours_in_one_line(make, words):
    with pytest.raises(OptionInvalidError, match=f"(?i){words}") as refused:
        make()
    assert isinstance(refused.value.__cause__, ValidationError)
    assert "\n" not in refused.value.message


def test_recording_takes_a_transcript_and_a_language():
    scene = Scene(picture="a", audio="b", script="Hi", language="en", speed=1, pitch=0)
    assert (scene.script, scene.language) == ("Hi", "en")


def test_values_come_back_from_json():
    spec = VideoSpec(scenes=(Scene(picture="me.jpg", script="Hi"),), output=Output(fps="30000/1001"), seed=7)
    assert VideoSpec.model_validate_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize(
    ("container", "codec", "chosen"),
    [
        ("mp4", None, "h264"),
        ("mov", None, "h264"),
        ("webm", None, "vp9"),
        ("mov", "prores4444", "prores4444"),
        ("mp4", "h264", "h264"),
    ],
)
def test_codec_is_the_containers_own_unless_chosen(container, codec, chosen):
    assert Output(container=container, codec=codec).video_codec == chosen


@pytest.mark.parametrize(
    "size", [{"width_px": 640}, {"height_px": 640}, {"width_px": 641, "height_px": 480},
             {"width_px": 64, "height_px": 480}, {"width_px": 640, "height_px": 8000},
             {"width_px": 4096, "height_px": 4096}],
)  # fmt: skip
def test_sizes_are_even_pairs_within_bounds(size):
    with pytest.raises(OptionInvalidError):
        Output(**size)


@pytest.mark.parametrize("fps", [24, 25, 30, 50, 60])
def test_usual_frame_rates(fps):
    assert Output(fps=fps).fps == fps

"""The built-in engine on a portrait that the code draws: a real film without any picture of a person."""

import av
import numpy as np
import pytest
from PIL import Image

import likeness
from likeness.core.scene import Scene
from likeness.core.spec import Output, VideoSpec
from likeness.testing import TONE_VOICE, drawn_portrait, tone_speech


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    folder = tmp_path_factory.mktemp("film")
    Image.fromarray(drawn_portrait()).save(folder / "drawn.png")
    scene = Scene(picture=folder / "drawn.png", script="one two")
    spec = VideoSpec(scenes=(scene,), output=Output(resolution="360p", aspect="auto"))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LIKENESS_ENGINE", raising=False)
        patch.setattr("likeness.speech.find_voice", lambda *_: TONE_VOICE)
        patch.setattr("likeness.speech.synthesize", lambda script, *_: tone_speech(script))
        result = likeness.render(spec, folder / "film.mp4")
    with av.open(result.output) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]).astype(int)


def test_size_follows_the_picture(film):
    assert film.shape[1:] == (450, 360, 3)


def test_mouth_moves_more_than_the_background(film):
    # The drawn mouth lies at (0.5, 0.57) of the picture, the wall at its top corners.
    mouth, wall = film[:, 245:275, 150:210], film[:, :40, :60]
    assert mouth.std(axis=0).mean() > 4
    assert wall.std(axis=0).mean() < 1.5


def test_mouth_opens_for_the_vowels(film):
    # Rows of the lips while the second vowel sounds, against the hum before it.
    darkness = 255 - film[:, 250:275, 160:200].mean(axis=(1, 2, 3))
    vowel, hum = darkness[15:19].mean(), darkness[11:13].mean()
    assert vowel > hum + 3

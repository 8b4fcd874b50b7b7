from fractions import Fraction

import numpy as np
from PIL import Image

from likeness.compose import layout
from likeness.core.direction import Direction
from likeness.core.rig import expression_index
from likeness.core.spec import Output
from likeness.engines import PictureOptions
from likeness.testing import DrawnEngine, drawn_portrait, tone_speech


def prepared(tmp_path):
    file = tmp_path / "drawn.png"
    Image.fromarray(drawn_portrait(160, 200)).save(file)
    return DrawnEngine().prepare(file, PictureOptions())


def test_mouth_follows_the_jaw(tmp_path):
    engine, picture = DrawnEngine(), prepared(tmp_path)
    speech = tone_speech("one two three")
    performance = engine.perform(speech, Direction(), Fraction(25), 0)
    renderer = engine.renderer(picture, layout(picture.size_px, picture.head_box, Output(resolution="360p")))
    jaw = performance.expression[:, expression_index("jaw_open")]
    frames = [renderer.render(performance.state(int(index))).rgba for index in (jaw.argmin(), jaw.argmax())]
    closed, opened = (int((frame[:, :, :3] == (120, 30, 40)).all(axis=2).sum()) for frame in frames)
    assert opened > 3 * closed


def test_seed_changes_the_movement():
    speech = tone_speech("one two three")
    takes = [DrawnEngine().perform(speech, Direction(), Fraction(25), seed).head_deg for seed in (1, 1, 2)]
    np.testing.assert_array_equal(takes[0], takes[1])
    assert not np.array_equal(takes[0], takes[2])


def test_portrait_is_always_the_same():
    np.testing.assert_array_equal(drawn_portrait(80, 100), drawn_portrait(80, 100))

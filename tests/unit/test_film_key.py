from fractions import Fraction

import numpy as np
import pytest

from likeness.core.performance import Performance
from likeness.core.spec import VideoSpec
from likeness.film_key import film_key


def performance(first=0.0):
    curve = np.zeros((3, 2), np.float32)
    curve[0, 0] = first
    flat = np.zeros((3, 3), np.float32)
    return Performance(Fraction(25), ("a", "b"), curve, flat, flat, flat, flat, flat, flat)


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "me.jpg"
    file.write_bytes(b"a picture")
    return file


def test_key_depends_on_all_that_the_frames_depend_on(picture):
    spec = VideoSpec.talking("me.jpg", "Hello.")
    key = film_key(spec, [picture], [performance(), None])
    assert key == film_key(spec, [picture], [performance(), None])
    others = [
        film_key(VideoSpec.talking("me.jpg", "Good bye."), [picture], [performance(), None]),
        film_key(spec, [], [performance(), None]),
        film_key(spec, [picture], [performance(0.1), None]),
    ]
    picture.write_bytes(b"another one")
    others.append(film_key(spec, [picture], [performance(), None]))
    assert len({key, *others}) == 5

from collections import namedtuple
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.encode import Film, VideoSettings, check_space
from likeness.encode.space import expected_bytes
from likeness.errors import DiskFullError

SILENCE = AudioClip(np.zeros((48_000, 1), np.float32), 48_000)
Usage = namedtuple("Usage", "total used free")


def film(codec="h264", quality=80, minutes=60, size=(1280, 720)):
    return Film(VideoSettings(*size, Fraction(25), codec, quality), SILENCE, 25 * 60 * minutes)


def test_longer_larger_and_better_films_need_more():
    base = expected_bytes(film())
    assert base == pytest.approx(400e6, rel=0.3)
    for other in (film(quality=95), film(minutes=120), film(size=(1920, 1080)), film("prores4444")):
        assert expected_bytes(other) > 1.5 * base


def test_want_of_space_is_told_before(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(2**40, 0, 3 * 2**30))
    check_space(film(), tmp_path)
    with pytest.raises(DiskFullError, match=r"needs about \d+\.\d GiB in .*, where 3\.0 GiB are free"):
        check_space(film("prores4444"), tmp_path)

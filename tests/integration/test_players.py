"""What a real browser does with the films; skipped where there is no Chromium."""

from fractions import Fraction

import numpy as np
import pytest
from benchmarks.players import NoBrowserError, browser, check_films

from likeness.core.audio import AudioClip
from likeness.core.progress import CancelToken
from likeness.encode import Film, FilmFrame, VideoSettings, encode_chunk, write_film

KINDS = [("mp4", "h264", False), ("mov", "h264", False), ("webm", "vp9", False), ("webm", "vp9", True)]
COLOUR = (200, 120, 60)


def frames(has_alpha):
    """A block in the middle, before a dark wall or before nothing."""
    rgb, alpha = np.full((180, 320, 3), 20, np.uint8), np.zeros((180, 320), np.uint8)
    rgb[45:135, 80:240], alpha[45:135, 80:240] = COLOUR, 255
    return [FilmFrame(rgb, None, alpha if has_alpha else None)] * 25


def make(path, container, codec, has_alpha, watch=None):
    settings = VideoSettings(320, 180, Fraction(25), codec, has_alpha=has_alpha)
    tone = 0.2 * np.sin(np.arange(72_000) / 20).astype(np.float32)[:, None]
    film = Film(settings, AudioClip(tone, 48_000), 75, container)
    write_film(
        film, (encode_chunk(frames(has_alpha), settings) for _ in range(3)), path, CancelToken(), watch
    )


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    try:
        browser()
    except NoBrowserError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("films")
    paths = [folder / f"{codec}-{has_alpha}.{container}" for container, codec, has_alpha in KINDS]
    for path, kind in zip(paths, KINDS, strict=True):
        make(path, *kind, watch=folder / "watch.mp4" if kind[0] == "mp4" else None)
    found = check_films([*paths, folder / "watch.mp4"])
    return dict(zip([*KINDS, "watch"], found, strict=True))


@pytest.mark.parametrize("kind", [*KINDS, "watch"])
def test_plays_and_seeks(told, kind):
    found = told[kind]
    assert found.get("error") is None
    assert (found["width"], found["height"]) == (320, 180)
    assert found["duration_s"] == pytest.approx(3, abs=0.03)
    assert found["played_s"] >= 0.3
    assert found["sound_bytes"] > 0
    assert len(found["seeks"]) == 4
    for seek in found["seeks"]:
        assert seek["at_s"] == pytest.approx(seek["wanted_s"], abs=0.001)
        assert np.abs(np.array(seek["middle"]) - (*COLOUR, 255)).max() <= 8


@pytest.mark.parametrize("kind", KINDS)
def test_only_transparent_films_show_the_page(told, kind):
    for seek in told[kind]["seeks"]:
        assert seek["corner"][3] == (0 if kind[2] else 255)

"""Small files of every kind, and someone to sign them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from likeness.provenance.certificates import Credentials, make_credentials
from likeness.provenance.origin import Origin
from likeness.provenance.signing import Signer

NOW = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
SIDE_PX = 64
N_FRAMES = 8
CODECS = {".mp4": "libx264", ".mov": "libx264", ".webm": "libvpx-vp9"}
FILMS, PICTURES = tuple(CODECS), (".jpg", ".png", ".gif", ".webp")


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (SIDE_PX, SIDE_PX, 3), np.uint8)


def write_small_film(path: Path, tags: dict[str, str] | None = None) -> Path:
    options = {} if path.suffix == ".webm" else {"movflags": "+faststart"}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(CODECS[path.suffix], rate=25)
        stream.width = stream.height = SIDE_PX
        stream.pix_fmt = "yuv420p"
        for index in range(N_FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(noise(index), format="rgb24")))
        container.mux(stream.encode(None))
    return path


def write_small_picture(path: Path, n_pictures: int = 1) -> Path:
    first, *others = (Image.fromarray(noise(index)) for index in range(n_pictures))
    more = {"save_all": True, "append_images": others, "duration": 40} if others else {}
    first.save(path, **more)
    return path


@pytest.fixture
def make_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a small film or picture; the ending says of which kind."""

    def make(suffix: str) -> Path:
        path = tmp_path / f"small{suffix}"
        return write_small_film(path) if suffix in FILMS else write_small_picture(path)

    return make


@pytest.fixture(scope="session")
def credentials() -> Credentials:
    return make_credentials(dt.datetime.now(dt.UTC))


@pytest.fixture
def signer(credentials: Credentials) -> Signer:
    return Signer(credentials)


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin(NOW, (write_small_picture(tmp_path / "picture-of-ann.jpg"),))

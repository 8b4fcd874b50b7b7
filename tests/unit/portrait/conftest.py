from pathlib import Path

import pytest

from likeness.portrait.face_models import FaceModels, load_face_models
from likeness.portrait.picture import read_picture
from likeness.testing.astronaut import astronaut_path
from likeness.typing import RgbImage

_TEST_PICTURES = Path(__file__).parents[4] / "shared" / "testdata"


@pytest.fixture(scope="session")
def models() -> FaceModels:
    return load_face_models()


@pytest.fixture(scope="session")
def astronaut() -> RgbImage:
    return read_picture(astronaut_path()).rgb


@pytest.fixture(scope="session")
def test_pictures() -> Path:
    """Folder of pictures that cannot be published; tests that need it are left out without it."""
    if not _TEST_PICTURES.is_dir():
        pytest.skip("no folder of test pictures")
    return _TEST_PICTURES

"""Portraits prepared once for all tests, and the face states that they are drawn in."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from likeness.core.canvas import Placement
from likeness.core.performance import FaceState
from likeness.core.portrait import Portrait
from likeness.core.rig import EXPRESSION_NAMES, FaceRig, expression_index, load_rig
from likeness.portrait import FaceModels, load_face_models, prepare_portrait
from likeness.rendering import PortraitRenderer
from likeness.testing import TONE_VOICE, drawn_portrait, tone_speech
from likeness.testing.astronaut import astronaut_path

StateMaker = Callable[..., FaceState]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden frames anew instead of comparing"
    )


def make_state(shapes: dict[str, float] | None = None, **movement: object) -> FaceState:
    """Return a state from shape names; a name without side means both sides."""
    expression = np.zeros(len(EXPRESSION_NAMES), np.float32)
    for name, value in (shapes or {}).items():
        names = [name] if name in EXPRESSION_NAMES else [f"{name}_left", f"{name}_right"]
        expression[[expression_index(each) for each in names]] = value
    return FaceState(expression, **movement)


def head_crop(portrait: Portrait, side_px: int) -> Placement:
    """Place the head with a little room on a square canvas."""
    box = portrait.head_box
    scale = side_px / (1.25 * max(box.width, box.height))
    middle = (box.left + box.width / 2, box.top + box.height / 2)
    offsets = (side_px / 2 - middle[0] * scale, side_px / 2 - middle[1] * scale)
    return Placement(side_px, side_px, scale, *offsets)


@pytest.fixture(scope="session", autouse=True)
def _signals_reach_children() -> None:
    """A shell's background jobs ignore SIGINT, those of nohup SIGHUP, and hand that on; programs under test
    must get them."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def no_voices_of_the_operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Which voices this machine's user has added decides no test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIKENESS_VOICES_DIR", str(tmp_path_factory.mktemp("voices")))
        yield


@pytest.fixture(scope="session", autouse=True)
def certificate_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Films are signed with a certificate that is made for the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIKENESS_SIGNING_DIR", str(tmp_path_factory.mktemp("signing")))
        patch.delenv("LIKENESS_C2PA_CERTIFICATE", raising=False)
        patch.delenv("LIKENESS_C2PA_KEY", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def mattes_of_the_default_environment() -> Iterator[None]:
    """Whether the extra `matting-hq` is installed changes no portrait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIKENESS_MATTING", "builtin")
        yield


@pytest.fixture(scope="session", autouse=True)
def no_kept_portraits() -> Iterator[None]:
    """Every test prepares its pictures, and nothing is written into the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIKENESS_NO_CACHE", "1")
        yield


@pytest.fixture
def doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn engine animates and the voice of tones speaks."""
    monkeypatch.setenv("LIKENESS_ENGINE", "likeness.testing.drawn_engine:DrawnEngine")
    monkeypatch.setattr("likeness.speech.find_voice", lambda *_: TONE_VOICE, raising=False)
    monkeypatch.setattr("likeness.speech.synthesize", lambda script, *_: tone_speech(script), raising=False)


@pytest.fixture
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small drawn portrait, in a folder of its own."""
    file = tmp_path_factory.mktemp("picture") / "drawn.png"
    Image.fromarray(drawn_portrait(240, 300)).save(file)
    return file


@pytest.fixture(scope="session")
def state() -> StateMaker:
    return make_state


@pytest.fixture(scope="session")
def rig() -> FaceRig:
    return load_rig()


@pytest.fixture(scope="session")
def face_models() -> FaceModels:
    return load_face_models()


@pytest.fixture(scope="session")
def drawn_picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "drawn.png"
    Image.fromarray(drawn_portrait()).save(path)
    return path


@pytest.fixture(scope="session")
def photo(face_models: FaceModels) -> Portrait:
    """A laughing person in front of a busy background, 512 px."""
    return prepare_portrait(astronaut_path(), face_models)


@pytest.fixture(scope="session")
def drawing(face_models: FaceModels, drawn_picture: Path) -> Portrait:
    """A drawn person with closed lips in front of a plain wall."""
    return prepare_portrait(drawn_picture, face_models)


@pytest.fixture(scope="session")
def photo_placement(photo: Portrait) -> Placement:
    return head_crop(photo, 384)


@pytest.fixture(scope="session")
def drawing_placement(drawing: Portrait) -> Placement:
    return head_crop(drawing, 384)


@pytest.fixture(scope="session")
def photo_renderer(photo: Portrait, photo_placement: Placement) -> PortraitRenderer:
    return PortraitRenderer(photo, photo_placement)


@pytest.fixture(scope="session")
def drawing_renderer(drawing: Portrait, drawing_placement: Placement) -> PortraitRenderer:
    return PortraitRenderer(drawing, drawing_placement)

from importlib.metadata import EntryPoint

import numpy as np
import pytest

from likeness.engines import (
    ENGINE_VARIABLE,
    Engine,
    EngineBrokenError,
    EngineNotFoundError,
    PreparedPicture,
    chosen_engine,
    engine_names,
    find_engine,
)
from likeness.testing import DrawnEngine
from likeness.testing.drawn_engine import DrawnPicture

DRAWN = "likeness.testing.drawn_engine:DrawnEngine"


class Lazy:
    def prepare(self): ...


class Crashing:
    def __init__(self):
        raise RuntimeError("no such device")


@pytest.fixture
def installed(monkeypatch):
    """Pretend that packages offer these engines."""
    points = {}

    def entry_points(group):
        assert group == "likeness.engines"
        return [EntryPoint(name, value, group) for name, value in points.items()]

    monkeypatch.setattr("likeness.engines.registry.entry_points", entry_points)
    return points


def test_builtin_engine_is_registered():
    assert "avatar_iv" in engine_names()


def test_finds_by_name(installed):
    installed["drawn"] = DRAWN
    assert isinstance(find_engine("drawn"), DrawnEngine)
    assert engine_names() == ("drawn",)


def test_finds_by_module_and_attribute():
    assert isinstance(find_engine(DRAWN), DrawnEngine)


def test_variable_chooses(monkeypatch):
    monkeypatch.setenv(ENGINE_VARIABLE, DRAWN)
    assert isinstance(chosen_engine(), DrawnEngine)


def test_the_double_keeps_the_contract():
    assert isinstance(DrawnEngine(), Engine)
    picture = DrawnPicture(np.zeros((30, 30, 3), dtype=np.uint8))
    assert isinstance(picture, PreparedPicture)


def test_unknown_name_lists_the_known(installed):
    installed["drawn"] = DRAWN
    with pytest.raises(EngineNotFoundError, match="Installed engines: drawn"):
        find_engine("missing")


@pytest.mark.parametrize("source", ["nowhere.at_all:Engine", "likeness.testing:Nothing"])
def test_import_errors_keep_their_cause(installed, source):
    installed["bad"] = source
    with pytest.raises(EngineBrokenError, match="cannot be imported") as caught:
        find_engine("bad")
    assert isinstance(caught.value.__cause__, ImportError | AttributeError)


def test_missing_methods_are_named(monkeypatch):
    monkeypatch.setattr("likeness.testing.Lazy", Lazy, raising=False)
    with pytest.raises(EngineBrokenError, match="lacks inspect, perform, renderer"):
        find_engine("likeness.testing:Lazy")


def test_failing_start_keeps_its_cause(monkeypatch):
    monkeypatch.setattr("likeness.testing.Crashing", Crashing, raising=False)
    with pytest.raises(EngineBrokenError, match="no such device") as caught:
        find_engine("likeness.testing:Crashing")
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_something_else_is_no_engine():
    with pytest.raises(EngineBrokenError, match="not a class"):
        find_engine("likeness.engines:DEFAULT_ENGINE")

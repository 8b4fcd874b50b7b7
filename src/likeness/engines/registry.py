"""Find engines by name among the installed packages.

A package offers an engine through the entry-point group ``likeness.engines``::

    [project.entry-points."likeness.engines"]
    my_engine = "my_package.engine:MyEngine"

While an engine is being written, ``LIKENESS_ENGINE=my_package.engine:MyEngine`` runs it without one.
"""

import os
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from likeness.engines.contract import Engine
from likeness.errors import EnvironmentFaultError, OptionInvalidError

ENTRY_POINT_GROUP = "likeness.engines"
DEFAULT_ENGINE = "avatar_iv"
ENGINE_VARIABLE = "LIKENESS_ENGINE"


class EngineNotFoundError(OptionInvalidError):
    """No installed package offers an engine of this name."""

    code = "engine_not_found"


class EngineBrokenError(EnvironmentFaultError):
    """The engine cannot be imported or does not keep the contract."""

    code = "engine_broken"


def engine_names() -> tuple[str, ...]:
    """Return the names of all installed engines, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=ENTRY_POINT_GROUP)}))


def chosen_engine() -> Engine:
    """Return the engine named by the environment variable `LIKENESS_ENGINE`, else the built-in one."""
    return find_engine(os.environ.get(ENGINE_VARIABLE) or DEFAULT_ENGINE)


def find_engine(name: str) -> Engine:
    """Return a new engine by its registered name, or by ``module:attribute``.

    Raises
    ------
    EngineNotFoundError
        No package offers it.
    EngineBrokenError
        It was found but cannot be used; the cause is chained.
    """
    factory = _load(name)
    if not callable(factory):
        raise EngineBrokenError(f"Engine '{name}' is not a class. Report this to the maker of the engine.")
    try:
        engine = factory()
    except Exception as error:
        raise EngineBrokenError(f"Engine '{name}' did not start: {error}.") from error
    if not isinstance(engine, Engine):
        missing = [method for method in _METHODS if not callable(getattr(engine, method, None))]
        raise EngineBrokenError(
            f"Engine '{name}' lacks {', '.join(missing)}. It was made for another version of Likeness."
        )
    return engine


_METHODS = ("prepare", "inspect", "perform", "renderer")


def _load(name: str) -> object:
    points = [point for point in entry_points(group=ENTRY_POINT_GROUP) if point.name == name]
    if not points and ":" not in name:
        known = ", ".join(engine_names()) or "none"
        raise EngineNotFoundError(f"There is no engine '{name}'. Installed engines: {known}.")
    try:
        return _import(points[0] if points else name)
    except (ImportError, AttributeError) as error:
        raise EngineBrokenError(f"Engine '{name}' cannot be imported: {error}.") from error


def _import(source: EntryPoint | str) -> object:
    if isinstance(source, EntryPoint):
        return source.load()
    module, _, attribute = source.partition(":")
    return getattr(import_module(module), attribute)

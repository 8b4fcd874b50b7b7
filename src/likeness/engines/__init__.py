"""Engines animate a picture: the contract that each one keeps, and how they are found."""

from likeness.engines.contract import Engine, FrameRenderer, PictureOptions, PreparedPicture
from likeness.engines.registry import (
    DEFAULT_ENGINE,
    ENGINE_VARIABLE,
    EngineBrokenError,
    EngineNotFoundError,
    chosen_engine,
    engine_names,
    find_engine,
)

__all__ = [
    "DEFAULT_ENGINE",
    "ENGINE_VARIABLE",
    "Engine",
    "EngineBrokenError",
    "EngineNotFoundError",
    "FrameRenderer",
    "PictureOptions",
    "PreparedPicture",
    "chosen_engine",
    "engine_names",
    "find_engine",
]

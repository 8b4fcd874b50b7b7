"""Doubles that keep the real contracts: a drawn engine, a drawn portrait, a voice of tones."""

from likeness.testing.drawn_engine import DrawnEngine
from likeness.testing.drawn_portrait import drawn_portrait
from likeness.testing.tone_voice import tone_speech

__all__ = ["DrawnEngine", "drawn_portrait", "tone_speech"]

"""Doubles that keep the real contracts: a drawn engine, a drawn portrait, a voice of tones, a listener."""

from likeness.testing.drawn_engine import DrawnEngine
from likeness.testing.drawn_portrait import drawn_portrait
from likeness.testing.recorder import Recorder
from likeness.testing.tone_voice import TONE_VOICE, tone_speech

__all__ = ["TONE_VOICE", "DrawnEngine", "Recorder", "drawn_portrait", "tone_speech"]

"""Mouth shapes heard in any recording, by the project's own network (docs/viseme-network.md)."""

from likeness.speech.visemes.decoding import phones_of
from likeness.speech.visemes.hearing import VisemeTrack, hear_visemes

__all__ = ["VisemeTrack", "hear_visemes", "phones_of"]

"""How the face moves: speech and direction in, curves of expression, head, gaze and breath out."""

from likeness.performance.conductor import perform

__all__ = ["perform"]

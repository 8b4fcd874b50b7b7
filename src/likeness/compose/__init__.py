"""Lay the picture out on the canvas and put the moving subject onto its background."""

from likeness.compose.backdrop import backdrop
from likeness.compose.compositor import Compositor, FrameCanvas
from likeness.compose.layout import canvas_size_px, layout

__all__ = ["Compositor", "FrameCanvas", "backdrop", "canvas_size_px", "layout"]

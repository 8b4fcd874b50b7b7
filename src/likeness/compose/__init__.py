"""Lay the picture out on the canvas; put the moving subject onto its background and patches over both."""

from likeness.compose.backdrop import backdrop
from likeness.compose.compositor import Compositor, FrameCanvas
from likeness.compose.layout import canvas_size_px, centred, layout
from likeness.compose.overlay import Overlay
from likeness.compose.watermark import watermark_overlay

__all__ = [
    "Compositor",
    "FrameCanvas",
    "Overlay",
    "backdrop",
    "canvas_size_px",
    "centred",
    "layout",
    "watermark_overlay",
]

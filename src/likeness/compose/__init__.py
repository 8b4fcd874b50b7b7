"""Lay the picture out on the canvas; put the moving subject onto its background and patches over both."""

from likeness.compose.backdrop import backdrop, picture_coverage, picture_patch
from likeness.compose.compositor import Compositor, FrameCanvas, MovingBackdrop
from likeness.compose.cut_out_layout import layout_cut_out
from likeness.compose.footage import FOOTAGE_OPTIONS, Footage, mean_backdrop, read_footage
from likeness.compose.label import label_overlay
from likeness.compose.layout import canvas_size_px, centred, layout
from likeness.compose.new_backdrop import colour_backdrop, image_backdrop
from likeness.compose.overlay import Overlay
from likeness.compose.watermark import watermark_overlay

__all__ = [
    "FOOTAGE_OPTIONS",
    "Compositor",
    "Footage",
    "FrameCanvas",
    "MovingBackdrop",
    "Overlay",
    "backdrop",
    "canvas_size_px",
    "centred",
    "colour_backdrop",
    "image_backdrop",
    "label_overlay",
    "layout",
    "layout_cut_out",
    "mean_backdrop",
    "picture_coverage",
    "picture_patch",
    "read_footage",
    "watermark_overlay",
]

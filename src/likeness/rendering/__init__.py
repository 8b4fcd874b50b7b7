"""A portrait and a state become the pixels of the subject."""

from likeness.rendering.renderer import PortraitRenderer

__all__ = ["PortraitRenderer"]

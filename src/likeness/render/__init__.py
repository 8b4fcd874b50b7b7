"""A portrait and a state become the pixels of the subject."""

from likeness.render.renderer import PortraitRenderer

__all__ = ["PortraitRenderer"]

"""What the lips of the picture say about those parts of them that it does not show."""

from dataclasses import dataclass

import numpy as np

from likeness.core.canvas import Placement
from likeness.core.pixels import polygon_pixels
from likeness.core.portrait import Portrait
from likeness.core.rig import load_rig
from likeness.rendering.texture import Texture
from likeness.typing import FloatArray, Points2

_INNER_SKIN = (0.70, 0.60, 0.60)  # colour of the moist inner skin against the outer lip
_MATT, _WET = 0.20, 0.60  # highlight over the lip's own brightness: from here on seen, and fully wet
_FEWEST_PX = 30


@dataclass(frozen=True)
class LipLook:
    """Colour and wetness, for one portrait at one placement."""

    inner_rgb: FloatArray
    """(3,) of the skin that turns up at the lower lip's inner edge when the lips part, sRGB 0-255."""

    wetness: float
    """0 = the picture shows no light on the lower lip, 1 = a clear highlight."""


@dataclass(frozen=True)
class Opening:
    """The lips of one frame in the rectangle around them."""

    left: int
    """Column of the rectangle in the layer."""

    top: int
    """Row of the rectangle in the layer."""

    size: tuple[int, int]
    """Width and height of the rectangle."""

    upper: Points2
    """(K, 2) inner contour of the upper lip in pixels of the rectangle."""

    lower: Points2
    """(K, 2) of the lower lip."""

    @property
    def gap_px(self) -> float:
        """Widest distance between the lips."""
        return float(np.linalg.norm(self.upper - self.lower, axis=1).max())


def lip_look(portrait: Portrait, placement: Placement, texture: Texture) -> LipLook:
    """Measure the lower lip of the picture."""
    pixels = _lower_lip(portrait, placement, texture)
    if len(pixels) < _FEWEST_PX:
        return LipLook(np.asarray(portrait.mouth.tongue_rgb * 0.8, np.float32), 0.0)
    luma = pixels.mean(1)
    middle, bright = np.percentile(luma, [50, 97])
    colour = np.median(pixels, axis=0)
    excess = float(bright - middle) / max(float(middle), 1.0)
    # paint that is lighter is no highlight: light on moist skin has lost the lip's colour
    pale = _colourfulness(pixels[luma >= bright].mean(0)) < 0.9 * _colourfulness(colour)
    wetness = float(np.clip((excess - _MATT) / (_WET - _MATT), 0.0, 1.0)) if pale else 0.0
    skin = np.array(_INNER_SKIN, np.float32)
    inner = colour * (skin.mean() if portrait.mouth.is_monochrome else skin)
    return LipLook(np.asarray(inner, np.float32), wetness)


def _lower_lip(portrait: Portrait, placement: Placement, texture: Texture) -> FloatArray:
    """Return (K, 3) colours 0-255 well inside the red of the lower lip."""
    rig, face = load_rig(), portrait.face
    outer, inner = (face.rest_px[rig.contours[f"lip_{edge}_lower"], :2] for edge in ("outer", "inner"))
    # clear of skin, teeth and corners
    outline = np.concatenate([_between(inner, outer, 0.25)[2:-2], _between(inner, outer, 0.85)[2:-2][::-1]])
    corner = (placement.offset_x_px - texture.left_px, placement.offset_y_px - texture.top_px)
    height, width = texture.rgba.shape[:2]
    inside = polygon_pixels((width, height), outline * placement.scale + corner)
    return texture.rgba[inside][:, :3].astype(np.float32)


def _between(inner: Points2, outer: Points2, share: float) -> Points2:
    return np.asarray(inner + share * (outer - inner), np.float32)


def _colourfulness(rgb: FloatArray) -> float:
    return float(rgb.max() - rgb.min()) / max(float(rgb.max()), 1.0)

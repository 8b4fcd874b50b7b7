"""One frame on its way into the encoder."""

from dataclasses import dataclass

from likeness.typing import AlphaImage, RgbImage


@dataclass(frozen=True)
class FilmFrame:
    """One frame on its way into the encoder."""

    rgb: RgbImage
    """(H, W, 3); it is read before the next frame is asked for, so it may be overwritten then."""

    changed_px: tuple[int, int, int, int] | None = None
    """(left, top, right, bottom) outside of which it equals the frame before; None = anything may differ."""

    alpha: AlphaImage | None = None
    """(H, W) coverage of a film with transparency, straight: `rgb` is the subject's colour wherever alpha is
    above 0, and anything elsewhere. May be overwritten like `rgb`. None = opaque."""

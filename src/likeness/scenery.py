"""The files around the subject: read once and early, so that a bad one is found before the work begins."""

from dataclasses import dataclass

from likeness.compose import Overlay, label_overlay, watermark_overlay
from likeness.core.spec import VideoSpec
from likeness.core.watermarking import Corner, Watermark
from likeness.portrait.picture import Picture, read_picture

_LEAST_PX = 1  # a mark or a background may be of any size


@dataclass(frozen=True)
class Scenery:
    """What lies around the subject of a film, in the files' own sizes."""

    watermark: Watermark | None
    """How the watermark lies on the film."""

    mark: Picture | None
    """Its file."""

    label: Corner | None = None
    """Where the film says that it is generated."""

    def overlays(self, canvas_px: tuple[int, int]) -> tuple[Overlay, ...]:
        """Return what lies over every frame of a canvas (width, height) in the same way."""
        mark = None
        if self.watermark is not None and self.mark is not None:
            mark = watermark_overlay(self.mark.rgb, self.mark.alpha, self.watermark, canvas_px)
        label = None if self.label is None else label_overlay(self.label, canvas_px)
        return tuple(overlay for overlay in (mark, label) if overlay is not None)


def read_scenery(spec: VideoSpec) -> Scenery:
    """Read the files around the subject.

    Raises
    ------
    PictureError
        The watermark cannot be used.
    """
    mark = spec.output.watermark
    return Scenery(
        watermark=mark,
        mark=None if mark is None else read_picture(mark.file, _LEAST_PX),
        label=spec.output.label,
    )

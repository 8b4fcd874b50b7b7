"""The built-in engine: the picture's own pixels, moved by the measured rig, on the CPU."""

import os
from fractions import Fraction
from pathlib import Path

from likeness.core.canvas import Placement
from likeness.core.direction import Direction
from likeness.core.performance import Performance
from likeness.core.portrait import Portrait
from likeness.core.speech import Speech
from likeness.engines.contract import FrameRenderer, PictureOptions, PreparedPicture
from likeness.performance import perform
from likeness.portrait import (
    FaceChoice,
    FaceModels,
    InspectionFiles,
    inspect_picture,
    load_face_models,
    prepare_portrait,
)
from likeness.portrait.cut_out import cut_out
from likeness.portrait.store import portrait_key, usual_store
from likeness.rendering import PortraitRenderer
from likeness.rendering.light_wrap import wrapped
from likeness.rendering.rounded_cuts import with_rounded_cuts
from likeness.typing import RgbImage

MODEL_DIR_VARIABLE = "LIKENESS_MODEL_DIR"


class BuiltinEngine:
    """Animates one picture with the stages performance, portrait and render."""

    def __init__(self, *, keeps_portraits: bool = True) -> None:
        """Make an engine; it keeps prepared portraits in the user's cache folder unless told not to."""
        self._keeps_portraits = keeps_portraits

    def prepare(self, picture: Path, options: PictureOptions) -> PreparedPicture:
        """Read and analyse a picture, or take what was kept of it; `PictureError` when it is unusable."""
        store = usual_store() if self._keeps_portraits else None
        key = None if store is None else _key(picture, options)
        if store is None or key is None:
            return prepare_portrait(picture, _models(), _choice(options))
        portrait = store.load(key)
        if portrait is None:
            portrait = prepare_portrait(picture, _models(), _choice(options))
            if _key(picture, options) == key:  # else the file was replaced meanwhile
                store.save(key, portrait)
        return portrait

    def inspect(
        self, picture: Path, options: PictureOptions, overlay: Path, points_out: Path | None = None
    ) -> tuple[str, ...]:
        """Draw what was found and what will move, write the face points; return the verdict in words."""
        return inspect_picture(picture, _models(), _choice(options), InspectionFiles(overlay, points_out))

    def perform(self, speech: Speech, direction: Direction, fps: Fraction, seed: int) -> Performance:
        """Turn a speech into curves, one row per frame of the film."""
        return perform(speech, direction, fps, seed)

    def cut_out(self, prepared: PreparedPicture) -> PreparedPicture:
        """Take the old background's colours out of the subject's edges."""
        return cut_out(_portrait(prepared))

    def renderer(
        self, prepared: PreparedPicture, placement: Placement, light: RgbImage | None = None
    ) -> FrameRenderer:
        """Bring the portrait to the size of the canvas."""
        portrait = _portrait(prepared)
        if light is not None:
            portrait = wrapped(with_rounded_cuts(portrait, placement), placement, light)
        return PortraitRenderer(portrait, placement)


def _portrait(prepared: PreparedPicture) -> Portrait:
    if not isinstance(prepared, Portrait):
        raise TypeError("the picture was prepared by another engine")
    return prepared


def _models() -> FaceModels:
    folder = os.environ.get(MODEL_DIR_VARIABLE)
    return load_face_models(Path(folder) if folder else None)


def _key(picture: Path, options: PictureOptions) -> str | None:
    return portrait_key(picture, options.face, options.face_points)


def _choice(options: PictureOptions) -> FaceChoice:
    return FaceChoice(options.face, options.face_points)

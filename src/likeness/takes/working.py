"""What the planning of every scene needs."""

from dataclasses import dataclass, field
from pathlib import Path

from likeness.core.progress import CancelToken, ProgressListener
from likeness.core.spec import Output
from likeness.engines import Engine, PictureOptions, PreparedPicture
from likeness.takes.shelf import Shelf

PictureKey = tuple[Path, PictureOptions]
"""What a prepared picture depends on."""

Pictures = Shelf[PictureKey, PreparedPicture]
"""Prepared pictures at hand."""

_PICTURES_KEPT = 2  # prepared again within a fraction of a second: they are stored


@dataclass(frozen=True)
class Working:
    """The means and the points of no return."""

    engine: Engine
    """Animates pictures."""

    output: Output
    """Size, rate and kind of the film."""

    listener: ProgressListener
    """Told about the progress."""

    cancel: CancelToken
    """Stops the run."""

    is_alone: bool = False
    """Whether the film has a single scene."""

    pictures: Pictures = field(init=False)
    """Pictures that were prepared."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "pictures", Shelf(self._prepare, _PICTURES_KEPT))

    def _prepare(self, key: PictureKey) -> PreparedPicture:
        return self.engine.prepare(*key)

    def done(self, n_steps: int = 1) -> None:
        """Report steps of the present stage, and stop here when asked to."""
        self.listener.advance(n_steps)
        self.cancel.raise_if_cancelled()

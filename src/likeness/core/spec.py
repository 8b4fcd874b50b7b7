"""The one description of a video: what every front end translates to."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from likeness.core.film_format import (
    CODECS_OF,
    DEFAULT_QUALITY,
    HIGHEST_QUALITY,
    LOWEST_QUALITY,
    Codec,
    Container,
    own_codec,
)
from likeness.core.frozen_model import FrozenModel
from likeness.core.scene import AnyScene, Scene
from likeness.core.watermarking import Watermark

Resolution = Literal["360p", "480p", "540p", "720p", "1080p", "4k"]
Aspect = Literal["16:9", "9:16", "1:1", "4:5", "5:4", "auto"]
Fit = Literal["cover", "contain"]

SHORT_EDGE_PX: dict[str, int] = {
    "360p": 360,
    "480p": 480,
    "540p": 540,
    "720p": 720,
    "1080p": 1080,
    "4k": 2160,
}

MOST_SCENES = 50

LONGEST_CROSSFADE_S = 2.0


class Output(FrozenModel):
    """Size, rate and kind of the film, and what lies over all of it."""

    resolution: Resolution = "1080p"
    """Length of the short edge."""

    aspect: Aspect = "16:9"
    """Ratio of the canvas; auto = the picture's own."""

    fit: Fit | None = None
    """cover crops the picture around the face, contain shows all of it; None = whichever loses least."""

    fps: Annotated[Fraction, Field(ge=10, le=60)] = Fraction(25)
    """Frames per second."""

    crossfade_s: Annotated[float, Field(ge=0, le=LONGEST_CROSSFADE_S)] = 0.0
    """How long one scene melts into the next, at most half of the shorter one; 0 = a cut."""

    container: Container = "mp4"
    """Kind of file."""

    codec: Codec | None = None
    """How the pictures are encoded; None = the container's own: h264 in mp4 and mov, vp9 in webm."""

    quality: Annotated[int, Field(ge=LOWEST_QUALITY, le=HIGHEST_QUALITY)] = DEFAULT_QUALITY
    """20-99, higher is better and larger; 95 cannot be told from the frames. See docs/formats.md."""

    watermark: Watermark | None = None
    """A small picture over everything else."""

    @property
    def video_codec(self) -> Codec:
        """The codec, chosen or the container's own."""
        return own_codec(self.container) if self.codec is None else self.codec

    @model_validator(mode="after")
    def _codec_fits_the_container(self) -> Self:
        allowed = CODECS_OF[self.container]
        if self.codec is not None and self.codec not in allowed:
            raise ValueError(
                f"a {self.container} film cannot hold {self.codec}, only {' or '.join(allowed)}; "
                "choose another codec or container"
            )
        return self


class VideoSpec(FrozenModel):
    """A whole video. The same spec and seed give the same frames.

    >>> spec = VideoSpec(scenes=(Scene(picture="me.jpg", script="Hello."),))
    >>> spec.output.resolution
    '1080p'
    """

    schema_version: Literal[1] = 1
    """Version of this format."""

    scenes: Annotated[tuple[AnyScene, ...], Field(min_length=1, max_length=MOST_SCENES)]
    """Shown one after the other."""

    output: Output = Output()
    """Size, rate and kind."""

    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    """Other seeds give other takes of the same text."""

    @classmethod
    def talking(
        cls, picture: str | Path, script: str | None = None, *, audio: str | Path | None = None
    ) -> Self:
        """Describe the simplest video: one picture and a script, a recording, or both."""
        scene = Scene(picture=Path(picture), script=script, audio=None if audio is None else Path(audio))
        return cls(scenes=(scene,))

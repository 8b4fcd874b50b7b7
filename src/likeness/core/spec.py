"""The one description of a video: what every front end translates to."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from likeness.core.background import KeepBackground, NewBackground, RemoveBackground
from likeness.core.captioning import Captions
from likeness.core.film_format import (
    ALPHA_CODECS,
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
from likeness.core.watermarking import Corner, Watermark

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

SHORTEST_EDGE_PX, LONGEST_EDGE_PX = 128, 4096
"""Of films with a width and a height of their own."""

MOST_PIXELS = 4096 * 2304
"""Of a frame."""


class Output(FrozenModel):
    """Size, rate and kind of the film, and what lies over all of it."""

    resolution: Resolution = "1080p"
    """Length of the short edge."""

    aspect: Aspect = "16:9"
    """Ratio of the canvas; auto = the picture's own."""

    width_px: Annotated[int, Field(ge=SHORTEST_EDGE_PX, le=LONGEST_EDGE_PX, multiple_of=2)] | None = None
    """Width of the film instead of resolution and aspect; even, and only together with the height."""

    height_px: Annotated[int, Field(ge=SHORTEST_EDGE_PX, le=LONGEST_EDGE_PX, multiple_of=2)] | None = None
    """Height of the film; even, and only together with the width."""

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

    captions: Captions = Captions()
    """The words of the film in its picture."""

    watermark: Watermark | None = None
    """A small picture over everything else."""

    label: Corner | None = None
    """The corner of the frame in which "AI generated" is to be read; None = nowhere."""

    c2pa: bool = True
    """Sign the film with a C2PA manifest, which names tool and time; without it, the same spec gives the same
    bytes."""

    @property
    def video_codec(self) -> Codec:
        """The codec, chosen or the container's own."""
        return own_codec(self.container) if self.codec is None else self.codec

    def background_of(self, scene: Scene) -> KeepBackground | RemoveBackground | NewBackground:
        """Return what lies behind the speaker of a scene, given or usual.

        >>> Output(container="webm").background_of(Scene(picture="a", script="b")).kind
        'remove'
        """
        if scene.background is not None:
            return scene.background
        return RemoveBackground() if self.container == "webm" else KeepBackground()

    @model_validator(mode="after")
    def _has_both_sides(self) -> Self:
        if (self.width_px is None) != (self.height_px is None):
            raise ValueError("width_px and height_px come as a pair; give both or none")
        if self.width_px and self.height_px and self.width_px * self.height_px > MOST_PIXELS:
            raise ValueError(
                f"a frame of {self.width_px}x{self.height_px} has more than {MOST_PIXELS / 1e6:.1f} million "
                "pixels; choose a smaller size"
            )
        return self

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

    @model_validator(mode="after")
    def _backgrounds_fit_the_container(self) -> Self:
        can_be_transparent = self.output.video_codec in ALPHA_CODECS
        for scene in self.scenes:
            if not isinstance(scene, Scene):
                continue
            kind = None if scene.background is None else scene.background.kind
            if self.output.container == "webm" and kind not in {None, "remove"}:
                raise ValueError(
                    "background is not allowed in a webm film, which is transparent around the speaker; "
                    "leave background out, or choose another container"
                )
            if kind == "remove" and not can_be_transparent:
                raise ValueError(
                    f"background remove needs a transparent film, which {self.output.container} with "
                    f"{self.output.video_codec} is not; choose webm, or mov with prores4444, or a background"
                )
        return self

    @property
    def is_transparent(self) -> bool:
        """Whether the film shows nothing around a speaker, not even a colour."""
        speakers = (scene for scene in self.scenes if isinstance(scene, Scene))
        return any(self.output.background_of(scene).kind == "remove" for scene in speakers)

    @classmethod
    def talking(
        cls, picture: str | Path, script: str | None = None, *, audio: str | Path | None = None
    ) -> Self:
        """Describe the simplest video: one picture and a script, a recording, or both."""
        scene = Scene(picture=Path(picture), script=script, audio=None if audio is None else Path(audio))
        return cls(scenes=(scene,))

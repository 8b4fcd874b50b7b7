"""One scene of a film: who or what is seen, and what is said."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from likeness.core.background import Background
from likeness.core.direction import Articulation, Expressiveness
from likeness.core.frozen_model import FrozenModel

LONGEST_SILENT_IMAGE_S = 300.0

_USUAL_KIND = "avatar"


class Words(FrozenModel):
    """What is said in a scene, and by which voice."""

    script: str | None = None
    """What to say; with `audio`, the transcript of the recording."""

    audio: Path | None = None
    """Recording to speak with, any common format, also the sound of a video."""

    voice: str | None = None
    """Voice id; None = the best installed voice of the language."""

    language: str | None = None
    """BCP 47 tag; None = the voice's, else English."""

    speed: Annotated[float, Field(ge=0.5, le=1.5)] = 1.0
    """Speaking rate against the voice's own."""

    pitch: Annotated[float, Field(ge=-50, le=50)] = 0.0
    """Semitones."""

    guess_words: bool = False
    """Recognize English words in a recording without transcript, for captions; about one in five is wrong."""

    level_audio: bool = False
    """Bring the recording to the loudness of films, -16 LUFS; what voices say always has it."""

    @property
    def has_words(self) -> bool:
        """Whether anything is said."""
        return self.script is not None or self.audio is not None

    @model_validator(mode="after")
    def _levels_a_recording(self) -> Self:
        if self.level_audio and self.audio is None:
            raise ValueError("there is no recording that level_audio could adjust; leave it out")
        return self

    @model_validator(mode="after")
    def _asks_nothing_of_a_recording(self) -> Self:
        asked = {"voice": self.voice is not None, "speed": self.speed != 1, "pitch": self.pitch != 0}
        names = " and ".join(name for name, is_asked in asked.items() if is_asked)
        if self.audio is not None and names:
            raise ValueError(f"{names} cannot change a recording; leave it out, or leave the recording out")
        return self


class Scene(Words):
    """One picture whose face says one thing."""

    kind: Literal["avatar"] = "avatar"
    """Tells the kinds of scenes apart in a file."""

    picture: Path
    """Picture file of any common format."""

    expressiveness: Expressiveness = Expressiveness.MEDIUM
    """How lively head, brows and mouth are."""

    articulation: Articulation = Articulation.NATURAL
    """How clearly the mouth speaks: mumbled, relaxed, natural, precise, theatrical."""

    motion_prompt: Annotated[str, Field(max_length=5000)] = ""
    """What the speaker does, in plain English; see docs/motion-prompt.md."""

    enhance: bool = False
    """Make the motion prompt fuller from the script."""

    emotion: str | None = None
    """Mood of the whole scene: Excited, Friendly, Serious, Soothing, Broadcaster, or a word such as sad."""

    face: Annotated[int, Field(ge=1)] = 1
    """Which face of several; 1 = the largest."""

    face_points: Path | None = None
    """JSON file of face points for faces that no detector knows."""

    background: Background | None = None
    """What lies behind the speaker; None = the picture's own, and nothing in a webm film."""

    @model_validator(mode="after")
    def _has_something_to_say(self) -> Self:
        if not self.has_words:
            raise ValueError("a scene needs a script or a recording; give one of them")
        return self


class ImageScene(Words):
    """A picture that stays as it is: silent for a while, or with a narrator who is not seen."""

    kind: Literal["image"]
    """Tells the kinds of scenes apart in a file."""

    picture: Path
    """Picture file of any common format."""

    duration_s: Annotated[float, Field(gt=0, le=LONGEST_SILENT_IMAGE_S)] | None = None
    """How long a silent picture is shown; a narrated one is shown as long as the narrator speaks."""

    @model_validator(mode="after")
    def _is_silent_or_narrated(self) -> Self:
        if self.has_words == (self.duration_s is not None):
            raise ValueError(
                "a scene with a picture needs either a duration, or a script or recording; give one of them"
            )
        return self


class VideoScene(FrozenModel):
    """A piece of video between other scenes."""

    kind: Literal["video"]
    """Tells the kinds of scenes apart in a file."""

    file: Path
    """Video file of any common format; shown from its start to its end."""

    volume: Annotated[float, Field(ge=0, le=1)] = 1.0
    """Factor on its sound."""

    is_mute: bool = False
    """Leave its sound out."""


def _kind_of(scene: object) -> object:
    return scene.get("kind", _USUAL_KIND) if isinstance(scene, dict) else getattr(scene, "kind", None)


AnyScene = Annotated[
    Annotated[Scene, Tag("avatar")]
    | Annotated[ImageScene, Tag("image")]
    | Annotated[VideoScene, Tag("video")],
    Discriminator(_kind_of),
]
"""Any kind of scene; in a file, `kind` tells which, and a scene without one is an avatar's."""

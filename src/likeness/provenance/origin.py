"""What a file says about how it was made."""

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from likeness.core.scene import VideoScene
from likeness.core.spec import VideoSpec

TOOL = "Likeness"
"""Name of the tool in manifests and tags."""

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
"""IPTC's term for media that were altered with trained models: the pixels are the picture's own, what they do
is not. "trainedAlgorithmicMedia" would mean that there was no picture."""

GENERATIVE_TYPES = frozenset(
    {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic",
     "algorithmicMedia", "trainedAlgorithmicData"}
)  # fmt: skip
"""Terms for media that were made by algorithms, wholly or in part: the end of their address."""

_MOVEMENT = "A still picture was made to speak: its movement is synthetic"


@dataclass(frozen=True)
class Origin:
    """Of what a film was made, and when."""

    made_at: dt.datetime
    """With time zone."""

    pictures: tuple[Path, ...] = ()
    """The pictures that are seen in it."""

    has_synthetic_voice: bool = True
    """Whether the voice is made from a script; else it is a recording."""

    @property
    def description(self) -> str:
        """Return one sentence for people."""
        voice = "and so is the voice" if self.has_synthetic_voice else "the voice is a recording"
        return f"{_MOVEMENT}, {voice}."


def origin_of(spec: VideoSpec, made_at: dt.datetime) -> Origin:
    """Return of what the film of a specification is made: each picture once, no videos."""
    scenes = [scene for scene in spec.scenes if not isinstance(scene, VideoScene)]
    return Origin(
        made_at,
        pictures=tuple(dict.fromkeys(scene.picture for scene in scenes)),
        has_synthetic_voice=any(scene.script is not None and scene.audio is None for scene in scenes),
    )


def tool_version() -> str:
    """Return the version of Likeness."""
    return version("likeness")


def source_type_name(address: str) -> str:
    """Return the last part of the address of a source type.

    >>> source_type_name(SOURCE_TYPE)
    'compositeWithTrainedAlgorithmicMedia'
    """
    return address.rstrip("/").rsplit("/", 1)[-1]


def container_tags() -> dict[str, str]:
    """Return tags for containers that keep tags of any name, such as WebM."""
    return {"DIGITAL_SOURCE_TYPE": SOURCE_TYPE, "CREATOR_TOOL": f"{TOOL} {tool_version()}"}

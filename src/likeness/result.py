"""What is known of a finished film."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from likeness.captioned import film_cues
from likeness.core.captioning import Cue
from likeness.core.extra_files import ExtraFiles
from likeness.core.speech import Speech
from likeness.takes import SceneResult


@dataclass(frozen=True)
class RenderResult:
    """A finished film."""

    output: Path
    """The file."""

    width_px: int
    """Width of the picture."""

    height_px: int
    """Height of the picture."""

    fps: Fraction
    """Frames per second."""

    n_frames: int
    """Number of frames."""

    duration_s: float
    """Length of the film, = n_frames / fps."""

    elapsed_s: float
    """How long the making took."""

    scenes: tuple[SceneResult, ...]
    """In the order of the film."""

    timeline: Path | None = None
    """The timeline file, when one was asked for."""

    extras: ExtraFiles = field(default_factory=ExtraFiles)
    """The files made beside the film."""

    manifest: Path | None = None
    """The file with the C2PA manifest: the film, or one beside it. None = the film is not signed."""

    remarks: tuple[str, ...] = ()
    """Warnings that are about no single scene."""

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The captions, also when none were asked for; `likeness.captions.subtitle_text` makes SRT, WebVTT or
        ASS of them. Empty when the words are not known.
        """
        return film_cues(self.scenes)

    @property
    def speech(self) -> Speech | None:
        """What is said first; None when nobody speaks."""
        return next((scene.report.speech for scene in self.scenes if scene.report.speech is not None), None)

    @property
    def avatar_s(self) -> float:
        """Seconds in which an animated face is seen: what services for such films count."""
        return sum(s.end_s - s.start_s for s in self.scenes if s.report.performance is not None)

    @property
    def speech_s(self) -> float:
        """Seconds of speech, by voices and in recordings."""
        return sum(s.report.speech.duration_s for s in self.scenes if s.report.speech is not None)

    @property
    def warnings(self) -> tuple[str, ...]:
        """One line for each thing that is other than one may think, e.g. letters that the voice cannot read,
        or words of the motion prompt without effect; with the number of the scene when there are several.
        """
        is_one = len(self.scenes) == 1
        return self.remarks + tuple(
            warning if is_one else f"Scene {number}: {warning}"
            for number, scene in enumerate(self.scenes, start=1)
            for warning in scene.report.warnings
        )

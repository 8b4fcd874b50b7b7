"""Find out now, not after minutes of work, that a file cannot be written."""

from collections.abc import Sequence
from pathlib import Path

from likeness.core.background import background_file
from likeness.core.scene import Scene
from likeness.core.spec import VideoSpec
from likeness.encode import check_output
from likeness.errors import OptionInvalidError


def check_outputs(film: Path, timeline: Path | None, spec: VideoSpec) -> None:
    """Check the names and places of what will be written.

    Raises
    ------
    OptionInvalidError
        A name does not fit, or is that of an input or of another output.
    OutputNotWritableError
        The place cannot be written to.
    """
    container = spec.output.container
    if film.suffix.lower() != f".{container}":
        raise OptionInvalidError(
            f"The film is a {container} file: give the output a name that ends in .{container}, "
            f"not {film.name}, or choose another container."
        )
    inputs = [file.resolve() for file in _inputs(spec)]
    for output in (film, timeline):
        if output is not None and output.resolve() in inputs:
            raise OptionInvalidError(f"{output} is an input of this film. Give the output another name.")
    check_output(film)
    if timeline is not None:
        check_output(timeline)
        if timeline.resolve() == film.resolve():
            raise OptionInvalidError(f"Film and timeline are both {film}. Give the timeline another name.")


def _inputs(spec: VideoSpec) -> Sequence[Path]:
    mark = spec.output.watermark
    files = [None if mark is None else mark.file]
    for scene in spec.scenes:
        files += [scene.picture, scene.audio]
        if isinstance(scene, Scene):
            files += [scene.face_points, background_file(scene.background)]
    return [file for file in files if file is not None]

"""Find out now, not after minutes of work, that a file cannot be written."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from likeness.core.background import background_file
from likeness.core.scene import Scene, VideoScene
from likeness.core.spec import VideoSpec
from likeness.encode import check_output
from likeness.errors import OptionInvalidError


def check_outputs(outputs: Mapping[str, Path | None], spec: VideoSpec) -> None:
    """Check the names and places of what will be written.

    Parameters
    ----------
    outputs
        What each file is, in a word, -> the file; None = not wanted. That of the film is called "film".
    spec
        The video.

    Raises
    ------
    OptionInvalidError
        A name does not fit, or is that of an input or of another output.
    OutputNotWritableError
        The place cannot be written to.
    """
    wanted = {name: file for name, file in outputs.items() if file is not None}
    _check_kinds(wanted, spec)
    inputs = {file.resolve() for file in inputs_of(spec)}
    names: dict[Path, str] = {}
    for name, file in wanted.items():
        place = file.resolve()
        if place in inputs:
            raise OptionInvalidError(f"{file} is an input of this film. Give the output another name.")
        other = names.setdefault(place, name)
        if other != name:
            raise OptionInvalidError(
                f"{other.capitalize()} and {name} are both {file}. Give the {name} another name."
            )
        check_output(file)


def inputs_of(spec: VideoSpec) -> Sequence[Path]:
    """Return the files that a film is made from."""
    mark = spec.output.watermark
    files = [None if mark is None else mark.file]
    for scene in spec.scenes:
        files += [scene.file] if isinstance(scene, VideoScene) else [scene.picture, scene.audio]
        if isinstance(scene, Scene):
            files += [scene.face_points, background_file(scene.background)]
    return [file for file in files if file is not None]


def _check_kinds(outputs: Mapping[str, Path], spec: VideoSpec) -> None:
    film, container, codec = outputs["film"], spec.output.container, spec.output.video_codec
    if film.suffix.lower() != f".{container}":
        raise OptionInvalidError(
            f"The film is a {container} file: give the output a name that ends in .{container}, "
            f"not {film.name}, or choose another container."
        )
    if "watch" in outputs and codec != "h264":
        raise OptionInvalidError(
            f"A film in {codec} cannot be watched while it is made, only one in h264. Leave out the file to "
            "watch, or choose mp4."
        )

"""Read the description of a film from a JSON file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from likeness.core.frozen_model import FrozenModel, refusal
from likeness.core.scene import AnyScene
from likeness.core.spec import Output, VideoSpec
from likeness.errors import OptionInvalidError

_MOST_BYTES = 4 * 2**20
Built = TypeVar("Built")


def read_spec(file: Path) -> VideoSpec:
    """Read a `VideoSpec`; names of files in it count from the folder of the description.

    Raises
    ------
    OptionInvalidError
        The file cannot be read, or something in it is wrong; the message names the scene.
    """
    content = _object(_json(file), "The description")
    scenes = content.pop("scenes", None)
    if not isinstance(scenes, list):
        raise OptionInvalidError('The description has no list of scenes. Give {"scenes": [...]}.')
    spec = _refused_as(
        "The description",
        lambda: VideoSpec(
            **{
                **content,
                "scenes": tuple(_scene(scene, number) for number, scene in enumerate(scenes, start=1)),
                "output": _output(content.get("output", {})),
            }
        ),
    )
    resolved = _from_folder(spec, file.parent)
    assert isinstance(resolved, VideoSpec)
    return resolved


def _json(file: Path) -> Any:
    try:
        if file.is_file() and file.stat().st_size > _MOST_BYTES:
            raise OptionInvalidError(f"{file.name} is too large for the description of a film.")
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise OptionInvalidError(f"The description {file} cannot be read: {reason}.") from error
    except (ValueError, RecursionError) as error:
        raise OptionInvalidError(f"The description {file.name} is not JSON: {error}. Mend it.") from error


def _scene(content: Any, number: int) -> AnyScene:
    name = f"Scene {number}"
    described = _object(content, name)
    return _refused_as(name, lambda: TypeAdapter[AnyScene](AnyScene).validate_python(described))


def _output(content: Any) -> Output:
    return _refused_as("The output", lambda: Output(**_object(content, "The output")))


def _object(content: Any, name: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise OptionInvalidError(f"{name} is not a JSON object. Describe it between braces.")
    return dict(content)


def _refused_as(name: str, make: Callable[[], Built]) -> Built:
    """Make something of the spec; what it refuses is told with its name."""
    try:
        return make()
    except ValidationError as error:
        raise OptionInvalidError(f"{name}: {refusal(error)}") from error
    except OptionInvalidError as error:
        raise OptionInvalidError(f"{name}: {error.message}") from error


def _from_folder(value: Any, folder: Path) -> Any:
    """Return a part of the spec with its files counted from a folder."""
    if isinstance(value, Path):
        return folder / value
    if isinstance(value, tuple):
        return tuple(_from_folder(one, folder) for one in value)
    if isinstance(value, FrozenModel):
        fields = {name: _from_folder(getattr(value, name), folder) for name in type(value).model_fields}
        return value.model_copy(update=fields)
    return value

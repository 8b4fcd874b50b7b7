"""Base of everything in the description of a video: frozen, strict, and refused with one line."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from likeness.errors import OptionInvalidError


class FrozenModel(BaseModel):
    """A part of a `VideoSpec`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    if not TYPE_CHECKING:  # type checkers should see the fields as parameters

        def __init__(self, **values: Any) -> None:
            """Raise `OptionInvalidError` for values that are refused; what pydantic found is its cause."""
            try:
                super().__init__(**values)
            except ValidationError as error:
                raise OptionInvalidError(refusal(error)) from error


def refusal(error: ValidationError, prefix: str = "") -> str:
    """Return one line for the first thing that was wrong; the prefix stands before the name of the value."""
    first = error.errors()[0]
    reason = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{reason[:1].upper()}{reason[1:]}."
    name = str(first["loc"][-1])
    if prefix:
        name = prefix + name.replace("_", "-")
    if first["type"] == "missing":
        return f"{name} is missing. Give it."
    return f"{name} {first['input']} is wrong: {reason}."

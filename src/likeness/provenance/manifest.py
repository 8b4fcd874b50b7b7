"""What a C2PA manifest of ours states."""

import datetime as dt
from hashlib import file_digest
from pathlib import Path

from likeness.provenance.origin import SOURCE_TYPE, TOOL, Origin, tool_version
from likeness.typing import Json

_PICTURE = "picture"
SHA256_PARAMETER = "org.likeness.sha256"
"""Parameter of the action "placed": checksum of the picture's file, by which its owner knows it again."""


def manifest_definition(origin: Origin) -> Json:
    """Return the definition of a manifest, as the library c2pa takes it.

    Names of files are not in it: they may say more than their owner wants.
    """
    created = {
        "action": "c2pa.created",
        "when": _when(origin),
        "softwareAgent": _tool(),
        "digitalSourceType": SOURCE_TYPE,
        "description": origin.description,
    }
    actions = {"label": "c2pa.actions.v2", "data": {"actions": [created], "allActionsIncluded": True}}
    return {"claim_generator_info": [_tool()], "assertions": [actions]}


def ingredient_definition(number: int) -> Json:
    """Return the definition of an ingredient: a picture of which the film is made."""
    return {"title": _PICTURE, "relationship": "componentOf", "label": _label(number)}


def placed_action(origin: Origin, number: int, picture: Path) -> Json:
    """Return the definition of the action that brings an ingredient into the film."""
    return {
        "action": "c2pa.placed",
        "when": _when(origin),
        "softwareAgent": _tool(),
        "parameters": {"ingredientIds": [_label(number)], SHA256_PARAMETER: _sha256(picture)},
    }


def _tool() -> Json:
    return {"name": TOOL, "version": tool_version()}


def _when(origin: Origin) -> str:
    return f"{origin.made_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _label(number: int) -> str:
    """Return the name by which actions refer to an ingredient."""
    return f"{_PICTURE}-{number}"


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()

"""`likeness voices`: list the voices."""

from dataclasses import asdict
from typing import Annotated

import typer

from likeness.cli.options import JsonOption
from likeness.cli.report import Report

_QUALITY = {1: "formant", 2: "diphone", 3: "statistical", 4: "neural"}


def voices(
    language: Annotated[
        str | None, typer.Option(help="Only voices of this language, e.g. en, pt-BR.")
    ] = None,
    is_json: JsonOption = False,
) -> None:
    """List the installed voices."""
    from likeness.speech import list_voices

    found = [voice for voice in list_voices() if language is None or _speaks(voice.language, language)]
    Report(is_json=is_json).table(
        {"voices": [asdict(voice) for voice in found]},
        ("id", "name", "language", "gender", "kind"),
        (
            (
                voice.id,
                voice.name,
                f"{voice.language} {voice.language_name}",
                voice.gender,
                _QUALITY.get(voice.quality, ""),
            )
            for voice in found
        ),
    )


def _speaks(has: str, wanted: str) -> bool:
    has, wanted = has.lower(), wanted.lower()
    return has == wanted or has.startswith(wanted + "-")

"""`likeness voices`: list the voices."""

from dataclasses import asdict
from typing import Annotated

import typer

from likeness.cli.interruptible import stoppable
from likeness.cli.options import JsonOption
from likeness.cli.report import Report
from likeness.core.voice import Voice

_QUALITY = {1: "formant", 2: "diphone", 3: "statistical", 4: "neural"}


def voices(
    language: Annotated[
        str | None, typer.Option(help="Only voices of this language, e.g. en, pt-BR.")
    ] = None,
    is_json: JsonOption = False,
) -> None:
    """List the installed voices."""
    report = Report(is_json=is_json)
    found = stoppable(lambda: _found(language), report)
    report.table(
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


def _found(language: str | None) -> tuple[Voice, ...]:
    from likeness.speech.voices import list_voices, voices_of

    return list_voices() if language is None else voices_of(language)

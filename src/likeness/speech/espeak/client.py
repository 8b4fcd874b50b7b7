"""Talking to the espeak-ng process: one request, one answer, one short-lived process."""

import json
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import espeakng_loader

from likeness.errors import VoiceEngineError
from likeness.typing import Json

_START_S = 20.0
_S_PER_CHARACTER = 0.01
_REMEDY = "run `likeness doctor` to check the installation"


def ask(request: Json) -> tuple[Json, bytes]:
    """Return the head and the samples of the worker's answer; the protocol stands in worker.py.

    Raises
    ------
    VoiceEngineError
        The process died, took too long, or answered with an error or nonsense.
    """
    n_characters = sum(len(text) for text in request.get("texts", ()))
    command = [
        sys.executable,
        "-I",  # neither the user's PYTHON* variables nor the working directory reach the worker
        "-S",
        str(Path(__file__).with_name("worker.py")),
        _library_path(),
        data_path(),
    ]
    try:
        run = subprocess.run(
            command,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=_START_S + _S_PER_CHARACTER * n_characters,
            check=False,
            start_new_session=True,  # Ctrl-C is ours to answer, not the process's
        )
    except subprocess.TimeoutExpired as error:
        raise VoiceEngineError(
            f"espeak-ng gave no answer for {error.timeout:.0f} s; try again, or {_REMEDY}."
        ) from error
    except OSError as error:
        raise VoiceEngineError(f"The espeak-ng process did not start: {error}; {_REMEDY}.") from error
    if run.returncode != 0:
        complaint = run.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise VoiceEngineError(
            f"espeak-ng stopped with status {run.returncode} ({' '.join(complaint)}); {_REMEDY}."
        )
    return _parse(run.stdout)


def _library_path() -> str:
    return str(espeakng_loader.get_library_path())  # type: ignore[no-untyped-call]


def data_path() -> str:
    """Return the folder of espeak-ng's voices and dictionaries."""
    return str(espeakng_loader.get_data_path())  # type: ignore[no-untyped-call]


def _parse(answer: bytes) -> tuple[Json, bytes]:
    try:
        (n_head_bytes,) = struct.unpack_from(">I", answer)
        head: Any = json.loads(answer[4 : 4 + n_head_bytes])
    except (struct.error, ValueError) as error:
        raise VoiceEngineError(f"espeak-ng gave an answer that cannot be read; {_REMEDY}.") from error
    if "error" in head:
        raise VoiceEngineError(f"espeak-ng failed: {head['error']}; {_REMEDY}.")
    return head, answer[4 + n_head_bytes :]


@cache
def voice_records() -> tuple[Json, ...]:
    """Return the voices that espeak-ng lists; they come with the installed package and do not change."""
    head, _ = ask({"do": "voices"})
    return tuple(head["voices"])

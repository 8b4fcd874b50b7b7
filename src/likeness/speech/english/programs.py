"""Running the programs of other projects: bounded in time, never left behind."""

import os
import re
import subprocess
import tempfile

from likeness.core.speech import Phone
from likeness.errors import VoiceEngineError
from likeness.speech.phone_tables import ARPABET, IPA_OF_ARPABET

_START_S = 20.0
_S_PER_CHARACTER = 0.03
# Names of the American phone sets of festival and flite that ARPABET proper does not have.
_CLASS_OF = {
    "ax": "AH",
    "ix": "IH",
    "axr": "ER",
    "el": "L",
    "em": "M",
    "en": "N",
    "dx": "D",
    "nx": "N",
    "hv": "HH",
}
WORK_FOLDER_PREFIX = "likeness-speech-"
_STRESS_DIGIT = re.compile(r"\d$")


def work_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder for a program's files; its name tells whose it is, should it have to be cleaned up."""
    return tempfile.TemporaryDirectory(prefix=f"{WORK_FOLDER_PREFIX}{os.getpid()}-")


def run_program(command: list[str], n_characters: int) -> str:
    """Run a speech program and return what it prints.

    Raises
    ------
    VoiceEngineError
        It did not start, failed, or took too long.
    """
    limit_s = _START_S + _S_PER_CHARACTER * n_characters
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit_s,
            check=True,
            start_new_session=True,  # Ctrl-C is ours to answer, not the program's
        )
    except subprocess.TimeoutExpired as error:
        raise VoiceEngineError(
            f"The program {command[0]} gave no answer for {limit_s:.0f} s; try again or choose another voice."
        ) from error
    except subprocess.CalledProcessError as error:
        complaint = " ".join(error.stderr.decode("utf-8", "replace").split())[-200:]
        raise VoiceEngineError(
            f"The program {command[0]} stopped with status {error.returncode} ({complaint}); "
            "choose another voice."
        ) from error
    except OSError as error:
        raise VoiceEngineError(
            f"The program {command[0]} did not start: {error}; choose another voice."
        ) from error
    return run.stdout.decode("latin-1")


def phone_of_label(label: str, start_s: float, end_s: float) -> Phone | None:
    """Return the phone that a segment label names; None for silences and unknown names."""
    name = _STRESS_DIGIT.sub("", label.lower())
    arpabet = _CLASS_OF.get(name, name.upper())
    if arpabet not in ARPABET or arpabet == "SIL" or end_s <= start_s:
        return None
    return Phone(arpabet, IPA_OF_ARPABET[arpabet], start_s, end_s)

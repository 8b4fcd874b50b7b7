"""How English words that no dictionary has are pronounced."""

from collections.abc import Sequence

from likeness.speech.espeak.client import ask
from likeness.speech.phone_tables import classes_of_ipa

_VOICE = "gmw/en-US"
_RATE_WPM = 300


def spell_by_voice(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the ARPABET classes of each word as espeak-ng speaks it, e.g. of names and numbers.

    A word that espeak-ng cannot speak gets no classes.

    Raises
    ------
    VoiceEngineError
        espeak-ng failed.
    """
    if not words:
        return ()
    head, _ = ask({"do": "speak", "voice": _VOICE, "rate_wpm": _RATE_WPM, "pitch": 50, "texts": list(words)})
    return tuple(
        tuple(arpabet for ipa, _ in piece["phones"] for arpabet in classes_of_ipa(ipa)[0])
        for piece in head["pieces"]
    )

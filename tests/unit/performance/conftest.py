"""Hand-made speech: no voice is needed to test how the face moves."""

from collections.abc import Callable

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone, PhoneSource, Speech, Word

SAMPLE_RATE_HZ = 16000
VOWELS = {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}

SENTENCES = (
    "M AY|N EY M|IH Z|B AA B . P L IY Z|R IH M EH M B ER|DH AH|B IH G|B L UW|M UW N",
    "SH OW|M IY|Y AO R|F EY V ER IH T|P IH K CH ER|AE N D|AY|W IH L|M EY K|IH T|S P IY K",
    "HH AA T|K AO F IY|IH Z|AO L W EY Z|G UH D|B AH T|P ER HH AE P S|T UW|M AH CH",
    "S IY|DH IY Z|TH R IY|S IY Z . W IY|W UH D|V EH R IY|M AH CH|L AH V|T UW|G OW",
)


def say(text: str, *, speed: float = 1.0, pause_s: float = 0.5, stressed: bool = True) -> Speech:
    """Speech of ARPABET text: `|` parts words, `.` is a pause; a buzz of 120 Hz where a sound is voiced."""
    time_s = 0.4
    phones: list[Phone] = []
    words: list[Word] = []
    for word in text.replace(".", "|.|").split("|"):
        symbols = word.split()
        if symbols == ["."]:
            time_s += pause_s
            continue
        start_s = time_s
        for symbol in symbols:
            length_s = (0.13 if symbol in VOWELS else 0.075) / speed
            stress = int(stressed and symbol in VOWELS and len(symbols) > 2)
            phones.append(Phone(symbol, symbol.lower(), time_s, time_s + length_s, stress))
            time_s += length_s
        words.append(Word(word, start_s, time_s))
    return speech_of(phones, time_s + 0.6, words=tuple(words))


def speech_of(
    phones: list[Phone],
    duration_s: float,
    *,
    words: tuple[Word, ...] = (),
    source: PhoneSource = PhoneSource.SYNTHESIZED,
) -> Speech:
    """Speech of phones with a buzz under them."""
    times_s = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    samples = np.zeros(times_s.shape, dtype=np.float32)
    for phone in phones:
        level = 0.3 if phone.arpabet in VOWELS else 0.05
        inside = (times_s >= phone.start_s) & (times_s < phone.end_s)
        samples[inside] = level * (2.0 * ((120.0 * times_s[inside]) % 1.0) - 1.0)
    return Speech(AudioClip(samples[:, None], SAMPLE_RATE_HZ), tuple(phones), words, source, "en-US")


@pytest.fixture(scope="session")
def talk() -> Speech:
    """About a minute of speech with pauses."""
    return say(" . ".join(SENTENCES * 4))


@pytest.fixture(scope="session")
def short_talk() -> Speech:
    """One sentence."""
    return say(SENTENCES[0])


@pytest.fixture(scope="session")
def make_speech() -> Callable[..., Speech]:
    """The function `say`, for tests with own texts."""
    return say


@pytest.fixture(scope="session")
def speech_from_phones() -> Callable[..., Speech]:
    """The function `speech_of`, for tests with own phones."""
    return speech_of

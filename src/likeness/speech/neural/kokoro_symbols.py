"""How Kokoro-82M writes sounds: its table of symbols, and what stands in it for two letters of IPA.

The numbers are those of `config.json` of hexgrad/Kokoro-82M (also in the package kokoro-onnx 0.6.1); that
diphthongs and affricates have signs of their own is a convention of its pronunciation (hexgrad/misaki).
"""

from collections.abc import Mapping, Sequence

from likeness.speech.espeak.phonemizer import TIE

SYMBOL_IDS: Mapping[str, int] = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, '"': 11, "(": 12, ")": 13, "“": 14,
    "”": 15, " ": 16, "\u0303": 17, "ʣ": 18, "ʥ": 19, "ʦ": 20, "ʨ": 21, "ᵝ": 22, "\uab67": 23, "A": 24,
    "I": 25, "O": 31, "Q": 33, "S": 35, "T": 36, "W": 39, "Y": 41, "ᵊ": 42, "a": 43, "b": 44, "c": 45,
    "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56, "o": 57,
    "p": 58, "q": 59, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "x": 66, "y": 67, "z": 68,
    "ɑ": 69, "ɐ": 70, "ɒ": 71, "æ": 72, "β": 75, "ɔ": 76, "ɕ": 77, "ç": 78, "ɖ": 80, "ð": 81, "ʤ": 82,
    "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɟ": 90, "ɡ": 92, "ɥ": 99, "ɨ": 101, "ɪ": 102, "ʝ": 103, "ɯ": 110,
    "ɰ": 111, "ŋ": 112, "ɳ": 113, "ɲ": 114, "ɴ": 115, "ø": 116, "ɸ": 118, "θ": 119, "œ": 120, "ɹ": 123,
    "ɾ": 125, "ɻ": 126, "ʁ": 128, "ɽ": 129, "ʂ": 130, "ʃ": 131, "ʈ": 132, "ʧ": 133, "ʊ": 135, "ʋ": 136,
    "ʌ": 138, "ɣ": 139, "ɤ": 140, "χ": 142, "ʎ": 143, "ʒ": 147, "ʔ": 148, "ˈ": 156, "ˌ": 157, "ː": 158,
    "ʰ": 162, "ʲ": 164, "↓": 169, "→": 171, "↗": 172, "↘": 173, "ᵻ": 177,
}  # fmt: skip
"""Number of each symbol; 0 stands at both ends."""

_TIED = {
    "aɪ": "I", "aʊ": "W", "dz": "ʣ", "dʒ": "ʤ", "eɪ": "A", "oʊ": "O", "əʊ": "Q", "ts": "ʦ", "tʃ": "ʧ",
    "ɔɪ": "Y",
}  # fmt: skip
_ENGLISH = {
    "əl": "ᵊl", "n\u0329": "ᵊn", "l\u0329": "ᵊl", "m\u0329": "ᵊm", "ɚ": "əɹ", "r": "ɹ", "x": "k", "ç": "k",
    "c\u0327": "k", "ɐ": "ə", "ɬ": "l", "\u0303": "", "ʲ": "", "ʔ": "t",
}  # fmt: skip
_AMERICAN = {"ɜː": "ɜɹ", "ɪə": "iə", "ː": "", "ɾ": "T", "o": "ɔ"}
_BRITISH = {"eə": "ɛː", "iə": "ɪə", "o": "ɔ"}
_OF_LANGUAGE = {"en-us": {**_ENGLISH, **_AMERICAN}, "en-gb": {**_ENGLISH, **_BRITISH}}


def spell_for_kokoro(phone: str, espeak_voice: str) -> Sequence[str]:
    """Return the symbols of one phone in IPA, which may carry stress and ties.

    >>> "".join(spell_for_kokoro("ˈa͡ɪ", "en-us")), "".join(spell_for_kokoro("ɜː", "en-us"))
    ('ˈI', 'ɜɹ')
    """
    written = phone.replace(TIE, "")
    tables = [_TIED] if TIE in phone else []
    for table in [*tables, _OF_LANGUAGE.get(espeak_voice, {})]:
        for ipa, symbols in table.items():
            written = written.replace(ipa, symbols)
    return written

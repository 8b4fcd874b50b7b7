"""From the IPA of any language to the nearest ARPABET class by mouth shape.

What counts is what a viewer sees: lips (closed, tucked, rounded, spread), jaw, and teeth or tongue between
them. So front rounded [y] is UW, a uvular fricative is HH, an ejective [p'] is P. One IPA symbol of a voice
may stand for several classes in a row ("ɑːɹ" is AA R), which then share its time.
"""

import unicodedata
from functools import lru_cache

VOWELS: frozenset[str] = frozenset(
    {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
)
"""Classes that carry stress."""

PLOSIVES: frozenset[str] = frozenset({"P", "B", "T", "D", "K", "G", "CH", "JH"})
"""Classes that begin with a closure somewhere in the mouth."""

IPA_OF_ARPABET: dict[str, str] = {
    "AA": "ɑː", "AE": "æ", "AH": "ʌ", "AO": "ɔː", "AW": "aʊ", "AY": "aɪ", "B": "b", "CH": "tʃ", "D": "d",
    "DH": "ð", "EH": "ɛ", "ER": "ɜː", "EY": "eɪ", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "iː",
    "JH": "dʒ", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "oʊ", "OY": "ɔɪ", "P": "p",
    "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t", "TH": "θ", "UH": "ʊ", "UW": "uː", "V": "v", "W": "w", "Y": "j",
    "Z": "z", "ZH": "ʒ", "SIL": "",
}  # fmt: skip
"""The usual IPA of each class, for voices and recognizers that speak ARPABET."""

ARPABET: frozenset[str] = frozenset(IPA_OF_ARPABET)
"""Every class that a `Phone` may carry."""

_VOWEL_OF = {
    "i": "IY", "ɨ": "IH", "ɪ": "IH", "ᵻ": "IH", "ɩ": "IH", "e": "EH", "ɘ": "EH", "ɛ": "EH", "ə": "AH",
    "ɜ": "ER", "ɝ": "ER", "ɚ": "ER", "æ": "AE", "a": "AA", "ä": "AA", "ɐ": "AH", "ɑ": "AA", "ʌ": "AH",
    "ɒ": "AO", "ɔ": "AO", "o": "OW", "ɤ": "UH", "ʊ": "UH", "ᵿ": "UH", "u": "UW", "ʉ": "UW", "ɯ": "IH",
    "y": "UW", "ʏ": "UH", "ø": "UH", "œ": "ER", "ɶ": "AO", "ɵ": "UH", "ɞ": "ER",
}  # fmt: skip
_CONSONANT_OF = {
    "p": "P", "b": "B", "ɓ": "B", "ʙ": "B", "m": "M", "ɱ": "F", "f": "F", "v": "V", "ʋ": "V", "ⱱ": "V",
    "ɸ": "F", "β": "V", "θ": "TH", "ð": "DH", "t": "T", "d": "D", "ʈ": "T", "ɖ": "D", "ɗ": "D", "ᶑ": "D",
    "ɾ": "D", "ɽ": "D", "n": "N", "ɳ": "N", "ɲ": "N", "ŋ": "NG", "ɴ": "NG", "s": "S", "z": "Z", "ʃ": "SH",
    "ʒ": "ZH", "ʂ": "SH", "ʐ": "ZH", "ɕ": "SH", "ʑ": "ZH", "ç": "HH", "ʝ": "Y", "c": "K", "ɟ": "G",
    "ʄ": "G", "k": "K", "g": "G", "ɡ": "G", "ɠ": "G", "q": "K", "ɢ": "G", "ʛ": "G", "x": "HH", "ɣ": "G",
    "χ": "HH", "ʁ": "HH", "ħ": "HH", "ʕ": "AA", "h": "HH", "ɦ": "HH", "ʜ": "HH", "ʢ": "HH", "ɧ": "SH",
    "ʍ": "W", "w": "W", "ɥ": "W", "j": "Y", "ɰ": "Y", "l": "L", "ɫ": "L", "ɭ": "L", "ʎ": "L", "ʟ": "L",
    "ɬ": "L", "ɮ": "L", "ɺ": "L", "r": "R", "ɹ": "R", "ɻ": "R", "ʀ": "HH", "ɦ̃": "HH", "ʘ": "P", "ǀ": "T",
    "ǁ": "L", "ǃ": "T", "ǂ": "T",
}  # fmt: skip
_AFFRICATE_OF = {
    "tʃ": ("CH",), "dʒ": ("JH",), "tɕ": ("CH",), "dʑ": ("JH",), "tʂ": ("CH",), "dʐ": ("JH",), "ʈʂ": ("CH",),
    "ɖʐ": ("JH",), "cç": ("CH",), "ɟʝ": ("JH",), "ts": ("T", "S"), "dz": ("D", "Z"), "pf": ("P", "F"),
}  # fmt: skip
_CLOSING_DIPHTHONG_OF = {
    ("a", "i"): "AY", ("a", "u"): "AW", ("e", "i"): "EY", ("o", "u"): "OW", ("o", "i"): "OY",
}  # fmt: skip
_FAMILY_OF = {
    "a": "a", "ɑ": "a", "ä": "a", "æ": "a", "ɐ": "a", "ʌ": "a", "e": "e", "ɛ": "e", "o": "o", "ɔ": "o",
    "ɒ": "o", "ə": "o", "ɜ": "o",
}  # fmt: skip
_GLIDE_OF = {
    "i": "i",
    "ɪ": "i",
    "j": "i",
    "ᵻ": "i",
    "y": "i",
    "ʏ": "i",
    "u": "u",
    "ʊ": "u",
    "w": "u",
    "ʉ": "u",
}
_STRESS = {"ˈ": 1, "ˌ": 2}
# Marks of length, voice, breath and tone: they do not change the shape of the mouth.
_IGNORED = frozenset("ːˑʰʱʲʷˠˤˀʼ'’`.^~|-_;:!?+*#\"[]()<>/\\͜͡0123456789˥˦˧˨˩ⁿˡ᷄᷅ʴ˞ˇ")


# Ligatures, letters that some voices keep from espeak-ng's own alphabet, and small letters before plosives.
_SPELLED_OUT = {
    "ʦ": "ts", "ʣ": "dz", "ʧ": "tʃ", "ʤ": "dʒ", "ʨ": "tɕ", "ʥ": "dʑ", "nɡ": "ŋ", "ng": "ŋ", "ε": "ɛ",
    "S": "ʃ", "Z": "ʒ", "A": "a", "X": "x", "N": "ŋ", "ᵐ": "m", "ᵑ": "ŋ",
}  # fmt: skip


@lru_cache(maxsize=4096)
def classes_of_ipa(ipa: str) -> tuple[tuple[str, ...], int]:
    """Return the ARPABET classes of one IPA symbol group, in order, and its stress (0, 1, 2).

    No class is returned for pauses, glottal stops and pure marks, during which the mouth keeps its shape, nor
    for espeak-ng's notes on a change of language, e.g. "(en)".

    >>> classes_of_ipa("ˈaɪ")
    (('AY',), 1)
    >>> classes_of_ipa("ɑːɹ")
    (('AA', 'R'), 0)
    >>> classes_of_ipa("y")
    (('UW',), 0)
    """
    if ipa.startswith("("):
        return (), 0
    stress = next((_STRESS[character] for character in ipa if character in _STRESS), 0)
    return _classes(_letters(ipa)), stress


def _letters(ipa: str) -> str:
    letters: list[str] = []
    for symbol, letter in _SPELLED_OUT.items():
        ipa = ipa.replace(symbol, letter)
    for character in unicodedata.normalize("NFD", ipa.replace("ç", "ç")):
        if character == "\u0327" and letters[-1:] == ["c"]:
            letters[-1] = "ç"
        elif (
            unicodedata.category(character)[0] != "M"
            and character not in _IGNORED
            and character not in _STRESS
        ):
            letters.append(character)
    return "".join(letters)


def _classes(letters: str) -> tuple[str, ...]:
    classes: list[str] = []
    i = 0
    while i < len(letters):
        pair = letters[i : i + 2]
        if pair in _AFFRICATE_OF:
            classes += _AFFRICATE_OF[pair]
            i += 2
        elif len(pair) == 2 and (diphthong := _closing_diphthong(pair)) is not None:
            classes.append(diphthong)
            i += 2
        else:
            single = _VOWEL_OF.get(pair[0]) or _CONSONANT_OF.get(pair[0])
            if single is not None and classes[-1:] != [single]:
                classes.append(single)
            i += 1
    # A trailing breath after a plosive ("th", "kh") is aspiration, not a sound of its own.
    if len(classes) > 1 and classes[-1] == "HH" and classes[-2] in PLOSIVES:
        classes.pop()
    return tuple(classes)


def _closing_diphthong(pair: str) -> str | None:
    family, glide = _FAMILY_OF.get(pair[0]), _GLIDE_OF.get(pair[1])
    if family is None or glide is None:
        return None
    return _CLOSING_DIPHTHONG_OF.get((family, glide))

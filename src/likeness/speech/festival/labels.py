"""The phone sets of festival's voices in IPA, as each voice's documentation describes its letters."""

from collections.abc import Mapping

from likeness.core.speech import Phone
from likeness.speech.phone_tables import VOWELS, classes_of_ipa

_ITALIAN = {
    "E": "ɛ", "O": "ɔ", "g": "ɡ", "S": "ʃ", "Z": "ʒ", "tS": "tʃ", "dZ": "dʒ", "J": "ɲ", "ng": "ŋ",
    "nf": "ɱ", "L": "ʎ",
}  # fmt: skip
_CZECH = {
    "a:": "aː", "c": "ts", "c~": "tʃ", "ch": "x", "d~": "ɟ", "dz~": "dʒ", "e:": "eː", "g": "ɡ", "h": "ɦ",
    "i:": "iː", "n*": "ŋ", "n~": "ɲ", "o:": "oː", "r~": "ʒ", "r~*": "ʃ", "s~": "ʃ", "t~": "c", "u:": "uː",
    "z~": "ʒ",
}  # fmt: skip
_FINNISH = {
    **{f"{letter}:": f"{letter}ː" for letter in "aeiouyptkbdfszhvmnwlrj"},
    "@": "æ", "@:": "æː", "7": "ø", "7:": "øː", "&": "o", "&:": "oː", "g": "ɡ", "g:": "ɡː", "T": "θ",
    "T:": "θː", "D:": "ð", "S": "ʃ", "S:": "ʃː", "Z:": "ʒ", "N": "ŋ", "N:": "ŋː", "L": "ʎ", "L:": "ʎː",
}  # fmt: skip
_CATALAN = {
    "ax": "ə", "E": "ɛ", "g": "ɡ", "J": "ɲ", "L": "ʎ", "O": "ɔ", "r": "ɾ", "rr": "r", "S": "ʃ", "Z": "ʒ",
}  # fmt: skip
_INDIC = {
    "a": "ə", "aa": "aː", "ih": "i", "iy": "iː", "uh": "u", "uw": "uː", "eh": "eː", "ee": "eː", "ay": "ɛː",
    "oh": "o", "oo": "oː", "aw": "ɔː", "g": "ɡ", "ch": "tʃ", "T": "ʈ", "D": "ɖ", "N": "ɳ", "th": "t",
    "dh": "d", "y": "j", "L": "ɭ", "R": "ɽ", "sh": "ʃ", "j": "dʒ", "ksh": "kʃ", "sri": "ʃri", "kh": "k",
    "gh": "ɡ", "td": "ʈ", "tth": "ʈ", "ddh": "ɖ", "bh": "b", "zh": "ɻ", "@": "ə",
}  # fmt: skip
_RUSSIAN = {
    "ii": "i", "yy": "ɨ", "y": "ɨ", "uu": "u", "ur": "u", "ee": "e", "oo": "o", "aa": "a", "e": "ɪ",
    "ae": "ɪ", "ay": "ə", "c": "ts", "ch": "tɕ", "sh": "ʂ", "sch": "ɕ", "zh": "ʐ", "h": "x", "hh": "x",
    **{2 * letter: letter for letter in "pbtdkfvszmnlr"}, "g": "ɡ", "gg": "ɡ",
}  # fmt: skip
LABELS: Mapping[str, Mapping[str, str]] = {
    "it": _ITALIAN, "cs": _CZECH, "fi": _FINNISH, "ca": _CATALAN, "hi": _INDIC, "mr": _INDIC, "te": _INDIC,
    "ru": _RUSSIAN,
}  # fmt: skip
"""By language: label and IPA, where the two differ."""

_SILENCES = frozenset({"#", "##", "pau", "_", "sil", ""})


def phones_of_label(label: str, language: str, start_s: float, end_s: float) -> list[Phone]:
    """Return the phones that a segment of a voice stands for; none for a silence.

    >>> [(phone.arpabet, phone.stress) for phone in phones_of_label("a1", "it", 0.0, 0.1)]
    [('AA', 1)]
    """
    if label in _SILENCES or end_s <= start_s:
        return []
    table = LABELS[language]
    # Italian and Catalan mark stressed vowels by a 1; the Finnish 7 is a vowel.
    is_stressed = label.endswith("1")
    plain = label.removesuffix("1")
    ipa = table.get(plain, plain)
    classes, _ = classes_of_ipa(ipa)
    step_s = (end_s - start_s) / max(1, len(classes))
    return [
        Phone(
            arpabet,
            ipa,
            start_s + i * step_s,
            end_s if i + 1 == len(classes) else start_s + (i + 1) * step_s,
            int(is_stressed and arpabet in VOWELS),
        )
        for i, arpabet in enumerate(classes)
    ]

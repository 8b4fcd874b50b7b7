"""Which language a text is in, when nobody says so: by its writing, or by its commonest words.

Enough to choose the voice whose reading a recording is compared with; where it is unsure it says nothing.
"""

import re
import unicodedata
from collections import Counter

_LANGUAGE_OF_WRITING = {
    "ARABIC": "ar", "ARMENIAN": "hy", "BENGALI": "bn", "CJK": "cmn", "CYRILLIC": "ru", "DEVANAGARI": "hi",
    "GEORGIAN": "ka", "GREEK": "el", "GUJARATI": "gu", "HANGUL": "ko", "HEBREW": "he", "HIRAGANA": "ja",
    "KANNADA": "kn", "KATAKANA": "ja", "MALAYALAM": "ml", "TAMIL": "ta", "TELUGU": "te", "THAI": "th",
}  # fmt: skip
_UKRAINIAN = frozenset("іїєґ")
# A dozen words of each language that stand in almost every text and in few texts of the others.
_COMMON = {
    "en": "the and of to is that it you for with this are was have not my we he she but",
    "de": "der die das und ist nicht ich ein eine zu mit den auf sie wir es für auch dem sich wie",
    "fr": "le la les et est un une des que pas je vous nous dans pour qui il elle du ce au sur",
    "es": "el la los las y es que de en un una por con no para se su lo me como pero más",
    "it": "il la che di è e un una per non sono con del della gli le mi si ma come anche questo",
    "pt": "o os as e é que de do da um uma para não com em se por mais mas como eu você isso",
    "nl": "de het een en van is dat niet ik je op te met voor zijn maar we aan ook er die",
    "pl": "i w nie na się jest to że z do jak co ale o po tak jestem są dla już",
    "sv": "och det att är en som på jag inte för med av ett har till men vi den du om",
    "da": "og det at er en som på jeg ikke for med af et har til men vi den du der",
    "nb": "og det at er en som på jeg ikke for med av et har til men vi den du hvor",
    "fi": "ja on ei se että en hän oli mutta kun niin mitä minä sinä ovat myös tämä kuin olen",
    "cs": "a je se na to že v z s do jsem ale jak jako si by pro tak co není jsou",
    "tr": "ve bir bu için çok ne ben de da ama var mi değil daha gibi o sen ile olan kadar",
    "hu": "a az és hogy nem is egy van ez de meg csak már mint vagy ha azt volt el én",
    "ro": "și este nu în de la un o că cu pe mai pentru din ce să care sunt am dar",
    "id": "yang dan di ini itu dengan untuk tidak ada dari saya akan kamu adalah pada ke bisa kita",
    "vi": "là và của không một có tôi những được cho này người trong với các bạn đã đó",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_LEAST_SHARE = 0.12


def guess_language(text: str) -> str | None:
    """Return the primary language tag of a text, None when it is unclear.

    >>> [guess_language(text) for text in ("Ich bin nicht der, den du suchst.", "Привет, мир", "xyz")]
    ['de', 'ru', None]
    """
    writing = _writing(text)
    if writing == "CYRILLIC" and _UKRAINIAN & set(text.lower()):
        return "uk"
    if writing in _LANGUAGE_OF_WRITING:
        return _LANGUAGE_OF_WRITING[writing]
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text.lower()))
    counts = Counter({language: sum(word in common for word in words) for language, common in _WORDS.items()})
    (best, most), (_, second) = counts.most_common(2)
    return best if words and most > second and most >= _LEAST_SHARE * len(words) else None


def _writing(text: str) -> str:
    """Return the commonest writing; kana decide for Japanese, which is mostly written in Chinese letters."""
    names = [unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()]
    counts = Counter(name.partition("-")[0] for name in names)
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0.1 * len(names):
        return "HIRAGANA"
    return counts.most_common(1)[0][0] if counts else ""

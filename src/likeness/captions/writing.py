"""What characters are to a line of text: how wide, where it may break, in which direction it runs."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import budoux

_JOINERS = frozenset("\u200c\u200d")
_BREAK_MARK = "\u200b"
"""ZERO WIDTH SPACE: writers of Khmer, Lao and Burmese mark the ends of words with it."""

_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_THAI = re.compile("[\u0e00-\u0e7f]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff00-\uff9f\U00020000-\U0003ffff]"
)
_LONG_DASH = "\u2014\u2e3a"

_NEVER_FIRST = frozenset(
    "!%),.:;?]}¢°·’\u2026\u2019\u201d†‡›»℃∶、。〃々〆〕〗〞﹚﹜！＂％＇），．：；？！］｝～–—"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶヽヾーゝゞ」』】〉》・ๆฯ"
)
_NEVER_LAST = frozenset("([{£¥\u2018\u201c‹«〈《「『【〔〖〝（［｛￡￥$#")
"""Rules of line breaking in East Asia (JIS X 4051, GB/T 15834) and of quotation marks elsewhere."""


def columns(text: str) -> int:
    """Return the width of a text in columns: wide East Asian characters count two, marks above letters none.

    >>> columns("Hello"), columns("你好"), columns("e\\u0301")
    (5, 4, 1)
    """
    return sum(_character_columns(character) for character in text)


def _character_columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def clusters(text: str) -> tuple[str, ...]:
    """Return the characters as a reader counts them: letters with their marks and joiners.

    >>> clusters("क्षय")
    ('क्ष', 'य')
    """
    found: list[str] = []
    for character in text:
        attached = (
            unicodedata.category(character)[0] == "M"
            or character in _JOINERS
            or 0x1F3FB <= ord(character) <= 0x1F3FF
            or (bool(found) and found[-1][-1] == "\u200d")
            or (bool(found) and _is_virama(found[-1][-1]))
        )
        if found and attached:
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def _is_virama(character: str) -> bool:
    """Tell the sign that joins the consonants beside it, in the writings of India and its neighbours."""
    return unicodedata.combining(character) == 9 and character not in "\u0e3a\u0eba"


def divided(text: str, language: str) -> tuple[str, ...]:
    """Divide a text without spaces where a line may break; joined again it is the text, less break marks.

    Chinese, Japanese and Thai are divided between phrases, text in Latin letters only after long dashes.
    Burmese, Khmer and Lao are divided at zero width spaces, where the writer has put them.

    >>> divided("今日はとても良い天気ですね。", "ja")
    ('今日は', 'とても', '良い', '天気ですね。')
    >>> divided("off\\u2014today", "en")
    ('off—', 'today')
    """
    pieces: list[str] = []
    for marked in text.split(_BREAK_MARK):
        for part in re.split(f"(?<=[{_LONG_DASH}])(?=\\w)", marked):
            pieces += _phrases(part, language) if _UNSPACED.search(part) else [part]
    return tuple(_by_rule([piece for piece in pieces if piece]))


def _phrases(text: str, language: str) -> list[str]:
    if _THAI.search(text):
        return list(_parser("th").parse(text))
    primary = language.lower().partition("-")[0]
    if _KANA.search(text) or primary in ("ja", "jpn"):
        return list(_parser("ja").parse(text))
    if _HAN.search(text):
        is_traditional = primary in ("yue", "hak", "nan") or re.search("-(hant|tw|hk|mo)", language.lower())
        return list(_parser("zh-hant" if is_traditional else "zh-hans").parse(text))
    return [text]


@lru_cache
def _parser(name: str) -> budoux.Parser:
    loaders = {
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }
    return loaders[name]()


def _by_rule(pieces: list[str]) -> list[str]:
    """Take back the breaks that no line may have: before a full stop, after an opening bracket or number."""
    kept: list[str] = []
    for piece in pieces:
        may_not_break = kept and (
            piece[0] in _NEVER_FIRST
            or kept[-1][-1] in _NEVER_LAST
            or kept[-1][-1].isdecimal()
            or unicodedata.category(piece[0])[0] == "M"
        )
        if may_not_break:
            kept[-1] += piece
        else:
            kept.append(piece)
    return kept


def cut_to(text: str, most_columns: int) -> tuple[str, ...]:
    """Cut a word that is longer than a line, between characters as readers count them.

    >>> cut_to("abcdefg", 3)
    ('abc', 'def', 'g')
    """
    if columns(text) <= most_columns:
        return (text,)
    parts = clusters(text)
    places = [0]
    width = 0
    for i, part in enumerate(parts):
        if width + columns(part) > most_columns and i > places[-1]:
            places.append(i)
            width = 0
        width += columns(part)
    return tuple("".join(parts[a:b]) for a, b in pairwise([*places, len(parts)]))

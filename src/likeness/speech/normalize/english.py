"""English as it is spoken: what is written in figures, signs and abbreviations, in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from likeness.speech.normalize.numbers import cardinal, digits, number, ordinal, year

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
)
_MONTH += r"|Sep(?:tember|t?\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CURRENCIES = {
    "$": ("dollar", "cent"), "US$": ("dollar", "cent"), "USD": ("dollar", "cent"), "€": ("euro", "cent"),
    "EUR": ("euro", "cent"), "£": ("pound", "penny"), "GBP": ("pound", "penny"), "¥": ("yen", ""),
    "JPY": ("yen", ""), "₹": ("rupee", "paisa"), "INR": ("rupee", "paisa"), "CHF": ("franc", "centime"),
}  # fmt: skip
_PLURALS = {
    "penny": "pence",
    "yen": "yen",
    "paisa": "paise",
    "foot": "feet",
    "inch": "inches",
    "hertz": "hertz",
}
_SCALES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "bn": "billion", "B": "billion"}
_UNITS = {
    "km/h": "kilometer per hour", "mph": "mile per hour", "m/s": "meter per second", "km": "kilometer",
    "cm": "centimeter", "mm": "millimeter", "m": "meter", "kg": "kilogram", "mg": "milligram", "g": "gram",
    "lbs": "pound", "lb": "pound", "oz": "ounce", "ft": "foot", "mi": "mile", "ml": "milliliter",
    "l": "liter",
    "L": "liter", "kB": "kilobyte", "KB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte",
    "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz", "Hz": "hertz", "kWh": "kilowatt hour",
    "kW": "kilowatt", "W": "watt", "V": "volt", "ms": "millisecond", "min": "minute", "sec": "second",
    "hr": "hour", "hrs": "hour", "h": "hour", "s": "second", "px": "pixel", "fps": "frame per second",
}  # fmt: skip
_ABBREVIATIONS = {
    "e.g.": "for example", "i.e.": "that is", "etc.": "et cetera", "vs.": "versus", "vs": "versus",
    "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", "Dr.": "Doctor", "Prof.": "Professor", "Sr.": "Senior",
    "Jr.": "Junior", "approx.": "approximately", "Inc.": "Incorporated", "Ltd.": "Limited",
    "Dept.": "Department",
    "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road", "Gen.": "General", "Capt.": "Captain",
    "Lt.": "Lieutenant",
    "Sgt.": "Sergeant", "Gov.": "Governor", "Rev.": "Reverend", "w/o": "without", "w/": "with",
}  # fmt: skip
_FRACTIONS = {"½": "one half", "¼": "one quarter", "¾": "three quarters", "⅓": "one third", "⅔": "two thirds"}
_SIGNS = {"+": "plus", "=": "equals", "×": "times", "&": "and"}
_PARTS = {2: "half", 4: "quarter"}
_DOMAINS = "com|org|net|io|edu|gov|dev|ai|app|info|uk|de|eu|us|ca|fr|co"

Match: TypeAlias = re.Match[str]
Rule: TypeAlias = Callable[[Match, str], str | None]
"""From what a pattern found, and the region, to words; None when it means something else."""


@dataclass(frozen=True)
class Replacement:
    """A stretch of a text and how it is spoken."""

    start: int
    """Index of its first character."""

    end: int
    """Index after its last."""

    spoken: str
    """In words."""


def english_replacements(text: str, region: str = "US") -> list[Replacement]:
    """Return what of a text is spoken otherwise than it is written, in order, without overlaps.

    Parameters
    ----------
    text
        English.
    region
        "US" reads 5/1 as the first of May, every other region as the fifth of January.

    >>> [found.spoken for found in english_replacements("Pay $5.20 by 3:30 p.m.")]
    ['five dollars and twenty cents', 'three thirty p m']
    """
    found: list[Replacement] = []
    is_taken = bytearray(len(text))
    for pattern, speak in _compiled():
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(is_taken[start:end]):
                continue
            spoken = speak(match, region)
            if spoken is not None:
                found.append(Replacement(start, end, spoken))
                is_taken[start:end] = b"\1" * (end - start)
    return sorted(found, key=lambda each: each.start)


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(pattern), speak) for pattern, speak in _RULES)


def _plural(count: str, unit: str) -> str:
    if count == "1":
        return unit
    head, _, rest = unit.partition(" per ")
    first, _, last = head.rpartition(" ")
    many = _PLURALS.get(last, last if last.endswith("hertz") else f"{last}s")
    return f"{first} {many}".strip() + (f" per {rest}" if rest else "")


def _money(match: Match, _region: str) -> str:
    unit, part = _CURRENCIES[match["sign"] or match["code"]]
    amount, scale = match["amount"] or match["sum"], match["scale"]
    whole, _, cents = amount.replace(",", "").partition(".")
    if scale:
        return f"{number(amount)} {_SCALES.get(scale, scale)} {_plural('2', unit)}"
    if not cents or len(cents) > 2 or not part:
        return f"{number(amount)} {_plural(whole if not cents else '2', unit)}"
    n_cents = int(cents.ljust(2, "0"))
    whole_part = f"{cardinal(int(whole))} {_plural(whole, unit)}"
    cents_part = f"{cardinal(n_cents)} {_plural(str(n_cents), part)}"
    if not n_cents:
        return whole_part
    return f"{whole_part} and {cents_part}" if int(whole) else cents_part


def _iso_date(match: Match, _region: str) -> str | None:
    return _date(int(match["iso_day"]), int(match["iso_month"]), int(match["iso_year"]))


def _slash_date(match: Match, region: str) -> str | None:
    first, second, last = (int(part) for part in re.split(r"[/.]", match.group()))
    last += 0 if last > 99 else (2000 if last < 50 else 1900)
    orders = [(second, first), (first, second)]
    day, month = next(
        (order for order in (orders if region == "US" else orders[::-1]) if order[1] <= 12), (0, 0)
    )
    return _date(day, month, last)


def _date(day: int, month: int, in_year: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{_MONTHS[month - 1]} {ordinal(day)}, {year(in_year)}"


def _month_day(match: Match, _region: str) -> str | None:
    name = next(month for month in _MONTHS if month.startswith(match["month"][:3]))
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    return f"{name} {ordinal(day)}" + (f", {year(int(match['of_year']))}" if match["of_year"] else "")


def _day_month(match: Match, _region: str) -> str | None:
    name = next(month for month in _MONTHS if month.startswith(match["month"][:3]))
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    return f"the {ordinal(day)} of {name}" + (f" {year(int(match['of_year']))}" if match["of_year"] else "")


def _clock(match: Match, _region: str) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59:
        return None
    if not minute:
        exact = "hundred hours" if hour > 12 else "o'clock"
        return f"{cardinal(hour)} {_half(match) or exact}"
    return f"{cardinal(hour)} {'oh ' if minute < 10 else ''}{cardinal(minute)} {_half(match)}".strip()


def _hour(match: Match, _region: str) -> str | None:
    return f"{cardinal(int(match['hour']))} {_half(match)}"


def _half(match: Match) -> str:
    return f"{match['half'][0].lower()} m" if match["half"] else ""


def _measure(match: Match, _region: str) -> str:
    count = match["count"]
    return f"{number(count)} {_plural(count, _UNITS[match['unit']])}"


def _degrees(match: Match, _region: str) -> str:
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get(match["temperature"] or "", "")
    return f"{number(match['degree'])} {_plural(match['degree'], 'degree')}{scale}"


def _phone_number(match: Match, _region: str) -> str:
    plus = "plus " if match.group().startswith("+") else ""
    return plus + ", ".join(digits(group) for group in re.findall(r"\d+", match.group()))


def _fraction(match: Match, _region: str) -> str | None:
    over, under = int(match["over"]), int(match["under"])
    if not 0 < over < under <= 20 or under == 1:
        return None
    part = _PARTS.get(under, ordinal(under))
    return f"{cardinal(over)} {part if over == 1 else 'halves' if under == 2 else part + 's'}"


def _decade(match: Match, _region: str) -> str:
    spoken = year(int(match["decade"]))
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"


def _range(match: Match, _region: str) -> str:
    return " to ".join(number(part) for part in re.findall(_NUMBER, match.group()))


def _address(match: Match, _region: str) -> str:
    plain = re.sub(r"^https?://", "", match.group()).rstrip("/")
    signs = {".": " dot ", "/": " slash ", "@": " at ", "-": " dash ", "_": " underscore "}
    return " ".join("".join(signs.get(letter, letter) for letter in plain).split()).replace("www", "w w w")


_MINUS = r"(?<![\w.])[-\u2212]?"
# The earlier rule wins where two would read the same letters.
_RULES: tuple[tuple[str, Rule], ...] = (
    (
        rf"(?:https?://\S*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:www\.)?[A-Za-z][\w-]*(?:\.[\w-]+)*"
        rf"\.(?:{_DOMAINS})\b(?:/[\w/-]+)?)",
        _address,
    ),
    (
        rf"(?:(?P<sign>US\$|[$€£¥₹])\s?(?P<amount>{_NUMBER})|(?P<sum>{_NUMBER})\s?(?P<code>[€£¥₹]|[A-Z]{{3}}\b))"
        r"(?:\s?(?P<scale>thousand|million|billion|trillion|bn|[kKmMB])\b)?",
        lambda match, region: (
            _money(match, region) if (match["sign"] or match["code"]) in _CURRENCIES else None
        ),
    ),
    (r"(?P<iso_year>[12]\d{3})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b", _iso_date),
    (r"(?:\+\d{1,3}[ -]?)?(?:\(\d{2,4}\)[ -]?|\d{2,4}[ -])\d{3}[ -]\d{3,4}\b", _phone_number),
    (r"\d{1,2}([/.])\d{1,2}\1(?:\d{4}|\d\d)\b", _slash_date),
    (
        rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<of_year>[12]\d{{3}})\b)?",
        _month_day,
    ),
    (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?!\w)(?:,?\s(?P<of_year>[12]\d{{3}})\b)?",
        _day_month,
    ),
    (
        r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?(?!\d)(?:\s?(?P<half>[aApP]\.?[mM]\b\.?))?",
        _clock,
    ),
    (
        r"\b(?P<hour>\d{1,2})\s?(?P<half>[aApP]\.?[mM]\b\.?)",
        _hour,
    ),
    (rf"(?P<degree>{_MINUS}(?:{_NUMBER}))\s?°\s?(?P<temperature>[CF]\b)?", _degrees),
    (
        rf"(?P<share>{_MINUS}(?:{_NUMBER}))\s?%",
        lambda match, _: f"{number(match['share'])} percent",
    ),
    (
        r"\b(?P<place>\d+)(?:st|nd|rd|th)\b",
        lambda match, _: ordinal(int(match["place"])) if len(match["place"]) < 10 else None,
    ),
    (r"\b(?P<decade>[12]\d\d0)['\u2019]?s\b", _decade),
    (
        rf"(?P<count>{_MINUS}(?:{_NUMBER}))\s?"
        rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![\w'/])",
        _measure,
    ),
    (r"\b(?P<over>\d{1,2})/(?P<under>\d{1,2})\b(?![/\d])", _fraction),
    (rf"\b(?:{_NUMBER})\s?[\u2013\u2014-]\s?(?:{_NUMBER})\b(?![\w-])", _range),
    (r"(?:#|\bNo\.\s?|\bno\.\s)(?P<nth>\d+)\b", lambda match, _: f"number {number(match['nth'])}"),
    (
        r"\b(?:(?<=\bin )|(?<=\bsince )|(?<=\buntil )|(?<=\bfrom )|(?<=\bof )|(?<=\byear )|(?<=\bby ))"
        r"(?P<full_year>1[1-9]\d\d|20\d\d)\b(?![.,]\d)",
        lambda match, _: year(int(match["full_year"])),
    ),
    (rf"{_MINUS}(?:{_NUMBER})(?![\w])", lambda match, _: number(match.group())),
    (f"[{''.join(_FRACTIONS)}]", lambda match, _: _FRACTIONS[match.group()]),
    (
        r"\b(?:[A-Z]\.){2,}",
        lambda match, _: " ".join(match.group().replace(".", " ").split()),
    ),
    (r"\bSt\.(?=\s[A-Z])", lambda *_: "Saint"),
    (r"\bSt\.", lambda *_: "Street"),
    (
        "(?<!\\w)(?:"
        + "|".join(re.escape(each) for each in sorted(_ABBREVIATIONS, key=len, reverse=True))
        + r")(?!\w)",
        lambda match, _: _ABBREVIATIONS[match.group()],
    ),
    (
        r"(?<=\s)[+=×≈~](?=\s?\d|\s)|[≈~](?=\d)|&",
        lambda match, _: _SIGNS.get(match.group(), "about"),
    ),
)

"""English number words."""

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LARGEST = 1000 ** len(_SCALES) - 1
"""Longer numbers are read digit by digit."""
_LONGEST = len(str(LARGEST))


def cardinal(number: int) -> str:
    """Return a whole number in words.

    >>> cardinal(1234), cardinal(-7), cardinal(100_000)
    ('one thousand two hundred thirty four', 'minus seven', 'one hundred thousand')
    """
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number > LARGEST:
        return digits(str(number))
    if number == 0:
        return _SMALL[0]
    parts: list[str] = []
    scale = 0
    while number:
        number, rest = divmod(number, 1000)
        if rest:
            parts.insert(0, f"{_below_thousand(rest)} {_SCALES[scale]}".strip())
        scale += 1
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        parts.append(f"{_TENS[tens]} {_SMALL[ones]}" if ones else _TENS[tens])
    elif rest:
        parts.append(_SMALL[rest])
    return " ".join(parts)


def ordinal(number: int) -> str:
    """Return the place in an order in words.

    >>> ordinal(1), ordinal(22), ordinal(30), ordinal(112)
    ('first', 'twenty second', 'thirtieth', 'one hundred twelfth')
    """
    head, _, last = cardinal(number).rpartition(" ")
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head} {_ORDINALS.get(last, regular)}".strip()


def digits(text: str) -> str:
    """Return each digit in words.

    >>> digits("407")
    'four zero seven'
    """
    return " ".join(_SMALL[int(digit)] for digit in text if digit.isdecimal())


def year(number: int) -> str:
    """Return a year as it is spoken.

    >>> year(1999), year(2005), year(1900), year(2024), year(1806)
    ('nineteen ninety nine', 'two thousand five', 'nineteen hundred', 'twenty twenty four', 'eighteen oh six')
    """
    century, rest = divmod(number, 100)
    if not 1000 < number < 10_000 or 2000 <= number < 2010 or (rest == 0 and century % 10 == 0):
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def number(text: str) -> str:
    """Return a written number in words: with commas between thousands, a decimal point, a sign.

    >>> number("1,204.50"), number("-3"), number("007")
    ('one thousand two hundred four point five zero', 'minus three', 'zero zero seven')
    """
    sign = "minus " if text[:1] in ("-", "\u2212") else ""
    whole, _, fraction = text.lstrip("+-\u2212").replace(",", "").partition(".")
    is_code = (len(whole) > 1 and whole.startswith("0")) or len(whole) > _LONGEST
    spoken = digits(whole) if is_code else cardinal(int(whole or "0"))
    return f"{sign}{spoken} point {digits(fraction)}" if fraction else f"{sign}{spoken}"

import pytest

from likeness.speech.normalize.english import english_replacements


def spoken(text: str, region: str = "US") -> str:
    pieces, end = [], 0
    for found in english_replacements(text, region):
        pieces += [text[end : found.start], found.spoken]
        end = found.end
    return "".join([*pieces, text[end:]])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("I have 25 cats.", "I have twenty five cats."),
        ("1,234,567 people", "one million two hundred thirty four thousand five hundred sixty seven people"),
        ("Pi is 3.14.", "Pi is three point one four."),
        ("It is -5 outside.", "It is minus five outside."),
        ("Agent 007", "Agent zero zero seven"),
        ("$5", "five dollars"),
        ("$1", "one dollar"),
        ("$5.20 now", "five dollars and twenty cents now"),
        ("$0.99", "ninety nine cents"),
        ("£1.01", "one pound and one penny"),
        ("€3.5 million", "three point five million euros"),
        ("$2bn", "two billion dollars"),
        ("20 €", "twenty euros"),
        ("15 USD.", "fifteen dollars."),
        ("On 2024-05-01 we met.", "On May first, twenty twenty four we met."),
        ("May 5, 2024", "May fifth, twenty twenty four"),
        ("Jan. 2nd", "January second"),
        ("5 May 1999", "the fifth of May nineteen ninety nine"),
        ("12/31/1999", "December thirty first, nineteen ninety nine"),
        ("at 3:30 p.m. today", "at three thirty p m today"),
        ("3:05", "three oh five"),
        ("3:00", "three o'clock"),
        ("15:00", "fifteen hundred hours"),
        ("5pm", "five p m"),
        ("50% off", "fifty percent off"),
        ("the 1st and 22nd", "the first and twenty second"),
        ("the 1990s", "the nineteen nineties"),
        ("20°C", "twenty degrees Celsius"),
        ("-1 °F", "minus one degrees Fahrenheit"),
        ("5 km", "five kilometers"),
        ("1 kg", "one kilogram"),
        ("100km/h", "one hundred kilometers per hour"),
        ("6 ft", "six feet"),
        ("16 GB", "sixteen gigabytes"),
        ("1/2 cup", "one half cup"),
        ("3/4", "three quarters"),
        ("10-20 people", "ten to twenty people"),
        ("5–7", "five to seven"),
        ("#1", "number one"),
        ("in 1999 and 2024", "in nineteen ninety nine and two thousand twenty four"),
        ("call 555-123-4567", "call five five five, one two three, four five six seven"),
        ("+49 170 123 4567", "plus four nine, one seven zero, one two three, four five six seven"),
        ("Dr. Smith, e.g., and Mrs. Jones", "Doctor Smith, for example, and Missus Jones"),
        ("St. Paul lives on Main St.", "Saint Paul lives on Main Street"),
        ("cats & dogs", "cats and dogs"),
        ("the U.S.A. team", "the U S A team"),
        ("visit www.example.com today", "visit w w w dot example dot com today"),
        ("mail me@x.org", "mail me at x dot org"),
        ("2 + 2 = 4", "two plus two equals four"),
        ("½ an hour", "one half an hour"),
    ],
)  # fmt: skip
def test_readings(written: str, said: str) -> None:
    assert spoken(written) == said


@pytest.mark.parametrize(
    "text", ["", "Hello there.", "A4 paper, B12, mp3", "He said: no.", "don't", "I may go.", "It was so-so."]
)
def test_words_stay_words(text: str) -> None:
    assert spoken(text) == text


def test_the_region_decides_the_order_of_dates() -> None:
    assert spoken("5/1/2024") == "May first, twenty twenty four"
    assert spoken("5/1/2024", "GB") == "January fifth, twenty twenty four"
    assert spoken("25/12/2024") == "December twenty fifth, twenty twenty four"


@pytest.mark.parametrize("text", ["45/99/2024", "99:99", "2024-19-50", "1" * 5000, "$" * 50 + "1", "-" * 500])
def test_nonsense_is_read_somehow(text: str) -> None:
    assert isinstance(spoken(text), str)


def test_long_texts_take_no_time() -> None:
    assert len(english_replacements("In 1999 it cost $5.20, 10-20 km at 3:30 p.m. " * 110)) == 5 * 110

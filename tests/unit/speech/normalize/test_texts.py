import pytest

from likeness.core.speech import Word
from likeness.speech.normalize.texts import as_written, normalized
from likeness.speech.script import SpokenText, split_script, tokenize


def read(script: str, language: str = "en-US") -> SpokenText:
    (part,) = (part for part in split_script(script) if isinstance(part, SpokenText))
    return normalized(part, language)


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ('<say-as interpret-as="characters">W3C</say-as>!', "W, 3, C!"),
        ('<say-as interpret-as="spell-out">a-b</say-as>', "a, dash, b"),
        ('<say-as interpret-as="digits">407</say-as>', "four zero seven"),
        ('<say-as interpret-as="telephone">+1 555 123</say-as>', "plus one, five five five, one two three"),
        ('<say-as interpret-as="cardinal">1,200</say-as>', "one thousand two hundred"),
        ('<say-as interpret-as="ordinal">3</say-as>', "third"),
        ('<say-as interpret-as="date" format="dmy">5/1/2024</say-as>', "January fifth, twenty twenty four"),
        ('<say-as interpret-as="date" format="mdy">5/1/2024</say-as>', "May first, twenty twenty four"),
        ('<say-as interpret-as="time">3:30pm</say-as>', "three thirty p m"),
        ('<say-as interpret-as="currency">$5</say-as>', "five dollars"),
        ('<say-as interpret-as="nonsense">words</say-as>', "words"),
        ('the <sub alias="World Wide Web">WWW</sub> of 3', "the World Wide Web of three"),
        ('I <sub alias="love">\u2665</sub> it', "I love it"),
        ("cats&amp;dogs", "cats and dogs"),
    ],
)
def test_elements_in_english(script: str, text: str) -> None:
    assert read(script).text == text


@pytest.mark.parametrize(
    ("script", "language", "text"),
    [
        ('<say-as interpret-as="characters">ABC</say-as>', "de", "A, B, C"),
        ('<say-as interpret-as="telephone">030 12</say-as>', "de", "0 3 0, 1 2"),
        ('<sub alias="zum Beispiel">z.B.</sub>', "de", "zum Beispiel"),
        ("Es kostet €1.234,50.", "de", "Es kostet 1.234,50 €."),
        ("25 Uhr, 5 km", "de", "25 Uhr, 5 km"),
        ("5/1/2024", "en-GB", "January fifth, twenty twenty four"),
    ],
)
def test_other_languages_and_accents(script: str, language: str, text: str) -> None:
    assert read(script, language).text == text


def test_nothing_to_do_changes_nothing() -> None:
    (part,) = split_script("Just words.")
    assert isinstance(part, SpokenText)
    assert normalized(part, "en-US") is part


def test_positions_and_manners_stay_beside_their_letters() -> None:
    script = 'It is <prosody rate="slow">$5</prosody> now'
    part = read(script)
    assert part.text == "It is five dollars now"
    assert len(part.char_positions) == len(part.manners) == len(part.text)
    assert {part.char_positions[i] for i in range(6, 18)} == {script.index("$")}
    assert {part.manners[i].prosody.rate for i in range(6, 18)} == {0.75}
    assert part.char_positions[part.text.index("now")] == script.index("now")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Pay $5.20 now", [("Pay", 0), ("$5.20", 4), ("now", 10)]),
        ("A 5-year-old (25) boy", [("A", 0), ("5-year-old", 2), ("25", 14), ("boy", 18)]),
        ("$3 million more", [("$3 million", 0), ("more", 11)]),
        ("cats & dogs", [("cats", 0), ("dogs", 7)]),
        ('see <sub alias="for example">e.g.</sub> this', [("see", 0), ("e.g", 29), ("this", 40)]),
        ('I <sub alias="love">\u2665</sub> it', [("I", 0), ("love", 20), ("it", 28)]),
    ],
)
def test_words_are_told_as_they_are_written(script: str, words: list[tuple[str, int]]) -> None:
    part = read(script)
    spoken = [Word(t.text, float(i), i + 1.0, t.start) for i, t in enumerate(tokenize(part.text))]
    told = as_written(spoken, part)
    assert [(word.text, word.char_start) for word in told] == words
    assert told[0].start_s == 0 and told[-1].end_s == len(spoken)

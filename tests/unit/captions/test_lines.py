import pytest

from likeness.captions.lines import in_lines, width
from likeness.core.captioning import CueWord, line_text


def words(text):
    return [CueWord(part, 0, 1) for part in text.split()]


def texts(sentence, columns=42):
    return [line_text(line) for line in in_lines(words(sentence), columns)]


def test_short_text_is_one_line():
    assert texts("We are here.") == ["We are here."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The quick brown fox jumps over the lazy dog and runs away from it all.",
        "Every word, every blink, and every nod was made on this computer,",
        "Supercalifragilistic expialidocious words are rather long ones",
    ],
)
def test_two_lines_fit_and_are_balanced(sentence):
    lines = texts(sentence)
    assert len(lines) == 2
    assert " ".join(lines) == sentence
    assert all(len(line) <= 42 for line in lines)
    assert min(map(len, lines)) > 0.4 * max(map(len, lines))


def test_no_article_ends_a_line():
    assert not texts("They went to see what was in the old house behind the hill")[0].endswith(
        (" the", " in")
    )


def test_lines_break_after_clauses():
    assert texts("If it rains tomorrow, we will stay at home and read")[0].endswith("tomorrow,")


def test_what_does_not_fit_is_refused():
    assert in_lines(words("one two three four five six seven"), 10) is None


def test_wide_characters_count_twice():
    assert width([CueWord("漢字", 0, 1), CueWord("仮名", 1, 2, is_joined=True)]) == 8

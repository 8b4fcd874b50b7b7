import numpy as np
import pytest
from training.texts import english_text, invented_text, speller_of


def test_same_seed_says_the_same():
    texts = [[english_text(np.random.default_rng(seed)) for _ in range(3)] for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_english_is_plain_and_varied():
    rng = np.random.default_rng(3)
    texts = [english_text(rng) for _ in range(300)]
    words = {word.strip(",.?!").lower() for text in texts for word in text.split()}
    assert len(words) > 500
    assert all(character.isascii() for text in texts for character in text)
    assert "" not in words and not any("  " in text or "|" in text for text in texts)


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("ru", "а", "я"),
        ("el", "ά", "ώ"),
        ("hi", "ऀ", "ॿ"),
        ("ja", "ぁ", "ゟ"),
        ("ko", "가", "힣"),
        ("ta", "஀", "௿"),
    ],
)
def test_language_is_written_in_its_own_letters(language, first, last):
    text = invented_text(np.random.default_rng(4), speller_of(language))
    letters = [character for character in text if character not in " ,.?!"]
    assert letters and all(first <= letter <= last for letter in letters)


def test_unknown_language_gets_latin_letters():
    text = invented_text(np.random.default_rng(5), speller_of("xx"))
    assert all(character.isascii() for character in text) and len(text.split()) >= 4

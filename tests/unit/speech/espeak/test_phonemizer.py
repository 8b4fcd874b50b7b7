import pytest

from likeness.errors import VoiceNotFoundError
from likeness.speech.espeak.phonemizer import TIE, phonemize


def spoken(text: str, voice: str = "en-us") -> list[tuple[str, str]]:
    (clauses,) = phonemize([text], voice)
    return [(" ".join(word.ipa for word in clause.words).replace(TIE, ""), clause.mark) for clause in clauses]


def test_punctuation_is_kept_clause_by_clause() -> None:
    assert spoken("Hello, world! Is it? Yes: one; two.") == [
        ("həlˈoʊ", ","), ("wˈɜːld", "!"), ("ɪz ɪt", "?"), ("jˈɛs", ":"), ("wˌʌn", ";"), ("tˈuː", "."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "marks"),
    [("Dr. Smith came.", "."), ("你好，世界。", ",."), ("Ask e.g. him", ""), ("Wait... now", ".")],
)
def test_marks(text: str, marks: str) -> None:
    voice = "cmn" if text[0] == "你" else "en-us"
    assert "".join(mark for _, mark in spoken(text, voice)) == marks


@pytest.mark.parametrize(
    ("voice", "text", "words"),
    [
        ("en-us", "Of the 123 men, few pay $5.20.", ["Of the", "123", "men", "few", "pay", "$5.20"]),
        ("gmw/de", "Das ist 1999 z.B. ein Haus.", ["Das", "ist", "1999", "z.B", "ein", "Haus"]),
        ("fr-fr", "L'été est là.", ["L'été", "est", "là"]),
        ("ru", "В доме 25 комнат.", ["В", "доме", "25", "комнат"]),
    ],
)
def test_every_spoken_word_knows_its_written_ones(voice: str, text: str, words: list[str]) -> None:
    (clauses,) = phonemize([text], voice)
    groups = [word.tokens for clause in clauses for word in clause.words]
    assert [" ".join(token.text for token in tokens) for tokens in groups if tokens] == words
    for token in (token for tokens in groups for token in tokens):
        assert text[token.start : token.end] == token.text


def test_letters_of_one_phoneme_are_tied() -> None:
    (((word,),),) = [[clause.words for clause in clauses] for clauses in phonemize(["child"], "en-us")]
    assert word.ipa == "t͡ʃˈa͡ɪld"


def test_notes_on_a_change_of_language_are_no_sounds() -> None:
    assert all("(" not in ipa and "e͡n" not in ipa for ipa, _ in spoken("Das ist the weather.", "de"))


def test_each_text_is_read_alone() -> None:
    first, second, third = phonemize(["One.", "你好", "Two."], "en-us")
    assert [clause.words[0].ipa for clause in (*first, *third)] == ["wˌʌn", "tˈuː"]
    assert second == ()


def test_unknown_voice() -> None:
    with pytest.raises(VoiceNotFoundError, match="xx-yy"):
        phonemize(["One."], "xx-yy")

import pytest

from likeness.speech.espeak.phonemizer import TIE, Clause, PhonemizedWord
from likeness.speech.neural.symbols import Sentence, sentences_of, split_phones
from likeness.speech.script import Token


def letters(phone: str) -> str:
    return phone.replace(TIE, "")


def clause(words: str, mark: str) -> Clause:
    named = [PhonemizedWord(ipa, (Token(ipa, i, i + 1),)) for i, ipa in enumerate(words.split())]
    return Clause(tuple(named), mark)


def text_of(sentence: Sentence) -> str:
    return "".join(symbol.text for symbol in sentence.symbols)


@pytest.mark.parametrize(
    ("ipa", "phones"),
    [
        ("həlˈo͡ʊ", ["h", "ə", "l", "ˈo͡ʊ"]),
        ("bɜːd", ["b", "ɜː", "d"]),
        ("t͡ɕ͡hˈi5", ["t͡ɕ͡h", "ˈi5"]),
        ("vjɛ̃", ["v", "j", "ɛ̃"]),
        ("ˌˈa", ["ˌˈa"]),
        ("", []),
    ],
)
def test_phones_keep_their_marks(ipa: str, phones: list[str]) -> None:
    assert split_phones(ipa) == phones


def test_sentences_end_at_their_marks() -> None:
    clauses = [clause("wˈʌn tˈu", ","), clause("ɡˈo", "!"), clause("jˈɛs", "")]
    assert [text_of(s) for s in sentences_of(clauses, letters, 100)] == ["wˈʌn tˈu, ɡˈo!", "jˈɛs."]


def test_long_sentences_are_cut_between_words() -> None:
    sentences = list(sentences_of([clause("abcd efgh ijkl", ".")], letters, 10))
    assert [text_of(s) for s in sentences] == ["abcd", "efgh", "ijkl."]


def test_symbols_know_their_phones_and_words_theirs() -> None:
    (sentence,) = sentences_of([clause("t͡ʃˈa͡ɪ nə", ".")], letters, 100)
    assert [(s.text, s.phone) for s in sentence.symbols] == [
        ("t", 0), ("ʃ", 0), ("ˈ", 1), ("a", 1), ("ɪ", 1), (" ", -1), ("n", 2), ("ə", 3), (".", -1),
    ]  # fmt: skip
    assert sentence.phones == ["tʃ", "ˈaɪ", "n", "ə"]
    assert [(word.first_phone, word.n_phones) for word in sentence.words] == [(0, 2), (2, 2)]


def test_the_second_word_of_a_number_belongs_to_the_first() -> None:
    number = Clause((PhonemizedWord("ab", (Token("12", 0, 2),)), PhonemizedWord("cde", ())), ".")
    (sentence,) = sentences_of([number], letters, 100)
    assert [(word.tokens[0].text, word.n_phones) for word in sentence.words] == [("12", 5)]


def test_sentences_are_joined() -> None:
    first, second = sentences_of([clause("ab", "."), clause("cd", ".")], letters, 100)
    first.add(second)
    assert text_of(first) == "ab. cd."
    assert [symbol.phone for symbol in first.symbols] == [0, 1, -1, -1, 2, 3, -1]
    assert [(word.first_phone, word.n_phones) for word in first.words] == [(0, 2), (2, 2)]

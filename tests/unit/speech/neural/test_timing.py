import numpy as np

from likeness.speech.espeak.phonemizer import TIE, Clause, PhonemizedWord
from likeness.speech.neural.symbols import Sentence, sentences_of
from likeness.speech.neural.timing import timed
from likeness.speech.script import Token


def sentence_of(ipa: str) -> Sentence:
    tokens = iter(range(99))
    words = tuple(PhonemizedWord(word, (Token(word, i := next(tokens), i + 1),)) for word in ipa.split())
    (sentence,) = sentences_of([Clause(words, ".")], lambda phone: phone.replace(TIE, ""), 100)
    return sentence


def test_phones_take_the_time_of_their_symbols() -> None:
    sentence = sentence_of("ˈa͡ɪ mɜː")  # symbols: ˈ a ɪ, space, m, ɜ ː, period
    edges_s = np.array([0.1, 0.15, 0.2, 0.3, 0.33, 0.4, 0.5, 0.6, 1.0])
    phones, words = timed(sentence, edges_s)
    assert [(p.arpabet, p.ipa, round(p.start_s, 3), round(p.end_s, 3), p.stress) for p in phones] == [
        ("AY", "aɪ", 0.1, 0.33, 1),
        ("M", "m", 0.33, 0.4, 0),
        ("ER", "ɜː", 0.4, 0.6, 0),
    ]
    assert [(round(w.start_s, 3), round(w.end_s, 3), w.char_start) for w in words] == [
        (0.1, 0.33, 0), (0.33, 0.6, 1),
    ]  # fmt: skip


def test_a_long_space_is_a_pause() -> None:
    phones, words = timed(sentence_of("a b"), np.array([0.0, 0.1, 0.3, 0.4, 0.5]))
    assert [(p.arpabet, p.start_s, p.end_s) for p in phones] == [("AA", 0.0, 0.1), ("B", 0.3, 0.4)]
    assert words[0].end_s == 0.1


def test_several_classes_share_the_time_of_one_phone() -> None:
    phones, _ = timed(sentence_of("t͡s"), np.array([0.0, 0.1, 0.2, 0.3]))
    assert [(p.arpabet, p.start_s, p.end_s) for p in phones] == [("T", 0.0, 0.1), ("S", 0.1, 0.2)]


def test_the_mouth_stays_through_a_glottal_stop() -> None:
    phones, _ = timed(sentence_of("aʔm"), np.array([0.0, 0.1, 0.2, 0.3, 0.4]))
    assert [(p.arpabet, p.start_s, p.end_s) for p in phones] == [("AA", 0.0, 0.2), ("M", 0.2, 0.3)]

from itertools import pairwise

import numpy as np
import pytest

from likeness.captions.words import caption_words
from likeness.core.audio import AudioClip
from likeness.core.captioning import line_text
from likeness.core.speech import PhoneSource, Speech, Word


def speech_of(script, words, language="en"):
    """Return a silent speech; words are (text, start, end) and are found in the script in order."""
    timed, place = [], 0
    for text, start_s, end_s in words:
        place = script.index(text, place) if script is not None else -1
        timed.append(Word(text, start_s, end_s, place))
        place += len(text)
    silence = AudioClip(np.zeros((16000, 1), np.float32), 16000)
    return Speech(silence, (), tuple(timed), PhoneSource.SYNTHESIZED, language, script=script)


def test_punctuation_is_as_the_user_wrote_it():
    speech = speech_of(
        '"Well," she said (softly).', [("Well", 0, 1), ("she", 1, 2), ("said", 2, 3), ("softly", 3, 4)]
    )
    words = caption_words(speech)
    assert [word.text for word in words] == ['"Well,"', "she", "said", "(softly)."]
    assert [(word.start_s, word.end_s) for word in words] == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_dashes_alone_belong_to_the_word_before():
    speech = speech_of("- Yes - no", [("Yes", 0, 1), ("no", 2, 3)])
    assert [word.text for word in caption_words(speech)] == ["- Yes -", "no"]


def test_opening_brackets_alone_belong_to_the_word_after():
    speech = speech_of("one « two »", [("one", 0, 1), ("two", 2, 3)])
    assert [word.text for word in caption_words(speech)] == ["one", "« two »"]


def test_a_word_of_the_voice_over_two_words_of_the_script_is_shared():
    words = caption_words(speech_of("3.5 km, far", [("3.5 km", 1.0, 2.2), ("far", 3, 4)]))
    assert [word.text for word in words] == ["3.5", "km,", "far"]
    assert words[0].start_s == 1.0
    assert words[0].end_s == pytest.approx(1.6)
    assert words[1].end_s == pytest.approx(2.2)


def test_words_that_the_voice_cannot_read_are_shown_between_their_neighbours():
    words = caption_words(speech_of("one дом two", [("one", 0, 1), ("two", 2, 3)]))
    assert [word.text for word in words] == ["one", "дом", "two"]
    assert 1 <= words[1].start_s < words[1].end_s <= 2


def test_all_of_a_text_without_spaces_is_shown():
    script = "こんにちは、私の名前は田中です。"
    speech = speech_of(
        script, [("こんにちは", 0, 1), ("の", 1.2, 1.4), ("は", 1.6, 1.7), ("です", 2, 2.3)], "ja"
    )
    words = caption_words(speech)
    assert line_text(words) == script
    assert words[-1].end_s == pytest.approx(2.3)
    assert all(word.is_joined for word in words[1:])
    assert all(a.start_s <= b.start_s for a, b in pairwise(words))


def test_tags_are_not_shown():
    speech = speech_of(
        'One <emphasis>two</emphasis>.<break time="1s"/>Three',
        [("One", 0, 1), ("two", 1, 2), ("Three", 3, 4)],
    )
    assert line_text(caption_words(speech)) == "One two. Three"


def test_no_words_no_captions():
    assert caption_words(speech_of("Hello", [])) == ()


def test_recognized_words_without_a_script_are_shown_as_they_are():
    assert line_text(caption_words(speech_of(None, [("hello", 0, 1), ("world", 1, 2)]))) == "hello world"

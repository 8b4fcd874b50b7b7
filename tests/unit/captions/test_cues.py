from itertools import pairwise

import pytest

from likeness.captions.cues import CueLimits, cues_of, moved
from likeness.captions.writing import columns
from likeness.core.captioning import CueWord, line_text

STORY = (
    "Hello! A moment ago, I was only a photograph. Then Likeness read one picture and a few lines of text. "
    "Now I can talk to you. Every word, every blink, and every nod was made on this computer, without a "
    "graphics card. It is a truth universally acknowledged that a single man in possession of a good fortune "
    "must be in want of a wife. Yes."
)


def spoken(text, s_per_character=0.065, pause_s=0.3):
    """Return words at the pace of a voice, with pauses after punctuation."""
    words, now_s = [], 0.25
    for part in text.split():
        end_s = now_s + s_per_character * len(part)
        words.append(CueWord(part, now_s, end_s))
        now_s = end_s + (pause_s if part[-1] in ".,!" else 0.02)
    return words


def cues_for(text, **limits):
    words = spoken(text)
    return cues_of(words, words[-1].end_s + 0.5, CueLimits(**limits))


@pytest.mark.parametrize("most_columns", [42, 27])
def test_cues_keep_the_limits(most_columns):
    cues = cues_for(STORY, columns=most_columns)
    assert " ".join(text for cue in cues for text in cue.texts) == STORY
    for cue in cues:
        assert 1 <= len(cue.lines) <= 2
        assert all(columns(text) <= most_columns for text in cue.texts)
        assert cue.end_s - cue.start_s <= 7.0
        assert cue.start_s == cue.words[0].start_s
        assert cue.end_s >= cue.words[-1].end_s


def test_cues_never_overlap_and_short_gaps_are_closed():
    cues = cues_for(STORY)
    for before, after in pairwise(cues):
        assert before.end_s <= after.start_s
        assert before.end_s == after.start_s or after.start_s - before.end_s >= 0.6


def test_no_cue_is_a_lone_word_of_a_longer_sentence():
    for cue in cues_for(STORY):
        assert len(cue.words) > 1 or cue.words[0].text in ("Hello!", "Yes.")


def test_cues_follow_sentences():
    cues = cues_for("This is the first of them. Here comes the second one. And a third.")
    assert [cue.texts[-1][-1] for cue in cues] == ["."] * len(cues)
    assert len(cues) == 3


def test_a_long_pause_parts_cues():
    words = [
        CueWord("Wait", 0, 0.5),
        CueWord("for", 0.5, 0.8),
        CueWord("it", 3.0, 3.2),
        CueWord("now", 3.2, 3.5),
    ]
    cues = cues_of(words, 5.0)
    assert [line_text(cue.words) for cue in cues] == ["Wait for", "it now"]
    assert cues[0].end_s < 2.0


def test_short_cues_stay_long_enough_to_be_read():
    cues = cues_of([CueWord("Yes.", 1.0, 1.2)], 10.0)
    assert cues[0].end_s - cues[0].start_s >= 1.0
    fast = cues_of([CueWord("supercalifragilisticexpialidocious", 1.0, 1.3)], 10.0)
    assert fast[0].end_s - fast[0].start_s >= 34 / 20


def test_cues_end_with_the_film():
    assert cues_of([CueWord("Yes.", 1.0, 1.2)], 1.5)[-1].end_s == 1.5


def test_words_longer_than_a_line_are_cut():
    cues = cues_of([CueWord("a" * 100, 0, 5)], 6.0)
    assert "".join(text for cue in cues for text in cue.texts) == "a" * 100
    assert all(len(text) <= 42 for cue in cues for text in cue.texts)


def test_no_words_no_cues():
    assert cues_of([], 5.0) == ()


def test_moved_cues_keep_everything_but_their_times():
    (cue,) = moved(cues_of([CueWord("Yes.", 1.0, 1.2)], 5.0), 10.0)
    assert cue.start_s == 11.0
    assert cue.words == (CueWord("Yes.", 11.0, 11.2),)

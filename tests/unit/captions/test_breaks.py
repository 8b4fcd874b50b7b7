import pytest

from likeness.captions.breaks import break_cost, ends_sentence
from likeness.core.captioning import CueWord


def word(text, *, is_joined=False):
    return CueWord(text, 0, 1, is_joined)


@pytest.mark.parametrize("text", ["there!", 'there."', "है।", "です。", "؟نعم؟"[1:], "so…", "wait?!"])
def test_sentences_end(text):
    assert ends_sentence(word(text))


@pytest.mark.parametrize("text", ["Dr.", "J.", "etc.", "and", "3.5", "(Mr."])
def test_abbreviations_do_not_end_sentences(text):
    assert not ends_sentence(word(text))


def test_costs_rank_places():
    after_sentence = break_cost(word("done."), word("Then"))
    after_clause = break_cost(word("done,"), word("then"))
    between = break_cost(word("green"), word("house"))
    after_article = break_cost(word("the"), word("house"))
    assert after_sentence < after_clause < between < after_article


def test_numbers_hold_their_units():
    assert break_cost(word("350"), word("km")) > break_cost(word("green"), word("km"))


def test_postpositions_belong_to_what_they_follow():
    assert break_cost(word("में"), word("मैं")) == break_cost(word("किनारे"), word("मैं"))

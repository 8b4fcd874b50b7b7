"""Whatever is typed: no error, no word lost, no long wait, always the same."""

import random
import time

import pytest

from likeness.direction import parse_prompt
from likeness.direction.items import ItemKind, items_of
from likeness.direction.modifiers import CANNOT
from likeness.direction.tokens import TokenKind, tokens_of
from likeness.direction.vocabulary import known_words

ODD = [
    "ß",
    "日本",
    "привет",
    "'",
    '"',
    "“",
    "”",
    "...",
    "?!",
    "3",
    "2.5",
    "\n",
    "\t",
    "😀",
    "-",
    "don't",
    "\x00",
    "e\u0301",
]


def random_prompts(n_prompts):
    rng = random.Random(5)
    words = [*sorted(known_words()), *ODD, "zebra", "quantum", "nodding", "smiles"]
    for _ in range(n_prompts):
        chosen = rng.choices(words, k=rng.randint(0, 25))
        yield rng.choice([" ", " ", ", "]).join(chosen)
    for _ in range(n_prompts // 4):
        yield "".join(chr(rng.choice([rng.randint(0, 255), rng.randint(0, 0x2FFF)])) for _ in range(60))


def test_no_text_raises_and_spans_are_inside():
    for prompt in random_prompts(1000):
        plan = parse_prompt(prompt)
        for start, end in [*(a.span for a in plan.actions), *(w.span for w in plan.ignored)]:
            assert 0 <= start < end <= len(prompt), prompt
        for words in plan.ignored:
            assert prompt[slice(*words.span)] == words.text
        for action in plan.actions:
            assert 0.0 <= action.degree <= 2.0
            assert 0.5 <= action.tempo <= 1.6


def test_every_token_is_in_exactly_one_item():
    for prompt in random_prompts(400):
        tokens = tokens_of(prompt)
        owned = sorted(index for item in items_of(tokens) for index in item.tokens)
        assert owned == list(range(len(tokens)))


def test_unknown_and_impossible_words_are_always_reported():
    for prompt in random_prompts(400):
        tokens = tokens_of(prompt)
        spans = [words.span for words in parse_prompt(prompt).ignored]
        for item in items_of(tokens):
            if item.kind is not ItemKind.UNKNOWN:
                continue
            token = tokens[item.tokens[0]]
            assert any(start <= token.start and token.end <= end for start, end in spans), (
                prompt,
                token.text,
            )


def test_a_word_outside_of_all_tables_never_vanishes():
    for prompt in (
        "nods zebra",
        "zebra nods",
        "nods and zebra",
        "zebra",
        "nods, zebra, smiles",
        "zebra at the end",
    ):
        assert "zebra" in " ".join(words.text for words in parse_prompt(prompt).ignored), prompt


def test_single_words_of_the_tables():
    for word in sorted(CANNOT):
        assert parse_prompt(f"{word} it").ignored, word


@pytest.mark.parametrize("prompt", ["", "   ", "\n\n", "...", ",,,", '""', "''"])
def test_nothing_asks_for_nothing(prompt):
    plan = parse_prompt(prompt)
    assert plan.actions == ()


@pytest.mark.parametrize(
    "piece", ["nods and smiles, ", "very ", "at the end ", "zebra ", '"', "a", "then ", "3 ", "no "]
)
def test_long_prompts_are_fast(piece):
    prompt = (piece * 5000)[:5000]
    started_s = time.perf_counter()
    parse_prompt(prompt)
    assert time.perf_counter() - started_s < 2.0


def test_the_same_words_give_the_same_plan():
    prompt = "nods, then smiles; waves at the end when saying hello"
    assert parse_prompt(prompt) == parse_prompt(prompt)


def test_letter_case_and_quotes_do_not_matter():
    plans = [
        parse_prompt(text).actions[0]
        for text in ("Nods when saying 'Yes'", "NODS WHEN SAYING “yes”", "nods when saying «YES»")
    ]
    assert {(plan.action, plan.when) for plan in plans} == {(plans[0].action, plans[0].when)}


def test_kinds_of_tokens():
    kinds = [token.kind for token in tokens_of('nods 2.5, "a b"; ok')]
    assert kinds == [
        TokenKind.WORD,
        TokenKind.NUMBER,
        TokenKind.COMMA,
        TokenKind.QUOTE,
        TokenKind.STOP,
        TokenKind.WORD,
    ]

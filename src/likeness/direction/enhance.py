"""A short prompt made fuller from the script: explainable, without any network.

Rules read the script for greetings, thanks, denials, questions, exclamations, lists, stressed words and
feelings,
and write plain sentences that the grammar understands. What the prompt itself asks for, or forbids, wins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from likeness.core.direction import Action, MotionPlan, Place
from likeness.direction.items import plain_words
from likeness.direction.parser import parse_prompt
from likeness.direction.script_cues import GESTURES, LIST_JOINTS, LISTED_WORDS
from likeness.direction.sentiment import class_of, feeling_of

_MOST_PER_CUE = 4
_SHORTEST_GAP = 5
"""Words between two additions of the same cue, so that the face does not fidget."""

_LONGEST_ITEM = 3
_GLAD = ("joy", "glad", "warm", "calm")
_QUIET = frozenset({Action.STILL, Action.CALM})
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(frozen=True)
class Reason:
    """One addition."""

    addition: str
    """The sentence that was added to the prompt."""

    why: str
    """What in the script asked for it."""


@dataclass(frozen=True)
class Enhanced:
    """A fuller prompt."""

    prompt: str
    """Plain text in the same grammar: the given prompt, then the additions."""

    reasons: tuple[Reason, ...]
    """One for each addition, in their order."""


@dataclass(frozen=True)
class _Found:
    """A cue in the script."""

    cue: str
    position: int
    words: str


def enhance(prompt: str, script: str, language: str = "en") -> Enhanced:
    """Return the prompt with what the script asks for.

    >>> enhance("Smiles.", "Hello there. I said no.").prompt
    'Smiles. Nods slightly when saying "hello". Shakes the head slightly when saying "no".'
    """
    code = language.split("-", maxsplit=1)[0].lower()
    plan = parse_prompt(prompt)
    text = _TAG.sub(" ", script)
    found = sorted([*_listed(text, code), *_feelings(text, code), *_items(text)], key=lambda f: f.position)
    reasons = list(_word_reasons(_thinned(found), plan))
    reasons += _mark_reasons(text, plan)
    additions = [f"{reason.addition}." for reason in reasons]
    given = prompt.strip()
    if given and additions and given[-1] not in ".!?;":
        given += "."
    return Enhanced(" ".join([given, *additions]).strip(), tuple(reasons))


def _listed(text: str, code: str) -> Iterator[_Found]:
    """Words and phrases of the tables, and words in capitals."""
    words = plain_words(text)
    for cue, by_language in LISTED_WORDS.items():
        singles, *phrases = by_language.get(code, "").split("|")
        wanted = [entry.replace("-", " ") for entry in (*singles.split(), *phrases)]
        for phrase in wanted:
            parts = phrase.split()
            for index in range(len(words) - len(parts) + 1):
                if words[index : index + len(parts)] == parts:
                    yield _Found(cue, index, phrase)
    letters = [match.group() for match in _WORD.finditer(text)]
    is_all_capitals = sum(word.isupper() for word in letters) > 0.4 * max(len(letters), 1)
    for word in [] if is_all_capitals else letters:
        if word.isupper() and len(word) >= 4 and plain_words(word)[0] in words:
            yield _Found("shouting", words.index(plain_words(word)[0]), plain_words(word)[0])


def _feelings(text: str, code: str) -> Iterator[_Found]:
    words = plain_words(text)
    for index, word in enumerate(words):
        feeling, kind = feeling_of(words, index, code), class_of(word, code)
        if feeling is None or kind is None:
            continue
        is_turned = (feeling[0] > 0.0) != (kind in _GLAD)
        if not is_turned:
            yield _Found(kind, index, word)


def _items(text: str) -> Iterator[_Found]:
    """Items of lists such as "apples, milk, and bread"."""
    position = 0
    for sentence in re.split(r"(?<=[.!?;:。！？\n])", text):
        parts = [plain_words(part) for part in re.split(r"[,،、]", sentence)]
        items = [[w for w in part if w not in LIST_JOINTS] for part in parts]
        is_list = len(parts) >= 3 and sum(len(item) <= _LONGEST_ITEM for item in items) >= 2
        at = position
        for number, (part, item) in enumerate(zip(parts, items, strict=True)):
            is_item = is_list and item and (number == 0 or len(item) <= _LONGEST_ITEM + 1)
            if is_item:
                yield _Found("list", at + len(part) - 1, item[-1])
            at += len(part)
        position = at


def _thinned(found: list[_Found]) -> list[_Found]:
    """Not too often the same, one thing at a time, and feelings only where they are new."""
    kept: list[_Found] = []
    for cue in found:
        same = [other for other in kept if other.cue == cue.cue]
        is_near = any(abs(other.position - cue.position) < 2 for other in kept)
        is_early = cue.cue != "list" and same and cue.position - same[-1].position < _SHORTEST_GAP
        is_told = any(other.words == cue.words for other in kept)
        if len(same) < _MOST_PER_CUE and not (is_near or is_early or is_told):
            kept.append(cue)
    return kept


def _word_reasons(found: list[_Found], plan: MotionPlan) -> Iterator[Reason]:
    for cue in found:
        gesture, why = GESTURES[cue.cue]
        wanted = _allowed(gesture, plan)
        if wanted:
            yield Reason(f'{_capital(wanted)} when saying "{cue.words}"', f'{why}: "{cue.words}"')


def _mark_reasons(text: str, plan: MotionPlan) -> Iterator[Reason]:
    """Additions that hold for all questions and all exclamations."""
    for cue, mark, place in (
        ("question", "?？", Place.QUESTIONS),
        ("exclamation", "!！", Place.EXCLAMATIONS),
    ):
        sentences = [part.strip() for part in re.findall(rf"[^.!?。！？\n]*[{mark}]", text)]
        sentences = [part for part in sentences if len(plain_words(part)) > 1]
        if not sentences or any(action.when.place is place for action in plan.actions):
            continue
        gesture, why = GESTURES[cue]
        wanted = _allowed(gesture, plan)
        if wanted:
            yield Reason(f"{_capital(wanted)} on {place.value}", f'{why}: "{sentences[0]}"')


def _allowed(gesture: str, plan: MotionPlan) -> str:
    """Leave out of a gesture what the prompt forbids, asks for already, or is too much for a still
    speaker."""
    is_quiet = any(action.action in _QUIET and not action.is_negated for action in plan.actions)
    everywhere = {
        a.action for a in plan.actions if a.is_negated or a.when.place in (Place.UNSAID, Place.THROUGHOUT)
    }
    has_mood = any(
        action.action.value.startswith("mood_") and not action.is_negated for action in plan.actions
    )
    kept = []
    for part in gesture.split(" and "):
        action = parse_prompt(part).actions[0].action
        is_mood = action.value.startswith("mood_")
        is_head = action in (Action.NOD, Action.SHAKE_HEAD, Action.TILT_HEAD)
        if action in everywhere or (is_quiet and is_head) or (is_mood and has_mood):
            continue
        kept.append(part)
    return " and ".join(kept)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

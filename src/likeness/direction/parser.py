"""From a prompt to a plan: what is shared between segments, in which order, and what is left out."""

from dataclasses import replace
from itertools import pairwise

from likeness.core.direction import (
    Action,
    DirectedAction,
    IgnoredReason,
    IgnoredWords,
    MotionPlan,
    Place,
    When,
)
from likeness.direction.items import Item, ItemKind, items_of
from likeness.direction.modifiers import LISTED_NEGATIONS
from likeness.direction.segments import Draft, Segment, segments_of
from likeness.direction.tokens import Token, tokens_of

_CLOSE = ("and", "or", "while")
_OPPOSITES = {
    Action.LIVELY: Action.STILL,
    Action.STILL: Action.LIVELY,
    Action.LOOK_AWAY: Action.LOOK_AT_CAMERA,
    Action.AVERT_EYES: Action.LOOK_AT_CAMERA,
    Action.LOOK_AT_CAMERA: Action.LOOK_AWAY,
    Action.OPEN_MOUTH: Action.PRESS_LIPS,
}
"""Not to do the one is to do the other."""

_WEAK = frozenset({Action.SMILE, Action.GRIN, Action.TILT_HEAD, Action.LEAN_IN, Action.SQUINT, Action.FROWN})
"""Actions of which "hardly" leaves a weak one rather than a rare one."""


def parse_prompt(prompt: str) -> MotionPlan:
    """Understand a motion prompt; every word of it ends in an action, in `ignored`, or says nothing.

    >>> plan = parse_prompt("Nods at the start, then smiles warmly and waves.")
    >>> [(action.action.value, action.when.place.value) for action in plan.actions]
    [('nod', 'start'), ('smile', 'unsaid'), ('mood_warm', 'unsaid')]
    >>> [ignored.text for ignored in plan.ignored]
    ['waves']
    """
    tokens = tokens_of(prompt)
    segments = segments_of(items_of(tokens), tokens)
    _number_steps(segments)
    _share_negations(segments, tokens)
    _share_places(segments)
    actions = _without_repetition([action for segment in segments for action in _actions(segment, tokens)])
    return MotionPlan(
        prompt=prompt,
        actions=tuple(actions),
        ignored=tuple(_ignored(prompt, tokens, segments)),
        n_steps=max((segment.step for segment in segments), default=0) or 1,
    )


def _number_steps(segments: list[Segment]) -> None:
    """Give numbers to what "then" puts in order; what follows a full stop without "then" is in no order."""
    current, highest, first_of_sentence = 0, 0, 0
    for index, segment in enumerate(segments):
        starts_sentence = "stop" in segment.joints
        if "then" in segment.joints:
            if highest == 0:
                for earlier in segments[first_of_sentence:index]:
                    earlier.step = 1
                highest = 1 if index > 0 else 0
            highest += 1
            current = highest
            if starts_sentence:
                first_of_sentence = index
        elif starts_sentence:
            current, first_of_sentence = 0, index
        segment.step = current


def _share_negations(segments: list[Segment], tokens: tuple[Token, ...]) -> None:
    """Carry a negation on: over "or" always, over "and" and commas if the word and the forms allow."""
    for before, segment in pairwise(segments):
        if not before.negation or segment.negation or not segment.drafts or not before.drafts:
            continue
        is_list = before.negation in LISTED_NEGATIONS and _forms_agree(before, segment, tokens)
        if segment.joined_by("or") or (is_list and segment.joined_by("and", "or", "comma")):
            segment.negation = before.negation
            for draft in segment.drafts:
                draft.is_negated, draft.left_over = True, before.drafts[-1].left_over


def _forms_agree(before: Segment, segment: Segment, tokens: tuple[Token, ...]) -> bool:
    """Tell whether both first actions are of the same form: nodding and smiling, nods and smiles."""
    forms = []
    for part in (before, segment):
        words = [tokens[index].text for index in part.drafts[0].item.tokens]
        forms.append("ing" if any(word.endswith("ing") for word in words) else "other")
    return forms[0] == forms[1]


def _share_places(segments: list[Segment]) -> None:
    carried: list[When] = []
    for index, segment in enumerate(segments):
        before = segments[index - 1] if index > 0 else None
        if before is None or not {"stop", "then"}.isdisjoint(segment.joints) or before.is_beyond:
            carried = []
        if segment.is_beyond:
            continue
        if segment.is_lone_place:
            ahead = _place_lone(segments, index)
            carried = (carried if before is not None and before.is_lone_place else []) + ahead
        elif segment.places:
            carried = segment.places if segment.is_leading else []
            if not segment.is_leading:
                _share_backwards(segments, index)
        elif segment.drafts:
            segment.places = list(carried)


def _place_lone(segments: list[Segment], index: int) -> list[When]:
    """Give places without an action to what follows in the sentence, else to what stands before."""
    segment = segments[index]
    follows = _with_action(segments[index + 1 :], starts_after=True)
    before = None
    if {"stop", "then"}.isdisjoint(segment.joints):
        before = _with_action(segments[index - 1 :: -1] if index else [], starts_after=False)
    is_more = before is not None and bool(before.places) and segment.joined_by("and", "or")
    if follows is not None and not is_more:
        return segment.places
    if before is None:
        segment.is_lost = True
        return []
    is_first = not before.places
    before.places = before.places + segment.places
    if is_first:
        _share_backwards(segments, segments.index(before))
    return []


def _with_action(segments: list[Segment], *, starts_after: bool) -> Segment | None:
    """The nearest segment with an action that only places part from here, in the same step."""
    for segment in segments:
        if starts_after and not {"stop", "then"}.isdisjoint(segment.joints):
            return None
        if segment.drafts and not segment.is_beyond:
            return segment
        if not segment.is_lone_place or not {"stop", "then"}.isdisjoint(segment.joints):
            return None
    return None


def _share_backwards(segments: list[Segment], index: int) -> None:
    """Let a place hold for all that "and" joins: "nods and smiles at the end"."""
    for later, segment in zip(segments[index:0:-1], segments[index - 1 :: -1], strict=False):
        if not later.joined_by(*_CLOSE) or segment.places or not segment.drafts or segment.step != later.step:
            return
        segment.places = segments[index].places


def _actions(segment: Segment, tokens: tuple[Token, ...]) -> list[DirectedAction]:
    if segment.is_beyond:
        return []
    result = []
    for draft in segment.drafts:
        for place in segment.places or [When()]:
            result.append(_directed(draft, segment, place, tokens))
    return result


def _directed(draft: Draft, segment: Segment, place: When, tokens: tuple[Token, ...]) -> DirectedAction:
    action, degree, is_negated = draft.action, draft.degree, draft.is_negated
    if is_negated and action in _OPPOSITES and draft.left_over == 0.0:
        action, degree, is_negated = _OPPOSITES[action], 1.0, False
    elif is_negated and draft.left_over > 0.0:
        is_negated, degree = action not in _WEAK, draft.left_over
    elif is_negated:
        degree = 0.0
    duration_s = segment.duration_s if segment.duration_s is not None else place.duration_s
    if is_negated and place.place is Place.OFTEN:
        place = When()
    used = draft.item.tokens
    return DirectedAction(
        action=action,
        when=replace(place, duration_s=duration_s, step=segment.step),
        degree=round(degree, 3),
        tempo=round(draft.tempo, 3),
        side=draft.side,
        repeats=draft.repeats,
        is_negated=is_negated,
        span=(tokens[used[0]].start, tokens[used[-1]].end),
    )


def _without_repetition(actions: list[DirectedAction]) -> list[DirectedAction]:
    """Keep the first of equal actions at the same place: "warm and friendly" is warm once."""
    kept: dict[tuple[Action, When, bool], DirectedAction] = {}
    for action in actions:
        kept.setdefault((action.action, action.when, action.is_negated), action)
    return list(kept.values())


def _ignored(prompt: str, tokens: tuple[Token, ...], segments: list[Segment]) -> list[IgnoredWords]:
    result: list[IgnoredWords] = []
    for segment in segments:
        if segment.is_beyond:
            result.append(_words(prompt, tokens, segment.items, IgnoredReason.CANNOT))
            continue
        run: list[Item] = []
        for item in segment.items:
            if not _is_lost(item, segment) and item.kind is not ItemKind.FILLER:
                result += _runs(prompt, tokens, run)
                run = []
            elif item.kind is not ItemKind.FILLER or run:
                run.append(item)
        result += _runs(prompt, tokens, run)
    return result


def _is_lost(item: Item, segment: Segment) -> bool:
    """Tell whether an item has no effect: not understood, or a detail without an action."""
    if item.kind in (ItemKind.UNKNOWN, ItemKind.CANNOT):
        return True
    if item.kind is ItemKind.PLACE:
        return segment.is_lost
    return not segment.drafts and item.kind is not ItemKind.FILLER


def _runs(prompt: str, tokens: tuple[Token, ...], run: list[Item]) -> list[IgnoredWords]:
    while run and run[-1].kind is ItemKind.FILLER:
        run = run[:-1]
    if not run:
        return []
    can_be_understood = any(item.kind is ItemKind.CANNOT for item in run)
    reason = IgnoredReason.CANNOT if can_be_understood else IgnoredReason.UNKNOWN
    return [_words(prompt, tokens, run, reason)]


def _words(prompt: str, tokens: tuple[Token, ...], items: list[Item], reason: IgnoredReason) -> IgnoredWords:
    indices = [index for item in items for index in item.tokens]
    start, end = tokens[min(indices)].start, tokens[max(indices)].end
    return IgnoredWords(prompt[start:end], (start, end), reason)

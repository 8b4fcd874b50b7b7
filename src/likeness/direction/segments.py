"""A prompt cut into segments, each with its actions and their modifiers."""

from dataclasses import dataclass, field

from likeness.core.direction import Action, Side, When
from likeness.direction import lexicon, modifiers
from likeness.direction.items import Item, ItemKind, side_item, side_of
from likeness.direction.tokens import Token

_MODIFIERS = (ItemKind.DEGREE, ItemKind.TEMPO, ItemKind.SIDE, ItemKind.REPEATS, ItemKind.REDUCTION)
_DEGREE_RANGE, _TEMPO_RANGE = (0.3, 2.0), (0.5, 1.6)

_VAGUE_VERBS = modifiers.words(
    "move movement motion turn shake tilt bend drop lean open close raise breathe active"
)
"""Before a thing that a head cannot do these belong to it: "shakes hands", "moves her arms"."""

_TO_BOTH_SIDES = {
    Action.LOOK_ASIDE: Action.WANDER_EYES,
    Action.TURN_HEAD: Action.SHAKE_HEAD,
    Action.TILT_HEAD: Action.BOB_HEAD,
}
"""What "left and right" makes of an action."""

_TOWARDS = modifiers.words("at to into toward towards for with in of")


@dataclass
class Draft:
    """An action in the making."""

    item: Item
    """Its words."""

    action: Action
    """What."""

    degree: float = 1.0
    tempo: float = 1.0
    side: Side = Side.NONE
    repeats: int = 1
    is_negated: bool = False
    left_over: float = 0.0
    """Share that a negation leaves."""


@dataclass
class Segment:
    """What stands between two joints."""

    joints: list[str]
    """The joints before it: and, or, but, while, comma, then, stop."""

    items: list[Item] = field(default_factory=list)
    """In order."""

    drafts: list[Draft] = field(default_factory=list)
    """Its actions."""

    places: list[When] = field(default_factory=list)
    """Where they belong."""

    is_leading: bool = False
    """The places stand before the actions, or alone."""

    duration_s: float | None = None
    """How long."""

    negation: str = ""
    """The word that negates it."""

    is_beyond: bool = False
    """Nothing in it can be done."""

    is_lost: bool = False
    """Its places belong to nothing."""

    step: int = 0
    """Position in an order, 0 = none."""

    @property
    def is_lone_place(self) -> bool:
        """Whether it names places and no action."""
        return bool(self.places) and not self.drafts and not self.is_beyond

    def has(self, kind: ItemKind) -> bool:
        """Tell whether it holds an item of a kind."""
        return any(item.kind is kind for item in self.items)

    def joined_by(self, *joints: str) -> bool:
        """Tell whether it follows closely, by one of the joints and by nothing stronger."""
        return bool(self.joints) and set(self.joints) <= set(joints)


def segments_of(items: tuple[Item, ...], tokens: tuple[Token, ...]) -> list[Segment]:
    """Return the segments of a prompt with their actions read."""
    segments = _attach_lone_modifiers(_split(items))
    for segment in segments:
        _read(segment, tokens)
    return segments


def _split(items: tuple[Item, ...]) -> list[Segment]:
    segments = [Segment([])]
    for item in items:
        current = segments[-1]
        if item.kind is ItemKind.JOINT:
            if current.items:
                segments.append(Segment([item.word]))
            else:
                current.joints.append(item.word)
            continue
        if item.kind is ItemKind.NEGATION and current.has(ItemKind.ACTION):
            segments.append(Segment(["but"]))
        segments[-1].items.append(item)
    return [segment for segment in segments if segment.items]


def _attach_lone_modifiers(segments: list[Segment]) -> list[Segment]:
    """Give modifiers alone to the action that follows, else to the one before: "slowly and gently nods"."""
    result: list[Segment] = []
    waiting: list[Item] = []
    for index, segment in enumerate(segments):
        segment.items = waiting + segment.items
        waiting = []
        kinds = {item.kind for item in segment.items}
        is_lone = kinds <= {*_MODIFIERS, ItemKind.FILLER, ItemKind.DURATION} and kinds & {*_MODIFIERS}
        follows = index + 1 < len(segments) and segments[index + 1].joined_by("and", "comma", "or", "but")
        if is_lone and follows and segments[index + 1].has(ItemKind.ACTION) and not kinds & {ItemKind.SIDE}:
            waiting = segment.items
        elif is_lone and result and segment.joined_by("and", "comma", "or", "but"):
            result[-1].items += segment.items
        else:
            result.append(segment)
    return result


def _read(segment: Segment, tokens: tuple[Token, ...]) -> None:
    _judge_possibility(segment, tokens)
    actions = [item for item in segment.items if item.kind is ItemKind.ACTION]
    segment.drafts = [_draft(item, tokens) for item in actions]
    if segment.is_beyond:
        return
    first = actions[0].tokens[0] if actions else len(tokens)
    for item in segment.items:
        if item.kind is ItemKind.PLACE:
            segment.is_leading = segment.is_leading or (not segment.places and item.tokens[0] < first)
            segment.places.append(item.when)
        elif item.kind is ItemKind.DURATION:
            segment.duration_s = item.when.duration_s
    _modify(segment)
    _negate(segment)


def _modify(segment: Segment) -> None:
    """Apply the modifiers to their actions; what fits none is not understood."""
    if not segment.drafts:
        return
    for index, item in enumerate(segment.items):
        if item.kind in _MODIFIERS and not _apply(item, _nearest(item, segment)):
            segment.items[index] = Item(ItemKind.UNKNOWN, item.tokens)


def _draft(item: Item, tokens: tuple[Token, ...]) -> Draft:
    """An action with the side that its own words name ("looks left")."""
    draft = Draft(item, _singular(item, tokens))
    for index in item.tokens:
        if tokens[index].lemma in modifiers.SIDES:
            _apply(side_item(tokens, index), draft)
    return draft


def _judge_possibility(segment: Segment, tokens: tuple[Token, ...]) -> None:
    """Take out vague verbs that belong to impossible things; without any action left all is impossible."""
    impossible = [item for item in segment.items if item.kind is ItemKind.CANNOT]
    if not impossible:
        return
    for item in impossible:
        if segment.has(ItemKind.ACTION) and _is_only_the_viewer(item, tokens):
            segment.items[segment.items.index(item)] = Item(ItemKind.FILLER, item.tokens)
    if not segment.has(ItemKind.CANNOT):
        return
    segment.items = [
        Item(ItemKind.CANNOT, item.tokens) if _is_vague(item, tokens) else item for item in segment.items
    ]
    segment.is_beyond = not segment.has(ItemKind.ACTION)


def _is_vague(item: Item, tokens: tuple[Token, ...]) -> bool:
    is_single_action = item.kind is ItemKind.ACTION and len(item.tokens) == 1
    return is_single_action and tokens[item.tokens[0]].lemma in _VAGUE_VERBS


def _is_only_the_viewer(item: Item, tokens: tuple[Token, ...]) -> bool:
    """Tell whether the words say where to, not that the camera moves."""
    index = item.tokens[0]
    if tokens[index].lemma != "camera":
        return False
    before = [token.lemma for token in tokens[max(index - 2, 0) : index]]
    return any(word in _TOWARDS for word in before)


def _nearest(item: Item, segment: Segment) -> Draft:
    """The action that a modifier belongs to: the one around it, the next one if only modifiers stand
    between, else the one before."""
    at = item.tokens[0]
    around = [d for d in segment.drafts if d.item.tokens[0] < at < d.item.tokens[-1]]
    if around:
        return around[0]
    later = [d for d in segment.drafts if d.item.tokens[0] > at]
    earlier = [d for d in segment.drafts if d.item.tokens[-1] < at]
    if not earlier:
        return later[0]
    if not later or item.kind is ItemKind.SIDE or item.kind is ItemKind.REPEATS:
        return earlier[-1]
    between = [i for i in segment.items if at < i.tokens[0] < later[0].item.tokens[0]]
    is_close = all(i.kind in _MODIFIERS or i.kind is ItemKind.FILLER for i in between)
    return later[0] if is_close else earlier[-1]


def _apply(item: Item, draft: Draft) -> bool:
    """Change a draft by a modifier; tell whether it could."""
    if item.kind is ItemKind.DEGREE:
        draft.degree = _within(draft.degree * item.amount, _DEGREE_RANGE)
    elif item.kind is ItemKind.TEMPO:
        draft.tempo = _within(draft.tempo * item.amount, _TEMPO_RANGE)
    elif item.kind is ItemKind.REPEATS:
        draft.repeats = min(int(item.amount), 6)
    elif item.kind is ItemKind.REDUCTION:
        draft.is_negated, draft.left_over = True, item.amount
    elif item.kind is ItemKind.SIDE and _one_sided(draft) in lexicon.SIDED:
        draft.action = _one_sided(draft)
        side = side_of(item, draft.action)
        if draft.side is not Side.NONE and draft.side is not side:
            draft.action, side = _TO_BOTH_SIDES.get(draft.action, draft.action), Side.NONE
        draft.side = side
    elif item.kind is ItemKind.SIDE:
        return False
    return True


def _singular(item: Item, tokens: tuple[Token, ...]) -> Action:
    """To raise "an eyebrow" is to raise one."""
    words = {tokens[index].text for index in range(item.tokens[0], item.tokens[-1] + 1)}
    is_one = item.action is Action.RAISE_BROWS and words & {"a", "an", "one"} and words & {"brow", "eyebrow"}
    return Action.RAISE_ONE_BROW if is_one else item.action


def _one_sided(draft: Draft) -> Action:
    """A raised left brow is one brow, a closed left eye a wink."""
    singles = {Action.RAISE_BROWS: Action.RAISE_ONE_BROW, Action.CLOSE_EYES: Action.WINK}
    return singles.get(draft.action, draft.action)


def _negate(segment: Segment) -> None:
    negations = [item for item in segment.items if item.kind is ItemKind.NEGATION]
    if len(negations) % 2 == 0:
        return
    segment.negation = negations[0].word
    has_amount = any(
        item.word in modifiers.AMOUNTS and item.tokens > negations[0].tokens for item in segment.items
    )
    often = any(when.place.value in ("often", "throughout") for when in segment.places)
    for draft in segment.drafts:
        if draft.item.tokens[-1] > negations[0].tokens[0]:
            draft.is_negated = True
            draft.left_over = modifiers.AMOUNT_LEFT if has_amount or often else 0.0
            draft.degree = 1.0


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])

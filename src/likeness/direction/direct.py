"""From what a user wishes to a direction: the prompt, the named emotion, the feelings of the words."""

from dataclasses import dataclass, replace

from likeness.core.direction import (
    MOUTH_STYLES,
    Action,
    Articulation,
    DirectedAction,
    Direction,
    Expressiveness,
    IgnoredReason,
    IgnoredWords,
    MotionPlan,
    Place,
    When,
)
from likeness.core.speech import Speech
from likeness.direction.enhance import Reason, enhance
from likeness.direction.items import plain_words
from likeness.direction.lexicon import EMOTIONS
from likeness.direction.parser import parse_prompt
from likeness.direction.sentiment import feelings_of
from likeness.errors import OptionInvalidError


@dataclass(frozen=True)
class Wish:
    """What a user asks of the performance."""

    expressiveness: Expressiveness = Expressiveness.MEDIUM
    """Level of liveliness."""

    motion_prompt: str = ""
    """Plain English, see docs/motion-prompt.md."""

    is_enhanced: bool = False
    """Make the prompt fuller from the script."""

    emotion: str | None = None
    """Name of an emotion, e.g. Excited, Friendly, Serious, Soothing, Broadcaster."""

    articulation: Articulation = Articulation.NATURAL
    """How clearly the mouth speaks."""


@dataclass(frozen=True)
class Directed:
    """A direction, and how it came about."""

    direction: Direction
    """For the performance; `direction.plan.ignored` holds the words without effect."""

    reasons: tuple[Reason, ...] = ()
    """Why each addition of an enhanced prompt was made."""


def direct(wish: Wish, speech: Speech) -> Directed:
    """Return the direction for a speech.

    Raises
    ------
    OptionInvalidError
        The emotion has a name that is not known.
    """
    emotion = emotion_actions(wish.emotion) if wish.emotion else ()
    script = speech.script if speech.script is not None else " ".join(word.text for word in speech.words)
    prompt = wish.motion_prompt
    reasons: tuple[Reason, ...] = ()
    if wish.is_enhanced:
        enhanced = enhance(prompt, script, speech.language)
        prompt, reasons = enhanced.prompt, enhanced.reasons
    plan = _said_only(parse_prompt(prompt), speech)
    plan = replace(plan, actions=(*emotion, *plan.actions))
    style = MOUTH_STYLES[wish.articulation]
    return Directed(Direction(wish.expressiveness, plan, feelings_of(speech), style), reasons)


def check(wish: Wish) -> None:
    """Find out before any work whether a wish can be understood; raises what `direct` raises."""
    if wish.emotion:
        emotion_actions(wish.emotion)


def emotion_actions(name: str) -> tuple[DirectedAction, ...]:
    """Return the moods that a named emotion means, over the whole film.

    >>> [action.action.value for action in emotion_actions("Friendly")]
    ['mood_warm']
    """
    moods = EMOTIONS.get(name.strip().lower())
    if moods is None:
        plan = parse_prompt(name)
        actions = {action.action for action in plan.actions if not (action.is_negated or plan.ignored)}
        moods = tuple((action, 1.0) for action in Action if action in actions and "mood_" in action.value)
    if not moods:
        known = ", ".join(emotion.capitalize() for emotion in EMOTIONS)
        raise OptionInvalidError(
            f"The emotion {name} is not known. Give one of {known}, or a mood such as sad."
        )
    return tuple(DirectedAction(action, When(Place.THROUGHOUT), degree) for action, degree in moods)


def _said_only(plan: MotionPlan, speech: Speech) -> MotionPlan:
    """Take out what waits for words that are never said, and report it."""
    said = f" {' '.join(part for word in speech.words for part in plain_words(word.text))} "
    kept: list[DirectedAction] = []
    missing: list[IgnoredWords] = []
    for action in plan.actions:
        words = tuple(phrase for phrase in action.when.words if f" {phrase} " in said)
        if action.when.place is not Place.WORDS or words:
            kept.append(replace(action, when=replace(action.when, words=words)))
            continue
        start, end = action.span
        missing.append(IgnoredWords(plan.prompt[start:end], (start, end), IgnoredReason.NOT_SAID))
    ignored = sorted([*plan.ignored, *missing], key=lambda ignored: ignored.span)
    return replace(plan, actions=tuple(kept), ignored=tuple(ignored))

"""How the speaker is asked to behave: what a director says, understood but not yet placed on time."""

from dataclasses import dataclass
from enum import StrEnum


class Expressiveness(StrEnum):
    """How lively head, brows and mouth are."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Articulation(StrEnum):
    """How clearly the mouth speaks: a point in the plane of jaw and lips (JALI, Edwards et al. 2016)."""

    MUMBLED = "mumbled"
    RELAXED = "relaxed"
    NATURAL = "natural"
    PRECISE = "precise"
    THEATRICAL = "theatrical"


@dataclass(frozen=True)
class MouthStyle:
    """Sizes of the two halves of articulation, 1 = natural; closures stay closures in every style."""

    jaw: float = 1.0
    """How far the jaw opens, 0.3-2."""

    lips: float = 1.0
    """How far the lips part, round and spread, 0.3-2."""

    def scaled(self, jaw: float, lips: float) -> "MouthStyle":
        """Return the style with both axes multiplied."""
        return MouthStyle(self.jaw * jaw, self.lips * lips)


MOUTH_STYLES: dict[Articulation, MouthStyle] = {
    Articulation.MUMBLED: MouthStyle(0.5, 0.55),
    Articulation.RELAXED: MouthStyle(0.8, 0.85),
    Articulation.NATURAL: MouthStyle(),
    Articulation.PRECISE: MouthStyle(1.2, 1.3),
    Articulation.THEATRICAL: MouthStyle(1.6, 1.55),
}
"""Published factors of animators, against their natural style (facial-animation tables, JALI based)."""


class Action(StrEnum):
    """What can be asked of a face; the value is also the kind of the event in the timeline."""

    # head
    NOD = "nod"
    SHAKE_HEAD = "shake_head"
    TILT_HEAD = "tilt_head"
    TURN_HEAD = "turn_head"
    BOB_HEAD = "bob_head"
    CHIN_UP = "chin_up"
    CHIN_DOWN = "chin_down"
    BOW = "bow"
    LEAN_IN = "lean_in"
    LEAN_BACK = "lean_back"
    # gaze
    LOOK_AT_CAMERA = "look_at_camera"
    LOOK_AWAY = "look_away"
    LOOK_ASIDE = "look_aside"
    LOOK_UP = "look_up"
    LOOK_DOWN = "look_down"
    WANDER_EYES = "wander_eyes"
    AVERT_EYES = "avert_eyes"
    ROLL_EYES = "roll_eyes"
    # brows
    RAISE_BROWS = "raise_brows"
    RAISE_ONE_BROW = "raise_one_brow"
    FURROW_BROWS = "furrow_brows"
    # eyes
    BLINK = "blink"
    WINK = "wink"
    SQUINT = "squint"
    WIDEN_EYES = "widen_eyes"
    CLOSE_EYES = "close_eyes"
    # mouth
    SMILE = "smile"
    GRIN = "grin"
    SMIRK = "smirk"
    FROWN = "frown"
    POUT = "pout"
    PURSE_LIPS = "purse_lips"
    PRESS_LIPS = "press_lips"
    OPEN_MOUTH = "open_mouth"
    # shoulders and breath
    SHRUG = "shrug"
    RAISE_SHOULDERS = "raise_shoulders"
    DROP_SHOULDERS = "drop_shoulders"
    DEEP_BREATH = "deep_breath"
    SIGH = "sigh"
    # energy
    STILL = "still"
    CALM = "calm"
    LIVELY = "lively"
    # articulation
    ENUNCIATE = "enunciate"
    MUMBLE = "mumble"
    # mood
    NEUTRAL = "mood_neutral"
    WARM = "mood_warm"
    HAPPY = "mood_happy"
    EXCITED = "mood_excited"
    PLAYFUL = "mood_playful"
    PROUD = "mood_proud"
    CONFIDENT = "mood_confident"
    SERIOUS = "mood_serious"
    THOUGHTFUL = "mood_thoughtful"
    CURIOUS = "mood_curious"
    SKEPTICAL = "mood_skeptical"
    SURPRISED = "mood_surprised"
    SYMPATHETIC = "mood_sympathetic"
    SOOTHING = "mood_soothing"
    SAD = "mood_sad"
    WORRIED = "mood_worried"
    AFRAID = "mood_afraid"
    ANGRY = "mood_angry"
    DISGUSTED = "mood_disgusted"
    SHY = "mood_shy"
    BORED = "mood_bored"
    TIRED = "mood_tired"


class Place(StrEnum):
    """Where in the film an action belongs."""

    UNSAID = "unsaid"
    """Nothing was said: each action has its own habit, e.g. nods now and then, a smile throughout."""

    THROUGHOUT = "throughout"
    START = "start"
    MIDDLE = "middle"
    END = "end"
    SOMETIMES = "sometimes"
    OFTEN = "often"
    EVERY_SENTENCE = "every_sentence"
    SENTENCE_ENDS = "sentence_ends"
    QUESTIONS = "questions"
    EXCLAMATIONS = "exclamations"
    EMPHASIS = "emphasis"
    PAUSES = "pauses"
    LISTENING = "listening"
    """Long silences: before, after and between what is said."""

    WORDS = "words"
    """Whenever certain words are said."""

    TIME = "time"
    """From a second on."""

    INTERVALS = "intervals"
    """Every so many seconds."""


class Side(StrEnum):
    """A side of the picture, as the viewer sees it."""

    NONE = "none"
    LEFT = "left"
    RIGHT = "right"


class IgnoredReason(StrEnum):
    """Why words of a prompt had no effect."""

    CANNOT = "cannot"
    """Understood, but a head and shoulders cannot do it: hands, walking, props, the camera."""

    UNKNOWN = "unknown"
    """Not understood."""

    NOT_SAID = "not_said"
    """The words at which it should happen are not said."""


@dataclass(frozen=True)
class When:
    """Where in the film an action belongs."""

    place: Place = Place.UNSAID
    """Kind of place."""

    words: tuple[str, ...] = ()
    """For `WORDS`: the words, in lower case without punctuation."""

    start_s: float | None = None
    """For `TIME`: seconds from the start of the film; below zero = before its end. For `INTERVALS`: the
    interval."""

    duration_s: float | None = None
    """How long a held action lasts."""

    step: int = 0
    """Position in an order given by "then"; actions of the same step happen together."""


@dataclass(frozen=True)
class DirectedAction:
    """One thing that the speaker is asked to do, or not to do."""

    action: Action
    """What."""

    when: When
    """Where in the film."""

    degree: float = 1.0
    """How much, 0.3 (slightly) to 2 (extremely)."""

    tempo: float = 1.0
    """How fast, 0.5 to 1.6."""

    side: Side = Side.NONE
    """Where to, or the eye or brow at that side of the picture."""

    repeats: int = 1
    """How often in a row."""

    is_negated: bool = False
    """It is not to happen; a `degree` above 0 leaves that share of it ("hardly blinks")."""

    span: tuple[int, int] = (0, 0)
    """First and last + 1 character of its words in the prompt."""


@dataclass(frozen=True)
class IgnoredWords:
    """Words of a prompt without effect."""

    text: str
    """The words."""

    span: tuple[int, int]
    """First and last + 1 character in the prompt."""

    reason: IgnoredReason
    """Why."""


@dataclass(frozen=True)
class MotionPlan:
    """A prompt, understood."""

    prompt: str = ""
    """The plain text."""

    actions: tuple[DirectedAction, ...] = ()
    """In the order of the prompt."""

    ignored: tuple[IgnoredWords, ...] = ()
    """In the order of the prompt."""

    n_steps: int = 1
    """Number of steps of the longest order."""


@dataclass(frozen=True)
class Feeling:
    """What a word feels like."""

    word_index: int
    """Index into the words of the speech."""

    valence: float
    """-1 sad or bad, 1 glad or good."""

    arousal: float
    """-1 quiet, 1 stirred."""


@dataclass(frozen=True)
class Direction:
    """Instructions for the performance."""

    expressiveness: Expressiveness = Expressiveness.MEDIUM
    """Level of liveliness."""

    plan: MotionPlan = MotionPlan()
    """What is asked for in words."""

    feelings: tuple[Feeling, ...] = ()
    """Feeling words of the speech, in time order."""

    style: MouthStyle = MouthStyle()
    """How clearly the mouth speaks."""

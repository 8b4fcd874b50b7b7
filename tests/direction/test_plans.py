"""Prompts and the plans they must give, in a short notation."""

import pytest

from likeness.core.direction import Action, DirectedAction, Side
from likeness.direction import parse_prompt
from likeness.direction.lexicon import PATTERNS, SHORT_FORMS

PLANS = [
    ("nods", ["nod"], []),
    ("She nods twice at the start.", ["nod @start 2times"], []),
    ("nods slowly at the end of every sentence", ["nod @sentence_ends tempo0.65"], []),
    ("nods slightly on emphasis", ["nod @emphasis x0.5"], []),
    ('shakes her head when saying "never" or "no"', ['shake_head @words "never" "no"'], []),
    ("tilts her head to the left", ["tilt_head left"], []),
    ("tilts her head to her left", ["tilt_head right"], []),
    ("turns right, then looks back at the camera", ["turn_head right #1", "look_at_camera #2"], []),
    ("bobs the head often", ["bob_head @often"], []),
    ("takes a bow at the beginning", ["bow @start"], []),
    ("chin up", ["chin_up"], []),
    ("lowers his head at the end", ["chin_down @end"], []),
    ("leans forward for 2 seconds", ["lean_in +2"], []),
    ("leans back during pauses", ["lean_back @pauses"], []),
    ("keeps eye contact throughout", ["look_at_camera @throughout"], []),
    ("looks away while listening", ["look_away @listening"], []),
    ("looks left and right", ["wander_eyes"], []),
    ('looks up when saying "maybe"', ['look_up @words "maybe"'], []),
    ("gazes down at the floor in the last 2 seconds", ["look_down @time -2 +2"], []),
    ("averts her gaze shyly", ["avert_eyes", "mood_shy"], []),
    ("eyes wander from time to time", ["wander_eyes @sometimes"], []),
    ("rolls his eyes after 3 seconds", ["roll_eyes @time 3"], []),
    ("raises both eyebrows on questions", ["raise_brows @questions"], []),
    ("raises an eyebrow when saying 'really'", ['raise_one_brow @words "really"'], []),
    ("raises her left eyebrow", ["raise_one_brow right"], []),
    ("furrows his brow, with a very angry look", ["furrow_brows", "mood_angry x1.4"], []),
    ("blinks every 4 seconds", ["blink @intervals 4"], []),
    ("winks with the right eye at the end", ["wink @end left"], []),
    ("squints slightly", ["squint x0.5"], []),
    ("wide eyes, mouth open in surprise", ["widen_eyes", "open_mouth", "mood_surprised"], []),
    ("closes her eyes for 3 seconds", ["close_eyes +3"], []),
    ("smiles broadly throughout", ["smile @throughout x1.5"], []),
    ("smiles and nods at the end", ["smile @end", "nod @end"], []),
    ("grins from ear to ear", ["grin"], []),
    ("smirks on exclamations", ["smirk @exclamations"], []),
    ("frowns a little", ["frown x0.5"], []),
    ("pouts, purses her lips and presses her lips together", ["pout", "purse_lips", "press_lips"], []),
    ("gasps at 1.5 seconds", ["open_mouth @time 1.5"], []),
    ("shrugs twice when she says I don't know", ['shrug @words "i don\'t know" 2times'], []),
    ("raises the shoulders, then drops the shoulders", ["raise_shoulders #1", "drop_shoulders #2"], []),
    ("takes a deep breath first, then sighs", ["deep_breath @start #1", "sigh #2"], []),
    ("keeps very still", ["still x1.4"], []),
    ("calm and composed", ["calm"], []),
    ("highly energetic and enthusiastic", ["lively x1.4", "mood_excited"], []),
    ("neutral face, without emotion", ["mood_neutral"], []),
    ("a warm, friendly presenter with a confident smile", ["mood_warm", "mood_confident", "smile"], []),
    ("speaks happily to the camera", ["mood_happy"], []),
    ("very sad and a bit worried", ["mood_sad x1.4", "mood_worried x0.55"], []),
    ("a serious news anchor", ["mood_serious", "mood_confident"], []),
    ("thoughtful during pauses, playful at the end", ["mood_thoughtful @pauses", "mood_playful @end"], []),
    ("curious, skeptical or surprised", ["mood_curious", "mood_skeptical", "mood_surprised"], []),
    ("soothing and sympathetic", ["mood_soothing", "mood_sympathetic"], []),
    ("scared at first, then proud", ["mood_afraid @start #1", "mood_proud #2"], []),
    ("bored and tired, almost disgusted", ["mood_bored", "mood_tired", "mood_disgusted x0.7"], []),
    ("doesn't blink", ["not blink"], []),
    ("doesn't blink much", ["not blink x0.4"], []),
    ("hardly nods", ["not nod x0.3"], []),
    ("no nodding, no smiling", ["not nod", "not smile"], []),
    ("without smiling or nodding", ["not smile", "not nod"], []),
    ("no nodding, shaking or blinking", ["not nod", "not shake_head", "not blink"], []),
    ("never stops smiling", ["smile"], []),
    ("not smiling but nodding", ["not smile", "nod"], []),
    ("avoids looking down", ["not look_down"], []),
    ("doesn't move", ["still"], []),
    ("don't look at the camera", ["look_away"], []),
    ("smiles without nodding", ["smile", "not nod"], []),
    ("nods at the start and at the end", ["nod @start", "nod @end"], []),
    ("nods at the start, in the middle and at the end", ["nod @start", "nod @middle", "nod @end"], []),
    (
        "At the start and on questions, she raises her eyebrows.",
        ["raise_brows @start", "raise_brows @questions"],
        [],
    ),
    (
        "On questions she tilts the head and raises the eyebrows. Smiles.",
        ["tilt_head @questions", "raise_brows @questions", "smile"],
        [],
    ),
    ("from 2 to 4 seconds looks down", ["look_down @time 2 +2"], []),
    ("between seconds 1 and 2.5 nods quickly", ["nod @time 1 +1.5 tempo1.4"], []),
    ("in the first three seconds smiles slowly", ["smile @time 0 +3 tempo0.65"], []),
    ("2 seconds before the end winks", ["wink @time -2"], []),
    ("nods, then smiles, then looks down", ["nod #1", "smile #2", "look_down #3"], []),
    ("Nods. Then smiles. Finally winks.", ["nod #1", "smile #2", "wink @end"], []),
    ("nods before smiling", ["nod #1", "smile #2"], []),
    ("waves", [], ["cannot: waves"]),
    ("The man smiles and nods while waving both hands", ["smile", "nod"], ["cannot: waving both hands"]),
    ("Camera slowly zooms in. She smiles.", ["smile"], ["cannot: Camera slowly zooms in"]),
    ("walks to the left and picks up a cup", [], ["cannot: walks to the left", "cannot: picks up a cup"]),
    ("shakes hands with someone", [], ["cannot: shakes hands"]),
    ("nods like a zebra", ["nod"], ["unknown: zebra"]),
    ("xyzzy", [], ["unknown: xyzzy"]),
    ("smiles at the camera", ["smile"], []),
    ("SMILES!!! Nods???", ["smile", "nod"], []),
    ("keeps smiling; keeps nodding", ["smile", "nod"], []),
    (
        'nods at the start, then leans in and smiles warmly; raises an eyebrow when saying "really"; '
        "keeps very still",
        [
            "nod @start #1",
            "lean_in #2",
            "smile #2",
            "mood_warm #2",
            'raise_one_brow @words "really"',
            "still x1.4",
        ],
        [],
    ),
]


def told(action: DirectedAction) -> str:
    """Return e.g. `not nod`, `smile @throughout x0.5`, `wink @end right`, `nod @time 2+3`, `smile #2`."""
    when = action.when
    parts = [("not " if action.is_negated else "") + action.action.value]
    if when.place.value != "unsaid":
        parts.append("@" + when.place.value)
    parts += [f'"{words}"' for words in when.words]
    if when.start_s is not None:
        parts.append(f"{when.start_s:g}")
    if when.duration_s is not None:
        parts.append(f"+{when.duration_s:g}")
    if action.degree != (0.0 if action.is_negated else 1.0):
        parts.append(f"x{action.degree:g}")
    if action.tempo != 1.0:
        parts.append(f"tempo{action.tempo:g}")
    if action.side is not Side.NONE:
        parts.append(action.side.value)
    if action.repeats > 1:
        parts.append(f"{action.repeats}times")
    if when.step:
        parts.append(f"#{when.step}")
    return " ".join(parts)


@pytest.mark.parametrize(("prompt", "actions", "ignored"), PLANS, ids=[row[0][:40] for row in PLANS])
def test_plan(prompt, actions, ignored):
    plan = parse_prompt(prompt)
    assert [told(action) for action in plan.actions] == actions
    assert [f"{words.reason.value}: {words.text}" for words in plan.ignored] == ignored


def test_every_pattern_is_understood_as_its_action():
    assert set(PATTERNS) == set(Action)
    for action, patterns in PATTERNS.items():
        for short, full in SHORT_FORMS.items():
            patterns = patterns.replace(short, full)  # noqa: PLW2901
        for pattern in patterns.split(" | "):
            prompt = " ".join(slot.split("/")[0] for slot in pattern.split())
            assert action in {directed.action for directed in parse_prompt(prompt).actions}, prompt


def test_many_actions_are_in_the_table():
    told_actions = {row.split()[0] for _, actions, _ in PLANS for row in actions}
    assert len(PLANS) >= 60
    assert len(told_actions) >= 50


def test_spans_point_at_the_words():
    prompt = "She slowly nods; then raises her left eyebrow and waves."
    plan = parse_prompt(prompt)
    assert [prompt[slice(*action.span)] for action in plan.actions] == ["nods", "raises her left eyebrow"]
    assert [prompt[slice(*words.span)] for words in plan.ignored] == [words.text for words in plan.ignored]


def test_degrees_multiply_and_stay_in_range():
    degrees = [
        parse_prompt(f"{word} smile").actions[0].degree for word in ("tiny", "small", "", "big", "huge")
    ]
    assert degrees == sorted(degrees)
    assert parse_prompt("extremely very huge broad smile").actions[0].degree == 2.0
    assert parse_prompt("very slightly tiny faint smile").actions[0].degree == 0.3

"""Directions are followed: what is asked for is seen, at its time, and the lips stay readable."""

from fractions import Fraction

import numpy as np
import pytest

from likeness.core.audio import AudioClip
from likeness.core.direction import (
    Action,
    DirectedAction,
    Direction,
    Expressiveness,
    Feeling,
    MotionPlan,
    Place,
    When,
)
from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.core.speech import Phone, PhoneSource, Speech, Word
from likeness.direction import parse_prompt
from likeness.performance import perform
from likeness.performance.mood_recipes import DAMPERS, MOODS
from likeness.performance.mouth import expression_lip_gap
from likeness.performance.placing import pose_of
from likeness.performance.recipes import POSES, STROKES

FPS = Fraction(25)
RATE_HZ = 16_000
WORD_S, PAUSE_S = 0.42, 0.7


def say(script):
    """Each word is M AA B IY; a full stop is a pause of 0.7 s; the film has silence at both ends."""
    phones, words, time_s, found = [], [], 0.5, 0
    for text in script.split():
        found = script.index(text, found)
        edges = time_s + np.array([0.0, 0.09, 0.23, 0.31, WORD_S])
        for symbol, start_s, end_s in zip(("M", "AA", "B", "IY"), edges, edges[1:], strict=False):
            phones.append(Phone(symbol, symbol.lower(), float(start_s), float(end_s), int(symbol == "AA")))
        words.append(Word(text.strip(".?!"), float(edges[0]), float(edges[-1]), found))
        found += len(text)
        time_s = float(edges[-1]) + (PAUSE_S if text[-1] in ".?!" else 0.03)
    duration_s = time_s + 0.5
    times_s = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    sound = np.zeros(times_s.shape, np.float32)
    for phone in phones:
        inside = (times_s >= phone.start_s) & (times_s < phone.end_s)
        level = 0.3 if phone.stress else 0.1
        sound[inside] = level * (2.0 * ((120.0 * times_s[inside]) % 1.0) - 1.0)
    clip = AudioClip(sound[:, None], RATE_HZ)
    return Speech(clip, tuple(phones), tuple(words), PhoneSource.SYNTHESIZED, "en-US", None, script)


SPEECH = say("one two three four. Five six really eight? Nine ten eleven twelve! Last words here now.")
LONG = say("one two three four five six seven. Eight nine ten eleven twelve thirteen. " * 5)


def take(prompt, speech=SPEECH, level=Expressiveness.MEDIUM, seed=0):
    return perform(speech, Direction(level, parse_prompt(prompt)), FPS, seed)


def times(performance):
    return (np.arange(performance.n_frames) + 0.5) / 25.0


def shape(performance, name):
    return performance.expression[:, expression_index(name)]


def word(text, speech=SPEECH):
    return next(w for w in speech.words if w.text.lower() == text)


def test_every_action_has_a_recipe():
    assert set(Action) == set(STROKES) | set(POSES) | set(MOODS)
    assert not set(STROKES) & (set(POSES) | set(MOODS))
    assert set(DAMPERS) <= set(Action)
    for action in Action:
        assert (pose_of(action) is None) == (action in STROKES)


def test_a_nod_at_the_start_pitches_the_head_at_the_start():
    for seed in range(4):
        nodding, plain = take("nods at the start", seed=seed), take("", seed=seed)
        early = times(nodding) < 1.2
        assert nodding.head_deg[early, 0].max() > 3.5
        assert np.ptp(nodding.head_deg[early, 0]) > 4.0
        late = times(nodding) > 2.5
        assert np.abs(nodding.head_deg[late] - plain.head_deg[late]).max() < 1.5


def test_a_nod_is_quicker_down_than_up():
    pitch = take("keeps extremely still; nods in the middle").head_deg[:, 0]
    peak = int(np.argmax(pitch))
    above = np.flatnonzero(pitch > 0.3 * pitch[peak])
    run = above[(above > peak - 20) & (above < peak + 20)]
    assert peak - run[0] <= run[-1] - peak + 1


def test_degrees_order_the_size():
    sizes = [
        np.ptp(take(f"keeps very still; nods {d} at the start").head_deg[:30, 0])
        for d in ("slightly", "", "deeply")
    ]
    assert sizes[0] < 0.75 * sizes[1] < 0.75 * sizes[2]


def test_keeping_still_is_stiller_than_the_lowest_level():
    still = take("keeps very still", LONG).head_deg.std(axis=0)
    low = take("", LONG, Expressiveness.LOW).head_deg.std(axis=0)
    assert (still < low).all()
    assert (still > 0.05).all()
    lively = take("very lively", LONG).head_deg.std(axis=0)
    plain = take("", LONG).head_deg.std(axis=0)
    assert lively.mean() > 1.15 * plain.mean()


@pytest.mark.parametrize(
    ("side", "closed", "opened"), [("left", "left", "right"), ("right", "right", "left")]
)
def test_a_wink_closes_one_lid(side, closed, opened):
    winking = take(f"winks with the {side} eye at the end")
    late = times(winking) > SPEECH.duration_s - 1.6
    assert shape(winking, f"eye_blink_{closed}")[late].max() > 0.95
    assert shape(winking, f"eye_blink_{opened}")[late].max() < 0.3


def test_words_set_the_time():
    raised = take('raises an eyebrow when saying "really"; no blinking')
    said = word("really")
    near = (times(raised) > said.start_s - 0.1) & (times(raised) < said.end_s + 0.2)
    brow = np.maximum(shape(raised, "brow_outer_up_left"), shape(raised, "brow_outer_up_right"))
    assert brow[near].max() > 0.7
    event = next(e for e in raised.events if e.kind == "directed_raise_one_brow")
    assert said.start_s - 0.4 < event.start_s < said.start_s < event.end_s


@pytest.mark.parametrize(
    ("prompt", "axis", "sign"),
    [
        ("tilts the head to the left", 2, -1),
        ("tilts the head to the right", 2, 1),
        ("turns left", 1, 1),
        ("turns right", 1, -1),
        ("lowers her chin", 0, 1),
        ("chin up", 0, -1),
    ],
)
def test_heads_turn_to_the_right_side(prompt, axis, sign):
    moved = take(f"keeps extremely still; {prompt} from 2 to 4 seconds")
    held = (times(moved) > 2.8) & (times(moved) < 3.8)
    before = times(moved) < 1.8
    assert sign * (moved.head_deg[held, axis].mean() - moved.head_deg[before, axis].mean()) > 2.5


@pytest.mark.parametrize(
    ("prompt", "axis", "sign"),
    [("looks left", 0, -1), ("looks right", 0, 1), ("looks up", 1, -1), ("looks down", 1, 1)],
)
def test_eyes_go_where_they_are_sent(prompt, axis, sign):
    looking = take(f"keeps very still; {prompt} from 2 to 3.5 seconds")
    held = (times(looking) > 2.2) & (times(looking) < 3.4)
    before = (times(looking) > 1.0) & (times(looking) < 1.8)
    assert sign * looking.gaze_deg[held, axis].mean() > 5.0
    assert np.abs(looking.gaze_deg[before, axis]).mean() < 3.0
    jump = np.abs(np.diff(looking.gaze_deg[:, axis])).max()
    assert jump > 3.0, "eyes jump"


def test_shrugs_and_breaths_lift_the_shoulders():
    assert take("shrugs in the middle").shoulders.max() > 0.9
    assert take("shrugs deeply in the middle").shoulders.max() > 1.05
    assert take("takes a deep breath at the start").shoulders[:50].max() > 0.3
    assert take("drops the shoulders").shoulders.min() < -0.3
    plain = take("")
    assert (plain.shoulders == 0.0).all()
    assert 0.3 < plain.breath.max() <= 1.0


@pytest.mark.parametrize(("prompt", "sign"), [("leans in", 1), ("leans back", -1)])
def test_who_leans_comes_nearer_or_goes_away(prompt, sign):
    growth = sign * (take(f"{prompt} from 2 to 5 seconds").head_scale - 1.0)
    seconds = (np.arange(growth.size) + 0.5) / float(FPS)
    assert growth[(seconds > 3.2) & (seconds < 4.8)].min() > 0.03
    assert np.abs(growth[seconds < 1.8]).max() < 1e-6
    assert (take("").head_scale == 1.0).all()
    slightly = sign * (take(f"{prompt} slightly").head_scale - 1.0)
    assert 0.005 < slightly.mean() < (sign * (take(prompt).head_scale - 1.0)).mean()


def test_steps_follow_each_other():
    ordered = take("smiles, then frowns")
    half = ordered.n_frames // 2
    smile, frown = shape(ordered, "mouth_smile_left"), shape(ordered, "mouth_frown_left")
    assert smile[:half].mean() > 2 * smile[half + 20 :].mean()
    assert frown[half + 20 :].mean() > 5 * max(frown[: half - 20].mean(), 0.01)


def test_negations_take_away():
    assert not [e for e in take("no nodding", LONG).events if e.kind == "nod"]
    assert (
        shape(take("doesn't smile", LONG), "mouth_smile_left").mean()
        < 0.6 * shape(take("", LONG), "mouth_smile_left").mean() + 0.02
    )
    assert not [e for e in take("without raising the eyebrows", LONG).events if e.kind == "brow_raise"]
    roll = [take(prompt, LONG).head_deg[:, 2].std() for prompt in ("", "no head tilting")]
    assert roll[1] < 0.5 * roll[0]


def test_blinks_are_reduced_to_a_minimum_and_increased():
    def per_minute(prompt):
        kinds = ("blink", "partial_blink", "directed_blink")
        return sum(e.kind in kinds for e in take(prompt, LONG).events) * 60.0 / LONG.duration_s

    assert 1.0 <= per_minute("never blinks") <= 8.0
    assert per_minute("never blinks") < per_minute("doesn't blink much") < per_minute("")
    assert per_minute("blinks often") > per_minute("")


@pytest.mark.parametrize(
    "prompt",
    [
        "extremely broad grin",
        "huge smile",
        "pouts throughout",
        "mouth wide open throughout",
        "frowns extremely",
        "purses the lips throughout, very angry",
        "disgusted and smirking throughout",
        "sighs often",
    ],
)
@pytest.mark.parametrize("fps", [FPS, Fraction(60)])
def test_lips_stay_readable(prompt, fps):
    directed = perform(LONG, Direction(plan=parse_prompt(prompt)), fps, 1)
    plain = perform(LONG, Direction(), fps, 1)
    time_s = (np.arange(directed.n_frames) + 0.5) / float(fps)
    gap, gap_before = expression_lip_gap(directed.expression), expression_lip_gap(plain.expression)
    for phone in LONG.phones:
        inside = (time_s > phone.start_s - 0.06) & (time_s < phone.end_s + 0.02)
        if phone.arpabet in ("M", "B"):
            assert gap[inside].min() <= 0.005, phone
        if phone.arpabet == "AA":
            assert gap[inside].max() > 0.7 * gap_before[inside].max(), phone


def test_pouts_are_kept_for_pauses():
    pout = shape(take("pouts throughout"), "mouth_pucker") - shape(take(""), "mouth_pucker")
    spoken = np.any([(np.arange(pout.size) / 25 > p.start_s) & (np.arange(pout.size) / 25 < p.end_s)
                     for p in SPEECH.phones], axis=0)  # fmt: skip
    assert pout[~spoken].max() > 0.25
    assert np.percentile(pout[spoken], 80) < 0.2


@pytest.mark.parametrize("action", sorted(Action))
def test_any_action_at_any_place_stays_in_range(action):
    places = sorted(Place)
    first = sorted(Action).index(action)
    for place in (places[first % len(places)], places[(first + 7) % len(places)], Place.UNSAID):
        when = When(place, words=("really",), start_s=1.0, step=int(place is Place.UNSAID))
        directed = DirectedAction(action, when, degree=2.0, repeats=2)
        plan = MotionPlan("", (directed,), n_steps=2)
        result = perform(SPEECH, Direction(plan=plan), Fraction(10), 0)
        assert np.isfinite(result.expression).all()
        assert result.expression.min() >= 0.0
        assert result.expression.max() <= 1.25
        assert (np.abs(result.head_deg).max(axis=0) <= (7.0, 8.0, 6.0)).all()
        assert np.abs(result.gaze_deg).max() <= 16.0
        assert np.abs(result.head_scale - 1.0).max() <= 0.06
        assert -0.6 <= result.shoulders.min() <= result.shoulders.max() <= 1.4
        assert all(0.0 <= e.start_s < e.end_s <= SPEECH.duration_s + 2.0 for e in result.events)


def test_directions_leave_no_jumps():
    smooth = take(
        "nods often; an eyebrow raised on questions; leans in, then tilts the head; sighs at the end"
    )
    assert np.abs(np.diff(smooth.head_deg, axis=0)).max() < 2.8
    assert np.ptp(smooth.head_scale) > 0.02
    assert np.abs(np.diff(smooth.head_scale)).max() < 0.006
    slow = [i for i, name in enumerate(EXPRESSION_NAMES) if name.startswith(("mouth_smile", "brow", "cheek"))]
    assert np.abs(np.diff(smooth.expression[:, slow], axis=0)).max() < 0.35


@pytest.mark.parametrize("script", ["one", "one.", "one two?"])
@pytest.mark.parametrize(
    "prompt", ["nods five times at the end", "smiles then nods then winks", "sighs", "blinks every second"]
)
def test_short_films_take_any_direction(script, prompt):
    speech = say(script)
    assert np.isfinite(take(prompt, speech).head_deg).all()


def test_films_without_words_take_directions():
    silence = Speech(
        AudioClip(np.zeros((16_000 * 3, 1), np.float32), RATE_HZ), (), (), PhoneSource.NONE, "und"
    )
    smiling = take("smiles throughout and nods at the start", silence)
    assert shape(smiling, "mouth_smile_left").mean() > 0.2
    assert smiling.head_deg[:, 0].max() > 3.0


def test_without_direction_nothing_changes():
    plain, again = perform(SPEECH, Direction(), FPS, 3), take("xyzzy", seed=3)
    assert np.array_equal(plain.expression, again.expression)
    assert not [e for e in plain.events if e.kind.startswith("directed_")]


def test_no_smile_on_sad_words_and_a_trace_on_glad_ones():
    index = next(i for i, w in enumerate(SPEECH.words) if w.text == "really")
    said = word("really")
    takes = {}
    for valence in (-0.75, 0.0, 0.85):
        feelings = (Feeling(index, valence, -0.5 if valence < 0 else 0.5),) if valence else ()
        smiles = [
            shape(perform(SPEECH, Direction(feelings=feelings), FPS, seed), "mouth_smile_left")
            for seed in range(4)
        ]
        takes[valence] = np.mean(smiles, axis=0)
    near = (np.arange(takes[0.0].size) / 25 > said.start_s) & (
        np.arange(takes[0.0].size) / 25 < said.end_s + 0.3
    )
    assert takes[-0.75][near].mean() < 0.5 * takes[0.0][near].mean() + 0.01
    gain = takes[0.85][near].mean() - takes[0.0][near].mean()
    assert 0.05 < gain < 0.25, "subtle"

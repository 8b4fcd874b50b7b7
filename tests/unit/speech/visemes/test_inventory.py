import numpy as np

from likeness.core.speech import Phone
from likeness.speech.phone_tables import ARPABET
from likeness.speech.visemes.inventory import (
    CLASS_OF_PHONE,
    CLASSES,
    DIPHTHONGS,
    GOAL_OF_PHONE,
    class_frames,
    simple_phones,
)


def test_every_phone_has_one_class_and_one_goal():
    assert CLASS_OF_PHONE.keys() | DIPHTHONGS.keys() == ARPABET
    assert not CLASS_OF_PHONE.keys() & DIPHTHONGS.keys()
    assert GOAL_OF_PHONE.keys() == CLASS_OF_PHONE.keys()
    assert set(CLASS_OF_PHONE.values()) == set(range(len(CLASSES)))


def test_diphthongs_end_in_known_phones_of_another_class():
    for first, second in DIPHTHONGS.values():
        assert CLASS_OF_PHONE[first] != CLASS_OF_PHONE[second]


def test_goals_follow_what_is_seen():
    goals = GOAL_OF_PHONE
    assert all(goals[phone].opening == 0 for phone in ("P", "B", "M", "SIL"))
    assert max(goals, key=lambda phone: goals[phone].opening) == "AA"
    assert max(goals, key=lambda phone: goals[phone].width) in ("IY", "Y")
    assert {phone for phone in goals if goals[phone].protrusion == 1} == {"W", "UW"}
    for goal in goals.values():
        assert all(0 <= value <= 1 for value in (goal.opening, goal.width, goal.protrusion))


def test_diphthong_is_divided_at_three_fifths():
    simple = simple_phones([Phone("OY", "ɔɪ", 1.0, 1.5), Phone("S", "s", 1.5, 1.6)])
    assert [name for name, _, _ in simple] == ["AO", "IH", "S"]
    assert np.isclose(simple[0][2], 1.3) and simple[1][1] == simple[0][2]


def test_frames_outside_of_phones_are_silent():
    frames = class_frames([Phone("M", "m", 0.02, 0.05), Phone("AA", "ɑː", 0.05, 2.0)], 8)
    assert [CLASSES[i] for i in frames] == ["sil", "sil", "PP", "PP", "PP", "AA", "AA", "AA"]

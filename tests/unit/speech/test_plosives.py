import pytest

from likeness.core.speech import Phone
from likeness.speech.plosives import CLOSURE_LEAD_S, with_closures


def test_closure_begins_before_the_burst() -> None:
    vowel, plosive = with_closures([Phone("AA", "a", 0.0, 0.2), Phone("P", "p", 0.2, 0.25)], 1.0)
    assert plosive.start_s == vowel.end_s == pytest.approx(0.2 - CLOSURE_LEAD_S)


def test_lead_scales_with_speed() -> None:
    _, plosive = with_closures([Phone("AA", "a", 0.0, 0.3), Phone("P", "p", 0.3, 0.35)], 0.5)
    assert plosive.start_s == pytest.approx(0.3 - 2 * CLOSURE_LEAD_S)


def test_short_neighbour_keeps_two_fifths() -> None:
    vowel, _ = with_closures([Phone("AH", "ə", 0.0, 0.05), Phone("B", "b", 0.05, 0.1)], 1.0)
    assert vowel.duration_s == pytest.approx(0.02)


def test_closure_reaches_into_silence_but_not_before_the_start() -> None:
    phones = with_closures([Phone("B", "b", 0.01, 0.1), Phone("T", "t", 0.5, 0.6)], 1.0)
    assert phones[0].start_s == 0.0
    assert phones[1].start_s == pytest.approx(0.5 - CLOSURE_LEAD_S)
    assert phones[0].end_s == 0.1

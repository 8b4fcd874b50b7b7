from likeness.core.speech import Phone
from likeness.performance.segments import segments_of


def phone(symbol, start_s, end_s):
    return Phone(symbol, "", start_s, end_s)


def symbols(segments):
    return [segment.symbol for segment in segments]


def test_pauses_hold_relax_or_close_by_length():
    phones = (phone("AA", 0.5, 0.7), phone("T", 0.8, 0.9), phone("IY", 1.1, 1.3), phone("S", 1.8, 1.9))
    assert symbols(segments_of(phones, 2.0)) == ["SIL", "AA", "T", "AJAR", "IY", "SIL", "S", "SIL"]


def test_diphthongs_split_sixty_to_forty():
    segments = segments_of((phone("AY", 0.0, 1.0),), 1.0)
    assert symbols(segments) == ["AA", "IH"]
    assert segments[0].end_s == 0.6


def test_equal_neighbours_merge():
    segments = segments_of((phone("M", 0.0, 0.1), phone("M", 0.1, 0.2)), 0.2)
    assert symbols(segments) == ["M"]
    assert segments[0].end_s == 0.2


def test_flicker_insists_less_but_closures_do_not():
    vowel, closure = segments_of((phone("IH", 0.0, 0.03), phone("B", 0.03, 0.06)), 0.06)
    assert vowel.strength < 0.5
    assert closure.strength == 1.0


def test_overlaps_are_cut():
    segments = segments_of((phone("AA", 0.0, 0.3), phone("T", 0.2, 0.4)), 0.4)
    assert segments[1].start_s == 0.3

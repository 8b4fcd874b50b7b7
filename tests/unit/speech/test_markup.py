import math

import pytest

from likeness.speech.markup import PLAIN, OpenTags, Prosody
from likeness.speech.script import SpokenText, split_script


def prosody_of(attributes: str, name: str = "prosody") -> Prosody:
    tags = OpenTags()
    tags.open(name, attributes)
    return tags.manner.prosody


@pytest.mark.parametrize(
    ("attributes", "rate"),
    [
        ('rate="slow"', 0.75), ("rate='80%'", 0.8), ('rate="+20%"', 1.2), ("rate=1.5", 1.5),
        ('rate="-50%"', 0.5),
        ('rate="9"', 2.0), ('rate="0"', 1.0), ('rate="warp"', 1.0), ("", 1.0), ('rate="x-fast"', 1.5),
    ],
)  # fmt: skip
def test_rates(attributes: str, rate: float) -> None:
    assert prosody_of(attributes).rate == pytest.approx(rate)


@pytest.mark.parametrize(
    ("attributes", "semitones"),
    [
        ('pitch="+2st"', 2), ('pitch="-3.5st"', -3.5), ('pitch="high"', 3), ('pitch="+100%"', 12),
        ('pitch="-50%"', -12), ('pitch="+150Hz"', 12), ('pitch="200Hz"', 0), ('pitch="+99st"', 24),
    ],
)  # fmt: skip
def test_pitches(attributes: str, semitones: float) -> None:
    assert prosody_of(attributes).pitch_semitones == pytest.approx(semitones)


@pytest.mark.parametrize(
    ("attributes", "volume_db"),
    [
        ('volume="+6dB"', 6), ('volume="soft"', -6), ('volume="50"', 20 * math.log10(0.5)),
        ('volume="0"', -60),
        ('volume="-20%"', 20 * math.log10(0.8)), ('volume="silent"', -60), ('volume="?"', 0),
    ],
)  # fmt: skip
def test_volumes(attributes: str, volume_db: float) -> None:
    assert prosody_of(attributes).volume_db == pytest.approx(volume_db)


def test_emphasis() -> None:
    strong, usual, reduced = (
        prosody_of(level, "emphasis") for level in ('level="strong"', "", 'level="reduced"')
    )
    assert strong.volume_db > usual.volume_db > 0 > reduced.volume_db
    assert prosody_of('level="none"', "emphasis") == prosody_of('level="odd"', "emphasis") == Prosody()


def test_elements_add_up_and_end() -> None:
    tags = OpenTags()
    tags.open("prosody", 'rate="0.5" pitch="+2st"')
    tags.open("prosody", 'rate="1.5" pitch="+1st"')
    assert tags.manner.prosody == Prosody(0.75, 3.0, 0.0)
    tags.close("prosody")
    assert tags.manner.prosody == Prosody(0.5, 2.0, 0.0)
    tags.close("emphasis")  # was never opened
    tags.close("prosody")
    tags.close("prosody")
    assert tags.manner == PLAIN


def said(script: str) -> list[tuple[str, float]]:
    """Each letter's text in runs of one rate."""
    (part,) = (part for part in split_script(script) if isinstance(part, SpokenText))
    runs: list[tuple[str, float]] = []
    for letter, manner in zip(part.text, part.manners, strict=True):
        if runs and runs[-1][1] == manner.prosody.rate:
            runs[-1] = (runs[-1][0] + letter, runs[-1][1])
        else:
            runs.append((letter, manner.prosody.rate))
    return runs


@pytest.mark.parametrize(
    ("script", "runs"),
    [
        ('A <prosody rate="slow">b</prosody> c', [("A ", 1), ("b", 0.75), (" c", 1)]),
        ('<speak>A <prosody rate="slow">b</speak>', [(" A ", 1), ("b. ", 0.75)]),
        ("A</prosody> b", [("A b", 1)]),
        ('A <prosody rate="slow"/> b', [("A  b", 1)]),
        ('A <PROSODY RATE="slow">b</Prosody>', [("A ", 1), ("b", 0.75)]),
        ('A <prosody rate="slow b', [('A <prosody rate="slow b', 1)]),
        ("A <3 b > c & d", [("A <3 b > c & d", 1)]),
        ('A <mark name="x"/>b', [("A b", 1)]),
        ("<p>A</p><p>B!</p>", [(" A.  B! ", 1)]),
        ("Un<em>be</em>lievable", [("Un", 1), ("be", 0.92), ("lievable", 1)]),
    ],
)
def test_scripts_with_good_and_bad_markup(script: str, runs: list[tuple[str, float]]) -> None:
    assert said(script) == runs


def test_manners_go_on_behind_a_break() -> None:
    first, _, second = split_script('<prosody rate="slow">One <break time="1s"/> two</prosody>')
    assert isinstance(first, SpokenText) and isinstance(second, SpokenText)
    assert first.manners[0] == second.manners[-1] != PLAIN

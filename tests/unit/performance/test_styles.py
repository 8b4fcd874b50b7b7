from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from likeness.core.direction import MOUTH_STYLES, Articulation, Direction, MouthStyle
from likeness.performance import perform
from likeness.performance.mouth import expression_lip_gap, expression_mouth_width

FPS = Fraction(50)


@pytest.fixture
def speech(make_speech):
    return make_speech("M AA M AA|B OW B IY|W IY W AA|P AE P UW")


def _take(speech, style):
    return perform(speech, replace(Direction(), style=style), FPS, 3).expression


def _times(expression):
    return (np.arange(len(expression)) + 0.5) / float(FPS)


@pytest.mark.parametrize("style", MOUTH_STYLES.values(), ids=[name.value for name in MOUTH_STYLES])
def test_closures_close_in_every_style(speech, style):
    gap = expression_lip_gap(_take(speech, style))
    times_s = _times(gap)
    for phone in speech.phones:
        if phone.arpabet in {"P", "B", "M"}:
            near = (times_s > phone.start_s - 0.06) & (times_s < phone.end_s + 0.02)
            assert gap[near].min() <= 0.005, phone


def test_styles_are_ordered_by_opening(speech):
    gaps = [np.percentile(expression_lip_gap(_take(speech, MOUTH_STYLES[name])), 95) for name in Articulation]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 1.5 * gaps[0]


def test_the_axes_are_independent(speech):
    plain, jaw, lips = (
        _take(speech, style) for style in (MouthStyle(), MouthStyle(0.4, 1), MouthStyle(1, 0.4))
    )
    column = "jaw_open"
    from likeness.core.rig import expression_index

    jaws = [take[:, expression_index(column)].mean() for take in (plain, jaw, lips)]
    assert jaws[1] < 0.75 * jaws[0]
    assert jaws[2] == pytest.approx(jaws[0], rel=0.12)
    widths = [np.ptp(expression_mouth_width(take)) for take in (plain, jaw, lips)]
    assert widths[2] < 0.8 * widths[0]
    assert widths[1] == pytest.approx(widths[0], rel=0.15)

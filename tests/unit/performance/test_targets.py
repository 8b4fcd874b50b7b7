import numpy as np
import pytest

from likeness.performance.mouth import channel, expression_mouth_width, lip_gap, to_expression
from likeness.performance.targets import BILABIALS, DIPHTHONGS, ROUNDED, VOWELS, canonical, viseme_table

ARPABET = (
    *("AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"),
    *("B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH", "T", "TH"),
    *("V", "W", "Y", "Z", "ZH", "SIL"),
)


@pytest.mark.parametrize("symbol", ARPABET)
def test_every_sound_has_a_goal(symbol):
    table = viseme_table()
    assert canonical(symbol) == symbol
    assert all(part in table for part in DIPHTHONGS.get(symbol, (symbol,)))


def test_unknown_sounds_become_the_neutral_vowel():
    assert canonical("click!") == "AH"


def test_goals_look_like_their_sounds():
    table = viseme_table()
    gap = {symbol: float(lip_gap(viseme.shape)) for symbol, viseme in table.items()}
    expression = np.stack([to_expression(viseme.shape[None])[0] for viseme in table.values()])
    width = dict(zip(table, expression_mouth_width(expression.astype(np.float32)), strict=True))
    assert all(gap[symbol] <= 0.0 for symbol in BILABIALS)
    assert all(gap[symbol] >= 0.05 for symbol in VOWELS)
    assert gap["AA"] == max(gap.values())
    assert all(width[symbol] < width["SIL"] for symbol in ROUNDED)
    assert width["IY"] == max(width.values())
    assert width["UW"] < 0.7


def test_tongue_sounds_leave_the_lips_alone():
    table = viseme_table()
    assert (table["T"].strength[1:4] < 0.5 * table["AA"].strength[1:4]).all()
    assert table["TH"].shape[channel("tongue_forward")] == 1.0

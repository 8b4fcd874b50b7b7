from typing import get_args

import numpy as np
import pytest

from likeness.captions.block import set_block
from likeness.captions.shaping import Typesetter
from likeness.captions.styles import LOOKS
from likeness.captions.styles.contract import Lighting
from likeness.core.captioning import CaptionStyle, CueWord


@pytest.fixture
def block(own_fonts):
    words = [CueWord(text, 0, 1) for text in ("Hamburg", "Ågjy", "fonts")]
    line = Typesetter(own_fonts, 40.0, 700, "en").shape(words, is_rtl=False)
    return set_block([line, line], 40.0, 1.36, 24)


def test_every_style_has_a_look():
    assert set(LOOKS) == set(get_args(CaptionStyle))


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_letters_are_white_on_dark(look, block):
    rgba = look.paint(block)
    assert rgba.shape == (block.height_px, block.width_px, 4)
    solid = rgba[rgba[:, :, 3] == 255][:, :3]
    assert (solid.min(axis=1) > 250).sum() > 500
    dark = rgba[(rgba[:, :, 3] > 150) & (rgba[:, :, :3].max(axis=2) < 40)]
    assert len(dark) > 500


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_nothing_is_cut_off_at_the_margin(look, block):
    setter_margin = int(look.margin_em * 40.0) + 1
    alpha = look.paint(block)[24 - setter_margin :, :, 3]
    assert look.paint(block)[0, :, 3].max() <= 3
    assert look.paint(block)[:, 0, 3].max() <= 3
    assert alpha[-1].max() <= 3


@pytest.mark.parametrize("name", ["word", "karaoke"])
def test_light_stays_with_its_words(name, block):
    look = LOOKS[name]
    assert look.lighting is not Lighting.NEVER
    lit = look.paint_lit(block, block.words[:1] if name == "word" else block.words)
    columns = np.nonzero(lit[:, :, 3])[1]
    assert columns.size
    if name == "word":
        assert columns.max() < block.words[1].left

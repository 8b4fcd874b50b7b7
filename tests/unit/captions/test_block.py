import numpy as np
import pytest

from likeness.captions.block import OVERSAMPLING, set_block
from likeness.captions.shaping import Typesetter
from likeness.core.captioning import CueWord


def block_of(fonts, *texts, size_px=40.0, pitch_em=1.3, margin_px=12):
    setter = Typesetter(fonts, size_px, 600, "en")
    lines = [setter.shape([CueWord(part, 0, 1) for part in text.split()], is_rtl=False) for text in texts]
    return set_block(lines, size_px, pitch_em, margin_px)


def test_ink_lies_within_the_margin(own_fonts):
    block = block_of(own_fonts, "Hamburg fonts", "Åjgy")
    assert block.ink.shape == (block.height_px * OVERSAMPLING, block.width_px * OVERSAMPLING)
    edge = 10 * OVERSAMPLING
    inner = block.ink[edge:-edge, edge:-edge]
    assert block.ink.max() == 255
    assert block.ink.sum() == inner.sum()


def test_letters_stand_upright_in_their_words_boxes(own_fonts):
    block = block_of(own_fonts, "LLL MMM")
    box = block.words[0]
    rows = slice(round(box.top) * OVERSAMPLING, round(box.bottom) * OVERSAMPLING)
    columns = slice(round(box.left) * OVERSAMPLING, round(box.right) * OVERSAMPLING)
    letters = block.ink[rows, columns]
    half = letters.shape[0] // 2
    assert letters[half:].sum() > letters[:half].sum()  # the foot of an L is below
    assert block.words[0].right < block.words[1].left


def test_lines_are_centred(own_fonts):
    block = block_of(own_fonts, "a long line of words", "short")
    centres = [(line.left + line.right) / 2 for line in block.lines]
    assert centres[0] == pytest.approx(centres[1], abs=0.01)
    assert centres[0] == pytest.approx(block.width_px / 2, abs=1)


def test_the_last_baseline_does_not_depend_on_the_letters(own_fonts):
    below = [
        block.height_px - block.last_baseline_px
        for block in (block_of(own_fonts, "axe"), block_of(own_fonts, "gjpq"))
    ]
    assert below[0] == pytest.approx(below[1], abs=1)


@pytest.mark.parametrize("text", ["ปู่ที่น้ำ", "क्ष्मीं ह्रीं", "ẤỆ", "مُحَمَّدٌ"])
def test_marks_of_two_lines_never_touch(own_fonts, text):
    block = block_of(own_fonts, text, text)
    upper, lower = block.lines
    assert upper.bottom <= lower.top
    rows = np.flatnonzero(block.ink.max(axis=1) > 0) / OVERSAMPLING
    between = rows[(rows > upper.bottom) & (rows < lower.top - 1)]
    assert between.size == 0

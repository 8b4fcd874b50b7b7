import pytest

from likeness.captions.shaping import Typesetter
from likeness.core.captioning import CueWord


def shaped(fonts, text, *, is_rtl=False, size_px=50.0, weight=600, language="en"):
    words = [CueWord(part, 0, 1) for part in text.split(" ")]
    return Typesetter(fonts, size_px, weight, language).shape(words, is_rtl=is_rtl)


def test_words_lie_from_left_to_right_within_the_line(own_fonts):
    line = shaped(own_fonts, "one two three")
    edges = [edge for word in line.words for edge in (word.left_px, word.right_px)]
    assert edges == sorted(edges)
    assert edges[0] == 0
    assert edges[-1] == pytest.approx(line.width_px)
    assert not any(word.is_rtl for word in line.words)


def test_words_from_right_to_left(own_fonts):
    line = shaped(own_fonts, "שלום Anna טוב", is_rtl=True)
    first, name, last = line.words
    assert first.left_px > name.right_px > name.left_px > last.right_px
    assert (first.is_rtl, name.is_rtl, last.is_rtl) == (True, False, True)


def test_arabic_letters_join(own_fonts):
    joined = shaped(own_fonts, "مرحبا", is_rtl=True)
    apart = shaped(own_fonts, "م\u200cر\u200cح\u200cب\u200cا", is_rtl=True)
    assert {glyph.number for glyph in joined.glyphs} != {glyph.number for glyph in apart.glyphs}
    assert joined.width_px < apart.width_px


def test_hindi_conjuncts_form(own_fonts):
    conjunct = shaped(own_fonts, "क्ष", language="hi")
    assert len(conjunct.glyphs) == 1


def test_thai_marks_stack_above_the_letter(own_fonts):
    assert shaped(own_fonts, "ที่", language="th").ascent_px > shaped(own_fonts, "ท", language="th").ascent_px
    assert shaped(own_fonts, "ที่").width_px == pytest.approx(shaped(own_fonts, "ท").width_px)


def test_brackets_turn_in_right_to_left_text(own_fonts):
    mirrored = shaped(own_fonts, "(א)", is_rtl=True)
    plain = shaped(own_fonts, "(a)")
    assert mirrored.glyphs[0].number != mirrored.glyphs[-1].number
    assert plain.glyphs[0].number != plain.glyphs[-1].number


def test_size_and_weight_change_the_width(own_fonts):
    normal = shaped(own_fonts, "Hamburg").width_px
    assert shaped(own_fonts, "Hamburg", size_px=100.0).width_px == pytest.approx(2 * normal, rel=0.01)
    assert shaped(own_fonts, "Hamburg", weight=400).width_px < normal


def test_letters_without_a_font_show_as_boxes_and_pictures_not_at_all(own_fonts):
    assert shaped(own_fonts, "a 你").words[1].right_px > shaped(own_fonts, "a 你").words[1].left_px
    assert shaped(own_fonts, "\u2fef").glyphs == ()

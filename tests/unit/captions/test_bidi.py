import pytest

from likeness.captions.bidi import is_right_to_left, levels, visual_order


def shown(text, *, is_rtl):
    """Return the characters from left to right, brackets not yet mirrored."""
    return "".join(text[i] for i in visual_order(levels(text, is_rtl=is_rtl)))


@pytest.mark.parametrize(
    ("text", "is_rtl", "expected"),
    [
        ("abc אבג.", False, "abc גבא."),
        ("abc אבג.", True, ".גבא abc"),
        ("אב 12 גד", True, "דג 12 בא"),
        ("אב Anna, גד", True, "דג ,Anna בא"),
        ("אב (Anna) גד", True, "דג )Anna( בא"),
        ("אב $20", True, "$20 בא"),
        ("עד 3.5%", True, "3.5% דע"),
        ("من 1-2", True, "2-1 نم"),
        ("a (אב) b", False, "a (בא) b"),
        ("אב   ", False, "בא   "),
    ],
)
def test_order_from_left_to_right(text, is_rtl, expected):
    assert shown(text, is_rtl=is_rtl) == expected


def test_left_to_right_text_is_untouched():
    assert levels("Hello, 12 (you)!", is_rtl=False) == [0] * 16


@pytest.mark.parametrize(
    ("text", "expected"),
    [("مرحبا Anna", True), ("Anna مرحبا بك", True), ("Anna said שלום", False), ("123", False)],
)
def test_direction_of_a_text(text, expected):
    assert is_right_to_left(text) is expected


def test_nothing_has_no_order():
    assert visual_order([]) == []
    assert levels("", is_rtl=True) == []

import pytest

from likeness.captions.writing import clusters, columns, cut_to, divided


def test_columns_count_wide_characters_twice_and_marks_not():
    assert columns("漢字") == 4
    assert columns("한국") == 4
    assert columns("ก้") == 1
    assert columns("שָׁלוֹם") == 4


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("น้ำ", ["น้ำ"]),
        ("👩\u200d🚀!", ["👩\u200d🚀", "!"]),
        ("👍🏽", ["👍🏽"]),
    ],
)
def test_clusters_are_what_readers_count(text, parts):
    expected = parts if text != "น้ำ" else ["น้", "ำ"]
    assert list(clusters(text)) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("今天天气很好，我们去公园散步吧。", "cmn"),
        ("今天天氣很好，我們去公園散步吧。", "yue"),
        ("「こんにちは」と言いました。", "ja"),
        ("สวัสดีครับผมชื่อสมชาย", "th"),
        ("well—known, this", "en"),
    ],
)
def test_divided_text_is_whole_and_breaks_by_rule(text, language):
    parts = divided(text, language)
    assert "".join(parts) == text
    assert len(parts) > 1
    assert all(part[0] not in "，。」、" and part[-1] not in "「（" for part in parts)


def test_words_with_spaces_are_not_divided():
    assert divided("e-mail", "en") == ("e-mail",)
    assert divided("안녕하세요", "ko") == ("안녕하세요",)


def test_numbers_keep_their_units():
    assert all(not part[-1].isdecimal() for part in divided("我走了350公里", "cmn")[:-1])


def test_zero_width_spaces_divide_khmer():
    assert divided("ខ្ញុំ\u200bស្រឡាញ់\u200bអ្នក", "km") == ("ខ្ញុំ", "ស្រឡាញ់", "អ្នក")


def test_long_words_are_cut_between_clusters():
    parts = cut_to("क्ष" * 5, 4)
    assert "".join(parts) == "क्ष" * 5
    assert all(columns(part) <= 4 for part in parts)
    assert all(not part.startswith("्") and not part.endswith("्") for part in parts)

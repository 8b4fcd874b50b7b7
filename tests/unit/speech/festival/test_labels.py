import pytest

from likeness.speech.festival.labels import LABELS, phones_of_label


@pytest.mark.parametrize(
    ("language", "label", "classes"),
    [
        ("it", "tS", ["CH"]), ("it", "ts", ["T", "S"]), ("it", "a1", ["AA"]), ("cs", "r~", ["ZH"]),
        ("cs", "c~", ["CH"]), ("fi", "7:", ["UH"]), ("fi", "@:", ["AE"]), ("ca", "ax", ["AH"]),
        ("hi", "th", ["T"]), ("hi", "aa", ["AA"]), ("ru", "pp", ["P"]), ("ru", "sch", ["SH"]),
        ("it", "#", []), ("ca", "pau", []),
    ],
)  # fmt: skip
def test_labels(language: str, label: str, classes: list[str]) -> None:
    phones = phones_of_label(label, language, 1.0, 1.1)
    assert [phone.arpabet for phone in phones] == classes
    if phones:
        assert (phones[0].start_s, phones[-1].end_s) == (1.0, 1.1)


def test_every_label_is_a_sound() -> None:
    for language, table in LABELS.items():
        for label in table:
            assert phones_of_label(label, language, 0.0, 0.1), (language, label)


def test_stress_is_kept_on_vowels_only() -> None:
    assert [phone.stress for phone in phones_of_label("e1", "it", 0.0, 0.1)] == [1]
    assert [phone.stress for phone in phones_of_label("7", "fi", 0.0, 0.1)] == [0]

import pytest

from likeness.speech.phone_tables import ARPABET, IPA_OF_ARPABET, PLOSIVES, VOWELS, classes_of_ipa


@pytest.mark.parametrize(
    ("ipa", "classes", "stress"),
    [
        ("ˈɑː", ("AA",), 1),
        ("ˌeɪ", ("EY",), 2),
        ("y", ("UW",), 0),
        ("ø", ("UH",), 0),
        ("tʃ", ("CH",), 0),
        ("t͡s", ("T", "S"), 0),
        ("tɕh", ("CH",), 0),
        ("th", ("T",), 0),
        ("ɔːɹ", ("AO", "R"), 0),
        ("ɑ̃", ("AA",), 0),
        ("ç", ("HH",), 0),
        ("bʲ", ("B",), 0),
        ("s.", ("S",), 0),
        ("ʔ", (), 0),
        ("(en)", (), 0),
        ("ʦ", ("T", "S"), 0),
        ("ˈonɡ", ("OW", "NG"), 1),
        ("ᵐb", ("M", "B"), 0),
        ("", (), 0),
        ("?!", (), 0),
    ],
)
def test_nearest_mouth_shape(ipa: str, classes: tuple[str, ...], stress: int) -> None:
    assert classes_of_ipa(ipa) == (classes, stress)


@pytest.mark.parametrize("arpabet", sorted(ARPABET - {"SIL"}))
def test_usual_ipa_leads_back(arpabet: str) -> None:
    assert classes_of_ipa(IPA_OF_ARPABET[arpabet])[0] in ((arpabet,), ("AH",))


def test_groups_are_classes() -> None:
    assert VOWELS < ARPABET
    assert PLOSIVES < ARPABET
    assert len(ARPABET) == 40

from likeness.core.speech import Phone
from likeness.speech.english.chunks import english_chunks
from likeness.speech.english.words import words_from_pronunciations


def test_words_follow_the_phones_even_when_they_differ() -> None:
    chunks = english_chunks("read the book")
    spoken = ["R", "EH", "D", "DH", "AH", "B", "UH", "K"]
    phones = [Phone(arpabet, "", i / 10, (i + 1) / 10) for i, arpabet in enumerate(spoken)]
    words = words_from_pronunciations(chunks, [["R", "IY", "D"], ["DH", "IY"], ["B", "UH", "K"]], phones)
    assert [(word.text, round(word.start_s, 1), round(word.end_s, 1)) for word in words] == [
        ("read", 0.0, 0.3),
        ("the", 0.3, 0.5),
        ("book", 0.5, 0.8),
    ]


def test_nothing_spoken_gives_no_words() -> None:
    assert words_from_pronunciations(english_chunks("a"), [["EY"]], []) == ()

from likeness.speech.english.chunks import english_chunks, text_of


def test_text_is_plain_ascii_without_quotes() -> None:
    text = text_of(english_chunks('He said: "(quit)" \\ — it’s 50% & €5… Çа va, 你好?'))
    assert text.isascii()
    assert not set(text) & set('"\\()')


def test_abbreviation_ends_no_sentence() -> None:
    assert text_of(english_chunks("Dr. Smith left. Bye.")) == "Dr Smith left. Bye."


def test_words_keep_their_places() -> None:
    text = "Well — café!"
    assert [(chunk.token.text, text[chunk.token.start]) for chunk in english_chunks(text)] == [
        ("Well", "W"),
        ("café", "c"),
    ]

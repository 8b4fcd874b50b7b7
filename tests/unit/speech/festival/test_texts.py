from likeness.speech.festival.texts import chunks_of


def test_letters_of_the_encoding_are_kept_and_others_bared() -> None:
    (chunk,) = chunks_of("Škoda", "it", "iso-8859-1")
    assert chunk.spoken == "Skoda"
    (chunk,) = chunks_of("Škoda", "cs", "iso-8859-2")
    assert chunk.spoken == "Škoda"


def test_marks_and_positions() -> None:
    text = "Dobrý den - (jak) se máte?"
    chunks = chunks_of(text, "cs", "iso-8859-2")
    assert [chunk.spoken + chunk.mark for chunk in chunks] == ["Dobrý", "den,", "jak,", "se", "máte?"]
    assert [text[chunk.token.start : chunk.token.end] for chunk in chunks] == [
        "Dobrý", "den", "jak", "se", "máte",
    ]  # fmt: skip


def test_nothing_of_scheme_is_left() -> None:
    spoken = "".join(chunk.spoken for chunk in chunks_of('a"b\\c (d) ;e', "it", "iso-8859-1"))
    assert not set(spoken) & set('"\\();')

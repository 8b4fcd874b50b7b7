from likeness.captions.script_text import shown_letters


def shown(script):
    return "".join(letter.character for letter in shown_letters(script))


def test_tags_and_comments_are_not_shown():
    assert shown('A <emphasis level="strong">big</emphasis> <!-- really --><sub alias="x">Dr</sub> day') == (
        "A big Dr day"
    )


def test_tags_between_sentences_part_words():
    assert shown('One.<break time="1s"/>Two.<p>Three</p>') == "One.\nTwo.\nThree\n"


def test_what_only_looks_like_a_tag_stays():
    assert shown("1 < 2 and 3 > 2, I <3 you") == "1 < 2 and 3 > 2, I <3 you"


def test_entities_keep_their_places():
    letters = shown_letters("a &amp; b")
    assert [(letter.character, letter.position) for letter in letters] == [
        ("a", 0), (" ", 1), ("&", 2), (" ", 7), ("b", 8)
    ]  # fmt: skip

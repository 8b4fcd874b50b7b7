import pytest

from likeness.errors import ScriptEmptyError, ScriptTooLongError
from likeness.speech.script import Pause, SpokenText, divide_unspaced, read_script, tokenize


def pauses(script: str) -> list[float]:
    return [part.duration_s for part in read_script(script) if isinstance(part, Pause)]


def texts(script: str) -> list[str]:
    return [part.text for part in read_script(script) if isinstance(part, SpokenText)]


@pytest.mark.parametrize(
    ("tag", "duration_s"),
    [
        ('<break time="1.5s"/>', 1.5),
        ('<break time="500ms"/>', 0.5),
        ("<break time='2s' />", 2.0),
        ("<BREAK TIME=.25s>", 0.25),
        ('<break time="1"/>', 1.0),
        ('<break strength="x-strong"/>', 1.0),
        ("<break/>", 0.5),
    ],
)
def test_break_tag_is_a_pause(tag: str, duration_s: float) -> None:
    assert pauses(f"One.{tag}Two.") == [pytest.approx(duration_s)]
    assert texts(f"One.{tag}Two.") == ["One.", "Two."]


def test_other_tags_are_stripped_and_positions_kept() -> None:
    script = "<speak>Say <emphasis>real</emphasis>ly &amp; go.</speak>"
    (part,) = read_script(script)
    assert isinstance(part, SpokenText)
    assert part.text.strip() == "Say really & go."
    for text, position in zip(part.text, part.char_positions, strict=True):
        assert script[position] in (text, "<")


def test_comparison_is_not_a_tag() -> None:
    assert texts("a < b and c > d") == ["a < b and c > d"]


def test_emoji_and_control_characters_are_passed_over() -> None:
    assert texts("Hi 😀\x00there ❤️ 25°!")[0].split() == ["Hi", "there", "25°!"]


@pytest.mark.parametrize(
    "script", ["", " \n", "<break time='1s'/>", "!?...", "😀", "<speak></speak>", "\x00", '"']
)
def test_nothing_to_say(script: str) -> None:
    with pytest.raises(ScriptEmptyError):
        read_script(script)


@pytest.mark.parametrize("script", ["x" * 5001, 'a<break time="301s"/>b'])
def test_too_long(script: str) -> None:
    with pytest.raises(ScriptTooLongError):
        read_script(script)


def test_longest_script_is_accepted() -> None:
    assert len(texts("x" * 5000)[0]) == 5000


def test_tokens_keep_inner_punctuation() -> None:
    found = tokenize("“It’s $3.50,” she said—U.S.A. (one-way).")
    assert [token.text for token in found] == ["It’s", "$3.50", "she", "said", "U.S.A", "one-way"]
    assert found[1].start == 6


def test_unspaced_writing_is_divided_where_words_begin() -> None:
    tokens = tokenize("你好世界 hello")
    assert [token.text for token in divide_unspaced(tokens, (0, 2, 7))] == ["你好", "世界", "hello"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Gru\u0308\u00dfe scho\u0308n", "Gr\u00fc\u00dfe sch\u00f6n"),
        ("\uff28\uff45\uff4c\uff4c\uff4f", "Hello"),
        ("\U0001d407\U0001d422", "Hi"),
        ("\ufb01ne", "fine"),
        ("\u0663\u0664", "34"),
        ("5 m\u00b2, 1\u00ba", "5 m\u00b2, 1\u00ba"),
    ],
)
def test_forms_of_letters_are_made_customary(written: str, read: str) -> None:
    (part,) = read_script(written)
    assert isinstance(part, SpokenText)
    assert part.text == read
    assert len(part.char_positions) == len(read)
    assert part.char_positions[-1] == len(written) - 1 - (written[-1] == "\u0308")


def test_positions_count_in_the_script_as_it_was_written() -> None:
    (part,) = read_script("\ufb01ne Gru\u0308n")
    assert isinstance(part, SpokenText)
    assert part.text == "fine Gr\u00fcn"
    assert part.char_positions == (0, 0, 1, 2, 3, 4, 5, 6, 8)

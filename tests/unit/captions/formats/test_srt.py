from likeness.captions.formats.srt import srt_text
from likeness.core.captioning import Cue, CueWord


def cue(start_s, end_s, *lines):
    return Cue(
        start_s, end_s, tuple(tuple(CueWord(word, start_s, end_s) for word in line.split()) for line in lines)
    )


def test_file_is_as_players_expect():
    text = srt_text((cue(0.25, 1.0, "Hello,", "world!"), cue(3661.5, 3662.0, "Bye.")))
    assert text == (
        "1\r\n00:00:00,250 --> 00:00:01,000\r\nHello,\r\nworld!\r\n\r\n"
        "2\r\n01:01:01,500 --> 01:01:02,000\r\nBye.\r\n\r\n"
    )


def test_nothing_is_taken_for_markup():
    text = srt_text((cue(0, 1, "a<b <i>x {\\an8} --> y & z"),))
    assert "<\u2060i>" in text
    assert "{\u2060\\an8}" in text
    assert "--\u2060> y & z" in text
    assert "a<\u2060b" in text


def test_lines_from_right_to_left_say_so():
    text = srt_text((cue(0, 1, "Anna שלום", "טוב."),))
    assert "\u202bAnna שלום\u202c\r\n\u202bטוב.\u202c" in text


def test_no_cues_no_text():
    assert srt_text(()) == ""


def test_captions_that_touch_still_touch():
    text = srt_text((cue(0, 1.99951, "a"), cue(1.99951, 3, "b")))
    assert text.count("00:00:02,000") == 2

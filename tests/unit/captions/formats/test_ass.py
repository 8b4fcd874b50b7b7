import io

import av

from likeness.captions.formats import SUBTITLE_FORMATS, subtitle_text
from likeness.captions.formats.ass import ass_text
from likeness.core.captioning import Cue, CueWord


def cue(start_s, end_s, *lines):
    return Cue(
        start_s, end_s, tuple(tuple(CueWord(word, start_s, end_s) for word in line.split()) for line in lines)
    )


def test_events_are_as_players_expect():
    lines = ass_text((cue(0.25, 3661.5, "Hello,", "world!"),)).split("\r\n")
    assert lines[0] == "[Script Info]"
    assert lines[-2:] == ["Dialogue: 0,0:00:00.25,1:01:01.50,Default,,0,0,0,,Hello,\\Nworld!", ""]


def test_every_style_has_as_many_values_as_the_format_names():
    lines = ass_text(()).split("\r\n")
    names, values = (
        next(line for line in lines if line.startswith(start)) for start in ("Format: Name", "Style: ")
    )
    assert names.count(",") == values.count(",")


def test_nothing_is_taken_for_a_command():
    text = ass_text((cue(0, 1, "{\\b1} C:\\new, a, b"),))
    assert "{" not in text.partition("[Events]")[2]
    assert "C:\\\u2060new, a, b" in text


def test_lines_from_right_to_left_say_so():
    assert ",,\u202bשלום\u202c\\N\u202bטוב\u202c\r\n" in ass_text((cue(0, 1, "שלום", "טוב"),))


def test_a_reader_finds_the_same_captions():
    text = ass_text((cue(0.5, 1.5, "one, two"), cue(2, 3, "three", "four")))
    with av.open(io.BytesIO(text.encode(SUBTITLE_FORMATS[".ass"].encoding)), format="ass") as file:
        packets = [packet for packet in file.demux() if packet.size]
    assert [float(packet.pts * packet.time_base) for packet in packets] == [0.5, 2.0]
    assert bytes(packets[0]).endswith(b",one, two")


def test_formats_are_found_by_the_ending():
    assert subtitle_text((), ".VTT") == "WEBVTT\n\n"
    assert set(SUBTITLE_FORMATS) == {".srt", ".vtt", ".ass"}

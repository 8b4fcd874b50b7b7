import io

import av

from likeness.captions.formats.vtt import vtt_text
from likeness.core.captioning import Cue, CueWord


def cue(start_s, end_s, *lines):
    return Cue(
        start_s, end_s, tuple(tuple(CueWord(word, start_s, end_s) for word in line.split()) for line in lines)
    )


def test_file_is_as_the_standard_says():
    assert vtt_text((cue(0.25, 1.0, "Hello,", "world!"),)) == (
        "WEBVTT\n\n1\n00:00:00.250 --> 00:00:01.000\nHello,\nworld!\n\n"
    )
    assert vtt_text(()) == "WEBVTT\n\n"


def test_markup_is_escaped():
    assert "a &lt;b&gt; --&gt; &amp;amp;" in vtt_text((cue(0, 1, "a <b> --> &amp;"),))


def test_lines_from_right_to_left_begin_with_a_mark():
    assert "\n\u200fAnna שלום\n" in vtt_text((cue(0, 1, "Anna שלום"),))


def test_a_reader_finds_the_same_captions():
    text = vtt_text((cue(0.5, 1.5, "Tom & <Jerry>"), cue(2, 3, "two", "lines")))
    with av.open(io.BytesIO(text.encode()), format="webvtt") as file:
        packets = [packet for packet in file.demux() if packet.size]
    assert [float(packet.pts * packet.time_base) for packet in packets] == [0.5, 2.0]
    assert bytes(packets[1]) == b"two\nlines"

import pytest

from likeness.provenance.origin import SOURCE_TYPE, tool_version
from likeness.provenance.xmp import XmpTags, find_packet, parse_packet, xmp_packet

OTHER = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:xap="http://ns.adobe.com/xap/1.0/">
{property}<xap:CreatorTool> Another tool </xap:CreatorTool></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_what_is_written_is_read():
    packet = find_packet(b"before" + xmp_packet() + b"after")
    assert parse_packet(packet) == XmpTags(SOURCE_TYPE, f"Likeness {tool_version()}")


def test_the_packet_holds_no_time():
    assert xmp_packet() == xmp_packet()
    assert b"Date" not in xmp_packet()


@pytest.mark.parametrize(
    "written",
    [
        '<e:DigitalSourceType rdf:resource="http://x/digitalCapture"/>',
        "<e:DigitalSourceType>http://x/digitalCapture</e:DigitalSourceType>",
    ],
)
def test_other_ways_to_write_it_are_read(written):
    packet = OTHER.format(property=written).encode()
    assert parse_packet(packet) == XmpTags("http://x/digitalCapture", "Another tool")


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x:xmpmeta",
        b"<x:xmpmeta xmlns:x='a'><b></x:xmpmeta>",
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + xmp_packet(),
        b"<x:xmpmeta xmlns:x='a'>\xff\xfe</x:xmpmeta>",
        b"<?xml version='1.0' encoding='none-such'?><x:xmpmeta xmlns:x='a'></x:xmpmeta>",
    ],
)
def test_nonsense_says_nothing(packet):
    assert parse_packet(packet) == XmpTags()


def test_a_packet_without_an_end_is_none():
    assert find_packet(b"<x:xmpmeta" + bytes(3000)) == b""
    assert find_packet(b"no packet") == b""

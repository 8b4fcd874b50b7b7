"""XMP, the metadata that programs for pictures and films read: written and read as text."""

from dataclasses import dataclass
from xml.etree import ElementTree

from likeness.provenance.origin import SOURCE_TYPE, TOOL, tool_version

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP = "http://ns.adobe.com/xap/1.0/"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PACKET_ID = "W5M0MpCehiHzreSzNTczkc9d"  # the same in every packet, by the standard
_END_MARK = b"</x:xmpmeta>"
_START_MARK = b"<x:xmpmeta"
_LONGEST = 1 << 20


@dataclass(frozen=True)
class XmpTags:
    """What is looked for in a packet; empty = not said."""

    source_type: str = ""
    """Address of IPTC's digital source type."""

    tool: str = ""
    """Program that made the file."""


def xmp_packet() -> bytes:
    """Return the packet for all that Likeness makes. It holds no time: the same film has the same bytes."""
    tool, number = TOOL, tool_version()
    return (
        f'<?xpacket begin="\ufeff" id="{_PACKET_ID}"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f' <rdf:RDF xmlns:rdf="{_RDF}">\n'
        f'  <rdf:Description rdf:about="" xmlns:xmp="{_XMP}" xmlns:Iptc4xmpExt="{_IPTC}"\n'
        f'   xmp:CreatorTool="{tool} {number}"\n'
        f'   Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}"\n'
        f'   Iptc4xmpExt:AISystemUsed="{tool}"\n'
        f'   Iptc4xmpExt:AISystemVersionUsed="{number}"/>\n'
        " </rdf:RDF>\n"
        "</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    ).encode()


def find_packet(content: bytes) -> bytes:
    """Return the element `x:xmpmeta` in some bytes; empty when there is none.

    >>> find_packet(b'..<x:xmpmeta xmlns:x="adobe:ns:meta/"/>..')
    b''
    """
    start = content.find(_START_MARK)
    end = content.find(_END_MARK, start, start + _LONGEST)
    return b"" if start < 0 or end < 0 else bytes(content[start : end + len(_END_MARK)])


def parse_packet(packet: bytes) -> XmpTags:
    """Read the tags of a packet; what is no XMP says nothing.

    Parameters
    ----------
    packet
        The element `x:xmpmeta`, as `find_packet` gives it.
    """
    if b"<!" in packet or len(packet) > _LONGEST:  # entities could make gigabytes of it
        return XmpTags()
    try:
        root = ElementTree.fromstring(packet)
    except (ElementTree.ParseError, ValueError, LookupError):
        return XmpTags()
    return XmpTags(
        source_type=_property(root, f"{{{_IPTC}}}DigitalSourceType"),
        tool=_property(root, f"{{{_XMP}}}CreatorTool"),
    )


def _property(root: ElementTree.Element, name: str) -> str:
    """Return a property, which may be written as an attribute, as text, or as a reference."""
    for element in root.iter():
        if name in element.attrib:
            return element.attrib[name].strip()
        if element.tag == name:
            return (element.get(f"{{{_RDF}}}resource") or "".join(element.itertext())).strip()
    return ""

"""Which containers a film can have, and which codecs fit into them."""

from typing import Literal

Container = Literal["mp4", "mov", "webm"]
Codec = Literal["h264", "prores4444", "vp9"]

CODECS_OF: dict[Container, tuple[Codec, ...]] = {
    "mp4": ("h264",),
    "mov": ("h264", "prores4444"),
    "webm": ("vp9",),
}
"""The codecs that each container may hold; the first is its own."""

ALPHA_CODECS: frozenset[Codec] = frozenset({"prores4444", "vp9"})
"""The codecs that can carry transparency."""

LOWEST_QUALITY, HIGHEST_QUALITY = 20, 99
DEFAULT_QUALITY = 80
"""CRF 20 in H.264; see docs/formats.md for the others with their sizes."""


FILM_SUFFIXES: dict[str, Container] = {f".{container}": container for container in CODECS_OF}
"""The endings of films' names."""


def own_codec(container: Container) -> Codec:
    """Return the codec of a film for which none was chosen.

    >>> own_codec("webm")
    'vp9'
    """
    return CODECS_OF[container][0]

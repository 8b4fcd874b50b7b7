"""What each kind of film file is to FFmpeg."""

from dataclasses import dataclass

from likeness.core.film_format import Codec, Container
from likeness.encode.sound import SoundCodec


@dataclass(frozen=True)
class FilmFile:
    """How a file of one kind is written."""

    muxer: str
    """FFmpeg's name of the format."""

    options: tuple[tuple[str, str], ...]
    """Options of the muxer."""

    sound: SoundCodec
    """Encoder of the sound."""


_INDEX_FIRST = (("movflags", "+faststart"),)

_FRAGMENTS = (
    # delay_moov: the head is written with the first fragment, when the delays of both tracks are known and
    # can be told to the player; with an empty head alone, the tracks would not start at zero.
    ("movflags", "+frag_keyframe+delay_moov+empty_moov+default_base_moof"),
    ("flush_packets", "1"),
)

WATCHED = FilmFile("mp4", _FRAGMENTS, "aac")
"""MP4 in fragments, which plays while it grows."""


def film_file(container: Container, codec: Codec) -> FilmFile:
    """Return how a film of this container and codec is written."""
    if container == "webm":
        # bitexact: without it, the file carries random numbers.
        return FilmFile("webm", (("fflags", "+bitexact"), ("cues_to_front", "1")), "libopus")
    sound: SoundCodec = "pcm_s16le" if codec == "prores4444" else "aac"
    return FilmFile(container, _INDEX_FIRST, sound)

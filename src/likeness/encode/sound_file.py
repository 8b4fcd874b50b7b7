"""The sound of a film as a file of its own."""

from fractions import Fraction
from pathlib import Path

import av

from likeness.core.progress import CancelToken
from likeness.encode.film import GENERATED_NOTE
from likeness.encode.sound import Sound, SoundCodec, add_sound, encode_sound, film_sound, source_of

_KINDS: dict[str, tuple[str, SoundCodec, dict[str, str]]] = {
    ".wav": ("wav", "pcm_s16le", {}),
    ".m4a": ("ipod", "aac", {"movflags": "+faststart"}),
    ".mp3": ("mp3", "libmp3lame", {}),
    # bitexact: without it, the file carries random numbers.
    ".opus": ("opus", "libopus", {"fflags": "+bitexact"}),
}
"""Ending of the name -> FFmpeg's format, codec, options."""


def write_sound(sound: Sound, duration_s: Fraction, output: Path, cancel: CancelToken) -> None:
    """Write sound, cut or padded to the length of its film, as the ending of the name says."""
    muxer, codec, options = _KINDS[output.suffix.lower()]
    with av.open(str(output), "w", format=muxer, options=options) as container:
        container.metadata["comment"] = GENERATED_NOTE
        stream = add_sound(container, codec, source_of(sound).n_channels)
        for packet in encode_sound(stream, film_sound(sound, duration_s)):
            cancel.raise_if_cancelled()
            container.mux(packet)

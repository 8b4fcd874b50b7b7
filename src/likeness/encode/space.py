"""Whether a film will fit onto the disk, found out before it is made."""

import shutil
from pathlib import Path

from likeness.encode.film import Film
from likeness.encode.settings import VideoSettings
from likeness.encode.sound import SAMPLE_RATE_HZ, source_of
from likeness.errors import DiskFullError

_GIB, _MIB = 2**30, 2**20

_HALVING = 16.0
"""Steps of quality that halve the size, about."""


def expected_bytes(film: Film) -> int:
    """Return about how large a film of a talking head will be; from docs/formats.md, rounded up.

    A noisy picture or a moving background may need several times as much; to refuse films that would fit
    would be worse than to fail late for those.
    """
    video = film.video
    pixels = video.width_px * video.height_px * film.n_frames
    pictures = pixels * _bits_per_pixel(video) / 8
    is_raw = video.codec == "prores4444"
    sound_bits = 16 * SAMPLE_RATE_HZ * source_of(film.sound).n_channels if is_raw else 128_000
    return int(pictures + float(film.duration_s) * sound_bits / 8) + _MIB


def check_space(film: Film, folder: Path) -> None:
    """Raise `DiskFullError` when a film cannot fit into a folder."""
    needed, free = expected_bytes(film), shutil.disk_usage(folder).free
    if needed > free:
        raise DiskFullError(
            f"The film needs about {_size(needed)} in {folder}, where {_size(free)} are free. Free some, "
            "choose another place, or a lower quality."
        )


def _bits_per_pixel(video: VideoSettings) -> float:
    at_default = {"h264": 0.03, "vp9": 0.03, "prores4444": 4.0}[video.codec]
    return at_default * 2 ** ((video.quality - 80) / _HALVING)


def _size(n_bytes: int) -> str:
    return f"{n_bytes / _GIB:.1f} GiB" if n_bytes >= _GIB else f"{n_bytes / _MIB:.0f} MiB"

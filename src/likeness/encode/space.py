"""Whether a film will fit onto the disk, found out before it is made."""

import shutil
from pathlib import Path

import numpy as np

from likeness.encode.film import Film
from likeness.encode.settings import VideoSettings
from likeness.encode.sound import SAMPLE_RATE_HZ, source_of
from likeness.errors import DiskFullError

_GIB, _MIB = 2**30, 2**20

_QUALITIES = 20, 60, 80, 95, 99
_BITS_PER_PIXEL = {
    "h264": (0.0032, 0.012, 0.028, 0.082, 0.12),
    "vp9": (0.012, 0.026, 0.042, 0.12, 0.21),
    "prores4444": (0.8, 1.4, 2.3, 5.3, 9.0),
}
"""Of a photo that talks, 720p, at those qualities; `python -m benchmarks.quality`. VP9 with alpha."""


def expected_bytes(film: Film) -> int:
    """Return about how large a film of a talking head will be.

    A noisy picture or a moving background may need several times as much; to refuse films that would fit
    would be worse than to fail late for those.
    """
    video = film.video
    pixels = video.width_px * video.height_px * film.n_frames
    pictures = pixels * _bits_per_pixel(video) / 8
    is_raw = video.codec == "prores4444"
    sound_bits = 16 * SAMPLE_RATE_HZ * source_of(film.sound).n_channels if is_raw else 128_000
    return int(pictures + float(film.duration_s) * sound_bits / 8) + _MIB


def check_space(film: Film, folder: Path, n_copies: int = 1) -> None:
    """Raise `DiskFullError` when so many copies of a film cannot fit into a folder."""
    needed, free = n_copies * expected_bytes(film), shutil.disk_usage(folder).free
    if needed > free:
        raise DiskFullError(
            f"The film needs about {_size(needed)} in {folder}, where {_size(free)} are free. Free some, "
            "choose another place, or a lower quality."
        )


def _bits_per_pixel(video: VideoSettings) -> float:
    return float(np.exp(np.interp(video.quality, _QUALITIES, np.log(_BITS_PER_PIXEL[video.codec]))))


def _size(n_bytes: int) -> str:
    return f"{n_bytes / _GIB:.1f} GiB" if n_bytes >= _GIB else f"{n_bytes / _MIB:.0f} MiB"

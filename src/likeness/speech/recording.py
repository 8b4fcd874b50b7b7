"""Opening recordings: any common container or codec, decoded in-process."""

import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer

from likeness.core.audio import AudioClip
from likeness.errors import AudioTooLongError, AudioTooShortError, AudioUnreadableError
from likeness.typing import FloatArray

MAX_DURATION_S = 600.0
MIN_DURATION_S = 0.1
# Containers that hold media themselves. Playlists, concatenation scripts and the like name other files and
# are left out.
_CONTAINERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,gsm,m4v,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,"
    "mpegts,mpegvideo,ogg,oma,opus,tta,voc,w64,wav,wv"
)
# What the encoders of the film take; other rates are raised to the next of these.
_RATES_HZ = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
_LEAST_MISSING_S = 0.25
_LEAST_MISSING_SHARE = 0.02
# Containers whose head tells the length itself; for others the decoder guesses it from the size of the file.
_TELLING = ("flac", "matroska", "mov")
_VARIABLE_RATE_MARKS = (b"Xing", b"Info", b"VBRI")
_N_HEAD_BYTES = 65536
_ENDLESS = 0x7FFF0000
_FORMATS = "WAV, MP3, M4A, OGG, Opus, FLAC, WebM, or a video file with sound"


@dataclass(frozen=True)
class Recording:
    """Decoded sound, and what is known about its completeness."""

    audio: AudioClip
    """What could be decoded."""

    stated_s: float | None
    """Length that the file itself tells; None when it tells none."""

    @property
    def missing_s(self) -> float:
        """How much is missing at the end or was damaged in between; 0 for differences that codecs make."""
        missing_s = (self.stated_s or 0.0) - self.audio.duration_s
        least_s = max(_LEAST_MISSING_S, _LEAST_MISSING_SHARE * (self.stated_s or 0.0))
        return missing_s if missing_s > least_s else 0.0


def read_audio(path: Path, max_duration_s: float = MAX_DURATION_S) -> AudioClip:
    """Decode the first sound track of a file; see `read_recording`, which also tells whether it is whole."""
    return read_recording(path, max_duration_s).audio


def read_recording(path: Path, max_duration_s: float = MAX_DURATION_S) -> Recording:
    """Decode the first sound track of a file.

    The rate is kept up to 48 kHz (odd ones are raised to the next customary rate), one or two channels are
    kept, more are mixed down to stereo.

    Parameters
    ----------
    path
        WAV, MP3, M4A, OGG, Opus, FLAC, WebM and most others, also video files with sound.
    max_duration_s
        Longest accepted sound in s; decoding stops there.

    Raises
    ------
    AudioUnreadableError
        There is no such file, or it holds no sound that can be decoded.
    AudioTooLongError, AudioTooShortError
        Longer than `max_duration_s` or shorter than 0.1 s.
    """
    if path.is_dir():
        raise AudioUnreadableError(f"{path} is a directory; give one sound file of it.")
    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise AudioUnreadableError(
            f"{path} is a pipe or a device, not a file; save the sound to a file first."
        )
    if not path.exists():
        raise AudioUnreadableError(f"There is no sound file {path}; check the path.")
    try:
        with path.open("rb") as stream:
            return _read(stream, path.name, max_duration_s)
    except (av.FFmpegError, OSError, ValueError, MemoryError, EOFError) as error:
        raise AudioUnreadableError(
            f"The file {path.name} holds no sound that can be decoded ({_reason(error)}); give a {_FORMATS}."
        ) from error


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _read(stream: BinaryIO, name: str, max_duration_s: float) -> Recording:
    head = stream.read(_N_HEAD_BYTES)
    n_bytes = stream.seek(0, 2)
    stream.seek(0)
    options = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "none"}
    with av.open(stream, mode="r", container_options=options) as container:
        if not container.streams.audio:
            raise AudioUnreadableError(f"The file {name} has no sound track; give a {_FORMATS}.")
        stated_s = _stated_s(container, head)
        blocks: deque[FloatArray] = deque()
        n_samples, rate_hz = 0, 0
        for frame, rate_hz in _frames(container):
            block = frame.to_ndarray().T.astype(np.float32, copy=False)
            blocks.append(block)
            n_samples += len(block)
            if n_samples > max_duration_s * rate_hz:
                raise AudioTooLongError(
                    f"The recording {name} is longer than the limit of {max_duration_s:.0f} s; "
                    "cut it shorter."
                )
    if not blocks:
        raise AudioUnreadableError(f"The sound track of {name} is empty or damaged; give a {_FORMATS}.")
    if n_samples < MIN_DURATION_S * rate_hz:
        raise AudioTooShortError(
            f"The recording {name} lasts {n_samples / rate_hz:.2f} s, less than {MIN_DURATION_S} s; "
            "give a longer one."
        )
    whole = _whole_wave_share(head, n_bytes)
    return Recording(
        AudioClip(_joined(blocks, n_samples), rate_hz),
        whole * n_samples / rate_hz if whole is not None else stated_s,
    )


def _stated_s(container: InputContainer, head: bytes) -> float | None:
    """Return the length of the sound track that the head of a file tells."""
    name = container.format.name
    tells = name.startswith(_TELLING) or (
        name == "mp3" and any(mark in head for mark in _VARIABLE_RATE_MARKS)
    )
    if not tells:
        return None
    track = container.streams.audio[0]
    lengths_s = []
    if track.duration is not None and track.time_base is not None:
        lengths_s.append(float(track.duration * track.time_base))
    if container.duration is not None and (lengths_s or not container.streams.video):
        lengths_s.append(container.duration / av.time_base)
    # The track alone does not count what an edit list cuts off; the container alone may count the pictures.
    return min(lengths_s, default=None)


def _whole_wave_share(head: bytes, n_bytes: int) -> float | None:
    """Return how many times longer a WAV file says it is than it is; None for others and for streams."""
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    (n_stated_bytes,) = struct.unpack_from("<I", head, 4)
    return (n_stated_bytes + 8) / n_bytes if 0 < n_stated_bytes < _ENDLESS else None


def _frames(container: InputContainer) -> Iterator[tuple[AudioFrame, int]]:
    """Yield planar float frames of one layout and rate, and the rate; damaged packets are left out."""
    track = container.streams.audio[0]
    resampler: AudioResampler | None = None
    shape: tuple[str, str, int] | None = None
    layout, rate_hz = "", 0
    for packet in container.demux(track):
        try:
            decoded = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in decoded:
            if not isinstance(frame, AudioFrame) or not frame.samples:
                continue
            if not layout:
                layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
                rate_hz = _accepted_rate_hz(frame.sample_rate)
            found = (frame.format.name, frame.layout.name, frame.sample_rate)
            if resampler is None or shape != found:
                resampler, shape = AudioResampler(format="fltp", layout=layout, rate=rate_hz), found
            frame.pts = None
            for converted in resampler.resample(frame):
                yield converted, rate_hz
    if resampler is not None:
        for converted in resampler.resample(None):
            yield converted, rate_hz


def _accepted_rate_hz(rate_hz: int) -> int:
    return next((accepted for accepted in _RATES_HZ if accepted >= rate_hz), _RATES_HZ[-1])


def _joined(blocks: deque[FloatArray], n_samples: int) -> FloatArray:
    """Empty `blocks` into one (N, C) array, so that the sound is in memory once; finite, in [-1, 1]."""
    samples = np.empty((n_samples, blocks[0].shape[1]), dtype=np.float32)
    first = 0
    while blocks:
        block = blocks.popleft()
        np.clip(
            np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0),
            -1,
            1,
            out=samples[first : first + len(block)],
        )
        first += len(block)
    return samples

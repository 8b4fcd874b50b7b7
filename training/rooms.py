"""Rooms, telephones and coders: what happens to a voice on its way, done to the sound itself."""

import io

import av
import numpy as np

from likeness.typing import FloatArray
from training.spoken import RATE_HZ

_N_LAG = 4000


def in_a_room(samples: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the sound with early echoes and a dying tail; the direct sound stays in time."""
    reverberation_s = rng.uniform(0.15, 0.9)
    n = round(reverberation_s * RATE_HZ)
    time_s = np.arange(n) / RATE_HZ
    tail = rng.standard_normal(n) * np.exp(-6.9 * time_s / reverberation_s)
    tail *= time_s > rng.uniform(0.002, 0.02)
    tail *= 10 ** (-rng.uniform(0, 14) / 20) / np.sqrt(np.sum(tail**2) + 1e-9)
    tail[0] = 1.0
    n_fft = 1 << (len(samples) + n).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, n_fft) * np.fft.rfft(tail, n_fft), n_fft)
    return wet[: len(samples)].astype(np.float32)


def over_the_telephone(samples: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the sound at 8 kHz bandwidth, 300-3400 Hz or so, in 8-bit mu-law steps."""
    spectrum = np.fft.rfft(samples)
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    low_hz, high_hz = rng.uniform(80, 350), rng.uniform(3300, 3900)
    spectrum *= 1 / (1 + (low_hz / np.maximum(hz, 1)) ** 6) / (1 + (hz / high_hz) ** 24)
    narrow = np.clip(np.fft.irfft(spectrum, len(samples)), -1, 1)
    curved = np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)
    steps = np.round(curved * 127) / 127
    return (np.sign(steps) * (256 ** np.abs(steps) - 1) / 255).astype(np.float32)


def through_a_coder(samples: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the sound after mp3, opus or aac at a low bit rate, moved back into time."""
    codec, container, rates = (
        ("libmp3lame", "mp3", (16000, 24000, 32000)),
        ("libopus", "ogg", (8000, 12000, 20000)),
        ("aac", "mp4", (20000, 32000)),
    )[int(rng.integers(3))]
    stored = io.BytesIO()
    with av.open(stored, "w", format=container) as out:
        stream = out.add_stream(codec, rate=RATE_HZ, layout="mono")
        stream.bit_rate = int(rng.choice(rates))
        frame = av.AudioFrame.from_ndarray(
            samples[np.newaxis].astype(np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = RATE_HZ
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=RATE_HZ,
                                      frame_size=stream.codec_context.frame_size or None)  # fmt: skip
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    stored.seek(0)
    with av.open(stored) as source:
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ)
        blocks = [
            piece.to_ndarray()[0]
            for decoded in source.decode(audio=0)
            for piece in resampler.resample(decoded)
        ]
    return _moved_back(samples, np.concatenate(blocks).astype(np.float32))


def _moved_back(samples: FloatArray, coded: FloatArray) -> FloatArray:
    """Undo the coder's delay: the shift of the highest correlation within 250 ms."""
    n_fft = 1 << (max(len(samples), len(coded)) + _N_LAG).bit_length()
    product = np.fft.rfft(coded, n_fft) * np.conj(np.fft.rfft(samples, n_fft))
    lags = np.fft.irfft(product, n_fft)
    lag = int(np.argmax(np.concatenate([lags[-_N_LAG:], lags[:_N_LAG]]))) - _N_LAG
    moved = np.zeros_like(samples)
    first, last = max(0, -lag), min(len(samples), len(coded) - lag)
    moved[first:last] = coded[first + lag : last + lag]
    return moved

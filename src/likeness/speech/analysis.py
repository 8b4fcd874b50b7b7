"""A copy of the sound for analysis, and where in it somebody may be speaking."""

from dataclasses import dataclass

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from likeness.core.audio import AudioClip
from likeness.typing import BoolArray, FloatArray

ANALYSIS_RATE_HZ = 16000
HOP_S = 0.01
_N_HOP = 160
_N_WINDOW = 400
_SILENCE_DB = -75.0
_LOUDNESS_DB = -23.0
_BRIDGED_GAP_S = 0.2
_MIN_SPAN_S = 0.04
_MARGIN_S = 0.05
# A fan, rain or a steady tone stays within a few dB; syllables rise and fall by more, even in 5 dB of noise.
_MIN_LOUDNESS_RANGE_DB = 5.0


@dataclass(frozen=True)
class Span:
    """A stretch of time."""

    start_s: float
    """Start."""

    end_s: float
    """End."""


def analysis_copy(audio: AudioClip) -> FloatArray:
    """Return the sound at 16 kHz, mono, brought to a common loudness; (N,) float32 in [-1, 1].

    The loud parts come to -23 dB of full scale, so that quiet recordings are recognized like loud ones.
    """
    samples = resampled(audio.mono(), audio.sample_rate_hz)
    samples = samples - samples.mean(dtype=np.float64).astype(np.float32) if len(samples) else samples
    levels_db = frame_levels_db(samples)
    if not len(levels_db) or levels_db.max() < _SILENCE_DB:
        return samples
    loud_db = float(np.percentile(levels_db[levels_db > levels_db.max() - 30], 70))
    gain = min(10 ** ((_LOUDNESS_DB - loud_db) / 20), 0.97 / max(1e-6, float(np.abs(samples).max())))
    return (samples * np.float32(gain)).astype(np.float32)


def resampled(mono: FloatArray, rate_hz: int) -> FloatArray:
    """Return (N,) mono sound at 16 kHz."""
    if rate_hz == ANALYSIS_RATE_HZ:
        return mono
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(mono[np.newaxis]), format="fltp", layout="mono")
    frame.sample_rate = rate_hz
    resampler = AudioResampler(format="fltp", layout="mono", rate=ANALYSIS_RATE_HZ)
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    blocks = [converted.to_ndarray()[0].astype(np.float32) for converted in frames]
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)


def frame_levels_db(samples: FloatArray) -> FloatArray:
    """Return the level of each 10 ms of 16 kHz sound in dB of full scale; (T,), window 25 ms."""
    n_frames = len(samples) // _N_HOP
    if n_frames == 0:
        return np.zeros(0, dtype=np.float32)
    padding = (_N_WINDOW - _N_HOP) // 2
    power = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    starts = np.arange(n_frames) * _N_HOP - padding
    first = np.clip(starts, 0, len(samples))
    last = np.clip(starts + _N_WINDOW, 0, len(samples))
    mean = (power[last] - power[first]) / np.maximum(1, last - first)
    levels_db: FloatArray = (10 * np.log10(np.maximum(mean, 1e-12))).astype(np.float32)
    return levels_db


def find_speech(samples: FloatArray) -> tuple[Span, ...]:
    """Return where 16 kHz sound stands out of its background; nothing for silence and steady noise.

    A frame counts when it lies clearly above the quietest tenth of the recording and within 35 dB of its loud
    parts. Gaps up to 0.2 s are bridged and 50 ms are added on both sides.
    """
    levels_db = frame_levels_db(samples)
    if not len(levels_db):
        return ()
    loud_db, floor_db = float(np.percentile(levels_db, 97)), float(np.percentile(levels_db, 10))
    is_steady = loud_db - floor_db < _MIN_LOUDNESS_RANGE_DB and not _is_short(levels_db)
    if levels_db.max() < _SILENCE_DB or is_steady:
        return ()
    threshold_db = max(loud_db - 35, min(floor_db + 6, loud_db - 12), _SILENCE_DB)
    return _spans(levels_db > threshold_db, len(samples) / ANALYSIS_RATE_HZ)


def _is_short(levels_db: FloatArray) -> bool:
    """A single word cut tightly has no background to stand out of."""
    return len(levels_db) < 100 and bool(np.ptp(levels_db) > _MIN_LOUDNESS_RANGE_DB)


def _spans(is_loud: BoolArray, duration_s: float) -> tuple[Span, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_loud, [False]]).astype(np.int8)))
    spans: list[Span] = []
    for start, end in zip(edges[::2] * HOP_S, edges[1::2] * HOP_S, strict=True):
        if end - start < _MIN_SPAN_S:
            continue
        start_s, end_s = max(0.0, start - _MARGIN_S), min(duration_s, end + _MARGIN_S)
        if spans and start_s - spans[-1].end_s < _BRIDGED_GAP_S:
            start_s = spans.pop().start_s
        spans.append(Span(float(start_s), float(end_s)))
    return tuple(spans)

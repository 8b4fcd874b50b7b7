"""Moving the pitch of speech without moving anything in time.

Time-domain PSOLA (Moulines & Charpentier 1990, doi:10.1016/0167-6393(90)90021-Z): the sound is cut into
grains of two periods, and the grains are laid down again at the distance of the new period. The formants,
and with them the vowels, stay where they are.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from likeness.typing import FloatArray

Marks: TypeAlias = npt.NDArray[np.intp]
"""(M,) rising sample positions, or indices into them."""

LOWEST_F0_HZ = 40.0
HIGHEST_F0_HZ = 1000.0
_SEARCH_HZ = (55.0, 420.0)
_HOP_S = 0.01
_WINDOW_S = 0.04
_VOICED_CORRELATION = 0.45
_SILENT_SHARE = 0.02
_UNVOICED_GRAIN_S = 0.005
_BENT_FROM = 0.8


def shift_pitch(
    samples: FloatArray, sample_rate_hz: int, semitones: float | npt.NDArray[np.float64]
) -> FloatArray:
    """Shift the pitch of a voice; every sound keeps its time.

    Parameters
    ----------
    samples
        (N,) float32 mono.
    sample_rate_hz
        Samples per second.
    semitones
        Any number, or one per 10 ms. The new fundamental frequency is clamped to 40-1000 Hz, where it can be
        heard as a voice, so that extreme values sound like the nearest possible one.

    Returns
    -------
    (N,) float32 in [-1, 1].
    """
    if len(samples) < round(2 * _WINDOW_S * sample_rate_hz) or not np.any(samples):
        return samples.copy()
    f0_hz = track_f0(samples, sample_rate_hz)
    marks = _analysis_marks(samples, sample_rate_hz, f0_hz)
    if isinstance(semitones, np.ndarray):
        semitones = np.resize(np.pad(semitones, (0, max(0, len(f0_hz) - len(semitones))), "edge"), len(f0_hz))
    target_hz = np.clip(f0_hz * 2 ** (semitones / 12), LOWEST_F0_HZ, HIGHEST_F0_HZ)
    places, sources = _synthesis_marks(marks, f0_hz, target_hz, sample_rate_hz)
    shifted = _overlap_add(samples, marks, places, sources, len(samples))
    return _with_loudness_of(samples, shifted, sample_rate_hz)


def stretch_time(samples: FloatArray, sample_rate_hz: int, knots_s: npt.NDArray[np.float64]) -> FloatArray:
    """Make a voice slower or faster, here more and there less; every sound keeps its pitch.

    Parameters
    ----------
    samples
        (N,) float32 mono.
    sample_rate_hz
        Samples per second.
    knots_s
        (K, 2) rising times in the sound and where they are moved to, from 0 to the end; in between straight.

    Returns
    -------
    (M,) float32, as long as the last knot says.
    """
    n_out = round(float(knots_s[-1, 1]) * sample_rate_hz)
    if len(samples) < round(2 * _WINDOW_S * sample_rate_hz) or not np.any(samples):
        return np.zeros(n_out, dtype=np.float32)
    marks = _analysis_marks(samples, sample_rate_hz, track_f0(samples, sample_rate_hz))
    periods = np.diff(marks)
    places: list[int] = []
    sources: list[int] = []
    position = 0.0
    while position < n_out:
        origin = np.interp(position, knots_s[:, 1] * sample_rate_hz, knots_s[:, 0] * sample_rate_hz)
        source = min(int(np.searchsorted(marks, origin)), len(periods) - 1)
        places.append(round(position))
        sources.append(source)
        position += float(periods[source])
    return _overlap_add(samples, marks, places, np.array(sources, dtype=np.intp), n_out)


def track_f0(samples: FloatArray, sample_rate_hz: int) -> FloatArray:
    """Return the fundamental frequency per 10 ms in Hz, 0 where there is none; normalized autocorrelation.

    Parameters
    ----------
    samples
        (N,) mono.
    sample_rate_hz
        Samples per second.

    Returns
    -------
    (T,) float32.
    """
    n_window, n_hop = round(_WINDOW_S * sample_rate_hz), round(_HOP_S * sample_rate_hz)
    padded = np.pad(samples, (n_window // 2, n_window))
    n_frames = len(samples) // n_hop + 1
    shortest, longest = int(sample_rate_hz / _SEARCH_HZ[1]), int(sample_rate_hz / _SEARCH_HZ[0])
    n_fft = 1 << (n_window + longest).bit_length()
    loudest = float(np.abs(samples).max())
    f0_hz = np.zeros(n_frames, dtype=np.float32)
    for first in range(0, n_frames, 256):
        rows = np.arange(first, min(n_frames, first + 256))
        windows = np.stack([padded[row * n_hop : row * n_hop + n_window] for row in rows])
        correlation = _normalized_autocorrelation(windows, n_fft, longest)
        best = shortest + _first_high_peak(correlation[:, shortest : longest + 1])
        strength = correlation[np.arange(len(rows)), best]
        is_loud = np.abs(windows).max(axis=1) > _SILENT_SHARE * loudest
        f0_hz[rows] = np.where((strength > _VOICED_CORRELATION) & is_loud, sample_rate_hz / best, 0)
    return _without_leaps(f0_hz)


def _normalized_autocorrelation(windows: FloatArray, n_fft: int, longest: int) -> FloatArray:
    """Return (rows, longest + 1); each lag divided by the energy of the two overlapping parts."""
    centred = windows - windows.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n_fft, axis=1)
    raw = np.fft.irfft(spectrum * spectrum.conj(), n_fft, axis=1)[:, : longest + 1]
    energy = np.cumsum(np.square(centred, dtype=np.float64), axis=1)
    total = energy[:, -1:]
    lags = np.arange(longest + 1)
    head = energy[:, windows.shape[1] - 1 - lags]
    tail = total - np.where(lags > 0, energy[:, np.maximum(lags - 1, 0)], 0)
    normalized: FloatArray = (raw / np.sqrt(np.maximum(head * tail, 1e-12))).astype(np.float32)
    return normalized


def _first_high_peak(correlation: FloatArray) -> Marks:
    """Return, per row, the shortest lag near the highest correlation: guards against octave errors."""
    is_peak = np.zeros(correlation.shape, dtype=np.bool_)
    middle = correlation[:, 1:-1]
    is_peak[:, 1:-1] = (middle >= correlation[:, :-2]) & (middle >= correlation[:, 2:])
    is_high = is_peak & (correlation >= 0.9 * correlation.max(axis=1, keepdims=True))
    return np.where(is_high.any(axis=1), is_high.argmax(axis=1), correlation.argmax(axis=1))


def _without_leaps(f0_hz: FloatArray) -> FloatArray:
    """Take the median of five frames inside voiced stretches."""
    padded = np.pad(f0_hz, 2)
    stacked = np.stack([padded[i : i + len(f0_hz)] for i in range(5)])
    # Frames without a pitch do not vote.
    median = np.median(np.where(stacked > 0, stacked, f0_hz[np.newaxis]), axis=0)
    return np.where(f0_hz > 0, median, 0).astype(np.float32)


def _analysis_marks(samples: FloatArray, rate_hz: int, f0_hz: FloatArray) -> Marks:
    """Return sample positions one period apart, in voiced sound on the strongest peak of each period."""
    n_hop = round(_HOP_S * rate_hz)
    n_unvoiced = max(2, round(_UNVOICED_GRAIN_S * rate_hz))
    marks = [0]
    is_chain = False
    while True:
        here = marks[-1]
        f0 = float(f0_hz[min(here // n_hop, len(f0_hz) - 1)])
        n_period = round(rate_hz / f0) if f0 > 0 else n_unvoiced
        following = here + n_period
        if f0 > 0:
            # In a running chain the next peak lies close to one period on; at its start anywhere in the
            # period.
            reach = max(1, round((0.15 if is_chain else 0.5) * n_period))
            first, last = max(here + 1, following - reach), following + reach + 1
            if last < len(samples):
                following = first + int(np.argmax(samples[first:last]))
        is_chain = f0 > 0
        if following >= len(samples):
            return np.array([*marks, len(samples)], dtype=np.intp)
        marks.append(following)


def _synthesis_marks(
    marks: Marks, f0_hz: FloatArray, target_hz: FloatArray, rate_hz: int
) -> tuple[list[int], Marks]:
    """Return where grains are laid down, and which analysis mark each is taken from."""
    n_hop = round(_HOP_S * rate_hz)
    periods = np.diff(marks)
    places: list[int] = []
    position, i = 0.0, 0
    while position < marks[-1]:
        places.append(round(position))
        while i + 1 < len(periods) and marks[i + 1] <= position:
            i += 1
        frame = min(int(position) // n_hop, len(f0_hz) - 1)
        is_voiced = f0_hz[frame] > 0
        position += rate_hz / float(target_hz[frame]) if is_voiced else float(periods[i])
    nearest = np.searchsorted(marks, np.array(places))
    left = np.clip(nearest - 1, 0, len(marks) - 1)
    right = np.clip(nearest, 0, len(marks) - 1)
    is_left_nearer = np.abs(marks[left] - places) <= np.abs(marks[right] - places)
    return places, np.where(is_left_nearer, left, right)


def _overlap_add(
    samples: FloatArray,
    marks: Marks,
    places: list[int],
    sources: Marks,
    n_out: int,
) -> FloatArray:
    """Lay the grains down, each one period to both sides of its mark under a Hann window; (n_out,)."""
    n_margin = int(np.diff(marks).max()) + 1
    padded = np.pad(samples, n_margin)
    laid = np.zeros(n_out + 2 * n_margin, dtype=np.float32)
    windows: dict[int, FloatArray] = {}
    for place, source in zip(places, sources.tolist(), strict=True):
        n_before = int(marks[source] - marks[source - 1]) if source else int(marks[1] - marks[0])
        n_after = int(marks[source + 1] - marks[source]) if source + 1 < len(marks) else n_before
        reach = min(n_margin, max(n_before, n_after))
        if reach not in windows:
            windows[reach] = np.hanning(2 * reach + 1)[:-1].astype(np.float32)
        centre = int(marks[source]) + n_margin
        grain = padded[centre - reach : centre + reach] * windows[reach]
        first = place + n_margin - reach
        laid[first : first + 2 * reach] += grain[: len(laid) - first]
    return laid[n_margin : n_margin + n_out]


def _with_loudness_of(original: FloatArray, shifted: FloatArray, rate_hz: int) -> FloatArray:
    """Bring the loudness of every 50 ms back: closer grains add up, wider ones leave gaps."""
    n_smooth = round(0.05 * rate_hz)
    gain = np.sqrt((_smoothed_power(original, n_smooth) + 1e-9) / (_smoothed_power(shifted, n_smooth) + 1e-9))
    levelled: FloatArray = (shifted * np.clip(gain, 0, 8)).astype(np.float32)
    return _limited(levelled)


def _limited(samples: FloatArray) -> FloatArray:
    """Bend peaks towards 1: a few high ones should not make all the rest soft."""
    over = np.maximum(np.abs(samples) - _BENT_FROM, 0) / (1 - _BENT_FROM)
    bent = np.sign(samples) * (_BENT_FROM + (1 - _BENT_FROM) * np.tanh(over))
    return np.where(over > 0, bent, samples).astype(np.float32)


def _smoothed_power(samples: FloatArray, n_smooth: int) -> FloatArray:
    power = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    first = np.clip(np.arange(len(samples)) - n_smooth // 2, 0, len(samples))
    last = np.clip(first + n_smooth, 0, len(samples))
    smoothed: FloatArray = ((power[last] - power[first]) / np.maximum(1, last - first)).astype(np.float32)
    return smoothed

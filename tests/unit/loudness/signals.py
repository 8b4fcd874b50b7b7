"""Test signals, and FFmpeg's filter for loudness as a second opinion."""

import av
import numpy as np

from likeness.core.audio import AudioClip

RATE_HZ = 48_000


def sine(level_db, duration_s, hz=1000.0, n_channels=2, rate_hz=RATE_HZ):
    times = np.arange(round(duration_s * rate_hz)) / rate_hz
    wave = (10 ** (level_db / 20) * np.sin(2 * np.pi * hz * times)).astype(np.float32)
    return np.repeat(wave[:, None], n_channels, axis=1)


def clip(*parts, rate_hz=RATE_HZ):
    return AudioClip(np.concatenate(parts), rate_hz)


def voice_like(duration_s=4.0, peak=0.5, seed=0, rate_hz=RATE_HZ):
    """Pulses at the rate of a voice, in syllables of uneven strength: peaks are 18 dB above the loudness."""
    random = np.random.default_rng(seed)
    times = np.arange(round(duration_s * rate_hz)) / rate_hz
    phase = np.cumsum(110 + 20 * np.sin(2 * np.pi * 0.7 * times)) / rate_hz
    pulses = np.exp(-4 * (phase % 1)) * np.sin(2 * np.pi * 700 * times)
    strengths = random.uniform(0.5, 1, 1 + int(duration_s * 3))[(times * 3).astype(int)]
    wave = pulses * strengths * np.sin(np.pi * 3 * times) ** 2 + 0.001 * random.standard_normal(times.size)
    return AudioClip((wave * peak / np.abs(wave).max()).astype(np.float32)[:, None], rate_hz)


def ffmpeg_readings(sound):
    """Return integrated loudness in LUFS and true peak in dB, as FFmpeg measures them."""
    layout = "mono" if sound.n_channels == 1 else "stereo"
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=sound.sample_rate_hz, format="fltp", layout=layout, time_base=f"1/{sound.sample_rate_hz}"
    )
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.samples.T), format="fltp", layout=layout)
    frame.sample_rate, frame.pts = sound.sample_rate_hz, 0
    source.push(frame)
    source.push(None)
    told = {}
    while True:
        try:
            told |= dict(sink.pull().metadata)
        except (av.error.BlockingIOError, av.error.EOFError):
            break
    peak = float(told["lavfi.r128.true_peak"])
    return float(told["lavfi.r128.I"]), 20 * np.log10(peak)

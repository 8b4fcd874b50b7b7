"""Music, rooms, coders and songs: what they may change, and what they must leave in its place."""

import numpy as np
import pytest
from training.music import music
from training.rooms import in_a_room, over_the_telephone, through_a_coder
from training.singing import sung
from training.spoken import RATE_HZ, Spoken

from likeness.core.speech import Phone
from likeness.speech.pitch import track_f0


def buzz(f0_hz=120.0, seconds=1.0):
    """Return a voice-like tone with pauses."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tone = sum(np.sin(2 * np.pi * f0_hz * k * time_s) / k for k in range(1, 20))
    return (0.1 * tone * (np.sin(2 * np.pi * 2 * time_s) > -0.5)).astype(np.float32)


def test_music_is_of_its_seed_and_length():
    pieces = [music(3.0, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert all(piece.shape == (48000,) and piece.dtype == np.float32 for piece in pieces)
    assert np.array_equal(pieces[0], pieces[1]) and not np.array_equal(pieces[0], pieces[2])
    assert all(0.85 < np.abs(piece).max() <= 0.91 for piece in pieces)


@pytest.mark.parametrize("way", [in_a_room, over_the_telephone, through_a_coder, through_a_coder])
def test_sound_stays_in_time(way):
    samples = buzz()
    for seed in range(4):
        changed = way(samples, np.random.default_rng(seed))
        assert changed.shape == samples.shape and np.isfinite(changed).all()
        lags = np.correlate(changed, samples[400:-400], mode="valid")
        assert abs(int(np.argmax(lags)) - 400) <= 16


def test_telephone_takes_the_high_sounds_away():
    noise = 0.1 * np.random.default_rng(7).standard_normal(RATE_HZ).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(over_the_telephone(noise, np.random.default_rng(8))))
    assert spectrum[5000:].mean() < 0.1 * spectrum[1000:3000].mean()


def test_song_holds_vowels_and_keeps_consonants():
    phones = (Phone("M", "m", 0.1, 0.2), Phone("AA", "ɑː", 0.2, 0.4), Phone("S", "s", 0.4, 0.5))
    song = sung(Spoken(buzz(130, 0.7), phones), np.random.default_rng(9))
    assert [phone.arpabet for phone in song.phones] == ["M", "AA", "S"]
    before, vowel, after = song.phones
    assert before.duration_s == pytest.approx(0.1) and after.duration_s == pytest.approx(0.1)
    assert vowel.duration_s >= 0.2 and vowel.start_s == before.end_s and vowel.end_s == after.start_s
    assert len(song.samples) / RATE_HZ == pytest.approx(0.7 + vowel.duration_s - 0.2, abs=0.03)


def test_song_has_another_pitch_on_each_seed():
    phones = (Phone("AA", "ɑː", 0.0, 1.0),)
    spoken = Spoken(0.2 * np.sign(buzz(130, 1.0)), phones)
    songs = [sung(spoken, np.random.default_rng(seed)).samples for seed in (0, 1, 5)]
    pitches = [np.median(f0[f0 > 0]) for f0 in (track_f0(song, RATE_HZ) for song in songs)]
    assert np.ptp(np.log2(pitches)) > 0.2

from collections import Counter

import numpy as np
from training.takes import HELD_OUT_FESTIVAL, HELD_OUT_LANGUAGES, Take, frames_of, plan
from training.voices_espeak import languages, random_variant

from likeness.speech.visemes.features import N_BANDS
from likeness.speech.visemes.inventory import CLOSED, SILENCE


def test_held_out_voices_are_never_planned():
    takes = plan(1, 1.0)
    voices = {take.voice for take in takes}
    assert not voices & {*HELD_OUT_FESTIVAL, *HELD_OUT_LANGUAGES}
    assert set(HELD_OUT_LANGUAGES) <= set(languages())
    assert len(voices) > 100 and len(takes) > 1000


def test_plan_follows_its_seed_and_share():
    assert plan(1, 0.1) == plan(1, 0.1) != plan(2, 0.1)
    counts = [Counter(take.engine for take in plan(1, share)) for share in (0.1, 0.5)]
    assert all(4.5 < counts[1][engine] / counts[0][engine] < 5.5 for engine in counts[0])


def test_take_gives_frames_with_their_classes(tmp_path):
    frames = frames_of(Take("espeak", "gmw/de", 12345), tmp_path)
    n = len(frames.classes)
    assert frames.bands.shape == (n, N_BANDS) and frames.curves.shape == (n, 4) and n > 1000
    assert {SILENCE, CLOSED} < set(frames.classes.tolist())
    level = frames.bands.mean(axis=1)
    assert level[frames.classes != SILENCE].mean() > level[frames.classes == SILENCE].mean() + 2
    assert frames.curves[frames.classes == CLOSED, 0].mean() < 60
    again = frames_of(Take("espeak", "gmw/de", 12345), tmp_path)
    assert np.array_equal(frames.bands, again.bands)


def test_invented_speakers_leave_no_file(tmp_path):
    frames_of(Take("espeak", "gmw/de", 1), tmp_path)
    variants = tmp_path / "espeak-ng-data" / "voices" / "!v"
    assert all(file.is_symlink() for file in variants.iterdir())


def test_invented_speakers_differ():
    rng = np.random.default_rng(1)
    files = [random_variant("x", rng) for _ in range(20)]
    pitches = [int(file.split("pitch ")[1].split()[0]) for file in files]
    assert len(set(files)) == 20 and max(pitches) > 1.8 * min(pitches)

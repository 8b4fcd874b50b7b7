import numpy as np

from likeness.core.speech import Word
from likeness.performance.emphasis import emphasise, is_function_word
from likeness.performance.grid import grid_for
from likeness.performance.loudness import loudness_db
from likeness.performance.prosody import Prosody, accents_of
from likeness.performance.segments import segments_of


def heard(speech):
    grid = grid_for(speech.duration_s, 25)
    level_db = loudness_db(speech.audio, grid)
    segments = segments_of(speech.phones, speech.duration_s)
    return segments, level_db, grid


def test_function_words_are_known_by_their_text():
    assert is_function_word(Word("The", 0, 1))
    assert is_function_word(Word("you,", 0, 1))
    assert not is_function_word(Word("portrait", 0, 1))


def test_stressed_vowels_open_more(make_speech):
    stressed, relaxed = (make_speech("B AA D|B AE D|G UH D", stressed=stress) for stress in (True, False))
    amplitudes = []
    for speech in (stressed, relaxed):
        segments, level_db, grid = heard(speech)
        scaled = emphasise(segments, speech, level_db, grid, 1.0)
        amplitudes.append([s.amplitude for s in scaled if s.symbol in {"AA", "AE", "UH"}])
    assert np.greater(amplitudes[0], amplitudes[1]).all()


def test_amplitudes_stay_moderate(talk):
    segments, level_db, grid = heard(talk)
    amplitudes = [s.amplitude for s in emphasise(segments, talk, level_db, grid, 1.0)]
    assert min(amplitudes) > 0.55
    assert max(amplitudes) < 1.5


def test_accents_lie_on_stressed_vowels_apart_from_each_other(talk):
    segments, level_db, grid = heard(talk)
    accents = accents_of(segments, talk, Prosody(level_db, np.zeros(grid.n_samples)), grid)
    assert len(accents) > 20
    assert np.diff([accent.vowel_s for accent in accents]).min() >= 0.3
    assert all(0.0 <= accent.strength <= 1.0 for accent in accents)
    assert all(accent.word_start_s <= accent.vowel_s for accent in accents)

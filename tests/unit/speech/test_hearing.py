import numpy as np
import pytest

from likeness.core.voice import VoiceSettings
from likeness.speech import find_voice, synthesize
from likeness.speech.analysis import analysis_copy, find_speech
from likeness.speech.hearing import fused, hear_phones
from likeness.speech.sphinx import Label
from likeness.speech.visemes import VisemeTrack, hear_visemes
from likeness.speech.visemes.inventory import CLASSES, CLOSED, class_frames


def _unsure(n_frames: int) -> VisemeTrack:
    flat = np.full((n_frames, len(CLASSES)), 1 / len(CLASSES), np.float32)
    curve = np.zeros(n_frames, np.float32)
    return VisemeTrack(flat, curve, curve, curve, curve)


def test_the_recognizer_decides_where_the_network_is_unsure() -> None:
    track = fused(_unsure(30), [Label("M", 0.1, 0.2)], 1.0)
    assert (track.posteriors[10:20].argmax(axis=1) == CLOSED).all()
    np.testing.assert_allclose(track.posteriors.sum(axis=1), 1, rtol=1e-5)


def test_without_weight_the_network_is_left_as_it_is() -> None:
    track = fused(_unsure(30), [Label("M", 0.1, 0.2)], 0.0)
    np.testing.assert_allclose(track.posteriors, 1 / len(CLASSES), rtol=1e-5)


def test_names_that_arpabet_lacks_are_neutral_vowels() -> None:
    assert CLASSES[fused(_unsure(10), [Label("XX", 0.0, 0.1)], 1.0).posteriors[5].argmax()] == "AA"


@pytest.mark.parametrize("voice", ["espeak:it", "espeak:en-us"])
def test_sounds_of_a_voice_are_heard(voice: str) -> None:
    told = synthesize("Mamma mia, papa ama molto la mappa.", find_voice(voice, None), VoiceSettings())
    samples = analysis_copy(told.audio)
    phones = hear_phones(samples, find_speech(samples), is_english=voice.endswith("us"))
    n_frames = len(hear_visemes(samples).posteriors)
    truth, heard = (class_frames(part, n_frames) for part in (told.phones, phones))
    assert np.mean(truth == heard) > 0.5
    is_closed = truth == CLOSED
    assert np.mean(heard[is_closed] == CLOSED) > 0.5


def test_sounds_lie_inside_the_spans() -> None:
    told = synthesize("Hello there, my friend.", find_voice("espeak:en-us", None), VoiceSettings())
    samples = analysis_copy(told.audio)
    (span, *_) = find_speech(samples)
    for phone in hear_phones(samples, [span], is_english=True):
        assert span.start_s - 0.1 < phone.start_s < span.end_s + 0.1

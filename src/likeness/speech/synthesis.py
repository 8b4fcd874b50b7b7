"""A script and a voice in, speech out."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from likeness.core.audio import AudioClip
from likeness.core.speech import Phone, PhoneSource, Speech, Word
from likeness.core.voice import Voice, VoiceSettings
from likeness.errors import OptionInvalidError, ScriptUnspeakableError, VoiceEngineError
from likeness.speech.normalize.texts import as_written, normalized
from likeness.speech.pitch import shift_pitch
from likeness.speech.prosody import whole_rate, with_prosody
from likeness.speech.script import Pause, SpokenText, read_script
from likeness.speech.utterance import EngineSettings, Utterance
from likeness.speech.voices import engine_of
from likeness.typing import FloatArray

LEAD_S = 0.25
TAIL_S = 0.5
_INAUDIBLE = 10 ** (-50 / 20)
_SILENT_PEAK = 1e-4
_MARGIN_S = 0.01
_FADE_S = 0.004
_SPEED_RANGE = (0.5, 1.5)
_PITCH_RANGE_SEMITONES = (-50.0, 50.0)


def synthesize(script: str, voice: Voice, settings: VoiceSettings) -> Speech:
    """Speak a script.

    The film begins with 0.25 s and ends with 0.5 s of silence, whatever the voice itself leaves there, so
    that it neither begins nor ends with an open mouth. Between the end of the sound before a ``<break>``
    and the beginning of the sound or closure after it lies exactly the silence that was asked for.

    Parameters
    ----------
    script
        Plain text, at most 5000 characters, with the tags that `read_script` knows; emoji are not read.
    voice
        From `find_voice` or `list_voices`.
    settings
        Speed 0.5-1.5, done by the engine; pitch -50 to +50 semitones, done by the engine within its range and
        beyond it by `shift_pitch`, which keeps all times and clamps what cannot be heard.

    Raises
    ------
    ScriptEmptyError, ScriptTooLongError
        See `read_script`.
    ScriptUnspeakableError
        The voice made no sound of the script, e.g. of a script in letters that it does not know.
    OptionInvalidError
        Speed or pitch outside its range.
    VoiceEngineError
        The engine failed.
    """
    _check(settings)
    parts = tuple(
        normalized(part, voice.language) if isinstance(part, SpokenText) else part
        for part in read_script(script)
    )
    engine = engine_of(voice)
    native_pitch = float(np.clip(settings.pitch_semitones, *engine.pitch_range_semitones))
    texts = [part for part in parts if isinstance(part, SpokenText)]
    spoken = _spoken(texts, voice, EngineSettings(settings.speed, native_pitch))
    if not any(utterance.phones and _audible_span(utterance) for utterance in spoken):
        raise ScriptUnspeakableError(
            f"The voice {voice.id} can read nothing in this script; choose a voice of the script's language."
        )
    rest_semitones = settings.pitch_semitones - native_pitch
    pieces = [
        _trim(with_prosody(_shift(utterance, rest_semitones), part))
        for part, utterance in zip(texts, spoken, strict=True)
    ]
    joined = _join(parts, pieces)
    return Speech(
        audio=AudioClip(joined.samples[:, np.newaxis], joined.sample_rate_hz),
        phones=joined.phones,
        words=joined.words,
        source=max((utterance.source for utterance in spoken), key=list(PhoneSource).index),
        language=voice.language,
        voice_id=voice.id,
        script=script,
    )


def _spoken(texts: Sequence[SpokenText], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
    """Speak texts; one that is as a whole in another rate is spoken so by the engine itself."""
    spoken: dict[int, Utterance] = {}
    speeds = [settings.speed * whole_rate(part) for part in texts]
    for speed in dict.fromkeys(speeds):
        indices = [i for i, each in enumerate(speeds) if each == speed]
        own = replace(settings, speed=speed)
        utterances = engine_of(voice).speak([texts[i].text for i in indices], voice, own)
        spoken |= dict(zip(indices, utterances, strict=True))
    return tuple(spoken[i] for i in range(len(texts)))


def _check(settings: VoiceSettings) -> None:
    slowest, fastest = _SPEED_RANGE
    if not slowest <= settings.speed <= fastest:
        raise OptionInvalidError(
            f"The speed {settings.speed} is not between {slowest} and {fastest}; choose one that is."
        )
    lowest, highest = _PITCH_RANGE_SEMITONES
    if not lowest <= settings.pitch_semitones <= highest:
        raise OptionInvalidError(
            f"The pitch {settings.pitch_semitones} is not between {lowest:.0f} and {highest:.0f} semitones; "
            "choose one that is."
        )


def _shift(utterance: Utterance, semitones: float) -> Utterance:
    if abs(semitones) < 0.01 or not len(utterance.samples):
        return utterance
    return replace(utterance, samples=shift_pitch(utterance.samples, utterance.sample_rate_hz, semitones))


def _audible_span(utterance: Utterance) -> tuple[float, float] | None:
    """Return the time of the first and the last audible sample in s, None for silence."""
    magnitudes = np.abs(utterance.samples)
    peak = float(magnitudes.max(initial=0))
    if peak < _SILENT_PEAK:
        return None
    loud = np.flatnonzero(magnitudes > _INAUDIBLE * peak)
    return loud[0] / utterance.sample_rate_hz, (loud[-1] + 1) / utterance.sample_rate_hz


def _trim(utterance: Utterance) -> Utterance:
    """Cut the silence at both ends, but no closure; an utterance without sound becomes empty."""
    span = _audible_span(utterance)
    if span is None or not utterance.phones:
        return replace(utterance, samples=utterance.samples[:0], phones=(), words=())
    start_s = min(span[0] - _MARGIN_S, utterance.phones[0].start_s)
    end_s = span[1] + _MARGIN_S
    rate_hz = utterance.sample_rate_hz
    first = max(0, round(start_s * rate_hz))
    last = min(len(utterance.samples), round(end_s * rate_hz))
    offset_s, length_s = -first / rate_hz, (last - first) / rate_hz
    return Utterance(
        samples=_with_soft_ends(utterance.samples[first:last], rate_hz),
        sample_rate_hz=rate_hz,
        phones=_phones_moved(utterance.phones, offset_s, length_s),
        words=tuple(_word_moved(word, offset_s, length_s) for word in utterance.words),
    )


def _with_soft_ends(samples: FloatArray, rate_hz: int) -> FloatArray:
    """Fade 4 ms in and out, so that a cut does not click."""
    n_fade = min(round(_FADE_S * rate_hz), len(samples) // 2)
    ramp = np.linspace(0, 1, n_fade, dtype=np.float32)
    faded = samples.copy()
    faded[:n_fade] *= ramp
    faded[len(faded) - n_fade :] *= ramp[::-1]
    return faded


def _phones_moved(phones: Sequence[Phone], offset_s: float, length_s: float) -> tuple[Phone, ...]:
    moved = []
    for phone in phones:
        start_s, end_s = max(0.0, phone.start_s + offset_s), min(length_s, phone.end_s + offset_s)
        if end_s > start_s:
            moved.append(replace(phone, start_s=start_s, end_s=end_s))
    return tuple(moved)


def _word_moved(word: Word, offset_s: float, length_s: float) -> Word:
    start_s = min(max(0.0, word.start_s + offset_s), length_s)
    return replace(word, start_s=start_s, end_s=min(max(start_s, word.end_s + offset_s), length_s))


def _join(parts: Sequence[SpokenText | Pause], pieces: Sequence[Utterance]) -> Utterance:
    """Put pieces and pauses one after the other between lead and tail; times from the start of the film."""
    rates_hz = {piece.sample_rate_hz for piece in pieces}
    if len(rates_hz) != 1:
        raise VoiceEngineError("The voice changed its sample rate within a script; report this as a bug.")
    (rate_hz,) = rates_hz
    remaining = iter(pieces)
    sounds: list[FloatArray] = [np.zeros(round(LEAD_S * rate_hz), dtype=np.float32)]
    phones: list[Phone] = []
    words: list[Word] = []
    n_samples = len(sounds[0])
    for part in parts:
        if isinstance(part, Pause):
            sounds.append(np.zeros(round(part.duration_s * rate_hz), dtype=np.float32))
        else:
            piece = next(remaining)
            sounds.append(piece.samples)
            offset_s, end_s = n_samples / rate_hz, n_samples / rate_hz + piece.duration_s
            phones += _phones_moved(piece.phones, offset_s, end_s)
            words += as_written([_word_moved(word, offset_s, end_s) for word in piece.words], part)
        n_samples += len(sounds[-1])
    sounds.append(np.zeros(round(TAIL_S * rate_hz), dtype=np.float32))
    return Utterance(np.concatenate(sounds), rate_hz, tuple(phones), tuple(words))

"""The espeak-ng engine: every language of espeak-ng, words and phones with exact times."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from likeness.core.speech import Phone, Word
from likeness.core.voice import Voice
from likeness.errors import VoiceEngineError, VoiceNotFoundError
from likeness.speech.espeak.client import ask, voice_records
from likeness.speech.espeak.letters import readable
from likeness.speech.espeak.variants import variants
from likeness.speech.espeak.word_events import group_words, share_time
from likeness.speech.phone_tables import VOWELS, classes_of_ipa
from likeness.speech.plosives import with_closures
from likeness.speech.tags import canonical_tag, primary_language
from likeness.speech.utterance import EngineSettings, Utterance
from likeness.typing import FloatArray, Json

_NORMAL_RATE_WPM = 175
# espeak's pitch setting against semitones, measured on its default voice: 62, 98 and 166 Hz.
_PITCH_SEMITONES = (-7.9, 0.0, 9.1)
_PITCH_SETTINGS = (0, 50, 99)
_GENDERS = {1: "male", 2: "female"}
_VARIANT = re.compile(r"[A-Za-z0-9_-]+")


class EspeakEngine:
    """Speaks through the espeak-ng process."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """What the pitch setting of espeak-ng reaches."""
        return _PITCH_SEMITONES[0], _PITCH_SEMITONES[-1]

    def voices(self) -> tuple[Voice, ...]:
        """Return one voice per language of espeak-ng; `espeak:en-us+f3` names a variant of one."""
        voices = [_voice(record) for record in voice_records()]
        counts = Counter(primary_language(voice.language) for voice in voices)
        return tuple(
            replace(voice, supports_locale=counts[primary_language(voice.language)] > 1) for voice in voices
        )

    def variants(self) -> tuple[str, ...]:
        """Return the names that may follow a `+` in a voice id."""
        return tuple(variant.name for variant in variants())

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text, passing over what the voice cannot read; see `SpeechEngine.speak`."""
        texts = [readable(text, voice.language) for text in texts]
        request: Json = {
            "do": "speak",
            "voice": _identifier(voice),
            "rate_wpm": round(_NORMAL_RATE_WPM * settings.speed),
            "pitch": round(float(np.interp(settings.pitch_semitones, _PITCH_SEMITONES, _PITCH_SETTINGS))),
            "texts": texts,
        }
        head, pcm = ask(request)
        if len(head["pieces"]) != len(texts):
            raise VoiceEngineError(
                "espeak-ng answered with other texts than it was given; report this as a bug."
            )
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
        utterances, first = [], 0
        for text, piece in zip(texts, head["pieces"], strict=True):
            last = first + piece["n_samples"]
            spoken = _Spoken(text, samples[first:last], head["sample_rate_hz"], settings.speed)
            utterances.append(spoken.utterance(piece))
            first = last
        return tuple(utterances)


def _voice(record: Json) -> Voice:
    tag = canonical_tag(record["languages"][0][1])
    name = record["name"].strip()
    return Voice(
        id=f"espeak:{record['identifier'].rpartition('/')[2].lower()}",
        name=f"{name} (espeak-ng)",
        language=tag,
        language_name=name,
        gender=_GENDERS.get(record["gender"], "unknown"),
        engine="espeak",
        quality=1,
    )


def _identifier(voice: Voice) -> str:
    """Return espeak's own name of a voice: the id's part after the colon is the end of it."""
    wanted, _, variant = voice.id.removeprefix("espeak:").partition("+")
    for record in voice_records():
        identifier: str = record["identifier"]
        if identifier.rpartition("/")[2].lower() == wanted.lower():
            return f"{identifier}+{variant}" if _VARIANT.fullmatch(variant) else identifier
    raise VoiceNotFoundError(f"espeak-ng has no voice {voice.id}; `likeness voices` lists what is installed.")


class _Spoken:
    """Turns the events of one text into words and phones."""

    def __init__(self, text: str, samples: FloatArray, sample_rate_hz: int, speed: float) -> None:
        self._text = text
        self._samples = samples
        self._rate_hz = sample_rate_hz
        self._speed = speed

    def utterance(self, piece: Json) -> Utterance:
        phones = with_closures(self._phones(piece["phones"]), self._speed)
        return Utterance(self._samples, self._rate_hz, phones, self._words(piece["words"], phones))

    def _phones(self, events: Sequence[Sequence[str | int]]) -> list[Phone]:
        phones: list[Phone] = []
        ends = [int(sample) for _, sample in events[1:]] + [len(self._samples)]
        for (ipa, sample), end in zip(events, ends, strict=True):
            classes, stress = classes_of_ipa(str(ipa))
            if ipa and not classes and phones and int(sample) / self._rate_hz <= phones[-1].end_s + 1e-6:
                # A glottal stop or a mark of length: the mouth stays as it was.
                phones[-1] = replace(phones[-1], end_s=max(phones[-1].end_s, end / self._rate_hz))
            bounds_s = np.linspace(int(sample), max(end, int(sample)), len(classes) + 1) / self._rate_hz
            for i, arpabet in enumerate(classes):
                start_s, end_s = float(bounds_s[i]), float(bounds_s[i + 1])
                if end_s > start_s:
                    symbol = str(ipa).strip("ˈˌ")
                    phones.append(Phone(arpabet, symbol, start_s, end_s, stress if arpabet in VOWELS else 0))
        return phones

    def _words(self, events: Sequence[Sequence[int]], phones: Sequence[Phone]) -> tuple[Word, ...]:
        """Give every written word the phones between its first event and the next word's."""
        starts_s = [sample / self._rate_hz for _position, _length, sample in events]
        groups = [(tokens, starts_s[i]) for tokens, i in group_words(self._text, events)]
        words: list[Word] = []
        for i, (tokens, start_s) in enumerate(groups):
            limit_s = groups[i + 1][1] if i + 1 < len(groups) else len(self._samples) / self._rate_hz
            inside = [phone for phone in phones if start_s <= phone.start_s + phone.duration_s / 2 < limit_s]
            if inside:
                words += share_time(tokens, inside[0].start_s, inside[-1].end_s)
        return tuple(words)

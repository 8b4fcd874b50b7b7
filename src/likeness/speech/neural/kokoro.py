"""The Kokoro engine: a Kokoro-82M model that the operator has as .onnx, voices as .bin, .npz or .npy.

Kokoro (StyleTTS 2, arXiv:2306.07691) reads the numbers of symbols, a style that depends on the voice and on
the number of symbols, and a speed. Models with an output `duration` tell how many frames each symbol lasts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from likeness.core.voice import Voice
from likeness.errors import VoiceEngineError, VoiceNotFoundError, VoiceUnusableError
from likeness.speech.espeak.phonemizer import phonemize
from likeness.speech.languages import language_name
from likeness.speech.neural.kokoro_symbols import SYMBOL_IDS, spell_for_kokoro
from likeness.speech.neural.runtime import Model, read_model
from likeness.speech.neural.speaking import SpokenSentence, aligned, edges_of, speak_sentences
from likeness.speech.neural.store import KokoroFiles, kokoro_files
from likeness.speech.neural.styles import read_style, style_names
from likeness.speech.neural.symbols import Sentence, sentences_of
from likeness.speech.utterance import EngineSettings, Utterance

SAMPLE_RATE_HZ = 24_000
_MAX_SYMBOLS = 500
# Short texts are spoken faster and less evenly, so that sentences are put together up to this.
_ENOUGH_SYMBOLS = 250
_VOCABULARY_NOTE = "kokoro_config"
# First letter of a voice's name: BCP 47 tag, and the voice of espeak-ng that pronounces. Chinese (z) and
# Japanese (j) voices are left out: they were made with other pronunciations than espeak-ng's.
_LANGUAGES = {
    "a": ("en-US", "en-us"), "b": ("en-GB", "en-gb"), "e": ("es", "es"), "f": ("fr-FR", "fr-fr"),
    "h": ("hi", "hi"), "i": ("it", "it"), "p": ("pt-BR", "pt-br"),
}  # fmt: skip
_GENDERS = {"f": "female", "m": "male"}


class KokoroEngine:
    """Speaks with the Kokoro model in the operator's folder."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """None: the pitch is changed on the sound."""
        return 0.0, 0.0

    def voices(self) -> tuple[Voice, ...]:
        """Return the voices beside the model, `kokoro:NAME`; none without a model."""
        files = kokoro_files()
        return tuple(_voice(name) for name in _styles(files)) if files else ()

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text; see `SpeechEngine.speak`."""
        files = kokoro_files()
        name = voice.id.removeprefix("kokoro:")
        if files is None or name not in (styles := _styles(files)):
            raise VoiceNotFoundError(f"The voice {voice.id} is not installed any more.")
        return speak_with(files.model, KokoroStyle(styles[name], name), texts, settings)


@dataclass(frozen=True)
class KokoroStyle:
    """Where a voice's styles are."""

    path: Path
    """File."""

    name: str
    """Name in the file; its first letter tells the language."""


def languages_of(name: str) -> tuple[str, str] | None:
    """Return the BCP 47 tag and espeak-ng's voice for a Kokoro voice; None if it cannot be pronounced."""
    if len(name) > 2 and name[1] in _GENDERS and name[2] == "_":
        return _LANGUAGES.get(name[0])
    return _LANGUAGES["a"]


def _styles(files: KokoroFiles) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in files.styles:
        try:
            names = style_names(path)
        except VoiceUnusableError:
            continue
        found |= {name: path for name in names if languages_of(name) and name not in found}
    return dict(sorted(found.items()))


def _voice(name: str) -> Voice:
    language, _ = languages_of(name) or _LANGUAGES["a"]
    is_customary = name[2:3] == "_"
    return Voice(
        id=f"kokoro:{name}",
        name=f"{(name[3:] if is_customary else name).title()} (Kokoro)",
        language=language,
        language_name=language_name(language),
        gender=_GENDERS.get(name[1:2], "unknown") if is_customary else "unknown",
        engine="kokoro",
        quality=4,
    )


def speak_with(
    model: Path, style: KokoroStyle, texts: Sequence[str], settings: EngineSettings
) -> tuple[Utterance, ...]:
    """Speak texts with a model and a style.

    Raises
    ------
    VoiceUnusableError
        The model or the style cannot be used.
    VoiceEngineError
        The model failed.
    """
    language, espeak_voice = languages_of(style.name) or _LANGUAGES["a"]
    voice = _KokoroVoice(model, style, settings.speed)
    utterances = []
    for text, clauses in zip(texts, phonemize(texts, espeak_voice), strict=True):
        whole = sentences_of(clauses, lambda phone: spell_for_kokoro(phone, espeak_voice), _MAX_SYMBOLS)
        sentences = _together([voice.known(sentence) for sentence in whole])
        utterance, is_timed = speak_sentences(sentences, voice.speak, SAMPLE_RATE_HZ, settings.speed)
        utterances.append(utterance if is_timed else aligned(utterance, text, language))
    return tuple(utterances)


def _together(sentences: Sequence[Sentence]) -> list[Sentence]:
    joined: list[Sentence] = []
    for sentence in sentences:
        if not any(symbol.phone >= 0 for symbol in sentence.symbols):
            continue
        if joined and len(joined[-1].symbols) + len(sentence.symbols) < _ENOUGH_SYMBOLS:
            joined[-1].add(sentence)
        else:
            joined.append(sentence)
    return joined


class _KokoroVoice:
    """A model in memory with one voice chosen."""

    def __init__(self, path: Path, style: KokoroStyle, speed: float) -> None:
        self._model = Model(read_model(path), path.stem)
        self._tokens = "input_ids" if "input_ids" in self._model.inputs else "tokens"
        self._outputs = [name for name in self._model.outputs if name != "duration"][:1]
        if "duration" in self._model.outputs:
            self._outputs.append("duration")
        self._ids = _embedded_ids(self._model.metadata()) or SYMBOL_IDS
        self._styles = read_style(style.path, style.name)
        # Some models take whole numbers only.
        is_whole = np.issubdtype(self._model.inputs.get("speed", np.float32), np.integer)
        self._speed = max(1, round(speed)) if is_whole else speed

    def known(self, sentence: Sentence) -> Sentence:
        """Leave out the symbols that the model does not have."""
        symbols = [symbol for symbol in sentence.symbols if symbol.text in self._ids]
        return Sentence(symbols, sentence.phones, sentence.words)

    def speak(self, sentence: Sentence) -> SpokenSentence:
        ids = [self._ids[symbol.text] for symbol in sentence.symbols]
        style = self._styles[min(len(ids), len(self._styles)) - 1]
        values: dict[str, npt.ArrayLike] = {
            self._tokens: [[0, *ids, 0]],
            "style": style[np.newaxis],
            "speed": [self._speed],
        }
        sound, *told = self._model.run(values, self._outputs)
        samples = np.asarray(sound, np.float32).ravel()
        if not np.isfinite(samples).all():
            raise VoiceEngineError("The voice gave a sound that is none; get its file anew.")
        if not told or told[0].size != len(ids) + 2:
            return SpokenSentence(samples, None)
        edges_s = edges_of(told[0].ravel().astype(float), len(samples), SAMPLE_RATE_HZ)
        return SpokenSentence(samples, edges_s[1:-1])


def _embedded_ids(notes: Mapping[str, str]) -> dict[str, int]:
    """Return the table of symbols that a model carries, if it does."""
    try:
        table = json.loads(notes[_VOCABULARY_NOTE])["vocab"]
        return {str(symbol): int(number) for symbol, number in table.items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        return {}

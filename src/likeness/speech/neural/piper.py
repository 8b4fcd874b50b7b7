"""The Piper engine: voices that the operator has as `NAME.onnx` with `NAME.onnx.json`.

Piper models (VITS, arXiv:2106.06103) read the numbers of IPA symbols with a pad after each, and round the
length of each number up to whole frames. This one `Ceil` result is asked for besides the sound, so that the
times of phones are those of the model itself.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from likeness.core.voice import Voice
from likeness.errors import VoiceEngineError, VoiceNotFoundError, VoiceUnusableError
from likeness.speech.espeak.phonemizer import TIE, phonemize
from likeness.speech.languages import language_name
from likeness.speech.neural.graph import summarize_graph, with_output
from likeness.speech.neural.piper_config import END, PAD, START, PiperConfig, read_piper_config
from likeness.speech.neural.runtime import Model, read_model
from likeness.speech.neural.speaking import SpokenSentence, aligned, edges_of, speak_sentences
from likeness.speech.neural.store import description_of, piper_models
from likeness.speech.neural.symbols import Sentence, sentences_of
from likeness.speech.utterance import EngineSettings, Utterance

_MAX_SYMBOLS = 500
_QUALITY_NAMES = ("x_low", "low", "medium", "high")


class PiperEngine:
    """Speaks with the Piper voices in the operator's folder."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """None: the pitch is changed on the sound."""
        return 0.0, 0.0

    def voices(self) -> tuple[Voice, ...]:
        """Return one voice per speaker of each usable model; `piper:NAME` or `piper:NAME/SPEAKER`."""
        voices: list[Voice] = []
        for model in piper_models():
            try:
                config = read_piper_config(description_of(model))
            except VoiceUnusableError:
                continue
            voices += voices_of_model(model, config)
        return tuple(voices)

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text; see `SpeechEngine.speak`."""
        name, _, speaker = voice.id.removeprefix("piper:").partition("/")
        path = next((path for path in piper_models() if path.stem == name), None)
        if path is None:
            raise VoiceNotFoundError(f"The voice {voice.id} is not installed any more.")
        return speak_with(path, speaker, texts, settings)


def voices_of_model(model: Path, config: PiperConfig) -> list[Voice]:
    """Return the voices of one model."""
    dataset = model.stem.removesuffix(f"-{config.quality}").rpartition("-")[2].replace("_", " ").title()
    # Voices of Piper do not say whose they are.
    return [
        Voice(
            id=f"piper:{model.stem}{suffix}",
            name=f"{dataset}{label} (Piper)",
            language=config.language,
            language_name=language_name(config.language),
            gender="unknown",
            engine="piper",
            quality=4,
        )
        for suffix, label in [(f"/{name}", f" {name}") for name in config.speakers] or [("", "")]
    ]


def speak_with(
    path: Path, speaker: str, texts: Sequence[str], settings: EngineSettings
) -> tuple[Utterance, ...]:
    """Speak texts with a model and its description.

    Raises
    ------
    VoiceUnusableError
        The model or its description cannot be used.
    VoiceEngineError
        The model failed.
    """
    config = read_piper_config(description_of(path))
    voice = _PiperVoice(path, config, speaker, settings.speed)
    utterances = []
    for text, clauses in zip(texts, phonemize(texts, config.espeak_voice), strict=True):
        sentences = [voice.known(sentence) for sentence in sentences_of(clauses, _spell, _MAX_SYMBOLS)]
        spoken = [sentence for sentence in sentences if any(symbol.phone >= 0 for symbol in sentence.symbols)]
        utterance, is_timed = speak_sentences(spoken, voice.speak, config.sample_rate_hz, settings.speed)
        utterances.append(utterance if is_timed else aligned(utterance, text, config.language))
    return tuple(utterances)


def _spell(phone: str) -> Sequence[str]:
    return phone.replace(TIE, "")


class _PiperVoice:
    """A model in memory with one speaker chosen."""

    def __init__(self, path: Path, config: PiperConfig, speaker: str, speed: float) -> None:
        if speaker and speaker not in config.speakers:
            raise VoiceNotFoundError(f"The voice {path.stem} has no speaker {speaker!r}.")
        content = read_model(path)
        summary = summarize_graph(content)
        self._lengths = summary.rounded_up[0] if len(summary.rounded_up) == 1 else None
        if self._lengths is not None and self._lengths not in summary.outputs:
            content = with_output(content, self._lengths)
        self._model = Model(content, path.stem)
        self._sound = next(name for name in self._model.outputs if name != self._lengths)
        self._config = config
        self._speaker = config.speakers[speaker] if speaker else 0
        noise, length, noise_of_lengths = config.scales
        self._scales = (noise, length / speed, noise_of_lengths)

    def known(self, sentence: Sentence) -> Sentence:
        """Leave out the symbols that the model does not have."""
        symbols = [symbol for symbol in sentence.symbols if symbol.text in self._config.ids]
        return Sentence(symbols, sentence.phones, sentence.words)

    def speak(self, sentence: Sentence) -> SpokenSentence:
        ids_of = self._config.ids
        groups = [ids_of[symbol.text] + ids_of[PAD] for symbol in sentence.symbols]
        lead = ids_of[START] + ids_of[PAD]
        ids = [*lead, *(number for group in groups for number in group), *ids_of[END]]
        values: dict[str, npt.ArrayLike] = {
            "input": [ids],
            "input_lengths": [len(ids)],
            "scales": self._scales,
        }
        if "sid" in self._model.inputs:
            values["sid"] = [self._speaker]
        names = [self._sound] if self._lengths is None else [self._sound, self._lengths]
        sound, *told = self._model.run(values, names)
        samples = np.asarray(sound, np.float32).ravel()
        if not np.isfinite(samples).all():
            raise VoiceEngineError("The voice gave a sound that is none; get its file anew.")
        if not told or told[0].size != len(ids):
            return SpokenSentence(samples, None)
        edges_s = edges_of(told[0].ravel().astype(float), len(samples), self._config.sample_rate_hz)
        # The pad between two sounds is the way to the second: measured on a Piper voice against pocketsphinx,
        # starts are 31 ms late in the median otherwise, and so 5 ms, as those of flite.
        starts = np.cumsum([len(lead), *map(len, groups)])
        starts[1:] -= len(ids_of[PAD])
        return SpokenSentence(samples, edges_s[starts])

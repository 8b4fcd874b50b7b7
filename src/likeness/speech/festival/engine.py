"""The festival engine: the voices of Debian's packages festvox-*, when they are installed."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from likeness.core.speech import Phone, Word
from likeness.core.voice import Voice
from likeness.errors import VoiceEngineError, VoiceNotFoundError
from likeness.speech.english.chunks import Chunk, text_of
from likeness.speech.english.programs import phone_of_label, run_program, work_folder
from likeness.speech.festival.catalogue import FESTIVAL_VOICES, FestivalVoice, Method
from likeness.speech.festival.labels import phones_of_label
from likeness.speech.festival.texts import chunks_of
from likeness.speech.languages import language_name
from likeness.speech.prosody import at_rate
from likeness.speech.utterance import EngineSettings, Utterance
from likeness.speech.wave import read_wave
from likeness.typing import FloatArray

_PROGRAM = "festival"
_RATE = {
    Method.HTS: '(set! hts_engine_params (append hts_engine_params (list \'("-r" {speed:.4f}))))',
    Method.DIPHONE: (
        "(Parameter.set 'Duration_Stretch (/ (or (Parameter.get 'Duration_Stretch) 1) {speed:.4f}))"
    ),
    Method.FIXED: "",
}
_SENTENCE_END = ".?!"
_MAX_CHUNKS = 60
# One line per written word with the times of its spoken words, one per segment, a wave file per sentence.
_SCHEME = """
(voice_{voice})
{rate}
(define (tell_word word)
  (format t " %f %f" (item.feat word "word_start") (item.feat word "word_end")))
(define (tell_token token)
  (format t "TOKEN")
  (mapcar tell_word (item.daughters token))
  (format t "\\n"))
(define (tell_segment segment)
  (format t "SEGMENT %s %f %f\\n"
    (item.name segment) (item.feat segment "segment_start") (item.feat segment "end")))
(define (speak text file)
  (let ((utterance (utt.synth (eval (list 'Utterance 'Text text)))))
    (format t "UTTERANCE\\n")
    (let ((token (utt.relation.first utterance 'Token)))
      (while token
        (tell_token token)
        (set! token (item.next token))))
    (mapcar tell_segment (utt.relation.items utterance 'Segment))
    (utt.save.wave utterance file 'riff)))
"""


class FestivalEngine:
    """Speaks through the program festival."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """None: the pitch is changed on the sound."""
        return 0.0, 0.0

    def voices(self) -> tuple[Voice, ...]:
        """Return the known voices that are installed."""
        if shutil.which(_PROGRAM) is None:
            return ()
        return tuple(
            Voice(
                id=f"festival:{each.name}",
                name=f"{each.name.partition('-')[0].title()} (festival)",
                language=each.language,
                language_name=language_name(each.language),
                gender=each.gender,
                engine="festival",
                quality=each.quality,
            )
            for each in FESTIVAL_VOICES
            if each.is_installed
        )

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text; see `SpeechEngine.speak`."""
        own = next((each for each in FESTIVAL_VOICES if f"festival:{each.name}" == voice.id), None)
        if own is None:
            raise VoiceNotFoundError(f"festival has no voice {voice.id}; `likeness voices` lists all.")
        return tuple(_speak(chunks_of(text, own.language, own.encoding), own, settings) for text in texts)


@dataclass(frozen=True)
class _Sentence:
    """What festival tells of one sentence."""

    token_spans_s: list[tuple[float, float] | None]
    """For each written word its start and end in s; None if nothing was spoken of it."""

    phones: tuple[Phone, ...]
    """Times from the start of the sentence."""

    samples: FloatArray
    """(N,) mono."""

    rate_hz: int
    """Samples per second."""


def _speak(chunks: tuple[Chunk, ...], voice: FestivalVoice, settings: EngineSettings) -> Utterance:
    groups = _sentences(chunks)
    phones: list[Phone] = []
    words: list[Word] = []
    sounds: list[FloatArray] = [np.zeros(0, dtype=np.float32)]
    offset_s, rate_hz = 0.0, 16_000
    for group, sentence in zip(groups, _synthesized(groups, voice, settings.speed), strict=True):
        phones += [
            replace(phone, start_s=phone.start_s + offset_s, end_s=phone.end_s + offset_s)
            for phone in sentence.phones
        ]
        words += _words(group, sentence.token_spans_s, offset_s)
        sounds.append(sentence.samples)
        rate_hz = sentence.rate_hz
        offset_s += len(sentence.samples) / rate_hz
    utterance = Utterance(np.concatenate(sounds), rate_hz, tuple(phones), tuple(words))
    return at_rate(utterance, settings.speed) if voice.method is Method.FIXED else utterance


def _sentences(chunks: tuple[Chunk, ...]) -> list[tuple[Chunk, ...]]:
    """Split after sentence ends, and long sentences anywhere: festival holds one in memory at once."""
    groups, first = [], 0
    for i, chunk in enumerate(chunks):
        is_end = chunk.mark != "" and chunk.mark in _SENTENCE_END
        if is_end or i + 1 == len(chunks) or i + 1 - first >= _MAX_CHUNKS:
            groups.append(chunks[first : i + 1])
            first = i + 1
    return groups


def _synthesized(groups: Sequence[tuple[Chunk, ...]], voice: FestivalVoice, speed: float) -> list[_Sentence]:
    if not groups:
        return []
    with work_folder() as folder:
        texts = [text_of(group) for group in groups]
        # Chunks hold no quotes, backslashes or brackets, so that a text cannot leave its Scheme string.
        calls = [f'(speak "{text}" "{folder}/{i}.wav")' for i, text in enumerate(texts)]
        rate = _RATE[voice.method].format(speed=speed)
        head = _SCHEME.format(voice=voice.function, rate=rate)
        program = Path(folder, "speak.scm")
        program.write_text("\n".join([head, *calls, ""]), encoding=voice.encoding)
        printed = run_program([_PROGRAM, "--batch", str(program)], sum(map(len, texts)))
        blocks = printed.split("UTTERANCE\n")[1:]
        if len(blocks) != len(groups):
            raise VoiceEngineError("festival spoke fewer sentences than it was given; choose another voice.")
        return [_sentence(block, Path(folder, f"{i}.wav"), voice.language) for i, block in enumerate(blocks)]


def _sentence(block: str, sound: Path, language: str) -> _Sentence:
    try:
        samples, rate_hz = read_wave(sound.read_bytes())
    except OSError as error:
        raise VoiceEngineError("festival wrote no sound for a sentence; choose another voice.") from error
    spans: list[tuple[float, float] | None] = []
    phones: list[Phone] = []
    for line in block.splitlines():
        kind, *fields = line.split()
        if kind == "TOKEN":
            times = [float(field) for field in fields]
            spoken = [time_s for time_s in zip(times[::2], times[1::2], strict=True) if time_s[1] > time_s[0]]
            spans.append((spoken[0][0], spoken[-1][1]) if spoken else None)
        elif kind == "SEGMENT":
            phones += _phones(language, fields[0], float(fields[1]), float(fields[2]))
    return _Sentence(spans, tuple(phones), samples, rate_hz)


def _phones(language: str, label: str, start_s: float, end_s: float) -> list[Phone]:
    if not language.startswith("en"):
        return phones_of_label(label, language, start_s, end_s)
    phone = phone_of_label(label, start_s, end_s)
    return [] if phone is None else [phone]


def _words(
    group: Sequence[Chunk], spans_s: Sequence[tuple[float, float] | None], offset_s: float
) -> list[Word]:
    """Give each written word the span of its tokens; a chunk of several spoken parts has several tokens."""
    n_tokens = [len(chunk.spoken.split()) for chunk in group]
    words, first = [], 0
    for chunk, n in zip(group, n_tokens, strict=True):
        spoken = [span for span in spans_s[first : first + n] if span is not None]
        if spoken:
            words.append(
                Word(chunk.token.text, offset_s + spoken[0][0], offset_s + spoken[-1][1], chunk.token.start)
            )
        first += n
    return words

"""The flite engine: English voices of the program `flite`, when it is installed."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from likeness.core.speech import Phone
from likeness.core.voice import Voice
from likeness.speech.english.chunks import Chunk, english_chunks, text_of
from likeness.speech.english.programs import phone_of_label, run_program, work_folder
from likeness.speech.english.words import words_from_pronunciations
from likeness.speech.utterance import EngineSettings, Utterance
from likeness.speech.wave import read_wave

_PROGRAM = "flite"
# name: (language, gender, quality); awb_time speaks only clock times and is left out.
_VOICES = {
    "slt": ("en-US", "female", 3),
    "rms": ("en-US", "male", 3),
    "awb": ("en-GB-scotland", "male", 3),
    "kal16": ("en-US", "male", 2),
    "kal": ("en-US", "male", 2),
}
_LANGUAGE_NAMES = {"en-US": "English (America)", "en-GB-scotland": "English (Scotland)"}
# The fastest voice; all share one lexicon, so it tells how each of them pronounces a word.
_LEXICON_VOICE = "kal"


class FliteEngine:
    """Speaks through the program flite."""

    @property
    def pitch_range_semitones(self) -> tuple[float, float]:
        """None: the pitch is changed on the sound."""
        return 0.0, 0.0

    def voices(self) -> tuple[Voice, ...]:
        """Return the known voices that the installed program has."""
        if shutil.which(_PROGRAM) is None:
            return ()
        installed = run_program([_PROGRAM, "-lv"], 0).partition(":")[2].split()
        return tuple(
            Voice(
                f"flite:{name}",
                f"{name.title()} (flite)",
                language,
                _LANGUAGE_NAMES[language],
                gender,
                "flite",
                quality,
            )
            for name, (language, gender, quality) in _VOICES.items()
            if name in installed
        )

    def speak(self, texts: Sequence[str], voice: Voice, settings: EngineSettings) -> tuple[Utterance, ...]:
        """Speak each text; see `SpeechEngine.speak`."""
        name = voice.id.removeprefix("flite:")
        return tuple(_speak(text, name, settings.speed) for text in texts)


def _speak(text: str, voice_name: str, speed: float) -> Utterance:
    chunks = english_chunks(text)
    if not chunks:
        return Utterance(np.zeros(0, dtype=np.float32), 16000, (), ())
    with work_folder() as folder:
        sound = Path(folder, "speech.wav")
        stretch = f"duration_stretch={1 / speed:.4f}"
        command = ["-voice", voice_name, "-psdur", "--setf", stretch]
        printed = _run(command, text_of(chunks) + "\n", sound)
        samples, rate_hz = read_wave(sound.read_bytes())
    phones = _phones(printed, len(samples) / rate_hz)
    words = words_from_pronunciations(chunks, _pronunciations(chunks), phones)
    return Utterance(samples, rate_hz, phones, words)


def _run(command: Sequence[str], text: str, sound: Path | None) -> str:
    with work_folder() as folder:
        source = Path(folder, "text.txt")
        source.write_text(text, encoding="ascii")
        target = "none" if sound is None else str(sound)
        return run_program([_PROGRAM, *command, "-f", str(source), target], len(text))


def _phones(printed: str, duration_s: float) -> tuple[Phone, ...]:
    """Read the lines "pau:0.216 p:0.265 ...": one per utterance, end times from its start."""
    utterances = []
    for line in printed.splitlines():
        fields = [field.rpartition(":") for field in line.split() if ":" in field]
        if fields:
            utterances.append([(label, float(end)) for label, _, end in fields])
    labelled_s = sum(utterance[-1][1] for utterance in utterances)
    # The sound of an utterance is a little shorter than its labels say; without this the error would add up.
    excess_s = (labelled_s - duration_s) / max(1, len(utterances))
    phones, offset_s = [], 0.0
    for utterance in utterances:
        start_s = 0.0
        for label, end_s in utterance:
            phone = phone_of_label(label, offset_s + start_s, offset_s + end_s)
            if phone is not None:
                phones.append(phone)
            start_s = end_s
        offset_s += start_s - excess_s
    return tuple(phones)


def _pronunciations(chunks: Sequence[Chunk]) -> list[list[str]]:
    """Return the classes of each word, spoken as an utterance of its own."""
    lines = "".join(chunk.spoken.rstrip(".,:") + ".\n\n" for chunk in chunks)
    printed = _run(["-voice", _LEXICON_VOICE, "-ps"], lines, None)
    spoken = []
    for line in printed.splitlines():
        if line.strip():
            named = (phone_of_label(label, 0, 1) for label in line.split())
            spoken.append([phone.arpabet for phone in named if phone is not None])
    return (
        spoken
        if len(spoken) == len(chunks)
        else _by_length(chunks, [arpabet for word in spoken for arpabet in word])
    )


def _by_length(chunks: Sequence[Chunk], classes: list[str]) -> list[list[str]]:
    """Divide the classes among the words by their number of letters, when lines are missing."""
    ends = np.cumsum([len(chunk.spoken) for chunk in chunks])
    cuts = [0, *np.round(ends / ends[-1] * len(classes)).astype(int).tolist()]
    return [classes[cuts[i] : cuts[i + 1]] for i in range(len(chunks))]

"""flite and festival: voices cut from or modelled on natural speech, with the phone times they tell."""

import re
from dataclasses import dataclass
from pathlib import Path

from likeness.core.speech import Phone
from likeness.speech.english.programs import phone_of_label, run_program, work_folder
from likeness.speech.phone_tables import classes_of_ipa
from likeness.speech.wave import read_wave
from training.spoken import Spoken, spoken_at

FLITE_VOICES = ("slt", "rms", "awb", "kal16", "kal")


@dataclass(frozen=True)
class FestivalVoice:
    """One voice of festival."""

    function: str
    """Name without "voice_"."""

    language: str
    """Whose letters and phone names it has: en, it, cs, fi, ca."""

    package: str
    """Debian package."""

    @property
    def is_hmm(self) -> bool:
        """Tell whether the voice is a model; else it is cut from recordings."""
        return self.function.endswith("hts")


FESTIVAL_VOICES: tuple[FestivalVoice, ...] = (
    FestivalVoice("cmu_us_slt_arctic_hts", "en", "festvox-us-slt-hts"),
    FestivalVoice("kal_diphone", "en", "festvox-kallpc16k"),
    FestivalVoice("ked_diphone", "en", "festvox-kdlpc16k"),
    FestivalVoice("lp_diphone", "it", "festvox-italp16k"),
    FestivalVoice("pc_diphone", "it", "festvox-itapc16k"),
    FestivalVoice("suo_fi_lj_diphone", "fi", "festvox-suopuhe-lj"),
    FestivalVoice("hy_fi_mv_diphone", "fi", "festvox-suopuhe-mv"),
    FestivalVoice("czech_dita", "cs", "festvox-czech-dita"),
    FestivalVoice("czech_krb", "cs", "festvox-czech-krb"),
    FestivalVoice("czech_machac", "cs", "festvox-czech-machac"),
    FestivalVoice("czech_ph", "cs", "festvox-czech-ph"),
    FestivalVoice("upc_ca_ona_hts", "ca", "festvox-ca-ona-hts"),
)
"""Voices of Debian that tell their phones."""

_ENCODING = {"en": "ascii", "it": "latin-1", "cs": "iso8859-2", "fi": "latin-1", "ca": "latin-1"}
_IPA_OF_LABEL = {
    "it": {"E": "ɛ", "O": "ɔ", "J": "ɲ", "L": "ʎ", "S": "ʃ", "Z": "ʒ", "tS": "tʃ", "dZ": "dʒ", "ng": "ŋ",
           "nf": "ɱ"},
    "ca": {"E": "ɛ", "O": "ɔ", "J": "ɲ", "L": "ʎ", "S": "ʃ", "Z": "ʒ", "ax": "ə", "rr": "r"},
    "cs": {"c": "ts", "c~": "tʃ", "ch": "x", "d~": "ɟ", "dz~": "dʒ", "n*": "ŋ", "n~": "ɲ", "r~": "r",
           "r~*": "r", "s~": "ʃ", "t~": "c", "z~": "ʒ", "h": "ɦ"},
    "fi": {"@": "æ", "7": "ø", "&": "ə", "T": "θ", "S": "ʃ", "N": "ŋ", "L": "ʎ"},
}  # fmt: skip
_SILENT = frozenset({"#", "_", "pau"})
_SCHEME = """
(voice_{function})
(Parameter.set 'Duration_Stretch {stretch})
{extra}
(define (tell segment)
  (format t "SEGMENT %s %f %f\\n"
    (item.name segment) (item.feat segment "segment_start") (item.feat segment "end")))
(define (speak text file)
  (format t "UTTERANCE\\n")
  (unwind-protect
    (let ((utterance (utt.synth (eval (list 'Utterance 'Text text)))))
      (mapcar tell (utt.relation.items utterance 'Segment))
      (utt.save.wave utterance file 'riff))
    nil))
"""


def speak_flite(
    voice: str, texts: list[str], speed: float, f0_hz: tuple[float, float] | None
) -> list[Spoken]:
    """Speak texts; `f0_hz` = mean and deviation of the pitch, None = the voice's own."""
    settings = ["--setf", f"duration_stretch={1 / speed:.3f}"]
    if f0_hz is not None:
        settings += ["--setf", f"int_f0_target_mean={f0_hz[0]:.1f}"]
        settings += ["--setf", f"int_f0_target_stddev={f0_hz[1]:.1f}"]
    spoken = []
    with work_folder() as folder:
        sound = Path(folder, "speech.wav")
        for text in texts:
            printed = run_program(
                ["flite", "-voice", voice, "-psdur", *settings, "-t", text, str(sound)], len(text)
            )
            samples, rate_hz = read_wave(sound.read_bytes())
            spoken.append(spoken_at(samples, rate_hz, _flite_phones(printed)))
    return spoken


def _flite_phones(printed: str) -> tuple[Phone, ...]:
    phones, start_s = [], 0.0
    for field in printed.split():
        label, colon, end = field.rpartition(":")
        if colon:
            phone = phone_of_label(label, start_s, float(end))
            phones += [] if phone is None else [phone]
            start_s = float(end)
    return tuple(phones)


def speak_festival(
    voice: FestivalVoice, texts: list[str], speed: float, semitones: float = 0.0
) -> list[Spoken]:
    """Speak texts; semitones only move the voices that are models."""
    extra = ""
    if voice.is_hmm:
        options = f'(list \'("-r" {speed:.3f}) \'("-fm" {semitones:.2f}))'
        extra = f"(set! hts_engine_params (append hts_engine_params {options}))"
    with work_folder() as folder:
        head = _SCHEME.format(
            function=voice.function, stretch=1.0 if voice.is_hmm else 1 / speed, extra=extra
        )
        calls = [f'(speak "{_harmless(text)}" "{folder}/{i}.wav")' for i, text in enumerate(texts)]
        program = Path(folder, "speak.scm")
        program.write_text("\n".join([head, *calls, ""]), encoding=_ENCODING[voice.language], errors="ignore")
        printed = run_program(["festival", "--batch", str(program)], 4 * sum(map(len, texts)))
        blocks = printed.split("UTTERANCE\n")[1:]
        sounds = [Path(folder, f"{i}.wav") for i in range(len(blocks))]
        # Some invented words are beyond a voice's rules; then there is no sound.
        return [
            _festival_spoken(voice, block, sound)
            for block, sound in zip(blocks, sounds, strict=True)
            if sound.is_file()
        ]


def _harmless(text: str) -> str:
    """Leave no character that could end a Scheme string."""
    return re.sub(r'["\\()]', " ", text)


def _festival_spoken(voice: FestivalVoice, block: str, sound: Path) -> Spoken:
    phones: list[Phone] = []
    for line in block.splitlines():
        kind, *fields = line.split()
        if kind == "SEGMENT" and len(fields) == 3 and fields[0] not in _SILENT:
            phones += _phones_of(voice.language, fields[0], float(fields[1]), float(fields[2]))
    samples, rate_hz = read_wave(sound.read_bytes())
    return spoken_at(samples, rate_hz, tuple(phones))


def _phones_of(language: str, label: str, start_s: float, end_s: float) -> list[Phone]:
    if language == "en":
        phone = phone_of_label(label, start_s, end_s)
        return [] if phone is None else [phone]
    name = label.rstrip("1:")
    classes, _ = classes_of_ipa(_IPA_OF_LABEL[language].get(name, name))
    step_s = (end_s - start_s) / max(1, len(classes))
    return [
        Phone(arpabet, "", start_s + i * step_s, start_s + (i + 1) * step_s)
        for i, arpabet in enumerate(classes)
        if step_s > 0
    ]

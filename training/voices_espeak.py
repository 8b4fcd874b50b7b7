"""espeak-ng with invented speakers: random formants, pitch, breath and roughness in its own voice files."""

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader
import numpy as np

from likeness.core.speech import Phone
from likeness.speech.espeak import worker
from likeness.speech.phone_tables import classes_of_ipa
from likeness.speech.plosives import with_closures
from likeness.typing import Json
from training.spoken import Spoken, spoken_at

NORMAL_RATE_WPM = 175
_TIMEOUT_S = 120.0


@dataclass(frozen=True)
class EspeakCast:
    """A copy of espeak-ng's data in which voices can be invented."""

    folder: Path
    """Data folder; everything but the voices is linked from the installed package."""

    @contextmanager
    def invented(self, name: str, rng: np.random.Generator) -> Iterator[None]:
        """Have a random speaker, to be named after a `+`; not for ever: espeak-ng knows 350 at most."""
        file = self.folder / "voices" / "!v" / name
        file.write_text(random_variant(name, rng), encoding="ascii")
        try:
            yield
        finally:
            file.unlink()

    def speak(self, voice: str, texts: list[str], speed: float, pitch: int) -> list[Spoken]:
        """Speak texts, e.g. with the voice "gmw/en-US+NAME"; pitch 0-99."""
        request = {
            "do": "speak",
            "voice": voice,
            "rate_wpm": max(80, round(NORMAL_RATE_WPM * speed)),
            "pitch": pitch,
            "texts": texts,
        }
        head, pcm = self._ask(request)
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        rate_hz, first, spoken = head["sample_rate_hz"], 0, []
        for piece in head["pieces"]:
            last = first + piece["n_samples"]
            phones = with_closures(_phones(piece, rate_hz), speed)
            spoken.append(spoken_at(samples[first:last], rate_hz, phones))
            first = last
        return spoken

    def _ask(self, request: Json) -> tuple[Json, bytes]:
        library = str(espeakng_loader.get_library_path())
        command = [sys.executable, "-I", "-S", str(worker.__file__), library, str(self.folder)]
        run = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=_TIMEOUT_S, check=True
        )
        (n_head,) = struct.unpack_from(">I", run.stdout)
        head = json.loads(run.stdout[4 : 4 + n_head])
        if "error" in head:
            raise RuntimeError(head["error"])
        return head, run.stdout[4 + n_head :]


def open_cast(folder: Path) -> EspeakCast:
    """Make the data folder below an existing folder."""
    data = folder / "espeak-ng-data"
    variants = data / "voices" / "!v"
    variants.mkdir(parents=True, exist_ok=True)
    installed = Path(espeakng_loader.get_data_path())
    for origin, copy in ((installed, data), (installed / "voices" / "!v", variants)):
        for entry in origin.iterdir():
            if entry.name != "voices" and not (copy / entry.name).exists():
                (copy / entry.name).symlink_to(entry)
    return EspeakCast(data)


def languages() -> tuple[str, ...]:
    """Return espeak-ng's voices as paths, e.g. "gmw/de"; constructed languages and odd spellings left out."""
    folder = Path(espeakng_loader.get_data_path()) / "lang"
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    odd = ("art/", "gmw/en-Shaw", "xex", "iro/", "my", "shn", "cmn", "yue", "hak", "tt", "ti", "sit/")
    usual = sorted(name for name in names if "/" in name and not name.startswith(odd))
    return (*usual, "sit/cmn-Latn-pinyin")


def random_variant(name: str, rng: np.random.Generator) -> str:
    """Return a voice file: the length of the throat, single formants, tone, pitch and roughness at random."""
    throat = float(rng.uniform(0.84, 1.28))
    low = float(np.exp(rng.uniform(np.log(62), np.log(300))))
    lines = ["language variant", f"name {name}", f"pitch {low:.0f} {low * rng.uniform(1.15, 2.0):.0f}"]
    for i in range(9):
        frequency = 100 * throat * rng.uniform(0.94, 1.06)
        lines.append(f"formant {i} {frequency:.0f} {rng.uniform(60, 115):.0f} {rng.uniform(75, 150):.0f}")
    if rng.random() < 0.5:
        levels = np.sort(rng.uniform(40, 255, 4))[::-1]
        lines.append(
            "tone " + " ".join(f"{hz} {v:.0f}" for hz, v in zip((400, 1200, 2500, 5000), levels, strict=True))
        )
    if rng.random() < 0.4:
        lines.append("breath " + " ".join(str(int(v)) for v in rng.integers(0, 7, 8)))
    if rng.random() < 0.5:
        lines.append(f"roughness {rng.integers(0, 5)}")
    lines += [f"flutter {rng.integers(0, 5)}", f"voicing {rng.integers(60, 130)}"]
    lines.append(f"consonants {rng.integers(60, 150)} {rng.integers(60, 150)}")
    if rng.random() < 0.2:
        lines.append(f"klatt {rng.integers(1, 6)}")
    return "\n".join(lines) + "\n"


def _phones(piece: Json, rate_hz: int) -> list[Phone]:
    events = piece["phones"]
    ends = [sample for _, sample in events[1:]] + [piece["n_samples"]]
    phones: list[Phone] = []
    for (ipa, sample), end in zip(events, ends, strict=True):
        classes, _ = classes_of_ipa(ipa)
        bounds_s = np.linspace(sample, max(sample, end), len(classes) + 1) / rate_hz
        for i, arpabet in enumerate(classes):
            if bounds_s[i + 1] > bounds_s[i]:
                phones.append(Phone(arpabet, ipa, float(bounds_s[i]), float(bounds_s[i + 1])))
    return phones

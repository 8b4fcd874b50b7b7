"""What stands in the .onnx.json file beside a Piper voice."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from likeness.errors import VoiceUnusableError
from likeness.speech.tags import canonical_tag

_MAX_BYTES = 5_000_000
START, END, PAD = "^", "$", "_"
"""The symbols that every Piper voice wants around the text and between its symbols."""


@dataclass(frozen=True)
class PiperConfig:
    """How a Piper voice is to be run."""

    sample_rate_hz: int
    """Samples per second."""

    espeak_voice: str
    """The voice of espeak-ng that pronounces for it."""

    scales: tuple[float, float, float]
    """Noise of the sound, length (larger = slower), noise of the lengths."""

    ids: Mapping[str, tuple[int, ...]]
    """Numbers of each symbol."""

    speakers: Mapping[str, int]
    """Name and number of each speaker; empty when there is only one."""

    language: str
    """BCP 47 tag."""

    quality: str
    """x_low, low, medium, high; empty if unknown."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Audio(_Part):
    sample_rate: int = Field(ge=8000, le=96000)
    quality: str = ""


class _Espeak(_Part):
    voice: str = Field(min_length=1)


class _Inference(_Part):
    noise_scale: float = Field(default=0.667, ge=0, le=10)
    length_scale: float = Field(default=1.0, gt=0.05, le=20)
    noise_w: float = Field(default=0.8, ge=0, le=10)


class _Language(_Part):
    code: str = ""


class _File(_Part):
    audio: _Audio
    espeak: _Espeak
    inference: _Inference = _Inference()
    phoneme_type: str = "espeak"
    phoneme_id_map: dict[str, list[int]]
    num_speakers: int = Field(default=1, ge=0)
    speaker_id_map: dict[str, int] = {}
    language: _Language = _Language()


def read_piper_config(path: Path) -> PiperConfig:
    """Read and check a Piper voice's JSON file.

    Raises
    ------
    VoiceUnusableError
        It is missing, is no such file, or asks for a pronunciation that Likeness does not have.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise VoiceUnusableError(f"{path.name} is too large for the description of a voice.")
        file = _File.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise VoiceUnusableError(
            f"Beside a Piper voice there must be its description {path.name}; get both files."
        ) from error
    except OSError as error:
        raise VoiceUnusableError(f"{path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise VoiceUnusableError(
            f"{path.name} does not describe a Piper voice: {place} is missing or wrong."
        ) from error
    except (ValueError, RecursionError) as error:
        raise VoiceUnusableError(f"{path.name} is not a JSON file; get it anew.") from error
    return _checked(file, path.name)


def _checked(file: _File, name: str) -> PiperConfig:
    if file.phoneme_type != "espeak":
        raise VoiceUnusableError(
            f"{name} wants its pronunciation as {file.phoneme_type!r}; only voices with 'espeak' can be used."
        )
    if not {START, END, PAD} <= {symbol for symbol, ids in file.phoneme_id_map.items() if ids}:
        raise VoiceUnusableError(f"{name} lacks the symbols {START} {END} {PAD} of a Piper voice.")
    speakers = dict(file.speaker_id_map) if file.num_speakers > 1 else {}
    if file.num_speakers > 1 and not speakers:
        speakers = {str(number): number for number in range(min(file.num_speakers, 10_000))}
    inference = file.inference
    return PiperConfig(
        sample_rate_hz=file.audio.sample_rate,
        espeak_voice=file.espeak.voice,
        scales=(inference.noise_scale, inference.length_scale, inference.noise_w),
        ids={symbol: tuple(ids) for symbol, ids in file.phoneme_id_map.items()},
        speakers=speakers,
        language=canonical_tag(file.language.code or file.espeak.voice),
        quality=file.audio.quality,
    )

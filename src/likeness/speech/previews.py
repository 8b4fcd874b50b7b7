"""Short samples of voices, made when they are first asked for."""

import hashlib
import os
import tempfile
import wave
from importlib.metadata import version
from pathlib import Path

import numpy as np

from likeness.core.voice import Voice, VoiceSettings
from likeness.errors import OutputNotWritableError, ScriptUnspeakableError
from likeness.speech.neural.store import voices_folder
from likeness.speech.synthesis import synthesize
from likeness.speech.tags import primary_language
from likeness.typing import FloatArray

# What is said for the languages that people ask for most; all others count, which every voice can read.
_TEXTS = {
    "en": "Hello! This is how I sound.", "de": "Hallo! So klinge ich.", "fr": "Bonjour ! Voici ma voix.",
    "es": "¡Hola! Así suena mi voz.", "it": "Ciao! Questa è la mia voce.", "pt": "Olá! Esta é a minha voz.",
    "nl": "Hallo! Zo klink ik.", "sv": "Hej! Så här låter jag.", "nb": "Hei! Slik høres jeg ut.",
    "da": "Hej! Sådan lyder jeg.", "fi": "Hei! Tältä minä kuulostan.", "pl": "Cześć! Tak brzmi mój głos.",
    "cs": "Ahoj! Takhle zní můj hlas.", "sk": "Ahoj! Takto znie môj hlas.", "hu": "Szia! Ilyen a hangom.",
    "ro": "Bună! Așa sună vocea mea.", "tr": "Merhaba! Sesim böyle.", "el": "Γεια σας! Έτσι ακούγομαι.",
    "ru": "Привет! Вот так звучит мой голос.", "uk": "Привіт! Ось так звучить мій голос.",
    "ca": "Hola! Així sona la meva veu.", "hi": "नमस्ते! मेरी आवाज़ ऐसी है।", "cmn": "你好！这是我的声音。",
    "yue": "你好！呢個係我嘅聲音。", "ja": "こんにちは。これがわたしのこえです。",
    "ko": "안녕하세요! 제 목소리입니다.", "ar": "مرحبا! هذا صوتي.", "he": "שלום! זה הקול שלי.",
    "fa": "سلام! این صدای من است.", "vi": "Xin chào! Đây là giọng nói của tôi.",
    "id": "Halo! Inilah suara saya.", "sw": "Habari! Hii ndiyo sauti yangu.", "eo": "Saluton! Jen mia voĉo.",
}  # fmt: skip
_COUNTING = "1, 2, 3, 4, 5."


def preview_text(voice: Voice) -> str:
    """Return what a voice says in its preview."""
    return _TEXTS.get(primary_language(voice.language), _COUNTING)


def previews_folder() -> Path:
    """Return the folder of ready previews; it may be deleted at any time, and need not exist."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return Path(cache if cache else Path.home() / ".cache") / "likeness" / "previews"


def preview(voice: Voice) -> Path:
    """Return a WAV file (16 bit, mono) of a few seconds in which a voice speaks its own language.

    It is made once and kept until the voice, or Likeness, changes.

    Raises
    ------
    OutputNotWritableError
        The folder of previews cannot be written.
    VoiceEngineError, VoiceNotFoundError, VoiceUnusableError
        The voice cannot speak.
    """
    path = previews_folder() / f"{_key(voice)}.wav"
    if path.is_file():
        return path
    samples, rate_hz = _spoken(voice)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            _write_wave(file.name, samples, rate_hz)
        Path(file.name).replace(path)
    except OSError as error:
        raise OutputNotWritableError(
            f"The preview cannot be written into {path.parent}: {error.strerror}. Set XDG_CACHE_HOME to "
            "another folder."
        ) from error
    return path


def _spoken(voice: Voice) -> tuple[FloatArray, int]:
    try:
        speech = synthesize(preview_text(voice), voice, VoiceSettings())
    except ScriptUnspeakableError:
        speech = synthesize(_COUNTING, voice, VoiceSettings())
    return speech.audio.samples[:, 0], speech.audio.sample_rate_hz


def _key(voice: Voice) -> str:
    """Name what the sound depends on: the voice, its text, the program, and the operator's files."""
    changed = ""
    if voice.engine in ("piper", "kokoro"):
        files = sorted(path for path in voices_folder().rglob("*") if path.is_file())
        changed = "".join(f"{path.name}{path.stat().st_size}{path.stat().st_mtime_ns}" for path in files)
    parts = (voice.id, preview_text(voice), version("likeness"), changed)
    readable = "".join(letter if letter.isalnum() or letter in "+-" else "_" for letter in voice.id)
    return f"{readable[:80]}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:12]}"


def _write_wave(path: str, samples: FloatArray, rate_hz: int) -> None:
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())

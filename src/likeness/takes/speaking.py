"""What is said in a scene: spoken by a voice, or listened to in a recording."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from likeness import speech as speech_stage
from likeness.core.audio import AudioClip
from likeness.core.scene import Words
from likeness.core.speech import Speech
from likeness.core.voice import Voice, VoiceSettings
from likeness.loudness import normalised, raised
from likeness.speech.recording import Recording, read_recording
from likeness.speech.voices import unread_letters
from likeness.takes.spool import put_away

_MOST_SHOWN_LETTERS = 20


@dataclass(frozen=True)
class Spoken:
    """A speech, and what should be known about it."""

    speech: Speech
    """The words with their times and their sound, as loud as the voice or the recording is."""

    sound: AudioClip
    """What is heard in the film: the same, but at the loudness of films unless it is a recording."""

    warnings: tuple[str, ...]
    """One line each."""


def speak(words: Words, *, is_alone: bool = False) -> Spoken:
    """Say a script, or listen to a recording.

    `is_alone`: no other scene has to be as loud, so a voice keeps its peaks.

    Raises
    ------
    ScriptError, SoundError, VoiceNotFoundError, LanguageNotSupportedError
        The words cannot be used.
    """
    if words.audio is not None:
        recording = read_recording(words.audio)
        speech = speech_stage.listen(recording.audio, words.script, words.language, words.guess_words)
        return _spoken(speech, _missing(recording, words.audio), normalised if words.level_audio else None)
    script = words.script or ""
    voice = speech_stage.find_voice(words.voice, words.language)
    speech = speech_stage.synthesize(script, voice, VoiceSettings(words.speed, words.pitch))
    return _spoken(speech, _unread(script, voice), raised if is_alone else normalised)


def _spoken(
    speech: Speech, warnings: tuple[str, ...], level: Callable[[AudioClip], AudioClip] | None
) -> Spoken:
    """Level what is heard; the speech itself stays as it is, since movement follows how loud it is."""
    own = put_away(speech.audio)
    sound = own if level is None else put_away(level(speech.audio))
    return Spoken(replace(speech, audio=own), sound, warnings)


def _missing(recording: Recording, file: Path) -> tuple[str, ...]:
    if not recording.missing_s:
        return ()
    return (
        f"The recording {file.name} is cut short or damaged: {recording.missing_s:.1f} s of its "
        f"{recording.stated_s:.1f} s are missing; copy or download it again.",
    )


def _unread(script: str, voice: Voice) -> tuple[str, ...]:
    letters = unread_letters(script, voice)
    if not letters:
        return ()
    shown = letters[:_MOST_SHOWN_LETTERS] + ("..." if len(letters) > _MOST_SHOWN_LETTERS else "")
    return (
        f"The voice {voice.id} cannot read {shown} and leaves such words out; write them in other letters, "
        "or choose a voice of their language.",
    )

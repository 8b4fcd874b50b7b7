"""The speech stage: a script or a recording in, sound with timed words and phones out.

script ── read_script ── normalized ── engine (a folder each) ── prosody, pitch, trim, join ──┐
                                                                                              ├── Speech
file ── read_audio ── analysis copy ── alignment or recognition ──────────────────────────────┘
"""

from likeness.speech.listening import listen
from likeness.speech.recording import read_audio
from likeness.speech.synthesis import synthesize
from likeness.speech.voices import find_voice, list_voices

__all__ = ["find_voice", "list_voices", "listen", "read_audio", "synthesize"]

"""The only code that loads espeak-ng; runs as a process of its own and imports nothing but the standard
library.

espeak-ng is GPL software with one global state per process, so Likeness speaks to it through a pipe: one
request in, one answer out, and the process ends.

    python -I -S worker.py LIBRARY DATA_DIRECTORY < request > answer

Request: one JSON object, ``{"do": "voices"}`` or ``{"do": "speak", "voice": "gmw/en-US", "rate_wpm": 175,
"pitch": 50, "texts": ["Hello."]}``; with ``"do": "phonemize"`` it answers the same without samples but with
clauses.
Answer: the length of a JSON object as four big-endian bytes, the object, then the samples of all texts, one
after the other, as 16-bit little-endian mono. The object is ``{"error": "..."}``, ``{"voices": [...]}`` or
``{"sample_rate_hz": 22050, "pieces": [{"n_samples": 9, "words": [[char, length, sample]], "phones": [[ipa,
sample]], "clauses": [[ipa, char]]}]}``; characters count from 0. The character of a clause is about where the
next one begins: espeak-ng reads one or two characters ahead.
"""

import ctypes
import json
import os
import struct
import sys
from typing import Any, BinaryIO

_SYNCHRONOUS_OUTPUT = 2
_PHONEME_EVENTS, _IPA_EVENTS, _DO_NOT_EXIT = 1, 2, 0x8000
_EVENT_END_OF_LIST, _EVENT_WORD, _EVENT_PHONEME = 0, 1, 7
_RATE, _PITCH = 1, 3
_CHARACTER_POSITION = 1
_UTF8 = 1
# IPA, with a tie (U+0361) between the letters of one phoneme.
_PHONEMES_IN_TIED_IPA = 2 | 0x80 | 0x361 << 8


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


class _VoiceRecord(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def _load(library_path: str, data_path: str) -> tuple[ctypes.CDLL, int]:
    """Return the library and its sample rate in Hz."""
    library = ctypes.CDLL(library_path)
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_VoiceRecord))
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int)
    options = _PHONEME_EVENTS | _IPA_EVENTS | _DO_NOT_EXIT
    rate_hz = library.espeak_Initialize(_SYNCHRONOUS_OUTPUT, 0, data_path.encode(), options)
    if rate_hz <= 0:
        raise RuntimeError(f"espeak-ng did not start with the data in {data_path}")
    return library, int(rate_hz)


def _languages(address: int) -> list[list[Any]]:
    """Read a list of (priority byte, zero-ended tag) pairs, ended by a zero priority."""
    languages: list[list[Any]] = []
    while (priority := ctypes.c_ubyte.from_address(address).value) != 0:
        tag = ctypes.string_at(address + 1)
        languages.append([priority, tag.decode("utf-8", "replace")])
        address += len(tag) + 2
    return languages


def _list_voices(library: ctypes.CDLL) -> dict[str, Any]:
    voices = []
    records = library.espeak_ListVoices(None)
    i = 0
    while records[i]:
        record = records[i].contents
        voices.append(
            {
                "name": record.name.decode("utf-8", "replace"),
                "identifier": record.identifier.decode("utf-8", "replace"),
                "languages": _languages(record.languages),
                "gender": record.gender,
            }
        )
        i += 1
    return {"voices": voices}


class _Recorder:
    """Collects samples and events of one text."""

    def __init__(self) -> None:
        self.samples = bytearray()
        self.words: list[list[int]] = []
        self.phones: list[list[Any]] = []

    def receive(self, samples: Any, n_samples: int, events: Any) -> int:
        if samples and n_samples > 0:
            self.samples += ctypes.string_at(samples, 2 * n_samples)
        i = 0
        while events[i].type != _EVENT_END_OF_LIST:
            event = events[i]
            if event.type == _EVENT_WORD:
                self.words.append([event.text_position - 1, event.length, event.sample])
            elif event.type == _EVENT_PHONEME:
                self.phones.append([bytes(event.id.string).decode("utf-8", "ignore"), event.sample])
            i += 1
        return 0


def _speak(library: ctypes.CDLL, rate_hz: int, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    if library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        raise RuntimeError(f"espeak-ng has no voice {request['voice']}")
    library.espeak_SetParameter(_RATE, int(request["rate_wpm"]), 0)
    library.espeak_SetParameter(_PITCH, int(request["pitch"]), 0)
    pieces, pcm = [], bytearray()
    for text in request["texts"]:
        recorder = _Recorder()
        callback = _Callback(recorder.receive)
        library.espeak_SetSynthCallback(callback)
        encoded = text.encode("utf-8") + b"\0"
        status = library.espeak_Synth(encoded, len(encoded), 0, _CHARACTER_POSITION, 0, _UTF8, None, None)
        if status != 0:
            raise RuntimeError(f"espeak-ng answered with status {status}")
        pieces.append(
            {"n_samples": len(recorder.samples) // 2, "words": recorder.words, "phones": recorder.phones}
        )
        pcm += recorder.samples
    return {"sample_rate_hz": rate_hz, "pieces": pieces}, bytes(pcm)


def _phonemize(library: ctypes.CDLL, rate_hz: int, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    head, _ = _speak(library, rate_hz, request)
    for piece, text in zip(head["pieces"], request["texts"], strict=True):
        piece["clauses"] = _clauses(library, text)
    return head, b""


def _clauses(library: ctypes.CDLL, text: str) -> list[list[Any]]:
    """Return for each clause its IPA and the index of a character near its end."""
    encoded = text.encode("utf-8")
    buffer = ctypes.create_string_buffer(encoded)
    start = ctypes.addressof(buffer)
    rest = ctypes.c_void_p(start)
    clauses: list[list[Any]] = []
    while rest.value:
        ipa = library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _PHONEMES_IN_TIED_IPA)
        n_read = len(encoded) if rest.value is None else rest.value - start
        clauses.append([ipa.decode("utf-8", "replace"), len(encoded[:n_read].decode("utf-8", "ignore"))])
    return clauses


def _answer(arguments: list[str], request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        library, rate_hz = _load(*arguments)
        if request["do"] == "voices":
            return _list_voices(library), b""
        act = {"speak": _speak, "phonemize": _phonemize}[request["do"]]
        return act(library, rate_hz, request)
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}, b""


def _keep_answer_channel() -> BinaryIO:
    """Return the pipe to the parent and send stray prints of the library to the error stream."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


def main() -> None:
    """Read one request, write one answer."""
    channel = _keep_answer_channel()
    head, samples = _answer(sys.argv[1:], json.loads(sys.stdin.buffer.read()))
    encoded = json.dumps(head).encode()
    channel.write(struct.pack(">I", len(encoded)) + encoded + samples)
    channel.close()


if __name__ == "__main__":
    main()

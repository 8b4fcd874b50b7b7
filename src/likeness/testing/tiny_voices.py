"""Neural voices of a few kilobytes: models with the signature of Piper and of Kokoro that hum.

Every symbol has a length of whole frames and is loud or silent, so that what a model should tell about time
can be computed beside it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from likeness.testing.onnx_writer import TinyGraph

Forms: TypeAlias = dict[str, tuple[str, Sequence[int | str]]]
"""Inputs or outputs of a model: name, kind and shape."""

PIPER_RATE_HZ, KOKORO_RATE_HZ = 22_050, 24_000
PIPER_HOP, KOKORO_HOP = 256, 600
N_KOKORO_STYLE = 256
_SILENT = " ,.;:!?ˈˌː"
_SYMBOLS = "_^$" + _SILENT + "abcdefhijklmnopqrstuvwxyzæçðøŋœɐɑɔəɚɛɜɡɪɫɹɾʃʊʌʒθᵻ"
_FRAMES = {"_": 0.4, "^": 8, "$": 12, " ": 1, ",": 14, ".": 20, "?": 20, "!": 20, ":": 14, ";": 14, "ː": 4}
_VOWELS = frozenset("aeiouæøœɐɑɔəɚɛɜɪʊʌᵻ")


@dataclass(frozen=True)
class TinyPiper:
    """How a tiny Piper voice is made."""

    speakers: tuple[str, ...] = ()
    """Names; more than one makes a model that asks for one."""

    tells_lengths: bool = True
    """Whether it has the `Ceil` node that tells the length of every symbol."""

    language: str = "en_US"
    """As in the description."""

    espeak_voice: str = "en-us"
    """As in the description."""


def frames_of(symbol: str, length_scale: float) -> int:
    """Return how many frames of 256 samples a symbol of the tiny Piper voice lasts."""
    return int(np.ceil(np.float32(_base_frames(symbol)) * np.float32(length_scale)))


def write_piper(folder: Path, name: str, kind: TinyPiper | None = None) -> Path:
    """Write `NAME.onnx` and `NAME.onnx.json` and return the first."""
    kind = kind or TinyPiper()
    description = {
        "audio": {"sample_rate": PIPER_RATE_HZ, "quality": "medium"},
        "espeak": {"voice": kind.espeak_voice},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [i] for i, symbol in enumerate(_SYMBOLS)},
        "num_speakers": max(1, len(kind.speakers)),
        "speaker_id_map": {speaker: i for i, speaker in enumerate(kind.speakers)},
        "language": {"code": kind.language},
    }
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    model.write_bytes(_piper_model(kind))
    model.with_name(f"{name}.onnx.json").write_text(json.dumps(description), encoding="utf-8")
    return model


def write_kokoro(folder: Path, names: tuple[str, ...], tells_lengths: bool = True) -> tuple[Path, Path]:
    """Write `kokoro.onnx` and `voices.npz` and return both."""
    folder.mkdir(parents=True, exist_ok=True)
    model, voices = folder / "kokoro.onnx", folder / "voices.npz"
    model.write_bytes(_kokoro_model(tells_lengths))
    tables = {name: np.full((510, 1, N_KOKORO_STYLE), 0.1 * i, np.float32) for i, name in enumerate(names)}
    np.savez(voices, **tables)  # type: ignore[arg-type]
    return model, voices


def _base_frames(symbol: str) -> float:
    return _FRAMES.get(symbol, 9.0 if symbol in _VOWELS else 6.0)


def _piper_model(kind: TinyPiper) -> bytes:
    graph = TinyGraph()
    lengths = graph.constant([_base_frames(symbol) for symbol in _SYMBOLS], "float32")
    length_scale = graph.node("Gather", "scales", graph.constant([1], "int64"))
    stretched = graph.node("Mul", graph.node("Gather", lengths, "input"), length_scale)
    # Without the node: the same lengths by another way.
    frames = (
        graph.node("Ceil", stretched, name="w_ceil")
        if kind.tells_lengths
        else graph.node("Neg", graph.node("Floor", graph.node("Neg", stretched)))
    )
    loudness = graph.constant([0.0 if symbol in "_^$" + _SILENT else 0.5 for symbol in _SYMBOLS], "float32")
    pitch = graph.constant([120.0], "float32")
    if kind.speakers:
        step = graph.node("Mul", graph.node("Cast", "sid", to=1), graph.constant([40.0], "float32"))
        pitch = graph.node("Add", pitch, step)
    levels = graph.node("Gather", loudness, "input")
    hum = _hum(graph, frames, levels, (pitch, PIPER_HOP, PIPER_RATE_HZ))
    noise_level = graph.node("Gather", "scales", graph.constant([0], "int64"))
    weight = graph.node("Mul", noise_level, graph.constant([0.002], "float32"))
    noise = graph.node("Mul", graph.node("RandomNormalLike", hum), weight)
    sound = graph.node("Add", hum, noise)
    graph.node("Reshape", sound, graph.constant([1, 1, 1, -1], "int64"), name="output")
    inputs: Forms = {
        "input": ("int64", (1, "n")), "input_lengths": ("int64", (1,)), "scales": ("float32", (3,)),
        **({"sid": ("int64", (1,))} if kind.speakers else {}),
    }  # fmt: skip
    return graph.model(inputs, {"output": ("float32", (1, 1, 1, "t"))})


def _kokoro_model(tells_lengths: bool) -> bytes:
    graph = TinyGraph()
    n_symbols = 178
    lengths = graph.constant([3.0, *[2.0 if i < 17 else 3.0 for i in range(1, n_symbols)]], "float32")
    stretched = graph.node("Div", graph.node("Gather", lengths, "tokens"), "speed")
    frames = graph.node("Ceil", stretched)
    loudness = graph.constant([0.0 if i < 17 else 0.5 for i in range(n_symbols)], "float32")
    first_style = graph.node("Gather", "style", graph.constant([0], "int64"), axis=1)
    hundredfold = graph.node("Mul", first_style, graph.constant([100.0], "float32"))
    pitch = graph.node("Add", hundredfold, graph.constant([110.0], "float32"))
    pitch = graph.node("Reshape", pitch, graph.constant([1], "int64"))
    levels = graph.node("Gather", loudness, "tokens")
    hum = _hum(graph, frames, levels, (pitch, KOKORO_HOP, KOKORO_RATE_HZ))
    graph.node("Reshape", hum, graph.constant([-1], "int64"), name="audio")
    told = graph.node("Cast", graph.node("Reshape", frames, graph.constant([-1], "int64")), to=7)
    graph.node("Identity", told, name="duration")
    inputs: Forms = {
        "tokens": ("int64", (1, "n")),
        "style": ("float32", (1, 256)),
        "speed": ("float32", (1,)),
    }
    outputs: Forms = {"audio": ("float32", ("t",))}
    if tells_lengths:
        outputs["duration"] = ("int64", ("n",))
    return graph.model(inputs, outputs)


def _hum(graph: TinyGraph, frames: str, levels: str, tone: tuple[str, int, int]) -> str:
    """Add what hums each symbol for its frames at its level; frames and levels (1, N), the result (T,)."""
    pitch, hop, rate_hz = tone
    minus_one = graph.constant([-1], "int64")
    row = graph.node("Reshape", frames, minus_one)
    ends = graph.node("CumSum", row, graph.constant(0, "int64"))
    n_frames = graph.node("ReduceSum", row, keepdims=0)
    zero, one = graph.constant(0.0, "float32"), graph.constant(1.0, "float32")
    places = graph.node("Unsqueeze", graph.node("Range", zero, n_frames, one), graph.constant([1], "int64"))
    is_past = graph.node("Cast", graph.node("GreaterOrEqual", places, ends), to=7)
    symbol = graph.node("ReduceSum", is_past, graph.constant([1], "int64"), keepdims=0)
    level = graph.node("Gather", graph.node("Reshape", levels, minus_one), symbol)
    column = graph.node("Unsqueeze", level, graph.constant([1], "int64"))
    wide = graph.node("Mul", column, graph.constant(np.ones((1, hop)), "float32"))
    envelope = graph.node("Reshape", wide, minus_one)
    n_samples = graph.node("Mul", n_frames, graph.constant(float(hop), "float32"))
    times = graph.node("Range", zero, n_samples, one)
    speed = graph.node("Mul", pitch, graph.constant([2 * np.pi / rate_hz], "float32"))
    wave = graph.node("Sin", graph.node("Mul", times, speed))
    return graph.node("Mul", envelope, wave)

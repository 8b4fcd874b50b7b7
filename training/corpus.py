"""The corpus on disk: long arrays of frames, and where each take lies in them."""

import json
import multiprocessing
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from likeness.errors import LikenessError
from likeness.speech.visemes.features import N_BANDS
from likeness.typing import ByteArray, FloatArray
from training.takes import Frames, Take, beds, frames_of, plan
from training.voices_espeak import open_cast

_LEFT_OUT = (LikenessError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Corpus:
    """All frames; memory-mapped."""

    bands: FloatArray
    """(N, 48) float16 from `log_mel`."""

    classes: ByteArray
    """(N,)."""

    curves: ByteArray
    """(N, 4)."""

    takes: tuple[tuple[int, int, bool], ...]
    """First and last frame of each take, and whether its voice was made from a person's recordings."""

    music: FloatArray
    """(M, 48) float16."""

    noise: FloatArray
    """(L, 48) float16."""


def synthesize(folder: Path, seed: int, share: float) -> None:
    """Make the corpus; the same seed and programs give the same corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    takes = plan(seed, share)
    # Before the workers start: they would get into each other's way.
    open_cast(folder)
    index: list[dict[str, object]] = []
    n_frames = 0
    with (
        (folder / "bands.f16").open("wb") as bands,
        (folder / "classes.u8").open("wb") as classes,
        (folder / "curves.u8").open("wb") as curves,
        multiprocessing.Pool() as pool,
    ):
        for take, frames in pool.imap(partial(_made, folder=folder), takes, chunksize=4):
            if frames is None:
                continue
            bands.write(frames.bands.astype(np.float16).tobytes())
            classes.write(frames.classes.tobytes())
            curves.write(frames.curves.tobytes())
            last = n_frames + len(frames.bands)
            index.append({"voice": f"{take.engine}:{take.voice}", "first": n_frames, "last": last,
                          "is_natural": take.is_natural})  # fmt: skip
            n_frames = last
            if len(index) % 100 == 0:
                print(f"{len(index)} of {len(takes)} takes, {n_frames / 360000:.2f} h", flush=True)
    (folder / "takes.json").write_text(json.dumps(index), encoding="utf-8")
    kinds: dict[str, list[FloatArray]] = {"music": [], "noise": []}
    for kind, piece in beds(seed + 1, share):
        kinds[kind].append(piece.astype(np.float16))
    for kind, pieces in kinds.items():
        np.save(folder / f"{kind}.npy", np.concatenate(pieces))


def _made(take: Take, folder: Path) -> tuple[Take, Frames | None]:
    try:
        return take, frames_of(take, folder)
    except _LEFT_OUT as error:
        print(f"left out {take}: {error}", file=sys.stderr)
        return take, None


def open_corpus(folder: Path) -> Corpus:
    """Open what `synthesize` wrote."""
    index = json.loads((folder / "takes.json").read_text(encoding="utf-8"))
    bands = np.memmap(folder / "bands.f16", np.float16, "r").reshape(-1, N_BANDS)
    return Corpus(
        bands=bands,
        classes=np.memmap(folder / "classes.u8", np.uint8, "r"),
        curves=np.memmap(folder / "curves.u8", np.uint8, "r").reshape(-1, 4),
        takes=tuple((one["first"], one["last"], one["is_natural"]) for one in index),
        music=np.load(folder / "music.npy"),
        noise=np.load(folder / "noise.npy"),
    )

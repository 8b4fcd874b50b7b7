"""Training proper, within a bound of time."""

import copy
import math
import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from likeness.speech.visemes.inventory import CLASSES, CLOSED
from training.batches import Batch, Batches
from training.corpus import open_corpus
from training.network import VisemeNetwork

_SIZE = 24
_HIGHEST_RATE = 2.0e-3
_WARM_UP = 0.04
_AVERAGE = 0.997
_CLOSED_WEIGHT = 1.4
_SMOOTHING = 0.05


@dataclass(frozen=True)
class Schedule:
    """How long, and with which randomness."""

    seconds: float
    """Wall time; the learning rate falls to nothing at its end."""

    seed: int
    """Of weights and batches."""

    width: int
    """Channels of the network."""

    n_threads: int = 1
    """Threads of arithmetic; a batch is prepared in one more."""


def learn(corpus_folder: Path, weights: Path, schedule: Schedule) -> None:
    """Train a network and store its averaged weights."""
    torch.manual_seed(schedule.seed)
    torch.set_num_threads(schedule.n_threads)
    network = VisemeNetwork(schedule.width)
    averaged = copy.deepcopy(network).eval()
    source = _ahead(Batches(open_corpus(corpus_folder), _SIZE, schedule.seed))
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.0, weight_decay=0.02)
    started_s, step, total = time.monotonic(), 0, 0.0
    while (progress := (time.monotonic() - started_s) / schedule.seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = _HIGHEST_RATE * _rate(progress)
        loss = _loss(network, source.get())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        step += 1
        total += float(loss.detach())
        _average(averaged, network, min(_AVERAGE, 1 - 1 / (step + 1)))
        if step % 50 == 0:
            print(f"{progress:6.1%} step {step} loss {total / 50:.4f}", flush=True)
            total = 0.0
        if step % 200 == 0:
            torch.save(averaged.state_dict(), weights)
    torch.save(averaged.state_dict(), weights)


def _rate(progress: float) -> float:
    """Rise for a moment, then fall as a cosine."""
    return min(1.0, progress / _WARM_UP) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


def _ahead(batches: Batches) -> "queue.Queue[Batch]":
    """Prepare batches in a thread while the network learns."""
    ready: queue.Queue[Batch] = queue.Queue(maxsize=4)

    def prepare() -> None:
        while True:
            ready.put(batches.next())

    threading.Thread(target=prepare, daemon=True).start()
    return ready


def _loss(network: VisemeNetwork, batch: Batch) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(torch.from_numpy(batch.bands)).float()
    n = len(CLASSES)
    weights = torch.ones(n)
    weights[CLOSED] = _CLOSED_WEIGHT
    classes = torch.from_numpy(batch.classes).long().reshape(-1)
    by_class = nn.functional.cross_entropy(
        scores[..., :n].reshape(-1, n), classes, weight=weights, label_smoothing=_SMOOTHING
    )
    curves = torch.from_numpy(batch.curves)
    by_curve = (torch.sigmoid(scores[..., n : n + 3]) - curves[..., :3]).square().mean()
    by_voice = nn.functional.binary_cross_entropy_with_logits(scores[..., n + 3], curves[..., 3])
    return by_class + 6.0 * by_curve + 0.3 * by_voice


@torch.no_grad()
def _average(averaged: nn.Module, network: nn.Module, keep: float) -> None:
    values = network.state_dict()
    for name, value in averaged.state_dict().items():
        if value.dtype.is_floating_point:
            value.lerp_(values[name], 1 - keep)
        else:
            value.copy_(values[name])

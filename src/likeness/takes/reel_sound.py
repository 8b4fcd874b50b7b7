"""The sound of all takes as one, a block at a time: it may be an hour long."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from likeness.core.audio import AudioClip
from likeness.encode import SAMPLE_RATE_HZ, Sound, film_sound, source_of
from likeness.typing import Waveform

_SILENCE = AudioClip(np.zeros((1, 1), np.float32), SAMPLE_RATE_HZ)


@dataclass(frozen=True)
class SoundSpan:
    """What is heard in a take, and when."""

    sound: Sound | None
    """None = silence."""

    start: int
    """First frame of the take in the film."""

    stop: int
    """The frame after its last."""


@dataclass(frozen=True)
class ReelSound:
    """A source of sound; where takes overlap they melt into each other as the pictures do."""

    parts: tuple[SoundSpan, ...]
    """In time order; only neighbours overlap."""

    fps: Fraction
    """Frames per second."""

    sample_rate_hz: int = SAMPLE_RATE_HZ
    """Samples per second."""

    @property
    def n_channels(self) -> int:
        """2 as soon as one of the parts has 2."""
        return max(1 if part.sound is None else source_of(part.sound).n_channels for part in self.parts)

    def blocks(self) -> Iterator[Waveform]:
        """Return the samples from the beginning, (N, C) float32 at a time."""
        tail: Waveform = np.zeros((0, self.n_channels), np.float32)
        for part, after in pairwise((*self.parts, None)):
            assert part is not None
            # Rounded on the film's own clock, so that nothing adds up over many takes.
            begin, end = self._sample(part.start), self._sample(part.stop)
            held = 0 if after is None else end - self._sample(after.start)
            blocks = _held_back(_faded_in(self._take(part, end - begin), tail), held)
            for block in blocks:
                if block.is_tail:
                    tail = block.samples * np.linspace(1, 0, held, endpoint=False, dtype=np.float32)[:, None]
                elif block.samples.shape[0]:
                    yield block.samples

    def _sample(self, frame: int) -> int:
        return int(frame / self.fps * SAMPLE_RATE_HZ + Fraction(1, 2))

    def _take(self, part: SoundSpan, n_samples: int) -> Iterator[Waveform]:
        sound = _SILENCE if part.sound is None else part.sound
        for block in film_sound(sound, Fraction(n_samples, SAMPLE_RATE_HZ)):
            yield _on_both_sides(block) if block.shape[1] < self.n_channels else block


def _on_both_sides(mono: Waveform) -> Waveform:
    """Give one channel to two loudspeakers, together as loud as one: scenes stay even."""
    return np.asarray(np.repeat(mono, 2, axis=1) * np.float32(math.sqrt(0.5)))


@dataclass(frozen=True)
class _Block:
    samples: Waveform
    is_tail: bool = False


def _faded_in(blocks: Iterator[Waveform], tail: Waveform) -> Iterator[Waveform]:
    """Let sound grow out of the fading end of the one before."""
    n_tail, n_done = tail.shape[0], 0
    for block in blocks:
        n_mixed = min(block.shape[0], n_tail - n_done)
        if n_mixed > 0:
            rise = (np.arange(n_done, n_done + n_mixed, dtype=np.float32) / n_tail)[:, None]
            mixed = block.copy()
            mixed[:n_mixed] = block[:n_mixed] * rise + tail[n_done : n_done + n_mixed]
            n_done += n_mixed
            yield mixed
        else:
            yield block


def _held_back(blocks: Iterator[Waveform], n_held: int) -> Iterator[_Block]:
    """Pass blocks on, but the last `n_held` samples as a tail."""
    waiting: list[Waveform] = []
    for block in blocks:
        waiting.append(block)
        n_free = sum(one.shape[0] for one in waiting) - n_held
        while waiting and n_free >= waiting[0].shape[0]:
            n_free -= waiting[0].shape[0]
            yield _Block(waiting.pop(0))
        if n_free > 0:
            yield _Block(waiting[0][:n_free])
            waiting[0] = waiting[0][n_free:]
    if n_held:
        yield _Block(np.concatenate(waiting), is_tail=True)


def sound_of(parts: Sequence[SoundSpan], fps: Fraction) -> Sound:
    """Return the sound of a film; that of a single take is passed on as it is."""
    only = parts[0].sound if len(parts) == 1 else None
    return ReelSound(tuple(parts), fps) if only is None else only

"""Takes one after the other: which of them a frame of the film shows, and what is heard."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np

from likeness.encode import FilmFrame, Sound
from likeness.takes.contract import Overlays, SceneResult, Shot, Take
from likeness.takes.reel_sound import SoundSpan, sound_of
from likeness.takes.shelf import Shelf
from likeness.typing import ByteArray, FloatArray

_SHOTS_KEPT = 2
"""Takes that stay set up although no thread draws them just now: those before the others take them up."""


@dataclass(frozen=True)
class Span:
    """Where a take lies in the film."""

    start: int
    """Its first frame."""

    stop: int
    """The frame after its last; takes overlap while one fades into the next."""


class Reel:
    """All takes of a film; any range of frames can be drawn by any thread."""

    def __init__(
        self, takes: Sequence[Take], canvas_px: tuple[int, int], fps: Fraction, crossfade_s: float = 0.0
    ) -> None:
        """Lay the takes one after the other; with `crossfade_s` each melts into the next for that time, but
        never for more than half of the shorter one.
        """
        self.takes = tuple(takes)
        self.spans = _spans(self.takes, round(crossfade_s * fps))
        self._fps = fps
        self._shots = Shelf[int, Shot](lambda index: self.takes[index].set_up(canvas_px), _SHOTS_KEPT)

    @property
    def n_frames(self) -> int:
        """Length of the film."""
        return self.spans[-1].stop

    @property
    def scenes(self) -> tuple[SceneResult, ...]:
        """Where each scene lies, and what there is to say about it."""
        return tuple(
            SceneResult(float(span.start / self._fps), float(span.stop / self._fps), take.report)
            for take, span in zip(self.takes, self.spans, strict=True)
        )

    @property
    def sound(self) -> Sound:
        """What is heard."""
        pairs = zip(self.takes, self.spans, strict=True)
        return sound_of([SoundSpan(take.sound, span.start, span.stop) for take, span in pairs], self._fps)

    def set_up(self) -> None:
        """Bring the first take to the canvas now: later ones follow while the film is drawn."""
        with self._shots.borrowed(0):
            pass

    def frames(self, frame_indices: range, overlays: Overlays) -> Iterator[FilmFrame]:
        """Draw a range of the film's frames, in order. What a frame holds may be overwritten by the next."""
        for stretch in _split(frame_indices, self.spans):
            shown = [k for k, span in enumerate(self.spans) if span.start <= stretch.start < span.stop]
            with ExitStack() as stack:
                runs = [
                    self._run(stack.enter_context(self._shots.borrowed(k)), k, stretch, overlays)
                    for k in shown
                ]
                yield from _anew(runs[0]) if len(runs) == 1 else _faded(runs, self._weights(shown, stretch))

    def _run(self, shot: Shot, index: int, stretch: range, overlays: Overlays) -> Iterator[FilmFrame]:
        start = self.spans[index].start
        return shot.frames(
            range(stretch.start - start, stretch.stop - start), lambda frame: overlays(frame + start)
        )

    def _weights(self, shown: Sequence[int], stretch: range) -> Iterator[float]:
        """Return how much of the second take each frame of a fade shows."""
        first, second = (self.spans[k] for k in shown)
        n_frames = first.stop - second.start
        return ((index - second.start + 0.5) / n_frames for index in stretch)


def _spans(takes: Sequence[Take], most_faded: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for index, take in enumerate(takes):
        stop = start + take.n_frames
        spans.append(Span(start, stop))
        if index + 1 < len(takes):
            start = stop - min(most_faded, take.n_frames // 2, takes[index + 1].n_frames // 2)
    return tuple(spans)


def _split(frame_indices: range, spans: Sequence[Span]) -> Iterator[range]:
    """Split a range where takes begin or end.

    >>> list(_split(range(2, 9), [Span(0, 5), Span(4, 12)]))
    [range(2, 4), range(4, 5), range(5, 9)]
    """
    edges = {edge for span in spans for edge in (span.start, span.stop)}
    inside = sorted(edge for edge in edges if frame_indices.start < edge < frame_indices.stop)
    for start, stop in pairwise((frame_indices.start, *inside, frame_indices.stop)):
        yield range(start, stop)


def _anew(frames: Iterator[FilmFrame]) -> Iterator[FilmFrame]:
    """The first frame of a take has nothing in common with the one before."""
    for index, frame in enumerate(frames):
        yield frame if index else replace(frame, changed_px=None)


def _faded(runs: Sequence[Iterator[FilmFrame]], weights: Iterator[float]) -> Iterator[FilmFrame]:
    for first, second, weight in zip(*runs, weights, strict=True):
        if first.alpha is None and second.alpha is None:
            mixed = cv2.addWeighted(first.rgb, 1.0 - weight, second.rgb, weight, 0.0)
            yield FilmFrame(np.asarray(mixed, np.uint8))
        else:
            yield _mixed_where_seen(first, second, weight)


def _mixed_where_seen(first: FilmFrame, second: FilmFrame, weight: float) -> FilmFrame:
    """Mix frames with straight alpha: what is not seen has no say in the colour."""
    shares = [
        np.float32(share) * (np.float32(255) if frame.alpha is None else frame.alpha.astype(np.float32))
        for frame, share in ((first, 1.0 - weight), (second, weight))
    ]
    alpha = np.broadcast_to(shares[0] + shares[1], first.rgb.shape[:2])
    of_second = np.divide(shares[1], alpha, out=np.full_like(alpha, np.float32(weight)), where=alpha > 0)
    before, after = first.rgb.astype(np.float32), second.rgb.astype(np.float32)
    rgb = before + (after - before) * of_second[..., None]
    return FilmFrame(_rounded(rgb), None, _rounded(alpha))


def _rounded(values: FloatArray) -> ByteArray:
    return np.rint(values).astype(np.uint8)

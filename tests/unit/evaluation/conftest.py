"""A face of points whose movements are known, and films of it."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from likeness.core.rig import load_rig
from likeness.core.speech import Phone, PhoneSource, Word
from likeness.evaluation import SpokenTimeline
from likeness.evaluation.tracking import FaceTrack

UNIT_PX = 90.0
SIDE_PX = 512
UPPER_INNER = (191, 80, 81, 82, 13, 312, 311, 310, 415)
LOWER_INNER = (95, 88, 178, 87, 14, 317, 402, 318, 324)
LIDS = ((160, 144), (158, 153), (387, 373), (385, 380), (159, 145), (386, 374))
BROWS = (70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 300, 293, 334, 296, 336, 276, 283, 282, 295, 285)
EYES = ((33, 133), (362, 263))


def head_turn(pitch_deg: float, yaw_deg: float, roll_deg: float) -> np.ndarray:
    """Rz(roll) Ry(yaw) Rx(pitch), as docs/conventions.md says."""
    (cp, cy, cr), (sp, sy, sr) = (f(np.radians([pitch_deg, yaw_deg, roll_deg])) for f in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def face(gap=0.0, lids=0.3, brow=0.0, head_deg=(0.0, 0.0, 0.0), unit_px=UNIT_PX) -> np.ndarray:
    """(478, 3) landmarks in pixels: opening and brow in eye distances, lids in widths of the eye."""
    points = load_rig().neutral.astype(np.float64).copy()
    points /= np.linalg.norm(points[list(EYES[1])].mean(0) - points[list(EYES[0])].mean(0))
    for upper, lower in zip(UPPER_INNER, LOWER_INNER, strict=True):
        points[lower] = points[upper] + (0, gap, 0)
    for upper, lower in LIDS:
        corners = EYES[0] if upper < 200 else EYES[1]
        middle, width = points[lower].copy(), np.linalg.norm(points[corners[0], :2] - points[corners[1], :2])
        half = np.array([0, lids * width / 2, 0])
        points[upper], points[lower] = middle - half, middle + half
    points[list(BROWS), 1] -= brow
    return points @ head_turn(*head_deg).T * unit_px + (SIDE_PX / 2, SIDE_PX / 2, 0)


@pytest.fixture
def track() -> Callable[..., FaceTrack]:
    """Make a track from curves: `track(gap=values, fps=25)`; every curve has one value per frame."""

    def make(fps: float = 25.0, n_frames: int = 50, **curves) -> FaceTrack:
        n_frames = max([n_frames if not curves else 0, *(len(values) for values in curves.values())])
        rows = [{name: values[i] for name, values in curves.items()} for i in range(n_frames)]
        points = np.array([face(**row) for row in rows], np.float32)
        times_s = ((np.arange(n_frames) + 0.5) / fps).astype(np.float32)
        return FaceTrack(times_s, points, np.ones(n_frames, bool), (SIDE_PX, SIDE_PX), fps)

    return make


@pytest.fixture
def said() -> Callable[..., SpokenTimeline]:
    """Make a timeline from phones: `said(("P", 0.1, 0.2), ...)`."""

    def make(*phones, words=(("papa", 0.0, 1.0),)) -> SpokenTimeline:
        return SpokenTimeline(
            tuple(Phone(name, "", start_s, end_s) for name, start_s, end_s in phones),
            tuple(Word(*word) for word in words),
            PhoneSource.ALIGNED,
        )

    return make


def write_film(path: Path, frames: Iterator[np.ndarray], sound=None, fps=25) -> Path:
    """Write a film; sound is (N,) at 16 kHz or None; no frames = a film without pictures."""
    with av.open(str(path), "w") as container:
        stream = None
        voice = None if sound is None else container.add_stream("aac", rate=16000, layout="mono")
        for rgb in frames:
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(fps), options={"crf": "15"})
                stream.height, stream.width, stream.pix_fmt = *rgb.shape[:2], "yuv420p"
            container.mux(
                stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"))
            )
        if stream is not None:
            container.mux(stream.encode(None))
        if voice is not None:
            frame = av.AudioFrame.from_ndarray(sound[np.newaxis].astype(np.float32), "fltp", "mono")
            frame.sample_rate, frame.pts, frame.time_base = 16000, 0, Fraction(1, 16000)
            container.mux(voice.encode(frame))
            container.mux(voice.encode(None))
    return path


@pytest.fixture(scope="session", name="write_film")
def _write_film() -> Callable[..., Path]:
    return write_film


@pytest.fixture(scope="session")
def speaking_frames(drawing_renderer, drawing_placement, state) -> Callable[[np.ndarray], list[np.ndarray]]:
    """Draw the drawn portrait with the jaw open by a coefficient per frame."""

    def draw(jaw: np.ndarray) -> list[np.ndarray]:
        side_px = drawing_placement.canvas_width_px
        frames = []
        for value in jaw:
            layer = drawing_renderer.render(state({"jaw_open": float(value)}, closed_mouth=1.0))
            frame = np.full((side_px, side_px, 3), 150, np.uint8)
            height, width = layer.rgba.shape[:2]
            inside = frame[layer.top_px : layer.top_px + height, layer.left_px : layer.left_px + width]
            alpha = layer.rgba[..., 3:] / 255
            inside[:] = np.round(layer.rgba[..., :3] * alpha + inside * (1 - alpha))
            frames.append(frame)
        return frames

    return draw

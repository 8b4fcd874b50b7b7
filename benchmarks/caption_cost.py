"""Measure what burned-in captions cost: CPU time per frame to paint, blend and convert them.

    python -m benchmarks.caption_cost [--short-edge 1080]

A film of noise, of which a subject of usual size is drawn anew in every frame, is composed without captions
and with each style. A frame of a talking photo, rendered and encoded, costs 29 ms at 720p and 45 ms at 1080p.
"""

import argparse
import time
from fractions import Fraction

import numpy as np

from benchmarks.caption_sheet import spoken
from likeness.captioned import CaptionedFilm, SceneCaptions
from likeness.captions import (
    CaptionTrack,
    CueLimits,
    Setting,
    caption_area,
    caption_words,
    cues_of,
    installed_fonts,
)
from likeness.captions.styles import LOOKS
from likeness.compose import FrameCanvas
from likeness.core.canvas import SubjectLayer
from likeness.core.captioning import CaptionStyle
from likeness.core.speech import Speech
from likeness.encode.kernels import rgb_to_yuv420

_FPS = Fraction(25)
_REPEATS = 5
_STORY = (
    "A moment ago, I was only a photograph. Then Likeness read one picture and a few lines of text. "
    "Now I can talk to you. Every word, every blink, and every nod was made on this computer."
)


def main() -> None:
    """Print a line for each style."""
    parser = argparse.ArgumentParser(description="Measure what burned-in captions cost.")
    parser.add_argument("--short-edge", type=int, default=720, help="of the canvas, in pixels")
    short_edge = parser.parse_args().short_edge
    canvas_px = 2 * round(short_edge * 16 / 18), short_edge
    speech = spoken(_STORY, "en")
    without_ms = min(frame_ms(speech, None, canvas_px) for _ in range(_REPEATS))
    print(f"without  {without_ms:.2f} ms of CPU time per frame")
    for style in LOOKS:
        extra_ms = min(frame_ms(speech, style, canvas_px) for _ in range(_REPEATS)) - without_ms
        print(f"{style:8} {extra_ms:+.2f}")


def frame_ms(speech: Speech, style: CaptionStyle | None, canvas_px: tuple[int, int]) -> float:
    """Return the CPU time per frame to compose a film and to convert what changes in it."""
    width, height = canvas_px
    noise = np.random.default_rng(0)
    backdrop = noise.integers(0, 255, (height, width, 3), np.uint8)
    rgba = noise.integers(0, 255, (int(0.9 * height), int(0.4 * width), 4), np.uint8)
    layer = SubjectLayer(rgba, int(0.3 * width), int(0.1 * height))
    luma = np.zeros((height, width), np.uint8)
    blue, red = np.zeros((2, height // 2, width // 2), np.uint8)
    canvas = FrameCanvas(backdrop, None)
    n_frames = int(speech.duration_s * _FPS)
    started_s = time.process_time()
    film = CaptionedFilm([] if style is None else [_captions(speech, style, canvas_px)], _FPS)
    for index in range(n_frames):
        frame = canvas.draw(layer, film.overlays(index))
        left, top, right, bottom = canvas.changed_px
        rows, columns = slice(top & ~1, (bottom + 1) & ~1), slice(left & ~1, (right + 1) & ~1)
        half = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
        rgb_to_yuv420(frame[rows, columns], luma[rows, columns], blue[half], red[half])
    return 1000 * (time.process_time() - started_s) / n_frames


def _captions(speech: Speech, style: CaptionStyle, canvas_px: tuple[int, int]) -> SceneCaptions:
    area = caption_area(*canvas_px)
    cues = cues_of(caption_words(speech), speech.duration_s, CueLimits(columns=area.columns))
    setting = Setting(style, area, installed_fonts("en"), "en")
    return SceneCaptions(0.0, speech.duration_s, lambda: CaptionTrack(cues, setting))


if __name__ == "__main__":
    main()

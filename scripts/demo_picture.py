"""Make docs/demo.png: the demo's portrait and four frames of a film made from it.

Run as `.venv/bin/python scripts/demo_picture.py`; needs no network and no third party's picture.
"""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from likeness.compose import Compositor, backdrop, layout
from likeness.core.direction import Direction, Expressiveness
from likeness.core.spec import Output
from likeness.core.voice import VoiceSettings
from likeness.engines import PictureOptions, find_engine
from likeness.speech import find_voice, synthesize
from likeness.testing.astronaut import astronaut_path

_FRAMES = (25, 36, 47, 60)
_TILE = (300, 360)


def main() -> None:
    """Write the picture."""
    engine = find_engine("avatar_iv")
    prepared = engine.prepare(astronaut_path(), PictureOptions())
    speech = synthesize(
        "Hello there! Now I can talk to you.", find_voice("espeak:en-us", None), VoiceSettings()
    )
    performance = engine.perform(speech, Direction(Expressiveness.HIGH), Fraction(25), 5)
    placement = layout(prepared.size_px, prepared.head_box, Output(resolution="1080p"))
    renderer = engine.renderer(prepared, placement)
    compositor = Compositor(backdrop(prepared.plate_rgb, placement), placement, prepared.size_px)
    photo = cv2.cvtColor(cv2.imread(str(astronaut_path())), cv2.COLOR_BGR2RGB)
    scale, left, top = placement.scale, placement.offset_x_px, placement.offset_y_px
    moved = np.array([[scale, 0, left], [0, scale, top]])
    size = (placement.canvas_width_px, placement.canvas_height_px)
    pictures = [cv2.warpAffine(photo, moved, size, flags=cv2.INTER_CUBIC)]
    pictures += [compositor.compose(renderer.render(performance.state(i))) for i in _FRAMES]
    box = prepared.head_box
    center_x, center_y = (
        (box.left + box.width / 2) * scale + left,
        (box.top + box.height * 0.55) * scale + top,
    )
    half_h = box.height * scale * 0.75
    half_w = half_h * _TILE[0] / _TILE[1]
    rows = slice(max(0, int(center_y - half_h)), int(center_y + half_h))
    columns = slice(max(0, int(center_x - half_w)), int(center_x + half_w))
    tiles = [cv2.resize(p[rows, columns], _TILE, interpolation=cv2.INTER_AREA) for p in pictures]
    gap = np.full((_TILE[1], 12, 3), 255, np.uint8)
    strip = np.hstack([tiles[0], gap, *tiles[1:]])
    target = Path(__file__).parent.parent / "docs" / "demo.png"
    cv2.imwrite(str(target), strip[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 9])
    print(f"{target}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()

"""An engine without models: it draws a face of circles whose mouth follows the jaw, to test all the rest."""

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, UnidentifiedImageError

from likeness.core.canvas import Box, Placement, SubjectExtent, SubjectLayer
from likeness.core.direction import Direction
from likeness.core.performance import FaceState, Performance, PerformanceEvent
from likeness.core.rig import EXPRESSION_NAMES, expression_index
from likeness.core.speech import Speech
from likeness.core.timing import frame_time_s, n_frames_for
from likeness.engines.contract import PictureOptions
from likeness.errors import ImageUnreadableError, NoFaceFoundError
from likeness.typing import FloatArray, RgbaImage, RgbImage

_VOWELS = frozenset(
    {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
)


@dataclass(frozen=True)
class DrawnPicture:
    """The picture and where the drawn face goes: the middle of its upper half."""

    plate_rgb: RgbImage
    """(H, W, 3) the whole picture."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.plate_rgb.shape[1], self.plate_rgb.shape[0]

    @property
    def head_box(self) -> Box:
        """A third of the short edge wide."""
        width, height = self.size_px
        head = min(width, height) / 3
        return Box(width / 2 - head / 2, height * 0.42 - head * 0.6, head, head * 1.2)

    @property
    def subject_extent(self) -> SubjectExtent:
        """The drawn face, which no border cuts off."""
        return SubjectExtent(self.head_box)


class DrawnEngine:
    """Keeps the contract of an engine at almost no cost."""

    def prepare(self, picture: Path, options: PictureOptions) -> DrawnPicture:
        """Read the picture; it has exactly one face, number 0."""
        if options.face > 1:
            raise NoFaceFoundError(f"There is no face {options.face} in {picture.name}: it has 1.")
        try:
            with Image.open(picture) as image:
                return DrawnPicture(np.asarray(image.convert("RGB")))
        except (OSError, UnidentifiedImageError) as error:
            raise ImageUnreadableError(f"{picture} is not a picture that can be read.") from error

    def inspect(
        self, picture: Path, options: PictureOptions, overlay: Path, points_out: Path | None = None
    ) -> tuple[str, ...]:
        """Draw the head box; a face of circles has no points."""
        del points_out
        prepared = self.prepare(picture, options)
        box = prepared.head_box
        drawn = prepared.plate_rgb.copy()
        corners = (round(box.left), round(box.top)), (round(box.right), round(box.bottom))
        cv2.rectangle(drawn, *corners, (255, 0, 0), 2)
        Image.fromarray(drawn).save(overlay)
        return (f"1 face, {box.width:.0f} px wide.", "Good for 720p.")

    def perform(self, speech: Speech, direction: Direction, fps: Fraction, seed: int) -> Performance:
        """Open the mouth during vowels, blink once a while, sway a little."""
        del direction
        n_frames = n_frames_for(speech.duration_s, fps)
        phase = np.random.default_rng(seed).uniform(0, 2 * math.pi)
        times = np.array([frame_time_s(index, fps) for index in range(n_frames)])
        expression = np.zeros((n_frames, len(EXPRESSION_NAMES)), dtype=np.float32)
        for phone in speech.phones:
            if phone.arpabet in _VOWELS:
                expression[(times >= phone.start_s) & (times < phone.end_s), expression_index("jaw_open")] = (
                    0.6
                )
        head = np.zeros((n_frames, 3), dtype=np.float32)
        head[:, 1] = 4 * np.sin(2 * math.pi * 0.3 * times + phase)
        return Performance(
            fps=fps,
            expression_names=EXPRESSION_NAMES,
            expression=expression,
            head_deg=head,
            head_shift=np.zeros((n_frames, 2), dtype=np.float32),
            gaze_deg=np.zeros((n_frames, 2), dtype=np.float32),
            breath=np.zeros(n_frames, dtype=np.float32),
            tongue=np.zeros((n_frames, 3), dtype=np.float32),
            closed_mouth=np.ones(n_frames, dtype=np.float32),
            events=(PerformanceEvent("posture", 0.0, speech.duration_s, 4.0),),
        )

    def cut_out(self, prepared: DrawnPicture) -> DrawnPicture:
        """Return the picture as it is: a face of circles holds nothing of its background."""
        return prepared

    def renderer(
        self, prepared: object, placement: Placement, light: RgbImage | None = None
    ) -> "DrawnRenderer":
        """Make a renderer for a picture of this engine; no light reaches a drawn face."""
        del light
        if not isinstance(prepared, DrawnPicture):
            raise TypeError("the picture was prepared by another engine")
        return DrawnRenderer(prepared.head_box, placement)


class DrawnRenderer:
    """Draws the head box as a face."""

    def __init__(self, head_box: Box, placement: Placement) -> None:
        scale = placement.scale
        self._centre_x = scale * (head_box.left + head_box.width / 2) + placement.offset_x_px
        self._centre_y = scale * (head_box.top + head_box.height / 2) + placement.offset_y_px
        self._radius = max(8.0, scale * head_box.width / 2)

    def render(self, state: FaceState) -> SubjectLayer:
        """Draw skin, eyes and mouth."""
        edge = 2 * math.ceil(1.3 * self._radius)
        rgba: RgbaImage = np.zeros((edge, edge, 4), dtype=np.uint8)
        middle = edge / 2
        turn = math.sin(math.radians(state.head_deg[1])) * self._radius * -0.6
        _ellipse(rgba, (middle, middle), (self._radius, self._radius * 1.2), (226, 178, 150, 255))
        for side in (-1, 1):
            eye = (middle + side * 0.36 * self._radius + turn, middle - 0.2 * self._radius)
            _ellipse(rgba, eye, (0.12 * self._radius, 0.08 * self._radius), (30, 30, 40, 255))
        jaw = _coefficient(state.expression, "jaw_open")
        mouth = (middle + turn, middle + 0.5 * self._radius)
        _ellipse(rgba, mouth, (0.35 * self._radius, (0.02 + 0.3 * jaw) * self._radius), (120, 30, 40, 255))
        return SubjectLayer(rgba, round(self._centre_x - middle), round(self._centre_y - middle))


def _coefficient(expression: FloatArray, name: str) -> float:
    return float(expression[expression_index(name)])


def _ellipse(
    rgba: RgbaImage,
    centre: tuple[float, float],
    radii: tuple[float, float],
    colour: tuple[int, int, int, int],
) -> None:
    """Fill an ellipse with a smooth edge; cv2 takes 1/16 pixels here."""
    fixed = tuple(round(16 * value) for value in centre), tuple(max(8, round(16 * value)) for value in radii)
    cv2.ellipse(rgba, fixed[0], fixed[1], 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA, 4)

"""How the face moves: the result of the performance stage."""

from dataclasses import dataclass
from fractions import Fraction

from likeness.typing import FloatArray


@dataclass(frozen=True)
class FaceState:
    """Everything that moves, at one instant. The zero state shows the picture as it is."""

    expression: FloatArray
    """(53,) coefficients of the rig's expression shapes, 0-1 (pucker up to 1.2); see `Performance`."""

    head_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Pitch, yaw, roll added to the pose of the picture; + = nose down, nose to image left, crown to image
    right."""

    head_shift: tuple[float, float] = (0.0, 0.0)
    """Shift (x, y) of the head in eye distances; + = image right, down."""

    gaze_deg: tuple[float, float] = (0.0, 0.0)
    """(right, down) turn of the eyeballs against the head, + = to image right, down, added to the picture's
    gaze."""

    breath: float = 0.0
    """0 = lungs empty, 1 = full: lifts chest and shoulders a little."""

    tongue: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """(tip raised, tip forward, back raised), 0-1; all 0 = flat on the floor of the mouth."""

    closed_mouth: float = 0.0
    """0 = the mouth of the picture, 1 = the expression starts from the closed neutral mouth built from it."""

    head_scale: float = 1.0
    """Size of the head against the picture, 0.94-1.06: above 1 = nearer to the camera. Shoulders follow
    less."""

    shoulders: float = 0.0
    """1 = a full shrug, below 0 = dropped; -0.6 to 1.4."""


@dataclass(frozen=True)
class PerformanceEvent:
    """A named thing that happens, for people who read the timeline."""

    kind: str
    """blink, partial_blink, saccade, nod, brow_raise, posture, breath, closure; or `directed_` and the name
    of an `Action`."""

    start_s: float
    """Start."""

    end_s: float
    """End."""

    amount: float = 1.0
    """Strength in the unit of the kind (degrees, coefficient)."""


@dataclass(frozen=True)
class Performance:
    """Curves for a whole speech, one row per frame. Row i holds the state at time (i + 0.5) / fps."""

    fps: Fraction
    """Frames per second of the curves and of the film."""

    expression_names: tuple[str, ...]
    """(53,) names of the columns of `expression`, as in the rig (ARKit names in snake_case)."""

    expression: FloatArray
    """(T, 53) coefficients."""

    head_deg: FloatArray
    """(T, 3) pitch, yaw, roll."""

    head_shift: FloatArray
    """(T, 2) eye distances."""

    gaze_deg: FloatArray
    """(T, 2) right, down."""

    breath: FloatArray
    """(T,) 0-1."""

    tongue: FloatArray
    """(T, 3) tip raised, tip forward, back raised."""

    closed_mouth: FloatArray
    """(T,) 0-1."""

    events: tuple[PerformanceEvent, ...] = ()
    """In time order."""

    head_scale: FloatArray | None = None
    """(T,) 0.94-1.06; None = 1 throughout."""

    shoulders: FloatArray | None = None
    """(T,) -0.6 to 1.4; None = 0 throughout."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return int(self.expression.shape[0])

    def state(self, frame_index: int) -> FaceState:
        """Return the state of one frame."""
        i = frame_index
        return FaceState(
            expression=self.expression[i],
            head_deg=(float(self.head_deg[i, 0]), float(self.head_deg[i, 1]), float(self.head_deg[i, 2])),
            head_shift=(float(self.head_shift[i, 0]), float(self.head_shift[i, 1])),
            gaze_deg=(float(self.gaze_deg[i, 0]), float(self.gaze_deg[i, 1])),
            breath=float(self.breath[i]),
            tongue=(float(self.tongue[i, 0]), float(self.tongue[i, 1]), float(self.tongue[i, 2])),
            closed_mouth=float(self.closed_mouth[i]),
            head_scale=1.0 if self.head_scale is None else float(self.head_scale[i]),
            shoulders=0.0 if self.shoulders is None else float(self.shoulders[i]),
        )

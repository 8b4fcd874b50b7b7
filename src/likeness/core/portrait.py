"""A picture made ready to move: the result of the portrait stage."""

from dataclasses import dataclass, field

import numpy as np

from likeness.core.canvas import Box, SubjectExtent
from likeness.core.rig import expression_index
from likeness.typing import (
    AlphaImage,
    BoolArray,
    ByteArray,
    FloatArray,
    IndexArray,
    Points2,
    Points3,
    RgbImage,
)

_SOLID = 128  # alpha
_LEAST_CUT = 0.01  # of a border; less than this is no cut that anybody sees


_LEAST_LIKE_A_PERSON = 0.3  # confidence: photos, paintings and statues of people have 0.54 and more


_OUTER_LIPS, _CHIN = (61, 291, 0, 17, 37, 267, 84, 314), 152  # points of the mesh
_WIDE = 0.45  # of the jaw; speech hardly opens it further
_ROOM = 0.1  # eye distances: nods and sway


@dataclass(frozen=True)
class HeadFit:
    """Pose, identity and expression of the rig that explain the landmarks of one face.

    Weak perspective: pixel = scale_px * (rotation @ X)[:2] + translation_px for a point X of the rig.
    """

    scale_px: float
    """Picture pixels per eye distance."""

    rotation: FloatArray
    """(3, 3) from rig axes to camera axes."""

    translation_px: FloatArray
    """(2,) picture position of the rig's origin, the middle between the eyes."""

    identity: FloatArray
    """(40,) standard deviations."""

    expression: FloatArray
    """(53,) coefficients seen in the picture; a basis, not a diagnosis."""

    residual: float
    """Mean distance of landmarks and fitted points in eye distances; people 0.01, above 0.05 = no human
    face."""

    @property
    def pose_deg(self) -> tuple[float, float, float]:
        """Pitch, yaw, roll of the head; signs in docs/conventions.md."""
        import math

        r = self.rotation
        yaw = math.asin(max(-1.0, min(1.0, -float(r[2, 0]))))
        pitch = math.atan2(float(r[2, 1]), float(r[2, 2]))
        roll = math.atan2(float(r[1, 0]), float(r[0, 0]))
        return math.degrees(pitch), math.degrees(yaw), math.degrees(roll)


@dataclass(frozen=True)
class FaceGeometry:
    """The personal mesh in picture pixels and how each rig shape moves it."""

    rest_px: Points3
    """(478, 3) the landmarks themselves, with the depth of the fit."""

    expression_px: FloatArray
    """(53, 478, 3) displacement at coefficient 1, personal size."""

    close_mouth_px: FloatArray
    """(478, 3) displacement from the mouth of the picture to the closed neutral mouth."""

    up: FloatArray
    """(2,) unit vector in the picture that points to the crown."""

    pivot_px: FloatArray
    """(3,) joint of skull and neck about which the head turns."""

    eye_distance_px: float
    """Unit of every length on this face."""

    mouth_size: float
    """Size of this mouth against the rig's; scales every shape of mouth and jaw."""


@dataclass(frozen=True)
class MouthLook:
    """Colours of what becomes visible when the lips part, matched to the picture; sRGB 0-255."""

    teeth_rgb: FloatArray
    """(3,) brightest tooth."""

    gum_rgb: FloatArray
    """(3,)."""

    tongue_rgb: FloatArray
    """(3,)."""

    cavity_rgb: FloatArray
    """(3,) darkest depth."""

    shows_teeth: bool
    """The picture shows real teeth; they are used as they are."""

    is_drawing: bool
    """Flat colours instead of shading."""

    sharpness_px: float
    """Standard deviation in picture pixels of the blur that the picture shows."""

    line_rgb: FloatArray
    """(3,) of the lines of a drawing."""

    line_px: float
    """Width of these lines in picture pixels; 0 = no drawing."""

    has_teeth: bool = True
    """False where rows of human teeth would look wrong between the lips, as on animals."""

    is_monochrome: bool = False
    """The picture is in shades of one colour: black and white, sepia. So is everything drawn into it."""


@dataclass(frozen=True)
class EyeGeometry:
    """One eye of the picture."""

    upper_lid_px: Points2
    """(9, 2) from the outer to the inner corner."""

    lower_lid_px: Points2
    """(9, 2) from the outer to the inner corner."""

    brow_px: Points2
    """(5, 2) lower edge of the brow."""

    iris_center_px: FloatArray
    """(2,)."""

    iris_radius_px: float
    """Of the visible disc."""

    is_movable: bool
    """False for closed eyes and dark glasses: then neither lids nor iris move."""

    is_drawn: bool = False
    """True for eyeballs without lids of skin, as of drawings and animals: lids are painted over them."""


@dataclass(frozen=True)
class OwnEdge:
    """Soft pixels of the subject as they are before any background but its picture's own.

    Before a pattern nobody knows what the subject hides; its edge then holds what the filled background
    lacks, pieces of wall, too.
    """

    places: IndexArray
    """(N,) pixels of the picture, counted row by row."""

    alpha: ByteArray
    """(N,) coverage."""

    foreground_rgb: ByteArray
    """(N, 3)."""


def _no_edge() -> OwnEdge:
    return OwnEdge(np.zeros(0, np.intp), np.zeros(0, np.uint8), np.zeros((0, 3), np.uint8))


@dataclass(frozen=True)
class Portrait:
    """Everything the renderer needs to know about one picture."""

    foreground_rgb: RgbImage
    """(H, W, 3) the picture, with background colours cleaned out of the subject's edge."""

    alpha: AlphaImage
    """(H, W) coverage of the subject."""

    plate_rgb: RgbImage
    """(H, W, 3) the picture without the subject, filled in."""

    fit: HeadFit
    """Pose and shape."""

    face: FaceGeometry
    """The mesh that moves."""

    mouth: MouthLook
    """Colours of the mouth's inside."""

    eyes: tuple[EyeGeometry, EyeGeometry]
    """The subject's right and left eye."""

    head_box: Box
    """Head with hair, in picture pixels; never cropped by a layout."""

    is_template: bool = False
    """The mesh was laid through a few points, as on animals: lids and mouth are where the points say, but
    light, skin and proportions are not those of a human face."""

    confidence: float = 1.0
    """0-1, how far landmarks and fit can be trusted; 1 for points given by the user."""

    quarter_turns: int = 0
    """How often `numpy.rot90` turned the picture of the file, 0-3: a face that lay on its side is upright."""

    own_edge: OwnEdge = field(default_factory=_no_edge)
    """The edge before other backgrounds, where it differs."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a film's author should know about the picture, a sentence each."""
        is_told = self.is_template or self.mouth.is_drawing
        if is_told or self.confidence >= _LEAST_LIKE_A_PERSON:
            return ()
        return (
            f"The face hardly fits a person's (confidence {self.confidence:.2f}). If it is an animal's, its "
            "mouth opens at the wrong place: give face points, which `likeness inspect` helps to find.",
        )

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture."""
        height, width = self.alpha.shape
        return width, height

    @property
    def kept_clear(self) -> tuple[Box, Box]:
        """What captions should not cover, mouth and chin, and what they must not, the mouth alone: boxes in
        picture pixels with room to speak.
        """
        with_chin = _around(self._spoken_px((*_OUTER_LIPS, _CHIN)), _ROOM * self.face.eye_distance_px)
        return with_chin, _around(self._spoken_px(_OUTER_LIPS), _ROOM * self.face.eye_distance_px)

    def _spoken_px(self, points: tuple[int, ...]) -> Points2:
        """Return points of the mesh at rest and with the jaw far open."""
        rest = self.face.rest_px[list(points), :2]
        opened = rest + _WIDE * self.face.expression_px[expression_index("jaw_open")][list(points), :2]
        both: Points2 = np.concatenate((rest, opened))
        return both

    @property
    def subject_extent(self) -> SubjectExtent:
        """Where the subject is, and which borders of the picture cut it off."""
        is_solid = self.alpha > _SOLID
        columns, rows = np.flatnonzero(is_solid.any(axis=0)), np.flatnonzero(is_solid.any(axis=1))
        if not len(columns):
            return SubjectExtent(self.head_box)
        left, top = int(columns[0]), int(rows[0])
        return SubjectExtent(
            Box(left, top, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top),
            left_cut_px=_first(is_solid[:, 0]),
            right_cut_px=_first(is_solid[:, -1]),
            is_cut_top=float(is_solid[0].mean()) > _LEAST_CUT,
            is_cut_bottom=float(is_solid[-1].mean()) > _LEAST_CUT,
        )


def _first(is_cut: BoolArray) -> float | None:
    """Return where the longest cut of a border begins, None when it is not to speak of.

    Above it may lie a piece of a chair, or a lock of hair.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_cut, [False]]).astype(np.int8)))
    starts, lengths = edges[::2], np.diff(edges)[::2]
    if not len(starts) or lengths.max() <= _LEAST_CUT * len(is_cut):
        return None
    return float(starts[lengths.argmax()])


def _around(points: Points2, room_px: float) -> Box:
    """Return the box around points, with room on all sides."""
    (left, top), (right, bottom) = points.min(axis=0) - room_px, points.max(axis=0) + room_px
    return Box(float(left), float(top), float(right - left), float(bottom - top))

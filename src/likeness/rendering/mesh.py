"""The mesh of the whole subject: the face, rings around it that carry hair, ears, neck and shoulders.

The rings lie in the picture plane; depth and share of the head's turn imitate the head shell. Texturing a 3-D
shell directly tears the silhouette, a warp of the picture plane cannot.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from likeness.core.portrait import Portrait
from likeness.core.rig import FaceRig, load_rig
from likeness.rendering.body import CHIN, RingPlace, body_motion, smoothstep
from likeness.rendering.glasses import has_glasses, rigid_share
from likeness.rendering.lip_area import LipArea, lip_area
from likeness.rendering.relief import eased_depth
from likeness.rendering.subdivision import Subdivision, subdivide
from likeness.typing import BoolArray, FloatArray, IntArray, Points3

N_FACE = 468  # mesh points that are skin; the rest are irises
N_COLUMNS = 36  # points of the face oval
RING_DISTANCES = (
    0.1, 0.22, 0.38, 0.6, 0.9, 1.3, 1.75, 2.2, 2.65, 3.1, 3.6, 4.2, 5.0, 6.2, 9.0, 16.0, 30.0
)  # fmt: skip
"""Distance of each ring from the face oval in eye distances; the last lie outside of every picture."""

_NECK_LENGTH = 1.25
_EASED_NEIGHBOURS = 3  # steps from the face oval inwards
_SHOULDER_WEIGHT = 0.05  # share of the head's turn that shoulders follow
_EXPRESSION_REACH = 0.6  # eye distances over which expressions fade outside of the face oval


@dataclass(frozen=True)
class SubjectMesh:
    """Coarse points at rest with everything that moves them; picture pixels."""

    rest_px: Points3
    """(C, 3)."""

    head_weight: FloatArray
    """(C,) share of the head's turn."""

    expression_fade: FloatArray
    """(C,) share of the displacement of `expression_source`."""

    expression_source: IntArray
    """(C,) face point whose expression moves this point."""

    breath_px: FloatArray
    """(C, 2) displacement at full breath."""

    shrug_px: FloatArray
    """(C, 2) displacement at a full shrug."""

    growth: FloatArray
    """(C,) share of the head's change of size."""

    lips: LipArea
    """How thick they are."""


@dataclass(frozen=True)
class Topology:
    """Index structure shared by all portraits."""

    levels: tuple[Subdivision, Subdivision]
    triangles: IntArray
    """Fine triangles without the mouth's hole."""

    mouth_triangles: IntArray
    """Fine triangles that fill the hole from lip to lip: the inside of the mouth as the picture shows it."""

    rim_triangles: IntArray
    """From each lip to the middle of the hole, whose points are appended to the fine ones (see `rim`)."""

    upper_lip: IntArray
    """Fine points of the inner upper lip, right corner to left corner."""

    lower_lip: IntArray
    """The same for the lower lip."""

    def rim(self, points: FloatArray) -> FloatArray:
        """Append the middle line of the mouth, once for each lip: (N, D) -> (N + 2 K, D)."""
        middle = (points[self.upper_lip] + points[self.lower_lip]) / 2
        return np.concatenate([points, middle, middle])

    def rim_source(self, source: FloatArray) -> FloatArray:
        """Append texture positions that repeat the edge of each lip towards the middle."""
        return np.concatenate([source, source[self.upper_lip], source[self.lower_lip]])

    def refine(self, points: FloatArray) -> FloatArray:
        """Return fine values of (C, D) coarse ones."""
        return self.levels[1].refine(self.levels[0].refine(points))


@cache
def topology() -> Topology:
    """Build the index structure once; it depends on the rig alone."""
    rig = load_rig()
    triangles = np.concatenate([rig.triangles, _eye_fill(rig), _ring_triangles(rig)])
    chains = (rig.contours["lip_inner_upper"], rig.contours["lip_inner_lower"])
    n_coarse = N_FACE + N_COLUMNS * len(RING_DISTANCES)
    first = subdivide(triangles, chains, n_coarse)
    second = subdivide(first.triangles, first.chains, n_coarse + len(first.taps))
    upper, lower = second.chains
    n_fine, n_lip = n_coarse + len(first.taps) + len(second.taps), len(upper)
    middle = np.arange(n_fine, n_fine + 2 * n_lip, dtype=np.int32).reshape(2, n_lip)
    rim = np.concatenate([_band(upper, middle[0]), _band(lower, middle[1])])
    return Topology((first, second), second.triangles, _strip(upper, lower), rim, upper, lower)


def subject_mesh(portrait: Portrait) -> SubjectMesh:
    """Lay the mesh over one portrait."""
    rig = load_rig()
    face = portrait.face
    oval = rig.contours["face_oval"]
    rings, distances = _ring_points(face.rest_px[oval], face.eye_distance_px)
    right = np.array([-face.up[1], face.up[0]], np.float32)
    local = np.asarray((rings[:, :2] - portrait.fit.translation_px) / face.eye_distance_px, np.float32)
    down = np.asarray(-(local @ face.up), np.float32)
    chin = face.rest_px[CHIN, :2] - portrait.fit.translation_px
    chin_down = float(-(chin @ face.up)) / face.eye_distance_px
    below = smoothstep((down - chin_down + 0.3) / 0.5)
    rings[:, 2] = _ring_depth(rings[:, 2], (distances, below, down), portrait)
    weight = _head_weight(local @ right, down, chin_down)
    rest = np.concatenate([face.rest_px[:N_FACE], rings])
    rest[:, 2] = eased_depth(rest, _skin_and_rings(), _reach_of_easing())
    column = np.tile(oval, len(RING_DISTANCES))
    fade = 1.0 - smoothstep(distances / _EXPRESSION_REACH)
    place = RingPlace(np.asarray(local @ right, np.float32), down - np.float32(chin_down), rings[:, :2])
    body = body_motion(portrait, place, weight)
    still = np.zeros((N_FACE, 2), np.float32)
    return SubjectMesh(
        rest_px=rest.astype(np.float32),
        head_weight=np.concatenate([np.ones(N_FACE), weight]).astype(np.float32),
        expression_fade=np.concatenate([np.ones(N_FACE), fade]).astype(np.float32) * _unheld(portrait, rest),
        expression_source=np.concatenate([np.arange(N_FACE), column]).astype(np.int32),
        breath_px=np.concatenate([still, body.breath_px]),
        shrug_px=np.concatenate([still, body.shrug_px]),
        growth=np.concatenate([np.ones(N_FACE, np.float32), body.growth]),
        lips=lip_area(face),
    )


def _unheld(portrait: Portrait, rest: Points3) -> FloatArray:
    """Return (C,) how far points may follow an expression: glasses hold what is under them."""
    if not has_glasses(portrait.foreground_rgb, portrait.face):
        return np.ones(len(rest), np.float32)
    return np.float32(1) - rigid_share(rest[:, :2], portrait.face)


def _ring_points(oval: Points3, unit_px: float) -> tuple[Points3, FloatArray]:
    """Return points (R * 36, 3) outward from the oval, with its depth, and their distances from it."""
    center = (oval[:, :2].min(0) + oval[:, :2].max(0)) / 2
    outward = oval[:, :2] - center
    # smooth directions around the oval: rings must not fold where its outline is uneven
    for _ in range(4):
        outward = (np.roll(outward, 1, 0) + 2 * outward + np.roll(outward, -1, 0)) / 4
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    rings = []
    for distance in RING_DISTANCES:
        ring = oval.copy()
        ring[:, :2] += outward * distance * unit_px
        rings.append(ring)
    distances = np.repeat(np.asarray(RING_DISTANCES, np.float32), N_COLUMNS)
    return np.concatenate(rings).astype(np.float32), distances


def _ring_depth(
    oval_z: FloatArray, where: tuple[FloatArray, FloatArray, FloatArray], portrait: Portrait
) -> FloatArray:
    """Return depth in pixels: from the oval to the silhouette of the skull, or to the front of the neck."""
    distance, below, down = where
    unit = portrait.face.eye_distance_px
    pivot_z = float(portrait.face.pivot_px[2])
    silhouette = pivot_z - 0.08 * unit
    neck = pivot_z - 0.65 * unit
    above = smoothstep((-down - 0.2) / 1.0)
    reach = 0.30 + 0.4 * above + 0.25 * below
    target = silhouette + (neck - silhouette) * below
    return np.asarray(oval_z + (target - oval_z) * smoothstep(distance / reach), np.float32)


def _head_weight(across: FloatArray, down: FloatArray, chin_down: float) -> FloatArray:
    """Return each ring point's share of the head's turn: 1 on the skull, falling along the neck."""
    # hair beside the neck hangs from the skull and follows a little longer than the neck itself
    start = chin_down + 0.05 + 0.25 * smoothstep((np.abs(across) - 0.9) / 0.6)
    fall = smoothstep((down - start) / _NECK_LENGTH)
    far = smoothstep((np.hypot(across, down) - 3.2) / 3.0)
    share = _SHOULDER_WEIGHT + (1.0 - _SHOULDER_WEIGHT) * (1.0 - fall)
    return np.asarray(share * (1.0 - far), np.float32)


@cache
def _skin_and_rings() -> IntArray:
    """Return the triangles (T, 3) of the coarse mesh, without those that fill the eyes."""
    rig = load_rig()
    return np.concatenate([rig.triangles, _ring_triangles(rig)])


@cache
def _reach_of_easing() -> BoolArray:
    """Return (C,) which points may change their depth: the rings, the oval and its neighbours in the face."""
    triangles = _skin_and_rings()
    free = np.arange(N_FACE + N_COLUMNS * len(RING_DISTANCES)) >= N_FACE
    free[load_rig().contours["face_oval"]] = True
    for _ in range(_EASED_NEIGHBOURS):
        free[triangles[free[triangles].any(axis=1)]] = True
    return free


def _eye_fill(rig: FaceRig) -> IntArray:
    """Close the eyes' holes: lids and irises are edited in the texture."""
    lids = [
        [rig.contours[f"eyelid_{side}_{lid}"] for lid in ("upper", "lower")] for side in ("right", "left")
    ]
    return np.concatenate([_strip(upper, lower) for upper, lower in lids])


def _strip(upper: IntArray, lower: IntArray) -> IntArray:
    """Return triangles between two chains with common ends."""
    out: list[tuple[int, int, int]] = []
    u, w = upper.tolist(), lower.tolist()
    for i in range(len(u) - 1):
        if i > 0:
            out.append((u[i], w[i], u[i + 1]))
        if i < len(u) - 2:
            out.append((w[i], w[i + 1], u[i + 1]))
    return np.asarray(out, np.int32)


def _band(first: IntArray, second: IntArray) -> IntArray:
    """Return triangles between two chains of equal length."""
    a, b, c, d = first[:-1], first[1:], second[:-1], second[1:]
    return np.concatenate([np.stack([a, b, c], axis=1), np.stack([b, d, c], axis=1)]).astype(np.int32)


def _ring_triangles(rig: FaceRig) -> IntArray:
    """Return the triangles between the oval and the rings."""
    loops = [rig.contours["face_oval"].tolist()]
    for r in range(len(RING_DISTANCES)):
        loops.append([N_FACE + r * N_COLUMNS + k for k in range(N_COLUMNS)])
    out: list[tuple[int, int, int]] = []
    for inner, outer in pairwise(loops):
        for k in range(N_COLUMNS):
            n = (k + 1) % N_COLUMNS
            out += [(inner[k], inner[n], outer[k]), (inner[n], outer[n], outer[k])]
    return np.asarray(out, np.int32)

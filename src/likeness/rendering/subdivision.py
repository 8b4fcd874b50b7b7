"""Butterfly subdivision: a fine triangle mesh that passes through the coarse points.

Interpolating, so that landmarks stay where they were measured, and smooth, so that lips and cheeks show no
facets. Weights: Dyn, Levin & Gregory 1990, "A butterfly subdivision scheme for surface interpolation with
tension control"; on boundaries the four-point curve scheme (Dyn, Levin & Gregory 1987).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from likeness.rendering.kernels import weighted_sums
from likeness.typing import FloatArray, IntArray

_Edge = tuple[int, int]
_N_TAPS = 8


@dataclass(frozen=True)
class Subdivision:
    """One level: new points are weighted sums of at most eight old ones."""

    taps: IntArray
    """(E, 8) old point per tap, one row per new point; new points follow the old ones."""

    weights: FloatArray
    """(E, 8)."""

    triangles: IntArray
    """(4 T, 3) of the fine mesh."""

    chains: tuple[IntArray, ...]
    """The given boundary chains, refined."""

    def refine(self, points: FloatArray) -> FloatArray:
        """Return (N + E, D) fine values of the (N, D) coarse ones."""
        return np.asarray(weighted_sums(np.ascontiguousarray(points), self.taps, self.weights))


def subdivide(triangles: IntArray, chains: tuple[IntArray, ...], n_points: int) -> Subdivision:
    """Build one level of subdivision.

    Parameters
    ----------
    triangles
        (T, 3) point indices.
    chains
        Open boundary curves that end in sharp corners (the inner lips), each (K,) point indices in order;
        their edges use the curve scheme with one-sided ends.
    n_points
        Number of coarse points.

    """
    opposite = _opposites(triangles)
    curve_rules = _chain_rules(chains)
    edge_index: dict[_Edge, int] = {}
    taps: list[list[int]] = []
    weights: list[list[float]] = []
    for edge in opposite:
        points, values = curve_rules.get(edge) or _edge_rule(edge, opposite)
        padding = _N_TAPS - len(points)
        taps.append(points + [edge[0]] * padding)
        weights.append(values + [0.0] * padding)
        edge_index[edge] = n_points + len(edge_index)
    fine = [part for a, b, c in triangles.tolist() for part in _split((a, b, c), edge_index)]
    return Subdivision(
        taps=np.asarray(taps, np.int32),
        weights=np.asarray(weights, np.float32),
        triangles=np.asarray(fine, np.int32),
        chains=tuple(_refine_chain(chain, edge_index) for chain in chains),
    )


def _key(a: int, b: int) -> _Edge:
    return (a, b) if a < b else (b, a)


def _opposites(triangles: IntArray) -> dict[_Edge, list[int]]:
    """Map each edge to the one or two points that face it."""
    found: dict[_Edge, list[int]] = {}
    for a, b, c in triangles.tolist():
        for p, q, r in ((a, b, c), (b, c, a), (c, a, b)):
            found.setdefault(_key(p, q), []).append(r)
    return found


def _edge_rule(edge: _Edge, opposite: dict[_Edge, list[int]]) -> tuple[list[int], list[float]]:
    """Return taps and weights of the new point on one edge."""
    a, b = edge
    facing = opposite[edge]
    if len(facing) != 2:
        return [a, b], [0.5, 0.5]
    wings: list[int] = []
    for apex in facing:
        for end in (a, b):
            other = [p for p in opposite[_key(apex, end)] if p not in (a, b)]
            if len(opposite[_key(apex, end)]) != 2 or len(other) != 1:
                return [a, b, *facing], [0.5, 0.5, 0.0, 0.0]
            wings.append(other[0])
    return [a, b, *facing, *wings], [0.5, 0.5, 0.125, 0.125, -0.0625, -0.0625, -0.0625, -0.0625]


def _chain_rules(chains: tuple[IntArray, ...]) -> dict[_Edge, tuple[list[int], list[float]]]:
    """Return the rules of edges that lie on boundary chains."""
    rules: dict[_Edge, tuple[list[int], list[float]]] = {}
    for chain in chains:
        p = chain.tolist()
        for i in range(len(p) - 1):
            if i == 0:
                rule = ([p[0], p[1], p[2]], [0.375, 0.75, -0.125])
            elif i == len(p) - 2:
                rule = ([p[-1], p[-2], p[-3]], [0.375, 0.75, -0.125])
            else:
                rule = (p[i - 1 : i + 3], [-0.0625, 0.5625, 0.5625, -0.0625])
            rules[_key(p[i], p[i + 1])] = rule
    return rules


def _refine_chain(chain: IntArray, edge_index: dict[_Edge, int]) -> IntArray:
    """Insert the new points of a chain between its old ones."""
    p = chain.tolist()
    fine = [p[0]]
    for a, b in pairwise(p):
        fine += [edge_index[_key(a, b)], b]
    return np.asarray(fine, np.int32)


def _split(corners: tuple[int, int, int], edge_index: dict[_Edge, int]) -> tuple[tuple[int, int, int], ...]:
    """Return the four triangles of one."""
    a, b, c = corners
    ab, bc, ca = edge_index[_key(a, b)], edge_index[_key(b, c)], edge_index[_key(c, a)]
    return (a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)

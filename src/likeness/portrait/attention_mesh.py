"""The attention mesh: 478 landmarks with refined lips, eyes and irises from one region of a picture.

Network: "Attention Mesh: High-fidelity Face Mesh Prediction in Real-time" (Grishchenko et al. 2020,
arXiv:2006.10962), as carried by mediapipe 0.10.21. Its three custom operators are computed here in numpy:

- Landmarks2TransformMatrix: where lips and eyes lie in the feature map, as a 4x4 matrix,
- TransformTensorBilinear: cuts that part out of the feature map,
- TransformLandmarks: carries the refined points back.
"""

import math
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from likeness.portrait.flatbuffer_surgery import Node, cut_model, read_graph
from likeness.portrait.flexbuffer import Setting, read_settings
from likeness.portrait.network import Network
from likeness.portrait.region import Region, cut_region, points_from_region
from likeness.typing import FloatArray, IntArray, Points3, RgbImage

SIDE_PX = 192
"""Side of the square that the network sees."""

N_MESH_POINTS = 468
N_LANDMARKS = 478
_RIGHT_IRIS, _LEFT_IRIS = slice(468, 473), slice(473, 478)
_N_LID_POINTS = 16
"""The first points of each eye list run around the lids."""


@dataclass(frozen=True)
class MeshResult:
    """What the mesh network says about one region."""

    landmarks_px: Points3
    """(478, 3) x, y in picture pixels (corner of the picture = 0, 0), z in the same scale, + = away."""

    face_probability: float
    """0-1, the network's own opinion; also high on some things that are no face."""


class AttentionMesh:
    """The loaded network. Not thread safe."""

    def __init__(self, model: bytes) -> None:
        """Cut the model at its custom operators and load the pieces."""
        graph = read_graph(model)
        self._outputs = graph.outputs
        self._input_id = graph.inputs[0]
        self._steps: list[Network | _CustomStep] = []
        for is_custom, group in groupby(enumerate(graph.nodes), key=lambda item: bool(item[1].custom_name)):
            nodes = list(group)
            if is_custom:
                self._steps += [_CustomStep(node) for _, node in nodes]
            else:
                self._steps.append(Network(cut_model(model, nodes[0][0], nodes[-1][0] + 1)))
        lips, right_eye, left_eye = (
            step.subset for step in self._steps if isinstance(step, _CustomStep) and step.subset.size
        )
        self._lips, self._right_eye, self._left_eye = lips, right_eye, left_eye

    def measure(self, rgb: RgbImage, region: Region, *, is_mirrored: bool = False) -> MeshResult:
        """Fit the mesh to whatever lies in a region.

        Args:
            rgb: (H, W, 3) picture.
            region: Square around the face, about 1.5 times its size, turned with the eyes.
            is_mirrored: Look at the mirror image. The landmarks lie where they are in the picture, but those
                of the right side are found on the left and the other way round.
        """
        crop = cut_region(rgb, region, SIDE_PX)
        if is_mirrored:
            crop = np.ascontiguousarray(crop[:, ::-1])
        outputs = self._run(crop[np.newaxis].astype(np.float32) / np.float32(255))
        mesh, lips, right_eye, left_eye, right_iris, left_iris, face_logit = outputs
        points = np.zeros((N_LANDMARKS, 3), np.float32)
        points[:N_MESH_POINTS] = mesh.reshape(-1, 3)
        points[self._lips, :2] = lips.reshape(-1, 2)
        points[self._right_eye, :2] = right_eye.reshape(-1, 2)
        points[self._left_eye, :2] = left_eye.reshape(-1, 2)
        # The iris heads know no depth: the irises lie where the lids are.
        for rows, iris, eye in (
            (_RIGHT_IRIS, right_iris, self._right_eye),
            (_LEFT_IRIS, left_iris, self._left_eye),
        ):
            points[rows, :2] = iris.reshape(-1, 2)
            points[rows, 2] = points[eye[:_N_LID_POINTS], 2].mean()
        if is_mirrored:
            points[:, 0] = SIDE_PX - points[:, 0]
        return MeshResult(
            landmarks_px=points_from_region(points / np.float32(SIDE_PX), region),
            face_probability=1.0 / (1.0 + math.exp(-float(face_logit.reshape(-1)[0]))),
        )

    def _run(self, picture: FloatArray) -> tuple[FloatArray, ...]:
        tensors: dict[int, FloatArray] = {self._input_id: picture}
        for step in self._steps:
            results = step.run(*(tensors[i] for i in step.input_ids))
            tensors.update(zip(step.output_ids, results, strict=True))
        return tuple(tensors[i] for i in self._outputs)


class _CustomStep:
    """One custom operator with its settings."""

    def __init__(self, node: Node) -> None:
        self.input_ids, self.output_ids = node.inputs, node.outputs
        self._name = node.custom_name
        self._settings = read_settings(node.custom_options) if node.custom_options else {}
        self.subset: IntArray = np.array(self._settings.get("subset_idxs", []), np.int32)
        """(N,) mesh points whose box is cut out; empty for the other operators."""

    def run(self, *inputs: FloatArray) -> tuple[FloatArray, ...]:
        if self._name == "Landmarks2TransformMatrix":
            return (subset_matrix(inputs[0][0], self.subset, self._settings)[np.newaxis],)
        if self._name == "TransformTensorBilinear":
            grid_px = (_integer(self._settings["output_width"]), _integer(self._settings["output_height"]))
            return (sample_features(inputs[0][0], inputs[1][0], grid_px)[np.newaxis],)
        if self._name == "TransformLandmarks":
            return (transform_points(inputs[0][0], inputs[1][0])[np.newaxis],)
        raise ValueError(f"unknown operator {self._name}")


def subset_matrix(landmarks: FloatArray, subset: IntArray, settings: dict[str, Setting]) -> FloatArray:
    """Return the matrix from the grid of a part (lips, eye) to the feature map.

    Args:
        landmarks: (468, 3) coarse mesh in cells of the feature map.
        subset: (N,) points of the part.
        settings: `left_rotation_idx`, `right_rotation_idx` (the line made level),
            `target_rotation_radians`, `scale_x`, `scale_y` (size of the cut in units of the part's box),
            `output_width`, `output_height`.

    Returns:
        (4, 4) float32; z is left alone.
    """
    start = landmarks[_integer(settings["left_rotation_idx"])]
    end = landmarks[_integer(settings["right_rotation_idx"])]
    turn_rad = _real(settings["target_rotation_radians"]) - math.atan2(end[1] - start[1], end[0] - start[0])
    level = _rotation(turn_rad)
    levelled = landmarks[subset, :2] @ level.T
    low, high = levelled.min(axis=0), levelled.max(axis=0)
    centre = level.T @ ((low + high) / 2)
    grid = np.array([_real(settings["output_width"]), _real(settings["output_height"])])
    scale = np.array([_real(settings["scale_x"]), _real(settings["scale_y"])]) * (high - low) / grid
    matrix = np.eye(4)
    matrix[:2, :2] = level.T * scale
    matrix[:2, 3] = centre - matrix[:2, :2] @ (grid / 2)
    return matrix.astype(np.float32)


def sample_features(features: FloatArray, matrix: FloatArray, grid_px: tuple[int, int]) -> FloatArray:
    """Sample a feature map bilinearly on a transformed grid.

    Args:
        features: (H, W, C).
        matrix: (4, 4) from grid to feature map, both measured from corner to corner of the cells.
        grid_px: Width and height of the result.

    Returns:
        (height, width, C); 0 where the place lies beyond the centres of the outermost cells.
    """
    width, height = grid_px
    y, x = np.mgrid[:height, :width].astype(np.float32) + np.float32(0.5)
    places = [row[0] * x + row[1] * y + row[3] - np.float32(0.5) for row in matrix[:2]]
    u, v = places
    last_u, last_v = features.shape[1] - 1, features.shape[0] - 1
    inside = (u >= 0) & (u <= last_u) & (v >= 0) & (v <= last_v)
    left = np.clip(np.floor(u), 0, last_u - 1).astype(np.int32)
    top = np.clip(np.floor(v), 0, last_v - 1).astype(np.int32)
    to_right, to_bottom = (u - left)[..., np.newaxis], (v - top)[..., np.newaxis]
    upper = features[top, left] * (1 - to_right) + features[top, left + 1] * to_right
    lower = features[top + 1, left] * (1 - to_right) + features[top + 1, left + 1] * to_right
    sampled = upper * (1 - to_bottom) + lower * to_bottom
    return np.where(inside[..., np.newaxis], sampled, 0).astype(np.float32)


def transform_points(points: FloatArray, matrix: FloatArray) -> FloatArray:
    """Apply the x and y rows of a (4, 4) matrix to points (N, 2)."""
    return np.asarray(points @ matrix[:2, :2].T + matrix[:2, 3], np.float32)


def _rotation(angle_rad: float) -> FloatArray:
    cosine, sine = math.cos(angle_rad), math.sin(angle_rad)
    return np.array([[cosine, -sine], [sine, cosine]], np.float32)


def _integer(setting: Setting) -> int:
    if not isinstance(setting, int):
        raise TypeError("the setting should be an integer")
    return setting


def _real(setting: Setting) -> float:
    if isinstance(setting, list):
        raise TypeError("the setting should be a number")
    return float(setting)

"""A picture becomes a portrait: face, shape, matte, background, mouth and eyes."""

from likeness.portrait.face_models import FaceModels, load_face_models
from likeness.portrait.face_search import DetectedFace, find_faces, measure_landmarks, pick_face
from likeness.portrait.inspection import InspectionFiles, inspect_picture
from likeness.portrait.model_files import ModelStatus, model_statuses
from likeness.portrait.picture import Picture, read_picture
from likeness.portrait.prepare import FaceChoice, prepare_portrait

__all__ = [
    "DetectedFace",
    "FaceChoice",
    "FaceModels",
    "InspectionFiles",
    "ModelStatus",
    "Picture",
    "find_faces",
    "inspect_picture",
    "load_face_models",
    "measure_landmarks",
    "model_statuses",
    "pick_face",
    "prepare_portrait",
    "read_picture",
]

from pathlib import Path

import pytest

from likeness.errors import ModelCorruptError, ModelMissingError
from likeness.portrait import model_files
from likeness.portrait.model_files import ModelName, model_path, model_statuses, read_model


def test_installed_models_are_the_expected_ones() -> None:
    statuses = model_statuses()
    assert [status.name for status in statuses] == list(ModelName)
    assert all(status.is_ok for status in statuses), [status.problem for status in statuses]


def test_directory_with_flat_files(tmp_path: Path) -> None:
    content = read_model(ModelName.SHORT_RANGE_DETECTOR)
    (tmp_path / "face_detection_short_range.tflite").write_bytes(content)
    assert read_model(ModelName.SHORT_RANGE_DETECTOR, tmp_path) == content


def test_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="LIKENESS_MODEL_DIR"):
        read_model(ModelName.ATTENTION_MESH, tmp_path)


def test_changed_file_is_refused(tmp_path: Path) -> None:
    path = model_path(ModelName.SHORT_RANGE_DETECTOR, tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(read_model(ModelName.SHORT_RANGE_DETECTOR) + b"\0")
    with pytest.raises(ModelCorruptError, match="expected version"):
        read_model(ModelName.SHORT_RANGE_DETECTOR, tmp_path)
    statuses = {status.name: status for status in model_statuses(tmp_path)}
    assert not statuses[ModelName.SHORT_RANGE_DETECTOR].is_ok
    assert "cannot be read" in statuses[ModelName.ATTENTION_MESH].problem


def test_carrier_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "CARRIER", "no_such_package_anywhere")
    with pytest.raises(ModelMissingError, match="not installed"):
        model_path(ModelName.ATTENTION_MESH)
    assert model_statuses()[0].path is None

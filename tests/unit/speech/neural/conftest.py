from pathlib import Path

import pytest


@pytest.fixture
def voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of voices that is the operator's."""
    folder = tmp_path / "voices"
    folder.mkdir()
    monkeypatch.setenv("LIKENESS_VOICES_DIR", str(folder))
    return folder

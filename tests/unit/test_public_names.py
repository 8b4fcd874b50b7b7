import os
import subprocess
import sys

import pytest

import likeness


def test_exported_names_exist_and_are_sorted():
    assert list(likeness.__all__) == sorted(likeness.__all__)
    for name in likeness.__all__:
        assert getattr(likeness, name) is not None
    assert dir(likeness) == sorted(likeness.__all__)


def test_unknown_names_are_refused():
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = likeness.nothing_like_it


@pytest.mark.parametrize(
    "statement", ["import likeness", "import likeness.cli.app", "from likeness import VideoSpec"]
)
def test_import_is_cheap(statement):
    heavy = ("numba", "cv2", "av", "ai_edge_litert", "pocketsphinx")
    code = f"{statement}; import sys; print([name for name in {heavy} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded == "[]\n"


def test_render_is_the_function_and_not_a_stage():
    code = "import likeness, likeness.rendering.renderer; from likeness import render; "
    code += "print(render is likeness.render); print(render.__module__)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "True\nlikeness.pipeline\n"


def test_onnxruntime_reports_to_nobody(tmp_path):
    """With reports on, it leaves a session number among the temporary files as soon as it is imported."""
    code = "import likeness, onnxruntime"
    quiet = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    subprocess.run([sys.executable, "-c", code], env=quiet | {"TMPDIR": str(tmp_path)}, check=True)
    assert list(tmp_path.iterdir()) == []
    told = "import likeness, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    for wish, value in ({}, "1"), ({"ORT_DISABLE_TELEMETRY": "0"}, "0"):
        done = subprocess.run([sys.executable, "-c", told], env=quiet | wish, capture_output=True, check=True)
        assert done.stdout.decode().strip() == value

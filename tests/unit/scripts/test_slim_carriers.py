import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "slim_carriers.py"


def load():
    spec = importlib.util.spec_from_file_location("slim_carriers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_matching_files_stay(tmp_path):
    for name in (
        "__init__.py",
        "modules/a/face.tflite",
        "modules/a/face.binarypb",
        "python/_core.so",
        "x/y/z.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    load().slim(tmp_path, ("__init__.py", "modules/**/*.tflite"))
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == ["__init__.py", "modules", "modules/a", "modules/a/face.tflite"]


def test_every_model_stays():
    from likeness.portrait.model_files import ModelName

    patterns = load().KEPT["mediapipe"]
    assert all(any(Path("modules", name).match(pattern) for pattern in patterns) for name in ModelName)


def test_of_imported_packages_only_what_is_named_goes(tmp_path):
    for name in (
        "libs/a.rlib",
        "libs/a.so",
        "data/haarcascade_eye.xml",
        "data/haarcascade_frontalcatface.xml",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    script = load()
    for package in ("c2pa", "cv2"):
        script.drop(tmp_path, script.DROPPED[package])
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*"))
    assert left == ["data/haarcascade_frontalcatface.xml", "libs/a.so"]

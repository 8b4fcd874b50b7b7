import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "budgets.py"


@pytest.fixture
def budgets(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("budgets", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "EXCEPTIONS", {})
    return module


def write(tmp_path, text, folder="src"):
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "a.py").write_text(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("x = 1\n" * 401, "src/a.py: file 401 > 400"),
        ("class A:\n    def f(self):\n" + "        x = 1\n" * 60, "src/a.py:A.f: function 61 > 60"),
        ("def f(a, b, c, *, d, e, f): ...\n", "src/a.py:f: parameters 6 > 5"),
        ("def f(a):\n" + "    if a: pass\n" * 10, "src/a.py:f: complexity 11 > 10"),
    ],
)
def test_excess_is_named(budgets, tmp_path, capsys, text, complaint):
    write(tmp_path, text)
    assert budgets.main() == 1
    assert capsys.readouterr().out == complaint + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" * 400,
        'def f():\n    """Long\n' + "\n" * 80 + '    """\n    return 1\n',
        "class A:\n    def f(self, a, b, c, d, e): ...\n",
        "def f(a):\n" + "    if a: pass\n" * 9,
        "def f(a):\n    def g():\n" + "        if a: pass\n" * 6 + "    if a: pass\n" * 6,
    ],
)
def test_within_budget(budgets, tmp_path, text):
    write(tmp_path, text)
    assert budgets.main() == 0


def test_exceptions_must_be_needed(budgets, tmp_path, capsys, monkeypatch):
    write(tmp_path, "x = 1\n" * 401)
    monkeypatch.setattr(budgets, "EXCEPTIONS", {("src/a.py", "file"): "a table"})
    assert budgets.main() == 0
    write(tmp_path, "x = 1\n")
    assert budgets.main() == 1
    assert "not needed" in capsys.readouterr().out


def test_fixtures_do_not_count_as_parameters(budgets, tmp_path):
    write(tmp_path, "def test_f(a, b, c, d, e, f, g): ...\n", folder="tests")
    assert budgets.main() == 0

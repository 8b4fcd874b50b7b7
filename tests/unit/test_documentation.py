"""What the pages and docstrings promise is run, and nothing that they should list is missing."""

import doctest
import importlib
import pkgutil
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from PIL import Image
from typer.main import get_command

import likeness
from likeness.cli.app import app
from likeness.core.spec import VideoSpec
from likeness.errors import LikenessError
from likeness.portrait.face_checks import MIN_FACE_WIDTH_PX
from likeness.portrait.face_points import read_face_points
from likeness.portrait.picture import MAX_PIXELS, MIN_SIDE_PX
from likeness.speech.recording import MAX_DURATION_S, MIN_DURATION_S
from likeness.speech.script import MAX_PAUSES_S, MAX_SCRIPT_CHARACTERS
from likeness.testing import drawn_portrait

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted(module.name for module in pkgutil.walk_packages(likeness.__path__, "likeness."))


def blocks(page, language):
    return re.findall(
        rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


def pages_with(language):
    return [page for page in PAGES if blocks(page, language)]


def with_subcommands(command):
    return [command, *getattr(command, "commands", {}).values()]


def options_of(command):
    return [option for parameter in command.params for option in parameter.opts]


def all_errors(root=LikenessError):
    return [root, *(error for child in root.__subclasses__() for error in all_errors(child))]


@pytest.mark.parametrize("name", ["likeness", *MODULES])
def test_examples_in_docstrings(name):
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0


@pytest.mark.parametrize("page", pages_with("python"), ids=lambda page: page.name)
@pytest.mark.usefixtures("doubles")
def test_python_on_pages_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(drawn_portrait(160, 200)).save("me.jpg")
    for block in blocks(page, "python"):
        exec(compile(block, str(page), "exec"), {})


@pytest.mark.parametrize("page", pages_with("sh"), ids=lambda page: page.name)
def test_commands_on_pages_exist_with_their_options(page):
    script = (ROOT / "run").read_text(encoding="utf-8")
    commands = get_command(app).commands
    for line in "".join(blocks(page, "sh")).splitlines():
        words = line.split("#")[0].replace("./run ", "likeness ").split()
        if not words or words[0] != "likeness":
            continue
        if words[1] not in commands:
            assert re.search(rf"^\s*{words[1]} ", script, re.MULTILINE), line
            continue
        known = {option for command in with_subcommands(commands[words[1]]) for option in options_of(command)}
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= known, line


def test_documented_face_points_can_be_read(tmp_path):
    (block,) = blocks(ROOT / "docs/cli.md", "json")
    (tmp_path / "points.json").write_text(block)
    assert read_face_points(tmp_path / "points.json", (400, 400, 3)).seven.shape == (7, 2)


def test_every_option_is_documented():
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    for name, command in get_command(app).commands.items():
        assert f"## likeness {name}" in page
        for each in with_subcommands(command):
            for option in options_of(each):
                assert option == "--help" or not option.startswith("--") or f"`{option}" in page, option
        for subcommand in getattr(command, "commands", ()):
            assert f"`likeness {name} {subcommand}" in page


def test_every_command_can_be_run_without_installing():
    script = (ROOT / "run").read_text(encoding="utf-8")
    passed_on = re.search(r"^(render \|.*)\)$", script, re.MULTILINE)
    assert passed_on is not None
    assert set(passed_on[1].split(" | ")) == set(get_command(app).commands)


def test_every_error_code_is_documented_once_with_its_exit_code():
    importlib.import_module("likeness.engines")
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", page, re.MULTILINE)
    expected = {(error.code, str(error.exit_code)) for error in all_errors() if "code" in vars(error)}
    assert set(rows) == expected
    assert len(rows) == len(set(rows))


def test_every_error_code_stands_in_the_tree():
    importlib.import_module("likeness.engines")
    tree = importlib.import_module("likeness.errors").__doc__
    missing = {error.code for error in all_errors() if not re.search(rf"\b{error.code}\b", tree)}
    assert missing == {"internal"}


def test_limits_are_documented():
    page = " ".join((ROOT / "docs/cli.md").read_text(encoding="utf-8").split())
    seed = VideoSpec.model_json_schema()["properties"]["seed"]
    for limit in (
        f"at most {MAX_SCRIPT_CHARACTERS} characters",
        f"pauses, at most {MAX_PAUSES_S:.0f} s in all",
        f"{MIN_DURATION_S} to {MAX_DURATION_S:.0f} s",
        f"at least {MIN_SIDE_PX} pixels on each side",
        f"at most {MAX_PIXELS // 10**6} million",
        f"at least {MIN_FACE_WIDTH_PX} pixels wide",
        f"{seed['minimum']} to {seed['exclusiveMaximum'] - 1}",
    ):
        assert limit in page


def test_every_environment_variable_is_documented():
    page = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
    sources = [*(ROOT / "src").rglob("*.py"), ROOT / "run"]
    used = {
        name
        for file in sources
        for name in re.findall(r"LIKENESS_[A-Z0-9_]+", file.read_text(encoding="utf-8"))
    }
    assert {name for name in used if f"`{name}`" not in page} == set()


def test_links_lead_somewhere():
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            if target != "docs/demo.png":
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_dependency_is_in_the_notice():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *chain(*project["dependency-groups"].values())]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    names = [re.match(r"[\w.-]+", line).group() for line in wanted]
    assert [name for name in names if name not in notice] == []


def test_readme_shows_everything_in_its_first_lines():
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    for part in ("docs/demo.png", "./run demo", "./run test", "```python"):
        assert part in first

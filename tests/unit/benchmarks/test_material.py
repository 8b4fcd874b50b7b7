from benchmarks.material import (
    Settings,
    human_portraits,
    pictures_in,
    portrait_kinds,
    settings_of,
    settings_parser,
)

MANIFEST = """# Test material
| file | kind | source |
|---|---|---|
| portraits/p01_man.jpg | photo | somewhere |
| portraits/p13_woman.png | painting | somewhere |
| portraits/p20_dog.jpg | animal | somewhere |
"""


def make_test_data(tmp_path):
    folder = tmp_path / "testdata"
    (folder / "portraits").mkdir(parents=True)
    (folder / "MANIFEST.md").write_text(MANIFEST, encoding="utf-8")
    for name in ("p01_man.jpg", "p13_woman.png", "p20_dog.jpg", "notes.txt"):
        (folder / "portraits" / name).touch()
    return folder


def test_own_portraits_come_without_test_data(tmp_path):
    settings = Settings(None, tmp_path)
    assert sorted(human_portraits(settings)) == ["astronaut", "drawn"]
    assert settings.folder("portraits") is None


def test_animals_are_left_out(tmp_path):
    settings = Settings(make_test_data(tmp_path), tmp_path)
    assert portrait_kinds(settings)["p20_dog.jpg"] == "animal"
    assert list(human_portraits(settings)) == ["astronaut", "drawn", "p01_man", "p13_woman"]


def test_pictures_of_a_place(tmp_path):
    folder = make_test_data(tmp_path) / "portraits"
    assert [path.name for path in pictures_in(folder)] == ["p01_man.jpg", "p13_woman.png", "p20_dog.jpg"]
    assert pictures_in(folder / "p01_man.jpg") == (folder / "p01_man.jpg",)


def test_settings_from_a_command_line(tmp_path):
    parser = settings_parser("rest", "What it does.")
    arguments = parser.parse_args(
        ["--test-data", str(tmp_path / "none"), "--out", str(tmp_path / "out"), "--quick"]
    )
    settings = settings_of(arguments)
    assert settings == Settings(None, tmp_path / "out", True)
    assert settings.out.is_dir()

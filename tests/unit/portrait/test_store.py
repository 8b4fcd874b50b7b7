import json
import os
import threading
import time
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from likeness.portrait import store as store_module
from likeness.portrait.store import PortraitStore, portrait_key, usual_store
from likeness.testing.astronaut import astronaut_path

KEY, OTHER_KEY = "a" * 64, "b" * 64


@pytest.fixture
def store(tmp_path):
    return PortraitStore(tmp_path / "kept")


def leaves(value, name=""):
    """Return every value of nested dataclasses and tuples by its name."""
    if is_dataclass(value):
        parts = [(field.name, getattr(value, field.name)) for field in fields(value)]
    elif isinstance(value, tuple):
        parts = list(enumerate(value))
    else:
        return {name: value}
    found = {}
    for part, inner in parts:
        found |= leaves(inner, f"{name}.{part}")
    return found


def is_same(first, second):
    """Tell whether two portraits are equal bit by bit, types included."""
    one, two = leaves(first), leaves(second)
    if one.keys() != two.keys():
        return False
    for name, value in one.items():
        other = two[name]
        if type(value) is not type(other):
            return False
        if isinstance(value, np.ndarray):
            if (value.dtype, value.shape, value.tobytes()) != (other.dtype, other.shape, other.tobytes()):
                return False
        elif value != other:
            return False
    return True


def test_portrait_comes_back_bit_by_bit(store, photo, drawing):
    for key, portrait in ((KEY, photo), (OTHER_KEY, drawing)):
        assert store.save(key, portrait)
        again = store.load(key)
        assert is_same(again, portrait)
        assert again.size_px == portrait.size_px
    assert not is_same(store.load(KEY), drawing)


def test_numbers_keep_their_type(store, drawing):
    """NumPy's own numbers take part in sums differently than Python's."""
    odd = replace(drawing, fit=replace(drawing.fit, residual=np.float64(0.1), scale_px=1 / 3))
    store.save(KEY, odd)
    fit = store.load(KEY).fit
    assert type(fit.residual) is np.float64
    assert (type(fit.scale_px), fit.scale_px) == (float, 1 / 3)


def test_nothing_is_kept_yet(store):
    assert store.load(KEY) is None


def test_file_cannot_be_read_by_others(store, drawing):
    store.save(KEY, drawing)
    (file,) = store.folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert store.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all" * 100])
def test_files_of_something_else_count_as_absent(store, drawing, content):
    store.save(KEY, drawing)
    path = store.folder / f"{KEY}.npz"
    path.write_bytes(content)
    assert store.load(KEY) is None
    store.save(KEY, drawing)
    assert is_same(store.load(KEY), drawing)


def test_damage_is_noticed_wherever_it_is(store, drawing):
    store.save(KEY, drawing)
    path = store.folder / f"{KEY}.npz"
    sound = path.read_bytes()
    random = np.random.default_rng(1)
    places = [*random.integers(0, len(sound), 60), *range(0, 80, 3), *range(len(sound) - 400, len(sound), 7)]
    n_noticed = 0
    for place in places:
        broken = bytearray(sound)
        broken[place] ^= 0x55
        path.write_bytes(broken)
        found = store.load(KEY)
        n_noticed += found is None
        # a few bytes of a zip file, such as dates, mean nothing
        assert found is None or is_same(found, drawing), place
    assert n_noticed > 0.6 * len(places)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_files_cut_short_count_as_absent(store, drawing, share):
    store.save(KEY, drawing)
    path = store.folder / f"{KEY}.npz"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert store.load(KEY) is None


def test_another_format_counts_as_absent(store, drawing, monkeypatch):
    store.save(KEY, drawing)
    assert store.load(KEY) is not None
    monkeypatch.setattr(store_module, "FORMAT_VERSION", store_module.FORMAT_VERSION + 1)
    assert store.load(KEY) is None


def test_file_under_a_wrong_name_counts_as_absent(store, drawing):
    store.save(KEY, drawing)
    (store.folder / f"{KEY}.npz").rename(store.folder / f"{OTHER_KEY}.npz")
    assert store.load(OTHER_KEY) is None


def test_portrait_with_a_part_missing_counts_as_absent(store, drawing):
    store.save(KEY, drawing)
    path = store.folder / f"{KEY}.npz"
    with np.load(path) as content:
        members = dict(content)
    about = json.loads(bytes(members["about"]))
    del about["values"][".mouth.is_drawing"]
    np.savez(path, **members | {"about": np.frombuffer(json.dumps(about).encode(), np.uint8)})
    assert store.load(KEY) is None


def test_nothing_pickled_is_read(store, drawing, tmp_path):
    class Trap:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "sprung"),))

    store.save(KEY, drawing)
    path = store.folder / f"{KEY}.npz"
    with np.load(path) as content:
        members = dict(content)
    np.savez(path, **members | {".alpha": np.array([Trap()], dtype=object)})
    assert store.load(KEY) is None
    assert not (tmp_path / "sprung").exists()


def test_writers_and_readers_may_race(store, photo, drawing):
    """A reader finds either portrait whole, or none."""
    seen, end = [], time.monotonic() + 1.5

    def write(portrait):
        while time.monotonic() < end:
            assert store.save(KEY, portrait)

    def read():
        while time.monotonic() < end:
            found = store.load(KEY)
            seen.append("none" if found is None else found.size_px)

    workers = [threading.Thread(target=write, args=(one,)) for one in (photo, drawing)]
    workers += [threading.Thread(target=read) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    first = next(index for index, what in enumerate(seen) if what != "none")
    assert set(seen[first + 2 :]) <= {photo.size_px, drawing.size_px}
    assert len(seen) > 10
    assert [file.name for file in store.folder.iterdir()] == [f"{KEY}.npz"]


def test_what_was_not_used_for_longest_goes_first(tmp_path, drawing):
    folder = tmp_path / "kept"
    PortraitStore(folder).save("0" * 64, drawing)
    size = next(folder.iterdir()).stat().st_size
    store = PortraitStore(folder, limit_bytes=int(2.5 * size))
    store.save("1" * 64, drawing)
    for age_s, name in ((500, "0"), (400, "1")):
        os.utime(folder / f"{name * 64}.npz", (time.time() - age_s,) * 2)
    assert store.load("0" * 64) is not None  # used again
    store.save("2" * 64, drawing)
    assert {file.name[0] for file in folder.iterdir()} == {"0", "2"}


def test_a_portrait_larger_than_the_limit_is_kept_alone(tmp_path, drawing):
    store = PortraitStore(tmp_path / "kept", limit_bytes=1)
    for key in (KEY, OTHER_KEY):
        store.save(key, drawing)
    assert [file.name for file in store.folder.iterdir()] == [f"{OTHER_KEY}.npz"]


def test_what_was_left_behind_unfinished_is_removed(store, drawing):
    store.folder.mkdir()
    old, new = store.folder / ".part-old", store.folder / ".part-new"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    store.save(KEY, drawing)
    assert not old.exists()
    assert new.exists()


def test_folder_that_cannot_be_made(tmp_path, drawing):
    (tmp_path / "file").write_text("in the way")
    store = PortraitStore(tmp_path / "file" / "kept")
    assert not store.save(KEY, drawing)
    assert store.load(KEY) is None


def test_key_is_that_of_everything_that_decides(tmp_path, monkeypatch):
    picture, points = tmp_path / "a.png", tmp_path / "points.json"
    picture.write_bytes(astronaut_path().read_bytes())
    points.write_text("{}")
    key = portrait_key(picture, 1, None)
    assert len(key) == 64
    assert key == portrait_key(astronaut_path(), 1, None), "the name does not matter"
    others = [portrait_key(picture, 2, None), portrait_key(picture, 1, points)]
    points.write_text("{ }")
    others.append(portrait_key(picture, 1, points))
    picture.write_bytes(picture.read_bytes() + b"\0")
    others.append(portrait_key(picture, 1, None))
    for name, value in (("FORMAT_VERSION", 99), ("SHA256", {"network": "0"}), ("_maker", lambda: "later")):
        with monkeypatch.context() as patch:
            patch.setattr(store_module, name, value)
            others.append(portrait_key(astronaut_path(), 1, None))
    assert len({key, *others}) == 1 + len(others)


def test_files_that_cannot_be_read_have_no_key(tmp_path):
    assert portrait_key(tmp_path / "none.png", 1, None) is None
    assert portrait_key(tmp_path, 1, None) is None
    assert portrait_key(astronaut_path(), 1, tmp_path / "none.json") is None
    os.mkfifo(tmp_path / "pipe")
    assert portrait_key(tmp_path / "pipe", 1, None) is None, "and are not waited for"


def test_code_that_prepares_is_part_of_the_key():
    assert len(store_module._maker()) == 64
    assert store_module._maker() == store_module._maker()


def test_place_of_the_usual_store(monkeypatch, tmp_path):
    monkeypatch.delenv("LIKENESS_NO_CACHE", raising=False)
    monkeypatch.setenv("LIKENESS_CACHE_DIR", str(tmp_path / "named"))
    assert usual_store().folder == tmp_path / "named" / "portraits"
    monkeypatch.delenv("LIKENESS_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert usual_store().folder == tmp_path / "likeness" / "portraits"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert usual_store().folder == tmp_path / "home" / ".cache" / "likeness" / "portraits"
    monkeypatch.setenv("LIKENESS_NO_CACHE", "1")
    assert usual_store() is None

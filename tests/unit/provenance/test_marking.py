import tempfile
from pathlib import Path

import pytest

from likeness.core.progress import CancelToken
from likeness.errors import CancelledError, SigningError
from likeness.provenance import marking as module
from likeness.provenance.certificates import make_credentials
from likeness.provenance.marking import Marking, marked_output, marking_of
from likeness.provenance.verification import ManifestState, verify

from .conftest import FILMS, NOW, PICTURES, write_small_film, write_small_picture


def write(path):
    return write_small_film(path) if path.suffix in FILMS else write_small_picture(path)


def mark(output, how):
    with marked_output(output, how) as partial:
        assert partial.suffix == output.suffix
        assert not output.exists()
        write(partial)
    return output


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("suffix", [*FILMS, *PICTURES])
def test_every_kind_of_file_is_signed(folder, origin, suffix):
    how = marking_of(origin, is_signed=True)
    output = mark(folder / f"a{suffix}", how)
    found = verify(output)
    assert found.state is ManifestState.VALID
    assert found.is_generated
    assert found.manifest.signed_by.is_known
    manifest = how.manifest_of(output)
    assert manifest == (folder / "a.c2pa" if suffix == ".webm" else output)
    assert set(folder.iterdir()) == {output, manifest}


@pytest.mark.parametrize("suffix", [".mp4", ".mov", *PICTURES])
def test_without_a_signature_metadata_stay_and_bytes_are_the_same(folder, origin, suffix):
    how = marking_of(origin, is_signed=False)
    first, second = (mark(folder / f"{name}{suffix}", how) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    found = verify(first)
    assert found.state is ManifestState.ABSENT
    assert found.is_generated
    assert found.tags.tool.startswith("Likeness ")
    assert how.manifest_of(first) is None


@pytest.mark.parametrize("suffix", FILMS)
def test_what_fails_meanwhile_leaves_nothing(folder, origin, suffix):
    how = marking_of(origin, is_signed=True)
    with pytest.raises(KeyError), marked_output(folder / f"a{suffix}", how) as partial:
        write_small_film(partial)
        raise KeyError
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("suffix", FILMS)
def test_an_older_file_stays_when_signing_fails(folder, origin, suffix, monkeypatch):
    output = mark(folder / f"a{suffix}", marking_of(origin, is_signed=True))
    before = {file: file.read_bytes() for file in folder.iterdir()}

    def fail(*_):
        raise SigningError("It failed.")

    monkeypatch.setattr(module.Signer, "sign", fail)
    with pytest.raises(SigningError), marked_output(output, marking_of(origin, is_signed=True)) as partial:
        write_small_film(partial)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_signing_can_be_stopped(folder, origin):
    cancel = CancelToken()
    how = marking_of(origin, is_signed=True)
    with pytest.raises(CancelledError), marked_output(folder / "a.mp4", how, cancel) as partial:
        write_small_film(partial)
        cancel.cancel()
    assert list(folder.iterdir()) == []


def test_a_certificate_that_is_not_kept_is_told(origin):
    assert marking_of(origin, is_signed=True).warnings == ()
    assert marking_of(origin, is_signed=False).warnings == ()
    (line,) = Marking(origin, make_credentials(NOW)).warnings
    assert "LIKENESS_SIGNING_DIR" in line


def test_only_certificates_of_the_operator_are_tried_first(origin, monkeypatch):
    def refuse(*_):
        raise SigningError("It is not allowed.")

    monkeypatch.setattr(module, "check_credentials", refuse)
    marking_of(origin, is_signed=True)
    made = make_credentials(NOW)
    given = type(made)(made.certificates_pem, made.key_pem, made.algorithm, made.valid_until)
    monkeypatch.setattr(module, "signing_credentials", lambda _: given)
    with pytest.raises(SigningError):
        marking_of(origin, is_signed=True)


def test_signing_needs_more_space(tmp_path, origin):
    film = tmp_path / "a.mp4"
    assert marking_of(origin, is_signed=False).copies(film) == {tmp_path: 1}
    temporary = Path(tempfile.gettempdir())
    assert marking_of(origin, is_signed=True).copies(film) == {tmp_path: 2, temporary: 2}
    assert marking_of(origin, is_signed=True).copies(temporary / "a.mp4") == {temporary: 4}

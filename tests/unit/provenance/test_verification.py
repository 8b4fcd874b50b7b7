import datetime as dt

import numpy as np
import pytest

from likeness.errors import FileUnreadableError
from likeness.provenance.certificates import make_credentials
from likeness.provenance.file_kinds import carrier_type, sidecar_path
from likeness.provenance.origin import Origin, container_tags, tool_version
from likeness.provenance.signing import Signer, detached_manifest, embed_manifest
from likeness.provenance.verification import Ingredient, ManifestState, verify
from likeness.provenance.xmp import xmp_packet
from likeness.provenance.xmp_files import add_xmp

from .conftest import FILMS, PICTURES, write_small_film

EMBEDDED = (".mp4", ".mov", *PICTURES)


@pytest.fixture
def signed(make_file, origin, signer):
    """Write a small file with its manifest, inside or beside it."""

    def make(suffix):
        file = make_file(suffix)
        if carrier_type(file) is None:
            sidecar_path(file).write_bytes(detached_manifest(file, origin, signer))
            return file
        target = file.with_stem("signed")
        embed_manifest(file, target, carrier_type(file), origin, signer)
        return target

    return make


def flipped(path, position):
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("suffix", [*FILMS, *PICTURES])
def test_all_that_is_stated_is_shown(signed, suffix):
    found = verify(signed(suffix))
    manifest = found.manifest
    assert found.state is ManifestState.VALID
    assert found.is_generated
    assert found.problems == ()
    assert manifest.is_embedded == (suffix != ".webm")
    assert manifest.tool == f"Likeness {tool_version()}"
    assert manifest.made_at == "2026-05-04T12:30:00Z"
    assert manifest.certified_at == ""
    assert manifest.source_types == ("compositeWithTrainedAlgorithmicMedia",)
    assert manifest.signed_by.organization == "Likeness (self-made certificate)"
    assert manifest.ingredients == (Ingredient("picture", "image/jpeg", has_manifest=False),)


@pytest.mark.parametrize("suffix", [*FILMS, *PICTURES])
def test_a_changed_file_is_told_from_the_signed_one(signed, suffix):
    file = signed(suffix)
    flipped(file, 300 if suffix == ".webp" else -30)  # within the pictures
    found = verify(file)
    assert found.state is ManifestState.CHANGED
    assert found.problems


def test_a_changed_statement_is_told(signed):
    file = signed(".mp4")
    flipped(file, file.read_bytes().find(b"2026-05-04T12:30:00Z"))
    found = verify(file)
    assert found.state is ManifestState.CHANGED
    assert found.manifest.made_at != "2026-05-04T12:30:00Z"


def test_a_changed_signature_is_told(signed):
    file = signed(".mp4")
    content = file.read_bytes()
    name = content.find(b"c2pa.signature\0")
    # The signature is the last byte string of its box: 64 bytes after CBOR's 0x58 0x40.
    flipped(file, content.find(b"\x58\x40", name) + 20)
    assert verify(file).state is ManifestState.INVALID


def test_only_certificates_that_are_known_are_known(signed, credentials):
    file = signed(".mp4")
    assert not verify(file).manifest.signed_by.is_known
    assert verify(file, credentials.certificates_pem).manifest.signed_by.is_known
    other = make_credentials(dt.datetime.now(dt.UTC))
    assert not verify(file, other.certificates_pem).manifest.signed_by.is_known


@pytest.mark.parametrize("suffix", [*FILMS, *PICTURES])
def test_files_without_a_manifest_say_so(make_file, suffix):
    found = verify(make_file(suffix))
    assert (found.state, found.manifest, found.is_generated) == (ManifestState.ABSENT, None, None)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", *PICTURES])
def test_metadata_are_read_without_a_manifest(make_file, suffix):
    file = make_file(suffix)
    add_xmp(file, xmp_packet())
    found = verify(file)
    assert found.state is ManifestState.ABSENT
    assert found.is_generated
    assert found.tags.tool == f"Likeness {tool_version()}"


def test_tags_of_webm_are_read(tmp_path):
    found = verify(write_small_film(tmp_path / "a.webm", container_tags() | {"comment": "synthetic"}))
    assert found.is_generated
    assert found.tags.comment == "synthetic"
    assert found.tags.tool == f"Likeness {tool_version()}"


def test_tags_that_are_no_text_are_shown_as_far_as_they_are(tmp_path):
    film = write_small_film(tmp_path / "a.webm", {"comment": "synthetic"})
    film.write_bytes(film.read_bytes().replace(b"synthetic", b"synth\xff\xfeic"))
    assert verify(film).tags.comment == "synth\ufffd\ufffdic"


def test_a_camera_does_not_count_as_generated(make_file):
    file = make_file(".jpg")
    packet = xmp_packet().replace(b"compositeWithTrainedAlgorithmicMedia", b"digitalCapture")
    add_xmp(file, packet)
    assert verify(file).is_generated is False


@pytest.mark.parametrize("content", [b"", b"x", b"plain text " * 100, b"\0" * 5000, b"RIFF\0\0\0\0WEBP"])
@pytest.mark.parametrize("suffix", [".mp4", ".txt"])
def test_files_that_are_nothing_have_no_manifest(tmp_path, content, suffix):
    file = tmp_path / f"a{suffix}"
    file.write_bytes(content)
    assert verify(file).state in (ManifestState.ABSENT, ManifestState.UNREADABLE)


@pytest.mark.parametrize("suffix", [*FILMS, *PICTURES])
def test_damaged_files_are_never_valid_and_never_break_it(signed, suffix):
    file = signed(suffix)
    content = file.read_bytes()
    random = np.random.default_rng(0)
    for n_bytes in random.integers(0, len(content), 12):
        file.write_bytes(content[:n_bytes])
        assert verify(file).state is not ManifestState.VALID
    for position in random.integers(0, len(content) - 40, 25):
        file.write_bytes(content[:position] + random.bytes(40) + content[position + 40 :])
        verify(file)


@pytest.mark.parametrize("sidecar", [b"", b"nonsense", b"\0" * 100])
def test_a_damaged_sidecar_is_told(make_file, sidecar):
    film = make_file(".webm")
    sidecar_path(film).write_bytes(sidecar)
    assert verify(film).state is ManifestState.UNREADABLE


def test_the_sidecar_of_another_film_does_not_fit(make_file, origin, signer, tmp_path):
    other = write_small_film(tmp_path / "other.webm", {"comment": "another"})
    film = make_file(".webm")
    sidecar_path(film).write_bytes(detached_manifest(other, origin, signer))
    assert verify(film).state is ManifestState.CHANGED


def test_a_manifest_inside_counts_more_than_one_beside(signed):
    film = signed(".mp4")
    sidecar_path(film).write_bytes(b"nonsense")
    found = verify(film)
    assert found.state is ManifestState.VALID
    assert found.manifest.is_embedded


def test_a_certificate_that_had_ended_is_not_valid(make_file, tmp_path):
    long_ago = make_credentials(dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
    file = make_file(".mp4")
    target = tmp_path / "signed.mp4"
    try:
        embed_manifest(file, target, "video/mp4", Origin(dt.datetime.now(dt.UTC)), Signer(long_ago))
    except Exception:  # the library refuses to sign with it
        return
    assert verify(target).state is ManifestState.INVALID


@pytest.mark.parametrize("name", ["nowhere.mp4", "."])
def test_files_that_cannot_be_read_are_refused(tmp_path, name):
    with pytest.raises(FileUnreadableError, match="Check the path"):
        verify(tmp_path / name)

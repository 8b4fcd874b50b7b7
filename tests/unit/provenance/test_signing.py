import errno
import io
import json

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from likeness.core.progress import CancelToken
from likeness.errors import CancelledError, DiskFullError, SigningError
from likeness.provenance.certificates import Credentials
from likeness.provenance.file_kinds import carrier_type
from likeness.provenance.library import offline_context
from likeness.provenance.origin import SOURCE_TYPE, Origin, tool_version
from likeness.provenance.signing import Signer, check_credentials, detached_manifest, embed_manifest

from .conftest import NOW, PICTURES, write_small_picture
from .test_xmp_files import frames_of, pictures_of

CARRIERS = [".mp4", ".mov", *PICTURES]


def signed_copy(file, origin, signer):
    target = file.with_stem("signed")
    embed_manifest(file, target, carrier_type(file), origin, signer)
    return target


def report_of(file, manifest=None):
    with (
        offline_context() as context,
        file.open("rb") as content,
        c2pa.Reader(None, content, manifest, context) as reader,
    ):
        report = json.loads(reader.json())
    return report, report["manifests"][report["active_manifest"]]


def failures_of(report):
    failures = report["validation_results"]["activeManifest"]["failure"]
    return {failure["code"] for failure in failures} - {"signingCredential.untrusted"}


def boxes_of(film):
    names, content, start = [], film.read_bytes(), 0
    while start < len(content):
        names.append(content[start + 4 : start + 8])
        start += int.from_bytes(content[start : start + 4], "big")
    return names


@pytest.mark.parametrize("suffix", CARRIERS)
def test_the_signature_holds_and_the_pictures_stay(make_file, origin, signer, suffix):
    file = make_file(suffix)
    seen = frames_of if suffix in (".mp4", ".mov") else pictures_of
    signed = signed_copy(file, origin, signer)
    report, _ = report_of(signed)
    assert report["validation_state"] == "Valid"
    assert failures_of(report) == set()
    assert (seen(signed) == seen(file)).all()


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_the_index_still_comes_first(make_file, origin, signer, suffix):
    names = boxes_of(signed_copy(make_file(suffix), origin, signer))
    assert names[:3] == [b"ftyp", b"uuid", b"moov"]
    assert names.index(b"moov") < names.index(b"mdat")


def test_it_states_tool_time_source_type_and_picture(make_file, origin, signer):
    _, manifest = report_of(signed_copy(make_file(".mp4"), origin, signer))
    assert manifest["claim_generator_info"][0]["name"] == "Likeness"
    assert manifest["claim_generator_info"][0]["version"] == tool_version()
    (actions,) = (each for each in manifest["assertions"] if each["label"] == "c2pa.actions.v2")
    created, placed = actions["data"]["actions"]
    assert actions["created"]
    assert created["action"] == "c2pa.created"
    assert created["digitalSourceType"] == SOURCE_TYPE
    assert created["when"] == "2026-05-04T12:30:00Z"
    assert placed["action"] == "c2pa.placed"
    (ingredient,) = manifest["ingredients"]
    assert (ingredient["relationship"], ingredient["format"]) == ("componentOf", "image/jpeg")
    assert placed["parameters"]["ingredients"][0]["url"].endswith(ingredient["label"])


def test_no_name_of_a_file_is_told(make_file, origin, signer):
    signed = signed_copy(make_file(".mp4"), origin, signer)
    assert b"ann" not in signed.read_bytes()[:6000]
    assert b"small" not in signed.read_bytes()[:6000]


def test_a_picture_brings_its_own_manifest(tmp_path, make_file, origin, signer):
    picture = signed_copy(write_small_picture(tmp_path / "p.jpg"), origin, signer)
    film = signed_copy(make_file(".mp4"), Origin(NOW, (picture,)), signer)
    report, manifest = report_of(film)
    assert report["validation_state"] == "Valid"
    assert len(report["manifests"]) == 2
    assert manifest["ingredients"][0]["active_manifest"] in report["manifests"]


def test_a_picture_whose_own_manifest_is_broken_does_not_stop_the_film(tmp_path, make_file, origin, signer):
    picture = signed_copy(write_small_picture(tmp_path / "p.jpg"), origin, signer)
    content = bytearray(picture.read_bytes())
    content[-40] ^= 1
    picture.write_bytes(content)
    report, _ = report_of(signed_copy(make_file(".mp4"), Origin(NOW, (picture,)), signer))
    assert failures_of(report) == set()


@pytest.mark.parametrize("content", [None, b"BM of another kind", b"\xff\xd8\xff\xe0 cut off"])
def test_pictures_that_cannot_be_named_are_left_out_or_named_without_more(
    tmp_path, make_file, signer, content
):
    picture = tmp_path / "p.bmp"
    if content is not None:
        picture.write_bytes(content)
    report, _ = report_of(signed_copy(make_file(".mp4"), Origin(NOW, (picture,)), signer))
    assert failures_of(report) == set()


def test_a_detached_manifest_belongs_to_its_file_only(make_file, origin, signer):
    film = make_file(".webm")
    content = film.read_bytes()
    manifest = detached_manifest(film, origin, signer)
    assert film.read_bytes() == content
    assert failures_of(report_of(film, manifest)[0]) == set()
    film.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert failures_of(report_of(film, manifest)[0]) == {"assertion.dataHash.mismatch"}


def test_signing_can_be_stopped(make_file, origin, credentials):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        signed_copy(make_file(".mp4"), origin, Signer(credentials, cancel))


def test_a_full_disk_is_told_as_such(make_file, origin, signer):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(errno.ENOSPC, "No space left on device")

    with make_file(".mp4").open("rb") as source, pytest.raises(OSError, match="No space") as raised:
        signer.sign(origin, "video/mp4", source, Full())
    assert raised.value.errno == errno.ENOSPC


def test_no_space_for_the_librarys_own_files_is_told_as_such(make_file, origin, signer, monkeypatch):
    def fail(*_):
        raise c2pa.C2paError("Io: No space left on device (os error 28)")

    monkeypatch.setattr(c2pa.Builder, "sign", fail)
    with pytest.raises(DiskFullError):
        signed_copy(make_file(".mp4"), origin, signer)


def test_what_is_not_the_format_that_it_should_be_cannot_be_signed(tmp_path, origin, signer):
    (tmp_path / "a.jpg").write_bytes(b"not a picture")
    with pytest.raises(SigningError):
        signed_copy(tmp_path / "a.jpg", origin, signer)


def test_credentials_that_c2pa_allows_are_accepted(credentials):
    check_credentials(credentials, NOW)


def test_certificates_that_c2pa_does_not_allow_are_refused_before_any_work(credentials):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "A studio")])
    begin, end = credentials.valid_until.replace(year=2020), credentials.valid_until
    certificate = x509.CertificateBuilder(name, name, key.public_key(), 5, begin, end).sign(key, SHA256())
    pem = certificate.public_bytes(Encoding.PEM).decode()
    key_pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(SigningError):
        check_credentials(Credentials(pem, key_pem, "es256", end), NOW)

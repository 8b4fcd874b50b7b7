import datetime as dt
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from likeness.errors import CertificateInvalidError
from likeness.provenance import credentials as module
from likeness.provenance.certificates import make_credentials
from likeness.provenance.credentials import (
    CERTIFICATE_VARIABLE,
    FOLDER_VARIABLE,
    KEY_VARIABLE,
    SELF_MADE_FILE,
    certificates_in,
    kept_credentials,
    known_certificates,
    signing_credentials,
    signing_folder,
)

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=5000)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "signing"))
    return tmp_path / "signing"


@pytest.fixture
def operators(tmp_path, monkeypatch):
    """Files of the operator, named in the environment."""
    made = make_credentials(NOW)
    (tmp_path / "chain.pem").write_text(made.certificates_pem)
    (tmp_path / "key.pem").write_text(made.key_pem)
    monkeypatch.setenv(CERTIFICATE_VARIABLE, str(tmp_path / "chain.pem"))
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key.pem"))
    return made


def test_it_is_made_once_and_only_its_owner_can_read_it(folder):
    first = signing_credentials(NOW)
    assert signing_credentials(NOW) == first
    assert first.is_kept
    assert [file.name for file in folder.iterdir()] == [SELF_MADE_FILE]
    assert stat.S_IMODE((folder / SELF_MADE_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_processes_that_start_together_get_the_same_one(folder):
    code = (
        "import datetime as dt, sys; from likeness.provenance.credentials import signing_credentials;"
        "sys.stdin.read();"
        "print(hash(signing_credentials(dt.datetime.now(dt.UTC)).certificates_pem))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    for run in runs:
        run.stdin.close()
    answers = {run.stdout.read() for run in runs}
    assert [run.wait() for run in runs] == [0] * 4
    for run in runs:
        run.stdout.close()
    assert len(answers) == 1
    assert [file.name for file in folder.iterdir()] == [SELF_MADE_FILE]


def test_one_that_appears_meanwhile_wins(folder, monkeypatch):
    faster = make_credentials(NOW)

    def make_slowly(now):
        (folder / SELF_MADE_FILE).write_text(faster.key_pem + faster.certificates_pem)
        return make_credentials(now)

    monkeypatch.setattr(module, "make_credentials", make_slowly)
    assert kept_credentials(folder, NOW).certificates_pem == faster.certificates_pem
    assert len(list(folder.iterdir())) == 1


def test_it_is_kept_where_files_cannot_be_linked(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    assert kept_credentials(folder, NOW) == kept_credentials(folder, NOW)
    assert len(list(folder.iterdir())) == 1


@pytest.mark.usefixtures("folder")
def test_another_is_made_when_it_has_ended():
    first = signing_credentials(NOW)
    second = signing_credentials(LATER)
    assert second.valid_until > LATER > first.valid_until


def test_a_damaged_one_is_told_and_not_replaced(folder):
    signing_credentials(NOW)
    file = folder / SELF_MADE_FILE
    file.write_text(file.read_text()[100:])
    content = file.read_bytes()
    with pytest.raises(CertificateInvalidError, match="Delete it"):
        signing_credentials(NOW)
    assert file.read_bytes() == content


def test_without_a_place_it_is_made_for_this_time(folder):
    folder.write_text("a file where the folder should be")
    assert not signing_credentials(NOW).is_kept


def test_without_a_home_it_is_made_for_this_time(monkeypatch):
    def homeless(*_):
        raise RuntimeError

    for name in (FOLDER_VARIABLE, "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert not signing_credentials(NOW).is_kept
    assert known_certificates() == ""


def test_the_folder_is_in_the_data_of_the_user(monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert signing_folder() == Path("/data/likeness/signing")


def test_the_operators_files_win(folder, operators):
    assert signing_credentials(NOW).certificates_pem == operators.certificates_pem
    assert not folder.exists()


@pytest.mark.usefixtures("operators")
@pytest.mark.parametrize("missing", [CERTIFICATE_VARIABLE, KEY_VARIABLE])
def test_one_file_without_the_other_is_refused(monkeypatch, missing):
    monkeypatch.delenv(missing)
    with pytest.raises(CertificateInvalidError, match=missing):
        signing_credentials(NOW)


@pytest.mark.usefixtures("operators")
def test_a_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "nowhere.pem"))
    with pytest.raises(CertificateInvalidError, match=r"nowhere\.pem"):
        signing_credentials(NOW)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_files_without_certificates_are_refused(content):
    with pytest.raises(CertificateInvalidError):
        certificates_in(content)


def test_a_damaged_own_certificate_does_not_keep_from_verifying(folder):
    folder.mkdir()
    (folder / SELF_MADE_FILE).write_bytes(b"nonsense")
    assert known_certificates() == ""


def test_known_are_the_certificates_of_both_and_no_keys(folder, monkeypatch, operators):
    monkeypatch.delenv(CERTIFICATE_VARIABLE)
    monkeypatch.delenv(KEY_VARIABLE)
    own = signing_credentials(NOW)
    monkeypatch.setenv(CERTIFICATE_VARIABLE, str(folder.parent / "chain.pem"))
    assert known_certificates() == own.certificates_pem + operators.certificates_pem

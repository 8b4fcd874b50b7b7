"""Which certificate signs: the operator's, or one of one's own that is made at the first need."""

import contextlib
import datetime as dt
import os
import tempfile
from pathlib import Path

from likeness.errors import CertificateInvalidError
from likeness.provenance.certificates import Credentials, make_credentials, read_credentials

CERTIFICATE_VARIABLE = "LIKENESS_C2PA_CERTIFICATE"
"""Environment variable: PEM file with the certificate to sign with and those that certify it."""

KEY_VARIABLE = "LIKENESS_C2PA_KEY"
"""Environment variable: PEM file with the private key of that certificate."""

FOLDER_VARIABLE = "LIKENESS_SIGNING_DIR"
"""Environment variable: folder of the self-made certificate."""

SELF_MADE_FILE = "self-made.pem"
"""Key and certificates in one file, so that there is never one without the other."""

_PARTIAL_PREFIX = ".part-"


def signing_credentials(now: dt.datetime) -> Credentials:
    """Return what to sign with.

    The files named by LIKENESS_C2PA_CERTIFICATE and LIKENESS_C2PA_KEY; else the self-made certificate of this
    user, which is made when it is missing. Where no file can be kept, it is made for this one time.

    Parameters
    ----------
    now
        With time zone.

    Raises
    ------
    CertificateInvalidError
        The operator's files cannot be used, or the self-made one is damaged.
    """
    certificate, key = os.environ.get(CERTIFICATE_VARIABLE), os.environ.get(KEY_VARIABLE)
    if certificate and key:
        return read_credentials(_content(certificate), _content(key), now)
    if certificate or key:
        missing = KEY_VARIABLE if certificate else CERTIFICATE_VARIABLE
        raise CertificateInvalidError(
            f"Certificate and key belong together: {missing} is not set. Set both, or none."
        )
    try:
        return kept_credentials(signing_folder(), now)
    except (OSError, RuntimeError):  # nothing can be written there; a user without a home
        return make_credentials(now)


def signing_folder() -> Path:
    """Return the folder of the self-made certificate; it need not exist.

    LIKENESS_SIGNING_DIR, else `likeness/signing` in the user's data folder.
    """
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME")
    return Path(data if data else Path.home() / ".local" / "share") / "likeness" / "signing"


def kept_credentials(folder: Path, now: dt.datetime) -> Credentials:
    """Return the self-made certificate of a folder; make it if there is none, or if it has ended.

    Several processes may come at the same time: all get the same one.

    Raises
    ------
    CertificateInvalidError
        The file is damaged.
    OSError
        It cannot be read or written.
    """
    path = folder / SELF_MADE_FILE
    if path.exists():
        try:
            return _read(path, now)
        except CertificateInvalidError:
            if not _has_ended(path, now):
                raise
            path.unlink(missing_ok=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_first(path, make_credentials(now))
    return _read(path, now)


def known_certificates() -> str:
    """Return the certificates (PEM) by which one's own signatures are known; empty when there are none."""
    found: list[str] = []
    with contextlib.suppress(OSError, RuntimeError, CertificateInvalidError):
        found.append(certificates_in((signing_folder() / SELF_MADE_FILE).read_bytes()))
    with contextlib.suppress(OSError, RuntimeError, CertificateInvalidError):
        if certificate := os.environ.get(CERTIFICATE_VARIABLE):
            found.append(certificates_in(Path(certificate).expanduser().read_bytes()))
    return "".join(found)


def certificates_in(content: bytes) -> str:
    """Return the certificates of a PEM file without anything else of it, such as a key.

    Raises
    ------
    CertificateInvalidError
        There are none that can be read.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found = x509.load_pem_x509_certificates(content)
    except ValueError as error:
        raise CertificateInvalidError(
            f"There are no certificates in PEM that can be read: {error}."
        ) from error
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in found)


def _read(path: Path, now: dt.datetime) -> Credentials:
    content = path.read_bytes()
    try:
        return read_credentials(content, content, now)
    except CertificateInvalidError as error:
        raise CertificateInvalidError(
            f"The self-made certificate {path} is damaged or not valid now. Delete it; another one is made."
        ) from error


def _has_ended(path: Path, now: dt.datetime) -> bool:
    from cryptography import x509

    try:
        return now > x509.load_pem_x509_certificates(path.read_bytes())[0].not_valid_after_utc
    except ValueError:
        return False


def _write_first(path: Path, credentials: Credentials) -> None:
    """Write the file as a whole, readable for this user only, unless another process was faster."""
    number, name = tempfile.mkstemp(prefix=_PARTIAL_PREFIX, dir=path.parent)  # with mode 0600
    partial = Path(name)
    try:
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(credentials.key_pem + credentials.certificates_pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, path)  # unlike a renaming, it never replaces
        except FileExistsError:
            return
        except OSError:  # a file system without links
            partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _content(path: str) -> bytes:
    try:
        return Path(path).expanduser().read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CertificateInvalidError(f"{path} cannot be read: {reason}. Check the path.") from error

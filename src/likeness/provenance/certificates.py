"""Certificates to sign with: made here, or read from the operator's files."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likeness.errors import CertificateInvalidError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

SELF_MADE_BY = "Likeness (self-made certificate)"
"""Organization in certificates that were made here; nobody vouches for them."""

_VALID = dt.timedelta(days=3652)
_EARLIER = dt.timedelta(days=1)
"""A certificate begins to be valid a little before it is made: clocks differ."""

_LEAST_RSA_BITS = 2048
_EC_ALGORITHMS = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Credentials:
    """A certificate with its private key."""

    certificates_pem: str
    """The certificate to sign with, then those that certify it."""

    key_pem: str
    """Its private key, PKCS #8 without a password."""

    algorithm: str
    """Name in C2PA, e.g. es256."""

    valid_until: dt.datetime
    """When the first certificate ends, with time zone."""

    is_self_made: bool = False
    """Whether it was made by Likeness."""

    is_kept: bool = True
    """Whether it lies in a file, for the next time."""

    def __repr__(self) -> str:
        """Leave the key out: this may end in a log."""
        return f"Credentials({self.algorithm}, until {self.valid_until:%Y-%m-%d})"


def make_credentials(now: dt.datetime) -> Credentials:
    """Make a new key with a certificate, and a root that certifies it.

    C2PA forbids certificates that certify themselves, hence two. The key of the root is not kept: nothing
    else can ever be signed with it. The name tells installations apart and says nothing about the machine.

    Parameters
    ----------
    now
        With time zone; the certificates are valid from about now for ten years.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import ExtendedKeyUsageOID

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    number = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex()[:8]
    root_name, name = _name(f"Likeness root {number}"), _name(f"Likeness {number}")
    root = _builder(root_name, root_name, root_key, now)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = root.add_extension(_key_usage(is_root=True), critical=True)
    leaf = _builder(name, root_name, key, now)
    leaf = leaf.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    leaf = leaf.add_extension(_key_usage(is_root=False), critical=True)
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    leaf = leaf.add_extension(purpose, critical=False)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    leaf = leaf.add_extension(issuer, critical=False)
    chain = (_signed(leaf, root_key), _signed(root, root_key))
    return Credentials(
        certificates_pem="".join(each.public_bytes(Encoding.PEM).decode() for each in chain),
        key_pem=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        algorithm="es256",
        valid_until=chain[0].not_valid_after_utc,
        is_self_made=True,
        is_kept=False,
    )


def read_credentials(certificates: bytes, key: bytes, now: dt.datetime) -> Credentials:
    """Read a certificate and its key.

    Parameters
    ----------
    certificates
        PEM; the certificate to sign with may stand anywhere among those that certify it.
    key
        PEM, without a password.
    now
        With time zone.

    Raises
    ------
    CertificateInvalidError
        They cannot be read, do not belong together, are of a kind that C2PA does not know, or not valid now.
    """
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
        load_pem_private_key,
    )  # fmt: skip

    try:
        chain = x509.load_pem_x509_certificates(certificates)
    except ValueError as error:
        raise CertificateInvalidError("The certificate to sign with is not PEM. Convert it.") from error
    try:
        private_key = load_pem_private_key(key, password=None)
    except TypeError as error:
        raise CertificateInvalidError(
            "The key to sign with has a password. Give one without, in a file that only you can read."
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CertificateInvalidError("The key to sign with is not PEM. Convert it.") from error

    def public(of: "x509.Certificate | PrivateKeyTypes") -> bytes:
        return of.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    own = [each for each in chain if public(each) == public(private_key)]
    if not own:
        raise CertificateInvalidError("The key to sign with is not that of the certificate. Give its own.")
    if not own[0].not_valid_before_utc <= now <= own[0].not_valid_after_utc:
        raise CertificateInvalidError(
            f"The certificate to sign with is valid from {own[0].not_valid_before_utc:%Y-%m-%d} to "
            f"{own[0].not_valid_after_utc:%Y-%m-%d} only. Renew it."
        )
    ordered = (own[0], *(each for each in chain if each is not own[0]))
    organizations = own[0].subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    return Credentials(
        certificates_pem="".join(each.public_bytes(Encoding.PEM).decode() for each in ordered),
        key_pem=private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        algorithm=_algorithm(private_key),
        valid_until=own[0].not_valid_after_utc,
        is_self_made=any(each.value == SELF_MADE_BY for each in organizations),
    )


def _algorithm(key: "PrivateKeyTypes") -> str:
    """Return the name that C2PA gives to signatures of a key."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _EC_ALGORITHMS:
        return _EC_ALGORITHMS[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _LEAST_RSA_BITS:
        return "ps256"
    raise CertificateInvalidError(
        "C2PA does not allow the kind of key to sign with. Give one on the curve P-256, P-384 or P-521, an "
        f"Ed25519 key, or an RSA key of at least {_LEAST_RSA_BITS} bits."
    )


def _name(common_name: str) -> "x509.Name":
    from cryptography import x509

    return x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, SELF_MADE_BY),
        ]
    )


def _builder(
    name: "x509.Name", issuer: "x509.Name", key: "ec.EllipticCurvePrivateKey", now: dt.datetime
) -> "x509.CertificateBuilder":
    from cryptography import x509

    public, begin = key.public_key(), now - _EARLIER
    number = x509.random_serial_number()
    builder = x509.CertificateBuilder(issuer, name, public, number, begin, begin + _VALID)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)


def _key_usage(*, is_root: bool) -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not is_root, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_root, crl_sign=is_root,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _signed(certificate: "x509.CertificateBuilder", key: "ec.EllipticCurvePrivateKey") -> "x509.Certificate":
    from cryptography.hazmat.primitives.hashes import SHA256

    return certificate.sign(key, SHA256())

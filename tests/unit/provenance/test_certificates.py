import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from likeness.errors import CertificateInvalidError
from likeness.provenance.certificates import make_credentials, read_credentials

NOW = dt.datetime(2026, 5, 4, tzinfo=dt.UTC)


def pem_of(key, encryption=None, form=PrivateFormat.PKCS8):
    return key.private_bytes(Encoding.PEM, form, encryption or NoEncryption())


SHA_256 = SHA256()


def certificate_of(key, algorithm=SHA_256):
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "A studio")])
    end = NOW + dt.timedelta(days=10)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 5, NOW - dt.timedelta(days=1), end)
    return builder.sign(key, algorithm).public_bytes(Encoding.PEM)


def read_own(made, now=NOW):
    return read_credentials(made.certificates_pem.encode(), made.key_pem.encode(), now)


def test_the_leaf_is_certified_by_a_root_and_may_only_sign():
    leaf, root = x509.load_pem_x509_certificates(make_credentials(NOW).certificates_pem.encode())
    leaf.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert leaf.issuer != leaf.subject
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign
    purposes = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purposes) == [ExtendedKeyUsageOID.EMAIL_PROTECTION]


def test_it_is_valid_a_little_earlier_and_for_years():
    made = make_credentials(NOW)
    read_own(made, NOW - dt.timedelta(hours=20))
    read_own(made, NOW + dt.timedelta(days=3600))
    with pytest.raises(CertificateInvalidError, match="Renew"):
        read_own(made, NOW + dt.timedelta(days=3700))


def test_what_was_made_is_read_again_as_self_made():
    made = make_credentials(NOW)
    read = read_own(made)
    assert (read.certificates_pem, read.key_pem, read.algorithm) == (
        made.certificates_pem, made.key_pem, made.algorithm,
    )  # fmt: skip
    assert read.is_self_made
    assert read.is_kept
    assert not made.is_kept


def test_two_have_different_names_and_keys():
    first, second = make_credentials(NOW), make_credentials(NOW)
    names = {
        x509.load_pem_x509_certificates(each.certificates_pem.encode())[0].subject.rfc4514_string()
        for each in (first, second)
    }
    assert len(names) == 2
    assert first.key_pem != second.key_pem


def test_the_key_is_not_shown():
    made = make_credentials(NOW)
    assert made.key_pem.splitlines()[1] not in repr(made)


def test_the_certificate_of_the_key_comes_first_wherever_it_stood():
    made = make_credentials(NOW)
    leaf, root = made.certificates_pem.split("-----END CERTIFICATE-----\n", 1)
    turned = root + leaf + "-----END CERTIFICATE-----\n"
    assert (
        read_credentials(turned.encode(), made.key_pem.encode(), NOW).certificates_pem
        == made.certificates_pem
    )


@pytest.mark.parametrize(
    ("key", "name", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "es256", SHA256()),
        (ec.generate_private_key(ec.SECP384R1()), "es384", SHA256()),
        (ec.generate_private_key(ec.SECP521R1()), "es512", SHA256()),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519", None),
        (rsa.generate_private_key(65537, 2048), "ps256", SHA256()),
    ],
    ids=["P-256", "P-384", "P-521", "Ed25519", "RSA"],
)
def test_the_algorithm_follows_from_the_key(key, name, algorithm):
    read = read_credentials(certificate_of(key, algorithm), pem_of(key), NOW)
    assert read.algorithm == name
    assert not read.is_self_made


def test_keys_in_the_older_form_are_converted():
    key = ec.generate_private_key(ec.SECP256R1())
    older = pem_of(key, form=PrivateFormat.TraditionalOpenSSL)
    assert b"EC PRIVATE" in older
    assert "-----BEGIN PRIVATE KEY-----" in read_credentials(certificate_of(key), older, NOW).key_pem


P256 = ec.generate_private_key(ec.SECP256R1())
KOBLITZ = ec.generate_private_key(ec.SECP256K1())
DSA = dsa.generate_private_key(2048)
SMALL = rsa.generate_private_key(65537, 1024)


@pytest.mark.parametrize(
    ("certificate", "key", "told"),
    [
        (b"nonsense", pem_of(P256), "not PEM"),
        (certificate_of(P256), b"nonsense", "not PEM"),
        (certificate_of(P256), pem_of(P256, BestAvailableEncryption(b"secret")), "password"),
        (certificate_of(P256), pem_of(ec.generate_private_key(ec.SECP256R1())), "not that of"),
        (certificate_of(KOBLITZ), pem_of(KOBLITZ), "kind of key"),
        (certificate_of(DSA), pem_of(DSA), "kind of key"),
        (certificate_of(SMALL), pem_of(SMALL), "2048"),
    ],
    ids=["certificate", "key", "password", "other key", "curve", "DSA", "short RSA"],
)
def test_what_cannot_be_used_is_refused_with_its_reason(certificate, key, told):
    with pytest.raises(CertificateInvalidError, match=told):
        read_credentials(certificate, key, NOW)

"""A key that vouches for itself, for a demo and for tests."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# What a demo seals with, for as long as a demo may run.
DEMO_NAME, DEMO_YEARS = "Relay demo: proves nothing", 30


def demo_key(*, now: datetime) -> bytes:
    """A key and a certificate that vouches for itself, for a demo and for tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate_of(key, now=now).public_bytes(serialization.Encoding.PEM)


def certificate_of(key, *, now: datetime) -> x509.Certificate:
    """A certificate by which a key vouches for itself, from a day before `now`."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMO_NAME)])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * DEMO_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_FOR_DOCUMENTS, critical=True)
        .sign(key, hashes.SHA256())
    )


_FOR_DOCUMENTS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)

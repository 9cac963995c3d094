"""Keys that seal, as a platform may have them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from certificates.domain.sealing.demo import certificate_of, demo_key

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def write_key(path: Path, *, now=NOW) -> Path:
    """A key and its certificate, which counts from a day before `now`."""
    path.write_bytes(demo_key(now=now))
    return path


def write_rsa_key(path: Path, *, above: int = 0) -> Path:
    """As write_key, with a larger kind of key and so many certificates above its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    certificate = certificate_of(key, now=NOW).public_bytes(serialization.Encoding.PEM)
    others = [
        certificate_of(
            rsa.generate_private_key(public_exponent=65537, key_size=3072), now=NOW
        ).public_bytes(serialization.Encoding.PEM)
        for _one in range(above)
    ]
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(b"".join([secret, certificate, *others]))
    return path


def parts_of(path: Path) -> tuple[bytes, bytes]:
    """The key and the certificate of a file."""
    content = path.read_bytes()
    place = content.index(b"-----BEGIN CERTIFICATE")
    return content[:place], content[place:]


def locked(key: bytes, secret: bytes) -> bytes:
    """A key that only a passphrase opens."""
    return serialization.load_pem_private_key(key, password=None).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(secret),
    )


LATER = NOW + timedelta(days=31 * 365)
EARLIER = NOW - timedelta(days=2)


def authority() -> DummyTimeStamper:
    """Says what time it is under a name of its own, without being asked over a line."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = certificate_of(key, now=NOW)
    return DummyTimeStamper(
        tsa_cert=x509.Certificate.load(
            certificate.public_bytes(serialization.Encoding.DER)
        ),
        tsa_key=keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
    )

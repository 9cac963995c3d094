"""The code of a letter: long enough that nobody guesses it, and easy to type from paper."""

import secrets

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

# Without 0 and O, 1, I and L, and U, which reads as V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# 30 to the 12th is 5 × 10^17.
LENGTH = 12
GROUP = 4


def make_code() -> str:
    """A new code, as it is kept in mind by nobody: "7K3MQ2X5RT9W"."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))


def in_groups(code: str) -> str:
    """As it stands on paper: "7K3M-Q2X5-RT9W"."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def plain_code(typed: str) -> str:
    """What somebody typed, without the signs and spaces between, in capitals."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def hash_of(code: str, person: int) -> str:
    """What is kept of a person's code. A copy of the database opens nothing without the
    server's secret; and who has both still has all those codes to try, in sixty days."""
    return _hash(code, person, settings.SECRET_KEY)


def fits(typed: str, person: int, kept: str) -> bool:
    """Whether what was typed is the code of which this hash is kept, "" for none. The
    work is the same where there is none. Older secrets in SECRET_KEY_FALLBACKS count."""
    code = plain_code(typed)
    secrets_known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    found = [
        constant_time_compare(_hash(code, person, secret), kept)
        for secret in secrets_known
    ]
    return any(found)


def _hash(code: str, person: int, secret: str) -> str:
    return salted_hmac(
        f"organisations.letter:{person}", code, secret=secret, algorithm="sha256"
    ).hexdigest()

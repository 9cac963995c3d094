"""Text that can be read by the program alone, and only for the one it belongs to.

A copy of the database, a query of an administrator or a backup shows nothing of it
without the server's secret key. The key is derived for each purpose, such as one
person's notes: a text that lands in another's row cannot be opened there.
"""

import base64
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Unreadable(ValueError):  # noqa: N818 -- a state of a text, not a fault
    """The text was sealed for something else, or with a secret that is gone."""


def seal(text: str, *, purpose: str) -> str:
    """The text as it may be stored."""
    return _keys(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """The text again. Older secrets in SECRET_KEY_FALLBACKS still open what they
    sealed. Raises Unreadable."""
    # Inside: it takes 6 MB, and few processes meet such a text.
    from cryptography.fernet import InvalidToken  # noqa: PLC0415

    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise Unreadable(purpose) from problem


def _keys(purpose: str) -> "MultiFernet":
    # Inside: as above.
    from cryptography.fernet import Fernet, MultiFernet  # noqa: PLC0415

    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(purpose, secret)) for secret in secrets])


def _key(purpose: str, secret: str) -> bytes:
    digest = salted_hmac(
        f"lms.sealed:{purpose}", "key", secret=secret, algorithm="sha256"
    ).digest()
    return base64.urlsafe_b64encode(digest)

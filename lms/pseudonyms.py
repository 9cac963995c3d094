"""What a person is called where nobody is to know who they are.

The name follows from the person and the purpose by the server's secret. Rows that hold
it cannot be joined to anybody without the secret, nor to rows of another purpose.
"""

from django.conf import settings
from django.utils.crypto import salted_hmac


def names_of(user_id: int, *, purpose: str) -> list[str]:
    """A person's names for a purpose: the one under today's secret first, then those
    under older ones (SECRET_KEY_FALLBACKS), so that a new secret makes nobody twice."""
    return [
        salted_hmac(
            f"lms.pseudonyms:{purpose}", str(user_id), secret=secret, algorithm="sha256"
        ).hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]

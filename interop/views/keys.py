"""Whose key a program shows, and how often it may."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from interop.domain.tokens import token_for
from interop.enums import Scope
from interop.models import AccessToken
from lms.ratelimit import allow, by_address, retry_after

MINUTE = timedelta(minutes=1)
# So many wrong keys a minute from one address.
WRONG_KEYS = 30


@dataclass
class Refused(Exception):  # noqa: N818 -- what it is
    """A program may not do what it asked for; `wait` are seconds, 0: waiting is no use."""

    status: int
    detail: str
    wait: int = 0


def token_of(request: HttpRequest, scope: Scope, *, now: datetime) -> AccessToken:
    """The token whose key the request carries. Raises Refused: 401 for a key that opens
    nothing, 403 for one that opens something else, 429 for too many requests."""
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    token = None
    if kind.lower() == "bearer" and key.strip():
        token = token_for(key.strip(), now=now)
    if token is None:
        if not allow(
            f"keys:{by_address(request)}", limit=WRONG_KEYS, per=MINUTE, now=now
        ):
            raise _too_many(now)
        raise Refused(401, "A key that is in force is needed: Authorization: Bearer …")
    limit = settings.RELAY_API_PER_MINUTE
    if not allow(f"token:{token.pk}", limit=limit, per=MINUTE, now=now):
        raise _too_many(now)
    if scope not in token.scopes:
        raise Refused(403, f"This token does not have the scope “{scope}”.")
    return token


def _too_many(now: datetime) -> Refused:
    return Refused(429, "Too many requests. Wait a moment.", retry_after(MINUTE, now))

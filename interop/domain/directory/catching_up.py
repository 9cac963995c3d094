"""Whoever belongs to an organisation becomes known to its directory, outside of any
request."""

from datetime import datetime

from interop.domain.directory.adopting import adopt_everybody
from interop.domain.directory.places import Directory
from interop.enums import Scope
from interop.models import AccessToken
from interop.tasks import adopt_members
from lms.chunks import Clock


def catch_up(token_id: int, *, clock: Clock) -> int:
    """Let the directory of a token know all who belong there; return how many it did
    not know. Nothing for a token that is in force no longer."""
    token = (
        AccessToken.objects.in_force(clock())
        .select_related("organisation", "sector")
        .filter(pk=token_id)
        .first()
    )
    if token is None:
        return 0
    return adopt_everybody(Directory(token), clock=clock)


def sweep(now: datetime) -> int:
    """Begin it for every directory that is let in, for those who came since or were left
    by a worker that was lost; return for how many."""
    tokens = AccessToken.objects.in_force(now).filter(organisation__is_active=True)
    found = {
        token.organisation_id: token.pk
        for token in tokens.order_by("pk")
        if Scope.SCIM in token.scopes
    }
    for token_id in found.values():
        adopt_members.enqueue(token_id)
    return len(found)

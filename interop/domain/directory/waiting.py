"""People who wait to follow their groups, and work that nobody finished."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from interop.domain.directory.groups import settle_those_waiting
from interop.domain.directory.places import Directory
from interop.enums import Scope
from interop.models import AccessToken, DirectoryPerson
from interop.tasks import settle_waiting
from lms.chunks import Clock

# A worker that has not begun by then was lost.
LOST_AFTER = timedelta(minutes=10)


def carry_on(token_id: int, *, clock: Clock) -> int:
    """Go on with the people of a token's directory; return how many followed."""
    token = AccessToken.objects.select_related("organisation", "sector").get(
        pk=token_id
    )
    return settle_those_waiting(Directory(token), clock=clock)


def sweep(now: datetime) -> int:
    """Begin again where people wait for too long; return for how many directories."""
    waiting = DirectoryPerson.objects.filter(
        organisation=OuterRef("organisation"), waits_since__lt=now - LOST_AFTER
    )
    found: dict[int, int] = {}
    for token in AccessToken.objects.filter(Exists(waiting)).order_by("pk"):
        if Scope.SCIM in token.scopes:
            found[token.organisation_id] = token.pk
    for token_id in found.values():
        settle_waiting.enqueue(token_id)
    return len(found)

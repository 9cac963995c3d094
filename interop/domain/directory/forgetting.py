"""What a directory said is kept no longer than the directory comes."""

from datetime import datetime, timedelta

from interop.enums import Scope
from interop.models import AccessToken, DirectoryGroup, DirectoryPerson

# So long after the last key of a directory opened something.
FORGOTTEN_AFTER = timedelta(days=90)


def forget(now: datetime) -> int:
    """Delete what directories said whose organisations let none in any more, for long;
    return of how many people. Their memberships stay what they are."""
    before = now - FORGOTTEN_AFTER
    still = {
        token.organisation_id
        for token in AccessToken.objects.filter(expires_at__gt=before)
        if Scope.SCIM in token.scopes
        and (token.withdrawn_at is None or token.withdrawn_at > before)
    }
    DirectoryGroup.objects.exclude(organisation__in=still).delete()
    gone = DirectoryPerson.objects.exclude(organisation__in=still)
    _all, by_model = gone.delete()
    return by_model.get(DirectoryPerson._meta.label, 0)

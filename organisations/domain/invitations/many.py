"""Invitations of many people at once, and those that nobody answered."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models.functions import Lower

from lms import audit
from organisations.domain.invitations.making import withdraw
from organisations.domain.invitations.writing import unanswered
from organisations.enums import Role
from organisations.models import Invitation, Organisation, User

# What nobody accepted is forgotten this long after it stopped being of use.
FORGOTTEN_AFTER = timedelta(days=180)


def move_invitations(
    places: Mapping[str, Organisation],
    within: Organisation,
    *,
    actor: User | None,
    now: datetime,
) -> None:
    """Let what waits for an answer lead to where people learn now: {address: place}."""
    asked = {email.lower(): place for email, place in places.items()}
    for one in _waiting(asked, within):
        place = asked[one.address]
        if one.organisation_id == place.pk:
            continue
        if unanswered(place, one.email, one.role) is not None:
            withdraw(one, actor=actor, now=now)
            continue
        one.organisation = place
        one.save(update_fields=["organisation"])
        audit.record(
            "organisations.invitation_moved",
            actor=actor,
            subject=one,
            now=now,
            organisation=place,
        )


def withdraw_all(
    emails: Iterable[str],
    organisation: Organisation,
    *,
    actor: User | None,
    now: datetime,
) -> int:
    """Make the links of these addresses to an organisation and its departments
    worthless: who left does not come back by an old mail. Returns how many."""
    found = _waiting({email.lower() for email in emails}, organisation)
    for one in found:
        one.withdrawn_at = now
    Invitation.objects.bulk_update(found, ["withdrawn_at"])
    audit.record_all(
        "organisations.invitation_withdrawn",
        actor=actor,
        subjects={one: {} for one in found},
        now=now,
        organisation=organisation,
    )
    return len(found)


def forget_invitations(now: datetime) -> int:
    """Delete what nobody accepted and is long worthless; return how many.

    An address is kept no longer than it is of use to the one who wrote it down.
    """
    before = now - FORGOTTEN_AFTER
    unanswered = Invitation.objects.filter(accepted_at__isnull=True)
    _all, by_model = (
        unanswered.filter(expires_at__lt=before)
        | unanswered.filter(withdrawn_at__lt=before)
    ).delete()
    return by_model.get(Invitation._meta.label, 0)


def _waiting(addresses: Collection[str], within: Organisation) -> list[Invitation]:
    """Learners' invitations of these addresses to an organisation or its departments
    that nobody answered, with their `address` in small letters. Nobody answers one of
    them until the caller's transaction ends."""
    return list(
        Invitation.objects.select_for_update(of=("self",))
        .annotate(address=Lower("email"))
        .filter(
            organisation__path__startswith=within.path,
            address__in=addresses,
            role=Role.LEARNER,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .order_by("pk")
    )

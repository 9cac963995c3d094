"""Reads with names."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import BigIntegerField, DateField
from django.utils import timezone

from lms.prepared import Given, Prepared
from organisations.enums import InvitationState
from organisations.models import Invitation, Membership, Organisation, User


def person_with_email(email: str) -> User | None:
    """The account an address belongs to: proved first, then as written in the account."""
    proved = (
        EmailAddress.objects.filter(email__iexact=email, verified=True)
        .select_related("user")
        .first()
    )
    if proved is not None:
        return proved.user
    return User.objects.filter(email__iexact=email).first()


def current_memberships(user: User) -> list[Membership]:
    """A person's memberships of today with their organisations, oldest first."""
    return _memberships.ask(user=user.pk, day=timezone.localdate())


# Every page of the shell asks this.
_memberships: Prepared[Membership] = Prepared(
    lambda: (
        Membership.objects.on(Given("day", DateField()))
        .filter(user=Given("user", BigIntegerField()))
        .select_related("organisation")
        .order_by("starts_on", "pk")
    )
)


def memberships_of(user: User):
    """All memberships of a person, the latest first."""
    return (
        Membership.objects.filter(user=user)
        .select_related("organisation")
        .order_by("-starts_on", "-pk")
    )


def organisations_to_join():
    """Where a person may say that they belong."""
    return Organisation.objects.filter(is_active=True)


def invitations_of(organisation: Organisation, *, state: str = "", now: datetime):
    """Invitations to one organisation, in one state or all, the latest first."""
    invitations = Invitation.objects.filter(organisation=organisation)
    if state:
        invitations = invitations.in_state(InvitationState(state), now)
    return invitations.select_related("sector", "accepted_by").order_by(
        "-last_sent_at", "-pk"
    )


def self_declared_members(organisation: Organisation):
    """Who says they belong here today, without anybody here having said so."""
    return (
        Membership.objects.current()
        .filter(organisation=organisation, is_self_declared=True)
        .select_related("user", "user__sector")
        .order_by("-recorded_at", "-pk")
    )

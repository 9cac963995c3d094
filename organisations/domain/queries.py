"""Reads with names."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import BigIntegerField, DateField, Q
from django.db.models.functions import Lower
from django.utils import timezone

from lms.models import AuditEntry
from lms.prepared import Given, Prepared
from organisations.domain.employers import employer_of, part_of
from organisations.enums import InvitationState, Level
from organisations.models import (
    AccountMerge,
    Invitation,
    Membership,
    Organisation,
    User,
)


def person_with_email(email: str) -> User | None:
    """The account that an address opens: proved first, then as written in the account."""
    proved = (
        EmailAddress.objects.filter(email__iexact=email, verified=True)
        .select_related("user")
        .first()
    )
    if proved is not None:
        return proved.user
    return User.objects.filter(email__iexact=email).first()


def person_known_by(email: str) -> User | None:
    """Whom an address means: whose account it opens, or whom somebody knew by it before
    two accounts were merged. Only to recognise them: nobody comes in by it."""
    return people_known_by([email]).get(email.lower())


def people_known_by(emails: Iterable[str]) -> dict[str, User]:
    """{address in small letters: whom it means}, by the rule of `person_known_by`; as
    many queries for many as for one."""
    asked = {email.lower() for email in emails} - {""}
    found: dict[str, int] = {}
    # Each goes before those above it.
    for rows, address, person in (
        (AccountMerge.objects.order_by("made_at", "pk"), "address", "kept"),
        (User.objects.all(), "email", "pk"),
        (EmailAddress.objects.filter(verified=True), "email", "user"),
    ):
        known = rows.annotate(lowered=Lower(address)).filter(lowered__in=asked)
        found |= dict(known.values_list("lowered", person))
    users = User.objects.in_bulk(set(found.values()))
    return {address: users[pk] for address, pk in found.items()}


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


def merges_of(user: User) -> list[dict]:
    """Merges that made an account what it is, or ended it, for its person's copy."""
    rows = AccountMerge.objects.filter(Q(kept=user) | Q(merged=user)).order_by("pk")
    return [
        {
            "made_at": one.made_at,
            "address": one.address,
            "kept": str(one.kept.uuid),
            "merged": str(one.merged.uuid),
        }
        for one in rows.select_related("kept", "merged")
    ]


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


def people_of(organisation: Organisation, *, search: str = ""):
    """Who belongs to an organisation or a part of it today, by name; not who belongs to
    another employer below it."""
    here = Membership.objects.current().filter(
        part_of(organisation), is_self_declared=False
    )
    people = User.objects.filter(pk__in=here.values("user"))
    if search:
        people = people.filter(
            Q(printed_name__icontains=search) | Q(email__icontains=search)
        )
    return people.order_by("printed_name", "pk")


def departments_of(people, organisation: Organisation) -> dict[int, list[str]]:
    """{id of a person: where within an organisation they are today}, in one query."""
    rows = (
        Membership.objects.current()
        .filter(part_of(organisation), user__in=[person.pk for person in people])
        .order_by("organisation__name")
        .values_list("user", "organisation__name")
    )
    found: dict[int, list[str]] = {}
    for user, name in rows:
        names = found.setdefault(user, [])
        if name not in names:
            names.append(name)
    return found


def places_within_employer(organisation: Organisation):
    """The employer that a body is or is part of, with its departments, but for itself."""
    employer = employer_of(organisation)
    return (
        Organisation.objects.filter(
            Q(pk=employer.pk)
            | Q(path__startswith=employer.path, level=Level.DEPARTMENT),
            is_active=True,
        )
        .exclude(pk=organisation.pk)
        .order_by("path")
    )


def places_within(user: User, organisation: Organisation):
    """What somebody is and was at an organisation and its parts, the latest first; not
    what they are elsewhere, which is nobody's business here."""
    return memberships_of(user).filter(part_of(organisation))


def changes_of(memberships) -> list[AuditEntry]:
    """What was done to memberships, the newest first."""
    return list(
        AuditEntry.objects.filter(
            subject_type=Membership._meta.label,
            subject_id__in=[str(one.pk) for one in memberships],
        ).order_by("-at", "-pk")
    )


def self_declared_members(organisation: Organisation):
    """Who says they belong here today, without anybody here having said so."""
    return (
        Membership.objects.current()
        .filter(organisation=organisation, is_self_declared=True)
        .select_related("user", "user__sector")
        .order_by("-recorded_at", "-pk")
    )

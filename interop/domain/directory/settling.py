"""What a directory says of somebody becomes so: an account, places, or their end. By the
rules of a staff list (docs/staff-import.md)."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from interop.domain.directory.adopting import address_of
from interop.domain.directory.places import Directory
from interop.models import DirectoryGroup, DirectoryPerson
from lms.errors import DomainError
from organisations.domain.employers import employers_of
from organisations.domain.invitations.making import invite_member
from organisations.domain.invitations.many import move_invitations, withdraw_all
from organisations.domain.invitations.writing import unanswered, write
from organisations.domain.locks import lock_many
from organisations.domain.many import (
    close_unproved_all,
    fill_profiles,
    make_accounts,
)
from organisations.domain.memberships import end_membership, start_membership
from organisations.domain.people import clean_printed_name
from organisations.domain.queries import person_known_by
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from tracking.domain.staff.ties import has_tie, lasts


@transaction.atomic
def settle(person: DirectoryPerson, directory: Directory, *, now: datetime) -> None:
    """Let accounts and memberships follow what a directory says of somebody. Again
    without effect.

    Raises DomainError `last_coordinator` when the organisation would be left without
    one, `closed` for an account that an administrator closed, `badge_taken`, `known`
    when the directory calls the same account by another name already.
    """
    lock_many(
        organisations=directory.places, users=[person.user_id] if person.user_id else []
    )
    Settling(person, directory, now=now).carry_out()


class Settling:
    """One person's, within a transaction that holds the locks."""

    def __init__(
        self, person: DirectoryPerson, directory: Directory, *, now: datetime
    ) -> None:
        self._person, self._directory, self._now = person, directory, now
        self._day = timezone.localdate(now)
        self._told = {"actor": None, "now": now}

    def carry_out(self) -> None:
        person = self._person
        is_new = False
        if person.user is None and (address := _valid(address_of(person))):
            user = person_known_by(address)
            if user is None:
                if not person.works_here:
                    return
                person.user, is_new = self._account(address), True
            elif user.is_superuser or not self._has_tie(user):
                # Nobody is told whether the address has an account.
                self._ask_to_come(address)
                return
            else:
                self._meet(user)
        if person.user is None:
            return
        if not person.works_here:
            self._leave()
        elif not self._here() and not self._has_tie(person.user):
            self._ask_to_come(_valid(address_of(person)))
        else:
            self._stay(is_new=is_new)

    def _account(self, address: str) -> User:
        person, directory = self._person, self._directory
        account = User(
            email=address,
            printed_name=name_of(person),
            sector=directory.sector,
            language=language_of(person) or directory.language,
        )
        make_accounts([account], organisation=directory.organisation.pk, **self._told)
        return account

    def _meet(self, user: User) -> None:
        """The address is of somebody with a tie."""
        directory = self._directory
        others = DirectoryPerson.objects.filter(
            organisation=directory.organisation, user=user
        ).exclude(pk=self._person.pk)
        if others.filter(is_adopted=False).exists():
            raise DomainError(
                _("The directory knows this person by another name already."),
                code="known",
            )
        DirectoryPerson.objects.filter(manager__in=others).update(manager=self._person)
        others.delete()
        if not user.is_active and self._person.works_here:
            raise DomainError(
                _("This account is closed. Ask an administrator of Relay."),
                code="closed",
            )
        if self._is_unproved(user):
            close_unproved_all([user])
        filled = {}
        if user.sector_id is None:
            filled["sector_id"] = directory.sector.pk
        if not user.printed_name and name_of(self._person):
            filled["printed_name"] = name_of(self._person)
        if filled:
            fill_profiles(
                {user: filled},
                organisation=directory.organisation.pk,
                **self._told,
            )
        self._person.user = user

    def _ask_to_come(self, address: str) -> None:
        """An invitation, once each time that the directory brings somebody."""
        person, organisation = self._person, self._directory.organisation
        if not person.works_here or not address:
            if address:
                withdraw_all([address], organisation, **self._told)
            person.invited_at = None
            return
        if person.invited_at is not None:
            return
        if unanswered(organisation, address, Role.LEARNER) is None:
            write(
                organisation,
                email=address,
                sector=self._directory.sector,
                language=language_of(person) or self._directory.language,
                printed_name=name_of(person),
                role=Role.LEARNER,
                **self._told,
            )
        person.invited_at = self._now

    def _stay(self, *, is_new: bool) -> None:
        person = self._person
        learning = [one for one in self._here() if one.role == Role.LEARNER]
        wanted = self._departments()
        root = self._directory.organisation
        led = {*person.placed, root.pk}
        # Where somebody else placed them, the directory leaves them.
        kept = [one for one in learning if one.organisation_id not in led]
        if not wanted and not kept:
            wanted = {root.pk}
        gone = [
            one
            for one in learning
            if one.organisation_id in led and one.organisation_id not in wanted
        ]
        facts = next(((one.function, one.badge_number) for one in gone), ("", ""))
        self._end(gone)
        person.placed = sorted(wanted)
        function = person.title or facts[0]
        badge = person.employee_number or facts[1]
        for pk in sorted(wanted | {one.organisation_id for one in kept}):
            self._be_at(pk, learning, function=function, badge=badge)
        self._write_to(wanted, is_new=is_new)

    def _be_at(
        self, pk: int, learning: list[Membership], *, function: str, badge: str
    ) -> None:
        there = next(
            (
                one
                for one in learning
                if one.organisation_id == pk and not one.is_self_declared
            ),
            None,
        )
        # A last day that the organisation knows of stays.
        days = {"starts_on": there.starts_on, "ends_on": there.ends_on} if there else {}
        start_membership(
            self._person.user,
            self._directory.places[pk],
            function=function,
            badge_number=badge,
            **days,
            **self._told,
        )

    def _write_to(self, wanted: Iterable[int], *, is_new: bool) -> None:
        user = self._person.user
        place = self._directory.places[min(wanted)] if wanted else None
        if is_new and self._directory.token.with_mails:
            invite_member(user, place, **self._told)
            self._person.invited_at = self._now
        elif place is not None and user.email:
            # An old mail leads to where they are now.
            move_invitations(
                {user.email: place}, self._directory.organisation, **self._told
            )

    def _leave(self) -> None:
        """Every role here ends, as of somebody who is not on a list any more."""
        self._end(self._here(with_declared=True))
        addresses = {address_of(self._person), (self._person.user.email or "").lower()}
        withdraw_all(addresses - {""}, self._directory.organisation, **self._told)
        self._person.invited_at = None
        self._person.placed = []

    def _end(self, memberships: Iterable[Membership]) -> None:
        for one in memberships:
            end_membership(one, ends_on=max(self._day, one.starts_on), **self._told)

    def _here(self, *, with_declared: bool = False) -> list[Membership]:
        """The memberships that run or are to begin within the directory's places."""
        return [
            one
            for one in self._memberships(self._person.user)
            if one.organisation_id in self._directory.places
            and lasts(one, self._day)
            and (with_declared or not one.is_self_declared)
        ]

    def _departments(self) -> set[int]:
        """Ids of the departments that the groups they are in stand for."""
        groups = DirectoryGroup.objects.filter(members__person=self._person.pk)
        found = (self._directory.department_of(one.name) for one in groups)
        return {one.pk for one in found if one is not None}

    def _has_tie(self, user: User) -> bool:
        memberships = self._memberships(user)
        places = [one.organisation for one in memberships]
        organisation: Organisation = self._directory.organisation
        employers = employers_of([*places, organisation])
        here = [
            one
            for one in memberships
            if one.organisation.path.startswith(organisation.path)
            and employers[one.organisation_id] == employers[organisation.pk]
        ]
        return has_tie(
            memberships,
            here,
            is_unproved=self._is_unproved(user),
            day=self._day,
        )

    def _is_unproved(self, user: User) -> bool:
        """Whether nobody has shown that the account's address is theirs."""
        return (
            not self._memberships(user)
            and not EmailAddress.objects.filter(user=user, verified=True).exists()
        )

    def _memberships(self, user: User) -> list[Membership]:
        """All that held for a day or will; the others were taken back."""
        return list(
            Membership.objects.filter(user=user)
            .exclude(ends_on=F("starts_on"))
            .select_related("organisation", "user")
            .order_by("starts_on", "pk")
        )


def name_of(person: DirectoryPerson) -> str:
    """The name to print, as the directory says it; "" where it says none that can be."""
    names = (
        person.display_name,
        person.full_name,
        f"{person.given_name} {person.family_name}",
    )
    for name in names:
        try:
            return clean_printed_name(name)[:120]
        except DomainError:
            continue
    return ""


def language_of(person: DirectoryPerson) -> str:
    """One of ours that the directory means, such as "nl" by "nl-BE"; "" for none."""
    code = person.language.replace("_", "-").split("-")[0].lower()
    return code if code in dict(settings.LANGUAGES) else ""


def _valid(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address

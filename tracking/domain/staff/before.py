"""Whether it can be again as it was before some lines of a staff list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from allauth.account.models import EmailAddress
from django.db.models import F, Q

from courses.models import Enrolment
from organisations.models import AccountMerge, Membership, User
from tracking.domain.staff.plans import facts
from tracking.models import StaffImport, StaffImportRow

Badge = tuple[int, str]


class Before:
    """What some lines wrote, as it is now, and what stands in the way of taking it back.
    The caller holds the locks on their people. `users` are these, by their ids."""

    def __init__(self, run: StaffImport, rows: Sequence[StaffImportRow]) -> None:
        self.users = User.objects.in_bulk({row.user_id for row in rows})
        pks = [pk for row in rows for pk in _written(row)]
        self._memberships = Membership.objects.in_bulk(pks)
        self._held = defaultdict(list)
        for one in Membership.objects.filter(user__in=self.users).exclude(
            ends_on=F("starts_on")
        ):
            self._held[one.user_id].append(one)
        self._begun = self._have_begun(rows)
        self._merged = _merged_since(run, self.users)
        self._badges = _badges_of(rows)

    def started(self, row: StaffImportRow) -> list[Membership]:
        return [
            self._memberships[one["pk"]]
            for one in row.did["memberships"]
            if one["was"] is None
        ]

    def known(self, row: StaffImportRow) -> list[tuple[Membership, dict]]:
        """(membership, what it was before) of those that were there before the line."""
        return [
            (self._memberships[one["pk"]], one["was"])
            for one in row.did["memberships"]
            if one["was"] is not None
        ]

    def can_be_again(self, row: StaffImportRow) -> bool:
        """Whether nothing else has happened, and what was before can be again; the badge
        numbers it frees and takes are then free and taken for the lines after it."""
        if (
            row.user_id in self._merged
            or row.user_id in self._begun
            or not self._is_as_left(row)
            or self._has_come_elsewhere(row)
            or self._would_overlap(row)
        ):
            return False
        return self._take_badges(row)

    def _is_as_left(self, row: StaffImportRow) -> bool:
        for one in row.did["memberships"]:
            membership = self._memberships.get(one["pk"])
            if membership is None or membership.user_id != row.user_id:
                return False
            now = facts(membership)
            if any(now[name] != value for name, value in one["became"].items()):
                return False
        user, filled = self.users[row.user_id], row.did.get("filled", {})
        if "printed_name" in filled and user.name_checked_at is not None:
            # It is theirs now: they have read it.
            return False
        return all(getattr(user, name) == value for name, value in filled.items())

    def _has_come_elsewhere(self, row: StaffImportRow) -> bool:
        """Whether a membership was made since that holds in the same days as one that the
        line wrote; for an account that it made, any other."""
        known = {*_written(row), *row.did.get("others", ())}
        since = [one for one in self._held[row.user_id] if one.pk not in known]
        if row.did["account"]:
            return bool(since)
        touched = [(one, one.ends_on) for one in self.started(row)]
        for one, was in self.known(row):
            touched.append((one, max(_last(one.ends_on), _last(_day(was["ends_on"])))))
        return any(
            _overlap(other, one, ends_on) for one, ends_on in touched for other in since
        )

    def _would_overlap(self, row: StaffImportRow) -> bool:
        """Of one person, organisation and role no two periods overlap."""
        written = set(_written(row))
        others = [one for one in self._held[row.user_id] if one.pk not in written]
        return any(
            (other.organisation_id, other.role) == (one.organisation_id, one.role)
            and _overlap(other, one, _day(was["ends_on"]))
            for one, was in self.known(row)
            for other in others
        )

    def _take_badges(self, row: StaffImportRow) -> bool:
        own = set(_written(row))
        wanted = {
            (one.organisation_id, was["badge_number"]): one.pk
            for one, was in self.known(row)
            if was["ends_on"] is None and was["badge_number"]
        }
        if any(self._badges.get(badge, pk) not in own for badge, pk in wanted.items()):
            return False
        self._badges = {
            badge: pk for badge, pk in self._badges.items() if pk not in own
        } | wanted
        return True

    def _have_begun(self, rows: Sequence[StaffImportRow]) -> set[int]:
        """Those who have come into an account that a list made or that nobody had proved,
        or were given more by it."""
        asked = {
            row.user_id
            for row in rows
            if row.did["account"] or row.did.get("is_unproved")
        }
        proved = EmailAddress.objects.filter(user__in=asked, verified=True)
        enrolled = Enrolment.objects.filter(user__in=asked)
        return {
            *(pk for pk in asked if self.users[pk].last_login is not None),
            *proved.values_list("user_id", flat=True),
            *enrolled.values_list("user_id", flat=True),
        }


def _written(row: StaffImportRow) -> list[int]:
    return [one["pk"] for one in row.did["memberships"]]


def _merged_since(run: StaffImport, people) -> set[int]:
    """Whose account became one with another: nobody can tell the two apart any more."""
    merges = AccountMerge.objects.filter(
        Q(kept__in=people) | Q(merged__in=people), made_at__gte=run.decided_at
    )
    return {pk for pair in merges.values_list("kept", "merged") for pk in pair}


def _badges_of(rows: Sequence[StaffImportRow]) -> dict[Badge, int]:
    """{(organisation, number): the membership that has it}, for the numbers that people
    had before."""
    numbers = {
        one["was"]["badge_number"]
        for row in rows
        for one in row.did["memberships"]
        if one["was"]
    } - {""}
    held = Membership.objects.filter(ends_on__isnull=True, badge_number__in=numbers)
    return {
        (organisation, number): pk
        for organisation, number, pk in held.values_list(
            "organisation_id", "badge_number", "pk"
        )
    }


def _overlap(other: Membership, one: Membership, ends_on: date | None) -> bool:
    """Whether one membership holds on a day on which another does that ends on a day."""
    return other.starts_on < _last(ends_on) and one.starts_on < _last(other.ends_on)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last(ends_on: date | None) -> date:
    return ends_on or date.max

"""What Relay knows about the people of some lines of a staff list, read at once.

Only those who have a tie with the organisation are found by a list: others are told to
come by themselves, so that nobody's certificates are seen by whoever knows an address.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from allauth.account.models import EmailAddress
from django.db.models import F, Q

from organisations.domain.employers import part_of, parts_of
from organisations.domain.queries import people_known_by
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from tracking.domain.staff.ties import has_tie
from tracking.domain.staff.words import Problem
from tracking.enums import StaffProblem, StaffRowState
from tracking.models import StaffImport, StaffImportRow
from tracking.models.staff import ACTED


class Known:
    """The accounts and memberships of the people of some lines, on a day."""

    def __init__(
        self,
        run: StaffImport,
        rows: Sequence[StaffImportRow],
        *,
        day: date,
    ) -> None:
        self._run, self._rows, self._day = run, rows, day
        self._here = part_of(run.organisation)
        self._parts = set(parts_of(run.organisation).values_list("pk", flat=True))
        self.users = self._users()
        self._memberships = self._read_memberships()

    def user_of(self, row: StaffImportRow) -> User | None:
        """Whom a line means: by its address, else by a badge number that is in use.
        Raises Problem where several people of the organisation have that number, and not
        one of them at the department that the line names."""
        if row.user_id:
            return self.users.get(row.user_id)
        if row.email:
            return self._by_email.get(row.email.lower())
        holders = self._by_badge[row.badge_number]
        there = {user for code, user in holders if code == row.department_text.lower()}
        found = there or {user for _code, user in holders}
        if len(found) > 1:
            raise Problem(StaffProblem.SEVERAL)
        return self.users[found.pop()] if found else None

    def places(self, user: User) -> list[Membership]:
        """Memberships within the organisation that run or are to begin, the oldest
        first."""
        return [
            one
            for one in self._inside(user)
            if one.ends_on is None or one.ends_on > max(self._day, one.starts_on)
        ]

    def last_end(self, user: User, place: Organisation) -> date | None:
        """The day an earlier time as a learner at a place ended; None without one."""
        ends = [
            one.ends_on
            for one in self._inside(user)
            if one.organisation_id == place.pk
            and one.role == Role.LEARNER
            and one.ends_on is not None
            and one.ends_on > one.starts_on
        ]
        return max(ends, default=None)

    def has_tie(self, user: User) -> bool:
        """Whether the list may have a person (tracking.domain.staff.ties)."""
        return has_tie(
            self._memberships[user.pk],
            self._inside(user),
            is_unproved=self.is_unproved(user),
            day=self._day,
        )

    def memberships_of(self, user: User) -> list[int]:
        """The ids of all memberships of a person, wherever they are."""
        return [one.pk for one in self._memberships[user.pk]]

    def is_unproved(self, user: User) -> bool:
        """Whether nobody has shown that the account's address is theirs."""
        return user.pk not in self._proved and not self._memberships[user.pk]

    def _all(self) -> Iterator[Membership]:
        yield from (one for some in self._memberships.values() for one in some)

    def _inside(self, user: User) -> list[Membership]:
        return [
            one
            for one in self._memberships[user.pk]
            if one.organisation_id in self._parts
        ]

    def _users(self) -> dict[int, User]:
        self._by_email = people_known_by(row.email for row in self._rows)
        badges = {row.badge_number for row in self._rows if not row.email} - {""}
        self._by_badge = defaultdict(set)
        for badge, code, user in (
            Membership.objects.filter(
                Q(ends_on__isnull=True) | Q(ends_on__gt=self._day),
                self._here,
                role=Role.LEARNER,
                badge_number__in=badges,
            )
            .exclude(ends_on=F("starts_on"))
            .values_list("badge_number", "organisation__code", "user_id")
        ):
            self._by_badge[badge].add((code.lower(), user))
        users = {one.pk: one for one in self._by_email.values()}
        asked = {user for holders in self._by_badge.values() for _code, user in holders}
        asked |= {row.user_id for row in self._rows if row.user_id}
        return users | User.objects.in_bulk(asked - users.keys())

    def _read_memberships(self) -> dict[int, list[Membership]]:
        """All that have held for a day or will; the others were taken back."""
        found = defaultdict(list)
        for one in (
            Membership.objects.filter(user__in=list(self.users))
            .exclude(ends_on=F("starts_on"))
            .select_related("organisation")
            .order_by("starts_on", "pk")
        ):
            found[one.user_id].append(one)
        return found

    @cached_property
    def _proved(self) -> set[int]:
        return set(
            EmailAddress.objects.filter(
                user__in=list(self.users), verified=True
            ).values_list("user_id", flat=True)
        )

    @cached_property
    def numbers(self) -> set[str]:
        """The badge numbers in the lines, and those that their people have already."""
        carried = {one.badge_number for one in self._all() if one.ends_on is None}
        return ({row.badge_number for row in self._rows} | carried) - {""}

    @cached_property
    def badges(self) -> dict[tuple[int, str], int]:
        """{(organisation, badge number): who has it}, for `numbers`."""
        held = Membership.objects.filter(
            self._here,
            ends_on__isnull=True,
            badge_number__in=self.numbers,
        )
        return {
            (organisation, number): user
            for organisation, number, user in held.values_list(
                "organisation_id", "badge_number", "user_id"
            )
        }


def leaving_by_other_lines(
    run: StaffImport, rows: Iterable[StaffImportRow]
) -> set[int]:
    """Who leaves by lines of the list that are not among these and are still to be
    carried out."""
    others = run.rows.filter(state=StaffRowState.LEFT, is_done=False)
    return set(
        others.exclude(pk__in=[row.pk for row in rows]).values_list(
            "user_id", flat=True
        )
    )


def taken_by_other_lines(
    run: StaffImport, rows: Iterable[StaffImportRow], known: Known
) -> tuple[set[int], set[tuple[int, str]]]:
    """(people, badge numbers at a place) that other lines of the list have already."""
    own = [row.pk for row in rows]
    others = run.rows.filter(state__in=(*ACTED, StaffRowState.UNCHANGED)).exclude(
        pk__in=own
    )
    people = others.filter(user__in=list(known.users)).values_list("user_id", flat=True)
    placed = others.filter(place__isnull=False).exclude(state=StaffRowState.LEFT)
    badges = placed.filter(badge_number__in=known.numbers)
    # Who moves takes their number along.
    carried = placed.filter(
        state=StaffRowState.MOVED,
        badge_number="",
        user__memberships__badge_number__in=known.numbers,
        user__memberships__ends_on__isnull=True,
    )
    return set(people), {
        *badges.values_list("place_id", "badge_number"),
        *carried.values_list("place_id", "user__memberships__badge_number"),
    }


def people_here(organisation: Organisation, day: date):
    """Ids of everybody who learns at an organisation or a department of it on a day, as
    it says itself."""
    return (
        Membership.objects.on(day)
        .filter(part_of(organisation), role=Role.LEARNER, is_self_declared=False)
        .values("user")
    )

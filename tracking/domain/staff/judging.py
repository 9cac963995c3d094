"""What a line of a staff list would do: the same rule says it in the dry run and once
more, by what is known then, at the moment it is carried out."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from certificates.models import day_of
from organisations.enums import Role
from organisations.models import Membership, Sector, User
from tracking.domain.staff.people import Known, taken_by_other_lines
from tracking.domain.staff.planning import Planner
from tracking.domain.staff.plans import Plan
from tracking.domain.staff.words import Meaning, Problem, Words
from tracking.enums import StaffProblem, StaffRowState
from tracking.models import StaffImport, StaffImportRow


class Judge:
    """What some lines of a list would do, all together; as many queries for many lines
    as for one."""

    def __init__(
        self, run: StaffImport, rows: Sequence[StaffImportRow], *, now: datetime
    ) -> None:
        self._run, self._rows, self._now = run, rows, now
        self._day = day_of(now)
        self._words = Words(run)
        self._known = Known(run, rows, day=self._day)
        self._people, badges = taken_by_other_lines(run, rows, self._known)
        self._planner = Planner(run, rows, self._known, badges, now=now)

    @property
    def people(self) -> Collection[int]:
        """Ids of those whom the lines mean, or whose badge number one of them says."""
        return self._known.users.keys()

    def plans(self) -> list[Plan]:
        """What each line would do, in their order; its row says it in `state`, `problem`,
        `user`, `place` and `changes`."""
        return [self._plan(row) for row in self._rows]

    def _plan(self, row: StaffImportRow) -> Plan:
        try:
            plan = self._judged(row)
        except Problem as found:
            plan = Plan(row, StaffRowState.ERROR)
            row.problem = found.problem
        else:
            row.problem = ""
        row.state, row.changes = plan.state, plan.changes
        if plan.state != StaffRowState.ERROR:
            self._planner.settle(plan)
        if plan.user is not None and plan.user.pk:
            plan.others = self._known.memberships_of(plan.user)
        return plan

    def _judged(self, row: StaffImportRow) -> Plan:
        if row.line is None:
            return self._absent(row)
        user = self._known.user_of(row)
        places = self._known.places(user) if user else []
        # Whoever is here is in the list, also where their line cannot be carried out.
        row.user = user if places else None
        meaning = self._words.read(row)
        row.place = meaning.place
        if user is None:
            return self._unknown(row, meaning)
        if user.pk in self._people:
            row.user = None
            raise Problem(StaffProblem.TWICE)
        self._people.add(user.pk)
        if meaning.ends_on is not None and meaning.ends_on <= self._day:
            return self._leaves(row, user, places, meaning.ends_on)
        if not user.is_active:
            raise Problem(StaffProblem.CLOSED)
        learning = _learning(places)
        if not self._known.has_tie(user):
            raise Problem(StaffProblem.ELSEWHERE)
        row.user = user
        if not learning:
            return self._joins(row, user, meaning)
        return self._stays(row, user, places, learning, meaning)

    def _absent(self, row: StaffImportRow) -> Plan:
        """Somebody who is not in the list, and has left by that."""
        user = self._known.users[row.user_id]
        if user.pk in (self._run.asked_by_id, self._run.decided_by_id):
            return Plan(row, StaffRowState.UNCHANGED, user=user)
        return self._leaves(row, user, self._known.places(user), self._day)

    def _unknown(self, row: StaffImportRow, meaning: Meaning) -> Plan:
        """Nobody has an account with this address, or learns here with this badge number:
        who has no address comes in by a letter, and is known by name and number."""
        if not row.email and not (row.badge_number and meaning.name):
            raise Problem(StaffProblem.NOBODY)
        if meaning.ends_on is not None and meaning.ends_on <= self._day:
            return Plan(row, StaffRowState.UNCHANGED)
        account = User(
            email=row.email or None,
            printed_name=meaning.name,
            sector=_sector_of(meaning),
            language=meaning.language,
        )
        return self._starts(row, account, meaning, StaffRowState.NEW, account=account)

    def _joins(self, row: StaffImportRow, user: User, meaning: Meaning) -> Plan:
        """Somebody with an account has no place here that the organisation gave."""
        is_unproved = self._known.is_unproved(user)
        state = StaffRowState.NEW if is_unproved else StaffRowState.JOINS
        plan = self._starts(row, user, meaning, state)
        plan.is_unproved = is_unproved
        if user.sector_id is None:
            plan.fills["sector_id"] = _sector_of(meaning).pk
        if meaning.name and not user.printed_name:
            plan.fills["printed_name"] = meaning.name
        return plan

    def _starts(
        self,
        row: StaffImportRow,
        user: User,
        meaning: Meaning,
        state: StaffRowState,
        *,
        account: User | None = None,
    ) -> Plan:
        place = row.place = meaning.place or self._run.organisation
        if not place.is_active:
            raise Problem(StaffProblem.DEPARTMENT)
        starts_on = meaning.starts_on or self._day
        plan = Plan(row, state, user=user, account=account)
        plan.changes = {"place": ["", place.name]}
        self._planner.start_at(plan, place, starts_on, meaning, function="", badge="")
        return plan

    def _stays(
        self,
        row: StaffImportRow,
        user: User,
        places: list[Membership],
        learning: list[Membership],
        meaning: Meaning,
    ) -> Plan:
        """Somebody is here, and perhaps elsewhere in it or otherwise from now on."""
        here = next(
            (one for one in learning if one.organisation == meaning.place), None
        )
        if meaning.place is not None and here is None:
            return self._moves(row, user, learning, meaning)
        here = here or learning[0]
        row.place = here.organisation
        plan = Plan(row, StaffRowState.UNCHANGED, user=user)
        self._planner.change(plan, here, row)
        if plan.changed:
            plan.state = StaffRowState.CHANGED
        if meaning.ends_on is not None:
            self._planner.end(plan, places, meaning.ends_on)
        if plan.ended:
            plan.state = StaffRowState.LEFT
        return plan

    def _moves(
        self,
        row: StaffImportRow,
        user: User,
        learning: list[Membership],
        meaning: Meaning,
    ) -> Plan:
        place, starts_on = meaning.place, meaning.starts_on or self._day
        begun = [one.starts_on for one in learning if one.starts_on <= self._day]
        if begun and starts_on <= max(begun):
            # Since when they are employed, and not since when they are there.
            starts_on = self._day
        plan = Plan(row, StaffRowState.MOVED, user=user)
        before = learning[0]
        plan.changes = {"place": [before.organisation.name, place.name]}
        self._planner.start_at(
            plan,
            place,
            starts_on,
            meaning,
            function=before.function,
            badge=before.badge_number,
        )
        for one in learning:
            self._planner.end(plan, [one], max(starts_on, one.starts_on))
        return plan

    def _leaves(
        self,
        row: StaffImportRow,
        user: User,
        places: list[Membership],
        ends_on: date,
    ) -> Plan:
        plan = Plan(row, StaffRowState.UNCHANGED, user=user)
        row.place = places[0].organisation if places else None
        self._planner.end(plan, places, ends_on)
        if plan.ended:
            plan.state = StaffRowState.LEFT
        return plan


def _learning(places: list[Membership]) -> list[Membership]:
    return [
        one for one in places if one.role == Role.LEARNER and not one.is_self_declared
    ]


def _sector_of(meaning: Meaning) -> Sector:
    if meaning.sector is None:
        raise Problem(StaffProblem.NO_SECTOR)
    return meaning.sector

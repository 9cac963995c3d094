"""What lines of a staff list are to write of memberships, and the rules of these."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property

from certificates.models import day_of
from organisations.domain.coordination import Coordinators
from organisations.domain.corrections import REACH
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from tracking.domain.staff.people import Known, leaving_by_other_lines
from tracking.domain.staff.plans import Plan, facts
from tracking.domain.staff.words import Meaning, Problem
from tracking.enums import StaffProblem, StaffRowState
from tracking.models import StaffImport, StaffImportRow


class Planner:
    """Puts into plans what begins, changes and ends. `badges` are those that other lines
    have taken: {(organisation, number)}. Its methods raise Problem for what cannot be."""

    def __init__(
        self,
        run: StaffImport,
        rows: Sequence[StaffImportRow],
        known: Known,
        badges: set[tuple[int, str]],
        *,
        now: datetime,
    ) -> None:
        self._run, self._rows = run, rows
        self._known, self._badges = known, badges
        self._now, self._day = now, day_of(now)

    def settle(self, plan: Plan) -> None:
        """Let the lines after it know what a line does: what it takes, or has, they do
        not get, and who leaves by it coordinates nothing any more."""
        row = plan.row
        for one in plan.ended:
            if one.role == Role.COORDINATOR:
                self._coordinators.let_end(one)
        if plan.state == StaffRowState.LEFT:
            return
        self._badges |= {
            (one.organisation_id, one.badge_number)
            for one in plan.started
            if one.badge_number
        }
        if row.badge_number and row.place_id:
            self._badges.add((row.place_id, row.badge_number))

    def start_at(
        self,
        plan: Plan,
        place: Organisation,
        starts_on: date,
        meaning: Meaning,
        *,
        function: str,
        badge: str,
    ) -> None:
        """Let a person learn at a place, by the membership they claimed themselves or by
        a new one."""
        user, row = plan.user, plan.row
        badge = row.badge_number or badge
        self._check_badge(badge, place, user)
        claimed = self._claimed(user, place)
        begins = claimed.starts_on if claimed else starts_on
        if meaning.ends_on is not None and meaning.ends_on <= begins:
            raise Problem(StaffProblem.ORDER)
        if claimed is not None:
            plan.was[claimed.pk] = facts(claimed)
            one = claimed
            one.is_self_declared = False
        else:
            self._refuse_too_old(starts_on)
            last_end = self._known.last_end(user, place) if user.pk else None
            if last_end is not None and last_end > starts_on:
                raise Problem(StaffProblem.OVERLAP)
            one = Membership(
                user=user,
                organisation=place,
                role=Role.LEARNER,
                starts_on=starts_on,
                recorded_at=self._now,
            )
        one.function = row.function or function
        one.badge_number = badge
        if meaning.ends_on is not None:
            one.ends_on = meaning.ends_on
        plan.started.append(one)

    @cached_property
    def _coordinators(self) -> Coordinators:
        return Coordinators(
            self._run.organisation,
            self._day,
            gone=leaving_by_other_lines(self._run, self._rows),
        )

    def _claimed(self, user: User, place: Organisation) -> Membership | None:
        if not user.pk:
            return None
        return next(
            (
                one
                for one in self._known.places(user)
                if one.organisation_id == place.pk
                and one.role == Role.LEARNER
                and one.is_self_declared
            ),
            None,
        )

    def change(self, plan: Plan, here: Membership, row: StaffImportRow) -> None:
        """Function and badge number, where the list says another one."""
        self._check_badge(row.badge_number, here.organisation, plan.user)
        was = facts(here)
        for name in ("function", "badge_number"):
            old, new = getattr(here, name), getattr(row, name)
            if new and new != old:
                plan.changes[name] = [old, new]
                setattr(here, name, new)
        if plan.changes:
            plan.was[here.pk] = was
            plan.changed.append(here)

    def end(self, plan: Plan, places: list[Membership], ends_on: date) -> None:
        """End what runs longer than that; what would begin later never held."""
        for one in places:
            if one.ends_on is not None and one.ends_on <= ends_on:
                continue
            if ends_on < one.starts_on and one.starts_on <= self._day:
                raise Problem(StaffProblem.ORDER)
            self._refuse_too_old(ends_on)
            if one.role == Role.COORDINATOR and self._coordinators.is_needed(
                one, max(ends_on, self._day)
            ):
                raise Problem(StaffProblem.LAST_COORDINATOR)
            plan.was.setdefault(one.pk, facts(one))
            one.ends_on = max(ends_on, one.starts_on)
            plan.ended.append(one)

    def _check_badge(self, number: str, place: Organisation, user: User) -> None:
        key = (place.pk, number)
        if not number:
            return
        if key in self._badges or self._known.badges.get(key, user.pk) != user.pk:
            raise Problem(StaffProblem.BADGE)

    def _refuse_too_old(self, day: date) -> None:
        """As for a membership that is corrected by hand."""
        if day < self._day - REACH:
            raise Problem(StaffProblem.OLD)

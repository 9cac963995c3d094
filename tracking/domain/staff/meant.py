"""Whom some lines of a staff list mean by their line managers, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Lower

from certificates.models import day_of
from lms.tables import day_in
from organisations.domain.employers import employer_of, part_of
from organisations.domain.many_managers import named_now
from organisations.domain.queries import people_known_by
from organisations.enums import Role
from organisations.models import Membership, User
from tracking.enums import StaffLeadProblem, StaffLeadState, StaffRowState
from tracking.models import StaffImport, StaffImportLead, StaffImportRow

# What people write where there is nobody.
NOBODY = {"-", "–", "—"}
# Of these people nothing is said: their line is not carried out, or they leave by it.
PASSED_OVER = (StaffRowState.ERROR, StaffRowState.LEFT)


class Refused(Exception):  # noqa: N818 -- what it is
    """A line manager cannot be named; `problem` says why."""

    def __init__(self, problem: StaffLeadProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class Meant:
    """Whom the lines mean, and who leads their people until now; as many queries for
    many as for one. All lines of the list were looked at."""

    def __init__(
        self, run: StaffImport, leads: Sequence[StaffImportLead], *, now: datetime
    ) -> None:
        self._run, self._leads, self._day = run, leads, day_of(now)
        employer = employer_of(run.organisation)
        self._read_managers({one.text.lower() for one in leads} - NOBODY)
        people = {one.row.user_id for one in leads if one.row.user_id}
        self._named = named_now(employer, people)
        self._belong = set(
            self._held()
            .filter(part_of(employer), user__in=people | self._users.keys())
            .values_list("user", flat=True)
        )

    def judge(self) -> None:
        """Write to each what becomes of it; circles are looked for when all are there."""
        for lead in self._leads:
            lead.manager = lead.manager_row = None
            lead.problem = ""
            said = self._named.get(lead.row.user_id)
            lead.before = said.manager if said else None
            try:
                lead.state = self._judged(lead)
            except Refused as refusal:
                lead.state, lead.problem = StaffLeadState.REFUSED, refusal.problem

    def _judged(self, lead: StaffImportLead) -> StaffLeadState:
        row = lead.row
        is_here = _arrives(row) or row.user_id in self._belong
        if row.state in PASSED_OVER or not is_here:
            return StaffLeadState.SAME
        if lead.text in NOBODY:
            return StaffLeadState.ENDED if lead.before else StaffLeadState.SAME
        user, there = self._meant(lead)
        if (there is not None and there.pk == row.pk) or (user and user == row.user):
            raise Refused(StaffLeadProblem.SELF)
        if there is not None and self._is_gone(there):
            raise Refused(StaffLeadProblem.LEAVES)
        lead.manager, lead.manager_row = user, there
        if lead.before is None:
            return StaffLeadState.NEW
        is_same = lead.before == user
        return StaffLeadState.SAME if is_same else StaffLeadState.CHANGED

    def _meant(
        self, lead: StaffImportLead
    ) -> tuple[User | None, StaffImportRow | None]:
        """(account, line) of whom a line names; a line alone of who is still to get an
        account, an account alone of who stands on no line."""
        text = lead.text.lower()
        if "@" in text:
            there = self._row_of_email.get(text)
            user = self._by_email.get(text)
        else:
            there = self._one_of(lead, self._rows_of_badge[text])
            held = self._one_of(lead, self._held_by_badge[text]) if not there else None
            user = held and self._users.get(held.user_id)
        if there is None and user is not None:
            there = self._row_of_user.get(user.pk)
        if there is not None and there.user_id:
            user = self._users.get(there.user_id)
        if there is not None and there.state == StaffRowState.ERROR:
            # Their own line is not carried out; perhaps they are here all the same.
            there = None
        is_here = user is not None and user.pk in self._belong
        if not is_here and not (there is not None and _arrives(there)):
            raise Refused(StaffLeadProblem.NOBODY)
        if user is not None and not user.is_active:
            raise Refused(StaffLeadProblem.NOBODY)
        return user, there

    def _one_of(self, lead: StaffImportLead, found: list):
        """Of several who have a badge number the one of the person's own department."""
        if len({one.user_id or -one.pk for one in found}) > 1:
            found = [one for one in found if _place(one) == lead.row.place_id]
            if len({one.user_id or -one.pk for one in found}) != 1:
                raise Refused(StaffLeadProblem.SEVERAL)
        return found[0] if found else None

    def _is_gone(self, row: StaffImportRow) -> bool:
        """Whether somebody leaves by their line at once, and not on a day to come."""
        if row.state != StaffRowState.LEFT:
            return False
        last: date | None = day_in(row.until_text) if row.until_text else None
        return last is None or last + timedelta(days=1) <= self._day

    def _held(self):
        return Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=self._day), is_self_declared=False
        )

    def _read_managers(self, texts: set[str]) -> None:
        emails = {one for one in texts if "@" in one}
        badges = texts - emails
        self._by_email = people_known_by(emails)
        self._held_by_badge = _by_badge(
            self._held()
            .annotate(lowered=Lower("badge_number"))
            .filter(
                part_of(self._run.organisation),
                role=Role.LEARNER,
                lowered__in=badges,
            )
        )
        users = {one.pk for one in self._by_email.values()}
        users |= {one.user_id for some in self._held_by_badge.values() for one in some}
        self._read_rows(emails, badges, users)
        users |= self._row_of_user.keys()
        self._users = User.objects.in_bulk(users)

    def _read_rows(self, emails: set[str], badges: set[str], users: set[int]) -> None:
        rows = list(
            self._run.rows.annotate(
                mail=Lower("email"), badge=Lower("badge_number")
            ).filter(Q(mail__in=emails) | Q(badge__in=badges) | Q(user__in=users))
        )
        # Of two lines of one person the first counts: the other is a mistake.
        rows.sort(key=lambda row: row.state == StaffRowState.ERROR)
        self._row_of_email: dict[str, StaffImportRow] = {}
        self._row_of_user: dict[int, StaffImportRow] = {}
        for row in rows:
            if row.mail:
                self._row_of_email.setdefault(row.mail, row)
            if row.user_id:
                self._row_of_user.setdefault(row.user_id, row)
        self._rows_of_badge = _by_badge(
            row for row in rows if row.state != StaffRowState.ERROR
        )


def _arrives(row: StaffImportRow) -> bool:
    """Whether somebody comes by a line that is still to be carried out."""
    return row.state in (StaffRowState.NEW, StaffRowState.JOINS) and not row.is_done


def _by_badge(rows: Iterable) -> dict[str, list]:
    found = defaultdict(list)
    for one in rows:
        if one.badge_number:
            found[one.badge_number.lower()].append(one)
    return found


def _place(one: Membership | StaffImportRow) -> int | None:
    return one.place_id if isinstance(one, StaffImportRow) else one.organisation_id

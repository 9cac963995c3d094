"""What becomes of the lines of a list of old completions: said in the dry run, and once
more, by the same rule, when they are written. As many queries for many lines as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models.functions import Lower
from django.utils import timezone

from certificates.domain.old.table import is_reference, kind_of
from certificates.enums import OldLineState as State
from certificates.models import CertificateRule, OldLine, OldList, day_of
from certificates.models.old_completions import UNDECIDED
from courses.models import Completion, Course
from lms.tables import day_in
from organisations.domain.employers import part_of
from organisations.domain.queries import people_known_by
from organisations.models import Membership, User

# Nobody was trained before, whatever a spreadsheet says.
FIRST_YEAR = 1950


class Judge:
    """What Relay knows about the people and courses of some lines, read at once."""

    def __init__(self, run: OldList, rows: Sequence[OldLine], *, now: datetime) -> None:
        self._run, self._rows, self._today = run, rows, day_of(now)

    def read(self) -> None:
        """Find out what each line means, and say what becomes of it in its `state`."""
        courses = self._courses()
        by_email, by_badge, spans = self._people()
        for row in self._rows:
            row.trained_on = day_in(row.day_text)
            row.proof_kind = kind_of(row.proof_text)
            row.course = courses.get(row.course_text.lower())
            row.user, row.sector = None, None
            holders = by_badge[row.badge_number.lower()]
            if row.email:
                row.user = by_email.get(row.email.lower())
            elif len(holders) == 1:
                row.user = next(iter(holders.values()))
            row.state = State.SEVERAL if not row.email and len(holders) > 1 else ""
            if row.user is not None:
                row.sector = row.user.sector
                row.is_outside = not _within(row.trained_on, spans[row.user.pk])
        self.judge()

    def judge(self) -> None:
        """Say of lines whose meaning is known what becomes of them today."""
        people = {row.user_id for row in self._rows if row.user_id}
        courses = {row.course_id for row in self._rows if row.course_id}
        rules = _rules(courses)
        known = _known(people, courses)
        taken = self._taken(people)
        for row in self._rows:
            rule = rules.get((row.course_id, row.sector_id)) or rules.get(
                (row.course_id, None)
            )
            key = (row.user_id, row.course_id, row.sector_id, row.trained_on)
            row.issuer = rule.issuer if rule else None
            row.state = row.state or self._state(row, rule, key, known, taken)
            if row.state == State.READY:
                taken.add(key)

    def _state(self, row: OldLine, rule, key, known: set, taken: set) -> State:
        if row.user is None or not row.user.is_active:
            return State.NOBODY
        if row.course is None:
            return State.NO_COURSE
        if row.sector is None:
            return State.NO_SECTOR
        if rule is None or not row.sector.gives_certificate:
            return State.NO_COURSE
        if row.trained_on is None or row.trained_on.year < FIRST_YEAR:
            return State.NO_DAY
        if row.trained_on > self._today:
            return State.FUTURE
        if rule.given_since is not None and row.trained_on < rule.given_since:
            return State.TOO_OLD
        if not row.proof_kind:
            return State.NO_PROOF
        if not is_reference(row.reference):
            return State.REFERENCE
        if key in known:
            return State.KNOWN
        return State.TWICE if key in taken else State.READY

    def _courses(self) -> dict[str, Course]:
        codes = {row.course_text.lower() for row in self._rows}
        found = Course.objects.annotate(lower=Lower("code")).filter(
            lower__in=codes, current_edition__isnull=False, is_practice=False
        )
        return {one.code.lower(): one for one in found}

    def _people(self):
        """People whom the organisation had or has, by address and by badge number, and
        the days of their memberships."""
        here = Membership.objects.filter(
            part_of(self._run.organisation), is_self_declared=False
        )
        known = people_known_by(row.email for row in self._rows)
        badges = {row.badge_number.lower() for row in self._rows if not row.email}
        held = here.annotate(badge=Lower("badge_number")).filter(
            badge__in=badges - {""}
        )
        holders = list(held.values_list("badge", "user"))
        asked = {one.pk for one in known.values()} | {user for _badge, user in holders}
        spans = defaultdict(list)
        for user, first, last in here.filter(user__in=asked).values_list(
            "user", "starts_on", "ends_on"
        ):
            spans[user].append((first, last or date.max))
        users = User.objects.select_related("sector").in_bulk(list(spans))
        by_badge: dict[str, dict[int, User]] = defaultdict(dict)
        for badge, user in holders:
            by_badge[badge][user] = users[user]
        by_email = {
            address: users[one.pk] for address, one in known.items() if one.pk in users
        }
        return by_email, by_badge, spans

    def _taken(self, people: set[int]) -> set[tuple]:
        """What other lines of the list have already."""
        own = [row.pk for row in self._rows]
        others = self._run.rows.filter(
            user__in=people, state__in=(*UNDECIDED, State.REFUSED)
        ).exclude(pk__in=own)
        return set(others.values_list("user", "course", "sector", "trained_on"))


def _rules(courses: Iterable[int]) -> dict[tuple, CertificateRule]:
    """{(course, sector or None for all): the rule}."""
    rules = CertificateRule.objects.filter(course__in=courses)
    return {
        (one.course_id, one.sector_id): one for one in rules.select_related("issuer")
    }


def _known(people: set[int], courses: set[int]) -> set[tuple]:
    """(person, course, sector, day) of all completions of these."""
    rows = Completion.objects.filter(
        enrolment__user__in=people, enrolment__course__in=courses
    ).values_list("enrolment__user", "enrolment__course", "sector", "completed_at")
    return {
        (user, course, sector, timezone.localdate(at))
        for user, course, sector, at in rows
    }


def _within(day: date | None, spans: list[tuple[date, date]]) -> bool:
    return day is None or any(first <= day < last for first, last in spans)

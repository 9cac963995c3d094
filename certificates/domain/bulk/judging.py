"""What becomes of the lines of a bulk award: said in the dry run, and once more, by the
same rule, at the moment of the award. As many queries for many lines as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cached_property

from certificates.domain.award import last_valid_day
from certificates.domain.bulk.people import people_with
from certificates.enums import AwardRowState, CertificateState
from certificates.models import (
    AwardRun,
    AwardRunRow,
    Certificate,
    CertificateRule,
    day_of,
)
from certificates.models.awards import TAKEN
from courses.domain.statements.missing import asked_of, lapsed_statements
from courses.models import StatementAcceptance
from lms.tables import day_in
from organisations.models import Sector, User

# With one of these nobody needs another: suspended, it is for its issuer to end that.
STANDING = (CertificateState.VALID, CertificateState.SUSPENDED)


class Judge:
    """Rules, sectors and statements of a run's course, read once for all its lines."""

    def __init__(self, run: AwardRun, *, now: datetime) -> None:
        self.run, self.now, self.today = run, now, day_of(now)
        self._rules = {
            rule.sector_id: rule
            for rule in CertificateRule.objects.filter(
                course=run.course_id
            ).select_related("issuer")
        }
        self._sectors = {one.pk: one for one in Sector.objects.all()}

    def read(self, rows: Sequence[AwardRunRow]) -> None:
        """Find out whom each line means, in which sector and which day."""
        people = people_with(
            (row.email for row in rows), issuer=self.run.issuer, course=self.run.course
        )
        for row in rows:
            row.user = people.get(row.email.lower())
            row.trained_on = day_in(row.day_text)
            row.sector_id = self._sector_of(row)

    def judge(self, rows: Sequence[AwardRunRow]) -> None:
        """Say what becomes of each line, in its `state`; READY for those that get one."""
        people = {row.user_id for row in rows if row.user_id}
        held = self._held(people)
        accepted = self._accepted(people)
        taken = self._taken(rows, people)
        for row in rows:
            row.state = self._state(row, held, accepted, taken)
            if row.state == AwardRowState.READY:
                taken.add((row.user_id, row.sector_id))

    def rule_for(self, sector_id: str) -> CertificateRule | None:
        """The rule of the sector, when it is the issuer's; None where it gives none."""
        if not self._sectors[sector_id].gives_certificate:
            return None
        rule = self._rules.get(sector_id) or self._rules.get(None)
        return rule if rule and rule.issuer_id == self.run.issuer_id else None

    def _state(self, row: AwardRunRow, held, accepted, taken) -> AwardRowState:
        if row.user is None or not row.user.is_active:
            return AwardRowState.UNKNOWN
        if row.sector_id is None:
            return AwardRowState.NO_SECTOR
        if row.trained_on is None:
            return AwardRowState.NO_DAY
        if row.trained_on > self.today:
            return AwardRowState.FUTURE
        rule = self.rule_for(row.sector_id)
        if rule is None:
            return AwardRowState.NO_RULE
        if (row.user_id, row.sector_id) in taken:
            return AwardRowState.TWICE
        if _covers(held[row.user_id, row.sector_id], row.trained_on):
            return AwardRowState.HAS
        until = last_valid_day(row.trained_on, rule.validity_months)
        if until is not None and until < self.today:
            return AwardRowState.RUN_OUT
        if self._waits(row, accepted):
            return AwardRowState.WAITS
        return AwardRowState.READY

    def _sector_of(self, row: AwardRunRow) -> str | None:
        if not row.sector_text:
            return row.user.sector_id if row.user else None
        return self._sector_words.get(row.sector_text.lower())

    @cached_property
    def _sector_words(self) -> dict[str, str]:
        """{code or name in any language, in small letters: code}."""
        words = {}
        for one in self._sectors.values():
            names = (one.name_en, one.name_nl, one.name_fr, one.name_de, one.pk)
            words |= {name.lower(): one.pk for name in names}
        return words

    def _held(self, people: set[int]) -> dict[tuple, list[tuple]]:
        """{(person, sector): [(state, first day)]} of the course's certificates."""
        rows = (
            Certificate.objects.filter(
                holder__in=people, completion__enrolment__course=self.run.course_id
            )
            .with_state(self.today)
            .values_list("holder", "sector", "state", "awarded_on")
        )
        found = defaultdict(list)
        for holder, sector, state, awarded_on in rows.order_by():
            found[holder, sector].append((state, awarded_on))
        return found

    def _taken(self, rows: Sequence[AwardRunRow], people: set[int]) -> set[tuple]:
        """Who has a place by another line of the list."""
        others = self.run.rows.filter(user__in=people, state__in=TAKEN).exclude(
            pk__in=[row.pk for row in rows]
        )
        return set(others.values_list("user", "sector"))

    # --- Statements of the profession (ETHICS S1) ---

    def _waits(self, row: AwardRunRow, accepted: set[tuple]) -> bool:
        asked, is_lapsed = self._asked(row.sector_id)
        return is_lapsed or any(
            (row.user_id, one.key, one.version) not in accepted for one in asked
        )

    def _asked(self, sector_id: str) -> tuple:
        """(statements the edition asks of the sector, whether one is not in force)."""
        if sector_id not in self._statements:
            edition = self.run.course.current_edition_id
            self._statements[sector_id] = (
                asked_of(edition, sector_id),
                bool(lapsed_statements(edition, sector_id, now=self.now)),
            )
        return self._statements[sector_id]

    @cached_property
    def _statements(self) -> dict[str, tuple]:
        return {}

    def _accepted(self, people: set[int]) -> set[tuple]:
        """{(person, statement, version)} of what any sector is asked."""
        keys = {
            one.key
            for rule in self._sectors
            for one in asked_of(self.run.course.current_edition_id, rule)
        }
        if not keys:
            return set()
        rows = StatementAcceptance.objects.filter(
            user__in=people, statement_key__in=keys
        ).values_list("user", "statement_key", "version")
        return {(user, str(key), version) for user, key, version in rows}


def _covers(held: Iterable[tuple], trained_on: date) -> bool:
    """Whether one that is held makes another needless: it stands, or counts from that
    day or a later one."""
    return any(
        state in STANDING or awarded_on >= trained_on for state, awarded_on in held
    )


def reread(rows: Iterable[AwardRunRow]) -> None:
    """Fetch the people of lines anew, as they are now."""
    rows = list(rows)
    people = User.objects.in_bulk({row.user_id for row in rows})
    for row in rows:
        row.user = people[row.user_id]

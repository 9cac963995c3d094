"""Random histories of what is asked of people, held against a plain model.

The model keeps a diary: what was known of everything, and since when. It works out who
is asked what and where they stand by going through the diary day by day, and shares no
code with what it checks.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certificates.enums import CertificateType
from certificates.models import Certificate, CertificateEvent
from courses.models import Completion, Enrolment
from lms.errors import DomainError
from organisations.domain.memberships import end_membership, move_to, start_membership
from organisations.models import Membership, Sector, User
from tests.factories.counted import make_count
from tests.factories.courses import make_course
from tracking.domain.counts.carrying import carry
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.obligations import sweep
from tracking.domain.requirements import end_requirement, require_course
from tracking.domain.waivers import Terms, waive, withdraw
from tracking.models import CountedStanding, Requirement, Waiver

BRUSSELS = ZoneInfo("Europe/Brussels")
FIRST = datetime(2026, 1, 5, 9, tzinfo=BRUSSELS)
DUE_DAYS = 60
ENDLESS = date(9999, 12, 31)
REASONS = (
    "long-absence",
    "other-duties",
    "covered-elsewhere",
    "no-place",
    "administrative",
)
URGENT = [
    "overdue",
    "due_soon",
    "not_begun",
    "on_the_way",
    "expiring",
    "covered",
    "exempt",
]


def midnight_after(day: date) -> datetime:
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=BRUSSELS)


def day_in_brussels(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()


def months_on(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


@dataclass
class Place:
    """A stay somewhere: how it was known, [(since when, first day, first day without)]."""

    pk: int
    body: str
    known: list[tuple[datetime, date, date | None]]

    def at(self, moment: datetime) -> tuple[date, date | None] | None:
        versions = [row for row in self.known if row[0] < moment]
        return versions[-1][1:] if versions else None

    def covers(self, day: date, moment: datetime) -> bool:
        known = self.at(moment)
        if known is None:
            return False
        first, without = known
        return first <= day and (without is None or day < without)

    @property
    def newest(self) -> tuple[date, date | None]:
        return self.known[-1][1:]


@dataclass
class Paper:
    """A certificate, and what happened to it; of the course that is asked, or of the
    workshop that some rules accept as well."""

    pk: int
    course: str
    got: datetime
    first: date
    last: date | None
    log: list[tuple[datetime, str]] = field(default_factory=list)

    def good(self, day: date, moment: datetime) -> bool:
        if self.got >= moment or self.first > day:
            return False
        told = [what for at, what in self.log if at < min(moment, midnight_after(day))]
        return "revoked" not in told and told[-1:] != ["suspended"]

    def until(self, rule: "Rule") -> date:
        ends = [self.last or ENDLESS]
        ends += [months_on(self.first, rule.months)] if rule.months else []
        if self.course == "workshop" and rule.within:
            ends.append(months_on(self.first, rule.within))
        return min(ends)

    def taken(self, day: date) -> date | None:
        """The day on which it was revoked, by a day."""
        days = [day_in_brussels(at) for at, what in self.log if what == "revoked"]
        return next((one for one in days if one <= day), None)


@dataclass
class Let:
    """An exemption, or more time."""

    pk: int
    rule: int
    kind: str
    given: datetime
    reason: str
    first: date
    until: date
    back: datetime | None = None

    def holds(self, day: date, moment: datetime) -> bool:
        over = min(moment, midnight_after(day))
        is_back = self.back is not None and self.back < over
        return self.given < moment and self.first <= day and not is_back


@dataclass
class Rule:
    pk: int
    months: int | None
    grace: int
    fixed: date | None
    accepts: bool
    within: int | None
    ended: bool = False

    def counts(self, course: str) -> bool:
        return course == "asked" or self.accepts

    def due_for(self, newcomer_on: date) -> date:
        if self.fixed and newcomer_on <= self.fixed:
            return self.fixed
        return newcomer_on + timedelta(days=DUE_DAYS)


@dataclass
class Cycle:
    rule: Rule
    first: date
    due: date
    noted: datetime
    without: date | None = None
    closed: datetime | None = None

    def holds(self, day: date, moment: datetime) -> bool:
        if self.noted >= moment or self.first > day:
            return False
        is_closed = self.closed is not None and self.closed < moment
        return not is_closed or day < self.without


@dataclass
class Person:
    pk: int
    name: str
    places: list[Place] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    lets: list[Let] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    begun: dict[str, datetime] = field(default_factory=dict)

    def counting(self, rule: Rule) -> list[Paper]:
        return [one for one in self.papers if rule.counts(one.course)]

    def is_there(self, day: date, moment: datetime) -> bool:
        return any(
            one.body == "beekstad" and one.covers(day, moment) for one in self.places
        )

    def until(self, rule: Rule, day: date, moment: datetime) -> date | None:
        ends = [one.until(rule) for one in self.counting(rule) if one.good(day, moment)]
        return max(ends, default=None)

    def has_begun(self, rule: Rule, day: date, moment: datetime) -> bool:
        held = [
            one.got
            for one in self.counting(rule)
            if one.got < moment and one.first <= day
        ]
        since = max(held, default=datetime.min.replace(tzinfo=UTC))
        over = min(moment, midnight_after(day))
        return any(
            since < begun < over
            for course, begun in self.begun.items()
            if rule.counts(course)
        )

    def exempt_until(self, rule: Rule, day: date, moment: datetime) -> date | None:
        found = [
            one.until
            for one in self.lets
            if (one.kind, one.rule) == ("exemption", rule.pk)
            and one.holds(day, moment)
            and day <= one.until
        ]
        return max(found, default=None)

    def due(self, cycle: Cycle, day: date, moment: datetime) -> date:
        longer = [
            one.until
            for one in self.lets
            if (one.kind, one.rule) == ("extension", cycle.rule.pk)
            and one.holds(day, moment)
        ]
        return max([cycle.due, *longer])

    def stands(self, day: date, moment: datetime) -> tuple | None:
        """(standing, due, the last day to show, the last one exempt)."""
        if not self.is_there(day, moment):
            return None
        found = [
            self._stands(cycle, day, moment)
            for cycle in self.cycles
            if cycle.holds(day, moment)
        ]
        assert len(found) < 2
        return next(iter(found), None)

    def _stands(self, cycle: Cycle, day: date, moment: datetime) -> tuple:
        until = self.until(cycle.rule, day, moment)
        due = self.due(cycle, day, moment)
        exempt = self.exempt_until(cycle.rule, day, moment)
        if until is not None and until >= day:
            shown = None if until == ENDLESS else until
            soon = until <= day + timedelta(days=60)
            return ("expiring" if soon else "covered", due, shown, None)
        if exempt is not None:
            return ("exempt", due, None, exempt)
        if due + timedelta(days=cycle.rule.grace) < day:
            return ("overdue", due, None, None)
        if due <= day + timedelta(days=14):
            return ("due_soon", due, None, None)
        begun = self.has_begun(cycle.rule, day, moment)
        return ("on_the_way" if begun else "not_begun", due, None, None)

    def follow(self, rules: list[Rule], now: datetime) -> None:
        """What the facts of today make of what is asked."""
        today, soon_over = day_in_brussels(now), now + timedelta(seconds=1)
        for rule in rules:
            self._follow(rule, today, now, soon_over)

    def _follow(self, rule, today: date, now: datetime, moment: datetime) -> None:
        here = self.is_there(today, moment)
        asked = here and not rule.ended
        mine = [one for one in self.cycles if one.rule is rule]
        newest = mine[-1] if mine else None
        if newest and newest.without is None and not asked:
            self._close(newest, today if here else self._left(today), now)
        elif newest and newest.without == today and asked:
            newest.without = newest.closed = None
        if len(mine) > 1 and mine[-2].without == mine[-1].first == today:
            before, begun = mine[-2:]
            if self._next_due(before, today, moment) != begun.due:
                self.cycles.remove(begun)
                before.without = before.closed = None
        mine = [one for one in self.cycles if one.rule is rule]
        if asked and not any(one.without is None for one in mine):
            last = mine[-1] if mine else None
            if last and self._stayed(last.without, today):
                self.cycles.append(Cycle(rule, last.without, last.due, now))
            else:
                self.cycles.append(Cycle(rule, today, rule.due_for(today), now))
        for one in [one for one in self.cycles if one.rule is rule]:
            if one.without is None and one.first < today:
                due = self._next_due(one, today, moment)
                if due is not None:
                    one.without, one.closed = today, now
                    self.cycles.append(Cycle(rule, today, due, now))

    def _close(self, cycle: Cycle, left: date, now: datetime) -> None:
        if day_in_brussels(cycle.noted) == day_in_brussels(now):
            self.cycles.remove(cycle)
        elif left > cycle.first:
            cycle.without, cycle.closed = left, now
        else:
            # It never held, as is known now; before, it was thought to.
            cycle.without, cycle.closed = cycle.first, now

    def _stayed(self, since: date, today: date) -> bool:
        """Whether they were there on each day, as is known today."""
        known = datetime.max.replace(tzinfo=UTC)
        days = (today - since).days + 1
        return all(self.is_there(since + timedelta(days=n), known) for n in range(days))

    def _left(self, today: date) -> date:
        ends = [
            without
            for _first, without in (
                one.newest for one in self.places if one.body == "beekstad"
            )
            if without is not None and without <= today
        ]
        return max(ends, default=today)

    def _next_due(self, cycle: Cycle, today: date, moment: datetime) -> date | None:
        until = self.until(cycle.rule, today, moment)
        taken = [day for one in self.counting(cycle.rule) if (day := one.taken(today))]
        if taken and (until is None or until < today) and max(taken) > cycle.first:
            return today + timedelta(days=DUE_DAYS)
        if until is None or until > today + timedelta(days=60) or until <= cycle.due:
            return None
        return until


class World:
    """The tables, written to by the functions that everybody uses."""

    def __init__(self, course, workshop, beekstad, elsewhere, actor):
        self.courses = {"asked": course, "workshop": workshop}
        self.course, self.actor = course, actor
        self.bodies = {"beekstad": beekstad, "elsewhere": elsewhere}
        self.police = Sector.objects.get(pk="POL")
        self.now = FIRST
        self.rules: list[Rule] = []
        self.people = [self._person(n) for n in range(2)]
        self.numbers = 0

    def begin_anew(self, asked: int) -> None:
        """Nobody is anywhere; then the first one joins, and something is asked."""
        self.now = FIRST
        self.rules.clear()
        self.people = [Person(one.pk, one.name) for one in self.people]
        self.act("join", 0, 0)
        self.act("ask", 0, asked)

    def _person(self, number: int) -> Person:
        user = User.objects.create_user(
            f"history{number}@relay.example",
            printed_name=f"History {number}",
            sector_id="POL",
            language="en",
        )
        return Person(user.pk, user.printed_name)

    @property
    def today(self) -> date:
        return day_in_brussels(self.now)

    def act(self, kind: str, who: int, n: int) -> None:
        """Do one thing, in the tables and in the diary."""
        person = self.people[who]
        getattr(self, f"_{kind}")(person, User.objects.get(pk=person.pk), n)
        sweep(self.now)
        for one in self.people:
            one.follow(self.rules, self.now)

    def _wait(self, person, user, n) -> None:
        """Nothing but the sweep."""

    def _join(self, person, user, n, body="beekstad") -> None:
        first = self.today - timedelta(days=[0, 0, 3, 40, 400][n % 5])
        near = [
            one
            for one in person.places
            if one.body == body and (one.newest[1] is None or one.newest[1] > first)
        ]
        near.sort(key=lambda one: one.newest[0])
        start = {"starts_on": first, "now": self.now}
        later = near and near[0].newest[1] is not None and near[0].newest[0] > first
        if len(near) > 1 or later:
            with pytest.raises(DomainError):
                start_membership(user, self.bodies[body], **start)
            return
        made = start_membership(user, self.bodies[body], **start)
        if near:
            self._learn(near[0], min(near[0].newest[0], first), None)
        else:
            person.places.append(Place(made.pk, body, [(self.now, first, None)]))

    def _learn(self, place: Place, first: date, without: date | None) -> None:
        if place.newest != (first, without):
            place.known.append((self.now, first, without))

    def _leave(self, person, user, n) -> None:
        mine = [one for one in person.places if one.body == "beekstad"]
        if not mine:
            return
        place = mine[n // 5 % len(mine)]
        without = self.today - timedelta(days=[0, 0, 2, 30, 300][n % 5])
        end = {"ends_on": without, "now": self.now}
        membership = Membership.objects.get(pk=place.pk)
        first, known = place.newest
        if known is not None and known <= without:
            end_membership(membership, **end)
        elif without < first:
            with pytest.raises(DomainError):
                end_membership(membership, **end)
        else:
            end_membership(membership, **end)
            self._learn(place, first, without)

    def _move(self, person, user, n) -> None:
        old, new = ("beekstad", "elsewhere") if n % 2 else ("elsewhere", "beekstad")
        soon = self.now + timedelta(seconds=1)
        there = [
            one
            for one in person.places
            if one.body == old and one.covers(self.today, soon)
        ]
        if not there:
            with pytest.raises(DomainError):
                move_to(user, self.bodies[old], self.bodies[new], now=self.now)
            return
        made = move_to(user, self.bodies[old], self.bodies[new], now=self.now)
        for one in there:
            self._learn(one, one.newest[0], self.today)
        known = next((one for one in person.places if one.pk == made.pk), None)
        if known is None:
            begun = [(self.now, self.today, None)]
            person.places.append(Place(made.pk, new, begun))
        else:
            self._learn(known, min(known.newest[0], self.today), None)

    def _certify(self, person, user, n) -> None:
        lasts = [None, 30, 90, 365, 365][n % 5]
        # Some are recorded later than from when they count.
        first = self.today - timedelta(days=[0, 0, 20][n // 5 % 3])
        last = lasts and self.today + timedelta(days=lasts)
        kind = ["asked", "asked", "workshop"][n // 15 % 3]
        course = self.courses[kind]
        enrolment, created = Enrolment.objects.get_or_create(
            user=user,
            course=course,
            defaults={
                "edition_id": course.current_edition_id,
                "started_at": self.now - timedelta(days=3),
            },
        )
        if created:
            person.begun[kind] = enrolment.started_at
        self.numbers += 1
        completion = Completion.objects.create(
            enrolment=enrolment,
            sector_id="POL",
            cycle=self.numbers,
            edition_id=course.current_edition_id,
            language="en",
            minutes=22,
            completed_at=self.now,
        )
        made = Certificate.objects.create(
            number=f"HST-{self.numbers}",
            completion=completion,
            holder=user,
            type=CertificateType.CERTIFICATE,
            sector_id="POL",
            language="en",
            words={"names": {}, "issuer": {"id": self.course.owner_id}},
            awarded_at=self.now,
            awarded_on=first,
            valid_until=last,
        )
        CertificateEvent.objects.create(certificate=made, kind="awarded", at=self.now)
        person.papers.append(Paper(made.pk, kind, self.now, first, last))

    def _happens(self, person, n, kind) -> None:
        if person.papers:
            paper = person.papers[n % len(person.papers)]
            CertificateEvent.objects.create(
                certificate_id=paper.pk, kind=kind, at=self.now
            )
            paper.log.append((self.now, kind))

    def _revoke(self, person, user, n) -> None:
        self._happens(person, n, "revoked")

    def _suspend(self, person, user, n) -> None:
        self._happens(person, n, "suspended")

    def _restore(self, person, user, n) -> None:
        self._happens(person, n, "restored")

    def _ask(self, person, user, n) -> None:
        months, grace = [None, None, 6][n % 3], [0, 10][n % 2]
        fixed = self.today + timedelta(days=[1, 90, 300][n % 3]) if n % 4 > 1 else None
        ask = {"due_days": DUE_DAYS, "renew_months": months}
        ask |= {"due_on": fixed, "grace_days": grace}
        accepts, within = [(False, None), (True, None), (True, 6)][n // 12 % 3]
        if accepts:
            ask |= {"accepted": [self.courses["workshop"]], "accepted_months": within}
        ask |= {"actor": self.actor, "now": self.now}
        body = self.bodies["beekstad"]
        if self.rules and not self.rules[-1].ended:
            with pytest.raises(DomainError):
                require_course(body, self.police, self.course, **ask)
            return
        made = require_course(body, self.police, self.course, **ask)
        self.rules.append(Rule(made.pk, months, grace, fixed, accepts, within))

    def _stop(self, person, user, n) -> None:
        if self.rules and n % 3 == 0:
            made = Requirement.objects.get(pk=self.rules[-1].pk)
            end_requirement(made, actor=self.actor, now=self.now)
            self.rules[-1].ended = True

    def _exempt(self, person, user, n) -> None:
        first = self.today + timedelta(days=[0, -30, 20][n % 3])
        last = first + timedelta(days=[0, 45, 200, 800][n // 3 % 4])
        overlaps = [
            one
            for one in self._mine(person)
            if one.kind == "exemption"
            and one.back is None
            and one.first <= last
            and first <= one.until
        ]
        fits = first <= last and self.today <= last <= months_on(first, 24)
        reason = REASONS[n % len(REASONS)]
        terms = Terms("exemption", reason, starts_on=first, last_day=last)
        self._let(person, user, terms, fits and not overlaps, first, last)

    def _extend(self, person, user, n) -> None:
        until = self.today + timedelta(days=[1, 40, 200, 900][n % 4])
        open_now = self._open(person)
        soon = self.now + timedelta(seconds=1)
        fits = open_now and until > person.due(open_now, self.today, soon)
        fits = fits and until <= months_on(self.today, 24)
        terms = Terms("extension", REASONS[n % len(REASONS)], due_on=until)
        self._let(person, user, terms, bool(fits), self.today, until)

    def _let(self, person, user, terms, fits, first, until) -> None:
        if not self.rules:
            return
        rule = Requirement.objects.get(pk=self.rules[-1].pk)
        by = {"actor": self.actor, "now": self.now}
        if not fits or self._open(person) is None:
            with pytest.raises(DomainError):
                waive(user, rule, terms, **by)
            return
        made = waive(user, rule, terms, **by)
        person.lets.append(
            Let(made.pk, rule.pk, terms.kind, self.now, terms.reason_code, first, until)
        )

    def _mine(self, person) -> list[Let]:
        now = self.rules[-1].pk if self.rules else None
        return [one for one in person.lets if one.rule == now]

    def _open(self, person) -> Cycle | None:
        soon = self.now + timedelta(seconds=1)
        rule = self.rules[-1] if self.rules else None
        return next(
            (
                one
                for one in person.cycles
                if one.rule is rule and one.holds(self.today, soon)
            ),
            None,
        )

    def _withdraw(self, person, user, n) -> None:
        if person.lets:
            one = person.lets[n % len(person.lets)]
            waiver = Waiver.objects.get(pk=one.pk)
            withdraw(waiver, actor=self.actor, now=self.now)
            if one.until >= self.today:
                one.back = one.back or self.now

    def seen(self, day: date, known_at: datetime | None) -> dict:
        people = people_of(
            self.bodies["beekstad"],
            self.course,
            day,
            Narrowing(),
            order="name",
            known_at=known_at,
        )
        return {
            row.name: (
                row.standing,
                row.due_on,
                row.shown.certified_until,
                row.shown.exempt_until,
            )
            for row in people
        }

    def counted(self, day: date, known_at: datetime) -> Counter:
        """How many stand where, as a worker counts them."""
        count = make_count(day, body=self.bodies["beekstad"], now=known_at)
        carry(count.pk, clock=lambda: known_at)
        rows = CountedStanding.objects.filter(count=count, highest=1)
        found = Counter(
            {one.standing: one.people for one in rows.exclude(lowest__gt=1)}
        )
        count.delete()
        return found

    def expected(self, day: date, known_at: datetime | None) -> dict:
        moment = known_at or datetime.max.replace(tzinfo=UTC)
        found = {one.name: one.stands(day, moment) for one in self.people}
        return {name: stands for name, stands in found.items() if stands}


def agree(world: World, probes: list[tuple[int, int]]) -> None:
    """On the last day, and on days before it, also as they were known then."""
    length = (world.today - day_in_brussels(FIRST)).days
    kept = set(Waiver.objects.values_list("pk", "reason_code"))
    assert kept == {(one.pk, one.reason) for p in world.people for one in p.lets}
    assert world.seen(world.today, None) == world.expected(world.today, None)
    for on, known in probes:
        day = world.today - timedelta(days=on % (length + 30))
        # Never before the day itself.
        apart = (world.today - day).days
        moment = midnight_after(day + timedelta(days=known % (apart + 1)))
        for known_at in (None, moment):
            seen, expected = world.seen(day, known_at), world.expected(day, known_at)
            assert seen == expected, (day, known_at)
        standings = Counter(one[0] for one in expected.values())
        assert world.counted(day, moment) == standings, (day, moment)


KINDS = [
    *["join", "certify", "exempt", "extend", "wait"] * 3,
    *["leave", "withdraw", "move", "ask"] * 2,
    *["revoke", "suspend", "restore", "stop"],
]
steps = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from([0, 0, 1, 5, 14, 31, 61, 200]),
        st.integers(0, 1),
        st.integers(0, 59),
    ),
    min_size=2,
    max_size=10,
)
days = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=2, max_size=4
)


@pytest.fixture
def world(small_course, beekstad, valmont, alice):
    workshop = make_course(beekstad, code="workshop")
    workshop.release()
    return World(small_course.course, workshop.course, beekstad, valmont, alice)


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asked=st.integers(0, 35), history=steps, probes=days)
@example(
    asked=0,
    # Who left was believed to be there for a month; they were late, as was thought.
    history=[("wait", 61, 0, 0), ("leave", 14, 0, 3), ("exempt", 1, 1, 4)],
    probes=[(10, 0), (20, 3), (40, 5)],
)
@example(
    asked=0,
    # Exempt, taken back, and late again; more time is kept in the next cycle.
    history=[
        ("exempt", 31, 0, 6),
        ("withdraw", 61, 0, 0),
        ("extend", 0, 0, 2),
        ("certify", 1, 0, 1),
        ("wait", 14, 0, 0),
        ("revoke", 31, 0, 0),
    ],
    probes=[(60, 30), (107, 0), (108, 108)],
)
@example(
    asked=7,
    # Due on one day for all, ten days of grace, and an exemption recorded too late;
    # withdrawn, taken up again, for other reasons.
    history=[
        ("wait", 61, 0, 0),
        ("exempt", 31, 0, 4),
        ("wait", 14, 0, 0),
        ("exempt", 5, 0, 5),
        ("withdraw", 1, 0, 1),
        ("extend", 1, 0, 1),
    ],
    probes=[(22, 5), (12, 0), (2, 0)],
)
@example(
    asked=5,
    # Certified late, in the days of grace, and from an earlier day on than it was
    # recorded; asked again after six months, and late with that.
    history=[
        ("certify", 61, 0, 13),
        ("suspend", 5, 0, 0),
        ("restore", 14, 0, 0),
        ("wait", 61, 0, 0),
        ("wait", 61, 0, 0),
        ("certify", 14, 0, 3),
    ],
    probes=[(165, 150), (150, 0), (10, 0)],
)
@example(
    asked=24,
    # A workshop is enough for six months, whatever its own paper says; then revoked.
    history=[
        ("certify", 14, 0, 30),
        ("wait", 61, 0, 0),
        ("wait", 200, 0, 0),
        ("certify", 1, 0, 33),
        ("revoke", 31, 0, 1),
    ],
    probes=[(10, 0), (80, 20), (250, 40)],
)
@example(
    asked=3,
    # Due the next day; left, as was thought, and never away.
    history=[
        ("leave", 5, 0, 2),
        ("exempt", 1, 0, 0),
        ("join", 14, 0, 3),
        ("wait", 14, 0, 0),
    ],
    probes=[(28, 14), (20, 20), (5, 0)],
)
def test_a_history_comes_to_what_the_diary_says(world, asked, history, probes):
    with transaction.atomic():
        world.begin_anew(asked)
        for kind, gap, who, n in history:
            world.now += timedelta(days=gap, minutes=7)
            world.act(kind, who, n)
        agree(world, probes)
        transaction.set_rollback(True)

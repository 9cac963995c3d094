"""Random lives of certificates, held against a plain model of what must hold.

The model knows days as people in Brussels do, keeps a log per certificate and counts
months one by one; it shares no code with what it checks.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from certificates.domain.award import award_certificate
from certificates.domain.life import (
    keep_up,
    restore,
    revoke,
    supersede,
    supersede_by_edition,
    suspend,
)
from certificates.domain.queries import certified_on
from certificates.domain.state import state_from, state_on
from certificates.models import Certificate, CertificateEvent
from courses.models import Completion, Edition, Enrolment
from lms.errors import DomainError
from organisations.models import User
from tests.factories.certificates import make_rule
from tests.factories.equivalents import bare_course

BRUSSELS = ZoneInfo("Europe/Brussels")
ZONES = [UTC, ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"), BRUSSELS]
ENDS = ("revoked", "superseded")


def on_the_calendar(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()


def longest(year: int, month: int) -> int:
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - timedelta(days=1)).day


def later(day: date, months: int) -> date:
    """Counted month by month; the number of the day is kept until the end."""
    year, month = day.year, day.month
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, longest(year, month)))


@dataclass
class Terms:
    mode: str
    months: int | None
    window: int
    fixed: tuple[int, int]

    def comes_round(self, day: date) -> bool:
        month, number = self.fixed
        return day.month == month and day.day == min(number, longest(day.year, month))


@dataclass
class Plain:
    """What we know of one certificate without looking into the register."""

    pk: int
    awarded: datetime
    first: date
    last: date | None
    window: int
    log: list = field(default_factory=list)

    def holds(self, day: date) -> list[str]:
        return [kind for moment, kind in self.log if on_the_calendar(moment) <= day]

    def end(self, kinds: list[str]) -> str | None:
        return next((kind for kind in kinds if kind in ENDS), None)

    def is_held(self, kinds: list[str]) -> bool:
        marks = [kind for kind in kinds if kind in ("suspended", "restored")]
        return bool(marks) and marks[-1] == "suspended"

    def state(self, day: date) -> str | None:
        if day < self.first:
            return None
        kinds = self.holds(day)
        if end := self.end(kinds):
            return end
        if self.is_held(kinds):
            return "suspended"
        if self.last is None:
            return "valid"
        left = (self.last - day).days
        if left < 0:
            return "expired"
        return "expiring" if left <= 60 else "valid"

    @property
    def is_over(self) -> bool:
        return self.end([kind for _moment, kind in self.log]) is not None

    @property
    def is_suspended(self) -> bool:
        return self.is_held([kind for _moment, kind in self.log])


@dataclass
class Book:
    """The model: certificates in the order they were awarded."""

    terms: Terms
    rows: list[Plain] = field(default_factory=list)

    def before(self, first: date) -> Plain | None:
        known = [one for one in self.rows if not one.is_over and one.first <= first]
        return max(
            known, key=lambda one: (one.first, one.awarded, one.pk), default=None
        )

    def last_of(self, first: date) -> date | None:
        terms, previous = self.terms, self.before(first)
        if terms.months is None:
            return None
        start = first
        if terms.mode != "completion" and previous and previous.last:
            early = (previous.last - first).days
            if 0 <= early <= previous.window:
                start = previous.last
        last = later(start, terms.months)
        while terms.mode == "fixed" and not terms.comes_round(last):
            last += timedelta(days=1)
        return last

    def allows(self, kind: str, one: Plain, other: Plain, day: date) -> bool:
        return {
            "suspend": one.state(day) in ("valid", "expiring"),
            "restore": not one.is_over and one.is_suspended,
            "revoke": not one.is_over,
            "outdate": not one.is_over,
            "keep_up": not one.is_over,
            "supersede": not one.is_over
            and one is not other
            and other.awarded >= one.awarded
            and not other.is_over
            and not other.is_suspended,
        }[kind]


LOGGED = {
    "suspend": "suspended",
    "restore": "restored",
    "revoke": "revoked",
    "outdate": "superseded",
    "keep_up": "kept_up",
    "supersede": "superseded",
}


class World:
    """The register, written to by the functions that everybody uses."""

    def __init__(self, small_course, holder, actor):
        self.holder, self.actor, self.course = holder, actor, small_course.course
        self.edition = self.course.current_edition
        self.new_edition = Edition.objects.create(
            course=self.course,
            number=self.edition.number + 1,
            significance="material",
            released_at=datetime(2026, 1, 1, tzinfo=UTC),
            outline=self.edition.outline,
        )
        refresher = bare_course(self.course.owner, "refresh")
        self.rules = [
            make_rule(self.course),
            make_rule(refresher, prefix="CPL-R", renews=self.course),
        ]
        self.enrolments = [
            Enrolment.objects.create(
                user=holder,
                course=course,
                edition=self.edition,
                started_at=datetime(2024, 1, 1, tzinfo=UTC),
            )
            for course in (self.course, refresher)
        ]
        self.cycles = [0, 0]

    def follow(self, terms: Terms) -> None:
        for rule in self.rules:
            rule.renewal_mode = terms.mode
            rule.validity_months = terms.months
            rule.renewal_window_days = terms.window
            is_fixed = terms.mode == "fixed"
            rule.fixed_month = terms.fixed[0] if is_fixed else None
            rule.fixed_day = terms.fixed[1] if is_fixed else None
            rule.save()

    def earn(self, which: int, done: datetime, now: datetime) -> Certificate:
        self.cycles[which] += 1
        completion = Completion.objects.create(
            enrolment=self.enrolments[which],
            sector_id="POL",
            cycle=self.cycles[which],
            edition=self.edition,
            language="en",
            minutes=22,
            completed_at=done,
        )
        return award_certificate(completion, now=now)

    def act(self, kind: str, one: Plain, other: Plain, now: datetime) -> None:
        certificate = Certificate.objects.get(pk=one.pk)
        act = {"actor": self.actor, "now": now}
        if kind == "supersede":
            successor = Certificate.objects.get(pk=other.pk)
            supersede(certificate, successor, reason_code="a-reason", **act)
        elif kind == "outdate":
            supersede_by_edition(certificate, self.new_edition, **act)
        elif kind == "keep_up":
            keep_up(certificate, self.new_edition, **act)
        else:
            step = {"suspend": suspend, "restore": restore, "revoke": revoke}[kind]
            step(certificate, reason_code="a-reason", **act)


def register() -> list[tuple]:
    """Every row there is, as it must stay."""
    return [
        *Certificate.objects.order_by("pk").values_list(
            "pk", "number", "awarded_at", "awarded_on", "valid_until", "words"
        )
    ]


def events() -> list[tuple]:
    return list(
        CertificateEvent.objects.order_by("pk").values_list(
            "pk", "certificate", "kind", "at", "by", "reason_code", "successor"
        )
    )


def certified(day: date, known) -> set[int]:
    """Who was certified on a day, of those that were known."""
    found = Certificate.objects.with_state(day).filter(state__in=("valid", "expiring"))
    return set(found.filter(pk__in=known).values_list("pk", flat=True))


def agree(book: Book, day: date) -> None:
    expected = {one.pk: one.state(day) for one in book.rows}
    rows = Certificate.objects.with_state(day).prefetch_related("events")
    assert {one.pk: one.state for one in rows} == expected
    assert {one.pk: state_from(one, one.events.all(), day) for one in rows} == expected
    for state in {*expected.values()} - {None}:
        assert set(rows.filter(state=state).values_list("pk", flat=True)) == {
            pk for pk, found in expected.items() if found == state
        }


def probes(book: Book) -> set[date]:
    """The days around everything that happened, and around each end."""
    turning = {on_the_calendar(m) for one in book.rows for m, _kind in one.log}
    for one in book.rows:
        turning.add(one.first)
        if one.last:
            turning |= {one.last, one.last - timedelta(days=60)}
    return {day + timedelta(days=step) for day in turning for step in (-1, 0, 1)}


starts = st.sampled_from(
    [
        # The nights on which clocks change, before and after they do.
        datetime(2027, 3, 27, 22, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 1, tzinfo=UTC),
        datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        # Ends of months, and days that other years do not have.
        datetime(2028, 2, 29, 12, tzinfo=UTC),
        datetime(2027, 1, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2027, 1, 31, 23, 0, tzinfo=UTC),
        datetime(2027, 12, 31, 23, 30, tzinfo=UTC),
        datetime(2026, 8, 31, 9, tzinfo=UTC),
    ]
)
gaps = st.one_of(
    # So many days after the last one of the newest certificate: where things turn.
    st.sampled_from([-91, -90, -61, -60, -1, 0, 1]),
    st.just(timedelta()),
    st.integers(1, 48).map(lambda n: timedelta(minutes=30 * n)),
    st.integers(1, 90).map(lambda n: timedelta(days=n)),
    st.integers(90, 800).map(lambda n: timedelta(days=n)),
)
some_terms = st.builds(
    Terms,
    mode=st.sampled_from(["completion", "expiry", "fixed"]),
    months=st.sampled_from([None, 1, 6, 12, 18, 24]),
    window=st.sampled_from([60, 90, 366]),
    fixed=st.sampled_from([(12, 31), (2, 29), (6, 30), (1, 1)]),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["earn"] * 6 + ["suspend", "restore"] * 3 + ["terms", "wait", *LOGGED]
        ),
        gaps,
        st.integers(0, 99),
        some_terms,
    ),
    min_size=3,
    max_size=14,
)
EXPIRY = Terms("expiry", 12, 60, (12, 31))
LEAP = Terms("fixed", 12, 90, (2, 29))
ALMOST_A_YEAR, MOMENT = timedelta(days=340), timedelta()


@pytest.fixture
def world(small_course, bob, alice):
    # Mail is not what this is about, and writing it would cost most of the time.
    User.objects.filter(pk=bob.pk).update(email=None)
    return World(small_course, User.objects.get(pk=bob.pk), alice)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(start=starts, terms=some_terms, life=steps)
@example(
    start=datetime(2028, 2, 29, 12, tzinfo=UTC),
    terms=EXPIRY,
    life=[
        ("earn", ALMOST_A_YEAR, 0, EXPIRY),
        # On the last day, the day after, and on the first day of renewal.
        ("earn", 0, 1, EXPIRY),
        ("earn", 1, 0, EXPIRY),
        ("earn", -60, 1, EXPIRY),
        ("earn", -61, 0, EXPIRY),
    ],
)
@example(
    start=datetime(2027, 1, 31, 23, tzinfo=UTC),
    terms=LEAP,
    life=[
        ("earn", ALMOST_A_YEAR, 1, LEAP),
        ("revoke", MOMENT, 1, LEAP),
        ("earn", MOMENT, 0, LEAP),
        ("outdate", MOMENT, 0, LEAP),
    ],
)
def test_whatever_happens_the_register_says_what_a_plain_model_says(
    world, start, terms, life
):
    with transaction.atomic():
        _live(world, start, terms, life)
        transaction.set_rollback(True)
    world.cycles = [0, 0]


def _live(world: World, start: datetime, terms: Terms, life: list) -> None:
    book, moment = Book(terms), start
    world.follow(terms)
    said: list[tuple[date, list[int], set[int]]] = []
    before_rows, before_events = [], []
    for kind, gap, choice, new_terms in [("earn", timedelta(), 0, terms), *life]:
        # The model reckons in UTC: in the hour that comes twice, Python takes moments
        # of one zone for their clock times.
        moment = _moved(book, moment, gap)
        now = moment.astimezone(ZONES[choice % len(ZONES)])
        if kind == "terms":
            book.terms = new_terms
            world.follow(new_terms)
        elif kind == "earn":
            _earn(world, book, choice, now)
        elif kind != "wait":
            _act(world, book, kind, choice, now)
        # What was there is there, as it was.
        rows, happened = register(), events()
        assert rows[: len(before_rows)] == before_rows
        assert happened[: len(before_events)] == before_events
        before_rows, before_events = rows, happened
        over = on_the_calendar(now) - timedelta(days=1)
        known = [one.pk for one in book.rows]
        said.append((over, known, certified(over, known)))
    for day in sorted(probes(book)):
        agree(book, day)
    for one in book.rows:
        certificate = Certificate.objects.get(pk=one.pk)
        assert certificate.valid_until == one.last
        assert state_on(certificate, on_the_calendar(now)) == one.state(
            on_the_calendar(now)
        )
    # Asked again, years later, about the same days.
    for day, known, answer in said:
        assert certified(day, known) == answer
        in_force = [p for p in book.rows if p.state(day) in ("valid", "expiring")]
        assert len(certified_on(world.holder, day)) == len(in_force)


def _moved(book: Book, now: datetime, gap: timedelta | int) -> datetime:
    if isinstance(gap, timedelta):
        return now + gap
    last = book.rows[-1].last
    noon = last and datetime(
        last.year, last.month, last.day, 12, tzinfo=UTC
    ) + timedelta(days=gap)
    return max(now, noon or now)


def _earn(world: World, book: Book, choice: int, now: datetime) -> None:
    # Now and then awarded days after it was earned.
    done = now.astimezone(UTC) - timedelta(hours=30 * (choice % 5 == 4))
    first = on_the_calendar(done)
    last, previous = book.last_of(first), book.before(first)
    certificate = world.earn(choice % 2, done, now)
    if previous is not None:
        previous.log.append((now.astimezone(UTC), "renewed"))
        newest = previous.pk
        event = CertificateEvent.objects.get(successor=certificate)
        assert (event.certificate_id, event.kind) == (newest, "renewed")
    window = book.terms.window
    awarded = now.astimezone(UTC)
    book.rows.append(Plain(certificate.pk, awarded, first, last, window))


def _act(world: World, book: Book, kind: str, choice: int, now: datetime) -> None:
    one = book.rows[choice % len(book.rows)]
    other = book.rows[choice // 10 % len(book.rows)]
    if book.allows(kind, one, other, on_the_calendar(now)):
        world.act(kind, one, other, now)
        one.log.append((now.astimezone(UTC), LOGGED[kind]))
    else:
        with pytest.raises(DomainError):
            world.act(kind, one, other, now)

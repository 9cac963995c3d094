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

from certificates.domain.appeals import deciding, making
from certificates.domain.award import award_certificate
from certificates.domain.correcting import reissue
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
    # Since when it stands in the place of another; None for one that was earned.
    since: datetime | None = None
    log: list = field(default_factory=list)
    appealed: list = field(default_factory=list)

    def holds(self, day: date) -> list[str]:
        return [kind for moment, kind in self.log if on_the_calendar(moment) <= day]

    def end(self, kinds: list[str]) -> str | None:
        return next((kind for kind in kinds if kind in ENDS), None)

    def is_held(self, kinds: list[str]) -> bool:
        marks = [kind for kind in kinds if kind in ("suspended", "restored")]
        return bool(marks) and marks[-1] == "suspended"

    def state(self, day: date) -> str | None:
        if day < self.first or (self.since and day < on_the_calendar(self.since)):
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

    def can_appeal(self, day: date) -> bool:
        """Against the revocation, else against the suspension that holds: for a month,
        and once."""
        against = self.against()
        return (
            against is not None
            and against not in self.appealed
            and (day - on_the_calendar(self.log[against][0])).days <= 30
        )

    def against(self) -> int | None:
        """Which entry of the log keeps it from counting, and can be appealed against."""
        for place, (_moment, kind) in enumerate(self.log):
            if kind in ENDS:
                return place if kind == "revoked" else None
        if not self.is_suspended:
            return None
        return max(p for p, (_m, kind) in enumerate(self.log) if kind == "suspended")


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
            "correct": not one.is_over and not one.is_suspended,
            "appeal": one.can_appeal(day),
            "dismiss": one.can_appeal(day),
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
    "correct": "superseded",
    # What comes of an appeal says what it is against.
    "appeal": "restored",
    "dismiss": "",
}
# These put another certificate in the place of one, or may.
ANEW = ("correct", "appeal")


class World:
    """The register, written to by the functions that everybody uses."""

    def __init__(self, small_course, holder, actor, judge):
        self.holder, self.actor, self.course = holder, actor, small_course.course
        self.judge = judge
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
        self.cycles, self.names = [0, 0], 0

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
        elif kind == "correct":
            self.names += 1
            reissue(certificate, f"Bob The {self.names}.", **act)
        elif kind in ("appeal", "dismiss"):
            self._decide(certificate, kind, now)
        else:
            step = {"suspend": suspend, "restore": restore, "revoke": revoke}[kind]
            step(certificate, reason_code="a-reason", **act)

    def _decide(self, certificate: Certificate, kind: str, now: datetime) -> None:
        made = making.appeal(
            certificate, statement="I did it all.", actor=self.holder, now=now
        )
        decision = {"appeal": "granted", "dismiss": "dismissed"}[kind]
        deciding.decide(
            made, decision=decision, words="We looked.", actor=self.judge, now=now
        )


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
        turning |= {one.first, on_the_calendar(one.since or one.awarded)}
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
            ["earn"] * 6
            + ["suspend", "restore"] * 3
            + ["revoke", "appeal"] * 2
            + ["terms", "wait", *LOGGED]
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
def world(small_course, bob, alice, charlie):
    # Mail is not what this is about, and writing it would cost most of the time.
    User.objects.filter(pk=bob.pk).update(email=None)
    return World(small_course, User.objects.get(pk=bob.pk), alice, charlie)


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
@example(
    start=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    terms=EXPIRY,
    life=[
        ("correct", ALMOST_A_YEAR, 0, EXPIRY),
        ("earn", MOMENT, 1, EXPIRY),
        # The one that is renewed, by then with another name, and the other after it.
        ("revoke", MOMENT, 2, EXPIRY),
        ("appeal", timedelta(days=30), 2, EXPIRY),
        ("correct", MOMENT, 3, EXPIRY),
        ("suspend", MOMENT, 4, EXPIRY),
        ("dismiss", MOMENT, 4, EXPIRY),
        ("appeal", MOMENT, 4, EXPIRY),
        ("restore", MOMENT, 4, EXPIRY),
        ("suspend", MOMENT, 4, EXPIRY),
        ("appeal", timedelta(days=31), 4, EXPIRY),
        ("revoke", MOMENT, 4, EXPIRY),
        ("appeal", MOMENT, 4, EXPIRY),
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
        _note(book, kind, one, now.astimezone(UTC))
    else:
        with pytest.raises(DomainError):
            world.act(kind, one, other, now)


def _note(book: Book, kind: str, one: Plain, moment: datetime) -> None:
    is_anew = kind in ANEW
    if kind in ("appeal", "dismiss"):
        against = one.against()
        one.appealed.append(against)
        is_anew = is_anew and one.log[against][1] == "revoked"
    if kind != "dismiss" and not (kind == "appeal" and is_anew):
        one.log.append((moment, LOGGED[kind]))
    if is_anew:
        new = Certificate.objects.get(corrects=one.pk)
        book.rows.append(
            Plain(new.pk, one.awarded, one.first, one.last, one.window, moment)
        )

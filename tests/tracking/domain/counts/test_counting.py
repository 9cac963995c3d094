from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from certificates.models import day_of, end_of
from lms.errors import DomainError
from lms.small_numbers import Range
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.counted import count_closing, make_count
from tests.factories.rolled import make_employer, make_people, make_region
from tracking.domain.counts import asking, carrying, reading
from tracking.domain.counts.asking import (
    ask_count,
    close_days,
    count_under_way,
    forget_counts,
    last_refusal,
)
from tracking.domain.counts.carrying import carry, sweep
from tracking.domain.counts.reading import counted, counted_trend, is_large
from tracking.domain.counts.sources import Kept, Live, source_of
from tracking.domain.obligations import sweep as sweep_obligations
from tracking.domain.rolled.benchmark import benchmark_of
from tracking.domain.rolled.covering import rolled_of
from tracking.domain.rolled.trend import month_ends
from tracking.enums import CountKind
from tracking.models import (
    CountedEnding,
    CountedPart,
    CountedStanding,
    CountedTrained,
    Obligation,
    PeopleCount,
)


@pytest.fixture
def now():
    """A moment after all that a test writes down."""
    return timezone.now() + timedelta(minutes=1)


@pytest.fixture
def today(now):
    return day_of(now)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def region(course, today):
    body = make_region()
    factories.make_requirement(
        body,
        course,
        starts_on=today - timedelta(days=500),
        recorded_at=factories.noon(today - timedelta(days=500)),
    )
    return body


@pytest.fixture
def towns(region, course, now):
    """One of 20 with 10, and one of 8 with 2."""
    made = []
    for name, size, met in (("town", 20, 10), ("village", 8, 2)):
        made.append(make_employer(region, name))
        make_people(made[-1], course, size=size, met=met)
    sweep_obligations(timezone.now())
    return made


@pytest.fixture
def many(monkeypatch):
    """So many that their figures are counted."""
    monkeypatch.setattr(reading, "MOST_AT_ONCE", 5)


@pytest.fixture
def waiting(monkeypatch):
    """Counts that wait for a worker."""
    found = []
    task = SimpleNamespace(enqueue=found.append)
    monkeypatch.setattr(asking, "count_people", task)
    monkeypatch.setattr(carrying, "count_people", task)
    return found


def known_since(day):
    """All places, and what is asked, have been there since a day."""
    Membership.objects.update(starts_on=day, recorded_at=factories.noon(day))
    Obligation.objects.update(starts_on=day, recorded_at=factories.noon(day))


def ask(body, now, *, day=None, known_on=None, actor=None):
    return ask_count(
        body, day=day or day_of(now), known_on=known_on, actor=actor, now=now
    )


def group(body, course, today):
    there = counted(body, today, None, today=today)
    return rolled_of(there.tree, there.lines(course)).group


def rows():
    return [
        sorted(
            model.objects.values_list(
                "part__organisation__code", "lowest", "highest", "people"
            )
        )
        for model in (CountedStanding, CountedEnding, CountedTrained)
    ]


def test_what_was_counted_is_shown_until_it_is_counted_again(
    region, towns, course, now, today
):
    ask(region, now)
    assert (group(region, course, today).size, group(region, course, today).met) == (
        28,
        12,
    )
    make_people(towns[0], course, size=5, met=5)
    sweep_obligations(timezone.now())

    assert group(region, course, today).size == 28
    ask(region, now + timedelta(minutes=1))
    assert group(region, course, today).size == 33


def test_small_numbers_are_hidden_as_where_they_are_worked_out(
    region, course, now, today
):
    make_people(make_employer(region, "town"), course, size=20, met=10)
    make_people(make_employer(region, "hamlet"), course, size=3, met=1)
    sweep_obligations(timezone.now())
    ask(region, now)

    assert group(region, course, today).size_told == Range(21, 24)


def test_who_asks_again_while_it_is_under_way_gets_the_same(
    region, towns, now, waiting, alice, bob
):
    first = ask(region, now, actor=alice)

    assert ask(region, now + timedelta(minutes=1), actor=bob) == first
    assert waiting == [first.pk]


def test_a_count_of_the_body_above_is_waited_for_too(region, towns, now, waiting):
    above = ask(region, now)

    assert ask(towns[0], now) == above
    assert count_under_way(towns[0], day_of(now), None, today=day_of(now)) == above


def test_three_counts_of_a_body_wait_and_no_fourth(region, towns, now, waiting):
    for days in (1, 2, 3):
        ask(region, now, day=day_of(now) - timedelta(days=days))

    with pytest.raises(DomainError, match="Three counts"):
        ask(region, now, day=day_of(now) - timedelta(days=4))
    assert len(waiting) == 3


def test_counting_goes_some_employers_at_a_time_and_lets_others_have_their_turn(
    region, towns, course, now, waiting, monkeypatch
):
    monkeypatch.setattr(carrying, "STEP", 1)
    monkeypatch.setattr(carrying, "TURN", timedelta(minutes=3))
    count = ask(region, now)
    times = (now + timedelta(minutes=2 * n) for n in range(99))

    carry(count.pk, clock=lambda: next(times))
    count.refresh_from_db()
    assert (count.done, count.total, count.finished_at) == (0, 3, None)
    assert waiting == [count.pk] * 2
    while count.finished_at is None:
        carry(count.pk, clock=lambda: next(times))
        count.refresh_from_db()
    assert count.done == 3
    assert group(region, course, day_of(now)).size == 28


def test_a_worker_that_dies_leaves_whole_employers_and_the_sweep_goes_on(
    region, towns, course, now, waiting, monkeypatch
):
    whole = make_count(day_of(now), body=region, now=now)
    carry(whole.pk, clock=lambda: now)
    expected = rows()
    whole.delete()
    monkeypatch.setattr(carrying, "STEP", 1)
    count = ask(region, now)
    carrying._step(count.pk, carrying.Chart(), clock=lambda: now)
    carrying._step(count.pk, carrying.Chart(), clock=lambda: now)
    with monkeypatch.context() as broken:
        broken.setattr(carrying, "counts_trained", lambda _count: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carry(count.pk, clock=lambda: now)
    count.refresh_from_db()
    assert (count.done, count.finished_at) == (1, None)
    waiting.clear()

    later = now + timedelta(hours=1)
    assert sweep(now + timedelta(minutes=1)) == 0
    assert sweep(later) == 1
    assert waiting == [count.pk]
    carry(count.pk, clock=lambda: later)
    count.refresh_from_db()
    assert (count.done, count.finished_at) == (3, later)
    assert rows() == expected


def test_counted_twice_nothing_is_there_twice(region, towns, now, waiting):
    count = ask(region, now)
    carry(count.pk, clock=lambda: now)
    expected = rows()
    carry(count.pk, clock=lambda: now)
    assert rows() == expected

    # One that was taken for dead had read the same employers.
    PeopleCount.objects.filter(pk=count.pk).update(finished_at=None)
    parts = list(CountedPart.objects.filter(count=count))
    assert not carrying._keep(count, parts, {}, None, now=now)
    assert rows() == expected


def test_what_broke_off_again_and_again_says_what_to_do(region, towns, now, waiting):
    count = ask(region, now)
    later = now + carrying.GIVEN_UP + timedelta(minutes=1)

    assert sweep(later) == 1
    count.refresh_from_db()
    assert count.finished_at == later
    told = last_refusal(region, day_of(now), None, since=None)
    assert told.startswith("These numbers could not be counted.")
    assert counted(region, day_of(now), None, today=day_of(now)) is None
    assert last_refusal(region, day_of(now), None, since=later) == ""


def test_the_end_of_a_day_that_broke_off_for_good_is_begun_anew(
    towns, now, waiting, many
):
    night = end_of(day_of(now)) + timedelta(hours=4)
    assert close_days(night) == 1
    sweep(night + carrying.GIVEN_UP + timedelta(minutes=1))

    assert not PeopleCount.objects.exists()
    assert close_days(night + timedelta(hours=7)) == 1


def test_every_night_the_day_that_is_over_is_counted_once(
    region, towns, now, today, waiting, many, monkeypatch
):
    monkeypatch.setattr(asking, "month_ends", lambda _day: [])
    midnight = end_of(today)

    assert close_days(midnight + timedelta(hours=1)) == 0
    assert close_days(midnight + timedelta(hours=3)) == 1
    assert close_days(midnight + timedelta(hours=4)) == 0
    count = PeopleCount.objects.get()
    assert (count.kind, count.day, count.known_on) == ("closing", today, today)
    assert count.known_at == midnight
    assert waiting == [count.pk]


def test_where_few_work_nothing_is_counted_at_night(towns, today, waiting):
    assert close_days(end_of(today) + timedelta(hours=4)) == 0


def test_ends_of_months_that_nobody_counted_are_counted_one_after_the_other(
    towns, today, many, waiting
):
    night = end_of(today) + timedelta(hours=4)
    for _tick in range(40):
        close_days(night)
        for pk in waiting:
            carry(pk, clock=lambda: night)
        assert len(waiting) < 2
        waiting.clear()

    days = set(PeopleCount.objects.values_list("day", flat=True))
    assert days == {today, *month_ends(day_of(night))}
    # Of months that are over nobody asks who was trained until then.
    assert not CountedTrained.objects.exclude(count__day=today).exists()


def test_a_later_correction_changes_nothing_in_a_day_that_was_closed(
    region, towns, course, today, now
):
    """A merge of people, a requirement that ends, a new place: all of today."""
    yesterday = today - timedelta(days=1)
    known_since(yesterday - timedelta(days=9))
    count_closing(yesterday)
    before = rows()
    assert before[0]
    make_people(towns[0], course, size=5, met=5)
    region.requirements.update(ends_on=today, ended_at=now)
    Membership.objects.filter(organisation=towns[1]).update(organisation=towns[0])
    sweep_obligations(now)

    assert close_days(end_of(yesterday) + timedelta(hours=5)) == 0
    assert rows() == before


def test_the_trend_is_that_of_the_ends_of_months_that_were_counted(
    region, course, today, many
):
    end = month_ends(today)[-1]
    town = make_employer(region, "town")
    for number in range(10):
        one = factories.make_member(town, starts_on=end - timedelta(days=50))
        one.memberships.update(recorded_at=factories.noon(end - timedelta(days=50)))
        if number < 5:
            factories.make_certificate(one, course, end - timedelta(days=3))
    sweep_obligations(factories.noon(end - timedelta(days=40)))
    count_closing(end)
    ((day, told),) = counted_trend(region, course, month_ends(today))

    assert (day, told.size, told.met) == (end, 10, 5)
    assert told == counted_trend(region, course, month_ends(today))[0][1]


def test_what_was_asked_for_is_kept_for_a_week(region, towns, now, today):
    ask(region, now)
    ask(region, now, day=today - timedelta(days=30))

    assert forget_counts(now + timedelta(days=6)) == 0
    assert forget_counts(now + timedelta(days=8)) == 2
    assert not CountedStanding.objects.exists()


def test_ends_of_months_are_kept_for_good_and_of_days_for_thirteen_months(
    towns, course, now, today
):
    end, before = month_ends(today)[0], today - timedelta(days=2)
    known_since(end - timedelta(days=9))
    one = factories.make_member(towns[0], starts_on=end)
    one.memberships.update(recorded_at=factories.noon(end))
    factories.make_certificate(one, course, before, valid_until=now.date())
    sweep_obligations(factories.noon(end))
    for day in (end, end - timedelta(days=1), before, today - timedelta(days=1)):
        count_closing(day)
    assert CountedEnding.objects.filter(count__day=before).exists()

    assert forget_counts(now + timedelta(days=300)) == 1
    kept = PeopleCount.objects.values_list("day", flat=True)
    assert set(kept) == {end, before, today - timedelta(days=1)}
    # What a page of today alone shows is that of the last one.
    for model in (CountedEnding, CountedTrained):
        days = set(model.objects.values_list("count__day", flat=True))
        assert days == {today - timedelta(days=1)}
    assert CountedStanding.objects.filter(count__day=before).exists()


def test_figures_of_few_are_worked_out_and_of_many_counted(
    region, towns, now, today, monkeypatch
):
    monkeypatch.setattr(reading, "MOST_AT_ONCE", 10)

    assert [is_large(one, today) for one in (None, region, *towns)] == [
        True,
        True,
        True,
        False,
    ]
    assert isinstance(source_of(towns[1], today, today=today), Live)
    assert source_of(region, today, today=today) is None
    ask(region, now)
    assert isinstance(source_of(region, today, today=today), Kept)


def test_a_body_that_came_later_is_not_counted_yet(region, towns, now, today, many):
    count_closing(today - timedelta(days=1))
    new = make_employer(region, "new")

    assert counted(new, today, None, today=today) is None


def test_another_day_is_found_with_what_was_known_then_or_now(
    region, towns, now, today
):
    day, known = today - timedelta(days=40), today - timedelta(days=3)

    def found(known_on):
        there = counted(region, day, known_on, today=today)
        return there and there.count

    assert (found(None), found(known), found(day)) == (None, None, None)
    asked = {
        known_on: ask(region, now, day=day, known_on=known_on)
        for known_on in (None, known)
    }
    closing = count_closing(day)
    assert found(None) == asked[None]
    assert found(known) == asked[known]
    assert found(day) == closing
    assert asked[known].kind == CountKind.ASKED


def test_employers_beside_others_are_read_from_the_last_night(
    course, today, monkeypatch
):
    region = make_region()
    factories.make_requirement(
        region, course, recorded_at=factories.noon(today - timedelta(days=300))
    )
    towns = [make_employer(region, f"t{n}") for n in range(6)]
    for town, met in zip(towns, (7, 2, 4, 6, 8, 10), strict=True):
        make_people(town, course, size=10, met=met)
    Membership.objects.update(recorded_at=factories.noon(today - timedelta(days=60)))
    sweep_obligations(factories.noon(today - timedelta(days=50)))
    monkeypatch.setattr(reading, "MOST_AT_ONCE", 5)
    assert benchmark_of(towns[0], course, today) is None
    count_closing(today - timedelta(days=1))

    assert benchmark_of(towns[0], course, today).median == 60

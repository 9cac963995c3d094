"""What is asked after the training, and when: worked out from days alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.months import months_after
from trainers.domain.implementation.following import (
    Followed,
    follow_ups_of,
    next_of,
)
from trainers.models import FollowUp

MONTHS = (1, 3, 6)
DAY = date(2026, 1, 31)


def followed(day=DAY, *, months=MONTHS, is_asked=True, said=()) -> Followed:
    answers = {one: FollowUp(pk=n, months=one) for n, one in enumerate(said)}
    return Followed(day, months, is_asked, answers)


def opened(facts: Followed, day: date) -> list[int]:
    return [one.months for one in follow_ups_of(facts, day) if one.is_open]


def test_the_days_are_those_of_the_month_as_far_as_it_has_them():
    due = [one.due_on for one in follow_ups_of(followed(), DAY)]
    assert due == [date(2026, 2, 28), date(2026, 4, 30), date(2026, 7, 31)]


def test_a_leap_day_is_counted():
    [due] = follow_ups_of(followed(date(2028, 1, 31), months=(1,)), DAY)
    assert due.due_on == date(2028, 2, 29)


def test_it_opens_a_week_before_and_until_the_next_one_opens():
    first = date(2026, 2, 28)
    assert opened(followed(), first - timedelta(days=8)) == []
    assert opened(followed(), first - timedelta(days=7)) == [1]
    second = date(2026, 4, 30)
    assert opened(followed(), second - timedelta(days=8)) == [1]
    assert opened(followed(), second - timedelta(days=7)) == [3]
    assert opened(followed(), DAY + timedelta(days=900)) == [6]


def test_dates_do_not_mind_that_the_clock_changes():
    # Trained on the evening before the clock goes forward: the month is a month.
    [due] = follow_ups_of(followed(date(2026, 3, 28), months=(1,)), DAY)
    assert due.due_on == date(2026, 4, 28)


def test_without_a_training_nothing_is_asked():
    assert follow_ups_of(followed(None), DAY) == []


def test_who_is_not_asked_has_nothing_open_and_keeps_what_they_said():
    rows = follow_ups_of(followed(is_asked=False, said=(1,)), DAY + timedelta(days=90))
    assert not any(one.is_open for one in rows)
    assert [one.months for one in rows if one.answer] == [1]


def test_what_was_answered_stays_when_the_programme_asks_at_other_times():
    rows = follow_ups_of(followed(months=(2, 4), said=(3,)), DAY + timedelta(days=100))
    assert [(one.months, bool(one.answer)) for one in rows] == [
        (2, False),
        (3, True),
        (4, False),
    ]
    assert opened(followed(months=(2, 4), said=(3,)), DAY + timedelta(days=100)) == [2]


def test_next_is_what_waits_else_what_comes():
    rows = followed(said=(1,))
    on = date(2026, 3, 1)
    assert next_of(follow_ups_of(rows, on), on).months == 3
    late = date(2026, 5, 1)
    assert next_of(follow_ups_of(rows, late), late).waits
    # The first was never answered, and is not asked any more.
    assert next_of(follow_ups_of(followed(), late), late).months == 3
    over = date(2027, 1, 1)
    assert next_of(follow_ups_of(followed(said=(6,)), over), over) is None


@given(
    trained=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    months=st.lists(st.integers(1, 24), min_size=0, max_size=6, unique=True).map(
        sorted
    ),
    said=st.sets(st.integers(1, 24), max_size=3),
    after=st.integers(-30, 900),
    is_asked=st.booleans(),
)
def test_whatever_the_days_at_most_one_is_open_and_it_is_the_last_that_came(
    trained, months, said, after, is_asked
):
    day = trained + timedelta(days=after)
    facts = followed(trained, months=tuple(months), is_asked=is_asked, said=said)
    rows = follow_ups_of(facts, day)
    assert [one.months for one in rows] == sorted({*months, *said})
    days = [one.due_on for one in rows]
    assert days == sorted(set(days))
    assert all(months_after(trained, one.months) == one.due_on for one in rows)
    came = [one for one in rows if one.due_on - timedelta(days=7) <= day]
    asked = [one for one in came if one.months in months]
    expected = [asked[-1]] if asked and is_asked else []
    assert [one for one in rows if one.is_open] == expected
    following = next_of(rows, day)
    if following is not None:
        assert following.answer is None
        assert following.is_open or following.due_on > day

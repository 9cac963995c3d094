from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracking.domain.reminders.deciding import (
    REMINDED,
    STALE_AFTER,
    Towards,
    cause_on,
    deadline_of,
    escalation_on,
    is_told,
)
from tracking.domain.reminders.plans import DEFAULT
from tracking.domain.reminders.reading import Before, last_told
from tracking.domain.standing import standing_from
from tracking.domain.waived import Exempt
from tracking.enums import Standing
from tracking.models import Reminder

DUE = date(2026, 11, 24)


def on(days: int) -> date:
    """So many days after the deadline."""
    return DUE + timedelta(days=days)


def towards(
    day: date,
    *,
    until: date | None = None,
    asked_for: int = 90,
    grace: int = 0,
    exempt: tuple[int, int] | None = None,
) -> Towards:
    """Where somebody stands; `exempt` from so many days after the deadline to so many."""
    days = Exempt(((on(exempt[0]), on(exempt[1])),) if exempt else ())
    standing = standing_from(
        day,
        due_on=DUE,
        grace_days=grace,
        certified_until=until,
        exempt_until=days.until(day),
        is_done=False,
        has_begun=False,
    )
    return Towards(
        standing,
        DUE - timedelta(days=asked_for),
        DUE,
        until,
        grace,
        days.until(day),
        days.before(day),
    )


def step_on(days: int, plan=DEFAULT, **changes) -> str | None:
    cause = cause_on(on(days), towards(on(days), **changes), plan)
    return cause and cause.step


def test_the_steps_before_and_after_a_course_is_due():
    assert {days: step_on(days) for days in (-31, -30, -8, -7, 0, 1, 13, 14, 44)} == {
        -31: None,
        -30: "due-30",
        -8: "due-30",
        -7: "due-7",
        0: "due-7",
        1: "overdue-1",
        13: "overdue-1",
        14: "overdue-14",
        44: "overdue-14",
    }


def test_what_is_long_past_is_no_cause():
    assert step_on(44) == "overdue-14"
    assert step_on(45) is None


def test_the_steps_of_a_certificate_that_runs_out():
    """The cycle is due on its last day."""
    days = (-61, -60, -14, 0, 1, 14)
    assert {one: step_on(one, until=DUE) for one in days} == {
        -61: None,
        -60: "expiring-60",
        -14: "expiring-14",
        0: "expiring-14",
        1: "expired-1",
        14: "overdue-14",
    }


def test_a_certificate_that_lasts_longer_waits_for_its_next_cycle():
    assert step_on(-10, until=on(20)) is None


def test_a_certificate_that_ran_out_before_it_was_asked_is_old_news():
    assert step_on(-80, until=on(-85)) == "expired-1"
    assert step_on(-80, until=on(-85), asked_for=82) is None


def test_who_is_asked_at_short_notice_hears_of_it_at_once():
    assert step_on(-5, asked_for=5) == "due-7"
    assert step_on(-20, asked_for=20) == "due-30"


@pytest.mark.parametrize("standing", [one for one in Standing if one not in REMINDED])
def test_who_stands_elsewhere_is_left_in_peace(standing):
    stands = Towards(standing, on(-90), DUE, DUE)
    assert all(cause_on(on(d), stands, DEFAULT) is None for d in (-7, 1, 30))
    assert escalation_on(on(30), stands, DEFAULT) is None


def test_after_days_of_grace_being_late_is_told_from_their_end_on():
    """However long they are; in between nothing is said to lie ahead."""
    days = (-7, 0, 1, 90, 91, 104, 134, 135)
    assert {one: step_on(one, grace=90) for one in days} == {
        -7: "due-7",
        0: "due-7",
        1: None,
        90: None,
        91: "overdue-1",
        104: "overdue-14",
        134: "overdue-14",
        135: None,
    }


def test_after_an_exemption_being_late_is_told_from_its_end_on():
    days = (-21, -20, 100, 101, 114, 144, 145)
    assert {one: step_on(one, exempt=(-20, 100)) for one in days} == {
        -21: "due-30",
        -20: None,
        100: None,
        101: f"overdue-{on(100)}-1",
        114: f"overdue-{on(100)}-14",
        144: f"overdue-{on(100)}-14",
        145: None,
    }


def test_who_comes_back_before_it_is_due_hears_of_it_at_once():
    assert step_on(-20, exempt=(-85, -21), asked_for=400) == "due-30"


def test_what_runs_out_during_an_exemption_is_told_when_that_is_over():
    days = (-61, -60, 0, 1, 30, 31, 61)
    renewed = {one: step_on(one, until=DUE, exempt=(-70, 30)) for one in days}
    assert renewed == {
        -61: None,
        -60: None,
        0: None,
        1: None,
        30: None,
        31: f"expired-{on(30)}-1",
        61: f"overdue-{on(30)}-14",
    }
    assert step_on(-14, until=DUE, exempt=(-70, -1)) == "expiring-14"


def test_long_overdue_is_counted_from_where_one_is_late():
    def told(day, **changes):
        found = escalation_on(on(day), towards(on(day), **changes), DEFAULT)
        return found and (found.step, found.deadline)

    assert [told(day, grace=20) for day in (30, 49)] == [None, None]
    assert told(50, grace=20) == ("escalated-30", DUE)
    assert told(129, exempt=(-9, 100)) is None
    assert told(130, exempt=(-9, 100)) == (f"escalated-{on(100)}-30", DUE)


def test_a_step_has_room_in_its_column():
    plan = replace(DEFAULT, escalate_after=365)
    cause = escalation_on(on(465), towards(on(465), exempt=(0, 100)), plan)
    assert len(cause.step) <= Reminder._meta.get_field("step").max_length


def test_what_is_switched_off_is_no_cause():
    plan = replace(DEFAULT, before_due=(), overdue=(), escalate_after=None)
    assert step_on(-7, plan) is None
    assert step_on(1, plan) is None
    assert escalation_on(on(30), towards(on(30)), plan) is None


def test_long_overdue_is_told_to_coordinators():
    found = {d: escalation_on(on(d), towards(on(d)), DEFAULT) for d in (29, 30, 60, 61)}
    assert {d: one and one.step for d, one in found.items()} == {
        29: None,
        30: "escalated-30",
        60: "escalated-30",
        61: None,
    }


@pytest.mark.parametrize(
    ("days", "until", "said"),
    [
        (-5, None, ("due", DUE)),
        (1, None, ("overdue", DUE)),
        (-5, DUE, ("expiring", DUE)),
        (5, DUE, ("expired", DUE)),
        # It ended before what is asked is due.
        (-1, on(-20), ("due", DUE)),
        (3, on(-20), ("overdue", DUE)),
    ],
)
def test_what_there_is_to_say_by_hand(days, until, said):
    assert deadline_of(towards(on(days), until=until), on(days)) == said


def test_by_hand_the_last_day_that_is_left_is_named():
    said = [deadline_of(towards(on(d), grace=10), on(d)) for d in (0, 1, 10, 11)]
    assert said == [("due", DUE), *[("due", on(10))] * 2, ("overdue", DUE)]


histories = st.sets(st.integers(-120, 150))
steps = st.lists(st.integers(1, 100), max_size=5, unique=True).map(tuple)
plans = st.builds(
    replace,
    st.just(DEFAULT),
    before_due=steps,
    overdue=steps,
    before_expiry=steps,
    after_expiry=steps,
)


exemptions = st.one_of(
    st.none(),
    st.tuples(st.integers(-120, 60), st.integers(0, 90)).map(
        lambda one: (one[0], sum(one))
    ),
)


# How long the drawing takes says nothing about what is drawn.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    histories,
    plans,
    st.sampled_from([None, DUE, on(-40)]),
    st.integers(1, 100),
    st.sampled_from([0, 0, 10, 80]),
    exemptions,
)
def test_whatever_days_it_ran_nobody_is_told_twice_or_too_late(
    days, plan, until, asked_for, grace, exempt
):
    told: list = []
    last = None
    for day in sorted(days):
        if day < -asked_for:
            continue
        stands = towards(
            on(day), until=until, asked_for=asked_for, grace=grace, exempt=exempt
        )
        cause = cause_on(on(day), stands, plan)
        if cause is None or is_told(cause, last):
            continue
        told.append((on(day), cause))
        # A certificate that runs out before the exemption does has to be renewed.
        is_exempt = exempt is not None and exempt[0] <= day <= exempt[1]
        assert not is_exempt or (cause.kind == "expiring" and on(exempt[1]) < until)
        assert cause.kind != "overdue" or day > grace
        last = on(day)

    assert len({cause.step for _day, cause in told}) == len(told)
    for day, cause in told:
        assert cause.day <= day
        back = on(exempt[1] + 1) if exempt and on(exempt[1]) < day else on(-asked_for)
        assert day - max(cause.day, on(-asked_for), back) <= STALE_AFTER
        # What lies ahead is told before, what has passed after.
        ahead = cause.kind in ("due", "expiring")
        assert (cause.deadline >= day) is ahead
    assert [cause.day for _day, cause in told] == sorted(c.day for _day, c in told)


@given(histories, plans, st.dictionaries(st.integers(-90, 90), st.integers(0, 90)))
def test_whatever_time_is_given_and_taken_back_each_day_is_told_of_once(
    days, plan, extensions
):
    """`extensions` are made on a day, so many days beyond the first deadline."""
    told: list[Before] = []
    causes = []
    for day in sorted(days):
        more = [ahead for on_day, ahead in sorted(extensions.items()) if on_day <= day]
        due_on = on(more[-1] if more else 0)
        standing = standing_from(
            on(day),
            due_on=due_on,
            certified_until=None,
            exempt_until=None,
            is_done=False,
            has_begun=False,
        )
        stands = Towards(standing, on(-90), due_on)
        cause = cause_on(on(day), stands, plan)
        if cause is None:
            continue
        if is_told(cause, last_told(told, stands)):
            # Of this very day, and after its step had come.
            assert any(one.deadline == due_on and one.day >= cause.day for one in told)
            continue
        told.append(Before(cause.kind, cause.deadline, on(day)))
        causes.append((cause.step, cause.deadline))

    assert len(set(causes)) == len(causes)


@given(st.integers(1, 150), plans)
def test_after_an_outage_only_the_latest_step_counts(days, plan):
    cause = cause_on(on(days), towards(on(days)), plan)
    come = [one for one in plan.overdue if one <= days]
    if cause is None:
        assert not come or days - max(come) > STALE_AFTER.days
    else:
        assert cause.days == max(come)

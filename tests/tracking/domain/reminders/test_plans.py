from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, transaction

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.contacts.hours import BRUSSELS
from tests.factories.reminders import NOW
from tests.factories.tracking import make_department
from tracking.domain.reminders.plans import (
    DEFAULT,
    Plan,
    Plans,
    decider_of,
    drop_schedule,
    set_schedule,
)
from tracking.models import ReminderSchedule


def brussels(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BRUSSELS)


def test_the_usual_days():
    assert (DEFAULT.before_due, DEFAULT.overdue) == ((30, 7), (1, 14))
    assert (DEFAULT.before_expiry, DEFAULT.after_expiry) == ((60, 14), (1,))
    assert DEFAULT.escalate_after == 30


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        (brussels(24, 8), True),
        (brussels(24, 17, 59), True),
        (brussels(24, 7, 59), False),
        (brussels(24, 18), False),
        # Saturday and Sunday.
        (brussels(28, 10), False),
        (brussels(29, 10), False),
        # Armistice, a Wednesday.
        (brussels(11, 10), False),
        # The clock of Brussels, also in summer: 6:30 in Greenwich is 8:30.
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 6, 30, tzinfo=UTC), False),
    ],
)
def test_mail_goes_out_in_working_hours(moment, awake):
    assert DEFAULT.is_awake(moment) is awake


def test_weekends_and_holidays_can_be_switched_on():
    assert replace(DEFAULT, on_weekends=True).is_awake(brussels(28, 10))
    assert not replace(DEFAULT, on_weekends=True).is_awake(brussels(11, 10))
    assert replace(DEFAULT, on_holidays=True).is_awake(brussels(11, 10))


def test_a_pause_ends_on_its_day():
    plan = replace(DEFAULT, paused_until=date(2026, 11, 26))
    assert not plan.is_awake(brussels(25, 10))
    assert plan.is_awake(brussels(26, 10))
    assert plan.wakes_at(brussels(20, 10)) == brussels(26, 8)


@pytest.mark.parametrize(
    ("moment", "wakes"),
    [
        (brussels(24, 10), brussels(24, 10)),
        (brussels(24, 6), brussels(24, 8)),
        (brussels(24, 19), brussels(25, 8)),
        (brussels(27, 19), brussels(30, 8)),
        # Christmas, a Friday, and the weekend after it.
        (brussels(24, 19, month=12), brussels(28, 8, month=12)),
    ],
)
def test_when_mail_goes_out_again(moment, wakes):
    assert DEFAULT.wakes_at(moment) == wakes


def test_the_nearest_organisation_with_a_schedule_decides(db, beekstad, alice):
    desk = make_department(beekstad, "desk", "Front desk")
    window = make_department(desk, "window", "Window")
    assert Plans().of(window.path) == DEFAULT
    assert decider_of(window) is None

    mine = replace(DEFAULT, before_due=(10,))
    set_schedule(beekstad, mine, actor=alice, now=NOW)
    theirs = replace(DEFAULT, overdue=())
    set_schedule(desk, theirs, actor=alice, now=NOW)

    plans = Plans()
    assert plans.of(beekstad.path) == mine
    assert plans.of(window.path) == theirs
    assert decider_of(window) == desk
    assert plans.all() == {DEFAULT, mine, theirs}

    assert drop_schedule(desk, actor=alice, now=NOW)
    assert not drop_schedule(desk, actor=alice, now=NOW)
    assert Plans().of(window.path) == mine


def test_a_schedule_is_kept_and_written_down(beekstad, alice):
    plan = Plan(
        before_due=(5, 90),
        escalate_after=None,
        mails_from=time(9, 30),
        paused_until=date(2026, 12, 1),
    )
    set_schedule(beekstad, plan, actor=alice, now=NOW)
    set_schedule(beekstad, replace(plan, on_weekends=True), actor=alice, now=NOW)

    row = ReminderSchedule.objects.get()
    assert (row.before_due, row.escalate_after, row.on_weekends) == (
        [5, 90],
        None,
        True,
    )
    entries = AuditEntry.objects.filter(action="tracking.reminders_scheduled")
    assert [one.organisation_id for one in entries] == [beekstad.pk] * 2
    assert entries.last().data["mails_from"] == "09:30:00"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"before_due": (0,)}, "bad_days"),
        ({"overdue": (366,)}, "bad_days"),
        ({"escalate_after": 0}, "bad_days"),
        ({"before_due": (1, 2, 3, 4, 5, 6)}, "too_many"),
        ({"mails_from": time(18)}, "no_hours"),
    ],
)
def test_what_cannot_be_is_refused(beekstad, alice, changes, code):
    with pytest.raises(DomainError) as refused:
        set_schedule(beekstad, replace(DEFAULT, **changes), actor=alice, now=NOW)
    assert refused.value.code == code
    assert not ReminderSchedule.objects.exists()


def test_the_database_refuses_hours_that_never_come(beekstad, alice):
    row = set_schedule(beekstad, DEFAULT, actor=alice, now=NOW)
    row.mails_until = row.mails_from
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

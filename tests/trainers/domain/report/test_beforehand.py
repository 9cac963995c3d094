"""What very many gave is counted beforehand, and only a quicker way to the same."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.background import periodic
from lms.models import PeriodicRun
from tests.factories.given import give_group, give_session, make_trainer
from trainers.domain.report.beforehand import COUNTING, FRESH, count_given, is_counted
from trainers.domain.report.counting import report_of
from trainers.domain.report.scope import Scope
from trainers.enums import GroupState, StopReason
from trainers.models import GivenInYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(monkeypatch):
    """Whoever there is is many."""
    monkeypatch.setattr("trainers.domain.report.given.FEW_PEOPLE", 0)


@pytest.fixture
def day(now):
    return timezone.localdate(now)


@pytest.fixture
def nele(world, now):
    return make_trainer(world, "Nele Nijs", trained=now - timedelta(days=100))


def rows() -> list[tuple]:
    return list(GivenInYear.objects.values_list("year", "sessions", "groups", "people"))


def counted(now, **changes) -> PeriodicRun:
    return PeriodicRun.objects.create(
        **{"name": COUNTING, "last_finished": now, **changes}
    )


def test_what_is_given_is_kept_by_year_and_follows(many, nele, world, now, day):
    give_session(nele, day - timedelta(days=50), came=4)
    group = give_group(nele, day - timedelta(days=20), beside=world.lieve)
    assert count_given(now) == 2
    assert (day.year, 1, 1, 16) in rows()
    # Who stood beside has a row without anything led.
    assert (day.year, 0, 0, 0) in rows()
    assert count_given(now) == 0
    group.meetings.update(head_count=20)
    assert count_given(now) == 1
    assert (day.year, 1, 1, 24) in rows()
    group.state, group.stop_reason = GroupState.STOPPED, StopReason.MISTAKE
    group.ended_at = now
    group.save()
    assert count_given(now) == 2
    assert rows() == [(day.year, 1, 0, 4)]


def test_of_few_nothing_is_kept(nele, now, day, monkeypatch):
    give_session(nele, day - timedelta(days=50), came=4)
    assert count_given(now) == 0
    assert rows() == []
    monkeypatch.setattr("trainers.domain.report.given.FEW_PEOPLE", 0)
    assert count_given(now) == 1
    monkeypatch.undo()
    assert count_given(now) == 1
    assert rows() == []


def test_what_was_counted_too_long_ago_or_failed_is_not_read(
    many, world, nele, now, day
):
    scope = Scope("", (world.programme,))
    give_session(nele, day - timedelta(days=50), came=4)
    count_given(now)
    # Somebody comes in after it was counted.
    give_session(nele, day - timedelta(days=30), came=3)

    def people(moment) -> int:
        return report_of(scope, timezone.localdate(moment), now=moment).whole.people

    assert people(now) == 7
    run = counted(now)
    assert (is_counted(now), people(now)) == (True, 4)
    later = now + FRESH + timedelta(seconds=1)
    assert (is_counted(later), people(later)) == (False, 7)
    run.last_error = "ValueError: no"
    run.save()
    assert (is_counted(now), people(now)) == (False, 7)


def test_of_an_earlier_day_it_is_counted_while_one_waits(many, world, nele, now, day):
    scope = Scope("", (world.programme,))
    give_session(nele, day - timedelta(days=50), came=4)
    count_given(now)
    counted(now)
    yesterday = day - timedelta(days=1)
    with CaptureQueriesContext(connection) as context:
        assert report_of(scope, yesterday, now=now).whole.people == 4
    assert not any("giveninyear" in one["sql"] for one in context)
    earlier = day - timedelta(days=51)
    assert report_of(scope, earlier, now=now).whole.people == 0


def test_the_tick_counts(many, nele, now, day):
    give_session(nele, day - timedelta(days=50), came=4)
    (one,) = (one for one in periodic.registered() if one.name == COUNTING)
    assert periodic.run_one(one, now) == ""
    assert rows() == [(day.year, 1, 0, 4)]
    # As far as the clock of the machine says.
    assert is_counted(timezone.now())


def test_a_row_of_nothing_is_refused(nele, day):
    with pytest.raises(IntegrityError):
        GivenInYear.objects.create(accreditation=nele, year=day.year)

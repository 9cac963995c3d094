"""The report counts every trainer once, and what they gave where they gave it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import given as suppose
from hypothesis import strategies as st

from certificates.domain.accrediting import certify_trainer
from lms.models import PeriodicRun
from tests.factories.given import give_group, give_session, make_trainer
from tests.factories.trainers import accredited, make_accredited, make_programme
from trainers.domain.report.beforehand import COUNTING, count_given
from trainers.domain.report.counting import (
    Line,
    TrainerReport,
    _lines,
    _years,
    report_of,
)
from trainers.domain.report.facts import Facts
from trainers.domain.report.scope import ALL, Scope
from trainers.domain.report.territories import Territory
from trainers.domain.report.ways import Totals, Way
from trainers.enums import (
    GroupState,
    State,
    StopReason,
    SuspensionReason,
)
from trainers.models import Suspension


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
def day(now):
    return timezone.localdate(now)


@pytest.fixture
def scope(world):
    return Scope(f"programme:{world.programme.code}", (world.programme,))


@pytest.fixture
def lieve(world, now):
    """Trained 900 days ago, as Ada and Amir are."""
    return world.lieve.accreditations.get()


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def report(scope, day, **changes) -> TrainerReport:
    """The report of a day on that day: whether it is counted while one waits or was
    counted beforehand, it is the same."""
    now = noon(day)
    found = report_of(scope, day, now=now, **changes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("trainers.domain.report.given.FEW_PEOPLE", 0)
        count_given(now)
        run = PeriodicRun.objects.create(name=COUNTING, last_finished=now)
        assert report_of(scope, day, now=now, **changes) == found
        assert count_given(now) == 0
        run.delete()
    return found


def whole(scope, day, **changes) -> Line:
    return report(scope, day, **changes).whole


@pytest.mark.django_db
def test_everybody_counts_once_whatever_they_train_in(world, scope, now, day):
    make_accredited(
        world.lieve,
        world.programme,
        world.owner_body,
        now=now - days(10),
        language="fr",
    )
    line = whole(scope, day)
    assert (line.trained, line.accredited, line.idle) == (3, 3, 3)
    kinds = report(scope, day).kinds
    assert {key: one.trained for key, one in kinds.items()} == {
        (world.programme.pk, "nl"): 3,
        (world.programme.pk, "fr"): 1,
    }
    assert whole(scope, day, language="fr").trained == 1


@pytest.mark.django_db
def test_other_programmes_are_not_in_it(world, scope, now, day):
    other = make_programme(world.owner_body, code="other")
    make_accredited(world.lieve, other, world.owner_body, now=now - days(10))
    assert set(report(scope, day).kinds) == {(world.programme.pk, "nl")}
    both = Scope(ALL, (world.programme, other))
    assert whole(both, day).trained == 3
    assert len(report(both, day).kinds) == 2


@pytest.mark.django_db
def test_as_of_an_earlier_day_it_is_what_it_was_then(world, scope, now, day):
    make_trainer(world, "Nele Nijs", trained=now - days(10))
    assert whole(scope, day).trained == 4
    assert whole(scope, day - days(11)).trained == 3
    assert whole(scope, day - days(10)).trained == 4
    assert whole(scope, day - days(901)).trained == 0


@pytest.mark.django_db
def test_whoever_passed_the_training_is_trained_and_stands_beside(way, scope, day):
    way.to(State.IN_TRAINING)
    assert whole(scope, day).trained == 3
    way.to(State.PROVISIONAL)
    line = whole(scope, day)
    assert (line.trained, line.accredited, line.provisional) == (4, 3, 1)
    assert way.again().trained_on == day
    way.to(State.ACCREDITED)
    line = whole(scope, day)
    assert (line.trained, line.accredited, line.provisional) == (4, 4, 0)


@pytest.mark.django_db
def test_an_end_within_six_months_is_said_unless_renewed(world, scope, now, day):
    one = make_trainer(
        world, "Nele Nijs", trained=now - days(700), until=day + days(183)
    )
    make_trainer(world, "Noor Nijs", trained=now - days(700), until=day + days(184))
    assert whole(scope, day).ending == 1
    # Who renewed early has the next period at once.
    one.periods.create(
        level="accredited",
        starts_on=day,
        ends_on=day + days(900),
        certificate=certify_trainer(
            one.person,
            accredited(one.person, world.programme, "nl", day + days(900)),
            actor=None,
            now=now,
        ),
    )
    assert whole(scope, day).ending == 0


@pytest.mark.django_db
def test_who_lapsed_or_withdrew_was_trained_all_the_same(world, scope, now, day):
    lapsed = make_trainer(
        world, "Nele Nijs", trained=now - days(700), until=day - days(1)
    )
    gone = make_trainer(world, "Noor Nijs", trained=now - days(600))
    gone.state = State.WITHDRAWN
    gone.save()
    gone.periods.update(cut_on=day)
    line = whole(scope, day)
    assert (line.trained, line.accredited) == (5, 3)
    assert whole(scope, day - days(1)).accredited == 5
    # Back again: trained with the first time.
    make_trainer(world, "", trained=now, person=gone.person)
    line = whole(scope, day)
    assert (line.trained, line.accredited) == (5, 4)
    years = {one.year: one for one in report(scope, day).years}
    assert years[gone.trained_on.year].trained == 1
    assert years[lapsed.trained_on.year].trained == 4
    assert day.year not in years


@pytest.mark.django_db
def test_who_is_suspended_may_not_lead(world, scope, now, day, lieve):
    Suspension.objects.create(
        accreditation=lieve,
        reason=SuspensionReason.SAFETY,
        is_interim=True,
        opened_at=now,
        opened_by=world.olga,
        back_to=State.ACCREDITED,
        hear_by=day + days(14),
        review_on=day + days(60),
        holds_from=day,
    )
    assert whole(scope, day).accredited == 2
    assert whole(scope, day - days(1)).accredited == 3


@pytest.mark.django_db
def test_a_session_belongs_to_who_led_its_first_block(world, scope, day, lieve):
    ada = world.ada.accreditations.get()
    give_session(ada, day - days(40), day - days(39), came=7, held_by=world.lieve)
    line = whole(scope, day)
    assert (line.sessions, line.people, line.idle) == (1, 7, 2)
    # Who led a later block gave something too.
    assert line.active == 2


@pytest.mark.django_db
def test_what_does_not_count_is_not_counted(world, scope, day, lieve):
    give_session(lieve, day - days(40), came=7, counts=False)
    give_group(lieve, day - days(30), heads=0)
    mistake = give_group(lieve, day - days(30))
    mistake.state, mistake.stop_reason = GroupState.STOPPED, StopReason.MISTAKE
    mistake.ended_at = mistake.made_at
    mistake.save()
    line = whole(scope, day)
    assert (line.sessions, line.groups, line.people, line.active) == (0, 0, 0, 0)
    assert line.idle == 3


@pytest.mark.django_db
def test_a_group_belongs_to_its_lead_and_counts_its_fullest_meeting(
    world, scope, day, lieve
):
    group = give_group(lieve, day - days(20), day - days(13), heads=9, beside=world.ada)
    group.meetings.filter(number=2).update(head_count=11)
    line = whole(scope, day)
    assert (line.groups, line.people, line.have_led_groups) == (1, 11, 1)
    # Whoever stands beside the lead is active, and has led nothing.
    assert (line.active, line.idle) == (2, 2)
    # Of what came later nothing is known yet.
    assert whole(scope, day - days(14)).people == 9
    assert whole(scope, day - days(21)).groups == 0


@pytest.mark.django_db
def test_active_is_who_gave_something_in_twelve_months(world, scope, day, lieve):
    ada, amir = (one.accreditations.get() for one in (world.ada, world.amir))
    give_session(lieve, date(day.year - 1, day.month, day.day), beside=world.ada)
    assert whole(scope, day).active == 0
    give_session(ada, day - days(300), beside=world.amir)
    assert whole(scope, day).active == 2
    assert whole(scope, day - days(1)).active == 3
    assert amir.person.pk == world.amir.pk


@pytest.mark.django_db
def test_in_another_language_one_is_not_active(world, scope, now, day, lieve):
    french = make_accredited(
        world.lieve,
        world.programme,
        world.owner_body,
        now=now - days(500),
        language="fr",
    )
    give_session(french, day - days(20))
    kinds = report(scope, day).kinds
    assert kinds[world.programme.pk, "fr"].active == 1
    assert kinds[world.programme.pk, "nl"].active == 0
    assert whole(scope, day).active == 1


@pytest.mark.django_db
def test_months_run_from_the_training_to_the_first_that_one_led(
    world, scope, day, lieve
):
    trained = lieve.trained_on
    ada = world.ada.accreditations.get()
    # Before the training, such as under an earlier accreditation: says nothing.
    give_group(lieve, trained - days(5))
    give_session(lieve, trained + days(61))
    give_group(lieve, trained + days(122))
    give_group(ada, trained + days(244), led_by=world.lieve)
    give_group(ada, trained + days(305))
    line = whole(scope, day)
    assert round(line.months_to_first, 1) == round((61 + 305) / 2 / 30.44, 1)
    assert round(line.months_to_first_group, 1) == round((122 + 305) / 2 / 30.44, 1)
    assert line.idle == 1
    assert line.groups == 4


@pytest.mark.django_db
def test_without_anything_led_there_is_no_median(world, scope, day):
    line = whole(scope, day)
    assert (line.months_to_first, line.months_to_first_group) == (None, None)


@pytest.mark.django_db
def test_an_earlier_day_has_not_seen_who_attended_later(world, scope, day, lieve):
    give_session(lieve, day - days(20), day - days(5), came=4)
    assert whole(scope, day).people == 4
    earlier = report_of(scope, day - days(10), now=noon(day)).whole
    assert (earlier.sessions, earlier.people) == (1, 0)


@pytest.mark.django_db
def test_every_year_has_its_own(world, scope, day, lieve):
    trained = lieve.trained_on
    give_session(lieve, trained + days(400), came=3)
    give_group(lieve, trained + days(30), trained + days(395))
    years = {one.year: one for one in report(scope, day).years}
    first, second = years[trained.year], years[(trained + days(400)).year]
    assert (first.trained, first.accredited, first.have_led) == (3, 3, 1)
    assert (second.sessions, second.people) == (1, 3)
    assert years[(trained + days(30)).year].groups == 1
    assert sum(one.groups for one in years.values()) == 1
    assert [*years] == sorted(years, reverse=True)


@pytest.mark.django_db
def test_the_report_of_a_body_is_of_its_own_trainers(world, now, day, valmont, lieve):
    here = make_trainer(world, "Nele Nijs", trained=now - days(100))
    give_session(here, day - days(20), came=5)
    give_session(lieve, day - days(20), came=8)
    give_group(lieve, day - days(20))
    own = report(Scope("", body=world.employer), day)
    assert (own.whole.trained, own.whole.people, own.whole.groups) == (1, 5, 0)
    assert [place.name for place, _line in own.territories] == ["Beekstad"]
    nobody = report(Scope("", body=valmont), day)
    assert nobody.whole == Line(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None)
    assert (nobody.territories, nobody.kinds, nobody.years) == ([], {}, [])


@pytest.mark.django_db
def test_of_many_the_same_is_counted(world, scope, now, day, monkeypatch, lieve):
    """Few are looked up by name and many read whole: both come to the same."""
    for number in range(3):
        one = make_trainer(world, f"Nele{number} Nijs", trained=now - days(100))
        give_session(one, day - days(20), came=2, beside=world.ada)
        give_group(one, day - days(10), beside=world.amir)
    few = report(scope, day)
    monkeypatch.setattr("trainers.domain.report.given.FEW_PEOPLE", 1)
    assert report_of(scope, day, now=noon(day)) == few
    assert few.whole.people == 3 * (2 + 12)
    assert few.whole.active == 5


@pytest.mark.django_db
def test_more_trainers_take_no_more_queries(world, scope, now, day):
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            report_of(scope, day, now=noon(day))
        return len(context)

    one = make_trainer(world, "Nele Nijs", trained=now - days(100))
    give_session(one, day - days(20), came=1)
    give_group(one, day - days(10))
    before = queries()
    for number in range(29):
        one = make_trainer(world, f"Nele{number} Nijs", trained=now - days(100))
        give_session(one, day - days(20), came=1)
        give_group(one, day - days(10))
    assert queries() == before <= 14


DAY = date(2026, 11, 28)
LONG_AGO = st.dates(date(2020, 1, 1), DAY)
WAYS = st.builds(
    Way,
    person=st.integers(1, 6),
    programme=st.integers(1, 2),
    language=st.sampled_from(["nl", "fr"]),
    employer=st.integers(1, 4),
    trained_on=LONG_AGO,
    accredited_on=st.none() | LONG_AGO,
    is_provisional=st.booleans(),
    until=st.none() | st.dates(DAY, date(2028, 1, 1)),
    last_on=st.none() | LONG_AGO,
    first_on=st.none() | st.dates(DAY, date(2027, 1, 1)),
    given=st.builds(Totals, st.integers(0, 3), st.integers(0, 3), st.integers(0, 90)),
)
PLACES = {one: Territory(one % 2, f"Place {one % 2}", "", "PRV") for one in range(1, 5)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@suppose(st.lists(WAYS, max_size=12))
def test_lines_never_say_more_than_the_people_there_are(ways):
    """Whatever ways people go: nobody counts twice in a line, nobody is lost, and what
    was given is the same however it falls apart."""
    lines = _lines(Facts(ways, {}), PLACES, DAY)
    everybody = lines.pop(("all", None))
    assert everybody.trained == len({one.person for one in ways})
    assert everybody.accredited == len({one.person for one in ways if one.until})
    for line in (everybody, *lines.values()):
        assert line.active <= line.accredited
        assert line.ending <= line.accredited
        assert line.accredited + line.provisional <= line.trained
        assert line.idle <= line.trained
        assert (line.months_to_first is None) == (line.idle == line.trained)
    for what in ("place", "kind"):
        some = [line for (kind, _key), line in lines.items() if kind == what]
        for count in ("sessions", "groups", "people"):
            assert sum(getattr(one, count) for one in some) == getattr(everybody, count)
        for count in ("trained", "accredited", "active"):
            whole, parts = getattr(everybody, count), [getattr(o, count) for o in some]
            assert max(parts, default=0) <= whole <= sum(parts)
    years = _years(Facts(ways, {}))
    assert sum(one.trained for one in years) == everybody.trained
    assert sum(one.have_led for one in years) == everybody.trained - everybody.idle

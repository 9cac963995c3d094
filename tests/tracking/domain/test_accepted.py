"""What is enough as well as the course that is asked; both ways of reading agree."""

from datetime import date, timedelta

import pytest

from certificates.enums import EventKind
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.models import Sector
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.effects import effect_of
from tracking.domain.home import home_of
from tracking.domain.obligations import sweep
from tracking.domain.queries import is_asked_again, required_among
from tracking.domain.requirements import require_course
from tracking.domain.standing import position_of
from tracking.models import Obligation

START = date(2026, 3, 1)


def on(day: int) -> date:
    return START + timedelta(days=day)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def workshop(more_course):
    return more_course.course


@pytest.fixture
def ask(beekstad, course, workshop, bob):
    def ask(*accepted, months=None, **terms):
        made = require_course(
            beekstad,
            Sector.objects.get(pk="POL"),
            course,
            actor=None,
            now=factories.noon(START),
            accepted=accepted,
            accepted_months=months,
            **{"due_days": 60, **terms},
        )
        sweep(factories.noon(START))
        return made

    return ask


@pytest.fixture
def standing(bob):
    def standing(requirement, day: int):
        position = position_of(bob, requirement, on(day))
        people = people_of(
            requirement.organisation, requirement.course, on(day), Narrowing()
        )
        found = [(row.standing, row.shown.certified_until) for row in people]
        assert found == [(position.standing, position.shown.certified_until)]
        return position.standing

    return standing


def test_a_workshop_that_is_accepted_covers_for_as_long_as_it_is_accepted(
    ask, standing, bob, workshop
):
    requirement = ask(workshop, months=24)
    assert standing(requirement, 10) == "not_begun"
    factories.make_certificate(bob, workshop, on(10))

    assert standing(requirement, 10) == "covered"
    # 24 months after the eleventh of March 2026, though the paper itself has no end.
    assert standing(requirement, 10 + 731) == "expiring"
    assert standing(requirement, 10 + 732) == "overdue"


def test_it_counts_no_longer_than_it_is_valid_or_than_is_asked_of_all(
    ask, standing, bob, workshop
):
    requirement = ask(workshop, months=24, renew_months=12)
    factories.make_certificate(bob, workshop, on(10), valid_until=on(200))

    assert standing(requirement, 200) == "expiring"
    assert standing(requirement, 201) == "overdue"
    factories.make_certificate(bob, workshop, on(201))
    # A year, not two.
    assert standing(requirement, 201 + 364) == "expiring"
    assert standing(requirement, 201 + 366) == "overdue"


def test_one_that_is_not_accepted_or_of_another_sector_or_revoked_does_not(
    ask, standing, bob, workshop
):
    requirement = ask(workshop)
    factories.make_certificate(bob, workshop, on(1), sector="EDU")
    assert standing(requirement, 10) == "on_the_way"
    held = factories.make_certificate(bob, workshop, on(10))
    assert standing(requirement, 10) == "covered"
    factories.add_event(held, EventKind.REVOKED, on(20))
    assert standing(requirement, 20) == "not_begun"


def test_nothing_else_is_accepted_where_nothing_is_named(ask, standing, bob, workshop):
    requirement = ask()
    factories.make_certificate(bob, workshop, on(1))

    assert standing(requirement, 10) == "not_begun"


def test_who_is_in_the_workshop_is_on_the_way(ask, standing, bob, workshop):
    requirement = ask(workshop)
    factories.make_enrolment(bob, workshop, on(5))
    assert standing(requirement, 5) == "on_the_way"
    factories.make_completion(bob, workshop, on(6))
    assert standing(requirement, 6) == "on_the_way"


def test_a_workshop_that_runs_out_begins_the_next_cycle(ask, bob, workshop):
    ask(workshop, months=12)
    factories.make_certificate(bob, workshop, on(0))

    sweep(factories.noon(on(330)))

    cycles = Obligation.objects.filter(user=bob).order_by("cycle")
    assert [one.due_on for one in cycles] == [on(60), date(2027, 3, 1)]


def test_it_may_be_taken_by_who_is_asked_and_again_when_it_runs_out(ask, bob, workshop):
    ask(workshop, months=12)
    assert required_among(bob, [workshop.pk], START) == {workshop.pk}

    factories.make_certificate(bob, workshop, on(0))
    enrolment = bob.enrolments.get(course=workshop)
    assert not is_asked_again(enrolment, on(100))
    assert is_asked_again(enrolment, on(340))


def test_today_says_it_is_met(ask, bob, workshop):
    ask(workshop)
    factories.make_certificate(bob, workshop, on(1))

    home = home_of(bob, now=factories.noon(on(2)), language="en")

    assert (home.met, home.required) == (1, [])


def test_what_is_accepted_is_in_the_trail(ask, workshop):
    ask(workshop, months=24)

    entry = AuditEntry.objects.get(action="tracking.requirement_started")
    assert entry.data["accepted"] == ["more"]
    assert entry.data["within_months"] == 24


@pytest.mark.parametrize(
    ("accepted", "months", "code"),
    [
        (["course"], None, "bad_accepted"),
        ([], 12, "bad_accepted_months"),
        (["workshop"], 0, "bad_accepted_months"),
        (["workshop"], 121, "bad_accepted_months"),
        (["unreleased"], None, "bad_accepted"),
    ],
)
def test_what_makes_no_sense_is_refused(
    ask, course, workshop, beekstad, accepted, months, code
):
    known = {"course": course, "workshop": workshop}
    known["unreleased"] = make_course(beekstad, code="unreleased").course

    with pytest.raises(DomainError) as refused:
        ask(*(known[one] for one in accepted), months=months)

    assert refused.value.code == code


@pytest.fixture
def effect(beekstad, course, bob):
    def effect(*accepted, months=None, day=0, **terms):
        return effect_of(
            beekstad,
            Sector.objects.get(pk="POL"),
            course,
            now=factories.noon(on(day)),
            accepted=accepted,
            accepted_months=months,
            **{"due_days": 60, "renew_months": None, **terms},
        )

    return effect


def test_before_it_is_asked_one_sees_who_is_covered_by_it(effect, bob, workshop):
    factories.make_certificate(bob, workshop, on(-200))

    assert effect().certified == 0
    assert effect(workshop).certified == 1
    assert effect(workshop, months=6).certified == 0
    assert effect(workshop, months=12).certified == 1


def test_before_it_is_asked_one_sees_which_mails_would_go(effect, bob, beekstad):
    """Due on 30 April: 30 and 7 days before, 1 and 14 after; the first of May and
    the weekend after it, and Ascension Day, are days without mail."""
    factories.make_member(beekstad, name="Ann")
    nobody = factories.make_member(beekstad, name="No address")
    type(nobody).objects.filter(pk=nobody.pk).update(email=None)

    mails = effect().mails

    assert [(one.kind, one.days, one.people) for one in mails.steps] == [
        ("due", 30, 3),
        ("due", 7, 3),
        ("overdue", 1, 3),
        ("overdue", 14, 3),
    ]
    assert [one.first for one in mails.steps] == [
        date(2026, 3, 31),
        date(2026, 4, 23),
        date(2026, 5, 4),
        date(2026, 5, 15),
    ]
    assert (mails.people, mails.unreachable) == (2, 1)


def test_who_is_covered_for_long_is_told_nothing_and_who_runs_out_in_time(
    effect, bob, course
):
    factories.make_certificate(bob, course, on(-300), valid_until=on(500))
    assert effect().mails.steps == []
    assert effect(day=445).mails.people == 1

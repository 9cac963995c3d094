from datetime import date, timedelta

import pytest

from certificates.enums import EventKind
from tests.factories import tracking as factories
from tracking.domain.obligations import sweep
from tracking.domain.queries import is_asked_again

START = date(2026, 3, 1)
END = date(2027, 3, 1)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def ask(beekstad, course, bob):
    """Asked of Bob; his certificate lasts from the first of March for a year."""

    def asked(**terms):
        factories.make_requirement(beekstad, course, **terms)
        sweep(factories.noon(START))
        certificate = factories.make_certificate(
            bob, course, START, valid_until=terms.get("valid_until", END)
        )
        return certificate, bob.enrolments.get()

    return asked


def asked_on(enrolment, *days) -> list[bool]:
    return [is_asked_again(enrolment, day) for day in days]


def test_it_is_asked_again_when_the_certificate_runs_out(ask):
    _certificate, enrolment = ask()

    notice = END - timedelta(days=60)

    assert asked_on(
        enrolment, notice - timedelta(days=1), notice, END, END + timedelta(days=1)
    ) == [False, True, True, True]


def test_it_is_asked_again_sooner_where_the_requirement_is_stricter(ask):
    _certificate, enrolment = ask(renew_months=6)

    assert asked_on(enrolment, date(2026, 7, 2), date(2026, 7, 3), END) == [
        False,
        True,
        True,
    ]


def test_the_next_cycle_of_an_obligation_asks_the_same(ask):
    _certificate, enrolment = ask()
    sweep(factories.noon(END - timedelta(days=30)))

    assert enrolment.user.obligations.count() == 2
    assert asked_on(enrolment, END - timedelta(days=20)) == [True]


def test_what_nobody_asks_is_not_asked_again(course, bob):
    factories.make_certificate(bob, course, START, valid_until=END)

    assert asked_on(bob.enrolments.get(), END) == [False]


def test_who_waits_for_a_certificate_is_not_asked_again(ask, course, bob):
    _certificate, enrolment = ask()
    factories.make_completion(bob, course, END)

    assert asked_on(enrolment, END + timedelta(days=1)) == [False]


def test_a_suspended_certificate_is_looked_into_first(ask):
    certificate, enrolment = ask()
    factories.add_event(certificate, EventKind.SUSPENDED, START + timedelta(days=9))

    assert asked_on(enrolment, END) == [False]


def test_another_persons_obligation_asks_nothing(ask, course, alice):
    ask()
    factories.make_enrolment(alice, course, START)

    assert asked_on(alice.enrolments.get(), END) == [False]

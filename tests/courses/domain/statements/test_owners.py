from datetime import date, timedelta

import pytest
from django.core import mail

from courses.domain.statements.owners import sweep
from courses.models import Statement
from organisations.enums import Role
from organisations.models import Membership
from tests.factories.parts import add_parts, make_statement, statement


@pytest.fixture
def owner(alice, beekstad):
    Membership.objects.create(
        user=alice,
        organisation=beekstad,
        role=Role.PROGRAMME_OWNER,
        starts_on=date(2026, 1, 1),
    )
    return alice


@pytest.fixture
def asked(small_course, beekstad, owner, charlie, valmont):
    """Charlie answers for the programmes of another body; a statement of theirs that
    no course asks for has lapsed."""
    Membership.objects.create(
        user=charlie,
        organisation=valmont,
        role=Role.PROGRAMME_OWNER,
        starts_on=date(2026, 1, 1),
    )
    make_statement(valmont, key="unused", review_by=date(2026, 2, 1))
    add_parts(small_course, statement(make_statement(beekstad)))
    return small_course


def test_what_is_in_force_tells_nobody(asked, now):
    assert sweep(now) == 0
    assert mail.outbox == []


def test_the_owner_hears_once_that_the_day_has_passed(asked, owner, now):
    Statement.objects.filter(key="secrecy").update(review_by=date(2026, 11, 20))

    assert [sweep(now), sweep(now + timedelta(hours=1))] == [1, 1]

    (told,) = mail.outbox
    assert told.to == [owner.email]
    assert "Statement secrecy en" in told.subject
    assert "was to be reviewed before 20 November 2026" in told.body
    assert "/cms/" in told.body


def test_the_owner_hears_that_it_is_withdrawn(asked, owner, now):
    Statement.objects.filter(key="secrecy").update(live=False)

    assert sweep(now) == 1

    (told,) = mail.outbox
    assert "is not published any more" in told.body


def test_a_second_lapse_is_told_again(asked, owner, now):
    for day in (date(2026, 11, 19), date(2026, 11, 20)):
        Statement.objects.filter(key="secrecy").update(review_by=day)
        sweep(now)

    assert len(mail.outbox) == 2


def test_an_owner_without_an_address_and_a_former_one_hear_nothing(asked, owner, now):
    Statement.objects.filter(key="secrecy").update(live=False)
    Membership.objects.filter(user=owner).update(ends_on=date(2026, 6, 1))

    assert sweep(now) == 1
    assert mail.outbox == []


def test_a_course_that_asks_for_nothing_is_left_alone(small_course, now):
    assert sweep(now) == 0

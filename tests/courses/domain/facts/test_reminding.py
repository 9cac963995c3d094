"""The weekly letter about facts to review."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from courses.domain.facts.reminding import NAMED, remind_of_facts
from courses.models import Fact, Symbol
from lms.models import OutgoingMail
from organisations.domain.memberships import end_membership
from organisations.enums import Role
from organisations.models import Membership, User
from tests.factories.facts import make_fact, writer
from tests.factories.symbols import make_symbol


@pytest.fixture
def late(beekstad, today):
    return make_fact(beekstad, "late", review_by=today - timedelta(days=1))


def letters() -> list[tuple[str, str]]:
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def test_whoever_may_change_facts_hears_of_what_waits(author, owner, late, now):
    assert remind_of_facts(now) == 2

    assert set(letters()) == {
        (author.email, "1 fact is past its review date"),
        (owner.email, "1 fact is past its review date"),
    }
    (first, _second) = mail.outbox
    assert "Newer late en" in first.body
    assert reverse("fact_review") in first.body


def test_the_letter_comes_once_a_week(author, late, now):
    # From a Monday on, so that the days that follow are of the same week.
    monday = now - timedelta(days=now.weekday())
    Membership.objects.update(starts_on=(monday - timedelta(days=9)).date())
    for day in range(7):
        remind_of_facts(monday + timedelta(days=day))
    assert len(mail.outbox) == 1

    remind_of_facts(monday + timedelta(days=7))
    assert len(mail.outbox) == 2


def test_the_letter_is_in_the_language_of_the_person(beekstad, late, now):
    writer(beekstad, Role.AUTHOR, now=now, language="nl")
    remind_of_facts(now)

    (letter,) = mail.outbox
    assert letter.subject == "1 feit is over de nakijkdatum"
    assert OutgoingMail.objects.get().language == "nl"


def test_what_is_due_soon_is_told_apart(author, beekstad, today, now):
    for key, days in (("soon", 3), ("sooner", 1), ("far", 300)):
        make_fact(beekstad, key, review_by=today + timedelta(days=days))
    remind_of_facts(now)

    (letter,) = mail.outbox
    assert letter.subject == "2 facts are to be reviewed soon"
    assert "have passed" not in letter.body
    assert "far" not in letter.body


def test_a_long_list_is_cut_and_says_how_many_more(author, beekstad, today, now):
    for number in range(NAMED + 3):
        make_fact(beekstad, f"f{number}", review_by=today - timedelta(days=1))
    remind_of_facts(now)

    (letter,) = mail.outbox
    assert letter.body.count("- Newer") == NAMED
    assert "and 3 more" in letter.body


def test_nobody_hears_of_nothing(author, beekstad, now):
    make_fact(beekstad, "far")
    assert remind_of_facts(now) == 0
    assert mail.outbox == []


def test_who_left_who_is_closed_and_who_has_no_address_hear_nothing(
    author, owner, beekstad, late, now
):
    end_membership(author.memberships.get(), ends_on=now.date(), actor=None, now=now)
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    writer(beekstad, Role.AUTHOR, now=now, email=None)

    assert remind_of_facts(now) == 0


def test_learners_coordinators_and_other_organisations_hear_nothing(
    alice, bob, stranger, late, now
):
    assert remind_of_facts(now) == 0
    assert mail.outbox == []


def test_what_was_settled_between_two_looks_is_in_no_letter(
    author, late, now, monkeypatch
):
    """Between choosing people and writing to them somebody may have reviewed it."""
    from courses.domain.facts import reminding

    chosen = User.objects.filter(pk=author.pk)
    Fact.objects.update(review_by=now.date() + timedelta(days=400))
    monkeypatch.setattr(reminding, "_keepers", lambda at: chosen)

    assert remind_of_facts(now) == 0


def test_signs_to_review_are_in_the_letter_and_make_one_by_themselves(
    author, beekstad, today, now
):
    make_symbol(beekstad)
    Symbol.objects.update(review_by=today - timedelta(days=1))
    assert remind_of_facts(now) == 1

    (letter,) = mail.outbox
    assert (letter.to[0], letter.subject) == (author.email, "1 sign is to be reviewed")
    for body in (letter.body, letter.alternatives[0][0]):
        assert "1 sign is to be reviewed:" in body
        assert "A number on a cap en" in body
        assert "Reviewed" not in body


def test_facts_and_signs_come_in_one_letter(author, beekstad, late, today, now):
    make_symbol(beekstad)
    Symbol.objects.update(review_by=today - timedelta(days=1))
    remind_of_facts(now)

    (letter,) = mail.outbox
    assert letter.subject == "1 fact is past its review date"
    assert "A number on a cap en" in letter.body
    assert "Newer late en" in letter.body

"""Asking by mail: on the day, once more, and then never again."""

import logging
from datetime import timedelta

import pytest
from django.core import mail

from lms.models import OutgoingMail
from lms.months import months_after
from tests.factories.followed import answer, make_plan, make_trained
from trainers import scheduled
from trainers.domain import suspending
from trainers.domain.implementation import reminding
from trainers.domain.implementation.reminding import remind_of_follow_ups
from trainers.enums import SuspensionReason

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(world, now):
    """Bob was trained a month ago; those of the world, long before that."""
    return make_trained(world, world.bob, now=now)


def after(now, **changes):
    return now + timedelta(**changes)


def test_it_is_asked_on_the_day_and_once_more_two_weeks_later(mine, now):
    assert remind_of_follow_ups(after(now, days=-1)) == 0
    assert remind_of_follow_ups(now) == 1
    assert remind_of_follow_ups(after(now, hours=1)) == 0
    assert remind_of_follow_ups(after(now, days=13)) == 0
    assert remind_of_follow_ups(after(now, days=14)) == 1
    assert remind_of_follow_ups(after(now, days=14, hours=1)) == 0
    assert remind_of_follow_ups(after(now, days=40)) == 0
    assert OutgoingMail.objects.count() == 2


def test_each_time_has_its_own_mails(mine, now):
    sent = [
        remind_of_follow_ups(months_after(now, months - 1)) for months in (1, 3, 6, 7)
    ]
    assert sent == [1, 1, 1, 0]


def test_who_answered_is_left_in_peace(mine, now):
    answer(mine, 1, now=now)
    assert remind_of_follow_ups(now) == 0
    assert remind_of_follow_ups(after(now, days=14)) == 0


def test_what_came_long_ago_is_no_cause(world, now):
    # Relay is new here, or was off: nobody gets a pile of mails.
    make_trained(world, world.bob, now=now, months=9)
    assert remind_of_follow_ups(now) == 0


def test_the_mail_says_what_was_planned_and_leads_to_the_form(mine, now):
    make_plan(mine, now=now, first_on=now.date() + timedelta(days=10))
    remind_of_follow_ups(now)
    [sent] = mail.outbox
    assert sent.to == [mine.person.email]
    assert sent.subject == "How is it going? Frontline Prevention"
    for text in (sent.body, sent.alternatives[0].content):
        assert f"/trainers/{mine.uuid}/follow-up/1/" in text
        assert "1 month after your training" in " ".join(text.split())
        assert "You planned your first session or group by" in text
        assert "last time" not in text
    remind_of_follow_ups(after(now, days=14))
    assert "it is the last time for now" in mail.outbox[1].body


def test_who_is_suspended_is_not_asked(mine, world, now):
    suspending.begin_suspension(
        mine,
        reason=SuspensionReason.SAFETY,
        is_interim=True,
        actor=world.olga,
        now=now,
    )
    assert remind_of_follow_ups(now) == 0


def test_who_has_no_address_or_no_account_is_left_out(mine, world, now):
    mine.person.email = None
    mine.person.save(update_fields=["email"])
    other = make_trained(world, "Noor Adams", now=now)
    other.person.is_active = False
    other.person.save(update_fields=["is_active"])
    assert remind_of_follow_ups(now) == 0


def test_one_that_fails_does_not_stop_the_others(mine, world, now, monkeypatch, caplog):
    make_trained(world, "Noor Adams", now=now)
    send = reminding.send_to

    def failing(person, *args, **kwargs):
        if person == mine.person:
            raise RuntimeError("no mail today")
        return send(person, *args, **kwargs)

    monkeypatch.setattr(reminding, "send_to", failing)
    with caplog.at_level(logging.ERROR):
        assert remind_of_follow_ups(now) == 1
    assert f"Accreditation {mine.pk} could not be asked" in caplog.text
    monkeypatch.undo()
    # Later on they are asked all the same.
    assert remind_of_follow_ups(after(now, hours=1)) == 1


def test_some_at_a_time_are_all(world, now, monkeypatch):
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    for number in range(5):
        make_trained(world, f"Person{number} Adams", now=now)
    assert remind_of_follow_ups(now) == 5


def test_a_programme_says_when_and_how_soon_again(mine, now):
    programme = mine.programme
    programme.follow_up_months, programme.follow_up_again_days = [2], 5
    programme.save()
    assert remind_of_follow_ups(now) == 0
    due = months_after(now, 1)
    assert remind_of_follow_ups(due) == 1
    assert remind_of_follow_ups(after(due, days=5)) == 1
    programme.follow_up_months = []
    programme.save()
    assert remind_of_follow_ups(after(due, days=6)) == 0


def test_it_is_done_every_hour():
    from lms.background import periodic

    scheduled.schedule()
    [found] = [
        one
        for one in periodic.registered()
        if one.name == "trainers.remind_of_follow_ups"
    ]
    assert found.every == timedelta(hours=1)

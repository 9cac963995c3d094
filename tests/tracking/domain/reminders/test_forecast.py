from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from lms.errors import DomainError
from lms.models import OutgoingMail
from tests.factories import tracking as factories
from tests.factories.certified_editions import make_delta
from tests.factories.reminders import NOW, TODAY, at, make_asked, oblige
from tracking.domain.obligations import sweep
from tracking.domain.reminders.forecast import forecast, send_test
from tracking.domain.reminders.running import remind
from tracking.enums import ReminderKind
from tracking.models import Reminder

DUE, OVERDUE = ReminderKind.BEFORE_DUE, ReminderKind.OVERDUE


def after(days: int):
    return TODAY + timedelta(days=days)


def test_what_comes_by_day_step_and_language(requirement, beekstad):
    make_asked(requirement, days=7, language="nl")
    make_asked(requirement, days=10)
    make_asked(requirement, days=1)
    make_asked(requirement, days=7, email=None)
    make_asked(requirement, days=80)

    found = forecast(beekstad, now=NOW)

    # Who is due in ten days has not heard of it, and is told again at seven.
    assert found.days == {
        after(0): 3,
        after(1): 0,
        after(2): 1,
        after(3): 1,
        after(4): 0,
        after(5): 0,
        after(6): 0,
    }
    assert found.steps == {(DUE, 7): 3, (DUE, 30): 1, (OVERDUE, 1): 1}
    assert found.languages == {"en": 4, "nl": 1}
    assert (found.people, found.unreachable, found.escalated) == (3, 1, 0)
    assert (found.today, found.total) == (3, 5)
    assert not OutgoingMail.objects.exists()


def test_it_is_what_the_days_then_bring(requirement, course, beekstad, alice):
    """All kinds of histories, and the tick and the sweep of seven days."""
    other = factories.make_requirement(beekstad, make_delta(course, code="other"))
    third = make_delta(course, code="graced")
    graced = factories.make_requirement(beekstad, third, grace_days=20)
    for days in (-50, -31, -24, -16, -14, -3, -1, 0, 1, 5, 7, 9, 12, 30, 33, 36, 70):
        user, _one = make_asked(requirement, days=days)
        oblige(other, user, days=days + 2)
    for days in (-3, -1, 0, 10, 14, 17, 59, 60, 61, 63, 66, 70):
        user, _one = make_asked(requirement, days=-200)
        factories.make_certificate(user, course, after(-210), valid_until=after(days))
    for days in (-70, -12, -3, 0, 3, 9):
        for first, last in ((-40, -1), (-40, 2), (-9, 4), (2, 3), (3, 90)):
            asked, of = (graced, third) if days % 2 else (requirement, course)
            user, _one = make_asked(asked, days=days)
            factories.make_exemption(user, asked, after(first), after(last))
            if days >= 0:
                factories.make_certificate(
                    user, of, after(-300), valid_until=after(days)
                )
    for days in (-80, -52, -50, -46, -36, -22, -20, -16, -7):
        make_asked(graced, days=days)
    sweep(at(TODAY, 5))

    found = forecast(beekstad, now=at(TODAY, 6))
    for ahead in range(7):
        for hour in (7, 10):
            now = at(after(ahead), hour)
            with time_machine.travel(now, tick=False):
                sweep(now)
                remind(now)

    told = Reminder.objects.exclude(kind="escalated")
    assert found.days == {
        after(n): told.filter(day=after(n)).values("mail").distinct().count()
        for n in range(7)
    }
    assert found.people == told.values("user").distinct().count()
    assert found.escalated == (
        Reminder.objects.filter(kind="escalated").values("user").distinct().count()
    )


def test_what_went_out_today_does_not_come_again(requirement, beekstad):
    make_asked(requirement, days=7)
    with time_machine.travel(NOW, tick=False):
        remind(NOW)
    assert forecast(beekstad, now=NOW).total == 0


def test_in_the_evening_today_is_over(requirement, beekstad):
    make_asked(requirement, days=7)
    found = forecast(beekstad, now=at(TODAY, 20))
    assert (found.today, found.days[after(1)]) == (0, 1)


def test_it_is_about_ones_own_people(requirement, beekstad, valmont):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    make_asked(requirement, days=7)
    make_asked(requirement, days=7, place=desk)
    assert forecast(beekstad, now=NOW).total == 2
    assert forecast(desk, now=NOW).total == 1
    assert forecast(valmont, now=NOW).total == 0


def test_it_is_for_so_many_people_and_no_more(requirement, beekstad, monkeypatch):
    monkeypatch.setattr("tracking.domain.reminders.forecast.MOST_PEOPLE", 2)
    desk = factories.make_department(beekstad, "desk", "Front desk")
    make_asked(requirement, days=7, place=desk)
    make_asked(requirement, days=7)
    assert forecast(beekstad, now=NOW).people == 2
    make_asked(requirement, days=100)

    with pytest.raises(DomainError) as refused:
        forecast(beekstad, now=NOW)
    assert refused.value.code == "too_many"
    assert forecast(desk, now=NOW).people == 1


def test_the_samples_are_the_mails_without_the_name(requirement, beekstad):
    make_asked(requirement, name="Ann Ó’Dé", days=7, language="fr")
    make_asked(requirement, name="Ben", days=-1)

    english, french = forecast(beekstad, now=NOW).samples

    assert (english.language, french.language) == ("en", "fr")
    assert english.subject.startswith("Overdue: ")
    assert "Hello …," in english.text
    assert "Ben" not in english.text
    assert "Bonjour …," in french.text


def test_a_test_goes_to_oneself_alone_in_ones_own_language(
    requirement, beekstad, alice
):
    make_asked(requirement, name="Ann", days=100, language="fr")

    send_test(beekstad, actor=alice, now=NOW)
    send_test(beekstad, actor=alice, now=NOW)

    first, _second = mail.outbox
    assert first.to == [alice.email]
    assert first.subject.startswith("Test: Due by 4 March 2027")
    assert "only you get it" in first.body
    assert "Hello Alice Aerts," in first.body
    assert "Ann" not in first.body.replace("Alice Aerts", "")
    assert not Reminder.objects.exists()


def test_a_test_needs_something_to_tell_and_an_address(requirement, beekstad, alice):
    with pytest.raises(DomainError) as nothing:
        send_test(beekstad, actor=alice, now=NOW)
    assert nothing.value.code == "nothing"
    alice.email = None
    alice.save()
    with pytest.raises(DomainError) as nowhere:
        send_test(beekstad, actor=alice, now=NOW)
    assert nowhere.value.code == "no_address"

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from tests.factories import tracking as factories
from tests.factories.certified_editions import make_delta
from tests.factories.reminders import NOW, TODAY, at, make_asked, oblige
from tracking.domain.coverage import Narrowing
from tracking.domain.reminders import waiting
from tracking.domain.reminders.by_hand import (
    preview_of,
    remind_now,
    to_remind,
)
from tracking.domain.reminders.plans import DEFAULT, set_schedule
from tracking.domain.reminders.running import remind
from tracking.domain.reminders.waiting import resume, send_waiting
from tracking.models import Obligation, Reminder

EVERYBODY = Narrowing()


def press(organisation, course, actor, *, now=NOW, chosen=None, narrowing=EVERYBODY):
    with time_machine.travel(now, tick=False):
        return remind_now(
            organisation, course, narrowing, chosen=chosen, actor=actor, now=now
        )


def names(organisation, course, narrowing=EVERYBODY) -> list[str]:
    return [one.name for one in to_remind(organisation, course, narrowing, now=NOW)]


def test_the_list_is_those_of_the_coverage_who_have_something_left_to_do(
    requirement, course, beekstad
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    holds, _one = make_asked(requirement, name="Holds", days=3)
    factories.make_certificate(
        holds, course, TODAY, valid_until=TODAY + timedelta(days=400)
    )
    waits, _one = make_asked(requirement, name="Waits", days=3)
    factories.make_completion(waits, course, TODAY)
    make_asked(requirement, name="Late", days=-80)
    make_asked(requirement, name="Far", days=200, place=desk)

    with time_machine.travel(NOW, tick=False):
        assert names(beekstad, course) == ["Far", "Late"]
        assert names(beekstad, course, Narrowing(standing="overdue")) == ["Late"]
        assert names(beekstad, course, Narrowing(department=desk)) == ["Far"]
        assert names(beekstad, course, Narrowing(search="lat")) == ["Late"]
        assert names(desk, course) == ["Far"]


def test_who_is_exempt_beyond_the_end_of_the_certificate_is_not_in_the_list(
    requirement, course, beekstad
):
    until = TODAY + timedelta(days=30)
    for name, last in (("Away", until), ("Back", until - timedelta(days=1))):
        user, _one = make_asked(requirement, name=name, days=30)
        factories.make_certificate(user, course, TODAY, valid_until=until)
        factories.make_exemption(user, requirement, TODAY, last)
    exempt, _one = make_asked(requirement, name="Exempt", days=3)
    factories.make_exemption(exempt, requirement, TODAY, TODAY)

    assert names(beekstad, course) == ["Back"]


def test_in_days_of_grace_the_mail_names_the_last_of_them(
    requirement, course, beekstad, alice
):
    requirement.grace_days = 10
    requirement.save()
    make_asked(requirement, name="Ann", days=-3)

    press(beekstad, course, alice)

    assert "It is due by 1 December 2026." in mail.outbox[0].body


def test_pressing_sends_one_mail_to_each_and_says_who_pressed(
    requirement, course, beekstad, alice
):
    make_asked(requirement, name="Ann", days=-80)
    make_asked(requirement, name="Ben", days=200)

    assert press(beekstad, course, alice) == 2

    late, early = sorted(mail.outbox, key=lambda one: "Ben" in one.body)
    assert "Alice Aerts reminds you:" in late.body
    assert late.subject.startswith("Overdue")
    assert early.subject.startswith("Due by 12 June 2027")
    entry = AuditEntry.objects.get(action="tracking.reminded_by_hand")
    assert (entry.actor, entry.data) == (alice, {"course": "small", "people": 2})


def test_only_those_chosen_and_of_this_list(requirement, course, beekstad, alice):
    _user, ann = make_asked(requirement, name="Ann", days=3)
    make_asked(requirement, name="Ben", days=3)
    closed = Obligation.objects.latest("pk").pk + 1000

    assert press(beekstad, course, alice, chosen={ann.pk, closed}) == 1
    assert [one.user.printed_name for one in Reminder.objects.all()] == ["Ann"]


def test_once_a_week_for_a_person_and_course(requirement, course, beekstad, alice):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    make_asked(requirement, days=-3, place=desk)
    press(desk, course, alice)

    for days in (0, 6):
        with pytest.raises(DomainError) as again:
            press(beekstad, course, alice, now=at(TODAY + timedelta(days=days)))
        assert again.value.code == "nobody"
    assert press(beekstad, course, alice, now=at(TODAY + timedelta(days=7))) == 1


def test_who_was_reminded_by_hand_is_not_told_the_same_by_the_tick(
    requirement, course, beekstad, alice
):
    make_asked(requirement, days=-1)
    press(beekstad, course, alice)
    with time_machine.travel(NOW, tick=False):
        remind(NOW)
    assert len(mail.outbox) == 1


def test_at_night_it_waits_for_the_morning(requirement, course, beekstad, alice):
    make_asked(requirement, name="Ann", days=3)
    night, morning = at(TODAY, 20), at(TODAY + timedelta(days=1), 8)
    press(beekstad, course, alice, now=night)
    assert mail.outbox == []
    assert not resume(night)

    with time_machine.travel(morning, tick=False):
        assert resume(morning)
        assert not resume(morning)

    assert len(mail.outbox) == 1
    row = Reminder.objects.get()
    assert (row.sent_at, row.day) == (morning, morning.date())


def test_during_a_pause_it_waits_until_the_end_and_once(
    requirement, course, beekstad, alice
):
    """However long it lasts, and however often somebody presses."""
    until = TODAY + timedelta(days=50)
    set_schedule(beekstad, replace(DEFAULT, paused_until=until), actor=alice, now=NOW)
    make_asked(requirement, name="Ann", days=-80)
    make_asked(requirement, name="Ben", days=200)

    assert press(beekstad, course, alice) == 2
    for days in (0, 8, 40):
        later = at(TODAY + timedelta(days=days))
        with pytest.raises(DomainError) as again:
            press(beekstad, course, alice, now=later)
        assert again.value.code == "nobody"
        assert not resume(later)
    assert mail.outbox == []

    with time_machine.travel(at(until), tick=False):
        assert resume(at(until))
        assert not resume(at(until))
    assert len(mail.outbox) == 2
    with pytest.raises(DomainError):
        press(beekstad, course, alice, now=at(until + timedelta(days=6)))
    assert press(beekstad, course, alice, now=at(until + timedelta(days=7))) == 2


def test_a_pause_elsewhere_holds_up_nobody(requirement, course, beekstad, alice):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    paused = replace(DEFAULT, paused_until=TODAY + timedelta(days=50))
    set_schedule(desk, paused, actor=alice, now=NOW)
    make_asked(requirement, name="Desk", days=3, place=desk)
    make_asked(requirement, name="Hall", days=3)

    press(beekstad, course, alice, now=at(TODAY, 20))
    tomorrow = at(TODAY + timedelta(days=1))
    with time_machine.travel(tomorrow, tick=False):
        assert resume(tomorrow)
        assert not resume(tomorrow)
    assert [one.body.count("Hall") for one in mail.outbox] == [1]


def test_of_several_that_wait_for_one_obligation_one_is_sent(
    requirement, course, beekstad, alice
):
    """As an earlier version may have left them behind."""
    make_asked(requirement, days=3)
    press(beekstad, course, alice, now=at(TODAY, 20))
    row = Reminder.objects.get()
    row.pk, row.day, row.step = None, TODAY - timedelta(days=9), "hand-earlier"
    row.save()

    assert send_waiting(clock=lambda: at(TODAY + timedelta(days=1))) == 1
    assert len(mail.outbox) == 1
    assert Reminder.objects.get().step == f"hand-{TODAY}"


def test_what_was_told_while_it_waited_is_not_told_once_more(
    requirement, course, beekstad, alice
):
    until = TODAY + timedelta(days=20)
    set_schedule(beekstad, replace(DEFAULT, paused_until=until), actor=alice, now=NOW)
    make_asked(requirement, days=27)
    press(beekstad, course, alice)

    with time_machine.travel(at(until), tick=False):
        remind(at(until))
        resume(at(until))

    (letter,) = mail.outbox
    assert "reminds you" not in letter.body
    assert [one.step for one in Reminder.objects.all()] == ["due-7"]


def test_so_many_at_once_and_no_more(requirement, course, beekstad, alice, monkeypatch):
    monkeypatch.setattr("tracking.domain.reminders.by_hand.MOST_PEOPLE", 2)
    desk = factories.make_department(beekstad, "desk", "Front desk")
    make_asked(requirement, name="Desk", days=3, place=desk)
    make_asked(requirement, name="Ann", days=3)
    assert names(beekstad, course) == ["Ann", "Desk"]
    make_asked(requirement, name="Ben", days=-3)

    for ask in (names, lambda *args: press(*args, alice)):
        with pytest.raises(DomainError) as refused:
            ask(beekstad, course)
        assert refused.value.code == "too_many"
        assert "3" in refused.value.message
    assert not Reminder.objects.exists()
    assert names(desk, course) == ["Desk"]
    assert names(beekstad, course, Narrowing(standing="overdue")) == ["Ben"]


def test_who_did_it_meanwhile_is_left_in_peace(requirement, course, beekstad, alice):
    user, _one = make_asked(requirement, days=3)
    gone, _one = make_asked(requirement, days=3)
    press(beekstad, course, alice, now=at(TODAY, 20))
    factories.make_certificate(
        user, course, TODAY, valid_until=TODAY + timedelta(days=400)
    )
    gone.email = None
    gone.save()

    assert send_waiting(clock=lambda: at(TODAY + timedelta(days=1))) == 0
    assert not Reminder.objects.exists()
    assert mail.outbox == []


def test_it_goes_on_where_it_broke_off(
    requirement, course, beekstad, alice, monkeypatch
):
    monkeypatch.setattr("tracking.domain.reminders.waiting.CHUNK", 2)
    for _number in range(5):
        make_asked(requirement, days=3)
    press(beekstad, course, alice, now=at(TODAY, 20))
    first = Reminder.objects.order_by("pk").first()
    tomorrow = at(TODAY + timedelta(days=1))
    monkeypatch.setattr(
        "tracking.domain.reminders.waiting.send_after_commit", _fails_after(3)
    )
    with pytest.raises(KeyboardInterrupt):
        send_waiting(clock=lambda: tomorrow)
    first.refresh_from_db()
    assert first.sent_at == tomorrow
    monkeypatch.undo()

    assert send_waiting(clock=lambda: tomorrow) == 3
    assert OutgoingMail.objects.count() == 5
    assert send_waiting(clock=lambda: tomorrow) == 0


def test_one_whose_mail_cannot_be_written_stays_behind_alone(
    requirement, course, beekstad, alice, monkeypatch, caplog
):
    for name in ("Ann", "Ben", "Cas"):
        make_asked(requirement, name=name, days=3)
    press(beekstad, course, alice, now=at(TODAY, 20))
    tomorrow = at(TODAY + timedelta(days=1))
    real = waiting.digest

    def breaks(user, *args, **changes):
        if user.printed_name == "Ben":
            raise LookupError("no title")
        return real(user, *args, **changes)

    monkeypatch.setattr(waiting, "digest", breaks)
    assert send_waiting(clock=lambda: tomorrow) == 2
    assert "No reminder by hand for person" in caplog.text
    monkeypatch.undo()
    assert send_waiting(clock=lambda: tomorrow) == 1
    assert len(mail.outbox) == 3


def test_a_person_with_several_that_wait_gets_them_all_at_once(
    requirement, course, beekstad, alice, monkeypatch
):
    monkeypatch.setattr("tracking.domain.reminders.waiting.CHUNK", 1)
    other = make_delta(course, code="other")
    user, _one = make_asked(requirement, days=3)
    oblige(factories.make_requirement(beekstad, other), user, days=3)
    night, tomorrow = at(TODAY, 20), at(TODAY + timedelta(days=1))
    press(beekstad, course, alice, now=night)
    press(beekstad, other, alice, now=night)

    assert send_waiting(clock=lambda: tomorrow) == 2


def _fails_after(most: int):
    from lms.mail import send_after_commit

    calls = []

    def send(letter, *, now):
        calls.append(letter)
        if len(calls) > most:
            raise KeyboardInterrupt
        return send_after_commit(letter, now=now)

    return send


def test_the_preview_says_what_the_button_does(requirement, course, beekstad, alice):
    make_asked(requirement, name="Ann", days=3)
    press(beekstad, course, alice)
    make_asked(requirement, name="Ben", days=3, language="nl")
    make_asked(requirement, name="Cas", days=3, email=None)

    with time_machine.travel(NOW, tick=False):
        listed = to_remind(beekstad, course, EVERYBODY, now=NOW)
        found = preview_of(listed, actor=alice, now=NOW)
        nobody = preview_of([], actor=alice, now=NOW)

    assert (found.mails, found.languages) == (1, {"nl": 1})
    assert (found.recent, found.waiting, found.unreachable) == (1, 0, 1)
    assert found.goes_out == NOW
    assert found.sample.language == "nl"
    assert "Ben" not in found.sample.text
    assert "Alice Aerts" in found.sample.text
    assert (nobody.mails, nobody.sample, nobody.goes_out) == (0, None, None)

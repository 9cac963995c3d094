from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.enums import EventKind
from lms import bounces
from lms.background import periodic
from lms.models import OutgoingMail
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.certified_editions import make_delta
from tests.factories.contacts import make_contact
from tests.factories.reminders import NOW, TODAY, at, make_asked, oblige, run, sent
from tracking.domain.obligations import sweep
from tracking.domain.reminders import running
from tracking.domain.reminders.plans import DEFAULT, set_schedule
from tracking.domain.reminders.running import carry, forget_reminders, remind
from tracking.models import Obligation, Reminder, ReminderRun, Requirement


def letters():
    return OutgoingMail.objects.filter(template="tracking/mail/reminder")


def test_people_are_reminded_of_what_comes_near_and_of_what_has_passed(requirement):
    for name, days in (("Ann", 30), ("Ben", 7), ("Cas", -1), ("Dag", 50), ("Eva", -80)):
        make_asked(requirement, name=name, days=days)

    run()

    assert sent() == [("Ann", "due-30"), ("Ben", "due-7"), ("Cas", "overdue-1")]
    first = ReminderRun.objects.get()
    assert (first.people, first.unreachable, first.finished_at) == (3, 0, at(TODAY))


def test_nobody_is_told_twice_however_often_it_runs(requirement):
    make_asked(requirement, name="Ben", days=7)

    for hour in (9, 9, 10, 11, 16):
        run(hour=hour)
    run(TODAY + timedelta(days=1))

    assert sent() == [("Ben", "due-7")]
    assert letters().count() == 1


def test_after_three_weeks_without_a_run_only_the_latest_step_is_told(requirement):
    make_asked(requirement, name="Ann", days=28)
    make_asked(requirement, name="Ben", days=5)

    run(TODAY + timedelta(days=22))

    assert sent() == [("Ann", "due-7"), ("Ben", "overdue-14")]


def test_who_holds_it_has_left_or_is_not_asked_any_more_gets_none(
    requirement, course, beekstad
):
    def is_not_asked(name):
        return make_asked(requirement, name=name, days=7)

    holds, _one = is_not_asked("Holds")
    factories.make_certificate(
        holds, course, TODAY, valid_until=TODAY + timedelta(days=400)
    )
    done, _one = is_not_asked("Waits for the certificate")
    factories.make_completion(done, course, TODAY - timedelta(days=1))
    _user, closed = is_not_asked("Closed")
    Obligation.objects.filter(pk=closed.pk).update(closed_on=TODAY)
    left, _one = is_not_asked("Left, and nobody has noticed")
    Membership.objects.filter(user=left).update(ends_on=TODAY)
    gone, _one = is_not_asked("Account closed")
    gone.is_active = False
    gone.save()

    run()

    assert sent() == []


def test_whose_certificate_is_looked_into_is_not_told_to_earn_it_again(
    requirement, course
):
    """They could do nothing about it; nor could their coordinator."""
    ann, _one = make_asked(requirement, name="Ann", days=-30)
    make_asked(requirement, name="Ben", days=7)
    held = factories.make_certificate(ann, course, TODAY - timedelta(days=60))
    suspended = TODAY - timedelta(days=40)
    factories.add_event(held, EventKind.SUSPENDED, suspended)
    run()
    assert sent() == [("Ben", "due-7")]

    # Restored and revoked: now there is something to do.
    factories.add_event(held, EventKind.RESTORED, TODAY)
    factories.add_event(held, EventKind.REVOKED, TODAY)
    run(TODAY + timedelta(days=1))
    assert ("Ann", "overdue-14") in sent()


def test_several_causes_of_a_day_are_one_mail_in_the_readers_language(
    requirement, beekstad, course, settings
):
    settings.RELAY_BASE_URL = "https://relay.example"
    second = factories.make_requirement(beekstad, make_delta(course, code="other"))
    user, _one = make_asked(requirement, name="Ann Ó’Dé", days=7, language="nl")
    oblige(second, user, days=-1)

    run()

    assert sent() == [("Ann Ó’Dé", "due-7"), ("Ann Ó’Dé", "overdue-1")]
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert letter.subject == "2 cursussen worden van je gevraagd"
    for body in (letter.body, letter.alternatives[0].content):
        assert "Beekstad" in body
        assert "https://relay.example/courses/small/continue/" in body
        assert "https://relay.example/courses/other/continue/" in body
    assert "Ann Ó’Dé" in letter.body


def test_a_course_asked_by_two_stands_in_the_mail_once(requirement, course, beekstad):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    twice = factories.make_requirement(desk, course)
    user, _one = make_asked(requirement, name="Ann", days=7, place=desk)
    oblige(twice, user, days=5)

    run()

    assert len(sent()) == 2
    (letter,) = mail.outbox
    assert letter.body.count("/continue/") == 1
    assert "29 November 2026" in letter.subject


def test_the_mail_says_why_and_whom_to_ask(requirement, beekstad):
    contact = make_contact(beekstad, kind="training", name_en="Training desk")
    make_asked(requirement, days=-1)

    run()

    (letter,) = mail.outbox
    assert letter.subject.startswith("Overdue: ")
    assert "part of your work at Beekstad. Such mails cannot be switched off" in (
        letter.body
    )
    assert f"Ask Training desk, {contact.phone}" in letter.body
    assert "It was due on 23 November 2026. It still counts" in letter.body


def test_who_has_no_working_address_is_counted_and_told_later(requirement, now):
    nobody, _one = make_asked(requirement, name="Badge", days=7, email=None)
    dead, _one = make_asked(requirement, name="Dead", days=7)
    bounces.UndeliverableAddress.objects.create(
        address_hash=bounces._hashes(dead.email)[0], since=now, code="5.1.1"
    )

    run()
    assert sent() == []
    assert ReminderRun.objects.get().unreachable == 2

    bounces.forget_address(dead.email)
    nobody.email = "badge@relay.example"
    nobody.save()
    run(hour=11)
    assert sent() == [("Badge", "due-7"), ("Dead", "due-7")]


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (TODAY, 5),
        (TODAY, 18),
        # A Saturday; Armistice.
        (date(2026, 11, 28), 9),
        (date(2026, 11, 11), 9),
    ],
)
def test_nothing_goes_out_in_quiet_hours(requirement, day, hour):
    make_asked(requirement, days=7, day=day)

    run(day, hour)

    assert sent() == []
    assert not ReminderRun.objects.exists()


def test_the_nearest_schedule_decides_for_each(requirement, beekstad, alice):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    paused = replace(DEFAULT, paused_until=TODAY + timedelta(days=2))
    late = replace(DEFAULT, before_due=(10,))
    set_schedule(desk, paused, actor=alice, now=NOW)
    set_schedule(beekstad, late, actor=alice, now=NOW)
    make_asked(requirement, name="Hall", days=10)
    make_asked(requirement, name="Desk", days=7, place=desk)

    run()
    assert sent() == [("Hall", "due-10")]

    run(TODAY + timedelta(days=2))
    assert sent() == [("Hall", "due-10"), ("Desk", "due-7")]


def test_one_digest_a_day_is_enough(requirement, beekstad, course):
    user, _one = make_asked(requirement, name="Ann", days=7)
    run()
    other = make_delta(course, code="other")
    oblige(factories.make_requirement(beekstad, other), user, days=-1)

    run(hour=11)
    assert len(sent()) == 1
    run(TODAY + timedelta(days=1))
    assert len(sent()) == 2


def test_a_certificate_that_runs_out_is_told_of_once_the_next_cycle_has_begun(
    requirement, course, beekstad
):
    """From the award to the day after the last one, as the sweep and the tick do it."""
    user, first = make_asked(requirement, name="Ann", days=-300)
    until = TODAY + timedelta(days=63)
    factories.make_certificate(
        user, course, TODAY - timedelta(days=310), valid_until=until
    )
    for ahead in range(100):
        day = TODAY + timedelta(days=ahead)
        run(day, 8)
        known = Obligation.objects.count()
        sweep(at(day, 9))
        # Where nothing changed, a second run has nothing to look at.
        if Obligation.objects.count() > known:
            run(day, 10)

    assert [step for _name, step in sent()] == [
        "expiring-60",
        "expiring-14",
        "expired-1",
        "overdue-14",
    ]
    assert not first.reminders.exists()
    assert {one.cycle for one in Obligation.objects.filter(reminders__gt=0)} == {2}


# --- More time ----------------------------------------------------------------------


def test_more_time_is_told_of_by_its_own_days_and_stops_nobody_else(requirement):
    """The steps of the new day have the names of those of the old one."""
    ann, _one = make_asked(requirement, name="Ann", days=7)
    make_asked(requirement, name="Zoe", days=17)
    run()
    factories.make_extension(ann, requirement, TODAY, TODAY + timedelta(days=17))

    for ahead in range(1, 21):
        run(TODAY + timedelta(days=ahead))

    steps = {name: [] for name, _step in sent()}
    for name, step in sent():
        steps[name].append(step)
    assert steps == {
        "Ann": ["due-7", "due-30", "due-7", "overdue-1"],
        "Zoe": ["due-30", "due-7", "overdue-1"],
    }


def test_time_taken_back_tells_nothing_twice(requirement):
    ann, _one = make_asked(requirement, name="Ann", days=7)
    run()
    more = factories.make_extension(ann, requirement, TODAY, TODAY + timedelta(days=17))
    run(TODAY + timedelta(days=1))
    more.delete()

    run(TODAY + timedelta(days=2))

    assert [step for _name, step in sent()] == ["due-7", "due-30"]


def test_one_whose_mail_cannot_be_written_is_passed_over(
    requirement, monkeypatch, caplog
):
    for name in ("Ann", "Ben", "Cas"):
        make_asked(requirement, name=name, days=7)
    real = running.digest

    def breaks(user, *args, **changes):
        if user.printed_name == "Ben":
            raise LookupError("no title")
        return real(user, *args, **changes)

    monkeypatch.setattr(running, "digest", breaks)
    run()

    assert [name for name, _step in sent()] == ["Ann", "Cas"]
    assert "No reminder for person" in caplog.text
    first = ReminderRun.objects.get()
    assert (first.people, first.finished_at) == (2, at(TODAY))
    monkeypatch.undo()
    run(hour=11)
    assert [name for name, _step in sent()] == ["Ann", "Cas", "Ben"]


# --- Cut off ------------------------------------------------------------------------


def test_a_run_that_is_killed_goes_on_without_a_double(requirement, monkeypatch):
    """In the middle of a chunk: what was written of it is taken back with it."""
    for number in range(7):
        make_asked(requirement, name=f"Person {number}", days=7)
    monkeypatch.setattr(running, "CHUNK", 3)
    real, calls = running.send_after_commit, []

    def killed(letter, *, now):
        calls.append(letter)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return real(letter, now=now)

    monkeypatch.setattr(running, "send_after_commit", killed)
    with pytest.raises(KeyboardInterrupt):
        run()
    broken = ReminderRun.objects.get()
    assert (len(sent()), broken.finished_at, broken.people) == (3, None, 3)

    # A moment later it may still be at work.
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert not remind(NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=10)
    with time_machine.travel(later, tick=False):
        assert remind(later)

    assert [name for name, _step in sent()] == [f"Person {n}" for n in range(7)]
    assert letters().count() == 7
    broken.refresh_from_db()
    assert (broken.people, broken.finished_at) == (7, later)


def test_two_workers_at_one_run_write_once(requirement):
    make_asked(requirement, days=7)
    run()
    done = ReminderRun.objects.get()

    carry(done.pk, clock=lambda: NOW)

    assert len(sent()) == 1


def test_a_run_stops_when_the_hours_are_over_and_the_next_day_begins_anew(
    requirement, monkeypatch
):
    queued = []
    monkeypatch.setattr(
        running, "carry_reminders", SimpleNamespace(enqueue=queued.append)
    )
    make_asked(requirement, name="Ben", days=7)
    remind(at(TODAY, 16))
    carry(queued[0], clock=lambda: at(TODAY, 18))
    assert sent() == []

    tomorrow = at(TODAY + timedelta(days=1))
    remind(tomorrow)
    assert ReminderRun.objects.get(pk=queued[0]).finished_at == tomorrow
    carry(queued[0], clock=lambda: tomorrow)
    assert sent() == []
    carry(queued[1], clock=lambda: tomorrow)
    assert sent() == [("Ben", "due-7")]


def test_a_run_that_comes_too_late_for_its_day_does_nothing(requirement, monkeypatch):
    queued = []
    monkeypatch.setattr(
        running, "carry_reminders", SimpleNamespace(enqueue=queued.append)
    )
    make_asked(requirement, days=7)
    remind(NOW)
    carry(queued[0], clock=lambda: at(TODAY + timedelta(days=1)))
    assert sent() == []


def test_the_same_number_of_questions_for_one_and_for_thirty(requirement):
    def questions(people: int) -> int:
        for _number in range(people):
            make_asked(requirement, days=50)
        with CaptureQueriesContext(connection) as found:
            run(hour=hours.pop())
        return len(found)

    hours = [13, 11, 9]
    questions(1)
    assert questions(1) == questions(30)


# --- Around it ----------------------------------------------------------------------


def test_the_tick_does_it():
    names = {one.name: one.func for one in periodic.registered()}
    assert names["tracking.remind"] is remind


def test_what_was_sent_is_forgotten_after_two_years(requirement):
    make_asked(requirement, days=7)
    run()
    assert forget_reminders(NOW + timedelta(days=730)) == 0
    assert forget_reminders(NOW + timedelta(days=731)) == 1
    assert not ReminderRun.objects.exists()


def test_an_obligation_that_never_held_takes_its_reminders_with_it(requirement):
    _user, obligation = make_asked(requirement, days=7)
    run()
    Obligation.objects.filter(pk=obligation.pk).delete()
    assert not Reminder.objects.exists()
    assert Requirement.objects.filter(pk=requirement.pk).exists()


def test_who_was_late_is_reminded_anew_after_an_exemption(requirement):
    """However long it was; and what was told before it is no cause to say nothing."""
    user, _one = make_asked(requirement, name="Ann", days=-1)
    run()
    last = TODAY + timedelta(days=99)
    factories.make_exemption(user, requirement, TODAY + timedelta(days=1), last)
    for days in (1, 50, 99, 100, 101, 102, 113, 114):
        run(TODAY + timedelta(days=days))

    assert sent() == [
        ("Ann", "overdue-1"),
        ("Ann", f"overdue-{last}-1"),
        ("Ann", f"overdue-{last}-14"),
    ]


def test_long_days_of_grace_leave_time_to_be_reminded_when_they_are_over(requirement):
    Requirement.objects.update(grace_days=180)
    make_asked(requirement, name="Ann", days=-180)

    run()
    run(TODAY + timedelta(days=1))

    assert sent() == [("Ann", "overdue-1")]


def test_a_withdrawn_exemption_is_over_on_that_day(requirement):
    user, _one = make_asked(requirement, name="Ann", days=-80)
    exemption = factories.make_exemption(
        user, requirement, TODAY - timedelta(days=90), TODAY + timedelta(days=90)
    )
    run()
    assert sent() == []
    exemption.withdrawn_at = at(TODAY + timedelta(days=1), 5)
    exemption.save()

    run(TODAY + timedelta(days=1))

    assert sent() == [("Ann", f"overdue-{TODAY}-1")]


def test_who_is_exempt_beyond_the_end_of_the_certificate_need_not_renew_it(
    requirement, course
):
    """Nobody is told of it by themselves; who comes back sooner is."""
    for name, days in (("Away", 14), ("Back sooner", 13)):
        user, _one = make_asked(requirement, name=name, days=14)
        until = TODAY + timedelta(days=14)
        factories.make_certificate(user, course, TODAY, valid_until=until)
        factories.make_exemption(user, requirement, TODAY, TODAY + timedelta(days=days))

    run()

    assert sent() == [("Back sooner", "expiring-14")]

from dataclasses import replace
from datetime import timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.models import OutgoingMail
from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.reminders import TODAY, at, make_asked, run
from tracking.domain.reminders import escalating
from tracking.domain.reminders.plans import DEFAULT, set_schedule
from tracking.models import Reminder


def coordinators_letters() -> list:
    return [one for one in mail.outbox if "long overdue" in one.subject]


def test_long_overdue_is_one_digest_for_those_who_look_after_the_place(
    requirement, beekstad, alice, charlie
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    deputy = factories.make_member(desk, role=Role.DEPUTY, sector="MUN")
    make_asked(requirement, name="Hall Person", days=-31)
    make_asked(requirement, name="Desk One", days=-30, place=desk)
    make_asked(requirement, name="Desk Two", days=-30, place=desk)
    make_asked(requirement, name="Not yet", days=-29)

    run()

    found = {tuple(one.to): one for one in coordinators_letters()}
    assert {one.subject for one in found.values()} == {
        "1 person is long overdue",
        "2 people are long overdue",
    }
    whole, part = found[(alice.email,)], found[(deputy.email,)]
    assert "Hall Person" in whole.body
    assert "Desk One" not in whole.body
    assert "Desk One" in part.body
    assert "Desk Two" in part.body
    assert "Overdue, was due on 25 October 2026." in part.body
    assert "/organisation/desk/?standing=overdue" in part.body
    assert len(Reminder.objects.filter(kind="escalated", sent_at=at(TODAY))) == 3

    for ahead in range(1, 20):
        run(TODAY + timedelta(days=ahead))
    again = [one for one in coordinators_letters()[2:] if "Desk" in one.body]
    assert again == []


def test_coordinators_read_names_status_and_dates_only(
    requirement, beekstad, alice, course
):
    user, _one = make_asked(requirement, name="Hall Person", days=-31)
    run()
    (before,) = coordinators_letters()
    Reminder.objects.all().delete()
    OutgoingMail.objects.all().delete()
    mail.outbox.clear()
    enrolment = factories.make_enrolment(user, course, TODAY - timedelta(days=3))
    factories.make_progress(enrolment, TODAY - timedelta(days=2), count=2)

    run(hour=11)

    (after,) = coordinators_letters()
    assert before.body == after.body


def test_where_nobody_coordinates_nobody_is_told(requirement):
    make_asked(requirement, days=-31)
    run()
    assert not Reminder.objects.filter(kind="escalated").exists()


def test_who_had_a_digest_today_gets_the_rest_tomorrow(requirement, alice):
    make_asked(requirement, name="First", days=-31)
    run()
    make_asked(requirement, name="Second", days=-31)
    run(hour=11)
    assert [one.to for one in coordinators_letters()] == [[alice.email]]

    run(TODAY + timedelta(days=1))

    first, second = coordinators_letters()
    assert "Second" not in first.body
    assert "Second" in second.body
    assert "First" not in second.body


def test_a_long_list_is_cut_and_the_page_has_all(requirement, alice, monkeypatch):
    monkeypatch.setattr("tracking.domain.reminders.escalating.MOST_NAMES", 2)
    for number in range(3):
        make_asked(requirement, name=f"Person {number}", days=-31)
    run()
    (letter,) = coordinators_letters()
    assert "Person 1" in letter.body
    assert "Person 2" not in letter.body
    assert "and 1 more" in letter.body


def test_more_time_that_runs_out_is_told_of_again(requirement, alice):
    user, _one = make_asked(requirement, name="Ann", days=-31)
    run()
    factories.make_extension(user, requirement, TODAY, TODAY + timedelta(days=3))
    for ahead in (1, 3, 10, 33, 34, 35):
        run(TODAY + timedelta(days=ahead))

    first, second = coordinators_letters()
    assert "was due on 24 October 2026" in first.body
    assert "was due on 27 November 2026" in second.body


def test_a_coordinator_whose_mail_cannot_be_written_is_passed_over(
    requirement, beekstad, alice, monkeypatch, caplog
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    deputy = factories.make_member(desk, role=Role.DEPUTY, sector="MUN")
    make_asked(requirement, name="Ann", days=-31)
    make_asked(requirement, name="Ben", days=-31, place=desk)
    real = escalating.Mail

    def breaks(**fields):
        if fields["to"] == [alice.email]:
            raise LookupError("no title")
        return real(**fields)

    monkeypatch.setattr(escalating, "Mail", breaks)
    run()

    assert [one.to for one in coordinators_letters()] == [[deputy.email]]
    assert "No digest for coordinator" in caplog.text
    told = Reminder.objects.get(kind="escalated", sent_at=at(TODAY))
    assert told.user.printed_name == "Ben"
    monkeypatch.undo()
    run(TODAY + timedelta(days=1))
    assert [one.to for one in coordinators_letters()][1:] == [[alice.email]]


def test_the_digest_says_who_was_reminded_and_when_and_whom_no_mail_reaches(
    requirement, alice, now
):
    """And nothing else: of some nobody knows that they are late."""
    make_asked(requirement, name="Reached", days=-20)
    back, _one = make_asked(requirement, name="Came back", days=-20)
    run()
    OutgoingMail.objects.filter(to=[back.email]).update(bounced_at=now)
    make_asked(requirement, name="Badge", days=-20, email=None)
    later, quiet = TODAY + timedelta(days=10), replace(DEFAULT, overdue=())
    set_schedule(requirement.organisation, quiet, actor=alice, now=at(TODAY))
    make_asked(requirement, name="Untold", days=-20)

    run(later)

    (letter,) = coordinators_letters()
    lines = [one for one in letter.body.splitlines() if one.startswith("- ")]
    told = {one[2:].partition(":")[0]: one.partition("2026.")[2] for one in lines}
    assert told == {
        "Badge": " Not reminded by mail. Mail does not reach them.",
        "Came back": " Not reminded by mail.",
        "Reached": " Last reminded on 24 November 2026.",
        "Untold": " Not reminded by mail.",
    }
    page = letter.alternatives[0].content
    assert "Last reminded on 24 November 2026." in page
    assert "Mail does not reach them." in page
    assert "They were reminded" not in letter.body + page


def test_the_same_number_of_questions_for_one_and_for_thirty(requirement, alice):
    def questions(people: int) -> int:
        for _number in range(people):
            make_asked(requirement, days=-31, email=None)
        with CaptureQueriesContext(connection) as found:
            run(days.pop())
        return len(found)

    days = [TODAY + timedelta(days=one) for one in (2, 1, 0)]
    questions(1)
    assert questions(1) == questions(30)

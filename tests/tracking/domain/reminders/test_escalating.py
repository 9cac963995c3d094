from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.models import OutgoingMail
from organisations.domain.line_managers import name_line_manager
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
    assert "No digest for person" in caplog.text
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


def test_a_line_manager_is_told_instead_and_sees_no_page(requirement, beekstad, alice):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    chief = factories.make_member(beekstad, sector="MUN")
    led, _one = make_asked(requirement, name="Led Person", days=-31, place=desk)
    make_asked(requirement, name="Hall Person", days=-31)
    name_line_manager(led, beekstad, chief, actor=alice, now=at(TODAY))

    run()

    found = {tuple(one.to): one for one in coordinators_letters()}
    theirs, other = found[(chief.email,)], found[(alice.email,)]
    assert "Led Person" in theirs.body
    assert "Front desk, people whose work you lead" in theirs.body
    assert "you lead the work of these people" in theirs.body
    assert "/organisation/" not in theirs.body
    assert "Hall Person" not in theirs.body
    assert "Hall Person" in other.body
    assert "Led Person" not in other.body
    assert "because you look after training there" in other.body
    assert Reminder.objects.filter(kind="escalated", sent_at=at(TODAY)).count() == 2


def test_who_leads_and_coordinates_is_told_of_both_in_one_mail(
    requirement, beekstad, alice
):
    led, _one = make_asked(requirement, name="Led Person", days=-31)
    make_asked(requirement, name="Hall Person", days=-31)
    name_line_manager(led, beekstad, alice, actor=alice, now=at(TODAY))
    run()
    (letter,) = coordinators_letters()
    assert letter.body.index("Led Person") < letter.body.index("Hall Person")
    assert letter.body.count("?standing=overdue") == 1


@pytest.mark.parametrize("why", ["has left", "mail does not reach them"])
def test_without_a_line_manager_who_can_be_told_the_coordinators_are(
    requirement, beekstad, alice, why
):
    chief = factories.make_member(beekstad, sector="MUN")
    led, _one = make_asked(requirement, name="Led Person", days=-31)
    name_line_manager(led, beekstad, chief, actor=alice, now=at(TODAY))
    if why == "has left":
        chief.memberships.update(ends_on=TODAY)
    else:
        chief.email = None
        chief.save()
    run()
    assert [one.to for one in coordinators_letters()] == [[alice.email]]


def test_a_line_manager_is_told_where_nobody_coordinates(requirement, beekstad, alice):
    chief = factories.make_member(beekstad, sector="MUN")
    led, _one = make_asked(requirement, name="Led Person", days=-31)
    name_line_manager(led, beekstad, chief, actor=alice, now=at(TODAY))
    alice.memberships.update(ends_on=TODAY)
    run()
    assert [one.to for one in coordinators_letters()] == [[chief.email]]


def test_as_many_queries_for_many_who_are_overdue_as_for_one(
    requirement, beekstad, alice
):
    chief = factories.make_member(beekstad, sector="MUN")

    def told(count, day):
        people = [make_asked(requirement, days=-31, day=day)[0] for _ in range(count)]
        for one in people:
            name_line_manager(one, beekstad, chief, actor=alice, now=at(TODAY))
        hearers = escalating.Hearers(day)
        with CaptureQueriesContext(connection) as found:
            hearers.know([one.pk for one in people])
            assert all(hearers.of(one.pk, beekstad.path) == [chief] for one in people)
        return len(found)

    assert told(1, TODAY) == told(30, TODAY)

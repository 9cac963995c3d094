"""The pages about reminders: for those who coordinate, and nobody else."""

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.models import OutgoingMail
from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.reminders import NOW, TODAY, at, make_asked
from tracking.domain.reminders.plans import DEFAULT, Plans, decider_of
from tracking.domain.reminders.running import remind
from tracking.models import Reminder, ReminderSchedule

PAGE = "/organisation/beekstad/reminders/"
GET = ("", "preview/", "sent/", "unreachable/", "now/")
POST = ("", "follow/", "test/", "now/")
FIELDS = {
    "before_due": "30, 7",
    "overdue": "1, 14",
    "before_expiry": "60 14",
    "after_expiry": "1",
    "escalate_after": "30",
    "mails_from": "08:00",
    "mails_until": "18:00",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def requirement(beekstad, small_course):
    return factories.make_requirement(
        beekstad, small_course.course, starts_on=TODAY.replace(month=1)
    )


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def told(response) -> str:
    return " ".join(str(one) for one in response.context["messages"])


@pytest.mark.parametrize("path", GET)
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.DEPUTY, 200),
        (Role.AUDITOR, 404),
        (Role.TRAINER, 404),
        (Role.LEARNER, 404),
    ],
)
def test_the_pages_are_for_those_who_coordinate(
    client, requirement, beekstad, path, role, status
):
    client.force_login(factories.make_member(beekstad, role=role))
    assert client.get(f"{PAGE}{path}").status_code == status


def test_strangers_find_nothing_and_do_nothing(client, requirement, charlie):
    client.force_login(charlie)
    for path in GET:
        assert client.get(f"{PAGE}{path}").status_code == 404
    for path in POST:
        assert client.post(f"{PAGE}{path}", {**FIELDS, "all": "1"}).status_code == 404
    assert not ReminderSchedule.objects.exists()


def test_the_coverage_page_leads_there(signed_in, requirement, bob):
    make_asked(requirement, days=3)
    page = signed_in.get("/organisation/beekstad/?standing=due_soon").content.decode()
    assert f'href="{PAGE}"' in page
    assert f'href="{PAGE}now/?standing=due_soon"' in page


# --- The schedule -------------------------------------------------------------------


def test_the_usual_schedule_is_shown_and_ones_own_can_be_saved(
    signed_in, beekstad, requirement
):
    page = signed_in.get(PAGE)
    assert 'value="30, 7"' in page.content.decode()
    assert "This is the usual schedule" in page.content.decode()

    response = signed_in.post(PAGE, FIELDS | {"before_due": "10", "escalate_after": ""})

    assert response.status_code == 302
    plan = Plans().of(beekstad.path)
    assert (plan.before_due, plan.escalate_after) == ((10,), None)
    assert (plan.before_expiry, plan.mails_until) == ((60, 14), DEFAULT.mails_until)
    page = signed_in.get(PAGE).content.decode()
    assert 'value="10"' in page
    assert "This is your own schedule" in page

    signed_in.post(f"{PAGE}follow/")
    assert decider_of(beekstad) is None


def test_a_part_reads_whose_schedule_it_follows(signed_in, beekstad):
    factories.make_department(beekstad, "desk", "Front desk")
    signed_in.post(PAGE, FIELDS)
    page = signed_in.get("/organisation/desk/reminders/").content.decode()
    assert "You follow the schedule of Beekstad" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"before_due": "soon"}, "Write numbers of days"),
        ({"before_due": "-3"}, "between 1 and 365"),
        ({"overdue": "1, 2, 3, 4, 5, 6"}, "At most 5"),
        ({"mails_until": "07:00"}, "choose a later end"),
        ({"mails_from": ""}, "No mail before"),
        ({"paused_until": "tomorrow"}, "No mail until this day"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(signed_in, wrong, says, beekstad):
    response = signed_in.post(PAGE, FIELDS | wrong)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not ReminderSchedule.objects.exists()


def test_the_page_says_when_mail_is_quiet(signed_in, beekstad):
    assert "No mail goes out now" not in signed_in.get(PAGE).content.decode()
    signed_in.post(PAGE, FIELDS | {"paused_until": "2026-12-01"})
    assert "No mail goes out now. It goes on 1 December 2026" in (
        signed_in.get(PAGE).content.decode()
    )


# --- What comes, what was sent ------------------------------------------------------


def test_the_preview_counts_and_shows_the_mail(signed_in, requirement):
    make_asked(requirement, name="Ann", days=7)
    make_asked(requirement, days=7, email=None)

    page = signed_in.get(f"{PAGE}preview/").content.decode()

    assert "7 days before it is due" in page
    assert "1 person more would get one" in page
    assert "Hello …," in page
    assert "Ann" not in page
    assert not OutgoingMail.objects.exists()


def test_an_empty_preview_says_what_will_appear(signed_in, requirement):
    page = signed_in.get(f"{PAGE}preview/").content.decode()
    assert "No mail goes out in the next seven days" in page


def test_very_many_people_are_looked_at_part_by_part(
    signed_in, requirement, beekstad, monkeypatch
):
    monkeypatch.setattr("tracking.domain.reminders.forecast.MOST_PEOPLE", 1)
    desk = factories.make_department(beekstad, "desk", "Front desk")
    make_asked(requirement, days=7, place=desk)
    make_asked(requirement, days=7)

    page = signed_in.get(f"{PAGE}preview/").content.decode()

    assert "Something is asked of 2 people here" in page
    assert 'href="/organisation/desk/reminders/preview/"' in page
    assert "No mail goes out in the next seven days" not in page
    assert "Send me a test" in page


def test_a_test_is_sent_to_oneself(signed_in, requirement, alice):
    make_asked(requirement, days=7)
    response = signed_in.post(f"{PAGE}test/", follow=True)
    assert told(response) == f"A test is on its way to {alice.email}."
    assert [one.to for one in mail.outbox] == [[alice.email]]


def test_without_anything_to_tell_there_is_no_test(signed_in, requirement):
    response = signed_in.post(f"{PAGE}test/", follow=True)
    assert "nothing left to do" in told(response) or "no mail to show" in told(response)
    assert mail.outbox == []


def test_tests_are_counted(signed_in, requirement):
    make_asked(requirement, days=7)
    for _number in range(10):
        signed_in.post(f"{PAGE}test/")
    assert "Enough tests" in told(signed_in.post(f"{PAGE}test/", follow=True))
    assert len(mail.outbox) == 10


def test_the_log_says_who_was_told_what_and_when(signed_in, requirement, alice):
    make_asked(requirement, name="Ann", days=7)
    make_asked(requirement, name="Ben", days=-1)
    remind(NOW)
    OutgoingMail.objects.filter(subject__startswith="Overdue").update(bounced_at=NOW)

    response = signed_in.get(f"{PAGE}sent/")

    (day,) = response.context["days"]
    assert (day.day, day.people, day.mails, day.returned) == (TODAY, 2, 2, 1)
    assert [(one["name"], one["why"]) for one in response.context["rows"]] == [
        ("Ben", "1 day overdue"),
        ("Ann", "7 days before it is due"),
    ]
    assert "Came back" in response.content.decode()

    def names(**query):
        rows = signed_in.get(f"{PAGE}sent/", query).context["rows"]
        return [one["name"] for one in rows]

    assert names(q="an") == ["Ann"]
    assert names(kind="overdue") == ["Ben"]
    assert names(day="2026-11-24") == ["Ben", "Ann"]
    assert names(day="2026-11-23") == []
    assert signed_in.get(f"{PAGE}sent/", {"day": "x"}).status_code == 422


def test_the_log_of_others_is_not_read(client, requirement, charlie, valmont):
    make_asked(requirement, name="Ann", days=7)
    remind(NOW)
    client.force_login(charlie)
    page = client.get("/organisation/valmont/reminders/sent/")
    assert page.context["rows"] == []
    assert "Nothing was sent yet" in page.content.decode()


def test_the_log_asks_the_same_for_one_row_and_thirty(signed_in, requirement):
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            signed_in.get(f"{PAGE}sent/")
        return len(found)

    make_asked(requirement, days=7)
    remind(NOW)
    signed_in.get(f"{PAGE}sent/")
    one = questions()
    for _number in range(29):
        make_asked(requirement, days=7)
    remind(at(TODAY, 11))
    assert Reminder.objects.count() == 30
    assert questions() == one


@pytest.mark.parametrize("path", ["preview/", "unreachable/", "now/"])
def test_a_page_asks_the_same_for_one_row_and_thirty(signed_in, requirement, path):
    def questions(more: int) -> int:
        for _number in range(more):
            email = None if path == "unreachable/" else ""
            make_asked(requirement, days=7, email=email)
        with CaptureQueriesContext(connection) as found:
            assert signed_in.get(f"{PAGE}{path}").status_code == 200
        return len(found)

    # What the process remembers from the first look on makes no difference.
    questions(1)
    assert questions(0) == questions(29)


def test_who_cannot_be_written_to_is_named(signed_in, requirement):
    make_asked(requirement, name="Badge Only", days=7, email=None)
    make_asked(requirement, name="Reached", days=7)
    page = signed_in.get(f"{PAGE}unreachable/").content.decode()
    assert "Badge Only" in page
    assert "Reached" not in page


def test_when_mail_reaches_everybody_the_page_says_so(signed_in, requirement):
    page = signed_in.get(f"{PAGE}unreachable/").content.decode()
    assert "Mail reaches everybody" in page


# --- By hand ------------------------------------------------------------------------


def test_remind_now_shows_what_happens_and_does_it(signed_in, requirement, alice):
    _user, ann = make_asked(requirement, name="Ann", days=7)
    make_asked(requirement, name="Ben", days=7)
    page = signed_in.get(f"{PAGE}now/").content.decode()
    assert "If you remind all of them, 2 mails go out." in page

    response = signed_in.post(f"{PAGE}now/", {"person": [ann.pk, "x"]}, follow=True)
    assert told(response).startswith("1 person is reminded.")
    assert [one["name"] for one in response.context["rows"]] == ["Ann"]

    page = signed_in.get(f"{PAGE}now/").content.decode()
    assert "1 person was reminded by hand in the last seven days" in page

    response = signed_in.post(f"{PAGE}now/", {"all": "1"}, follow=True)
    assert told(response).startswith("1 person is reminded.")
    assert len(mail.outbox) == 2

    response = signed_in.post(f"{PAGE}now/", {"all": "1"})
    assert response.status_code == 422
    assert "Nobody was reminded" in response.content.decode()


def test_too_many_at_once_are_to_be_narrowed(signed_in, requirement, monkeypatch):
    monkeypatch.setattr("tracking.domain.reminders.by_hand.MOST_PEOPLE", 1)
    make_asked(requirement, name="Late", days=-3)
    make_asked(requirement, name="Early", days=100)

    for response in (
        signed_in.get(f"{PAGE}now/"),
        signed_in.post(f"{PAGE}now/", {"all": "1"}),
    ):
        page = response.content.decode()
        assert "2 people have something left to do" in page
        assert "Nobody here has anything left to do" not in page
    assert not Reminder.objects.exists()
    assert "Late" in signed_in.get(f"{PAGE}now/?standing=overdue").content.decode()


def test_the_filter_of_the_coverage_list_holds(signed_in, requirement):
    make_asked(requirement, name="Late", days=-3)
    make_asked(requirement, name="Early", days=100)

    signed_in.post(f"{PAGE}now/?standing=overdue&course=small", {"all": "1"})

    assert [one.user.printed_name for one in Reminder.objects.all()] == ["Late"]


def test_at_night_the_page_says_when_it_goes_out(signed_in, requirement, alice, client):
    make_asked(requirement, days=7)
    with time_machine.travel(at(TODAY, 20), tick=False):
        client.force_login(alice)
        page = client.get(f"{PAGE}now/").content.decode()
    assert "Not before 25 November 2026" in page


def test_who_waits_for_the_morning_is_said(requirement, alice, client):
    make_asked(requirement, name="Ann", days=7)
    with time_machine.travel(at(TODAY, 20), tick=False):
        client.force_login(alice)
        client.post(f"{PAGE}now/", {"all": "1"})
        page = client.get(f"{PAGE}now/").content.decode()
    assert "1 person waits for the reminder to go out" in page
    assert "Waits since 24 November 2026" in page
    assert "in the last seven days and" not in page


def test_where_nobody_has_anything_to_do_the_page_says_so(signed_in, requirement):
    page = signed_in.get(f"{PAGE}now/").content.decode()
    assert "Nobody here has anything left to do" in page


def test_where_nothing_is_asked_there_is_nobody_to_remind(signed_in, beekstad):
    assert signed_in.get(f"{PAGE}now/").status_code == 404

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.domain.memberships import end_membership, move_to
from organisations.enums import Role
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tracking.domain.obligations import sweep
from tracking.models import Obligation, Requirement

PAGE = "/organisation/beekstad/"
NEW_FILE = "/organisation/beekstad/exports/new/"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def asked(beekstad, course, bob, today):
    """Asked of Beekstad's police for a year; Bob is there."""
    requirement = factories.make_requirement(
        beekstad, course, starts_on=today - timedelta(days=365)
    )
    sweep(factories.noon(today - timedelta(days=300)))
    return requirement


def ask_again(now=None):
    sweep(now or timezone.now())


def file_of(client, query=None):
    """The file of a list, as it is downloaded; a worker has made it meanwhile."""
    made = client.post(f"{NEW_FILE}?{urlencode(query or {})}", {"form": "csv"})
    return client.get(f"{made['Location']}file/")


def rows(client, query=None) -> list[list[str]]:
    text = b"".join(file_of(client, query).streaming_content).decode()
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


def names(response) -> list[str]:
    return [row.name for row, _kind in response.context["rows"]]


@pytest.mark.parametrize("path", [PAGE, NEW_FILE])
def test_strangers_and_learners_find_nothing_there(client, asked, bob, charlie, path):
    for person in (bob, charlie):
        client.force_login(person)
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [PAGE, NEW_FILE])
def test_a_visitor_signs_in_first(client, asked, path):
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (
        302,
        f"{reverse('account_login')}?next={path}",
    )


@pytest.mark.parametrize("path", [PAGE, NEW_FILE])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.DEPUTY, 200),
        (Role.AUDITOR, 200),
        (Role.TRAINER, 404),
        (Role.AUTHOR, 404),
    ],
)
def test_the_page_is_for_those_who_answer_for_the_organisation(
    client, asked, beekstad, path, role, status
):
    client.force_login(factories.make_member(beekstad, role=role))

    assert client.get(path).status_code == status


def test_whoever_coordinates_the_whole_sees_its_parts_and_not_the_other_way_round(
    client, asked, beekstad, alice
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    client.force_login(alice)
    assert client.get("/organisation/desk/").status_code == 200
    client.force_login(factories.make_member(desk, role=Role.COORDINATOR))
    assert client.get(PAGE).status_code == 404


def test_a_part_sees_its_own_people_under_what_the_whole_asks(
    client, asked, beekstad, bob
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    factories.make_member(desk, name="Desk Person")
    ask_again()
    client.force_login(factories.make_member(desk, role=Role.DEPUTY, sector="MUN"))

    assert names(client.get("/organisation/desk/")) == ["Desk Person"]


def test_the_page_says_who_is_covered_and_who_is_not(
    client, asked, alice, bob, beekstad, course, today
):
    covered = factories.make_member(beekstad, name="Cato Covered")
    factories.make_certificate(
        covered, course, today, valid_until=today + timedelta(days=400)
    )
    factories.make_member(beekstad, name="Nils New")
    ask_again()
    client.force_login(alice)

    response = client.get(PAGE)

    assert [(row.name, row.standing) for row, _kind in response.context["rows"]] == [
        ("Bob Đorđe Wiśniewski", "overdue"),
        ("Nils New", "not_begun"),
        ("Cato Covered", "covered"),
    ]
    counts = response.context["counts"]
    assert (counts.total, counts.covered, counts.overdue) == (3, 1, 1)
    assert "1 of 3 covered, 0 run out soon" in response.content.decode()


def test_who_is_exempt_is_counted_apart_and_the_page_says_so(
    client, asked, alice, bob, beekstad, course, today
):
    covered = factories.make_member(beekstad, name="Cato Covered")
    factories.make_certificate(covered, course, today)
    until = today + timedelta(days=20)
    factories.make_exemption(bob, asked, today, until)
    ask_again()
    client.force_login(alice)

    response = client.get(PAGE)

    counts = response.context["counts"]
    assert (counts.total, counts.asked, counts.covered, counts.exempt) == (2, 1, 1, 1)
    page = " ".join(response.content.decode().split())
    assert "1 of 1 covered, 0 run out soon" in page
    assert "1 person is exempt: counted apart" in page
    assert names(client.get(PAGE, {"standing": "exempt"})) == [str(bob)]
    assert rows(client, {"standing": "exempt"})[0][3:] == [
        "Exempt",
        (today - timedelta(days=240)).isoformat(),
        "",
        until.isoformat(),
        today.isoformat(),
        today.isoformat(),
    ]


def test_names_lead_to_the_pages_of_people_for_those_who_coordinate(
    client, asked, alice, bob, beekstad
):
    address = reverse("tracking:person", args=["beekstad", bob.uuid])
    auditor = factories.make_member(beekstad, role=Role.AUDITOR)
    shown = []
    for person, query in ((alice, {}), (alice, {"on": "2026-01-01"}), (auditor, {})):
        client.force_login(person)
        shown.append(address in client.get(PAGE, query).content.decode())

    assert shown == [True, False, False]


def test_employers_never_read_answers_points_or_how_far_somebody_is(
    client, asked, alice, bob, course, today
):
    enrolment = factories.make_enrolment(bob, course, today)
    factories.make_progress(enrolment, today, count=2)
    client.force_login(alice)

    def seen():
        page = client.get(PAGE).content.decode().partition("<h1>")[2]
        # Another one with every page.
        page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", page)
        return page, rows(client)

    with_progress = seen()
    factories.make_progress(enrolment, today, count=4)

    assert seen() == with_progress


def test_the_page_asks_as_many_queries_for_thirty_people_as_for_one(
    client, asked, alice, beekstad, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(alice)
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(names(client.get(PAGE))) == 1
    for _ in range(29):
        factories.make_member(beekstad)
    ask_again()
    with django_assert_num_queries(len(one)):
        assert len(names(client.get(PAGE))) == 30


def test_long_lists_have_pages(client, asked, alice, beekstad):
    for _ in range(60):
        factories.make_member(beekstad)
    ask_again()
    client.force_login(alice)

    first, second = client.get(PAGE), client.get(PAGE, {"page": "2"})

    assert (len(names(first)), len(names(second))) == (50, 11)
    assert set(names(first)) & set(names(second)) == set()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ŁUCJA"}, ["Łucja Ade"]),
        ({"q": "nobody"}, []),
        ({"sector": "EDU"}, ["Łucja Ade"]),
        ({"standing": "overdue"}, ["Bob Đorđe Wiśniewski"]),
        ({"standing": "nonsense"}, ["Bob Đorđe Wiśniewski", "Łucja Ade"]),
        ({"department": "desk"}, ["Łucja Ade"]),
        ({"department": "nonsense"}, ["Bob Đorđe Wiśniewski", "Łucja Ade"]),
        ({"sort": "name"}, ["Bob Đorđe Wiśniewski", "Łucja Ade"]),
        ({"sort": "-name"}, ["Łucja Ade", "Bob Đorđe Wiśniewski"]),
        ({"sort": "-standing"}, ["Łucja Ade", "Bob Đorđe Wiśniewski"]),
        ({"sort": "-due"}, ["Łucja Ade", "Bob Đorđe Wiśniewski"]),
        ({"sort": "user__email"}, ["Bob Đorđe Wiśniewski", "Łucja Ade"]),
        ({"page": "99"}, ["Bob Đorđe Wiśniewski", "Łucja Ade"]),
    ],
)
def test_people_are_searched_filtered_and_sorted(
    client, asked, alice, beekstad, course, query, found
):
    factories.make_requirement(beekstad, course, sector="EDU")
    desk = factories.make_department(beekstad, "desk", "Front desk")
    factories.make_member(desk, name="Łucja Ade", sector="EDU")
    ask_again()
    client.force_login(alice)

    assert names(client.get(PAGE, query)) == found
    file = [row[0] for row in rows(client, query)]
    assert file == found


def test_departments_stand_beside_names(client, asked, alice, beekstad):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    back = factories.make_department(beekstad, "back", "Back office")
    person = factories.make_member(desk)
    for role in (Role.LEARNER, Role.TRAINER):
        Membership.objects.create(
            user=person, organisation=back, role=role, starts_on=date(2026, 1, 1)
        )
    ask_again()
    client.force_login(alice)

    shown = client.get(PAGE).context["rows"]

    assert sorted(row.department for row, _kind in shown) == [
        "",
        "Back office, Front desk",
    ]


def test_who_was_certified_on_an_earlier_day(client, asked, alice, bob, course, today):
    factories.make_certificate(
        bob,
        course,
        today - timedelta(days=100),
        valid_until=today - timedelta(days=10),
    )
    client.force_login(alice)

    def standing(days):
        day = today - timedelta(days=days)
        context = client.get(PAGE, {"on": day.isoformat()}).context
        return [row.standing for row, _kind in context.get("rows", [])]

    assert standing(400) == standing(301) == []
    assert standing(299) == ["not_begun"]
    assert standing(101) == ["overdue"]
    assert standing(100) == ["covered"]
    assert standing(10) == ["expiring"]
    assert standing(9) == ["overdue"]


@pytest.fixture
def long_known(asked, bob, today):
    """All of this has been on record for more than a year."""
    since = factories.noon(today - timedelta(days=400))
    Membership.objects.filter(user=bob).update(recorded_at=since)
    Requirement.objects.update(recorded_at=since)


def test_a_correction_does_not_rewrite_what_was_known(
    client, long_known, alice, bob, today
):
    """Bob left a hundred days ago, and it was written down only today."""
    left = today - timedelta(days=100)
    end_membership(bob.memberships.get(), ends_on=left, now=timezone.now())
    ask_again()
    client.force_login(alice)

    def seen(**days) -> list[str]:
        query = {name: str(today - timedelta(days=n)) for name, n in days.items()}
        page = client.get(PAGE, query)
        assert [row[0] for row in rows(client, query)] == names(page)
        return names(page)

    assert seen(on=50) == seen(on=50, known=0) == []
    assert seen(on=50, known=50) == seen(on=50, known=1) == seen(known=50) == [str(bob)]
    assert seen(on=101) == [str(bob)]


def test_the_page_and_the_file_say_as_known_when(client, long_known, alice, bob, today):
    client.force_login(alice)
    query = {
        "on": str(today - timedelta(days=20)),
        "known": str(today - timedelta(days=10)),
    }

    page = " ".join(client.get(PAGE, query).content.decode().split())

    assert ", as was known on " in page
    assert ", as was known on " not in client.get(PAGE).content.decode()
    assert rows(client, query)[0][-2:] == [query["on"], query["known"]]
    assert rows(client)[0][-2:] == [str(today), str(today)]


def test_nothing_is_known_before_the_day_itself(client, asked, alice, today):
    client.force_login(alice)
    query = {"on": str(today), "known": str(today - timedelta(days=1))}

    response = client.get(PAGE, query)

    assert list(response.context["form"].errors["known"]) == [
        "Nobody knew yet. Choose the day itself or a later one."
    ]
    assert response.context["known_on"] is None


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        ("2999-01-01", "Nobody knows yet. Choose today or an earlier day."),
        ("yesterday", "Enter a valid date."),
        ("2026-02-31", "Enter a valid date."),
    ],
)
def test_a_day_nobody_knows_is_today(client, asked, alice, today, on, reason):
    client.force_login(alice)

    response = client.get(PAGE, {"on": on})

    assert (response.status_code, response.context["day"]) == (200, today)
    assert list(response.context["form"].errors["on"]) == [reason]


def test_who_moves_in_the_middle_of_a_course_keeps_it_and_leaves_the_page(
    client, asked, alice, bob, beekstad, valmont, course, today
):
    enrolment = factories.make_enrolment(bob, course, today - timedelta(days=20))
    factories.make_progress(enrolment, today - timedelta(days=20), count=2)
    move_to(bob, beekstad, valmont, now=timezone.now())
    client.force_login(alice)
    yesterday = {"on": (today - timedelta(days=1)).isoformat()}

    # Also before anything has followed the move.
    assert names(client.get(PAGE)) == []
    ask_again()
    assert names(client.get(PAGE)) == []
    assert names(client.get(PAGE, yesterday)) == ["Bob Đorđe Wiśniewski"]
    assert [row[0] for row in rows(client, yesterday)] == ["Bob Đorđe Wiśniewski"]
    client.force_login(bob)
    assert client.get(reverse("courses:course", args=["small"])).context[
        "way"
    ].done == {str(one.activity_id) for one in enrolment.progress.all()}
    assert enrolment.progress.count() == 2


def test_a_certificate_of_an_earlier_employer_counts(
    client, asked, alice, beekstad, valmont, course, today
):
    newcomer = factories.make_member(valmont, name="Nele New")
    factories.make_certificate(newcomer, course, today - timedelta(days=5))
    move_to(newcomer, valmont, beekstad, now=timezone.now())
    ask_again()
    client.force_login(alice)

    response = client.get(PAGE, {"q": "Nele"})

    assert [row.standing for row, _kind in response.context["rows"]] == ["covered"]
    assert "Certified without end" in response.content.decode()


def test_what_two_bodies_ask_counts_a_person_once(
    client, asked, alice, bob, beekstad, course, today
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    factories.make_requirement(desk, course, due_days=5)
    person = factories.make_member(desk, name="Anna Desk")
    ask_again()
    client.force_login(alice)

    response = client.get(PAGE)

    assert names(response) == ["Bob Đorđe Wiśniewski", "Anna Desk"]
    assert response.context["counts"].total == 2
    due = [row.due_on for row, _kind in response.context["rows"]][1]
    assert due == today + timedelta(days=5)
    assert Obligation.objects.filter(user=person).count() == 2


def test_each_course_has_its_own_coverage(client, asked, alice, bob, beekstad, today):
    other = make_course(beekstad, code="another")
    other.release()
    factories.make_requirement(beekstad, other.course)
    ask_again()
    client.force_login(alice)

    first = client.get(PAGE)
    second = client.get(PAGE, {"course": "small"})

    assert [tab["current"] for tab in first.context["course_tabs"]] == [True, False]
    assert (first.context["course"].code, second.context["course"].code) == (
        "another",
        "small",
    )
    assert client.get(PAGE, {"course": "nonsense"}).context["course"].code == "another"


def test_the_file_is_safe_to_open_and_says_the_same_as_the_page(
    client, asked, alice, bob, beekstad, course, today
):
    bob.printed_name = "=HYPERLINK(A1)"
    bob.save()
    held = factories.make_member(beekstad, name="Cato Covered")
    until = today + timedelta(days=400)
    factories.make_certificate(held, course, today, valid_until=until)
    ask_again()
    client.force_login(alice)

    response = file_of(client)
    list(response.streaming_content)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'attachment; filename="relay-beekstad-{today.isoformat()}.csv"'
    )
    first, second = rows(client)
    sector = "Police (local and federal)"
    assert first[:4] == ["'=HYPERLINK(A1)", "", sector, "Overdue"]
    assert first[5:] == ["", "", today.isoformat(), today.isoformat()]
    assert second[:4] == ["Cato Covered", "", sector, "Covered"]
    assert second[5:] == [until.isoformat(), "", *[today.isoformat()] * 2]


def test_where_nothing_is_asked_the_page_says_what_will_appear(client, alice):
    client.force_login(alice)

    page = client.get(PAGE).content.decode()

    assert "Your organisation asks nothing yet" in page
    assert reverse("tracking:requirements", args=["beekstad"]) in page
    assert client.get(NEW_FILE).status_code == 404


def test_where_nobody_is_in_scope_the_page_says_how_they_come(
    client, asked, alice, beekstad, course, bob
):
    factories.make_requirement(beekstad, course, sector="EDU")
    bob.sector_id = "MUN"
    bob.save()
    ask_again()
    client.force_login(alice)

    page = client.get(PAGE).content.decode()

    assert "Nobody is asked anything here yet" in page
    assert "Nobody fits this choice" in client.get(PAGE, {"q": "x"}).content.decode()


def test_an_auditor_is_not_offered_what_they_may_not_do(client, asked, beekstad):
    client.force_login(factories.make_member(beekstad, role=Role.AUDITOR))

    page = client.get(PAGE).content.decode()

    assert reverse("organisations:invitations", args=["beekstad"]) not in page
    assert reverse("tracking:requirements", args=["beekstad"]) not in page


def test_a_page_that_there_is_not_is_the_last_one(
    client, asked, alice, beekstad, course
):
    for _ in range(60):
        factories.make_member(beekstad)
    ask_again()
    client.force_login(alice)

    def shown(**query) -> tuple:
        page = client.get(PAGE, query)
        return page.context["page"].number, len(names(page))

    assert shown() == shown(page=1) == shown(page="nonsense") == (1, 50)
    assert shown(page=2) == shown(page=99) == shown(page=0) == shown(page=-3) == (2, 11)
    assert shown(page=7, standing="exempt") == (1, 0)

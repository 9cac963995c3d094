from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from organisations.domain.memberships import move_to
from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tracking.domain.obligations import sweep
from tracking.models import Waiver


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def requirement(beekstad, small_course, bob):
    """Asked of Bob since a hundred days: he is late."""
    found = factories.make_requirement(beekstad, small_course.course)
    sweep(timezone.now() - timedelta(days=100))
    return found


def page_of(person, code: str = "beekstad") -> str:
    return reverse("tracking:person", args=[code, person.uuid])


def give_url(person, requirement, act: str = "exempt", code: str = "beekstad") -> str:
    return reverse(f"tracking:{act}", args=[code, person.uuid, requirement.pk])


def withdraw_url(waiver, code: str = "beekstad") -> str:
    return reverse("tracking:withdraw_waiver", args=[code, waiver.user.uuid, waiver.pk])


@pytest.fixture
def exemption(today):
    return {
        "starts_on": today.isoformat(),
        "last_day": (today + timedelta(days=30)).isoformat(),
        "reason_code": "long-absence",
    }


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_only_those_who_coordinate_find_the_pages(
    client, requirement, beekstad, alice, bob, charlie
):
    deputy = factories.make_member(beekstad, role=Role.DEPUTY)
    auditor = factories.make_member(beekstad, role=Role.AUDITOR)
    statuses = []
    for person in (alice, deputy, auditor, bob, charlie):
        client.force_login(person)
        statuses.append(
            [
                client.get(page_of(bob)).status_code,
                client.get(give_url(bob, requirement)).status_code,
                client.get(give_url(bob, requirement, "extend")).status_code,
            ]
        )

    assert statuses == [[200] * 3, [200] * 3, [404] * 3, [404] * 3, [404] * 3]


def test_strangers_exempt_nobody_and_withdraw_nothing(
    client, requirement, bob, charlie, exemption, today
):
    waiver = factories.make_exemption(bob, requirement, today, today)
    client.force_login(charlie)

    answers = [
        client.post(url, exemption | {"confirm": "1"}).status_code
        for url in (
            give_url(bob, requirement),
            give_url(bob, requirement, code="valmont"),
            withdraw_url(waiver),
            withdraw_url(waiver, code="valmont"),
        )
    ]

    assert answers == [404] * 4
    assert list(Waiver.objects.values_list("withdrawn_at", flat=True)) == [None]


def test_people_of_others_have_no_page_and_nor_have_those_who_left(
    client, requirement, alice, bob, charlie, beekstad, valmont
):
    client.force_login(alice)
    move_to(bob, beekstad, valmont, now=timezone.now())

    for person in (bob, charlie):
        assert client.get(page_of(person)).status_code == 404


def test_the_page_says_what_is_asked_and_where_the_person_stands(
    client, requirement, alice, bob, small_course, today
):
    client.force_login(alice)

    before = words(client.get(page_of(bob)))
    until = today + timedelta(days=400)
    factories.make_certificate(bob, small_course.course, today, valid_until=until)
    after = words(client.get(page_of(bob)))

    assert "Overdue" in before
    assert "Certified until" in after
    assert "Overdue" not in after


def test_both_pages_of_a_person_lead_to_each_other(client, alice, bob):
    client.force_login(alice)
    about = reverse("organisations:person", args=["beekstad", bob.uuid])

    for here, there in ((page_of(bob), about), (about, page_of(bob))):
        page = client.get(here).text
        heading = page.index("</h1>")
        link = f'<p><a class="text-button" href="{there}">'
        assert page[heading + len("</h1>") :].lstrip().startswith(link)


def test_nothing_leads_to_the_standing_of_who_has_left(client, alice, bob):
    client.force_login(alice)
    bob.memberships.update(ends_on=timezone.localdate())

    page = client.get(reverse("organisations:person", args=["beekstad", bob.uuid]))

    assert page.status_code == 200
    assert page_of(bob) not in page.text


def test_a_person_of_whom_nothing_is_asked(client, alice, bob):
    client.force_login(alice)

    assert "Nothing is asked of this person today" in words(client.get(page_of(bob)))


def test_what_would_change_is_shown_first_and_nothing_is_written(
    client, requirement, alice, bob, exemption
):
    client.force_login(alice)

    page = words(client.post(give_url(bob, requirement), exemption))

    assert "The standing changes from “Overdue” to “Exempt”." in page
    assert "The day after, it is overdue at once" in page
    assert Waiver.objects.count() == 0


def test_an_exemption_is_given_and_stands_on_the_page_with_its_reason(
    client, requirement, alice, bob, exemption
):
    client.force_login(alice)
    asked = exemption | {"confirm": "1"}

    response = client.post(give_url(bob, requirement), asked, follow=True)

    page = words(response)
    assert response.redirect_chain[-1][0] == page_of(bob)
    assert "Done. It is written down, with the reason." in page
    assert "</strong>. Long absence.<br>" in page
    assert f"by {alice}" in page
    assert (Waiver.objects.get().user, Waiver.objects.get().given_by) == (bob, alice)


def test_more_time_is_given_with_the_new_day(client, requirement, alice, bob, today):
    client.force_login(alice)
    due = today + timedelta(days=50)
    asked = {"due_on": due.isoformat(), "reason_code": "other-duties"}
    url = give_url(bob, requirement, "extend")

    look = words(client.post(url, asked))
    client.post(url, asked | {"confirm": "1"})

    assert "The standing changes from “Overdue” to “Not begun”." in look
    assert Waiver.objects.get().due_on == due


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_day": "2026-01-01", "starts_on": "2025-12-01"}, "That day is over."),
        ({"last_day": "2999-01-01"}, "Nothing of this lasts longer than two years."),
        ({"reason_code": "illness"}, "Select a valid choice."),
        ({"reason_code": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_given_says_why(
    client, requirement, alice, bob, exemption, changes, said
):
    client.force_login(alice)

    response = client.post(
        give_url(bob, requirement), exemption | changes | {"confirm": "1"}
    )

    assert response.status_code == 422
    assert said in words(response)
    assert Waiver.objects.count() == 0


def test_an_exemption_is_withdrawn_and_stays_written_down(
    client, requirement, alice, bob, today
):
    waiver = factories.make_exemption(bob, requirement, today, today)
    client.force_login(alice)

    page = words(client.post(withdraw_url(waiver), follow=True))

    assert "Withdrawn from today on." in page
    assert "Overdue" in page
    assert f"by {alice}" in page
    assert Waiver.objects.get().withdrawn_by == alice


def test_who_is_exempt_is_shown_until_when(client, requirement, alice, bob, today):
    until = today + timedelta(days=30)
    factories.make_exemption(bob, requirement, today, until)
    client.force_login(alice)

    page = words(client.get(page_of(bob)))

    assert f"Exempt until {date_format(until)}" in page
    assert "Due " not in page.partition("<main")[2]


def test_what_is_over_offers_no_withdrawal(client, requirement, alice, bob, today):
    last = today - timedelta(days=1)
    factories.make_exemption(bob, requirement, today - timedelta(days=9), last)
    factories.make_extension(bob, requirement, today - timedelta(days=9), last)
    client.force_login(alice)

    page = words(client.get(page_of(bob)))

    assert "Exempt from" in page
    assert "More time, until" in page
    assert "Withdraw it" not in page


def test_what_somebody_who_left_was_let_off_for_days_to_come_can_be_withdrawn(
    client, requirement, alice, bob, charlie, beekstad, valmont, today
):
    first = today + timedelta(days=20)
    waiver = factories.make_exemption(bob, requirement, first, first)
    over = factories.make_exemption(charlie, requirement, today, today)
    over.withdrawn_at = timezone.now()
    over.save()
    move_to(bob, beekstad, valmont, now=timezone.now())
    sweep(timezone.now())
    client.force_login(factories.make_member(valmont, role=Role.COORDINATOR))
    assert client.post(withdraw_url(waiver)).status_code == 404
    client.force_login(alice)

    page = words(client.get(page_of(bob)))
    response = client.post(withdraw_url(waiver), follow=True)

    assert "Exemptions and more time from what is not asked of this person" in page
    assert "Long absence" in page
    assert response.redirect_chain[-1][0] == reverse(
        "tracking:coverage", args=["beekstad"]
    )
    assert Waiver.objects.get(pk=waiver.pk).withdrawn_by == alice
    assert [client.get(page_of(one)).status_code for one in (bob, charlie)] == [404] * 2


def test_a_part_exempts_nobody_from_what_the_whole_asks(
    client, requirement, alice, beekstad, exemption, today
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    person = factories.make_member(desk, name="Desk Person")
    sweep(timezone.now())
    waiver = factories.make_exemption(person, requirement, today, today)
    client.force_login(factories.make_member(desk, role=Role.COORDINATOR))

    page = words(client.get(page_of(person, "desk")))
    assert "Exempt from" in page
    assert "Long absence" not in page
    answers = [
        client.post(url, exemption | {"confirm": "1"}).status_code
        for url in (
            give_url(person, requirement, code="desk"),
            withdraw_url(waiver, code="desk"),
        )
    ]

    assert "Only Beekstad can exempt anybody from this." in page
    assert answers == [404, 404]
    client.force_login(alice)
    assert client.get(give_url(person, requirement, code="desk")).status_code == 200


def test_nobody_who_coordinates_is_offered_an_exemption_of_their_own(
    client, requirement, alice, beekstad, exemption, today
):
    alice.sector_id = "POL"
    alice.save()
    sweep(timezone.now())
    mine = factories.make_exemption(alice, requirement, today, today)
    client.force_login(alice)

    page = words(client.get(page_of(alice)))
    answers = [
        client.post(url, exemption | {"confirm": "1"}).status_code
        for url in (
            give_url(alice, requirement),
            give_url(alice, requirement, "extend"),
        )
    ]

    assert "Nobody decides this for themselves." in page
    assert "Exempt for a time" not in page
    assert "Give more time" not in page
    assert answers == [404, 404]
    assert list(Waiver.objects.all()) == [mine]


def test_what_was_never_asked_of_a_person_is_not_there(
    client, requirement, alice, beekstad, small_course
):
    teacher = factories.make_member(beekstad, sector="EDU")
    client.force_login(alice)

    assert client.get(give_url(teacher, requirement)).status_code == 404


def test_the_page_asks_as_many_queries_for_ten_courses_as_for_one(
    client, requirement, alice, bob, beekstad, today, django_assert_num_queries
):
    def add():
        other = make_course(beekstad, code=f"other{Waiver.objects.count()}")
        other.release()
        asked = factories.make_requirement(beekstad, other.course)
        factories.make_exemption(bob, asked, today, today, by=alice)

    add()
    sweep(timezone.now())
    client.force_login(alice)
    client.get(page_of(bob))
    with CaptureQueriesContext(connection) as one:
        client.get(page_of(bob))
    before = len(one)
    for _ in range(4):
        add()
    sweep(timezone.now())
    client.get(page_of(bob))
    with django_assert_num_queries(before):
        client.get(page_of(bob))


def test_who_is_exempt_reads_it_under_today(client, requirement, bob, today):
    until = today + timedelta(days=30)
    factories.make_exemption(bob, requirement, today, until)
    client.force_login(bob)

    response = client.get("/my/")

    assert response.context["home"].required == []
    assert [one.ends_on for one in response.context["home"].exempt] == [until]
    assert "Beekstad exempts you until" in words(response)
    assert "The reason: Long absence." in words(response)


def test_who_has_more_time_reads_why_under_today(client, requirement, bob, today):
    client.force_login(bob)
    before = words(client.get("/my/"))
    factories.make_extension(bob, requirement, today, today + timedelta(days=50))

    page = words(client.get("/my/"))

    assert "The reason:" not in before
    assert "You were given more time. The reason: Other duties for a time." in page

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from organisations.models import User
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tracking.domain.obligations import sweep
from tracking.models import Obligation, Requirement

PAGE = "/organisation/beekstad/requirements/"
ASKED = {"course": "small", "sector": "POL", "due_days": "60", "renew_months": ""}


@pytest.fixture
def requirement(beekstad, small_course, bob):
    found = factories.make_requirement(beekstad, small_course.course)
    sweep(timezone.now() - timedelta(days=3))
    return found


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({}, "Nobody of this sector belongs to you today."),
        ({"function": "Mediator"}, "Nobody of this sector with this function belongs"),
        ({"language": "nl"}, "Nobody of this sector who uses Relay in this language"),
        (
            {"function": "Mediator", "language": "nl"},
            "Nobody of this sector with this function and this language belongs",
        ),
    ],
)
def test_that_nobody_is_concerned_says_which_limit_to_look_at(
    client, small_course, alice, beekstad, limits, said
):
    if limits:
        factories.make_member(beekstad)
    client.force_login(alice)

    page = client.get(PAGE, ASKED | limits).content.decode()

    assert said in " ".join(page.split())


def test_what_is_stricter_is_shown_with_those_whom_it_concerns(
    client, small_course, alice, beekstad
):
    factories.make_requirement(
        beekstad, small_course.course, renew_months=6, function="Mediator"
    )
    client.force_login(alice)

    page = " ".join(client.get(PAGE, ASKED).content.decode().split())

    notice = page.partition("again after 6 months, which is stricter")[2][:120]
    assert "Only of those with the function “Mediator”." in notice


def end_url(requirement) -> str:
    return reverse(
        "tracking:end_requirement",
        args=[requirement.organisation.code, requirement.pk],
    )


def test_only_those_who_coordinate_the_organisation_find_the_page(
    client, beekstad, alice, bob, charlie
):
    deputy = factories.make_member(beekstad, role=Role.DEPUTY)
    auditor = factories.make_member(beekstad, role=Role.AUDITOR)
    statuses = {}
    for person in (alice, deputy, auditor, bob, charlie):
        client.force_login(person)
        statuses[person] = client.get(PAGE).status_code

    assert list(statuses.values()) == [200, 200, 404, 404, 404]


@pytest.mark.parametrize("stranger", ["bob", "charlie"])
def test_strangers_ask_and_end_nothing(client, requirement, request, stranger):
    client.force_login(request.getfixturevalue(stranger))

    answers = [
        client.post(PAGE, ASKED | {"sector": "EDU"}).status_code,
        client.post(end_url(requirement)).status_code,
    ]

    assert answers == [404, 404]
    assert list(Requirement.objects.all()) == [requirement]
    assert Requirement.objects.get().ends_on is None


def test_a_requirement_of_others_is_not_ended_through_ones_own_page(
    client, requirement, charlie, valmont
):
    client.force_login(charlie)

    url = reverse("tracking:end_requirement", args=["valmont", requirement.pk])

    assert client.post(url).status_code == 404
    assert Requirement.objects.get().ends_on is None


def test_what_will_happen_is_shown_first_and_nothing_is_changed(
    client, alice, bob, small_course
):
    client.force_login(alice)

    response = client.get(PAGE, ASKED)

    page = response.content.decode()
    assert "1 person is asked, until" in page
    assert "0 of them hold what is enough already." in page
    assert Requirement.objects.count() == 0


def test_the_mails_that_would_go_are_shown_before(client, alice, bob, small_course):
    client.force_login(alice)

    page = client.get(PAGE, ASKED).content.decode()

    assert "Mails about it in the next 90 days, if nobody does anything" in page
    assert "30 days before it is due" in page


def test_what_is_enough_as_well_is_chosen_shown_and_kept(
    client, alice, bob, beekstad, small_course
):
    workshop = make_course(beekstad, code="workshop")
    workshop.release()
    asked = ASKED | {"accepted": ["workshop"], "accepted_months": "24"}
    client.force_login(alice)

    preview = client.get(PAGE, asked).content.decode()
    # It goes along to the button that asks it.
    assert '<input type="hidden" name="accepted" value="workshop"' in preview
    client.post(PAGE, asked)

    made = Requirement.objects.get()
    assert made.accepted_within == {str(workshop.course.pk): 24}
    assert [(one.course, one.within_months) for one in made.accepted.all()] == [
        (workshop.course, 24)
    ]
    page = client.get(PAGE).content.decode()
    assert "Enough as well, for 24 months: “Course en”" in page


def test_before_anybody_belongs_it_can_be_asked_of_those_who_come(
    client, alice, small_course
):
    client.force_login(alice)

    page = client.get(PAGE, ASKED | {"sector": "EDU"}).content.decode()

    assert "It is asked of those who come." in page


def test_asking_reaches_everybody_and_leads_back(client, alice, bob, small_course):
    client.force_login(alice)

    response = client.post(PAGE, ASKED | {"renew_months": "12"}, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    assert "asks “Course en” of its people from today." in response.content.decode()
    requirement = Requirement.objects.get()
    assert (requirement.due_days, requirement.renew_months) == (60, 12)
    assert Obligation.objects.get().user == bob


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_days": "0"},
        {"due_days": "many"},
        {"course": "nonsense"},
        {"sector": "PAR"},
        {"renew_months": "-1"},
    ],
)
def test_what_cannot_be_asked_says_why_and_changes_nothing(
    client, alice, small_course, wrong
):
    client.force_login(alice)

    responses = [client.get(PAGE, ASKED | wrong), client.post(PAGE, ASKED | wrong)]

    assert [response.status_code for response in responses] == [422, 422]
    assert all(response.context["form"].errors for response in responses)
    assert Requirement.objects.count() == 0


def test_asking_twice_says_that_it_is_asked(client, alice, requirement):
    client.force_login(alice)

    response = client.post(PAGE, ASKED)

    assert response.status_code == 422
    assert "You ask this course of these people already." in response.content.decode()


def test_ending_needs_a_post_and_keeps_the_past(client, alice, requirement):
    client.force_login(alice)
    assert client.get(end_url(requirement)).status_code == 405

    response = client.post(end_url(requirement), follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    page = response.content.decode()
    assert "This is not asked any longer." in page
    assert "not any longer since" in page
    assert Obligation.objects.get().closed_on == timezone.localdate()


def test_a_part_sees_what_is_asked_from_above_and_does_not_end_it(
    client, requirement, beekstad
):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    client.force_login(factories.make_member(desk, role=Role.COORDINATOR))

    page = client.get("/organisation/desk/requirements/").content.decode()

    assert "What is asked of your people from above" in page
    assert end_url(requirement) not in page
    assert client.post(end_url(requirement)).status_code == 404


def test_the_page_without_requirements_says_how_to_begin(client, alice):
    client.force_login(alice)

    assert "Begin with the form below." in client.get(PAGE).content.decode()


def test_the_list_asks_as_many_queries_for_thirty_as_for_one(
    client, alice, beekstad, small_course, requirement, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(alice)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    Requirement.objects.bulk_create(
        Requirement(
            organisation=beekstad,
            course=small_course.course,
            sector_id="EDU",
            starts_on="2026-01-01",
            ends_on="2026-02-01",
        )
        for _ in range(29)
    )
    with django_assert_num_queries(len(one)):
        assert len(client.get(PAGE).context["own"]) == 30


def test_a_course_that_is_not_released_cannot_be_chosen(client, alice, beekstad):
    draft = make_course(beekstad, code="draft").course
    client.force_login(alice)

    form = client.get(PAGE).context["form"]

    assert draft not in form.fields["course"].queryset


def test_for_whom_and_by_when_is_shown_before_and_after(
    client, alice, bob, small_course
):
    client.force_login(alice)
    bob.memberships.update(function="mediator")
    User.objects.filter(pk=bob.pk).update(language="nl")
    due = timezone.localdate() + timedelta(days=90)
    asked = ASKED | {
        "function": "Mediator",
        "language": "nl",
        "due_on": due.isoformat(),
        "grace_days": "7",
    }

    look = client.get(PAGE, asked).content.decode()
    page = " ".join(client.post(PAGE, asked, follow=True).content.decode().split())

    assert "1 person is asked, until" in look
    assert "Only of those with the function “Mediator”." in page
    assert "Only of those who learn in Nederlands." in page
    assert "for those who come later, after 60 days." in page
    assert "Late only 7 days after that." in page
    assert Obligation.objects.get().due_on == due


def test_what_a_body_above_asks_more_strictly_is_said_first(
    client, alice, beekstad, small_course
):
    factories.make_requirement(beekstad, small_course.course, renew_months=6)
    desk = factories.make_department(beekstad, "desk", "Front desk")
    client.force_login(alice)

    page = "/organisation/desk/requirements/"
    said = [
        "Beekstad asks this course of the same sector again after 6 months"
        in client.get(page, ASKED | {"renew_months": months}).content.decode()
        for months in ("", "7", "6")
    ]

    assert said == [True, True, False]
    assert Requirement.objects.filter(organisation=desk).count() == 0

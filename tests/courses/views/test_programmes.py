from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain.manifest import outline_of
from courses.domain.progress import complete_activity
from courses.models import Enrolment, SectorTitle
from organisations.enums import Role
from organisations.models import Membership
from tests.factories import tracking as factories
from tests.factories.equivalents import bare_course, make_equivalents
from tests.factories.programmes import make_path, make_programme, make_provider

COURSE = reverse("courses:course", args=["small"])
PATH = reverse("courses:path", args=["way"])
BEGIN = reverse("courses:begin_path", args=["way"])
PROGRAMME = reverse("courses:programme", args=["family"])


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def taken(beekstad, course):
    def taken(code: str, **fields):
        known = {"is_open": True, "current_edition_id": course.current_edition_id}
        return bare_course(beekstad, code, **known | fields)

    return taken


# --- Programmes -------------------------------------------------------------------------


def test_a_programme_is_read_by_anybody(client, beekstad, course, taken):
    course.trainer_course = taken("trainers")
    course.save()
    make_programme(beekstad, course, descriptions={"en": "Three tools"})

    page = client.get(PROGRAMME, headers={"accept-language": "en"}).text

    assert "Three tools" in page
    assert "Tool 1" in page
    assert "For everybody" in page
    assert f'<a href="{COURSE}">Course en</a>' in page
    assert "train first" in page
    assert reverse("courses:course", args=["trainers"]) in page


def test_a_draft_of_a_programme_or_a_path_is_nobodys(sign_in, bob, beekstad, course):
    make_programme(beekstad, course, is_published=False)
    make_path(beekstad, course, is_published=False)
    browser = sign_in(bob)

    assert browser.get(PROGRAMME).status_code == 404
    assert browser.get(PATH).status_code == 404
    assert browser.post(BEGIN).status_code == 404


@pytest.mark.parametrize("more", [0, 30])
def test_a_programme_keeps_its_budget(
    sign_in, bob, beekstad, course, taken, more, django_assert_max_num_queries
):
    make_programme(beekstad, course, *(taken(f"c{n}") for n in range(more)))

    browser = sign_in(bob)

    with django_assert_max_num_queries(8):
        assert len(browser.get(PROGRAMME).context["parts"]) == 1 + more


def test_a_tool_that_is_given_in_groups_is_told_with_its_source(
    client, beekstad, course
):
    tool = bare_course(beekstad, "tool", provider=make_provider(beekstad))
    programme = make_programme(beekstad, tool)
    programme.parts.update(
        titles={"en": "A tool"}, summaries={"en": "Ten times."}, source="A report, 2018"
    )

    page = client.get(PROGRAMME, headers={"accept-language": "en"}).text

    for words in (
        "A tool",
        "Ten times.",
        "Source: A report, 2018",
        "Given by The school.",
    ):
        assert words in page


def test_a_course_that_one_cannot_go_to_says_why(
    client, sign_in, bob, beekstad, course, taken
):
    closed = taken("closed", is_open=False)
    factories.make_requirement(beekstad, closed)
    make_programme(
        beekstad,
        closed,
        taken("practice", is_open=False, is_practice=True),
        bare_course(beekstad, "draft", is_open=True),
    )
    link = reverse("courses:course", args=["closed"])

    page = client.get(PROGRAMME, headers={"accept-language": "en"}).text
    for words in ("By invitation", "For its authors, to practise in", "Not here yet"):
        assert page.count(words) == 1
    assert link not in page
    assert reverse("courses:course", args=["draft"]) not in page

    mine = sign_in(bob, "en").get(PROGRAMME).text
    assert link in mine
    assert "By invitation" not in mine


# --- Paths ------------------------------------------------------------------------------


def test_a_path_has_one_next_thing(sign_in, bob, beekstad, course, taken):
    make_path(beekstad, course, taken("two"))

    page = sign_in(bob).get(PATH).text

    assert page.count(f'action="{BEGIN}"') == 1
    assert "0 of 2 steps done" in page


def test_signed_out_one_reads_the_path_and_signs_in_to_begin(client, beekstad, course):
    make_path(beekstad, course)

    page = client.get(PATH, headers={"accept-language": "en"}).text
    refused = client.post(BEGIN)

    assert f"{reverse('account_login')}?next={PATH}" in page
    assert BEGIN not in page
    assert refused["Location"] == f"{reverse('account_login')}?next={PATH}"


def test_beginning_leads_into_the_next_course(sign_in, bob, beekstad, course, taken):
    make_path(beekstad, course, taken("two"))

    response = sign_in(bob).post(BEGIN)

    assert response["Location"] == reverse("courses:resume", args=["small"])
    assert Enrolment.objects.get().course == course


def test_who_has_no_sector_says_it_first(sign_in, bob, beekstad, course):
    make_path(beekstad, course)
    bob.sector = None
    bob.save()

    response = sign_in(bob).post(BEGIN)

    assert (
        response["Location"]
        == f"{reverse('organisations:profile')}?next=%2Fpaths%2Fway%2F"
    )


def test_what_keeps_one_out_is_said_on_the_path(sign_in, bob, beekstad, taken):
    make_path(beekstad, taken("closed", is_open=False))

    page = sign_in(bob).post(BEGIN, follow=True).text

    assert "This course is by invitation of your organisation." in page
    assert Enrolment.objects.count() == 0


def test_a_stranger_reads_no_name_of_a_closed_course(
    client, sign_in, charlie, beekstad, course, taken
):
    course.is_open = False
    course.save()
    make_path(beekstad, course, taken("two"))

    for browser in (client, sign_in(charlie)):
        page = browser.get(PATH, headers={"accept-language": "en"}).text
        assert "A course by invitation" in page
        assert "Your organisation invites people to it." in page
        assert COURSE not in page
        assert BEGIN not in page


def test_a_step_that_is_not_there_yet_has_no_link_and_no_button(
    sign_in, bob, beekstad, course
):
    draft = bare_course(beekstad, "draft", is_open=True)
    make_path(beekstad, draft, course)

    page = sign_in(bob, "en").get(PATH).text

    assert "Not here yet" in page
    assert reverse("courses:course", args=["draft"]) not in page
    assert BEGIN not in page


def test_a_walked_path_says_so(sign_in, bob, beekstad, course):
    make_path(beekstad, course)
    factories.make_completion(bob, course, timezone.localdate() - timedelta(days=1))

    page = sign_in(bob).get(PATH).text

    assert "You have walked the whole path." in page
    assert BEGIN not in page


def test_a_path_without_steps_says_what_will_be_here(client, beekstad):
    make_path(beekstad)

    page = client.get(PATH, headers={"accept-language": "en"}).text

    assert "The steps of this path appear here." in page


def test_the_catalogue_names_programmes_and_paths_of_the_sector(
    client, beekstad, course
):
    make_programme(beekstad, course)
    path = make_path(beekstad, course)
    path.sectors.add("EDU")

    def page(sector: str) -> str:
        return client.get(f"{reverse('courses:catalogue')}?sector={sector}").text

    assert PROGRAMME in page("POL")
    assert PATH not in page("POL")
    assert PATH in page("EDU")


# --- What the page of a course says beside it ----------------------------------------------


@pytest.fixture
def rich(beekstad, course, taken):
    """A course with all that can stand beside it."""
    before, trainers, other = taken("before"), taken("trainers"), taken("other")
    course.provider = make_provider(
        beekstad, (date(2020, 1, 1), date(2021, 1, 1)), (date(2022, 1, 1), None)
    )
    course.trainer_course = trainers
    course.save()
    course.prerequisites.add(before)
    make_equivalents(course, other)
    make_programme(beekstad, course)
    make_path(beekstad, before, course)
    return course


def test_who_completed_it_still_reads_who_recognises_it(sign_in, bob, rich):
    enrolment = factories.make_enrolment(bob, rich, timezone.localdate())
    for module in outline_of(rich.current_edition_id).modules:
        for activity in module["activities"]:
            complete_activity(
                enrolment, activity["key"], language="en", now=timezone.now()
            )

    page = sign_in(bob).get(COURSE)

    assert page.context["way"].is_complete
    assert "Recognised by Authority B, Flanders, B-1." in page.text
    assert "Was recognised by Authority A until 1 January 2021" in page.text


def test_it_says_of_what_it_is_part_and_who_gives_it(sign_in, bob, rich):
    page = sign_in(bob).get(COURSE).text

    assert PROGRAMME in page
    assert PATH in page
    assert "Given by The school." in page
    assert "Recognised by Authority B, Flanders, B-1." in page
    assert "Was recognised by Authority A until 1 January 2021" in page


def test_trainers_alone_are_shown_how_to_learn_to_give_it(
    sign_in, bob, alice, client, rich, beekstad
):
    trainers = reverse("courses:course", args=["trainers"])
    Membership.objects.create(
        user=alice, organisation=beekstad, role=Role.TRAINER, starts_on=date(2026, 1, 1)
    )

    assert trainers in sign_in(alice).get(COURSE).text
    assert trainers not in sign_in(bob).get(COURSE).text
    assert trainers not in client.get(COURSE).text
    rich.trainer_course.current_edition = None
    rich.trainer_course.save()
    assert trainers not in sign_in(alice).get(COURSE).text


def test_what_counts_as_well_is_shown_before_one_begins(sign_in, bob, rich, taken):
    other = reverse("courses:course", args=["other"])
    browser = sign_in(bob)
    # Something else comes first: that is the one next thing.
    assert other not in browser.get(COURSE).text

    before = rich.prerequisites.get()
    factories.make_completion(bob, before, timezone.localdate() - timedelta(days=1))
    assert other in browser.get(COURSE).text
    factories.make_enrolment(bob, rich, timezone.localdate())
    assert other not in browser.get(COURSE).text


@pytest.mark.parametrize("state", ["missing", "ready", "begun"])
def test_the_page_keeps_its_budget_with_all_of_it(
    sign_in, bob, rich, state, django_assert_max_num_queries
):
    if state != "missing":
        before = rich.prerequisites.get()
        factories.make_completion(bob, before, timezone.localdate() - timedelta(days=1))
    if state == "begun":
        factories.make_enrolment(bob, rich, timezone.localdate())
    browser = sign_in(bob)
    browser.get(COURSE)

    with django_assert_max_num_queries(12):
        browser.get(COURSE)


def test_the_catalogue_and_the_page_call_a_course_as_the_sector_knows_it(
    sign_in, alice, bob, small_course
):
    SectorTitle.objects.create(
        course=small_course.course,
        sector_id="EDU",
        titles={"en": "Dialogue in class", "nl": "Dialoog"},
    )
    small_course.release()
    alice.sector_id = "EDU"
    alice.save()
    catalogue = reverse("courses:catalogue")

    for url in (catalogue, COURSE):
        teacher, officer = sign_in(alice).get(url).text, sign_in(bob).get(url).text
        assert ("Dialogue in class" in teacher, "Course en" in teacher) == (True, False)
        assert ("Dialogue in class" in officer, "Course en" in officer) == (False, True)
    by_filter = sign_in(bob).get(f"{catalogue}?sector=EDU").text
    assert "Dialogue in class" in by_filter

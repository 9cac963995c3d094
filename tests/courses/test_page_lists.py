"""Lists of pages are narrowed by what matters to an author."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import writer


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def browser(client, small, beekstad):
    person = writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())
    client.force_login(person)
    client.person = person
    return client


def slugs(browser, small, **asked) -> set[str]:
    address = reverse("wagtailadmin_explore_results", args=[small.pages["en"].pk])
    response = browser.get(address, asked)
    assert response.status_code == 200
    return {page.slug for page in response.context["object_list"]}


def test_pages_are_found_by_how_they_stand(browser, small):
    one, two = small.lesson("small-one"), small.lesson("small-two")
    one.title = "Changed"
    one.save_revision(clean=False)
    two.unpublish()
    Page.objects.filter(pk=two.pk).update(first_published_at=None)

    assert slugs(browser, small, state="changed") == {"small-one"}
    assert slugs(browser, small, state="new") == {"small-two"}
    assert slugs(browser, small, state="live") == {
        "small-core",
        "small-police",
        "small-quiz",
        "small-beat",
    }


def test_pages_are_found_that_are_under_review(browser, small):
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Reviewer")
    WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr)
    lesson = small.lesson("small-one")
    lesson.save_revision(clean=False)
    workflow.start(lesson, browser.person)

    assert slugs(browser, small, state="review") == {"small-one"}


def test_pages_are_found_that_will_be_published(browser, small):
    revision = small.lesson("small-beat").save_revision(clean=False)
    revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    revision.save(update_fields=["approved_go_live_at"])

    assert slugs(browser, small, state="scheduled") == {"small-beat"}


def test_pages_are_found_that_a_sector_learns(browser, small):
    core = {"small-core", "small-one", "small-two", "small-quiz"}
    police = {"small-police", "small-beat"}

    assert slugs(browser, small, sector="POL") == core | police
    assert slugs(browser, small, sector="EDU") == core


def test_filters_join(browser, small):
    small.lesson("small-beat").unpublish()

    assert slugs(browser, small, sector="EDU", state="live") == {
        "small-core",
        "small-one",
        "small-two",
        "small-quiz",
    }


def test_a_word_that_is_no_choice_is_told(browser, small):
    address = reverse("wagtailadmin_explore", args=[small.pages["en"].pk])
    assert browser.get(address, {"state": "nonsense"}).status_code == 200


def test_filtering_asks_the_same_number_of_queries_for_1_and_30(
    browser, beekstad, small
):
    def count(course):
        with CaptureQueriesContext(connection) as queries:
            found = slugs(browser, course, state="live")
        return len(found), len(queries)

    count(small)
    few = count(small)
    long = make_course(beekstad, code="long", bank_size=2, more_lessons=30)
    assert count(long) == (few[0] + 30, few[1])

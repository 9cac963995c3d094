"""The release shows the checklist of every page, not the first thing alone."""

import pytest
from django.urls import reverse

from courses.domain.editions import preparing
from courses.domain.editions.findings import pages_of
from courses.domain.editions.preparing import ask_for_preparation, carry_out
from courses.enums import PreparationState
from courses.models import Preparation
from organisations.enums import Role
from tests.factories.facts import update, writer

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def small(draft_course):
    return draft_course


@pytest.fixture
def asked(small, settings, alice, now) -> Preparation:
    settings.TASKS = TASKS
    return ask_for_preparation(small.course, actor=alice, now=now)


def spoil(small, *slugs, language="en"):
    """Published once, and not publishable any more."""
    for slug in slugs:
        update(small.lesson(slug, language), minutes=0)


def put_together(asked, now) -> Preparation:
    carry_out(asked.pk, clock=lambda: now)
    return Preparation.objects.get(pk=asked.pk)


def test_all_that_is_to_be_mended_is_told_with_its_page(small, asked, now):
    spoil(small, "small-one", "small-two")

    refused = put_together(asked, now)

    assert refused.state == PreparationState.REFUSED
    told = pages_of(refused.findings)
    assert [(page.title, page.language) for page in told.to_mend] == [
        ("Lesson one en", "en"),
        ("Lesson two en", "en"),
    ]
    assert told.mends == 2
    (line,) = told.to_mend[0].mends
    assert line["message"] == "Say how many minutes it takes."
    assert (line["anchor"], line["pk"]) == (
        "#id_minutes",
        small.lesson("small-one").pk,
    )
    for title in ("“Lesson one en”", "“Lesson two en”"):
        assert title in refused.refusal


def test_another_language_is_looked_at_to_its_end_and_stays_out(small, asked, now):
    spoil(small, "small-one", "small-two", language="nl")

    ready = put_together(asked, now)

    assert (ready.state, ready.languages) == (PreparationState.READY, ["en"])
    told = pages_of(ready.findings)
    assert [page.language for page in told.to_mend] == ["nl", "nl"]
    assert sum("Lesson" in one for one in ready.problems["nl"]) >= 2


def test_what_only_deserves_a_thought_stops_nothing(small, asked, now):
    ready = put_together(asked, now)

    told = pages_of(ready.findings)
    assert ready.state == PreparationState.READY
    assert (told.mends, told.to_mend) == (0, [])
    assert told.thoughts == len(ready.findings) > 0


def test_a_worker_that_takes_over_tells_everything_once(small, asked, now, monkeypatch):
    monkeypatch.setattr(preparing, "CHUNK", 1)
    whole = put_together(asked, now).findings
    Preparation.objects.update(state=PreparationState.UNDER_WAY)
    # Some contents are lost with the worker, and read again.
    asked.contents.filter(language="nl").delete()

    again = put_together(asked, now).findings

    def told(rows):
        return sorted((row["pk"], row["message"]) for row in rows)

    assert told(again) == told(whole)


def test_the_release_page_leads_to_each_place(client, small, now, beekstad):
    spoil(small, "small-one", "small-two")
    client.force_login(writer(beekstad, Role.PROGRAMME_OWNER, language="en", now=now))
    client.post(reverse("course_prepare", args=[small.course.pk]))

    page = client.get(reverse("course_release", args=[small.course.pk])).text

    assert "2 things to mend" in page
    for slug in ("small-one", "small-two"):
        edit = reverse("wagtailadmin_pages:edit", args=[small.lesson(slug).pk])
        assert f'href="{edit}#id_minutes"' in page


def test_pages_without_findings_are_not_named():
    told = pages_of([])
    assert (told.to_mend, told.to_think_of, told.mends, told.thoughts) == ([], [], 0, 0)

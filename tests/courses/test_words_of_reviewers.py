"""What a reviewer writes is read for words that can stigmatise: told once, never
refused."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask

from courses.domain.reviewing.assigning import ensure_review
from courses.models import LessonPage, ReviewAct
from courses.seeding import write_terms
from organisations.enums import Role
from tests.courses.domain.reviewing.test_review import submit
from tests.factories.facts import english_fact, writer

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
HARSH = "Do not call this street a hotbed, please."
AGAIN = "Others read this. Change it, or send it once more as it is."


@pytest.fixture
def now():
    """The real moment: the admin reads the clock."""
    return timezone.now()


@pytest.fixture
def small(draft_course):
    write_terms()
    ensure_review()
    return draft_course


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def reviewer(beekstad, now):
    return writer(beekstad, Role.REVIEWER, now=now, language="en")


@pytest.fixture
def owner(beekstad, now):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=now, language="en")


@pytest.fixture
def lesson(small) -> LessonPage:
    lesson = small.lesson("small-one")
    lesson.body[0].value = "Another opening."
    return lesson


def answer(client, address, **data) -> dict:
    return json.loads(client.post(address, data, **AJAX).content)


def warned_in(html: str) -> str:
    return html.split('name="warned" value="')[1].split('"')[0]


@pytest.fixture(params=["collect_workflow_action_data", "workflow_action"])
def sending(request, client, lesson, author, reviewer):
    """Asking for changes, in the editor or from the list of what waits."""
    state = submit(lesson, author)
    client.force_login(reviewer)
    address = reverse(
        f"wagtailadmin_pages:{request.param}",
        args=[lesson.pk, "reject", state.current_task_state.pk],
    )
    return lambda **data: answer(client, address, **data)


def test_a_comment_with_such_a_word_is_shown_once_more(sending):
    shown = sending(comment=HARSH)

    assert shown["step"] == "action"
    assert "“hotbed”: It accuses everybody" in shown["html"]
    assert AGAIN in shown["html"]
    assert HARSH in shown["html"]


def test_sent_again_as_it_is_it_is_taken(sending):
    warned = warned_in(sending(comment=HARSH)["html"])

    sent = sending(comment=HARSH, warned=warned)

    assert sent["step"] == "success"
    assert sent.get("cleaned_data", {"comment": HARSH}) == {"comment": HARSH}


def test_another_such_word_is_shown_as_well(sending):
    warned = warned_in(sending(comment=HARSH)["html"])

    shown = sending(comment=f"{HARSH} A hotbed, I said.", warned=warned)
    assert shown["step"] == "action"


@pytest.mark.parametrize("comment", ["", "Shorten the second paragraph."])
def test_other_comments_are_taken_at_once(sending, comment):
    assert sending(comment=comment)["step"] == "success"


def test_it_is_read_in_every_language(sending):
    assert "“broeinest”" in sending(comment="Noem dit geen broeinest.")["html"]


def test_a_comment_about_a_fact_is_read_too(client, small, beekstad, author, reviewer):
    fact = english_fact(beekstad, live=False)
    state = submit(fact, author)
    client.force_login(reviewer)
    address = reverse(
        "wagtailsnippets_courses_fact:workflow_action",
        args=[fact.pk, "reject", state.current_task_state.pk],
    )

    assert "“hotbed”" in answer(client, address, comment=HARSH)["html"]
    fact.refresh_from_db()
    assert fact.current_workflow_state.status == "in_progress"


def test_why_something_goes_live_without_review_is_read(client, lesson, owner):
    lesson.save_revision(user=owner)
    client.force_login(owner)
    address = reverse(
        "publish_without_review", args=[f"courses.lessonpage.{lesson.pk}"]
    )

    shown = client.post(address, {"reason": HARSH})
    assert "“hotbed”" in shown.text
    assert AGAIN in shown.text
    assert not ReviewAct.objects.exists()

    warned = warned_in(shown.text)
    response = client.post(address, {"reason": HARSH, "warned": warned})
    assert response.status_code == 302
    assert ReviewAct.objects.get().reason == HARSH


def test_a_workflow_that_somebody_made_up_keeps_its_own_form(db):
    task = GroupApprovalTask(name="Somebody's own")
    assert "warned" not in task.get_form_for_action("approve").base_fields

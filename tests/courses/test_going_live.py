"""Nothing goes live that is not ready, whatever button, task or program tries it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask as ApprovalTask
from wagtail.models import Revision, Task, Workflow, WorkflowTask

from courses.models import LessonPage, Vignette
from lms.background.maintenance import publish_scheduled
from lms.models import AuditEntry, OutgoingMail
from lms.publishing import NotPublishableError
from organisations.enums import Role
from tests.factories.cases import make_vignette
from tests.factories.courses import make_course
from tests.factories.facts import english_fact, writer
from tests.factories.reviewing import reviewed

NOT_INVENTED = "Only invented cases may be published."


@pytest.fixture
def now():
    """The real moment: the admin reads the clock."""
    return timezone.now()


@pytest.fixture
def reviewer(beekstad, now):
    return writer(beekstad, Role.REVIEWER, language="nl", now=now)


@pytest.fixture
def case(beekstad) -> Vignette:
    """A draft of a case that nobody has said is invented."""
    return make_vignette(beekstad, live=False)


@pytest.fixture
def lesson(beekstad) -> LessonPage:
    """A live lesson with a draft that takes no time, which nobody may publish."""
    lesson = LessonPage.objects.get(pk=_small_lesson(beekstad))
    lesson.minutes = 0
    lesson.save_revision(clean=False)
    return lesson


def _small_lesson(beekstad) -> int:
    small = make_course(beekstad, bank_size=2)
    page = small.pages["en"]
    return LessonPage.objects.descendant_of(page).get(slug="small-one").pk


def is_live(thing) -> bool:
    thing.refresh_from_db()
    return thing.live


# --- Cases, facts, recordings: the row asks ------------------------------------------


def test_a_revision_is_not_published_by_a_program(case):
    with pytest.raises(NotPublishableError) as refused:
        reviewed(case).save_revision().publish()

    assert refused.value.messages == [NOT_INVENTED]
    assert not is_live(case)


def test_an_older_revision_that_was_not_ready_does_not_come_back(case):
    early = reviewed(case).save_revision()
    case.is_fictional = True
    reviewed(case).save_revision().publish()
    assert is_live(case)

    with pytest.raises(NotPublishableError):
        early.publish()
    case.refresh_from_db()
    assert (case.live, case.is_fictional) == (True, True)


def test_a_live_row_is_not_overwritten_with_what_is_not_ready(beekstad):
    case = make_vignette(beekstad, is_fictional=True)
    case.is_fictional = False

    with pytest.raises(NotPublishableError):
        case.save()
    case.refresh_from_db()
    assert case.is_fictional


def test_a_draft_beside_the_live_row_may_be_unfinished(beekstad):
    case = make_vignette(beekstad, is_fictional=True)
    case.is_fictional = False
    reviewed(case).save_revision(clean=False)

    assert is_live(case)
    assert case.has_unpublished_changes


def test_a_fact_without_source_is_not_published(beekstad):
    fact = english_fact(beekstad, live=False)
    fact.source_title = ""

    with pytest.raises(NotPublishableError) as refused:
        reviewed(fact).save_revision(clean=False).publish()
    assert "source_title" in refused.value.message_dict
    assert not is_live(fact)


def test_several_reasons_are_said_at_once(beekstad):
    case = make_vignette(beekstad, live=False)
    case.title = ""

    with pytest.raises(NotPublishableError) as refused:
        reviewed(case).save_revision(clean=False).publish()
    assert set(refused.value.message_dict) == {"title", "is_fictional"}


# --- The schedule ---------------------------------------------------------------------


def schedule(thing, user, at) -> Revision:
    revision = thing.save_revision(user=user, clean=False)
    revision.approved_go_live_at = at
    revision.save(update_fields=["approved_go_live_at"])
    return revision


def test_what_is_not_ready_at_its_hour_does_not_hold_up_the_others(
    case, beekstad, reviewer, now
):
    ready = english_fact(beekstad, live=False)
    held = schedule(case, reviewer, now - timedelta(minutes=2))
    schedule(ready, reviewer, now - timedelta(minutes=1))

    publish_scheduled(now)

    assert is_live(ready)
    assert not is_live(case)
    held.refresh_from_db()
    assert held.approved_go_live_at is None
    entry = AuditEntry.objects.get(action="lms.schedule_refused")
    assert entry.data == {"scheduled_by": reviewer.pk, "fields": ["is_fictional"]}
    told = OutgoingMail.objects.get(template="lms/mail/schedule_refused")
    assert told.to == [reviewer.email]
    assert told.language == "nl"
    where = reverse("wagtailsnippets_courses_vignette:edit", args=[case.pk])
    # What is kept of a mail that went out holds no text.
    (letter,) = mail.outbox
    assert where in letter.body
    assert "Alleen verzonnen situaties mogen gepubliceerd worden." in letter.body

    publish_scheduled(now + timedelta(minutes=1))
    assert (
        OutgoingMail.objects.filter(template="lms/mail/schedule_refused").count() == 1
    )


def test_a_page_that_is_not_ready_at_its_hour_stays_as_it_was(lesson, now):
    schedule(lesson, None, now - timedelta(minutes=1))

    publish_scheduled(now)

    lesson.refresh_from_db()
    assert (lesson.live, lesson.minutes) == (True, 5)
    assert AuditEntry.objects.filter(action="lms.schedule_refused").exists()
    # Nobody scheduled it, so nobody is told.
    assert not OutgoingMail.objects.exists()


def test_what_fails_for_another_reason_is_logged_and_the_rest_goes_on(
    beekstad, now, monkeypatch, caplog
):
    broken, ready = (
        english_fact(beekstad, live=False),
        make_vignette(beekstad, live=False, is_fictional=True),
    )
    schedule(broken, None, now - timedelta(minutes=2))
    schedule(ready, None, now - timedelta(minutes=1))
    publish = Revision.publish

    def publish_or_fail(revision, *args, **kwargs):
        if revision.content_object == broken:
            raise RuntimeError("the disk is full")
        return publish(revision, *args, **kwargs)

    monkeypatch.setattr(Revision, "publish", publish_or_fail)
    # Wagtail's own command comes afterwards, and the tick notes that it fails.
    with pytest.raises(RuntimeError):
        publish_scheduled(now)

    assert is_live(ready)
    assert not is_live(broken)
    assert "could not be published" in caplog.text


# --- Buttons beside the editor --------------------------------------------------------


def test_publishing_many_says_why_one_is_not_published(client, lesson, reviewer):
    client.force_login(reviewer)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    came_from = reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])

    response = client.post(
        f"{address}?id={lesson.pk}",
        HTTP_REFERER=f"http://testserver{came_from}",
        follow=True,
    )

    assert response.redirect_chain == [(f"http://testserver{came_from}", 302)]
    said = [str(message) for message in response.context["messages"]]
    assert said == ["“Lesson one en”: Minuten: Zeg hoeveel minuten het duurt."]
    lesson.refresh_from_db()
    assert (lesson.live, lesson.minutes) == (True, 5)


def test_one_is_never_sent_to_a_foreign_place(client, lesson, reviewer):
    client.force_login(reviewer)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(
        f"{address}?id={lesson.pk}", HTTP_REFERER="https://elsewhere.example/cms/"
    )
    assert response["Location"] == reverse("wagtailadmin_home")


def test_approval_in_a_workflow_does_not_publish_what_is_not_ready(
    lesson, reviewer, beekstad
):
    workflow = Workflow.objects.create(name="Review")
    task = ApprovalTask.objects.create(name="Reviewer")
    task.groups.set(reviewer.groups.all())
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk))
    lesson = lesson.get_latest_revision_as_object()
    state = workflow.start(lesson, reviewer)

    with pytest.raises(ValidationError):
        state.current_task_state.approve(user=reviewer)

    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    stored = LessonPage.objects.get(pk=lesson.pk)
    assert (stored.live, stored.minutes) == (True, 5)
    assert mail.outbox == []

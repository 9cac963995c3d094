"""A correction that cannot wait: published without review, with a reason that stays."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from courses.domain.reviewing.releases import without_review_of
from courses.domain.reviewing.without import (
    may_publish_without_review,
    publish_without_review,
)
from courses.enums import Vouching
from courses.models import LessonPage, ReviewAct
from lms.errors import DomainError
from lms.models import AuditEntry
from lms.publishing import NotPublishableError
from organisations.enums import Role
from tests.courses.domain.reviewing.test_review import act, submit
from tests.factories.courses import make_course
from tests.factories.facts import writer
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed

WHY = "The number of the helpline was wrong."


@pytest.fixture
def owner(beekstad, now):
    return writer(beekstad, Role.PROGRAMME_OWNER, language="en", now=now)


@pytest.fixture
def draft(small, owner):
    lesson = small.lesson("small-one")
    lesson.body[0].value = "Another opening."
    lesson.save_revision(user=owner)
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def opening(small) -> str:
    return small.lesson("small-one").body[0].value


def address(thing) -> str:
    return reverse("publish_without_review", args=[f"courses.lessonpage.{thing.pk}"])


def test_a_correction_goes_live_and_its_reason_stays(
    small, draft, owner, beekstad, now
):
    written = publish_without_review(draft, reason=f" {WHY} ", actor=owner, now=now)

    assert opening(small) == "Another opening."
    assert (written.step, written.reason, written.by) == (Vouching.WITHOUT, WHY, owner)
    entry = AuditEntry.objects.get(action="courses.published_without_review")
    assert (entry.actor, entry.organisation_id, entry.data["reason"]) == (
        owner,
        beekstad.pk,
        WHY,
    )
    told = PageLogEntry.objects.get(action="courses.without_review")
    assert (told.user, told.data["reason"]) == (owner, WHY)
    assert told.message == f"Published without review, because: {WHY}"


def test_only_a_programme_owner_of_the_body_may(
    small, draft, author, police, owner, stranger
):
    people = [author, police, owner, stranger, UserFactory(is_superuser=True)]

    assert [may_publish_without_review(one, draft) for one in people] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_who_may_not_changes_nothing(small, draft, police, now):
    with pytest.raises(DomainError) as refused:
        publish_without_review(draft, reason=WHY, actor=police, now=now)

    assert refused.value.code == "role"
    assert opening(small) == "Lead one en"
    assert not ReviewAct.objects.exists()


def test_a_reason_says_something(small, draft, owner, now):
    with pytest.raises(DomainError) as refused:
        publish_without_review(draft, reason="Very urgent", actor=owner, now=now)
    assert refused.value.code == "too_short"


def test_a_text_that_never_was_live_waits_for_its_review(small, owner, now):
    lesson = LessonPage(title="New", slug="new", minutes=5, live=False)
    lesson.body = [("lead", "New words.")]
    small.lesson("small-one").get_parent().add_child(instance=lesson)
    lesson.save_revision(user=owner)

    with pytest.raises(DomainError):
        publish_without_review(lesson, reason=WHY, actor=owner, now=now)


def test_the_checklist_holds_for_a_correction_too(small, draft, owner, now):
    draft.minutes = 0
    draft.save_revision(user=owner, clean=False)

    with pytest.raises(NotPublishableError):
        publish_without_review(draft, reason=WHY, actor=owner, now=now)
    assert opening(small) == "Lead one en"
    assert not ReviewAct.objects.exists()


def test_it_joins_a_minor_edition_and_a_material_one_waits(
    small, draft, author, police, owner, now
):
    small.release()
    publish_without_review(draft, reason=WHY, actor=owner, now=now)
    (told,) = without_review_of(small.course)
    assert (told.title, told.reason, told.by) == ("Lesson one en", WHY, owner)

    with pytest.raises(DomainError) as refused:
        small.release(significance="material", note="New.")
    assert refused.value.code == "unreviewed"
    edition = small.release()
    assert edition.without_review == [{"title": "Lesson one en", "reason": WHY}]

    # Read afterwards: the same words, sent for review by somebody.
    state = submit(small.lesson("small-one"), author)
    act(state, police)
    assert without_review_of(small.course) != []


def test_once_it_was_reviewed_nothing_is_said_any_more(small, draft, owner, now):
    publish_without_review(draft, reason=WHY, actor=owner, now=now)
    reviewed(small.lesson("small-one"))

    assert without_review_of(small.course) == []
    edition = small.release(significance="material", note="New.")
    assert edition.without_review == []


def test_another_course_says_nothing_of_it(small, draft, owner, valmont, now):
    other = make_course(valmont, code="other", bank_size=2)
    publish_without_review(draft, reason=WHY, actor=owner, now=now)

    assert without_review_of(other.course) == []


def test_words_that_were_changed_again_are_not_spoken_of(small, draft, owner, now):
    publish_without_review(draft, reason=WHY, actor=owner, now=now)
    lesson = small.lesson("small-one")
    lesson.body[0].value = "A third opening."
    reviewed(lesson).save_revision(user=owner).publish(user=owner)

    assert without_review_of(small.course) == []


# --- In the content admin -------------------------------------------------------------


def test_the_owner_publishes_it_from_the_checklist(client, small, draft, owner):
    client.force_login(owner)
    panel = client.get(
        reverse("checklist_lines", args=[f"courses.lessonpage.{draft.pk}"])
    )
    assert address(draft) in panel.text
    assert "No reviewer of the sector has read this text as it is" in panel.text
    assert "it can be sent for review" in panel.text
    assert "Nothing stands in the way" not in panel.text

    refused = client.post(address(draft), {"reason": "Urgent"})
    assert "Write a sentence" in refused.text
    assert opening(small) == "Lead one en"

    answer = client.post(address(draft), {"reason": WHY}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(
        "wagtailadmin_pages:edit", args=[draft.pk]
    )
    assert opening(small) == "Another opening."
    history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk]))
    assert f"because: {WHY}" in history.text
    release = client.get(reverse("course_release", args=[small.course.pk]))
    assert f"“Lesson one en”, by {owner}, because: {WHY}" in release.text


def test_what_the_checklist_refuses_is_said_there(client, small, draft, owner):
    draft.minutes = 0
    draft.save_revision(user=owner, clean=False)
    client.force_login(owner)

    answer = client.post(address(draft), {"reason": WHY})
    assert "Say how many minutes it takes." in answer.text


def test_a_reviewer_and_a_stranger_find_nothing_there(
    client, small, draft, police, stranger
):
    for person in (police, stranger):
        client.force_login(person)
        assert client.get(address(draft)).status_code == 404
        assert client.post(address(draft), {"reason": WHY}).status_code == 404
    client.force_login(police)
    panel = client.get(
        reverse("checklist_lines", args=[f"courses.lessonpage.{draft.pk}"])
    )
    assert address(draft) not in panel.text
    assert opening(small) == "Lead one en"


def test_what_is_reviewed_needs_no_way_past_it(client, small, draft, owner):
    reviewed(draft)
    client.force_login(owner)
    assert client.get(address(draft)).status_code == 404

"""Publishing is offered to those alone who would not be refused for want of a review."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.domain.reviewing.assigning import ensure_review
from courses.domain.reviewing.offering import offers_publishing_new_page
from courses.enums import Vouching
from courses.models import (
    CatalogueIndexPage,
    Course,
    CoursePage,
    Fact,
    Statement,
    Symbol,
    Vignette,
)
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.cases import make_vignette
from tests.factories.facts import english_fact, writer
from tests.factories.organisations import UserFactory
from tests.factories.reviewing import reviewed

PUBLISH = 'name="action-publish"'
SUBMIT = 'name="action-submit"'


@pytest.fixture
def now():
    """The real moment: the admin reads the clock."""
    return timezone.now()


@pytest.fixture
def small(draft_course):
    ensure_review()
    return draft_course


@pytest.fixture(params=[Role.REVIEWER, Role.PROGRAMME_OWNER])
def publisher(request, beekstad, now):
    """Alice: by her role she publishes what may be published."""
    return writer(beekstad, request.param, now=now, language="en")


@pytest.fixture
def owner(beekstad, now):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=now, language="en")


def editor_of(thing) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def shown(client, person, address) -> str:
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def changed_lesson(small, *, steps=()):
    lesson = small.lesson("small-one")
    lesson.body[0].value = "Another opening."
    reviewed(lesson, steps=steps)
    lesson.save_revision()
    return lesson


# --- Pages ----------------------------------------------------------------------------


def test_a_changed_lesson_is_submitted_not_published(client, small, publisher):
    text = shown(client, publisher, editor_of(changed_lesson(small)))

    assert PUBLISH not in text
    assert SUBMIT in text
    assert "Nothing is to be mended: it can be sent for review." in text


def test_what_a_reviewer_alone_has_read_is_not_published(client, small, publisher):
    lesson = changed_lesson(small, steps=[Vouching.REVIEWED])

    assert PUBLISH not in shown(client, publisher, editor_of(lesson))


def test_what_was_reviewed_and_approved_is_published(client, small, publisher):
    lesson = changed_lesson(small, steps=[Vouching.REVIEWED, Vouching.APPROVED])

    assert PUBLISH in shown(client, publisher, editor_of(lesson))


def test_the_words_that_are_live_may_be_published_again(client, small, publisher):
    """Its minutes, and which fact it shows, are not part of them."""
    assert PUBLISH in shown(client, publisher, editor_of(small.lesson("small-one")))


def test_a_translation_is_published_freely(client, small, publisher):
    lesson = small.lesson("small-one", "nl")
    lesson.body[0].value = "Een andere opening."
    lesson.save_revision()

    assert PUBLISH in shown(client, publisher, editor_of(lesson))


def test_an_older_version_that_was_read_comes_back(client, small, publisher):
    read = changed_lesson(small, steps=[Vouching.REVIEWED, Vouching.APPROVED])
    unread = small.lesson("small-one")
    unread.body[0].value = "Words nobody has read."
    unread.save_revision()
    address = "wagtailadmin_pages:revisions_revert"

    for lesson, is_offered in ((read, True), (unread, False)):
        revert = reverse(address, args=[lesson.pk, lesson.latest_revision_id])
        assert (PUBLISH in shown(client, publisher, revert)) is is_offered


def test_under_review_the_panel_says_so(client, small, publisher, beekstad, now):
    draft = changed_lesson(small)
    author = writer(beekstad, Role.AUTHOR, now=now)
    draft.get_workflow().start(draft, author)

    text = shown(client, publisher, editor_of(draft))
    assert PUBLISH not in text
    assert "Nothing is to be mended: it is being reviewed." in text


def new_lesson(small) -> str:
    module = Page.objects.get(slug="small-core", locale__language_code="en")
    return reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])


def test_a_new_lesson_is_submitted_not_published(client, small, owner):
    text = shown(client, owner, new_lesson(small))

    assert PUBLISH not in text
    assert SUBMIT in text


def test_in_a_course_to_practise_in_everything_is_published(client, small, owner):
    Course.objects.filter(pk=small.course.pk).update(is_practice=True)

    for address in (new_lesson(small), editor_of(changed_lesson(small))):
        assert PUBLISH in shown(client, owner, address)


def test_a_new_translation_is_published_freely(client, small, owner):
    module = Page.objects.get(slug="small-core", locale__language_code="nl")
    address = reverse(
        "wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]
    )

    assert PUBLISH in shown(client, owner, address)


def test_other_pages_than_those_of_courses_are_not_concerned(client, small):
    admin = UserFactory(is_superuser=True, language="en")
    catalogue = CatalogueIndexPage.objects.first()
    catalogue.title = "Everything to learn"
    catalogue.save_revision()

    assert PUBLISH in shown(client, admin, editor_of(catalogue))
    root = Page.objects.get(depth=1)
    assert offers_publishing_new_page(CatalogueIndexPage, root)
    assert not offers_publishing_new_page(CoursePage, catalogue)


# --- Snippets -------------------------------------------------------------------------


@pytest.fixture
def fact(beekstad):
    fact = english_fact(beekstad)
    fact.text = "Another sentence."
    fact.save_revision()
    return fact


def test_a_changed_fact_is_submitted_not_published(client, small, fact, publisher):
    text = shown(client, publisher, editor_of(fact))

    assert PUBLISH not in text
    assert SUBMIT in text


def test_a_fact_that_was_reviewed_is_published(client, small, fact, publisher):
    reviewed(fact)

    assert PUBLISH in shown(client, publisher, editor_of(fact))


def test_a_changed_question_is_submitted_not_published(client, small, publisher):
    question = Question.objects.filter(locale__language_code="en").first()
    question.must_pass = not question.must_pass
    question.save_revision(clean=False)
    assert PUBLISH not in shown(client, publisher, editor_of(question))

    reviewed(question)
    assert PUBLISH in shown(client, publisher, editor_of(question))


def test_a_role_elsewhere_publishes_nothing_here(
    client, small, fact, beekstad, valmont, now
):
    """Bob writes here and publishes there."""
    bob = writer(beekstad, Role.AUTHOR, now=now, language="en")
    writer_there = writer(valmont, Role.PROGRAMME_OWNER, now=now)
    for membership in writer_there.memberships.all():
        membership.user = bob
        membership.save()
    bob.groups.add(*writer_there.groups.all())
    reviewed(fact)
    assert bob.has_perm("courses.publish_fact")

    assert PUBLISH not in shown(client, bob, editor_of(fact))


@pytest.mark.parametrize("model", [Fact, Vignette, Symbol, Statement, Question])
def test_a_new_snippet_is_submitted_not_published(client, small, owner, model):
    add = reverse(model.snippet_viewset.get_url_name("add"))
    for person in (owner, UserFactory(is_superuser=True, language="en")):
        text = shown(client, person, add)
        assert PUBLISH not in text
        assert SUBMIT in text


def test_a_body_without_courses_publishes_its_cases(client, small, valmont, now):
    trainer = writer(valmont, Role.TRAINER, now=now, language="en")
    case = make_vignette(valmont, key="local", is_fictional=True)
    add = reverse("wagtailsnippets_courses_vignette:add")

    for address in (add, editor_of(case)):
        assert PUBLISH in shown(client, trainer, address)


def test_what_is_under_no_review_is_published_as_before(client, small, owner):
    add = reverse("wagtailsnippets_media_recording:add")
    assert PUBLISH in shown(client, owner, add)


# --- Many at once ---------------------------------------------------------------------


def test_publishing_many_takes_those_that_were_reviewed(client, small, publisher):
    unread = changed_lesson(small)
    read = small.lesson("small-two")
    read.body[0].value = "A second opening."
    reviewed(read).save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    chosen = f"{address}?id={unread.pk}&id={read.pk}"

    text = shown(client, publisher, chosen)
    assert "This page is published when it has been reviewed." in text
    assert "You don't have permission" not in text

    client.post(chosen)
    assert small.lesson("small-one").body[0].value == "Lead one en"
    assert small.lesson("small-two").body[0].value == "A second opening."


def test_publishing_many_tells_roles_from_reviews(client, small, beekstad, now):
    author = writer(beekstad, Role.AUTHOR, now=now, language="en")
    unread = changed_lesson(small)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    text = shown(client, author, f"{address}?id={unread.pk}")
    assert "have permission to publish this page" in text
    assert "when it has been reviewed" not in text

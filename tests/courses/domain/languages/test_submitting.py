import pytest
from wagtail_localize.models import Translation

from courses.domain.languages.submitting import plan_submission, submit_course
from courses.models import CatalogueIndexPage, Fact, LessonPage
from courses.tasks import submit_course_translation
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from quizzes.models import Question
from tests.factories.courses import locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(somebody):
    return somebody(Role.AUTHOR)


@pytest.fixture
def french(small):
    """The site speaks French; the course does not yet."""
    english = CatalogueIndexPage.objects.get(locale__language_code="en")
    english.copy_for_translation(locale("fr"))
    return small.course


def refused(course, language, actor) -> str:
    with pytest.raises(DomainError) as caught:
        plan_submission(course, language, actor=actor)
    return caught.value.code


def test_the_plan_names_what_gets_a_draft_and_makes_nothing(french, author):
    plan = plan_submission(french, "fr", actor=author)
    assert len(plan.fresh) == 20
    assert (plan.taken, plan.foreign) == ([], [])
    assert not LessonPage.objects.filter(locale=locale("fr")).exists()
    assert not Translation.objects.exists()


def test_what_was_translated_by_hand_is_told_apart(french, author):
    plan = plan_submission(french, "nl", actor=author)
    assert (plan.fresh, len(plan.taken)) == ([], 20)


def test_what_belongs_to_others_is_theirs_to_translate(french, author, valmont):
    Fact.objects.update(owner=valmont)
    plan = plan_submission(french, "fr", actor=author)
    assert [thing.kind for thing in plan.foreign] == ["fact"]
    assert len(plan.fresh) == 19


def test_a_language_without_a_catalogue_and_the_own_one_are_refused(small, author):
    assert refused(small.course, "de", author) == "no_catalogue"
    assert refused(small.course, "en", author) == "is_source"


def test_submitting_makes_drafts_of_everything_and_publishes_nothing(
    french, author, now
):
    before = list(LessonPage.objects.exclude(locale=locale("fr")).values())
    assert submit_course(french, "fr", actor=author, now=now) == []
    assert LessonPage.objects.filter(locale=locale("fr")).count() == 3
    assert Question.objects.filter(locale=locale("fr")).count() == 12
    for model in (LessonPage, Question, Fact):
        assert not model.objects.filter(locale=locale("fr"), live=True).exists()
    assert list(LessonPage.objects.exclude(locale=locale("fr")).values()) == before
    entry = AuditEntry.objects.get(action="courses.translation_submitted")
    assert entry.data == {"language": "fr", "texts": 20, "problems": 0}


def test_submitting_again_makes_nothing_twice(french, author, now):
    submit_course(french, "fr", actor=author, now=now)
    count = Translation.objects.count()
    submit_course(french, "fr", actor=author, now=now)
    assert Translation.objects.count() == count == 20


def test_a_text_that_cannot_be_made_is_told_and_the_others_are(
    french, author, now, monkeypatch
):
    from django.core.exceptions import ValidationError

    from courses.domain.languages import submitting

    make = submitting.save_draft

    def save_draft(translation, *, user):
        if translation.source.object_repr == "Lesson two en":
            raise ValidationError("Not this one.")
        return make(translation, user=user)

    monkeypatch.setattr(submitting, "save_draft", save_draft)
    assert submit_course(french, "fr", actor=author, now=now) == [
        "“Lesson two en”: Not this one."
    ]
    assert LessonPage.objects.filter(locale=locale("fr")).count() == 2
    assert Translation.objects.count() == 19


def test_the_task_tolerates_what_is_gone(french, author):
    submit_course_translation.enqueue(french.pk, "fr", 0)
    submit_course_translation.enqueue(0, "fr", author.pk)
    assert not Translation.objects.exists()
    submit_course_translation.enqueue(french.pk, "fr", author.pk)
    assert Translation.objects.count() == 20

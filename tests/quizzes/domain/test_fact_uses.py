import pytest
from django.utils import timezone

from courses import registries
from organisations.enums import Role
from quizzes.domain.fact_uses import question_uses
from quizzes.models import Question
from tests.factories.courses import make_course
from tests.factories.facts import make_fact, writer
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def here(db):
    return OrganisationFactory(name="Dorp", code="dorp")


@pytest.fixture
def small(here):
    return make_course(here, code="dorp", bank_size=2)


@pytest.fixture
def fact(small, here):
    return make_fact(here)


@pytest.fixture
def author(here):
    return writer(here, Role.AUTHOR, now=timezone.now())


def question(name="dorp-q0", language="en"):
    return Question.objects.get(key=name, locale__language_code=language)


def told(fact, user):
    ids = [row.pk for row in fact.values()]
    return sorted(
        (use.title, use.language, use.is_live, use.is_draft)
        for use in question_uses(ids, user=user)
    )


def test_questions_are_told_in_every_language(small, fact, author):
    for language, row in fact.items():
        Question.objects.filter(pk=question(language=language).pk).update(fact=row)

    uses = question_uses([row.pk for row in fact.values()], user=author)

    assert told(fact, author) == [
        ("dorp-q0", "en", True, False),
        ("dorp-q0", "nl", True, False),
    ]
    assert {(use.kind, use.course_id) for use in uses} == {
        ("question", small.course.pk)
    }
    assert len({use.key for use in uses}) == 1


def test_a_draft_counts_that_takes_a_fact_in_and_one_that_lets_it_go(fact, author):
    first, second = question(), question("dorp-q1")
    Question.objects.filter(pk=first.pk).update(fact=fact["en"])
    first.save_revision()
    second.fact = fact["en"]
    second.save_revision()

    assert told(fact, author) == [
        ("dorp-q0", "en", True, False),
        ("dorp-q1", "en", False, True),
    ]


def test_a_question_that_is_not_published_is_a_draft_only(fact, author):
    first, second = question(), question("dorp-q1")
    for one in (first, second):
        one.fact = fact["en"]
        one.save()
    first.unpublish()
    second.fact = None
    second.save_revision()
    question("dorp-q1").unpublish()

    assert told(fact, author) == [("dorp-q0", "en", False, True)]


def test_what_others_have_counts_without_a_name(fact, db):
    Question.objects.filter(pk=question().pk).update(fact=fact["en"])
    elsewhere = OrganisationFactory(name="Elders", code="elders")
    stranger = writer(elsewhere, Role.AUTHOR, now=timezone.now())

    assert told(fact, stranger) == [("", "en", True, False)]


def test_a_question_that_rests_on_no_fact_is_not_told(fact, author):
    question().save_revision()

    assert told(fact, author) == []
    assert question_uses([], user=author) == []


def test_the_courses_ask_for_the_questions(db):
    assert question_uses in registries.fact_uses

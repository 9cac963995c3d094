"""The versions of a bank's questions, and what asks them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.domain.memberships import start_membership
from organisations.enums import Role
from quizzes.models import Bank, Question, QuestionVersion


@pytest.fixture
def bank(course):
    return Bank.objects.get(course=course.course)


@pytest.fixture
def author(client, alice, beekstad):
    start_membership(alice, beekstad, role=Role.AUTHOR, now=timezone.now())
    client.force_login(alice)
    return client


def listed(client, bank) -> dict[str, list]:
    """{key: [(number, editions)]} of the questions on the page."""
    page = client.get(reverse("bank_versions", args=[bank.pk]))
    assert page.status_code == 200
    return {
        row.key: [(line.number, line.editions) for line in row.lines]
        for row in page.context["questions"]
    }


def test_a_changed_question_has_a_version_more_and_the_old_one_stays(
    author, bank, course
):
    for row in bank.questions.filter(key="small-q0"):
        row.topic = "other"
        row.save()
    course.release()

    found = listed(author, bank)

    assert len(found) == 12
    assert found["small-q0"] == [(2, [2]), (1, [1])]
    assert found["small-q1"] == [(1, [1, 2])]


def test_a_question_that_is_there_no_more_keeps_its_versions(author, bank):
    for row in bank.questions.filter(key="small-q0"):
        row.delete()

    page = author.get(reverse("bank_versions", args=[bank.pk]))

    (row,) = [one for one in page.context["questions"] if one.key == "small-q0"]
    assert row.question is None
    assert len(row.lines) == 1


def test_a_bank_that_was_never_asked_says_so(author, course):
    bank = Bank.objects.create(course=course.course, code="new", name="New")

    page = author.get(reverse("bank_versions", args=[bank.pk]))

    assert "No question of this bank has been in an edition yet" in page.text


def test_it_asks_as_much_for_many_as_for_one(author, bank):
    def queries() -> int:
        listed(author, bank)
        with CaptureQueriesContext(connection) as asked:
            listed(author, bank)
        return len(asked)

    many = queries()
    kept = QuestionVersion.objects.filter(bank=bank).first()
    other = Bank.objects.create(course=bank.course, code="other", name="Other")
    QuestionVersion.objects.filter(bank=bank).exclude(pk=kept.pk).update(bank=other)

    assert queries() == many


def test_nobody_else_finds_it(client, bank, charlie):
    client.force_login(charlie)

    assert client.get(reverse("bank_versions", args=[bank.pk])).status_code != 200


def test_an_author_says_in_which_block_the_answer_is_taught(author, bank, course):
    question = Question.objects.get(key="small-q0", locale__language_code="en")
    edit = reverse("wagtailsnippets_quizzes_question:edit", args=[question.pk])
    lesson = course.lesson("small-one")
    block = lesson.body[0]

    form = author.get(edit).context["form"]

    offered = dict(form.fields["taught_in"].choices)
    assert "A place that is there no more" not in offered.values()
    values = [value for value, _label in offered["Lesson one en"]]
    assert values == [
        str(lesson.translation_key),
        *(f"{lesson.translation_key}#{child.id}" for child in lesson.body),
    ]
    question.lesson_key, question.lesson_block = lesson.translation_key, "gone"
    question.save_revision(clean=False)
    again = author.get(edit).context["form"]
    assert again.initial["taught_in"] == f"{lesson.translation_key}#gone"
    assert again.fields["taught_in"].valid_value(again.initial["taught_in"])
    assert again.fields["taught_in"].valid_value(f"{lesson.translation_key}#{block.id}")

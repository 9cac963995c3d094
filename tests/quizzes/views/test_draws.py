"""What the rules of a draw come to, beside the editor of a quiz."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.domain.memberships import start_membership
from organisations.enums import Role
from quizzes.models import Bank, Question, QuizPage


@pytest.fixture
def bank(course):
    return Bank.objects.get(course=course.course)


@pytest.fixture
def author(client, alice, beekstad):
    start_membership(alice, beekstad, role=Role.AUTHOR, now=timezone.now())
    client.force_login(alice)
    return client


def address(bank) -> str:
    return reverse("bank_draws", args=[bank.pk])


def test_an_author_reads_how_many_questions_each_rule_fits(author, bank):
    first, second = bank.questions.filter(locale__language_code="en")[:2]
    Question.objects.filter(pk__in=(first.pk, second.pk)).update(tags="signs")
    Question.objects.filter(pk=second.pk).update(live=False, latest_revision=None)

    page = author.get(
        address(bank),
        {"language": "en", "draw": "8", "rule": ["3||Signs", "x", "||", "1|2|"]},
    )

    reaches = page.context["outlook"].reaches
    assert [(r.rule.words, r.matching, r.waiting) for r in reaches] == [
        ("signs", 1, 1),
        ("difficulty 2", 0, 0),
    ]
    assert "Rule 1 asks 3 questions (signs) and the bank has 1." in page.text
    assert ("signs", 2) in page.context["tags"]


def test_who_writes_for_others_does_not_find_it(client, bank, charlie):
    client.force_login(charlie)

    assert client.get(address(bank), {"language": "en"}).status_code in (302, 404)


def test_it_asks_as_much_for_many_as_for_one(author, bank):
    asked = {"language": "en", "rule": "1||a"}
    author.get(address(bank), asked)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert author.get(address(bank), asked).status_code == 200
        return len(captured)

    many = queries()
    kept = bank.questions.filter(locale__language_code="en").first()
    Question.objects.exclude(pk=kept.pk).update(
        bank=Bank.objects.create(course=bank.course, code="other", name="Other")
    )
    assert queries() == many


def test_the_editor_of_a_quiz_asks_for_it(author, bank):
    quiz = QuizPage.objects.get(bank=bank, locale__language_code="en")

    page = author.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk]))

    assert 'data-language="en"' in page.text
    assert reverse("bank_draws", args=[0]) in page.text

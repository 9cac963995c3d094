"""Before and after of a whole course, in the content admin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.domain.memberships import start_membership
from organisations.enums import Role
from quizzes.domain.pairs import cohort
from quizzes.domain.pairs.cohort import Gains, Points, cohort_of
from quizzes.models import Bank


@pytest.fixture
def bank(course):
    return Bank.objects.get(course=course.course)


@pytest.fixture
def page(client, bank, alice, beekstad):
    def get(role=Role.AUTHOR, user=alice):
        if role:
            start_membership(user, beekstad, role=role, now=timezone.now())
        client.force_login(user)
        return client.get(reverse("bank_gains", args=[bank.pk]))

    return get


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRAINER])
def test_who_makes_or_teaches_it_reads_it(page, role):
    assert "Nobody has done both" in page(role).text


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEARNER, Role.AUDITOR])
def test_an_employer_does_not(page, charlie, role):
    assert page(role, charlie).status_code in (302, 404)


def test_lessons_have_their_titles_and_what_is_kept_back_is_said(
    page, course, monkeypatch
):
    edition = course.course.current_edition
    groups = {
        (course.key("small-two"), ""): Points(8, 16, 4, 12),
        (course.key("small-one"), ""): Points(8, 16, 8, 16),
        ("", "some-topic"): Points(8, 8, 2, 8),
        ("", "a"): Points(3, 3, 0, 3),
        ("", "b"): Points(3, 3, 0, 3),
    }
    shown = cohort_of(edition, 8, groups)
    few = cohort_of(edition, 0, {})
    monkeypatch.setattr(
        "quizzes.views.cohorts.gains_of",
        lambda bank: Gains([shown, few], shown.whole),
    )

    response = page()

    (first, second) = response.context["cohorts"]
    assert [row["title"] for row in first["lessons"]] == [
        "Lesson one en",
        "Lesson two en",
        "some topic",
    ]
    assert "2 lessons are not told apart" in response.text
    assert "Too few people" in response.text
    assert second["lessons"] == []
    assert response.context["fewest"] == cohort.COHORT

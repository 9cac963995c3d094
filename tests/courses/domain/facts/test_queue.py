from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.facts.queue import (
    DUE_WITHIN,
    facts_to_review,
    review_rows,
    state_of,
)
from courses.enums import ReplacementStep, ReviewState
from courses.models import Fact
from quizzes.models import Question
from tests.factories.facts import (
    make_fact,
    small_fact,
    update,
)

Step = ReplacementStep


def test_the_queue_holds_what_is_stale_or_due_soon_the_most_urgent_first(
    small, beekstad, valmont, author, today
):
    def fact(key, days, **more):
        return make_fact(beekstad, key, review_by=today + timedelta(days=days), **more)

    fact("due", 60)
    fact("later", 61)
    fact("stale", -1)
    fact("today", 0)
    fact("draft", -5, live=False)
    replaced = fact("replaced", -9)
    for language, row in make_fact(beekstad, "successor").items():
        update(replaced[language], superseded_by=row)
    make_fact(valmont, "theirs", review_by=date(2026, 2, 1))

    def keys(state=""):
        return [f.key for f in facts_to_review(author, today=today, state=state)]

    assert keys() == ["stale", "today", "due"]
    assert keys("nonsense") == keys()
    assert keys(ReviewState.STALE) == ["stale"]
    assert keys(ReviewState.DUE_SOON) == ["today", "due"]
    assert keys(ReviewState.REPLACED) == ["replaced"]


def test_a_language_that_was_left_behind_stays_in_the_queue(new, author, today):
    for language in ("en", "nl"):
        update(small_fact(language), review_by=today - timedelta(days=1))
    update(small_fact("en"), superseded_by=new["en"])

    waiting = facts_to_review(author, today=today)

    assert list(waiting) == [small_fact("nl")]


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "stale"), (0, "due"), (DUE_WITHIN.days, "due"), (DUE_WITHIN.days + 1, None)],
)
def test_how_a_fact_stands_on_a_day(days, state, today, new):
    fact = Fact(review_by=today + timedelta(days=days))

    assert state_of(fact, today=today) == state
    fact.superseded_by = new["en"]
    assert state_of(fact, today=today) == ReviewState.REPLACED


def test_a_row_says_languages_uses_and_what_the_person_may(small, author, owner, today):
    fact = small_fact()
    update(fact, review_by=today - timedelta(days=3))
    for language in ("en", "nl"):
        Question.objects.filter(key="small-q0", locale__language_code=language).update(
            fact=small_fact(language)
        )

    (row,) = review_rows([fact], user=author, today=today)

    assert (row.fact, row.state) == (fact, ReviewState.STALE)
    assert row.languages == ["en", "nl"]
    # A lesson in two languages is one lesson.
    assert (row.lessons, row.questions) == (2, 1)
    assert (row.may_publish, row.has_draft) == (False, False)
    small_fact("nl").save_revision()
    (row,) = review_rows([fact], user=owner, today=today)
    assert (row.may_publish, row.has_draft) == (True, True)


def test_the_queue_asks_the_same_number_of_queries_for_1_and_30(
    small, beekstad, owner, today
):
    late = today - timedelta(days=1)

    def count():
        user = type(owner).objects.get(pk=owner.pk)
        with CaptureQueriesContext(connection) as queries:
            found = facts_to_review(user, today=today)
            rows = review_rows(found, user=user, today=today)
        return len(rows), len(queries)

    make_fact(beekstad, "fact", review_by=late)
    first = count()
    for number in range(29):
        make_fact(beekstad, f"fact-{number}", review_by=late)
    assert count() == (30, first[1])
    assert first[0] == 1

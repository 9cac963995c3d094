"""A pair that is no duplicate stays away as long as both texts stay."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.models import AuditEntry
from quizzes.domain.duplicates.asides import (
    asides_of,
    bring_back,
    put_aside,
    still_hold,
)
from quizzes.domain.duplicates.finding import near_duplicates
from quizzes.models import NotDuplicate, Question
from tests.factories.duplicates import ask, say

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
WHO = "Whom do you call first when somebody is in danger"


@pytest.fixture
def two(bank, sister):
    """The same question in two banks, in two languages."""
    one = ask(bank, "one", WHO)
    other = ask(sister, "other", WHO)
    for row in (one, other):
        ask(
            row.bank,
            row.key,
            "Wie belt u het eerst",
            language="nl",
            translation_key=row.translation_key,
        )
    return one, other


def count(language="en") -> int:
    return len(near_duplicates(Question.objects.all(), language=language))


def test_it_is_put_aside_once_in_every_language_from_either_side(two, alice):
    one, other = two
    put_aside(one, other, actor=alice, now=NOW)
    put_aside(other, one, actor=alice, now=NOW)

    assert (count(), count("nl")) == (0, 0)
    rows = NotDuplicate.objects.all()
    assert {row.first.locale.language_code for row in rows} == {"en", "nl"}
    assert {row.put_aside_by for row in rows} == {alice}
    assert still_hold(list(rows)) == {row.pk for row in rows}
    assert set(asides_of(Question.objects.all())) == set(rows)
    assert set(asides_of(Question.objects.filter(bank=one.bank))) == set()


def test_it_comes_back_when_a_text_changes_in_that_language_alone(two, alice):
    one, other = two
    put_aside(one, other, actor=alice, now=NOW)

    say(other, f"{WHO} today")

    assert (count(), count("nl")) == (1, 0)
    held = still_hold(list(NotDuplicate.objects.all()))
    assert {NotDuplicate.objects.get(pk=pk).first.locale_id for pk in held} == {
        Question.objects.get(key="one", locale__language_code="nl").locale_id
    }
    put_aside(one, other, actor=alice, now=NOW)
    assert (count(), NotDuplicate.objects.count()) == (0, 2)


def test_it_is_brought_back_in_every_language(two, alice):
    one, other = two
    put_aside(one, other, actor=alice, now=NOW)

    bring_back(other, one, actor=alice, now=NOW)
    bring_back(other, one, actor=alice, now=NOW)

    assert (count(), count("nl")) == (1, 1)
    assert list(
        AuditEntry.objects.filter(action__startswith="quizzes.pair_")
        .order_by("pk")
        .values_list("action", "actor", "organisation_id")
    ) == [
        ("quizzes.pair_put_aside", alice.pk, one.bank.course.owner_id),
        ("quizzes.pair_brought_back", alice.pk, one.bank.course.owner_id),
    ]


def test_a_question_that_goes_takes_it_along(two, alice):
    one, other = two
    put_aside(one, other, actor=alice, now=NOW)

    one.delete()

    assert {row.first.locale.language_code for row in NotDuplicate.objects.all()} == {
        "nl"
    }


def test_the_database_keeps_a_pair_once(two):
    one, other = sorted(two, key=lambda row: row.pk)
    kept = {"first_digest": "a", "second_digest": "b", "put_aside_at": NOW}
    NotDuplicate.objects.create(first=one, second=other, **kept)

    for first, second in ((one, other), (other, one), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            NotDuplicate.objects.create(first=first, second=second, **kept)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(st.lists(st.sampled_from(["aside", "case", "word", "publish"]), max_size=6))
def test_a_pair_put_aside_is_away_until_a_text_changes(two, alice, acts):
    one, other = two
    say(other, WHO, publish=True)
    bring_back(one, other, actor=alice, now=NOW)
    text, put_aside_as = WHO, None
    for act in acts:
        other.refresh_from_db()
        if act == "aside":
            put_aside(one, other, actor=alice, now=NOW)
            put_aside_as = text
        elif act == "word":
            text = f"{WHO} tomorrow" if text == WHO else WHO
            say(other, text)
        else:
            # The same words, written or published otherwise.
            say(other, text.upper(), publish=act == "publish")
        assert count() == int(text != put_aside_as)

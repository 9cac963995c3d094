"""Near-duplicates among the questions a person may see, and among no others."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.domain.memberships import start_membership
from organisations.enums import Role
from quizzes.domain.duplicates.finding import like_this, likest, near_duplicates
from quizzes.domain.duplicates.reading import (
    languages_of,
    own_banks,
    own_questions,
    texts_of,
)
from quizzes.domain.duplicates.texts import words_in
from quizzes.domain.retiring import retire_question
from quizzes.models import Question
from tests.factories.duplicates import ask, say
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
WHO = "Whom do you call first when somebody is in danger"


@pytest.fixture
def author(beekstad):
    return writer(beekstad, Role.AUTHOR, now=NOW)


def pairs(user, language="en") -> set[tuple[str, str]]:
    keys = dict(Question.objects.values_list("pk", "key"))
    found = near_duplicates(own_questions(user), language=language)
    return {tuple(sorted((keys[one.first], keys[one.second]))) for one in found}


def test_a_pair_is_found_across_kinds_and_banks(author, bank, sister):
    ask(bank, "one", f"{WHO}? The emergency number.")
    ask(sister, "two", f"{WHO}?", "the emergency number", "nobody")
    ask(bank, "three", "Which of these signs has an innocent meaning?")

    assert pairs(author) == {("one", "two")}


def test_languages_are_compared_each_with_itself(author, bank):
    one = ask(bank, "one", WHO)
    ask(bank, "two", "Wie bel je het eerst", language="nl")
    ask(bank, "one", WHO, language="nl", translation_key=one.translation_key)
    ask(bank, "three", WHO, language="nl")

    assert pairs(author) == set()
    assert pairs(author, "nl") == {("one", "three")}
    assert languages_of(own_questions(author)) == {"nl": 3, "en": 1}


def test_the_newest_text_counts_also_before_it_is_published(author, bank):
    one = ask(bank, "one", WHO)
    two = ask(bank, "two", "Something else altogether is asked here")
    say(two, WHO)
    assert pairs(author) == {("one", "two")}

    say(one, "Now this one asks for something different", publish=True)
    assert pairs(author) == set()
    assert texts_of(own_questions(author))[one.pk][:3] == ("now", "this", "one")


def test_what_is_retired_is_no_duplicate(author, bank):
    one = ask(bank, "one", WHO)
    ask(bank, "two", WHO)
    retire_question(bank, one.translation_key, actor=author, now=NOW)

    assert pairs(author) == set()


def test_another_bodys_questions_are_compared_for_nobody_who_may_not_see_both(
    author, valmont, bank, foreign
):
    ask(bank, "ours", WHO)
    ask(foreign, "theirs", WHO)
    stranger = writer(valmont, Role.AUTHOR, now=NOW)

    assert pairs(author) == pairs(stranger) == set()
    assert set(own_banks(author)) == {bank}

    start_membership(author, valmont, role=Role.REVIEWER, now=NOW)
    assert pairs(author) == {("ours", "theirs")}
    assert pairs(stranger) == set()


def test_a_role_that_does_not_write_sees_none(bob, alice, bank):
    ask(bank, "one", WHO)
    ask(bank, "two", WHO)

    assert pairs(bob) == pairs(alice) == set()


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from([WHO, f"{WHO} today", "No.", ""])),
        max_size=8,
    )
)
def test_no_pair_shows_what_its_reader_may_not_see(
    author, bank, foreign, valmont, written
):
    Question.objects.all().delete()
    for number, (is_ours, text) in enumerate(written):
        ask(bank if is_ours else foreign, f"q{number}", text)
    mine = set(own_questions(author).values_list("pk", flat=True))

    for pair in near_duplicates(own_questions(author), language="en"):
        assert {pair.first, pair.second} <= mine


def test_many_questions_take_as_many_queries_as_two(author, bank):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            near_duplicates(own_questions(author), language="en")
        return len(asked)

    for number in range(2):
        ask(bank, f"q{number}", WHO)
    few = queries()
    for number in range(2, 30):
        ask(bank, f"q{number}", WHO)
    assert queries() == few == 3


def test_one_text_is_compared_with_all_the_most_alike_first(bank):
    near = ask(bank, "near", f"{WHO} today")
    same = ask(bank, "same", WHO)
    ask(bank, "other", "Nothing of this is in it")

    found = like_this(words_in(WHO), Question.objects.all())

    assert [pk for pk, _likeness, _words in found] == [same.pk, near.pk]


def test_texts_that_come_new_are_each_told_the_one_they_are_most_like(bank):
    ask(bank, "near", f"{WHO} today")
    same = ask(bank, "same", WHO)

    found = likest(
        {"a": words_in(WHO), "b": words_in("Nothing of this"), "c": ()},
        Question.objects.all(),
    )

    assert {key: pk for key, (pk, _likeness) in found.items()} == {"a": same.pk}

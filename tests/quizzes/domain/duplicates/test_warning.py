"""The checklist names what asks nearly the same, and refuses nothing."""

from datetime import UTC, datetime

import pytest

from courses.domain.checklist import checklist_of
from quizzes.domain.duplicates.asides import put_aside
from quizzes.domain.duplicates.warning import NAMED, RULE
from quizzes.domain.retiring import retire_question
from tests.factories.duplicates import ask, say

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
WHO = "Whom do you call first when somebody is in danger"


def told(question) -> list[str]:
    lines = [line for line in checklist_of(question) if line.rule == RULE]
    assert not any(line.stops for line in lines)
    return [line.message for line in lines if line.message]


def test_it_names_the_question_its_bank_and_how_alike_they_are(bank, sister):
    mine = ask(bank, "mine", f"{WHO}?")
    ask(sister, "same", WHO)
    ask(sister, "near", f"{WHO} today")
    ask(sister, "number", "Within 5 minutes")

    assert told(mine) == [
        "“same” in the bank “Words” asks the same, word for word.",
        "“near” in the bank “Words” asks nearly the same: 95 % of the words.",
    ]
    say(mine, "Within 10 minutes")
    assert told(mine.get_latest_revision_as_object()) == [
        "“number” in the bank “Words” asks the same but for its numbers."
    ]


def test_what_is_not_saved_yet_is_compared_as_it_stands(bank):
    ask(bank, "there", WHO)
    mine = ask(bank, "mine", "Something else altogether")
    assert told(mine) == []
    mine.body = mine._meta.get_field("body").to_python(
        ask(bank, "x", WHO).body.raw_data
    )
    assert len(told(mine)) == 2


def test_other_bodies_other_languages_and_what_is_over_are_not_named(
    bank, foreign, alice
):
    mine = ask(bank, "mine", WHO)
    ask(bank, "mine", WHO, language="nl", translation_key=mine.translation_key)
    ask(bank, "dutch", WHO, language="nl")
    ask(foreign, "theirs", WHO)
    aside = ask(bank, "aside", WHO)
    put_aside(mine, aside, actor=alice, now=NOW)
    retired = ask(bank, "retired", WHO)
    retire_question(bank, retired.translation_key, actor=alice, now=NOW)

    assert told(mine) == []
    assert told(retired) == []


def test_of_many_a_few_are_named(bank):
    mine = ask(bank, "mine", WHO)
    for number in range(NAMED + 2):
        ask(bank, f"q{number}", WHO)

    assert len(told(mine)) == NAMED


def test_a_draft_without_words_is_like_nothing(bank):
    mine = ask(bank, "mine", "")
    ask(bank, "other", "")

    assert told(mine) == []

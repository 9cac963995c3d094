"""From attempts to rows: each figure against the attempts themselves."""

from collections import defaultdict
from datetime import timedelta
from math import isclose
from random import Random
from statistics import correlation
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.domain.analysis import counting, gathering
from quizzes.domain.analysis.counting import (
    GIVEN_UP_AFTER,
    ask_for_analysis,
    carry_out,
    refresh_analyses,
    under_way,
)
from quizzes.enums import QuizPart
from quizzes.models import (
    Answer,
    Attempt,
    AttemptItem,
    Bank,
    BankAnalysis,
    GradeRecord,
    QuestionVersion,
    QuizPage,
    VersionAnalysis,
)
from tests.factories.attempts import take_quiz, versions_of


@pytest.fixture
def bank(small_course):
    return small_course.course.banks.get()


@pytest.fixture
def versions(bank):
    return versions_of(bank)


def option(version, number: int) -> str:
    return next(iter(version.content.values()))["options"][number]["id"]


def crowd(versions, count, *, seed=1):
    """Each answers eight of the questions, the able more of them rightly."""
    random = Random(seed)  # noqa: S311 -- people who are made up
    rows = []
    for _person in range(count):
        able = random.random()
        asked = random.sample(versions, 8)
        rows.append(
            {v: random.choice([None, False, random.random() < able]) for v in asked}
        )
    return rows


def found(bank):
    return {row.version_id: row for row in VersionAnalysis.objects.filter(bank=bank)}


def test_figures_are_those_of_the_attempts(small_course, bank, versions, now):
    rows = crowd(versions, 90)
    take_quiz(small_course, rows, now=now, seconds=40)

    analysis = ask_for_analysis(bank, now=now)

    analysis.refresh_from_db()
    assert not analysis.is_under_way
    assert (analysis.done, analysis.total) == (90, 90)
    gained = defaultdict(list)
    for row in rows:
        right = sum(choice is True for choice in row.values())
        for version, choice in row.items():
            gained[version.pk].append((choice, (right - (choice is True)) / 7))
    assert set(found(bank)) == set(gained)
    for pk, row in found(bank).items():
        mine = gained[pk]
        xs = [float(choice is True) for choice, _rest in mine]
        assert row.attempts == len(mine)
        assert isclose(row.facility, sum(xs) / len(xs))
        rests = [rest for _choice, rest in mine]
        assert isclose(row.discrimination, correlation(xs, rests), abs_tol=1e-5)
        assert isclose(row.blank, sum(c is None for c, _r in mine) / len(mine))
        assert row.quartiles["median"] >= 40
        assert row.languages[0]["attempts"] == len(mine)


def test_what_was_chosen_is_told_by_option(small_course, bank, versions, now):
    first = versions[0]
    a, b, c = (option(first, number) for number in range(3))
    rows = [{first: a, versions[1]: True}] * 16 + [{first: b, versions[1]: False}] * 14
    take_quiz(small_course, rows, now=now)

    ask_for_analysis(bank, now=now)

    row = found(bank)[first.pk]
    assert row.picked == [
        {"key": key, "share": share, "top": top, "bottom": bottom}
        for key, share, top, bottom in sorted([(a, 16 / 30, 1, 0), (b, 14 / 30, 0, 1)])
    ]
    assert {"name": "unpicked", "key": c} in row.flags
    assert row.is_flagged


def test_nothing_is_said_of_fewer_than_eight(small_course, bank, versions, now):
    first, second = versions[:2]
    rows = [{first: True, second: True}] * 7 + [{first: True}]
    take_quiz(small_course, rows, now=now)
    ask_for_analysis(bank, now=now)
    assert set(found(bank)) == {first.pk}


def test_what_changed_by_fewer_than_eight_is_not_told(
    small_course, bank, versions, now
):
    """What the figures moved by would be the answers of these few."""
    first = versions[0]
    take_quiz(small_course, [{first: True}] * 8, now=now)
    ask_for_analysis(bank, now=now)
    take_quiz(small_course, [{first: False}] * 7, now=now)
    ask_for_analysis(bank, now=now)
    assert found(bank)[first.pk].facility == 1

    take_quiz(small_course, [{first: False}], now=now)
    ask_for_analysis(bank, now=now)
    assert found(bank)[first.pk].facility == 0.5


def test_a_grade_that_is_put_right_changes_the_figures(
    small_course, bank, versions, now
):
    first = versions[0]
    take_quiz(small_course, [{first: False}] * 8, now=now)
    ask_for_analysis(bank, now=now)
    for item in AttemptItem.objects.filter(version=first):
        GradeRecord.objects.create(item=item, correctness=1, graded_at=now)
    ask_for_analysis(bank, now=now)
    assert found(bank)[first.pk].facility == 1


def test_figures_go_when_the_answers_are_gone(small_course, bank, versions, now):
    take_quiz(small_course, [{versions[0]: True}] * 8, now=now)
    ask_for_analysis(bank, now=now)
    for model in (GradeRecord, Answer, AttemptItem, Attempt):
        model.objects.all().delete()
    ask_for_analysis(bank, now=now)
    assert found(bank) == {}


def test_first_attempts_that_were_handed_in_count_and_no_other(
    small_course, bank, versions, now
):
    first = versions[0]
    people = take_quiz(small_course, [{first: True}] * 9, now=now)
    again = {"people": people, "now": now}
    take_quiz(small_course, [{first: False}] * 9, number=2, **again)
    take_quiz(small_course, [{first: False}] * 9, cycle=2, **again)
    take_quiz(small_course, [{first: False}] * 9, now=now, is_submitted=False)
    ask_for_analysis(bank, now=now)
    row = found(bank)[first.pk]
    assert (row.attempts, row.facility) == (9, 1)


def test_a_pre_test_and_what_is_deleted_say_nothing_of_a_question(
    small_course, bank, versions, now
):
    first = versions[0]
    take_quiz(small_course, [{first: True}] * 16, now=now)
    gone = Attempt.objects.order_by("pk").values_list("pk", flat=True)[:8]
    Attempt.objects.filter(pk__in=list(gone)).update(answers_gone_at=now)
    ask_for_analysis(bank, now=now)
    assert found(bank)[first.pk].attempts == 8
    QuizPage.objects.update(part=QuizPart.PRE)

    ask_for_analysis(bank, now=now)

    assert found(bank) == {}


def test_of_a_later_cycle_the_first_attempt_counts_for_who_has_none_before(
    small_course, bank, versions, now
):
    take_quiz(small_course, [{versions[0]: True}] * 8, now=now, cycle=2)
    ask_for_analysis(bank, now=now)
    assert found(bank)[versions[0].pk].attempts == 8


def test_what_is_not_graded_is_left_out(small_course, bank, versions, now):
    first = versions[0]
    take_quiz(small_course, [{first: True}] * 10, now=now)
    item = AttemptItem.objects.filter(version=first).first()
    GradeRecord.objects.create(item=item, correctness=None, graded_at=now)
    ask_for_analysis(bank, now=now)
    assert found(bank)[first.pk].attempts == 9


def test_an_answer_that_was_taken_back_is_none(small_course, bank, versions, now):
    first = versions[0]
    take_quiz(small_course, [{first: False}] * 8, now=now)
    for item in AttemptItem.objects.filter(version=first):
        Answer.objects.create(
            item=item,
            client=uuid4(),
            sequence=1,
            payload=None,
            received_at=now + timedelta(minutes=2),
        )
    ask_for_analysis(bank, now=now)
    row = found(bank)[first.pk]
    assert (row.blank, row.picked, row.quartiles) == (1, [], None)


def test_a_question_that_is_harder_in_dutch_is_flagged(
    small_course, bank, versions, now
):
    first, *others = versions[:6]

    def rows(right):
        return [
            {first: n % 10 < right} | {v: n % 5 >= k for k, v in enumerate(others)}
            for n in range(60)
        ]

    take_quiz(small_course, rows(8), now=now, language="en")
    take_quiz(small_course, rows(3), now=now, language="nl")
    ask_for_analysis(bank, now=now)

    row = found(bank)[first.pk]
    assert [one for one in row.flags if one["name"] == "language"] == [
        {"name": "language", "language": "nl"}
    ]
    english, dutch = row.languages
    assert (english["facility"], dutch["facility"]) == (0.8, 0.3)
    assert (english["harder"], dutch["harder"]) == (False, True)
    assert isclose(dutch["value"], -0.5, abs_tol=1e-9)


def test_few_at_a_time_or_all_at_once_gives_the_same(
    small_course, bank, versions, now, monkeypatch
):
    take_quiz(small_course, crowd(versions, 40), now=now)
    ask_for_analysis(bank, now=now)
    whole = list(VersionAnalysis.objects.order_by("version").values())
    monkeypatch.setattr(gathering, "BATCH", 7)
    ask_for_analysis(bank, now=now)
    in_parts = list(VersionAnalysis.objects.order_by("version").values())
    for row in whole + in_parts:
        del row["id"], row["counted_at"]
    assert in_parts == whole
    seen = list(gathering.gather(bank, {}))
    assert seen == [7, 14, 21, 28, 35, 40]


def test_a_batch_costs_the_same_queries_whatever_its_size(
    small_course, bank, versions, now
):
    def queries():
        # Once before, so that this process knows the questions.
        list(gathering.gather(bank, {}))
        with CaptureQueriesContext(connection) as asked:
            list(gathering.gather(bank, {}))
        return len(asked)

    take_quiz(small_course, crowd(versions, 1), now=now)
    few = queries()
    take_quiz(small_course, crowd(versions, 29), now=now)
    assert queries() == few


def test_questions_of_another_bank_are_that_banks(small_course, bank, versions, now):
    other = Bank.objects.create(course=bank.course, code="other", name="Other")
    take_quiz(small_course, [{versions[0]: True}] * 8, now=now)
    ask_for_analysis(other, now=now)
    assert not VersionAnalysis.objects.exists()
    assert BankAnalysis.objects.get().total == 0


def test_a_quiz_may_ask_of_two_banks_and_each_has_its_own_figures(
    small_course, bank, versions, now
):
    other = Bank.objects.create(course=bank.course, code="other", name="Other")
    first, second = versions[:2]
    theirs = QuestionVersion.objects.get(pk=second.pk)
    theirs.pk, theirs.bank, theirs.question_key = None, other, uuid4()
    theirs._state.adding = True
    theirs.save()
    take_quiz(small_course, [{first: True, theirs: n < 4} for n in range(8)], now=now)
    for one in (bank, other):
        ask_for_analysis(one, now=now)
    assert found(bank).keys() == {first.pk}
    assert found(other)[theirs.pk].facility == 0.5


def test_a_language_of_few_is_not_shown(small_course, bank, versions, now):
    take_quiz(small_course, [{versions[0]: True}] * 8, now=now, language="en")
    take_quiz(small_course, [{versions[0]: False}] * 7, now=now, language="nl")
    ask_for_analysis(bank, now=now)
    (english,) = found(bank)[versions[0].pk].languages
    assert (english["language"], english["attempts"]) == ("en", 8)


def test_what_is_under_way_is_joined_and_what_broke_off_begun_again(
    bank, now, monkeypatch
):
    asked = []
    task = SimpleNamespace(enqueue=asked.append)
    monkeypatch.setattr(counting, "analyse_bank", task)
    first = ask_for_analysis(bank, now=now)
    assert ask_for_analysis(bank, now=now) == first
    assert under_way(first, now=now)
    assert asked == [bank.pk]

    later = now + GIVEN_UP_AFTER
    assert not under_way(first, now=later)
    assert ask_for_analysis(bank, now=later).asked_at == later
    assert asked == [bank.pk] * 2


def test_nothing_is_counted_that_nobody_asked_for(bank, now):
    carry_out(bank.pk, clock=lambda: now)
    carry_out(0, clock=lambda: now)
    assert not BankAnalysis.objects.exists()


def test_each_day_what_was_graded_since_is_counted(small_course, bank, versions, now):
    assert refresh_analyses(now) == 0
    take_quiz(small_course, [{versions[0]: True}] * 8, now=now)
    Bank.objects.create(course=bank.course, code="other", name="Other")
    assert refresh_analyses(now) == 1
    assert found(bank)[versions[0].pk].counted_at >= now
    assert refresh_analyses(now) == 0
    take_quiz(small_course, [{versions[0]: True}], now=now)
    assert refresh_analyses(now) == 1

"""A post-test asks what the pre-test asked; a pre-test is done once and holds up nobody."""

from collections import Counter
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain import checklist
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity, way_through
from courses.models import Completion
from lms.errors import DomainError
from quizzes.domain import attempts
from quizzes.domain.pairs.asking import order_for, pre_test_for
from quizzes.domain.rule_changes import rule_changes
from quizzes.models import Bank, Question, QuizPage
from tests.factories.pairs import pre_key, take


@pytest.fixture
def post_key(pair):
    return pair.key("small-quiz")


def asked(attempt) -> dict[int, list]:
    return dict(attempt.items.values_list("version_id", "order"))


def start(enrolment, key, now):
    return attempts.start_attempt(enrolment, key, language="en", now=now)


def lessons(pair) -> list[str]:
    return [pair.key("small-one"), pair.key("small-two")]


def test_the_post_test_asks_the_same_versions_in_another_order(
    pair, enrolment, post_key, now
):
    pre = take(enrolment, pre_key(), now=now)
    for row in Question.objects.all():
        row.topic = f"{row.topic}-new"
        row.save()
    pair.release()

    post = start(enrolment, post_key, now)

    before, after = asked(pre), asked(post)
    assert before.keys() == after.keys()
    assert len(after) == 4
    assert all(before[pk] != after[pk] for pk in before)


def test_a_further_attempt_draws_as_any_quiz_does(enrolment, post_key, now):
    pre = take(enrolment, pre_key(), now=now)
    first = take(enrolment, post_key, now=now, wrong={0, 1, 2})

    second = start(enrolment, post_key, now)

    assert asked(first).keys() == asked(pre).keys()
    assert (first.repeats, second.repeats) == (pre, None)
    assert asked(second).keys() != asked(first).keys()


def test_who_skips_the_pre_test_meets_a_draw_and_completes_the_course(
    pair, enrolment, post_key, now
):
    for key in lessons(pair):
        complete_activity(enrolment, key, language="en", now=now)
    police = pair.key("small-beat")
    complete_activity(enrolment, police, language="en", now=now)

    take(enrolment, post_key, now=now)

    assert Completion.objects.filter(enrolment=enrolment).count() == 1
    way = way_through(enrolment, language="en")
    assert way.is_complete
    assert str(pre_key()) not in {a["key"] for a in way.required}
    assert way.minutes_total == sum(a["minutes"] for a in way.required)


def test_a_pre_test_comes_first_until_something_after_it_is_opened(
    pair, enrolment, now
):
    assert way_through(enrolment, language="en").next_key == str(pre_key())

    start(enrolment, pre_key(), now)
    assert way_through(enrolment, language="en").next_key == str(pre_key())
    complete_activity(enrolment, lessons(pair)[0], language="en", now=now)

    assert way_through(enrolment, language="en").next_key == lessons(pair)[1]


def test_a_pre_test_is_done_by_whatever_is_answered_and_once(enrolment, now):
    take(enrolment, pre_key(), now=now, wrong=range(4))

    way = way_through(enrolment, language="en")
    assert str(pre_key()) in way.done
    with pytest.raises(DomainError, match="done once"):
        start(enrolment, pre_key(), now)


def test_a_pre_test_is_over_once_the_post_test_is_begun(enrolment, post_key, now):
    start(enrolment, post_key, now)

    with pytest.raises(DomainError, match="begun the post-test"):
        start(enrolment, pre_key(), now)


def test_a_pre_test_that_is_not_handed_in_is_none(enrolment, post_key, now):
    start(enrolment, pre_key(), now)
    rules = attempts.rules_of(enrolment, post_key)

    assert pre_test_for(enrolment, rules, number=1) is None


def test_what_was_changed_materially_since_is_not_compared(
    pair, enrolment, post_key, now
):
    take(enrolment, pre_key(), now=now)
    for row in Question.objects.all():
        row.topic = f"{row.topic}-new"
        row.save()
    edition = pair.release(significance="material")
    enrolment.edition = edition
    enrolment.save()
    rules = attempts.rules_of(enrolment, post_key)

    assert pre_test_for(enrolment, rules, number=1) is None


def test_a_pre_test_draws_by_the_rules_of_its_post_test(pair):
    bank = Bank.objects.get(course=pair.course)
    bank.questions.filter(key="small-q0").update(tags="signs")
    draws = [{"type": "draw", "value": {"count": 1, "tags": "signs"}}]
    posts = QuizPage.objects.filter(bank=bank, part="post")
    for post in posts:
        post.draws = draws
        posts.filter(pk=post.pk).update(draws=post.draws, prefer_unseen=False)

    edition = pair.release()

    rules = {
        a["rules"]["part"]: a["rules"]
        for module in edition.outline["modules"]
        for a in module["activities"]
        if a["kind"] == "quiz"
    }
    names = ("draw", "draws", "prefer_unseen", "versions")
    assert [rules["pre"][n] for n in names] == [rules["post"][n] for n in names]
    assert rules["pre"]["post_test"] == pair.key("small-quiz")
    assert rules["post"]["pre_test"] == str(pre_key())


def test_half_a_pair_is_a_quiz_and_the_checklist_says_so(pair):
    def said(part):
        page = QuizPage.objects.get(part=part, locale__language_code="en")
        return [
            line.message
            for line in checklist.checklist_of(page)
            if line.is_warning and line.rule == "questions"
        ]

    assert said("pre") == said("post") == []
    QuizPage.objects.filter(part="pre").update(live=False)
    assert said("post")[0].startswith("No published pre-test")
    edition = pair.release()
    quizzes = [
        a
        for module in edition.outline["modules"]
        for a in module["activities"]
        if a["kind"] == "quiz"
    ]
    assert ["part" in one["rules"] for one in quizzes] == [False]

    QuizPage.objects.update(live=True, part="pre", draw=4)
    twice = said_of_first(QuizPage.objects.filter(locale__language_code="en"))
    assert [line.split(":")[0] for line in twice] == [
        "No published post-test draws from this bank",
        "“Quiz en” is the same half of a pair for this bank.",
    ]
    edition = pair.release()
    assert all(
        "post_test" not in a["rules"]
        for module in edition.outline["modules"]
        for a in module["activities"]
        if a["kind"] == "quiz"
    )


def said_of_first(pages) -> list[str]:
    page = pages.order_by("path").first()
    return [
        line.message
        for line in checklist.checklist_of(page)
        if line.is_warning and line.rule == "questions"
    ]


def test_that_a_quiz_became_a_post_test_is_told(pair):
    before = {"versions": [], "draw": 4}

    [[change]] = rule_changes([(before, before | {"part": "post"})], "en")

    assert (change.label, change.before) == ("part", "Quiz")


def test_options_come_in_another_order_where_there_is_one(enrolment, now):
    attempt = start(enrolment, pre_key(), now)
    item = attempt.items.select_related("version").first()

    def orders(before) -> Counter:
        return Counter(
            tuple(order_for(item.version, "en", Random(n), before=before))  # noqa: S311
            for n in range(40)
        )

    everything = orders(None)
    assert len(everything) > 1
    assert tuple(item.order) in everything
    assert tuple(item.order) not in orders(item.order)


def test_only_a_pair_asks_more_of_the_database_at_a_start(
    pair, enrolment, alice, charlie, post_key, now
):
    def queries(mine, key) -> int:
        attempts.rules_of(mine, key)
        with CaptureQueriesContext(connection) as captured:
            start(mine, key, now)
        return len(captured)

    queries(enrol(alice, pair.course, now=now), post_key)
    draws = queries(enrol(charlie, pair.course, now=now), post_key)
    pre = queries(enrolment, pre_key())
    attempt = attempts.attempts_of(enrolment, pre_key())[0]
    attempts.submit_attempt(attempt, language="en", now=now)

    # Each half asks for the other: whether the post-test is begun, which pre-test there
    # was. And a post-test that asks again, what was asked.
    assert (pre - draws, queries(enrolment, post_key) - draws) == (0, 1)

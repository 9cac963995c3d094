"""Open answers whose question is graded again: nobody marks in vain, and none is left
without a mark."""

from datetime import timedelta

import pytest

from courses.exercises import kind_of
from quizzes.domain.attempts import outcome_of
from quizzes.domain.regrading.asking import ask_for_regrade, decide
from quizzes.domain.versions import content_in
from quizzes.enums import RegradeHow
from quizzes.models import AttemptItem, Marking
from tests.factories.marking import hand_in, markings_of


@pytest.fixture
def graded(alice, now):
    """Has a version graded again."""

    def one(version, how):
        asked = ask_for_regrade(version, how, reason="So.", actor=alice, now=now)
        asked.refresh_from_db()
        return decide(asked, actor=alice, now=now)

    return one


def written(attempt) -> list[AttemptItem]:
    return [
        item
        for item in attempt.items.select_related("version")
        if kind_of(content_in(item.version, "en")).marked
    ]


@pytest.mark.parametrize("how", [RegradeHow.FULL, RegradeHow.DROP])
def test_what_a_regrade_decides_is_marked_by_nobody(course, bob, graded, now, how):
    attempt = hand_in(bob, course, now=now)
    first, second = markings_of(attempt)

    graded(first.item.version, how)

    assert markings_of(attempt) == [second]
    assert outcome_of(attempt).waiting == 1


def test_taken_back_it_waits_again_for_its_marker(course, bob, graded, now):
    attempt = hand_in(bob, course, now=now)
    version = markings_of(attempt)[0].item.version
    graded(version, RegradeHow.FULL)

    graded(version, RegradeHow.AS_BEFORE)

    assert {one.item for one in markings_of(attempt)} == set(written(attempt))
    assert outcome_of(attempt).waiting == 2


def test_what_was_handed_in_meanwhile_is_marked_once_it_is_taken_back(
    course, bob, charlie, graded, now
):
    version = markings_of(hand_in(bob, course, now=now))[0].item.version
    graded(version, RegradeHow.FULL)
    meanwhile = hand_in(charlie, course, now=now + timedelta(minutes=1))
    (asked,) = markings_of(meanwhile)
    assert asked.item.version != version

    graded(version, RegradeHow.AS_BEFORE)

    assert {one.item for one in markings_of(meanwhile)} == set(written(meanwhile))


def test_what_somebody_has_begun_to_mark_is_marked_to_its_end(
    course, bob, markers, mark, graded, now
):
    attempt = hand_in(bob, course, now=now)
    first = markings_of(attempt)[0]
    Marking.objects.filter(pk=first.pk).update(needed=2)
    mark(Marking.objects.get(pk=first.pk), markers[0], 1)

    graded(first.item.version, RegradeHow.FULL)

    assert first in markings_of(attempt)

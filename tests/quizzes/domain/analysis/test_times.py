from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from quizzes.domain.analysis.times import seconds_of

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@dataclass
class Came:
    pk: int
    item_id: int
    seconds: float

    @property
    def given_at(self):
        return START + timedelta(seconds=self.seconds)


def test_the_time_since_the_answer_before_is_of_the_question_that_is_answered():
    answers = [Came(1, 7, 20), Came(2, 8, 50)]
    assert seconds_of(START, answers, {7: 1, 8: 2}) == {7: 20, 8: 30}


def test_who_comes_back_adds_to_a_question_and_takes_nothing_from_others():
    answers = [Came(1, 7, 20), Came(2, 8, 50), Came(3, 7, 60)]
    assert seconds_of(START, answers, {7: 3, 8: 2}) == {7: 30, 8: 30}


def test_after_a_pause_nothing_is_said_of_that_question_alone():
    answers = [Came(1, 7, 20), Came(2, 8, 1821), Came(3, 9, 1830)]
    assert seconds_of(START, answers, {7: 1, 8: 2, 9: 3}) == {7: 20, 9: 9}
    assert seconds_of(START, [Came(1, 7, 1800)], {7: 1}) == {7: 1800}


def test_what_does_not_count_is_not_timed():
    """Taken back, or overtaken by an answer that had been sent before it."""
    answers = [Came(1, 7, 20), Came(2, 8, 30), Came(3, 8, 45)]
    assert seconds_of(START, answers, {8: 2}) == {8: 10}


def test_what_waited_on_a_device_is_timed_by_when_it_was_given():
    answers = [Came(1, 7, 20), Came(2, 9, 25), Came(3, 8, 22)]
    assert seconds_of(START, answers, {7: 1, 9: 2, 8: 3}) == {7: 20, 8: 2, 9: 3}


def test_a_device_with_a_wrong_clock_gives_no_time_below_nothing():
    answers = [Came(1, 7, -50), Came(2, 8, 5)]
    assert seconds_of(START, answers, {7: 1, 8: 2}) == {7: 0, 8: 5}

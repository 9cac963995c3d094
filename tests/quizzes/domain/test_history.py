"""An acknowledged answer is never lost: any history of saves, then handing in."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from quizzes.models import Answer, Attempt, GradeRecord

CLIENTS = [UUID(int=1), UUID(int=2)]


@st.composite
def histories(draw) -> list[tuple[int, int, int, int | None]]:
    """(item, client, sequence, option): what two pages send, in the order in which it
    arrives. A page counts up; what it sends may be delayed, and sent again unchanged.
    """
    sent = []
    for client in (0, 1):
        changes = draw(
            st.lists(
                st.tuples(st.integers(0, 1), st.sampled_from([0, 1, 2, None])),
                max_size=6,
            )
        )
        sent += [
            (item, client, sequence, option)
            for sequence, (item, option) in enumerate(changes, start=1)
        ]
    again = draw(st.lists(st.sampled_from(sent), max_size=4)) if sent else []
    return draw(st.permutations(sent + again))


def expected(history) -> dict[int, int]:
    """The rule in its own words: of each page only its newest change of a question,
    as far as it has arrived, stands; of those the one that arrived last counts."""
    counting = {}
    for item in (0, 1):
        stored, newest = set(), {}
        for _item, client, sequence, option in (h for h in history if h[0] == item):
            if (client, sequence) in stored:
                continue
            stored.add((client, sequence))
            if sequence >= newest.get(client, 0):
                newest[client] = sequence
                counting[item] = option
    return {item: option for item, option in counting.items() if option is not None}


@pytest.fixture
def enrolment(small_course, bob, now):
    return enrol(bob, small_course.course, now=now)


# Every example works on an attempt of its own, so the fixtures may stand.
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories())
def test_after_any_history_the_answer_is_the_one_of_the_rule_and_is_graded(
    small_course, enrolment, now, history
):
    key = small_course.key("small-quiz")
    number = Attempt.objects.count()
    start = now + timedelta(hours=number)
    attempt = attempts.start_attempt(enrolment, key, language="en", now=start)
    items = list(attempt.items.select_related("version")[:2])
    options = [
        [option["id"] for option in content_in(item.version, "en")["options"]]
        for item in items
    ]

    arrived = []
    for step in history:
        item, client, sequence, option = step
        attempts.save_answer(
            items[item],
            None if option is None else {"choice": options[item][option]},
            client=CLIENTS[client],
            sequence=sequence,
            language="en",
            now=start,
        )
        arrived.append(step)
        assert {
            item: answer.payload
            for item, answer in attempts.current_answers(attempt).items()
        } == {
            items[item].pk: {"choice": options[item][option]}
            for item, option in expected(arrived).items()
        }

    attempts.submit_attempt(attempt, language="en", now=start)

    counting = expected(history)
    graded = dict(
        GradeRecord.objects.filter(item__in=items).values_list("item", "correctness")
    )
    assert graded == {
        item.pk: int(counting.get(place) == 0) for place, item in enumerate(items)
    }
    distinct = {step[:3] for step in history}
    assert Answer.objects.filter(item__attempt=attempt).count() == len(distinct)

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

# Shorter than the second in which nobody could tell what came first.
STEP = timedelta(milliseconds=300)
CLIENTS = [UUID(int=1), UUID(int=2)]


@st.composite
def histories(draw) -> list[tuple[int, int, int, int | None, int]]:
    """(item, client, sequence, option, waited): what two pages send, in the order in
    which it arrives. A page counts up; what it sends may be delayed, wait on the device
    for some steps, and be sent again unchanged.
    """
    sent = []
    for client in (0, 1):
        changes = draw(
            st.lists(
                st.tuples(
                    st.integers(0, 1),
                    st.sampled_from([0, 1, 2, None]),
                    st.sampled_from([0, 0, 1, 3, 99]),
                ),
                max_size=6,
            )
        )
        sent += [
            (item, client, sequence, option, waited)
            for sequence, (item, option, waited) in enumerate(changes, start=1)
        ]
    again = draw(st.lists(st.sampled_from(sent), max_size=4)) if sent else []
    return draw(st.permutations(sent + again))


def expected(history) -> dict[int, int]:
    """The rule in its own words: of each page only its newest change of a question, as
    far as it has arrived, stands; of those the one that was given last counts."""
    counting = {}
    for item in (0, 1):
        stored, newest = {}, {}
        for arrived, (_item, client, sequence, option, waited) in enumerate(history):
            if _item == item and (client, sequence) not in stored:
                given = max(0, arrived - waited), arrived
                stored[client, sequence] = given, option
        for (client, sequence), row in sorted(
            stored.items(), key=lambda one: one[1][0]
        ):
            if sequence >= newest.get(client, 0):
                newest[client] = sequence
                counting[item] = row[1]
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
    for number, step in enumerate(history):
        item, client, sequence, option, waited = step
        attempts.save_answer(
            items[item],
            None if option is None else {"choice": options[item][option]},
            client=CLIENTS[client],
            sequence=sequence,
            language="en",
            now=start + number * STEP,
            waited=waited * STEP,
        )
        arrived.append(step)
        assert {
            item: answer.payload
            for item, answer in attempts.current_answers(attempt).items()
        } == {
            items[item].pk: {"choice": options[item][option]}
            for item, option in expected(arrived).items()
        }

    attempts.submit_attempt(attempt, language="en", now=start + len(history) * STEP)

    counting = expected(history)
    graded = dict(
        GradeRecord.objects.filter(item__in=items).values_list("item", "correctness")
    )
    assert graded == {
        item.pk: int(counting.get(place) == 0) for place, item in enumerate(items)
    }
    distinct = {step[:3] for step in history}
    assert Answer.objects.filter(item__attempt=attempt).count() == len(distinct)

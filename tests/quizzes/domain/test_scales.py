"""What is chosen on a scale is kept, and nobody can say who chose it."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.domain.enrolment import enrol
from quizzes.domain import attempts
from quizzes.domain.scales import (
    OPEN_FOR,
    figures_of,
    forget_scales,
    part_scales,
)
from quizzes.domain.versions import content_in
from quizzes.models import Answer, Attempt, Bank, ScaleAnswer
from tests.factories.courses import afresh, make_course, standing
from tests.factories.organisations import OrganisationFactory, UserFactory


@pytest.fixture(scope="module")
def standing_course(django_db_setup, django_db_blocker):
    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        small = make_course(
            owner, kinds=("single_choice", "scale"), bank_size=2, draw=1
        )
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def course(standing_course, db):
    """Its quiz asks one question, and one scale besides."""
    return afresh(standing_course)


@pytest.fixture
def bank(course):
    return Bank.objects.get(course=course.course)


def start(user, course, now) -> tuple[Attempt, object]:
    """An attempt, and its item that is a scale."""
    attempt = attempts.start_attempt(
        enrol(user, course.course, now=now),
        course.key("small-quiz"),
        language="en",
        now=now,
    )
    items = attempts.items_of(attempt)
    return attempt, next(one for one in items if one.version.kind == "scale")


def choose(item, step, *, client=1, sequence=1, now):
    """One of the scale's three steps; None takes it back."""
    steps = content_in(item.version, "en")["steps"]
    attempts.save_answer(
        item,
        None if step is None else {"choice": steps[step]["id"]},
        client=UUID(int=client),
        sequence=sequence,
        language="en",
        now=now,
    )


def answered(course, now, step) -> Attempt:
    """Somebody new chooses a step and hands in."""
    attempt, item = start(UserFactory(), course, now)
    choose(item, step, now=now)
    return attempts.submit_attempt(attempt, language="en", now=now)


def test_the_table_has_no_way_to_a_person_and_no_time_but_the_year():
    fields = {field.name for field in ScaleAnswer._meta.get_fields()}
    assert fields == {"id", "version", "step", "year", "published"}


saves = st.lists(
    st.tuples(st.integers(1, 2), st.integers(1, 4), st.sampled_from([0, 1, 2, None])),
    max_size=8,
    unique_by=lambda one: one[:2],
)


# Every example works on an attempt of its own, so the fixtures may stand.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=saves, again=st.booleans())
def test_after_any_history_what_counted_is_kept_once_and_its_answers_are_gone(
    course, now, history, again
):
    ScaleAnswer.objects.all().delete()
    attempt, item = start(UserFactory(), course, now)
    for client, sequence, step in history * (1 + again):
        choose(item, step, client=client, sequence=sequence, now=now)
    held = attempts.current_answers(attempt).get(item.pk)
    assert part_scales(now) == 0
    attempts.submit_attempt(attempt, language="en", now=now)

    assert part_scales(now) == (held is not None)
    assert part_scales(now) == 0

    kept = list(ScaleAnswer.objects.values_list("version", "step", "year"))
    step = held and held.payload["choice"]
    assert kept == ([(item.version_id, step, 2026)] if held else [])
    assert not Answer.objects.filter(item=item).exists()
    outcome = attempts.outcome_of(attempt)
    assert item.pk not in outcome.by_item
    assert (outcome.total, outcome.waiting) == (1, 0)


def test_figures_are_of_eight_people_and_change_by_eight(course, bank, now):
    def figure() -> list[int] | None:
        part_scales(now)
        (one,) = figures_of(bank, language="nl")
        assert one.prompt.language == "nl"
        return one.steps and [count for _step, count in one.steps]

    assert figure() is None
    for number in range(7):
        answered(course, now, number % 2)
    assert figure() is None
    answered(course, now, 2)
    assert figure() == [4, 3, 1]

    for _number in range(7):
        answered(course, now, 2)
    assert figure() == [4, 3, 1]
    answered(course, now, 2)
    assert figure() == [4, 3, 9]
    (one,) = figures_of(bank, language="en")
    assert one.total == 16


def test_what_nobody_hands_in_and_what_is_old_is_deleted(course, bank, bob, now):
    for number in range(8):
        answered(course, now, number % 3)
    part_scales(now)
    attempt, item = start(bob, course, now)
    choose(item, 1, now=now)

    assert forget_scales(now + OPEN_FOR) == 0
    assert forget_scales(now + OPEN_FOR + timedelta(minutes=1)) == 1
    assert attempts.current_answers(attempt) == {}
    assert ScaleAnswer.objects.count() == 8
    assert forget_scales(now.replace(year=2028)) == 0
    assert forget_scales(now.replace(year=2029)) == 8
    (one,) = figures_of(bank, language="en")
    assert (one.steps, one.total) == (None, 0)

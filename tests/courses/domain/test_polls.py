from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain import polls
from courses.models import PollAnswer, PollResult
from courses.models.polls import COHORT
from tests.factories.courses import make_course, standing
from tests.factories.organisations import OrganisationFactory

PART = "part"


@pytest.fixture(scope="module")
def standing_lesson(django_db_setup, django_db_blocker):
    def build():
        small = make_course(OrganisationFactory(name="Beekstad", code="beekstad"))
        small.release()
        return small

    with standing(build, django_db_blocker) as small:
        yield small.key("small-one")


@pytest.fixture
def lesson(standing_lesson, db):
    return standing_lesson


def vote(lesson, user_id: int, option: str, part: str = PART) -> None:
    polls.answer(part, option, activity_key=lesson, user_id=user_id)


def shown(lesson, part: str = PART) -> dict | None:
    result = polls.results([part], activity_key=lesson).get(part)
    return result and {**result.counts, "total": result.total}


def test_seven_answers_show_nothing_and_eight_show_all(lesson):
    for user_id in range(COHORT - 1):
        vote(lesson, user_id, "a")
    assert shown(lesson) is None

    vote(lesson, 99, "b")

    assert shown(lesson) == {"a": 7, "b": 1, "total": 8}


def test_the_next_figures_come_with_the_next_eight(lesson):
    for user_id in range(COHORT):
        vote(lesson, user_id, "a")
    first = shown(lesson)
    for user_id in range(100, 100 + COHORT - 1):
        vote(lesson, user_id, "b")
        assert shown(lesson) == first

    vote(lesson, 200, "c")

    assert shown(lesson) == {"a": 8, "b": 7, "c": 1, "total": 16}


def test_one_person_changing_again_and_again_renews_nothing(lesson):
    for user_id in range(COHORT):
        vote(lesson, user_id, "a")
    first = shown(lesson)

    for option in "bcabcabcabcb":
        vote(lesson, 0, option)

    assert shown(lesson) == first
    assert polls.own_answers([PART], activity_key=lesson, user_id=0) == {PART: "b"}


def test_one_person_alone_never_makes_a_cohort(lesson):
    for option in "abcdefghij":
        vote(lesson, 1, option)

    assert shown(lesson) is None
    assert PollAnswer.objects.count() == 1


def test_polls_and_lessons_are_counted_apart(lesson):
    for user_id in range(COHORT):
        vote(lesson, user_id, "a")

    assert shown(lesson, "other") is None
    assert polls.own_answers(["other"], activity_key=lesson, user_id=1) == {}


def test_an_answer_stays_ones_own_under_a_new_secret(lesson, settings):
    vote(lesson, 1, "a")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"

    assert polls.own_answers([PART], activity_key=lesson, user_id=1) == {PART: "a"}
    vote(lesson, 1, "b")
    assert [row.option for row in PollAnswer.objects.all()] == ["b"]


def test_without_the_secret_nobody_is_found_in_the_rows(lesson, settings):
    vote(lesson, 1, "a")
    stored = PollAnswer.objects.get()
    settings.SECRET_KEY = "a guess"

    assert stored.voter not in {
        name for user_id in range(50) for name in polls.voters(user_id, lesson, PART)
    }


def test_a_row_tells_neither_who_nor_when_nor_in_which_order(lesson):
    columns = {field.attname for field in PollAnswer._meta.fields}

    assert columns == {"id", "activity_id", "part", "voter", "option", "published"}
    for user_id in range(20):
        vote(lesson, user_id, "a")
    ids = [str(row.pk) for row in PollAnswer.objects.order_by("voter")]
    assert ids != sorted(ids)


def test_nobody_has_the_same_name_in_two_polls():
    names = {
        polls.voters(user_id, lesson, part)[0]
        for user_id in (1, 11)
        for lesson in ("x", "1:x")
        for part in ("p", "q")
    }

    assert len(names) == 8


def test_one_answer_a_voter_and_no_figures_of_seven(lesson):
    vote(lesson, 1, "a")
    row = PollAnswer.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PollAnswer.objects.create(
            activity=row.activity, part=row.part, voter=row.voter, option="b"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PollResult.objects.create(
            activity=row.activity, part=PART, counts={"a": 7}, total=7
        )


HISTORIES = st.lists(
    st.tuples(st.integers(0, 24), st.sampled_from("abc")), min_size=1, max_size=70
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(history=HISTORIES)
def test_no_figures_differ_from_the_ones_before_by_fewer_than_eight_people(
    standing_lesson, history
):
    """Whoever watches the figures, and knows everything but one person's answer of the
    step, is left with seven others whose answers changed with it."""
    with transaction.atomic():
        held: dict[int, str] = {}
        counted: dict[int, str] = {}
        before = None
        for user_id, option in history:
            vote(standing_lesson, user_id, option)
            held[user_id] = option
            now = shown(standing_lesson)
            if now == before and len(_changed(counted, held)) < COHORT:
                continue
            assert len(_changed(counted, held)) >= COHORT
            assert now == {**Counter(held.values()), "total": len(held)}
            before, counted = now, dict(held)
        transaction.set_rollback(True)


def _changed(counted: dict, held: dict) -> set[int]:
    return {who for who in held if held[who] != counted.get(who)}

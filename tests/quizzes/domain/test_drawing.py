from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.drawing import draw
from quizzes.models import QuestionVersion

versions = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=20
)


def random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- a draw that can be repeated


def pool_of(rows) -> list[QuestionVersion]:
    return [
        QuestionVersion(pk=n, question_key=n, topic=f"t{topic}", must_pass=must)
        for n, (topic, must, _seen) in enumerate(rows, start=1)
    ]


@given(rows=versions, count=st.integers(0, 12), seed=st.integers(0, 99))
def test_a_draw_has_the_number_asked_and_no_question_twice(rows, count, seed):
    pool = pool_of(rows)

    drawn = draw(pool, count, seen=set(), rng=random(seed))

    keys = [version.pk for version in drawn]
    assert len(keys) == len(set(keys)) == min(count, len(pool))


@given(rows=versions, count=st.integers(4, 12), seed=st.integers(0, 99))
def test_every_topic_with_must_pass_questions_gives_one(rows, count, seed):
    pool = pool_of(rows)

    drawn = draw(pool, count, seen=set(), rng=random(seed))

    wanted = {version.topic for version in pool if version.must_pass}
    assert {version.topic for version in drawn if version.must_pass} == wanted


@given(rows=versions, count=st.integers(1, 12), seed=st.integers(0, 99))
def test_the_order_in_which_versions_are_given_does_not_matter(rows, count, seed):
    pool = pool_of(rows)

    def keys(given_pool):
        return [v.pk for v in draw(given_pool, count, seen=set(), rng=random(seed))]

    assert keys(pool) == keys(pool[::-1])


def test_unseen_questions_go_first_within_a_topic():
    pool = pool_of([(0, False, False)] * 6)

    drawn = draw(pool, 3, seen={1, 2, 3}, rng=random(1))

    assert {version.pk for version in drawn} == {4, 5, 6}

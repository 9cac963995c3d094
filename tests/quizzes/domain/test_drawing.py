from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.drawing import Draw, draw
from quizzes.models import QuestionVersion

versions = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=20
)


def random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- a draw that can be repeated


def pool_of(rows) -> list[QuestionVersion]:
    return [
        QuestionVersion(
            pk=n,
            question_key=n,
            key=f"q{n}",
            kind="single_choice",
            topic=f"t{topic}",
            must_pass=must,
        )
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


@given(rows=versions, count=st.integers(0, 12), seed=st.integers(0, 99))
def test_what_counts_for_nothing_comes_last_and_takes_the_place_of_nothing(
    rows, count, seed
):
    pool = pool_of(rows)
    besides = [
        QuestionVersion(pk=100 + n, question_key=100 + n, key=key, kind=kind)
        for n, (key, kind) in enumerate([("b", "scale"), ("a", "dialogue")])
    ]

    drawn = draw([*besides, *pool], count, seen=set(), rng=random(seed))

    assert drawn[:-2] == draw(pool, count, seen=set(), rng=random(seed))
    assert [version.key for version in drawn[-2:]] == ["a", "b"]


def met(asked, rules) -> int:
    """How many places of rules these questions fill, by trying every way."""
    places = [rule for rule in rules for _place in range(rule.count)]

    def best(at: int, left: frozenset) -> int:
        if at == len(places):
            return 0
        return max(
            best(at + 1, left),
            *(1 + best(at + 1, left - {pk}) for pk in places[at].ids & left),
            0,
        )

    return best(0, frozenset(version.pk for version in asked))


def topics_in(asked) -> set[str]:
    return {version.topic for version in asked if version.must_pass}


small_pools = st.lists(
    st.tuples(st.integers(0, 2), st.booleans(), st.booleans()), min_size=1, max_size=7
)
rules_of_seven = st.lists(
    st.builds(Draw, st.integers(1, 2), st.frozensets(st.integers(1, 7), max_size=4)),
    max_size=3,
)


@given(rows=small_pools, count=st.integers(1, 5), rules=rules_of_seven, seed=...)
def test_every_rule_is_met_as_far_as_it_can_be_at_all(rows, count, rules, seed: int):
    """Compared with every other choice: none meets more must-pass topics, nor as many of
    them and more of what the rules ask."""
    pool = pool_of(rows)

    drawn = draw(pool, count, seen=set(), rng=random(seed), by_rule=rules)

    size = min(count, len(pool))
    assert len({version.pk for version in drawn}) == len(drawn) == size
    choices = [(len(topics_in(c)), met(c, rules)) for c in combinations(pool, size)]
    assert (len(topics_in(drawn)), met(drawn, rules)) == max(choices)


@given(rows=small_pools, count=st.integers(1, 5), rules=rules_of_seven, seed=...)
def test_rules_are_met_with_unseen_questions_as_far_as_there_are(
    rows, count, rules, seed: int
):
    """Where nothing must be passed, and there is one topic to spread over."""
    pool = pool_of([(0, False, False)] * len(rows))
    seen = {n for n, (_topic, _must, seen) in enumerate(rows, start=1) if seen}

    drawn = draw(pool, count, seen=seen, rng=random(seed), by_rule=rules)

    def fresh(choice) -> int:
        return sum(version.question_key not in seen for version in choice)

    choices = [(met(c, rules), fresh(c)) for c in combinations(pool, len(drawn))]
    assert (met(drawn, rules), fresh(drawn)) == max(choices)


@given(rows=versions, count=st.integers(1, 12), rules=rules_of_seven, seed=...)
def test_the_same_seed_gives_the_same_draw_in_whichever_order_things_stand(
    rows, count, rules, seed: int
):
    pool = pool_of(rows)

    def keys(given_pool):
        drawn = draw(given_pool, count, seen={2}, rng=random(seed), by_rule=rules)
        return [version.pk for version in drawn]

    assert keys(pool) == keys(pool) == keys(pool[::-1])


def test_what_fits_two_rules_goes_where_nothing_else_can():
    """Whoever filled the first rule first would leave nothing for the second."""
    pool = pool_of([(0, False, False)] * 3)
    rules = [Draw(1, frozenset({1, 2})), Draw(1, frozenset({1}))]

    for seed in range(20):
        drawn = draw(pool, 2, seen=set(), rng=random(seed), by_rule=rules)
        assert {version.pk for version in drawn} == {1, 2}


def test_a_must_pass_question_takes_the_place_of_a_rule_it_fits():
    """Both must-pass topics and both places of the rule, in two questions."""
    pool = pool_of([(0, True, False), (1, True, False), (0, True, False)])
    rules = [Draw(2, frozenset({2, 3}))]

    for seed in range(20):
        drawn = draw(pool, 2, seen=set(), rng=random(seed), by_rule=rules)
        assert {version.pk for version in drawn} == {2, 3}

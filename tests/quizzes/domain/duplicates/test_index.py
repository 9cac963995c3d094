"""What is alike is found without comparing each with each, and nothing is missed."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.duplicates.index import (
    MOST,
    NEAR,
    Index,
    Likeness,
    Pair,
    likeness_of,
    near_pairs,
)
from quizzes.domain.duplicates.texts import words_in

# Few words, so that texts meet; numbers among them.
texts = st.lists(
    st.sampled_from(["ask", "call", "the", "door", "note", "1", "112", "who"]),
    max_size=9,
).map(tuple)
collections = st.lists(texts, max_size=14).map(lambda all_: dict(enumerate(all_)))


def compared_each_with_each(all_: dict) -> set[Pair]:
    return {
        Pair(one, other, likeness)
        for one, other in combinations(sorted(all_), 2)
        if (likeness := likeness_of(all_[one], all_[other]))
    }


@given(collections)
def test_the_index_finds_what_comparing_each_with_each_finds(all_):
    assert set(near_pairs(all_)) == compared_each_with_each(all_)


@given(collections, texts)
def test_a_text_that_is_looked_up_finds_the_same(all_, words):
    index = Index(all_.values())
    for key, held in all_.items():
        index.add(key, held)
    expected = {key: likeness_of(words, held) for key, held in all_.items()}
    found = index.find(words)
    assert dict(found) == {key: one for key, one in expected.items() if one}
    assert len(found) == len(dict(found))


@given(texts, texts)
def test_likeness_is_the_same_from_either_side(one, other):
    assert likeness_of(one, other) == likeness_of(other, one)


@given(collections, st.data())
def test_an_exact_copy_is_always_found(all_, data):
    words = data.draw(texts.filter(bool))
    found = near_pairs(all_ | {-1: words, 99: words})
    assert Pair(-1, 99, Likeness(len(words), 2 * len(words))) in found
    assert found[0].likeness.percent == 100


def test_the_order_of_options_makes_no_difference():
    one, other = words_in("Who? You. Nobody."), words_in("Who? Nobody. You.")
    assert likeness_of(one, other).is_same


def test_one_word_of_four_may_differ_and_two_may_not():
    text = words_in("call the door first")
    assert likeness_of(text, words_in("call the door later")).percent == NEAR
    assert likeness_of(text, words_in("call the bell later")) is None


def test_what_differs_only_in_numbers_is_found_however_short():
    five, ten = words_in("Within 5 of 7 hours"), words_in("Within 10 of 12 hours")
    likeness = likeness_of(five, ten)
    assert (likeness.percent, likeness.numbers_only) == (60, True)
    assert near_pairs({1: five, 2: ten}) == [Pair(1, 2, likeness)]
    assert not likeness_of(five, five).numbers_only


def test_the_most_alike_come_first_and_100_percent_is_the_same():
    all_ = {
        1: words_in("a b c d e f g h"),
        2: words_in("a b c d e f g i"),
        3: words_in("a b c d e f g h"),
    }
    found = near_pairs(all_)
    assert [(p.first, p.second, p.likeness.percent) for p in found] == [
        (1, 3, 100),
        (1, 2, 87),
        (2, 3, 87),
    ]
    long = tuple(f"w{n}" for n in range(400))
    assert likeness_of(long, (*long, "more")).percent == 99


def test_of_a_mass_each_is_found_with_its_neighbours():
    copies = dict.fromkeys(range(300), ("the", "same", "text"))
    found = near_pairs(copies)
    assert len(found) <= 300 * MOST
    assert {key for pair in found for key in (pair.first, pair.second)} == set(copies)
    nearly = {n: words_in(f"the same text but for the number {n}") for n in range(300)}
    assert len(near_pairs(nearly)) <= 300 * MOST


def test_a_text_without_words_is_like_nothing():
    assert near_pairs({1: (), 2: ()}) == []
    assert likeness_of((), ()) is None

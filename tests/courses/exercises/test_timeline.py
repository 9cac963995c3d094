"""Putting events in order: what the points say about an order."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exercises import KINDS, InvalidAnswer

TIMELINE = KINDS["timeline"]


def asked(count: int) -> dict:
    """Events "a", "b", … in the right order."""
    return {
        "kind": "timeline",
        "prompt": "In which order?",
        "feedback": "",
        "events": [
            {"id": letter, "text": letter.upper(), "when": "", "feedback": ""}
            for letter in "abcdefghij"[:count]
        ],
    }


def answer(order: str) -> dict:
    """What gives the events these places, from the first."""
    return {"places": {one: str(n) for n, one in enumerate(order, start=1)}}


counts = st.integers(min_value=3, max_value=10)


@st.composite
def answers(draw, *, complete=False):
    content = asked(draw(counts))
    ids = [event["id"] for event in content["events"]]
    if complete:
        return content, answer(draw(st.permutations(ids)))
    places = st.sampled_from([str(n + 1) for n in range(len(ids))])
    return content, {"places": draw(st.dictionaries(st.sampled_from(ids), places))}


@given(answers())
def test_points_are_between_nothing_and_all_and_all_is_the_right_order_alone(drawn):
    content, given_ = drawn

    correctness = TIMELINE.grade(content, given_).correctness

    right = answer("".join(event["id"] for event in content["events"]))
    assert 0 <= correctness <= 1
    assert (correctness == 1) == (given_ == right)


@given(answers(complete=True))
def test_points_are_the_share_of_neighbours_that_stayed_neighbours(drawn):
    content, given_ = drawn
    order = sorted(given_["places"], key=lambda one: int(given_["places"][one]))
    joints = set(pairwise(event["id"] for event in content["events"]))

    kept = joints & set(pairwise(order))

    assert TIMELINE.grade(content, given_).correctness == len(kept) / len(joints)
    assert TIMELINE.is_complete(content, given_)


@given(answers())
def test_an_order_reads_the_same_from_a_form_and_from_json(drawn):
    content, given_ = drawn
    posted = {f"place-{one}": place for one, place in given_["places"].items()}

    read = TIMELINE.read(content, posted)

    assert read == (given_ if given_["places"] else None)
    assert TIMELINE.clean(content, given_) == given_


@given(counts, st.integers())
def test_what_is_shown_first_is_never_the_right_order(count, seed):
    content = asked(count)

    order = TIMELINE.order(content, Random(seed))  # noqa: S311 -- an order to look at

    events, numbers = order[:count], order[count:]
    assert events != sorted(events)
    assert set(events) == {event["id"] for event in content["events"]}
    assert numbers == [str(n + 1) for n in range(count)]


def test_one_event_put_too_late_costs_its_own_joints_and_not_the_rest():
    assert TIMELINE.grade(asked(5), answer("bcdea")).correctness == 0.75
    assert TIMELINE.grade(asked(5), answer("acbde")).correctness == 0.25
    assert TIMELINE.grade(asked(5), answer("edcba")).correctness == 0


def test_two_events_in_one_place_can_be_saved_and_are_not_complete():
    content, half = asked(3), {"places": {"a": "1", "b": "1", "c": "2"}}

    assert TIMELINE.clean(content, half) == half
    assert not TIMELINE.is_complete(content, half)
    assert not TIMELINE.is_complete(content, {"places": {"a": "1", "b": "2"}})
    assert TIMELINE.grade(content, half).correctness == 0.5


@pytest.mark.parametrize("place", ["0", "4", "-1", "1.0", " 1", "one", "a"])
def test_a_place_that_is_not_there_is_refused(place):
    with pytest.raises(InvalidAnswer):
        TIMELINE.clean(asked(3), {"places": {"a": place}})


def test_the_review_tells_the_story_in_its_order_with_the_places_given():
    content = asked(3)
    content["events"][1]["when"] = "June"

    review = TIMELINE.review(content, order=["c", "a", "b"], answer=answer("acb"))

    assert [
        (row["id"], row["placed_text"], row["right_text"], row["is_right"], row["when"])
        for row in review["things"]
    ] == [
        ("a", "1", "1", True, ""),
        ("b", "3", "2", False, "June"),
        ("c", "2", "3", False, ""),
    ]


def test_a_timeline_without_events_is_worth_nothing():
    assert TIMELINE.grade({"events": []}, None).correctness == 0

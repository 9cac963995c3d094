"""What is told of two sets of rules of a quiz, as branches and as properties."""

import uuid
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.registries import RuleChange
from lms.remembered import forget
from quizzes.domain import rule_changes as module
from quizzes.domain.rule_changes import rule_changes
from quizzes.models import QuestionVersion

NUMBERS = {"draw": 8, "pass_percent": 80, "pause_after": 3, "pause_minutes": 10}
LABELS = {
    "draw": "questions per attempt",
    "pass_percent": "pass mark (%)",
    "pause_after": "a pause after this many attempts",
    "pause_minutes": "length of the pause (minutes)",
}
KEYS = [uuid.uuid5(uuid.NAMESPACE_URL, str(number)) for number in range(6)]


def version(pk, key=0, prompt="Why?", *, must_pass=False, feedback="", language="en"):
    return SimpleNamespace(
        pk=pk,
        question_key=KEYS[key],
        must_pass=must_pass,
        content={language: {"prompt": prompt, "feedback": feedback}},
    )


@pytest.fixture
def told(monkeypatch):
    """(versions before, versions now) -> the changes, without a database."""
    return lambda before, now, **more: changes_of(
        monkeypatch.setattr, before, now, **more
    )


def changes_of(setattr_, before, now, *, numbers=(NUMBERS, NUMBERS), language="en"):
    known = {one.pk: one for one in (*before, *now)}
    setattr_(module, "versions_of", lambda pks: {pk: known[pk] for pk in pks})
    rules = [
        {**figures, "versions": [one.pk for one in side]}
        for figures, side in zip(numbers, (before, now), strict=True)
    ]
    (changes,) = rule_changes([tuple(rules)], language)
    return changes


# --- Branches -------------------------------------------------------------------------


def test_nothing_differs_from_itself(told):
    held = [version(1), version(2, key=1)]
    assert told(held, held) == []


@pytest.mark.parametrize("name", NUMBERS)
def test_each_number_is_told_with_what_it_was_and_is(told, name):
    now = NUMBERS | {name: NUMBERS[name] + 1}

    assert told([], [], numbers=(NUMBERS, now)) == [
        RuleChange(LABELS[name], str(NUMBERS[name]), str(NUMBERS[name] + 1))
    ]


def test_a_number_that_became_nothing_is_told(told):
    now = NUMBERS | {"pause_after": 0}
    assert told([], [], numbers=(NUMBERS, now)) == [
        RuleChange(LABELS["pause_after"], "3", "0")
    ]


def test_it_is_told_when_two_people_mark_from_now_on(told):
    now = NUMBERS | {"second_marker": True}
    label = "two people mark each open answer"

    assert told([], [], numbers=(NUMBERS, now)) == [RuleChange(label, "no", "yes")]


def test_questions_come_and_go(told):
    old, new = version(1, prompt="Old?"), version(2, key=1, prompt="New?")

    assert told([old], [new]) == [
        RuleChange("new question", "", "New?"),
        RuleChange("retired question", "Old?", ""),
    ]


def test_a_question_that_asks_something_else(told):
    assert told([version(1, prompt="Old?")], [version(2, prompt="New?")]) == [
        RuleChange("changed question", "Old?", "New?")
    ]


def test_a_question_that_asks_the_same_and_takes_other_answers(told):
    assert told([version(1)], [version(2, feedback="Because.")]) == [
        RuleChange("a question with other answers or feedback", "Why?", "Why?")
    ]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (False, True, RuleChange("must be right to pass, from now on", "", "Why?")),
        (True, False, RuleChange("need not be right any more to pass", "Why?", "")),
    ],
)
def test_what_decides_about_passing_is_told(told, before, now, change):
    old, new = version(1, must_pass=before), version(2, must_pass=now)
    assert told([old], [new]) == [change]


def test_a_change_of_words_and_of_what_decides_are_both_told(told):
    old, new = version(1, prompt="Old?"), version(2, prompt="New?", must_pass=True)
    assert told([old], [new]) == [
        RuleChange("changed question", "Old?", "New?"),
        RuleChange("must be right to pass, from now on", "", "New?"),
    ]


def test_a_version_that_differs_in_its_place_alone_is_no_change(told):
    """Such as its topic: nobody who learns meets it."""
    assert told([version(1)], [version(2)]) == []


def test_a_language_that_lacks_is_told_in_another(told):
    only = version(1, prompt="Waarom?", language="nl")
    assert told([], [only], language="fr") == [
        RuleChange("new question", "", "Waarom?")
    ]


def test_pairs_answer_each_for_itself_in_their_order(monkeypatch):
    known = {1: version(1), 2: version(2, key=1, prompt="New?")}
    monkeypatch.setattr(
        module, "versions_of", lambda pks: {pk: known[pk] for pk in pks}
    )
    one, two = NUMBERS | {"versions": [1]}, NUMBERS | {"versions": [1, 2]}

    assert rule_changes([(one, two), (one, one), (two, one)], "en") == [
        [RuleChange("new question", "", "New?")],
        [],
        [RuleChange("retired question", "New?", "")],
    ]
    assert rule_changes([], "en") == []


# --- Properties -----------------------------------------------------------------------

versions = st.lists(
    st.builds(
        lambda key, words, must_pass: version(
            f"{key}-{words}-{must_pass}", key=key, prompt=words, must_pass=must_pass
        ),
        st.integers(0, 5),
        st.sampled_from(["Why?", "How?", "Who?"]),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.question_key,
)


def changes(before, now):
    with pytest.MonkeyPatch.context() as patch:
        return changes_of(patch.setattr, before, now)


@given(versions, st.randoms())
def test_the_order_of_questions_is_no_change(held, random):
    shuffled = random.sample(held, len(held))
    assert changes(held, shuffled) == []


@given(versions, versions)
def test_every_question_that_came_or_went_is_told_once(before, now):
    told = changes(before, now)
    held = {one.question_key for one in before}
    holds = {one.question_key for one in now}

    assert sum(one.label == "new question" for one in told) == len(holds - held)
    assert sum(one.label == "retired question" for one in told) == len(held - holds)


@given(versions, versions)
def test_told_the_other_way_round_it_is_the_mirror(before, now):
    opposite = {
        "new question": "retired question",
        "changed question": "changed question",
        "must be right to pass, from now on": "need not be right any more to pass",
    }
    opposite |= {other: one for one, other in opposite.items()}

    mirrored = {
        (opposite[one.label], one.now, one.before) for one in changes(before, now)
    }
    assert {
        (one.label, one.before, one.now) for one in changes(now, before)
    } == mirrored


@given(versions, versions)
def test_nothing_is_told_only_where_learners_meet_the_same(before, now):
    def met(side):
        return {(o.question_key, o.content["en"]["prompt"], o.must_pass) for o in side}

    assert (changes(before, now) == []) == (met(before) == met(now))


# --- With the database ----------------------------------------------------------------


def test_many_pairs_take_one_query(db, small_course, now, django_assert_num_queries):
    bank = small_course.course.banks.get()
    made = [
        QuestionVersion.objects.create(
            bank=bank,
            question_key=uuid.uuid4(),
            key=f"q{number}",
            hash=str(number),
            kind="true_false",
            content={"en": {"prompt": f"{number}?"}},
            must_pass=False,
            lesson_key=None,
            created_at=now,
        )
        for number in range(30)
    ]
    pairs = [
        (NUMBERS | {"versions": [one.pk]}, NUMBERS | {"versions": [two.pk]})
        for one, two in pairwise(made)
    ]
    for count in (1, 29):
        forget()
        with django_assert_num_queries(1):
            assert len(rule_changes(pairs[:count], "en")) == count

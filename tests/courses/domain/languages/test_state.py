"""The state of a translation, over every history that can happen to one."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.languages.state import (
    Act,
    Published,
    Standing,
    review_of,
    standing_of,
)
from courses.enums import TranslationState as State
from courses.enums import TranslationStep as Step

START = datetime(2026, 1, 1, tzinfo=UTC)


def act(step, source="A", content="a", *, hour=0, by=7, sector=""):
    return Act(step, source, content, START + timedelta(hours=hour), by, sector)


def published(source="A", content="a", *, is_live=True, follows=True):
    return Published(source, content, is_live, START, follows)


def test_without_a_row_it_is_missing():
    assert standing_of(published(content=None, is_live=False), []) == Standing(
        State.MISSING
    )


def test_a_row_that_is_not_published_is_a_draft_whatever_was_done_before():
    acts = [act(Step.APPROVED)]
    assert standing_of(published(is_live=False), acts) == Standing(State.DRAFT)


def test_a_translation_of_which_nothing_is_known_is_translated():
    assert standing_of(published(), []) == Standing(State.TRANSLATED)


def test_a_translation_stands_with_who_published_it_and_when():
    assert standing_of(published(), [act(Step.TRANSLATED, hour=2)]) == Standing(
        State.TRANSLATED, START + timedelta(hours=2), 7
    )


def test_a_review_stands_with_the_sector_of_the_reviewer():
    acts = [act(Step.TRANSLATED), act(Step.REVIEWED, hour=1, by=8, sector="POL")]
    assert standing_of(published(), acts) == Standing(
        State.REVIEWED, START + timedelta(hours=1), 8, "POL"
    )


def test_an_approval_stands_until_the_source_changes():
    acts = [act(Step.REVIEWED), act(Step.APPROVED, hour=1)]
    assert standing_of(published(), acts).state == State.APPROVED
    assert standing_of(published("B"), acts) == Standing(State.OUT_OF_DATE, START)


def test_when_only_the_translation_changes_it_is_merely_translated():
    acts = [act(Step.APPROVED), act(Step.TRANSLATED, content="b", hour=1)]
    assert standing_of(published(content="b"), acts).state == State.TRANSLATED


def test_a_translation_published_from_an_older_source_is_out_of_date():
    acts = [act(Step.TRANSLATED, content="b", hour=1)]
    assert standing_of(published("B", "b"), acts).state == State.OUT_OF_DATE


def test_a_text_changed_past_the_editor_is_judged_by_what_was_known_before():
    acts = [act(Step.APPROVED)]
    assert standing_of(published("A", "z"), acts).state == State.TRANSLATED
    assert standing_of(published("B", "z"), acts).state == State.OUT_OF_DATE


def test_a_source_that_becomes_what_it_was_has_its_approval_again():
    acts = [act(Step.APPROVED)]
    assert standing_of(published("B"), acts).state == State.OUT_OF_DATE
    assert standing_of(published("A"), acts).state == State.APPROVED


def test_a_translation_that_shows_other_facts_than_its_source_is_out_of_date():
    acts = [act(Step.APPROVED)]
    assert standing_of(published(follows=False), acts).state == State.OUT_OF_DATE


def test_what_was_withdrawn_does_not_come_back_by_itself():
    acts = [act(Step.REVIEWED), act(Step.APPROVED), act(Step.WITHDRAWN)]
    assert standing_of(published(), acts).state == State.TRANSLATED
    again = [*acts, act(Step.REVIEWED, hour=5)]
    assert standing_of(published(), again).state == State.REVIEWED


def test_the_review_behind_an_approval_can_still_be_told():
    review = act(Step.REVIEWED, by=8)
    acts = [review, act(Step.APPROVED)]
    assert review_of(published(), acts) == review
    assert review_of(published("B"), acts) is None


# What can happen, as (name, new words).
EVENTS = st.one_of(
    st.tuples(st.just("source"), st.sampled_from("ABC")),
    st.tuples(st.just("translation"), st.sampled_from("abc")),
    st.tuples(st.just("late"), st.sampled_from("abc")),
    st.tuples(st.sampled_from(["review", "approve", "withdraw"]), st.just("")),
)


class Told:
    """The same rules, told the long way: what holds is remembered word for word."""

    def __init__(self):
        self.source, self.synced, self.content = "A", "A", "a"
        self.made_from = {"a": {"A"}}
        self.reviewed, self.approved = set(), set()
        self.acts = [act(Step.TRANSLATED)]

    def happen(self, name, words):
        pair = (self.source, self.content)
        if name == "source":
            self.source = words
            return
        if name in ("translation", "late"):
            if name == "translation":
                self.synced = self.source
            self.content = words
            self.made_from.setdefault(words, set()).add(self.synced)
            self.acts.append(act(Step.TRANSLATED, self.synced, words))
            return
        if self.source not in self.made_from[self.content]:
            return  # Nobody reviews what is out of date.
        step = {
            "review": Step.REVIEWED,
            "approve": Step.APPROVED,
            "withdraw": Step.WITHDRAWN,
        }[name]
        self.acts.append(act(step, *pair))
        if name == "withdraw":
            self.reviewed, self.approved = set(), set()
        elif name == "review":
            self.reviewed.add(pair)
        else:
            self.approved.add(pair)

    @property
    def state(self):
        pair = (self.source, self.content)
        if self.source not in self.made_from[self.content]:
            return State.OUT_OF_DATE
        if pair in self.approved:
            return State.APPROVED
        return State.REVIEWED if pair in self.reviewed else State.TRANSLATED


@given(st.lists(EVENTS, max_size=25))
def test_every_history_ends_in_the_state_that_its_events_tell(events):
    told = Told()
    for name, words in events:
        told.happen(name, words)
        now = published(told.source, told.content)
        assert standing_of(now, told.acts).state == told.state


@given(st.lists(EVENTS, max_size=25), st.sampled_from("DE"), st.sampled_from("de"))
def test_words_that_nobody_saw_are_never_approved(events, source, content):
    told = Told()
    for name, words in events:
        told.happen(name, words)
    for now in (published(source, told.content), published(told.source, content)):
        assert standing_of(now, told.acts).state in (
            State.TRANSLATED,
            State.OUT_OF_DATE,
        )

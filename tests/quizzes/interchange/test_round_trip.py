"""What is written is read again as it was, or is said to be lost."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings

from courses.exercises import ASKED
from quizzes.interchange import FORMATS
from quizzes.interchange.kinds import NOT_CARRIED, SIDES, side_of
from tests.quizzes.interchange.strategies import VALUES, questions

KINDS = sorted(VALUES)


def test_every_kind_that_a_bank_asks_has_a_side_or_is_known_to_have_none():
    assert set(SIDES) >= ASKED - NOT_CARRIED
    assert not set(SIDES) & NOT_CARRIED
    assert set(VALUES) == set(SIDES)


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_without_a_loss_is_read_as_it_was(name, kind):
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(questions(kind))
    def holds(made):
        found, value = made
        original = deepcopy(found)
        data = FORMATS[name].write([found])
        if found.stopped:
            return
        [again] = FORMATS[name].read(data)
        assert not again.stopped
        assert (again.key, again.prompt) == (original.key, original.prompt)
        assert again.feedback == original.feedback
        assert again.labels["topic"] == "words"
        if kind not in ASKED:
            return
        assert side_of(again).name == kind
        taken = side_of(again).value(again.shape, again)
        if not any(CARRIED not in one.message for one in found.problems):
            told = [one for one in again.problems if RIGHTS not in one.message]
            assert told == []
            assert taken == value

    holds()


# Of these settings other programs know nothing, and we read them again.
CARRIED = "Other programs"
# What nobody knew before is not known after.
RIGHTS = "Say whose its picture is"

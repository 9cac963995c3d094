"""Work in the background goes on where it broke off, and no further than it can."""

import pytest
from django.db import IntegrityError

from courses.domain.long_work import TRIES, once_more


def refused(times: int):
    attempts = []

    def act():
        attempts.append(1)
        if len(attempts) <= times:
            raise IntegrityError
        return len(attempts)

    return act, attempts


@pytest.mark.parametrize("times", range(TRIES))
def test_what_somebody_else_was_faster_with_is_tried_once_more(times):
    act, _attempts = refused(times)
    assert once_more(act) == times + 1


def test_what_is_refused_again_and_again_is_told():
    act, attempts = refused(TRIES)
    with pytest.raises(IntegrityError):
        once_more(act)
    assert len(attempts) == TRIES

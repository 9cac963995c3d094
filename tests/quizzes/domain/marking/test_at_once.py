"""Two people reach for the same answer at the same moment."""

from datetime import timedelta

import pytest

from lms.errors import DomainError
from quizzes.domain.marking.claiming import claim, claim_next
from quizzes.domain.marking.giving import give_mark
from quizzes.models import Mark
from tests.factories.marking import (
    given_of,
    hand_in,
    make_marker,
    make_written_course,
    markings_of,
)
from tests.factories.threads import at_once


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_at_once_each_gets_another_answer_and_one_marks_it(bob, now):
    small = make_written_course()
    small.release_as_made()
    attempt = hand_in(bob, small, now=now)
    first, second = markings_of(attempt)
    markers = [make_marker(small) for _one in range(2)]
    taken, held = [], []

    assert (
        at_once(*(lambda m=m: taken.append(claim_next(m, now=now)) for m in markers))
        == []
    )
    assert {one.pk for one in taken} == {first.pk, second.pk}

    late = now + timedelta(hours=2)
    assert (
        at_once(*(lambda m=m: held.append(claim(m, first, now=late)) for m in markers))
        == []
    )
    assert sorted(held) == [False, True]

    later = late + timedelta(hours=2)
    given = given_of(first.item, 3)
    errors = at_once(
        *(lambda m=m: give_mark(first, given, marker=m, now=later) for m in markers)
    )
    assert [type(one) for one in errors] == [DomainError]
    assert Mark.objects.filter(marking=first).count() == 1

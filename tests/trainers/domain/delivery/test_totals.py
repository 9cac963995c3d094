"""What a group comes to, in numbers and words."""

from datetime import date

import pytest

from trainers.domain.delivery.totals import (
    Totals,
    ages_of,
    least_meetings,
    not_written_down,
    totals_of,
)
from trainers.models import DeliveredGroup, GroupMeeting


@pytest.mark.parametrize(
    ("ages", "words"),
    [((None, None), "Adults"), ((12, 12), "12 years"), ((12, 15), "12 to 15 years")],
    ids=str,
)
def test_ages_are_said_in_words(ages, words):
    assert ages_of(DeliveredGroup(age_from=ages[0], age_to=ages[1])) == words


def test_a_group_without_meetings_comes_to_nothing():
    assert totals_of([]) == Totals(0, None, None, 0, 0, 0, None, 0, ())
    assert not_written_down(3, []) == [1, 2, 3]


def test_adaptations_are_counted_the_most_frequent_first():
    rows = [
        GroupMeeting(
            number=number,
            on_day=date(2026, 3, number),
            minutes=60,
            head_count=8,
            adaptations=adapted,
        )
        for number, adapted in ((1, ["shorter"]), (2, ["outdoors", "shorter"]))
    ]
    assert totals_of(rows).adaptations == (("shorter", 2), ("outdoors", 1))


def test_two_of_many_may_be_missing_and_never_all():
    assert [least_meetings(planned) for planned in (1, 2, 3, 4, 10)] == [1, 1, 1, 2, 8]

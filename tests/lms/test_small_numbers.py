import pytest

from lms.small_numbers import Total, shown, total_of


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (34_000, 34_000)]
)
def test_groups_of_one_to_four_are_not_counted(count, told):
    assert shown(count) == told


def test_what_is_not_shown_cannot_be_worked_out_from_the_sum():
    # One for each group of which it is said that somebody is there.
    assert total_of([12, None, 5, 0]) == Total(18, is_least=True)
    assert total_of([None, 0, None]) == Total(2, is_least=True)
    assert total_of([12, 5]) == Total(17, is_least=False)
    assert total_of([]) == Total(0, is_least=False)

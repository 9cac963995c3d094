from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.small_numbers import (
    Range,
    Total,
    group_of,
    group_of_parts,
    in_fives,
    is_small,
    shown,
    slices_of,
    total_of,
)


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


def test_a_number_of_one_to_four_is_told_as_fewer_than_five():
    assert [group_of(n, 0).size_told for n in (0, 1, 4, 5)] == [
        Range(0, 0),
        Range(1, 4),
        Range(1, 4),
        Range(5, 5),
    ]


def test_neither_a_few_who_hold_it_are_told_nor_a_few_who_do_not():
    told = {met: group_of(20, met).met_told for met in (0, 3, 5, 15, 18, 20)}

    assert told == {
        0: Range(0, 0),
        3: Range(1, 4),
        5: Range(5, 5),
        15: Range(15, 15),
        18: Range(16, 19),
        20: Range(20, 20),
    }


def test_a_sum_in_which_one_part_is_hidden_is_told_from_what_to_what():
    whole = group_of_parts([group_of(100, 50), group_of(3, 1)])

    assert whole.size_told == Range(101, 104)
    assert whole.met_told == Range(50, 54)


def test_a_sum_in_which_two_parts_are_hidden_is_told():
    whole = group_of_parts([group_of(100, 50), group_of(3, 1), group_of(4, 2)])

    assert whole.size_told == Range(107, 107)


def test_hidden_parts_that_could_only_be_shared_out_in_one_way_hide_the_sum():
    ones = [group_of(1, 0)] * 6
    fours = [group_of(4, 0)] * 2

    assert group_of_parts(ones).size_told == Range(6, 24)
    assert group_of_parts(fours).size_told == Range(2, 8)


def test_one_small_slice_takes_the_next_larger_one_with_it():
    slices = {"MUN": (100, 60), "POL": (3, 1), "EDU": (40, 20), "YTH": (0, 0)}
    told = slices_of(group_of(143, 81), slices)

    assert told == {
        "MUN": (100, 60),
        "POL": (None, None),
        "EDU": (None, None),
        "YTH": (0, 0),
    }


@pytest.mark.parametrize(
    ("count", "told"), [(0, 0), (1, 5), (7, 5), (8, 10), (1800, 1800), (1803, 1805)]
)
def test_numbers_in_fives(count, told):
    assert in_fives(count) == told


counts = st.integers(0, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


def ways(parts, *, of, total):
    """All values that each hidden part can have, given what is told of it and of the
    sum."""
    told = [of(one) for one in parts]
    values = [set() for _ in told]
    for guess in product(*(range(one.least, one.most + 1) for one in told)):
        if total.least <= sum(guess) <= total.most:
            for found, value in zip(values, guess, strict=True):
                found.add(value)
    return values


@settings(max_examples=300, deadline=None)
@given(st.lists(counts, min_size=1, max_size=4))
def test_no_hidden_part_comes_out_of_the_whole(pairs):
    parts = [group_of(*pair) for pair in pairs]
    whole = group_of_parts(parts)

    for of in (lambda one: one.size_told, lambda one: one.met_told):
        found = ways(parts, of=of, total=of(whole))
        for part, values in zip(parts, found, strict=True):
            assert of(part).is_known or len(values) > 1


def basis_of(equations, order):
    """Sums as rows of which each begins in another column."""
    rows = {}
    for members in equations:
        rest = reduced([Fraction(key in members) for key in order], rows)
        if (column := first(rest)) is not None:
            rows[column] = [value / rest[column] for value in rest]
    return rows


def reduced(row, rows):
    """What is left of a sum once those that are known are taken out of it."""
    for column in range(len(row)):
        if row[column] and column in rows:
            known, times = rows[column], row[column]
            row = [a - times * b for a, b in zip(row, known, strict=True)]
    return row


def first(row):
    return next((column for column, value in enumerate(row) if value), None)


regions = st.lists(
    st.lists(st.lists(counts, min_size=3, max_size=3), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(regions)
def test_no_small_number_follows_from_everything_that_is_told(regions):
    """Regions of employers of sectors: all sums that are told, of people, of those who
    hold it and of those who do not, at every height, are solved together."""
    known, small = [], set()
    tops = []
    for r, employers in enumerate(regions):
        inside = []
        for e, sectors in enumerate(employers):
            cells = [(r, e, s) for s in range(len(sectors))]
            one = group_of(sum(n for n, _c in sectors), sum(c for _n, c in sectors))
            told = slices_of(one, dict(zip(cells, sectors, strict=True)))
            for cell, (n, c) in zip(cells, sectors, strict=True):
                # Two unknowns each: who holds it, and who does not.
                known += told_of([cell], told[cell][0], told[cell][1])
                small |= few([cell], n, c)
            known += told_of(cells, exact(one.size_told), exact(one.met_told))
            inside.append(one)
        region = group_of_parts(inside)
        members = [
            (r, e, s)
            for e, sectors in enumerate(employers)
            for s in range(len(sectors))
        ]
        known += told_of(members, exact(region.size_told), exact(region.met_told))
        tops.append(region)
    whole = group_of_parts(tops)
    members = [
        (r, e, s)
        for r, employers in enumerate(regions)
        for e, sectors in enumerate(employers)
        for s in range(len(sectors))
    ]
    known += told_of(members, exact(whole.size_told), exact(whole.met_told))
    order = sorted((*cell, kind) for cell in members for kind in ("met", "left"))
    rows = basis_of(known, order)
    for target in small:
        row = reduced([Fraction(key in target) for key in order], rows)
        assert first(row) is not None, target


def exact(told):
    return told.least if told.is_known else None


def told_of(cells, size, met):
    """The sums that two numbers tell, as sets of unknowns."""
    met_of = frozenset((*cell, "met") for cell in cells)
    left_of = frozenset((*cell, "left") for cell in cells)
    sums = [] if size is None else [met_of | left_of]
    if met is not None:
        sums.append(met_of)
        if size is not None:
            sums.append(left_of)
    return sums


def few(cells, size, met):
    """The sums that must not follow, because they are of one to four people."""
    met_of = frozenset((*cell, "met") for cell in cells)
    left_of = frozenset((*cell, "left") for cell in cells)
    sums = ((met_of, met), (left_of, size - met), (met_of | left_of, size))
    return {one for one, count in sums if is_small(count)}

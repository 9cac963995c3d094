from collections import Counter
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certificates.domain.numbers import (
    ALPHABET,
    LETTERS,
    MOST_SPELLINGS,
    SHAPE,
    _respelled,
    _written,
    is_well_formed,
    new_number,
    normalise_number,
    spellings,
    suggestion,
)

prefixes = st.sampled_from(["A", "CPL", "CPL-R", "BNY-D", "TTT-A", "ABCDEFGH"])
sectors = st.text(LETTERS, min_size=3, max_size=3)
# Seven characters drawn here, so that a failure can be told again.
numbers = st.builds(
    _written, prefixes, sectors, st.text(ALPHABET, min_size=7, max_size=7)
)
EXAMPLE = "CPL-POL-7K3M-Q2XB"


def full_width(text):
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


def parts(number):
    """Places of the letters before the eight, and of the eight."""
    signs = [place for place, sign in enumerate(number) if sign != "-"]
    return signs[:-8], signs[-8:]


def value(sign, *, in_code):
    return (ALPHABET if in_code else LETTERS).index(sign)


def swapped(number, left, right):
    signs = list(number)
    signs[left], signs[right] = signs[right], signs[left]
    return "".join(signs)


@given(numbers)
def test_a_new_number_is_well_formed_and_fits_the_register(number):
    assert is_well_formed(number)
    assert normalise_number(number) == number
    assert len(number) <= 32


def test_new_numbers_are_not_counted_up():
    assert len({new_number("CPL", "POL") for _ in range(200)}) == 200


def test_prefix_and_sector_are_written_in_capitals():
    assert new_number("cpl", "pol").startswith("CPL-POL-")


@given(numbers, st.data())
def test_every_single_wrong_character_is_caught(number, data):
    letters, code = parts(number)
    place = data.draw(st.sampled_from(letters + code))
    sign = data.draw(st.sampled_from(ALPHABET if place in code else LETTERS))
    assume(sign != number[place])
    assert not is_well_formed(number[:place] + sign + number[place + 1 :])


@given(numbers, st.data())
def test_swapped_neighbours_are_caught_unless_sixteen_apart(number, data):
    letters, code = parts(number)
    group = data.draw(st.sampled_from([g for g in (letters, code) if len(g) > 1]))
    at = data.draw(st.integers(0, len(group) - 2))
    left, right = group[at], group[at + 1]
    apart = abs(
        value(number[left], in_code=group is code)
        - value(number[right], in_code=group is code)
    )
    assume(apart)
    assert is_well_formed(swapped(number, left, right)) is (apart == 16)


def test_sixteen_of_496_unlike_pairs_are_sixteen_apart():
    pairs = Counter(
        value(b, in_code=True) - value(a, in_code=True) == 16
        for a, b in combinations(ALPHABET, 2)
    )
    assert pairs == {True: 16, False: 480}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cpl-pol-7k3m-q2xb", EXAMPLE),
        ("  CPL POL 7K3M Q2XB ", EXAMPLE),
        ("CPLPOL7K3MQ2XB", EXAMPLE),
        ("CPL–POL–7K3M–Q2XB", EXAMPLE),
        (full_width(EXAMPLE), EXAMPLE),
        ("CPL-P0L-7K3M-Q2XB", EXAMPLE),
        ("cpl-r-pol-oil1-q2xb", "CPL-R-POL-0111-Q2XB"),
        ("cpl_r pol oil1 q2xb", "CPL-R-POL-0111-Q2XB"),
        ("--cpl--r-pol-oil1-q2xb", "CPL-R-POL-0111-Q2XB"),
        ("CPLRPOL0111Q2XB", "CPLR-POL-0111-Q2XB"),
        ("", ""),
        ("?!", ""),
        ("../../etc/passwd", "ETCPASSWD"),
        ("'; DROP", "DROP"),
        ("\x00\ud800", ""),
    ],
)
def test_normalise_reads_what_somebody_most_likely_meant(typed, meant):
    assert normalise_number(typed) == meant


@given(st.text(max_size=400))
def test_whatever_is_typed_comes_back_short_plain_and_settled(text):
    number = normalise_number(text)
    assert len(number) <= 32
    assert set(number) <= set(ALPHABET + LETTERS + "-")
    assert isinstance(suggestion(text), str | None)
    assert is_well_formed(number) in (True, False)


def test_ten_thousand_characters_are_no_trouble():
    assert len(normalise_number("A" * 10_000)) == 32


def test_a_dash_lost_in_the_prefix_is_among_the_spellings():
    number = new_number("CPL-R", "POL")
    typed = normalise_number(number.replace("-", ""))
    assert typed != number
    assert number in spellings(typed)
    assert is_well_formed(typed)
    assert spellings("ETCPASSWD") == ["ETCPASSWD"]


@given(numbers)
def test_spellings_begin_with_what_was_typed_and_hold_nothing_twice(number):
    found = spellings(number)
    assert found[0] == number
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        (EXAMPLE, None),
        ("cpl pol 7k3m q2xb", EXAMPLE),
        ("CPL-POL-K73M-Q2XB", EXAMPLE),
        ("CPL-POL-7K3M-2QXB", EXAMPLE),
        ("hello", None),
        ("", None),
    ],
)
def test_suggestion_is_worked_out_from_the_text(typed, suggested):
    assert suggestion(typed) == suggested


@given(prefixes, sectors, st.text(ALPHABET, min_size=6, max_size=6), st.integers(0, 6))
def test_u_is_read_as_v(prefix, sector, others, place):
    number = _written(prefix, sector, f"{others[:place]}V{others[place:]}")
    assert suggestion(number[:-9] + number[-9:].replace("V", "U")) == number


def test_a_u_that_is_no_v_brings_no_suggestion():
    assert suggestion("CPL-POL-7K3M-U2XB") is None


def test_where_several_would_fit_there_is_no_guess():
    ambiguous = next(
        number
        for number in (
            f"CPL-POL-7K3M-Q{a}{b}{c}"
            for a in ALPHABET
            for b in ALPHABET
            for c in ALPHABET
        )
        if not is_well_formed(number)
        and len({other for other in _respelled(number) if is_well_formed(other)}) > 1
    )
    assert suggestion(ambiguous) is None


@given(st.from_regex(SHAPE, fullmatch=True))
def test_a_number_has_no_more_spellings_than_are_asked_for(number):
    found = spellings(normalise_number(number))
    assert len(found) == len(set(found)) <= MOST_SPELLINGS

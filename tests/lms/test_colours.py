import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.colours import BLACK, WHITE, contrast, luminance, mixed, readable

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("#000000", 21), ("#ffffff", 1), ("#767676", 4.54), ("#777777", 4.48)],
)
def test_contrast_is_that_of_wcag(colour, expected):
    assert contrast(colour) == pytest.approx(expected, abs=0.01)


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_within_its_scale(one, other):
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


@given(colours, colours)
def test_nothing_and_all_of_another_colour_are_the_two(one, other):
    assert (mixed(one, other, 0), mixed(one, other, 1)) == (one, other)


@given(colours)
def test_what_has_white_in_it_is_lighter(colour):
    assert luminance(mixed(colour, WHITE, 0.5)) >= luminance(colour)


@given(colours, st.sampled_from([BLACK, WHITE]))
def test_what_is_made_readable_is(colour, ground):
    towards = WHITE if ground == BLACK else BLACK
    assert contrast(readable(colour, ground, towards=towards, least=4.5), ground) >= 4.5


def test_what_is_readable_stays_as_it_is():
    assert readable("#00525c", WHITE, towards=BLACK, least=4.5) == "#00525c"

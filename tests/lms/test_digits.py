import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.digits import whole_number


@given(st.integers(0, 9999))
def test_digits_are_the_number_they_write(number):
    assert whole_number(str(number), digits=4) == number
    assert whole_number(f"{number:04}", digits=4) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1.0", "1e3", "1_0", "\u0663", "12345", "9" * 9999]
)
def test_no_other_text_is_a_number(text):
    assert whole_number(text, digits=4) is None

from hypothesis import given
from hypothesis import strategies as st

from lms.chunks import chunks


@given(st.lists(st.integers()), st.integers(1, 10))
def test_all_come_in_their_order_and_only_the_last_chunk_is_short(rows, size):
    found = list(chunks(rows, size))
    assert [one for chunk in found for one in chunk] == rows
    assert all(len(chunk) == size for chunk in found[:-1])
    assert all(1 <= len(chunk) <= size for chunk in found[-1:])

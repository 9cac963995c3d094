from uuid import uuid4

import pytest

from lms.keys import key_of


def test_a_key_is_read_as_it_is_written():
    key = uuid4()
    assert key_of(str(key)) == key
    assert key_of(key.hex) == key


@pytest.mark.parametrize("text", ["", "x", "1" * 31, "g" * 32, "1" * 9999])
def test_no_other_text_is_a_key(text):
    assert key_of(text) is None

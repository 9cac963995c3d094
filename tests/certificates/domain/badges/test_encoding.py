import pytest

from certificates.domain.badges.encoding import base58, base64url


@pytest.mark.parametrize(
    ("content", "written"),
    [
        # From the draft that describes base58.
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
        (b"", ""),
        (b"\0", "1"),
    ],
)
def test_base58_is_the_usual_one(content, written):
    assert base58(content) == written


def test_base64url_has_no_padding_and_no_signs_of_addresses():
    assert base64url(b"\xfb\xff\xfe?") == "-__-Pw"

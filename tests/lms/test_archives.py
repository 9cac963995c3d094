"""Archives of others: what one can do to its reader is refused before it is unpacked."""

import io
import stat
import zipfile

import pytest

from lms.archives import MB, Limits, names_of
from lms.errors import UnreadableFile

LIMITS = Limits(files=3, single=3 * MB, total=4 * MB)


def packed(*files: tuple) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


NOISE = bytes(range(256)) * 12


def test_files_that_are_harmless_are_named():
    assert names_of(packed(("a/b.xml", "<a/>"), ("a/", "")), LIMITS) == ["a/b.xml"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a", ""), ("b", ""), ("c", ""), ("d", "")], "more than 3 files"),
        ([("big", b"0" * (2 * MB))], "“big” in this archive is too large."),
        ([("../up", "x")], "“../up” in this archive leads out of it"),
        ([("a\\..\\..\\up", "x")], "leads out of it"),
        ([("/etc/passwd", "x")], "leads out of it"),
        ([("C:/x", "x")], "leads out of it"),
        ([(link(), "/etc/passwd")], "“link” in this archive leads out of it"),
    ],
)
def test_what_is_harmful_is_refused(files, words):
    with pytest.raises(UnreadableFile, match=words.replace("(", ".")):
        names_of(packed(*files), LIMITS)


def test_many_files_that_are_large_together_are_refused():
    limits = Limits(files=9, single=MB, total=MB, ratio=10_000)
    data = packed(*((str(number), b"0" * (MB // 2)) for number in range(3)))
    with pytest.raises(UnreadableFile, match="larger than 1 MB"):
        names_of(data, limits)


def test_two_files_of_one_name_and_a_locked_one_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(("a", "1"), ("a", "2"))
    with pytest.raises(UnreadableFile, match="two files of one name"):
        names_of(twice, LIMITS)
    locked = bytearray(packed(("a", "1")))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableFile, match="locked with a password"):
        names_of(bytes(locked), LIMITS)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", NOISE, packed(("a", "1"))[:-9]],
    ids=["nothing", "a beginning", "noise", "without its end"],
)
def test_what_is_no_archive_is_refused(data):
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        names_of(data, LIMITS)

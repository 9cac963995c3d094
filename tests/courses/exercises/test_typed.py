"""What is typed, and when it is what an author accepts."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.exercises.typed import fits, is_open, lines_of, shown

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("street", "Street"),
        ("a  note", " a note "),
        ("café", "cafe"),
        ("café", "cafe\u0301"),
        ("it’s", "it's"),
        ("ﬁle", "file"),
        ("Straße", "strasse"),
        ("colo*r", "colour"),
        ("colo*r", "color"),
        ("*note*", "a short note on it"),
        ("a*b*c", "a b b c c"),
        (r"5 \* 2", "5 * 2"),
        (r"\\server\share", r"\\server\share"),
        (r"c:\\*", r"c:\windows"),
        ("112", "\uff11\uff11\uff12"),
    ],
)
def test_these_are_the_same(pattern, text):
    assert fits(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("note", "notes"),
        ("no*te", "not"),
        ("a*a", "a"),
        ("*b*a*", "ab"),
        (r"5 \* 2", "5 and 2"),
        ("note.", "note,"),
        ("", "a"),
    ],
)
def test_these_are_not(pattern, text):
    assert not fits(pattern, text)


def test_capitals_and_accents_count_where_they_matter():
    assert not fits("Ghent", "ghent", case=True)
    assert fits("Ghent", "Ghent", case=True)
    assert not fits("café", "cafe", accents=True)
    assert fits("café", "CAFE\u0301", accents=True)


@given(words, st.booleans(), st.booleans())
@example("\\", False, False)
@example("a\\\\*", True, False)
def test_a_text_is_itself_whatever_matters(text, case, accents):
    # What stands before a star is doubled, and the star made itself.
    pattern = re.sub(r"(\\*)\*", lambda found: found[1] * 2 + r"\*", text)
    at_its_end = "\\" * (len(text) - len(text.rstrip("\\")))

    assert fits(pattern, text, case=case, accents=accents)
    assert fits(f"*{pattern}{at_its_end}*", text, case=case, accents=accents)
    assert fits(pattern, f"  {text} ", case=case, accents=accents)


@given(words, words)
def test_what_fits_when_all_matters_fits_when_nothing_does(pattern, text):
    if fits(pattern, text, case=True, accents=True):
        assert fits(pattern, text)


def test_many_wildcards_are_no_search_without_an_end():
    assert not fits("*a" * 60 + "*b", "a" * 5000)


def test_lines_a_shown_pattern_and_one_that_takes_anything():
    assert lines_of(" one \n\n two\r\n") == ["one", "two"]
    assert lines_of(None) == []
    assert shown(r"colo*r \*") == "colo…r *"
    assert [is_open(one) for one in ("*", " * ", "**", "a*", r"\*")] == [
        True,
        True,
        True,
        False,
        False,
    ]

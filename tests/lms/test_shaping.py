# ruff: noqa: RUF001 -- other alphabets are what this is about
"""Letters as they are drawn, and the glyphs our fonts have for them."""

import unicodedata

import pytest
from arabic_reshaper.letters import LETTERS_ARABIC
from hypothesis import given
from hypothesis import strategies as st

from lms import shaping, typesetting
from lms.shaping import NO_BREAK_SPACE, as_drawn, runs_right_to_left


def test_letters_stand_in_the_forms_they_have_in_a_word():
    """Alone, at the beginning, in the middle and at the end; and lam with alef."""
    assert as_drawn("ه") == "\ufee9"
    assert as_drawn("ههه") == "\ufeeb\ufeec\ufeea"
    assert as_drawn("سلا") == "\ufeb3\ufefc"
    assert as_drawn("Zoë C\u030c") == "Zoë Č"


def test_every_space_is_one_that_fonts_have():
    """Of what Unicode calls a space, the two common ones stay as they are."""
    spaces = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) == "Zs" and code not in (0x20, 0xA0)
    ]
    assert len(spaces) > 10
    assert as_drawn("".join(spaces)) == NO_BREAK_SPACE * len(spaces)
    assert as_drawn("a b\u00a0c") == "a b\u00a0c"


@pytest.mark.parametrize(
    ("name", "from_right"),
    [
        ("محمد (14)", True),
        ("רות", True),
        ("محمد Janssens", False),
        ("Zoë 14", False),
        ("14", False),
        ("", False),
    ],
)
def test_a_name_begins_at_the_right_where_all_of_it_does(name, from_right):
    assert runs_right_to_left(name) is from_right


def test_words_are_kept_apart_by_a_space_of_their_own_font():
    """A font without one would draw its box for what is missing."""
    typesetting.prepare()
    for family in typesetting.FAMILIES:
        for bold in (False, True):
            glyphs = typesetting._glyphs(typesetting._face_name(family, bold=bold))
            assert {" ", NO_BREAK_SPACE} <= glyphs


def test_every_form_of_a_letter_has_its_glyph():
    """Regular and bold; otherwise a name could be printed in some of its positions."""
    typesetting.prepare()
    forms = {
        form
        for letter, forms in LETTERS_ARABIC.items()
        for form in forms
        if form and letter != "\u200d"
    }
    assert len(forms) > 170
    assert forms <= typesetting.printable()


VOWEL = "\u064e"
JOINING = "\u0628\u0644\u0627\u0645" + VOWEL


@given(st.text("abc <>/=1" + JOINING))
def test_letters_join_by_runs_as_they_do_in_the_whole(text):
    """Looking through a whole document letter by letter would take long."""
    whole = shaping._reshaper().reshape(unicodedata.normalize("NFC", text))
    assert as_drawn(text) == as_drawn(whole, joined=False)


@given(st.text("a \u200c\u200d" + JOINING))
def test_joiners_anywhere_are_drawn_as_nothing(text):
    drawn = unicodedata.normalize("NFKC", as_drawn(text))
    seen = text.replace("\u200c", "").replace("\u200d", "")
    seen = unicodedata.normalize("NFKC", seen)
    # A vowel sign within a ligature stands behind it; it is never lost.
    assert drawn.count(VOWEL) == seen.count(VOWEL)
    assert drawn.replace(VOWEL, "") == seen.replace(VOWEL, "")

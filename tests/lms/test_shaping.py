# ruff: noqa: RUF001 -- other alphabets are what this is about
"""Letters as they are drawn, and the glyphs our fonts have for them."""

import pytest
from arabic_reshaper.letters import LETTERS_ARABIC

from lms import pdf
from lms.shaping import as_drawn, runs_right_to_left


def test_letters_stand_in_the_forms_they_have_in_a_word():
    """Alone, at the beginning, in the middle and at the end; and lam with alef."""
    assert as_drawn("ه") == "\ufee9"
    assert as_drawn("ههه") == "\ufeeb\ufeec\ufeea"
    assert as_drawn("سلا") == "\ufeb3\ufefc"
    assert as_drawn("Zoë C\u030c") == "Zoë Č"


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
    pdf.prepare()
    for family in pdf.FAMILIES:
        for bold in (False, True):
            glyphs = pdf._glyphs(pdf._face_name(family, bold=bold))
            assert {" ", pdf.NO_BREAK_SPACE} <= glyphs


def test_every_form_of_a_letter_has_its_glyph():
    """Regular and bold; otherwise a name could be printed in some of its positions."""
    pdf.prepare()
    forms = {
        form
        for letter, forms in LETTERS_ARABIC.items()
        for form in forms
        if form and letter != "\u200d"
    }
    assert len(forms) > 170
    assert forms <= pdf._printable()

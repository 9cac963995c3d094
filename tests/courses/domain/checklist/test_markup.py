import pytest

from courses.domain.checklist.markup import check_markup, foreign_in
from lms.publishing import NotPublishableError
from tests.factories.cases import make_vignette
from tests.factories.courses import make_course
from tests.factories.facts import english_fact
from tests.factories.reviewing import reviewed

# What Word puts on the clipboard.
WORD = (
    '<!--StartFragment--><p class="MsoNormal" style="margin:0cm"><o:p>Text</o:p>'
    '<span lang="NL">more</span></p><style>@page{}</style>'
)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p data-block-key='x'>One <b>two</b><br/><i>three</i></p><h2>H</h2>",
        "<ul><li>One</li></ul><ol><li>Two</li></ol><hr/>",
        '<p><a href="https://example.org/">a</a> <a linktype="page" id="3">b</a></p>',
        '<a href="mailto:a@example.org">a</a><a href="#there">b</a>',
        "1 &lt; 2 and 3 > 2",
    ],
)
def test_what_the_editor_makes_is_ours(markup):
    assert foreign_in(markup) == []


@pytest.mark.parametrize(
    ("markup", "foreign"),
    [
        (WORD, ["<!-- -->", "p class", "p style", "<o:p>", "<span>", "<style>"]),
        ("<p>x<script>alert(1)</script></p>", ["<script>"]),
        ("<p onclick='x()'>x</p><img src=x onerror=y>", ["p onclick", "<img>"]),
        ('<a href="JavaScript:x()">x</a>', ["href JavaScript:x()"]),
        ("<a href>x</a>", ["href None"]),
    ],
)
def test_what_comes_from_elsewhere_is_named(markup, foreign):
    assert foreign_in(markup) == foreign


def test_a_case_with_a_script_in_it_goes_live_on_no_way(beekstad):
    case = make_vignette(beekstad, live=False, is_fictional=True)
    case.story = "<p>Robin is late.</p><script>alert(1)</script>"

    (finding,) = check_markup(case)
    assert (finding.rule, finding.place) == ("blocks", "story")
    assert "<script>" in finding.message
    with pytest.raises(NotPublishableError, match="markup from elsewhere"):
        reviewed(case).save_revision(clean=False).publish()


def test_a_block_of_a_lesson_is_looked_at_as_well(beekstad):
    lesson = make_course(beekstad, bank_size=2).lesson("small-one")
    lesson.body[0] = ("callout", {"kind": "remember", "text": WORD})

    (finding,) = check_markup(lesson)
    assert "p class, p style, <o:p>" in finding.message


def test_plain_fields_hold_no_markup(beekstad):
    fact = english_fact(beekstad)
    fact.text = "Use <b> with care."

    assert list(check_markup(fact)) == []

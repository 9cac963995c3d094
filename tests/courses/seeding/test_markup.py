import pytest

from courses.seeding.markup import CALLOUT_TAGS, NotAllowedError, read_lesson, to_html
from courses.seeding.problems import Problems


def read(tmp_path, text):
    path = tmp_path / "01-x.en.md"
    path.write_text(text)
    problems = Problems()
    return read_lesson(path, problems), [
        (problem.where, problem.message) for problem in problems.found
    ]


def test_to_html_speaks_the_dialect_that_wagtail_keeps():
    html = to_html(
        "## Head\n\nSome **bold**\nand *slanted* [link](https://a.example).\n\n"
        "- one\n\n- two\n\nAnd\n\n1. first"
    )

    assert html == (
        "<h2>Head</h2><p>Some <b>bold</b> and <i>slanted</i> "
        '<a href="https://a.example">link</a>.</p>'
        "<ul><li>one</li><li>two</li></ul><p>And</p><ol><li>first</li></ol>"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Too big", "<h1> is not allowed here"),
        ("<script>x</script>", "<script> is not allowed here"),
        ("![x](https://a.example/x.png)", "<img> is not allowed here"),
        (
            "[x](javascript:alert)",
            "the link “javascript:alert” must begin with https://",
        ),
        ("[x](page.html)", "the link “page.html” must begin with https://"),
    ],
)
def test_to_html_refuses_what_lessons_do_not_have(text, message):
    with pytest.raises(NotAllowedError) as error:
        to_html(text)
    assert str(error.value) == message


def test_to_html_refuses_a_heading_in_a_callout():
    with pytest.raises(NotAllowedError):
        to_html("## Head", CALLOUT_TAGS)


def test_read_lesson_makes_one_block_of_prose_between_fences(tmp_path):
    lesson, problems = read(
        tmp_path,
        '+++\ntitle = "T"\n+++\n::: lead\nOne\nline.\n:::\n\n## H\n\nText.\n\n'
        "::: fact f1\n:::\n::: callout caution\nMind.\n:::\nEnd.\n",
    )

    assert problems == []
    assert lesson.title == "T"
    assert [(s.type, s.argument, s.text, s.line) for s in lesson.segments] == [
        ("lead", "", "One line.", 4),
        ("prose", "", "<h2>H</h2><p>Text.</p>", 9),
        ("fact", "f1", "", 13),
        ("callout", "caution", "<p>Mind.</p>", 15),
        ("prose", "", "<p>End.</p>", 18),
    ]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("::: fact f1\n", ("line 4", "the block is not closed")),
        (":::\n", ("line 4", "unexpected “:::”")),
        ("::: poem\nx\n:::\n", ("line 4", "there is no block “poem”")),
        ("::: fact\n:::\n", ("line 4", "“fact” needs a key, and no text")),
        (
            "Text.\n\n::: exercise x\ny\n:::\n",
            ("line 6", "“exercise” needs a key, and no text"),
        ),
        ("::: lead\n:::\n", ("line 4", "a lead needs text, and no more")),
        (
            "Text.\n\n::: callout loud\nx\n:::\n",
            (
                "line 6",
                "a callout needs a text and one of these kinds: "
                "caution, practice, remember",
            ),
        ),
        ("# Big\n", ("line 4", "<h1> is not allowed here")),
    ],
)
def test_read_lesson_says_which_line_is_wrong(tmp_path, body, problem):
    _lesson, problems = read(tmp_path, f'+++\ntitle = "T"\n+++\n{body}')
    assert problems == [problem]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("No front matter.", "line 1"),
        ("+++\ntitle = \n+++\n", "front matter"),
        ("+++\n+++\nText.", "title"),
    ],
)
def test_read_lesson_needs_front_matter_with_a_title(tmp_path, text, where):
    _lesson, problems = read(tmp_path, text)
    assert [place for place, _message in problems] == [where]


def test_read_lesson_says_which_file_is_missing(tmp_path):
    problems = Problems()
    assert read_lesson(tmp_path / "01-x.nl.md", problems) is None
    assert str(problems.found[0]) == f"{tmp_path.name}/01-x.nl.md, file: does not exist"

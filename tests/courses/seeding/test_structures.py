import pytest

from courses.seeding.markup import read_lesson
from courses.seeding.problems import Problems
from courses.seeding.structures import STRUCTURES, sections, titled


def id_of(*names: str) -> str:
    return "-".join(names)


def problems_in(tmp_path, body: str) -> list[tuple[str, str]]:
    path = tmp_path / "01-x.en.md"
    path.write_text(f'+++\ntitle = "T"\n+++\n{body}')
    problems = Problems()
    read_lesson(path, problems)
    return [(problem.where, problem.message) for problem in problems.found]


def test_titled_parts_the_title_from_the_rest():
    assert titled("<h2>Head</h2><p>Text.</p>") == ("Head", "<p>Text.</p>")


def test_sections_keep_everything_between_two_headings():
    html = "<h3>One</h3><p>a</p><ul><li>b</li></ul><h3>Two</h3><p>c</p>"

    assert sections(html) == [
        ("One", "<p>a</p><ul><li>b</li></ul>"),
        ("Two", "<p>c</p>"),
    ]


def test_an_accordion_has_a_title_and_parts():
    value = STRUCTURES["accordion"](
        "<h2>Asked</h2><h3>When?</h3><p>Now.</p><h3>Why?</h3><p>So.</p>", "", id_of
    )

    assert value == {
        "title": "Asked",
        "items": [
            {
                "type": "item",
                "value": {"heading": "When?", "text": "<p>Now.</p>"},
                "id": "item-1",
            },
            {
                "type": "item",
                "value": {"heading": "Why?", "text": "<p>So.</p>"},
                "id": "item-2",
            },
        ],
    }


def test_a_comparison_has_two_labelled_sides():
    value = STRUCTURES["compare"](
        "<h2>What</h2><h3>This</h3><p>a</p><h3>That</h3><p>b</p>", "", id_of
    )

    assert value == {
        "title": "What",
        "first": {"label": "This", "text": "<p>a</p>"},
        "second": {"label": "That", "text": "<p>b</p>"},
    }


def test_a_checklist_is_a_title_and_a_list():
    value = STRUCTURES["checklist"](
        "<h2>Before</h2><ul><li>One</li><li>Two <b>2</b></li></ul>", "", id_of
    )

    assert value == {
        "title": "Before",
        "items": [
            {"type": "item", "value": "One", "id": "item-1"},
            {"type": "item", "value": "Two 2", "id": "item-2"},
        ],
    }


def test_a_poll_is_a_question_and_a_list_of_answers():
    value = STRUCTURES["poll"](
        "<h2>How sure?</h2><ul><li>Sure</li><li>Not sure</li></ul>", "", id_of
    )

    assert value == {
        "question": "How sure?",
        "options": [
            {"type": "item", "value": "Sure", "id": "item-1"},
            {"type": "item", "value": "Not sure", "id": "item-2"},
        ],
    }


@pytest.mark.parametrize(
    ("html", "hint"),
    [("<p>Why?</p>", ""), ("<p>Why?</p><p>Begin so.</p>", "Begin so.")],
)
def test_a_reflection_is_a_question_and_perhaps_a_way_to_begin(html, hint):
    value = STRUCTURES["reflection"](html, "", id_of)

    assert value == {"prompt": "Why?", "hint": hint}


def test_an_embed_says_what_one_will_see_and_has_a_transcript():
    value = STRUCTURES["embed"](
        "<h2>A film</h2><p>A hand draws.</p><h3>Transcript</h3><p>One.</p><p>Two.</p>",
        "https://vimeo.com/123456789",
        id_of,
    )

    assert value == {
        "title": "A film",
        "address": "https://vimeo.com/123456789",
        "about": "A hand draws.",
        "transcript": "One.\n\nTwo.",
    }


@pytest.mark.parametrize(
    ("fence", "message"),
    [
        (
            "::: embed https://evil.example/film\n## T\nx\n### Transcript\ny\n:::\n",
            "an embed names the page of a video on a listed site",
        ),
        (
            "::: embed https://vimeo.com/123456789\n## T\n### Transcript\ny\n:::\n",
            "an embed says what one will see, and has a transcript",
        ),
        (
            "::: embed https://vimeo.com/123456789\n## T\nx\n:::\n",
            "an embed says what one will see, and has a transcript",
        ),
        (
            "::: accordion\n### One\nText.\n:::\n",
            "begins with “## title”, the only one of its kind",
        ),
        (
            "::: checklist\n## One\n## Two\n- a\n- b\n:::\n",
            "begins with “## title”, the only one of its kind",
        ),
        (
            "::: compare\n## T\nText.\n### One\na\n### Two\nb\n:::\n",
            "every text needs a “### heading” above it",
        ),
        ("::: compare\n## T\n### One\n### Two\nb\n:::\n", "“One” has no text"),
        (
            "::: accordion\n## T\n### One\na\n:::\n",
            "an accordion has 2 to 12 parts, and no argument",
        ),
        (
            "::: accordion wide\n## T\n### One\na\n### Two\nb\n:::\n",
            "an accordion has 2 to 12 parts, and no argument",
        ),
        (
            "::: compare\n## T\n### One\na\n:::\n",
            "two sides are compared, without an argument",
        ),
        (
            "::: checklist\n## T\n- a\n:::\n",
            "a checklist is one list of 2 to 20 items",
        ),
        (
            "::: checklist\n## T\nText.\n\n- a\n- b\n:::\n",
            "a checklist is one list of 2 to 20 items",
        ),
        (
            "::: poll\n## T\n" + "- a\n" * 9 + ":::\n",
            "a poll has 2 to 8 answers",
        ),
        (
            "::: reflection\n- a\n:::\n",
            "a reflection is a question, and perhaps a way to begin",
        ),
        (
            "::: reflection\na\n\nb\n\nc\n:::\n",
            "a reflection is a question, and perhaps a way to begin",
        ),
    ],
)
def test_what_is_wrong_with_the_parts_is_said_with_its_line(tmp_path, fence, message):
    assert problems_in(tmp_path, fence) == [("line 4", message)]

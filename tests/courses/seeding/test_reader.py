import pytest

from courses.exercises import KINDS
from courses.seeding import SeedError


def places(read) -> list[str]:
    with pytest.raises(SeedError) as error:
        read()
    return [f"{p.path.name}: {p.where}: {p.message}" for p in error.value.problems]


def test_read_course_gives_the_course_as_its_files_tell_it(files):
    course = files.read()
    module = course.module("m1")

    assert (course.code, course.languages, course.title["nl"]) == (
        "small-course",
        ("en", "nl"),
        "Klein",
    )
    assert [lesson.slug for lesson in module.lessons] == ["01-words", "02-acts"]
    assert module.sectors == ("POL",)
    assert (
        module.vignettes[0].texts["see"]["en"] == "<ul><li>Late <i>twice</i>.</li></ul>"
    )
    assert [s.type for s in module.lessons[0].segments["nl"]] == [
        "lead",
        "prose",
        "fact",
        "vignette",
        "callout",
        "exercise",
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        (
            "m1/facts.toml",
            'nl = "Een idee is geen daad."',
            'nl = " "',
            "facts.toml: fact[m1-f1].text.nl: is empty",
        ),
        (
            "m1/facts.toml",
            ', nl = "Een idee is geen daad."',
            "",
            "facts.toml: fact[m1-f1].text.nl: is missing",
        ),
        (
            "m1/facts.toml",
            "2027-11-01",
            "2019-11-01",
            "facts.toml: fact[m1-f1].review_by: must be after valid_from",
        ),
        (
            "m1/facts.toml",
            "2027-11-01",
            '"soon"',
            "facts.toml: fact[m1-f1].review_by: must be of type date",
        ),
        (
            "m1/facts.toml",
            '"year"',
            '"decade"',
            "facts.toml: fact[m1-f1].source_date_precision: “decade” is none of "
            "day, month, year",
        ),
        (
            "m1/facts.toml",
            'source_url = ""',
            'source_url = "http://a.example"',
            "facts.toml: fact[m1-f1].source_url: must begin with https://",
        ),
        (
            "m1/vignettes.toml",
            '"none"',
            '"aliens"',
            "vignettes.toml: vignette[m1-v1].form: “aliens” is none of anti-government, "
            "far-left, far-right, incel, jihadist, mixed, none, separatist, single-issue",
        ),
        (
            "m1/vignettes.toml",
            '"Robin is late."',
            '"# Robin"',
            "vignettes.toml: vignette[m1-v1].story: <h1> is not allowed here",
        ),
        (
            "m1/exercises.toml",
            'kind = "card_sort"',
            'kind = "hotspot"\npicture = "attic"',
            "exercises.toml: exercise[m1-x2].picture: there is no image “attic”",
        ),
        (
            "m1/exercises.toml",
            'category = "offence"',
            'category = "joke"',
            "exercises.toml: exercise[m1-x2].cards[c1].category: “joke” is none of "
            "offence, opinion",
        ),
        (
            "m1/exercises.toml",
            'key = "p2"',
            'key = "p1"',
            "exercises.toml: exercise[m1-x1].pairs[p1].key: “p1” is used twice",
        ),
        (
            "m1/exercises.toml",
            "matching",
            "riddle",
            "exercises.toml: exercise[m1-x1].kind: “riddle” is none of "
            + ", ".join(sorted(KINDS)),
        ),
        (
            "m1/module.toml",
            "draw = 5",
            "draw = true",
            "module.toml: quiz.draw: must be of type int",
        ),
        (
            "m1/module.toml",
            "minutes = 4",
            "minutes = 0",
            "module.toml: lessons[01-words].minutes: must be between 1 and 120",
        ),
        (
            "m1/module.toml",
            "minutes = 10",
            "minutes = 12",
            "module.toml: minutes: must be 10: lessons and quiz together",
        ),
        (
            "course.toml",
            '"small-course"',
            '"other"',
            "course.toml: code: must be the name of the folder, small-course",
        ),
        (
            "m1/01-words.nl.md",
            "::: fact m1-f1",
            "::: fact m1-f9",
            "01-words.nl.md: line 15: is fact m1-f9, but 01-words.en.md has fact m1-f1 "
            "at line 15",
        ),
        (
            "m1/01-words.nl.md",
            "- een\n- twee",
            "- een en twee",
            "01-words.nl.md: line 8: is prose (h2 p ul li), but 01-words.en.md has "
            "prose (h2 p ul li li) at line 8",
        ),
        (
            "m1/01-words.nl.md",
            "::: exercise m1-x1\n:::\n",
            "",
            "01-words.nl.md: end: has 5 blocks, but 01-words.en.md has 6",
        ),
    ],
)
def test_read_course_says_in_which_file_and_where(files, name, old, new, place):
    files.replace(name, old, new)
    assert place in places(files.read)


def test_read_course_tells_everything_that_is_wrong_at_once(files):
    files.replace("m1/module.toml", 'key = "m1"', 'key = "m2"')
    files.replace("m1/facts.toml", "source_key", "sourcekey")
    assert len(places(files.read)) == 2


def test_read_course_finds_references_to_what_is_not_there(files):
    for language in ("en", "nl"):
        files.replace(f"m1/01-words.{language}.md", "m1-x1", "m1-x9")
        files.replace(f"m1/01-words.{language}.md", "m1-v1", "m1-v9")

    assert places(files.read) == [
        "01-words.en.md: line 18: there is no vignette “m1-v9”",
        "01-words.en.md: line 25: there is no exercise “m1-x9”",
        "01-words.nl.md: line 18: there is no vignette “m1-v9”",
        "01-words.nl.md: line 25: there is no exercise “m1-x9”",
    ]


def test_read_course_refuses_the_same_exercise_twice_in_a_lesson(files):
    for language in ("en", "nl"):
        path = files.course / "m1" / f"01-words.{language}.md"
        path.write_text(path.read_text() + "\n::: exercise m1-x1\n:::\n")
    assert places(files.read) == [
        "01-words.en.md: line 28: “m1-x1” is in this lesson already"
    ]


def test_read_course_names_a_file_that_is_no_toml(files):
    files.replace("m1/facts.toml", "[[fact]]", "[[fact")
    assert places(files.read)[0].startswith("facts.toml: file: ")


def test_read_course_names_a_missing_file(files):
    (files.course / "m1" / "02-acts.nl.md").unlink()
    assert places(files.read) == ["02-acts.nl.md: file: does not exist"]

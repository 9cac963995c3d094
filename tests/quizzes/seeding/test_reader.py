import pytest

from courses.seeding import SeedError


def places(read) -> list[str]:
    with pytest.raises(SeedError) as error:
        read()
    return [f"{p.where}: {p.message}" for p in error.value.problems]


def test_read_banks_gives_a_bank_per_module(files):
    (bank,) = files.read_banks()

    assert (bank.code, bank.module.key, len(bank.questions)) == (
        "small-course-m1",
        "m1",
        20,
    )
    first = bank.questions[0]
    assert (first.key, first.must_pass, first.topic, first.lesson, first.fact) == (
        "m1-q01",
        True,
        "rights",
        "01-words",
        "m1-f1",
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('nl = "Vraag 7?"', 'nl = ""', "question[m1-q07].prompt.nl: is empty"),
        (
            'feedback = {en = "Because 7.", nl = "Omdat 7."}',
            "",
            "question[m1-q07].feedback: is missing",
        ),
        (', nl = "Omdat 7."', "", "question[m1-q07].feedback.nl: is missing"),
        ("m1-q08", "m1-q07", "question[m1-q07].key: “m1-q07” is used twice"),
    ],
)
def test_read_banks_says_which_question_is_wrong(files, old, new, place):
    files.replace("bank", old, new)
    assert place in places(files.read_banks)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "correct = false",
            "correct = true",
            "question[m1-q01].options: 2 options are right: it must be exactly one",
        ),
        (
            "correct = true",
            "correct = false",
            "question[m1-q01].options: 0 options are right: it must be exactly one",
        ),
        (
            ', en = "Never", nl = "Nooit"',
            ', en = "Never"',
            "question[m1-q01].options[b].nl: is missing",
        ),
        (
            ', feedback = {en = "w", nl = "f"}',
            "",
            "question[m1-q01].options[b].feedback: is missing",
        ),
        (
            '"01-words"',
            '"09-gone"',
            "question[m1-q01].lesson: “09-gone” is none of 01-words, 02-acts",
        ),
        ('"m1-f1"', '"m1-f9"', "question[m1-q01].fact: “m1-f9” is none of m1-f1"),
        (
            "difficulty = 1",
            "difficulty = 4",
            "question[m1-q01].difficulty: must be between 1 and 3",
        ),
        (
            'tags = ["rights"]',
            "tags = []",
            "question[m1-q01].tags: must name a topic, before any other tags",
        ),
    ],
)
def test_read_banks_checks_every_question(files, old, new, place):
    files.replace("bank", old, new)
    assert place in places(files.read_banks)


def test_read_banks_lets_a_question_rest_on_the_lesson_alone(files):
    files.replace("bank", '"m1-f1"', '""')
    assert files.read_banks()[0].questions[0].fact == ""


def test_read_banks_wants_twenty_questions(files):
    files.write_bank(count=19)
    assert places(files.read_banks) == ["question: 19 questions: 20 are needed"]


def test_read_banks_wants_as_many_questions_as_are_drawn(files):
    files.replace("m1/module.toml", "draw = 5", "draw = 25")
    assert places(files.read_banks) == ["question: 20 questions: 25 are needed"]


def test_read_banks_wants_three_questions_in_a_must_pass_topic(files):
    files.write_bank(must_pass=2)
    assert places(files.read_banks) == [
        "topic[rights]: is must-pass and has 2 questions: 3 are needed"
    ]


def test_read_banks_wants_a_topic_to_be_must_pass_throughout(files):
    files.write_bank(must_pass=4)
    bank = files.banks / "m1.toml"
    bank.write_text(
        bank.read_text().replace("must_pass = true", "must_pass = false", 1)
    )
    assert places(files.read_banks) == [
        "topic[rights]: is must-pass in some questions only"
    ]


@pytest.mark.parametrize(("longest", "is_fine"), [(9, True), (10, False)])
def test_read_banks_does_not_let_length_give_the_answer_away(files, longest, is_fine):
    bank = files.banks / "m1.toml"
    bank.write_text(bank.read_text().replace('nl = "Ja"', 'nl = "Jazeker!"', longest))
    if is_fine:
        assert files.read_banks()
    else:
        (place,) = places(files.read_banks)
        assert place.startswith(
            "question.*.options.nl: the right option is the longest in 10 of 20"
        )


def test_read_banks_names_a_missing_bank(files):
    (files.banks / "m1.toml").unlink()
    assert "file: does not exist" in places(files.read_banks)


ASKED_AGAIN = """
[[question]]
key = "again"
exercise = "{key}"
must_pass = false
tags = ["practice"]
difficulty = 1
lesson = "01-words"
"""


def test_a_bank_of_the_modules_own_exercises_may_be_small(files):
    (module,) = files.read().modules
    known = next(iter(module.exercises.values()))
    (files.banks / "m1.toml").write_text(ASKED_AGAIN.format(key=known.key))

    (bank,) = files.read_banks()

    (question,) = bank.questions
    assert question.key == "again"
    assert question.exercise.parts == known.parts


def test_an_exercise_that_is_not_the_modules_is_told(files):
    (files.banks / "m1.toml").write_text(ASKED_AGAIN.format(key="nowhere"))

    assert [place for place in places(files.read_banks) if "“nowhere”" in place]

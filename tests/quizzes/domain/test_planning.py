"""What a file of questions would make of a bank."""

from dataclasses import replace

import pytest

from lms.errors import DomainError
from quizzes.domain.planning import language_of, plan_import
from quizzes.interchange import FORMATS, LARGEST, Found
from quizzes.interchange.shapes import Scale
from quizzes.models import ImportRun

pytestmark = pytest.mark.django_db
GIFT = FORMATS["gift"]
TWO = b"// [id:first]\n::First::Who?{=Grant ~Lee}\n\n::Second one::It is so.{T}\n"


def test_a_look_writes_nothing(other_bank):
    plan = plan_import(other_bank, GIFT, TWO, language="en")
    assert plan.kinds == {"single_choice": 1, "true_false": 1}
    assert [one.key for one in plan.ready] == ["first", "second-one"]
    assert not other_bank.questions.exists()
    assert not ImportRun.objects.exists()


def test_what_is_wrong_with_a_question_is_told_once(other_bank):
    plan = plan_import(
        other_bank, GIFT, b"::Both::Who?{=Grant =Lee ~Li}", language="en"
    )
    assert plan.ready == []
    assert [one.message for one in plan.stopped] == [
        "One option has to be right, and only one."
    ]


def test_another_question_under_a_taken_key_is_refused(other_bank, take):
    take(TWO)
    plan = plan_import(other_bank, GIFT, b"// [id:first]\nWhere?{T}", language="en")
    assert [problem.message for problem in plan.stopped] == [
        "“first” is taken by another question of this bank."
    ]


def test_a_translation_is_not_taken_for_the_same_question(other_bank, take):
    take(TWO)
    plan = plan_import(other_bank, GIFT, TWO, language="nl")
    assert [problem.question for problem in plan.stopped] == ["first"]


def test_a_key_that_is_no_short_word_becomes_one(other_bank):
    plan = plan_import(other_bank, GIFT, b"// [id:A Key]\nA?{T}", language="en")
    assert [one.key for one in plan.ready] == ["a-key"]
    assert [one.message for one in plan.lost] == ["Its key becomes “a-key”."]


def test_what_the_editor_would_refuse_is_told_with_its_place(other_bank):
    plan = plan_import(
        other_bank, GIFT, b"A?{T}\n\n::Q::One?{=only}\n\n{T}", language="en"
    )
    assert [one.place for one in plan.stopped] == ["line 5"]
    assert "This field is required" in plan.stopped[0].message


def test_one_option_alone_is_no_choice(other_bank):
    plan = plan_import(other_bank, GIFT, b"::Q::One?{~%100%only}", language="en")
    assert [one.question for one in plan.stopped] == ["Q"]


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("difficulty=9", "Its difficulty is not 1, 2 or 3 and is not taken over."),
        ("topic=Two words", "Its topic is no short word and is not taken over."),
        ("lesson=x", "Its lesson is not in this course."),
        ("fact=x", "Its fact is not there in this language."),
    ],
)
def test_settings_that_do_not_hold_here_are_told(other_bank, tag, message):
    data = f"// [tag:relay:{tag}]\nA?{{T}}".encode()
    plan = plan_import(other_bank, GIFT, data, language="en")
    assert [one.message for one in plan.lost] == [message]
    assert len(plan.ready) == 1


def test_what_counts_for_nothing_cannot_be_needed_to_pass(other_bank):
    def read(data: bytes) -> list[Found]:
        """As a format that has scales would."""
        shape = Scale(("Not at all", "Somewhat", "Very"))
        return [
            Found("1", key="sure", prompt="How sure?", shape=shape, labels=labels)
            for labels in ({"must_pass": "yes"}, {})
        ]

    plan = plan_import(other_bank, replace(GIFT, read=read), b"any", language="en")

    assert [one.message for one in plan.stopped] == [
        "It counts for nothing, so nobody can need it to pass."
    ]
    assert plan.kinds == {"scale": 1}


def test_an_essay_lacks_what_an_open_answer_is_read_for(other_bank):
    plan = plan_import(other_bank, GIFT, b"::E::Write.{}", language="en")
    assert [one.message for one in plan.stopped] == [
        "Open answer, What it is read for: The minimum number of items is 1"
    ]


def test_what_no_kind_of_question_suits_is_refused(other_bank):
    form = replace(GIFT, read=lambda data: [Found("1", key="a", prompt="Ask?")])
    plan = plan_import(other_bank, form, b"any", language="en")
    assert [one.message for one in plan.stopped] == [
        "A bank has no such kind of question."
    ]


def test_a_file_that_cannot_be_read_says_why(other_bank):
    for data in (b"", b"\xff\xff", b"x" * (LARGEST + 1)):
        with pytest.raises(DomainError):
            plan_import(other_bank, GIFT, data, language="en")


def test_the_language_of_a_bank_is_that_of_most_of_its_questions(other_bank, take):
    assert language_of(other_bank) == "en"
    take(TWO, language="nl")
    assert language_of(other_bank) == "nl"

"""What a file of a bank's questions holds, and what it says it does not."""

import pytest

from quizzes.domain.exporting import export_questions
from quizzes.interchange import FORMATS
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(beekstad):
    small = make_course(
        beekstad, code="out", kinds=["single_choice", "dialogue"], bank_size=2
    )
    return small.course.banks.get()


def left_out(export) -> dict[str, str]:
    return {one.question: one.message for one in export.problems if one.stops}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_kind_that_no_format_has_is_left_out_and_told(bank, name):
    export = export_questions(bank, FORMATS[name], language="en")

    assert left_out(export) == {"out-q1": "No file can hold this kind of question."}
    assert export.kinds == {"single_choice": 1}
    assert b"out-q1" not in export.data


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_draft_in_which_nothing_is_asked_yet_is_left_out_and_told(bank, name):
    draft = bank.questions.get(key="out-q0", locale__language_code="en")
    draft.body = []
    draft.save_revision(clean=False)

    export = export_questions(bank, FORMATS[name], language="en")

    assert left_out(export)["out-q0"] == "Nothing is asked yet."
    assert export.kinds == {}

"""A quiz has the languages of its course: a question that is not there in the one the
course is written in is left out, and said."""

import pytest

from courses.domain import checklist
from courses.domain.languages.joining import refusals
from courses.domain.languages.standings import languages_of
from courses.domain.manifest import NotReady
from lms.publishing import findings_of
from quizzes.domain.versions import freeze_bank, left_out, versions_of
from quizzes.models import Bank, Question, QuizPage
from tests.factories.courses import make_course

SAID = (
    "“{}” is published in Dutch and not in English, in which the course is written. "
    "Quizzes leave it out until it is."
)


@pytest.fixture
def small(beekstad):
    return make_course(beekstad, code="mine", bank_size=3, draw=2)


@pytest.fixture
def bank(small):
    return Bank.objects.get(course=small.course)


def rows(language: str):
    found = Question.objects.filter(bank__course__code="mine")
    return found.filter(locale__language_code=language).order_by("key")


def only_in_dutch() -> str:
    """The first question is published in Dutch alone; its key."""
    question = rows("en").first()
    question.unpublish()
    return question.key


def frozen(bank, now) -> dict[str, list[str]]:
    """{key: languages} of what a release freezes."""
    ids = [pk for _question, pk in freeze_bank(bank, language="en", now=now)]
    return {one.key: sorted(one.content) for one in versions_of(ids).values()}


def warned(thing) -> list[str]:
    """What the checklist of a thing says of questions that are left out."""
    return [
        line.message
        for line in checklist.checklist_of(thing)
        if line.is_warning and "leave it out" in line.message
    ]


def quiz(language: str) -> QuizPage:
    return QuizPage.objects.get(
        bank__course__code="mine", locale__language_code=language
    )


def test_every_question_is_frozen_with_its_languages(bank, now):
    assert list(frozen(bank, now).values()) == [["en", "nl"]] * 3
    assert left_out(bank, language="en") == []


def test_a_question_of_another_language_alone_is_left_out(bank, now):
    key = only_in_dutch()

    assert key not in frozen(bank, now)
    assert len(frozen(bank, now)) == 2
    assert [one.key for one in left_out(bank, language="en")] == [key]


def test_it_is_in_no_quiz_that_is_released(small, bank):
    key = only_in_dutch()

    edition = small.release()

    assert edition.languages == ["en", "nl"]
    (rules,) = [
        activity["rules"]
        for module in edition.outline["modules"]
        for activity in module["activities"]
        if activity["kind"] == "quiz"
    ]
    assert key not in {one.key for one in versions_of(rules["versions"]).values()}


def test_the_checklist_of_the_quiz_names_it(bank):
    key = only_in_dutch()

    assert SAID.format(key) in "".join(warned(quiz("en")))
    assert SAID.format(key) not in "".join(warned(quiz("nl")))
    # A warning: the others are asked all the same.
    assert findings_of(quiz("en")) == []


def test_the_checklist_of_the_question_says_it_where_it_is_written(bank):
    key = only_in_dutch()

    assert warned(rows("nl").first()) == [SAID.format(key)]
    assert warned(rows("nl").last()) == []


def test_a_question_that_lacks_another_language_keeps_that_one_out(small, bank, now):
    """The other way round nothing is left out: the language does not join."""
    rows("nl").first().unpublish()

    assert len(frozen(bank, now)) == 3
    (reason,) = refusals(languages_of(small.course, ["nl"]), "nl")
    assert rows("nl").first().key in reason


def test_where_nothing_is_left_the_course_is_not_released(bank, now):
    for question in rows("en"):
        question.unpublish()

    with pytest.raises(NotReady):
        freeze_bank(bank, language="en", now=now)


def test_a_course_written_in_dutch_asks_its_dutch_questions(small, bank, now):
    small.pages["en"].unpublish()
    only_in_dutch()

    frozen = freeze_bank(bank, language="nl", now=now)

    assert len(frozen) == 3
    assert warned(quiz("nl")) == []

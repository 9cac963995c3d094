import pytest

from courses.domain.editions.drafting import draft_edition
from courses.domain.languages.joining import refusals
from courses.domain.languages.standings import languages_of
from courses.models import Fact
from quizzes.models import Question
from tests.factories.reviewing import reviewed

pytestmark = pytest.mark.django_db


def test_an_unapproved_translation_keeps_its_language_out_with_the_reason(
    unapproved, now
):
    draft = draft_edition(unapproved.course, now=now)
    assert draft.languages == ["en"]
    assert draft.problems["nl"] == [
        "Translated: “Course en”, “Core en”, “Lesson one en” and 17 more."
    ]


def test_an_approved_translation_joins(small, now):
    draft = draft_edition(small.course, now=now)
    assert (draft.languages, dict(draft.problems)) == (["en", "nl"], {})


@pytest.mark.parametrize("model", [Fact, Question])
def test_one_changed_fact_or_question_keeps_the_language_out(small, now, model):
    row = model.objects.filter(locale__language_code="en").first()
    if model is Fact:
        row.text = "Another text"
    else:
        row.body[0].value["feedback"] = "Because of something else."
    reviewed(row).save_revision().publish()
    draft = draft_edition(small.course, now=now)
    assert draft.languages == ["en"]
    assert draft.problems["nl"] == [f"Out of date: “{row}”."]


def test_every_state_is_told_in_a_sentence_of_its_own(small):
    small.lesson("small-two", "nl").unpublish()
    small.lesson("small-beat", "nl").delete()
    one = small.lesson("small-one", "nl")
    one.body[0] = ("lead", "Anders")
    one.save()
    assert refusals(languages_of(small.course, ["en", "nl"]), "nl") == [
        "Missing: “Lesson beat en”.",
        "Draft: “Lesson two en”.",
        "Translated: “Lesson one en”.",
    ]


def test_the_source_needs_no_approval(unapproved):
    assert refusals(languages_of(unapproved.course, ["en"]), "en") == []

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from courses.models import Fact
from courses.models.pages import LearningPage
from lms import publishing
from lms.publishing import (
    Finding,
    NotPublishableError,
    findings_of,
    register_check,
)
from tests.factories.courses import make_course
from tests.factories.facts import english_fact


def test_a_reason_names_the_field_it_is_about():
    problem = ValidationError({"source_title": "It is empty.", "__all__": "Not yet."})

    assert NotPublishableError(Fact(), problem).reasons == [
        "Source: It is empty.",
        "Not yet.",
    ]
    with translation.override("nl"):
        assert NotPublishableError(Fact(), problem).reasons[0] == "Bron: It is empty."


def test_reasons_without_fields_are_said_as_they_are():
    problem = ValidationError(["Not yet.", "Nor this."])

    assert NotPublishableError(Fact(), problem).reasons == ["Not yet.", "Nor this."]


@pytest.fixture
def forbidding(monkeypatch):
    """A check that has something against every fact and lesson named "forbidden"."""
    monkeypatch.setattr(publishing, "_checks", [])

    def check(thing):
        if "forbidden" in str(thing):
            yield Finding("words", "Not this word.", place="b-1")

    for model in (Fact, LearningPage):
        register_check(model, check)
        register_check(model, check)


def test_a_check_registered_twice_is_asked_once(forbidding):
    assert findings_of(Fact(text="forbidden")) == [
        Finding("words", "Not this word.", place="b-1")
    ]
    assert findings_of(Fact(text="welcome")) == []


def test_what_a_check_finds_keeps_a_fact_from_going_live(forbidding, beekstad):
    fact = english_fact(beekstad, live=False)
    fact.text, fact.source_title = "forbidden", ""

    with pytest.raises(NotPublishableError) as refused:
        fact.save_revision(clean=False).publish()
    assert set(refused.value.error_dict) == {"source_title", "__all__"}
    assert refused.value.message_dict["__all__"] == ["Not this word."]


def test_what_a_check_finds_keeps_a_page_from_going_live(forbidding, beekstad):
    course = make_course(beekstad, bank_size=2)
    lesson = course.lesson("small-one")
    lesson.title = "forbidden"

    with pytest.raises(NotPublishableError) as refused:
        lesson.save_revision(clean=False).publish()
    assert refused.value.reasons == ["Not this word."]
    assert course.lesson("small-one").title == "Lesson one en"


def test_a_draft_may_hold_what_a_check_finds(forbidding, beekstad):
    fact = english_fact(beekstad)
    fact.text = "forbidden"
    fact.save_revision(clean=False)

    assert Fact.objects.get(pk=fact.pk).text == "Newer new-fact en"

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from courses.domain.feedback.giving import MOST, own_feedback
from courses.domain.feedback.handling import handle, moderate
from courses.models import LessonFeedback
from lms.detector import confirmation_of
from lms.errors import DomainError
from tests.factories.feedback import say


def test_what_is_said_is_kept_without_a_person_a_day_or_a_number(
    small_course, enrolment, bob, now
):
    kept = say(small_course, enrolment, useful="yes", clear="no", text="Too fast")

    row = LessonFeedback.objects.get()
    assert row == kept == own_feedback(bob.pk, small_course.key("small-one"))
    assert (row.useful, row.clear, row.is_wrong) == ("yes", "no", False)
    assert (row.text, row.text_state) == ("Too fast", "waiting")
    assert row.month == date(2026, 11, 1)
    assert row.edition_id == enrolment.edition_id
    people = {field.name for field in row._meta.fields if field.related_model} - {
        "activity",
        "edition",
    }
    assert people == {"handled_by"}
    assert row.handled_by is None


def test_saying_it_again_replaces_it(small_course, enrolment):
    say(small_course, enrolment, useful="yes")
    say(small_course, enrolment, useful="no", is_wrong=True)

    row = LessonFeedback.objects.get()
    assert (row.useful, row.is_wrong, row.text_state) == ("no", True, "")


def test_lessons_and_people_are_told_apart(small_course, enrolment, alice, bob):
    say(small_course, enrolment, useful="yes")

    assert own_feedback(alice.pk, small_course.key("small-one")) is None
    assert own_feedback(bob.pk, small_course.key("small-two")) is None


def test_it_stays_ones_own_under_a_new_secret(small_course, enrolment, settings):
    say(small_course, enrolment, useful="yes")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret"

    say(small_course, enrolment, useful="no")

    assert [row.useful for row in LessonFeedback.objects.all()] == ["no"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({}, "empty"),
        ({"text": "  "}, "empty"),
        ({"useful": "very"}, "misfit"),
        ({"clear": "x", "text": "Said"}, "misfit"),
        ({"text": "x" * (MOST + 1)}, "long"),
        ({"text": "Kevin was wrong"}, "people"),
    ],
)
def test_what_cannot_be_kept_is_refused(small_course, enrolment, said, code):
    with pytest.raises(DomainError) as refused:
        say(small_course, enrolment, **said)

    assert refused.value.code == code
    assert not LessonFeedback.objects.exists()


def test_a_text_about_nobody_can_be_confirmed(small_course, enrolment):
    text = "The case of Robin and Kevin is too long"

    say(small_course, enrolment, text=text, confirmation=confirmation_of(text))

    assert LessonFeedback.objects.get().text == text


def test_a_changed_text_waits_again_and_the_same_text_does_not(
    small_course, enrolment, reviewer, now
):
    said = say(small_course, enrolment, text="Too fast")
    moderate(said, passes=True, actor=reviewer, now=now)
    handle(said, what_changed="Slower now", actor=reviewer, now=now)

    same = say(small_course, enrolment, text="Too fast", useful="yes")
    assert (same.text_state, same.what_changed) == ("passed", "Slower now")
    changed = say(small_course, enrolment, text="Still too fast")
    assert (changed.text_state, changed.handled_at, changed.what_changed) == (
        "waiting",
        None,
        "",
    )
    emptied = say(small_course, enrolment, useful="yes")
    assert (emptied.text, emptied.text_state) == ("", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Said", "text_state": ""},
        {"text": "", "text_state": "passed"},
        {"what_changed": "Something"},
    ],
)
def test_the_database_refuses_half_a_state(small_course, enrolment, wrong):
    row = say(small_course, enrolment, useful="yes")

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFeedback.objects.filter(pk=row.pk).update(**wrong)


def test_one_person_says_one_thing_of_a_lesson(small_course, enrolment):
    row = say(small_course, enrolment, useful="yes")

    with pytest.raises(IntegrityError), transaction.atomic():
        LessonFeedback.objects.create(
            activity_id=row.activity_id,
            edition_id=row.edition_id,
            language="en",
            writer=row.writer,
            month=row.month,
            useful="no",
        )

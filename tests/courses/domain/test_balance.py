from collections import Counter

import pytest

from courses.domain.balance import balance_of, balance_of_course
from courses.enums import ExtremismForm as Form
from courses.models import Course, CoursePage
from lms.errors import DomainError
from lms.publishing import NotPublishableError
from tests.factories.cases import make_vignette

FAIR = [Form.JIHADIST, Form.FAR_RIGHT, Form.FAR_LEFT, Form.NONE, Form.NONE]


def test_three_forms_and_enough_ordinary_cases_are_in_balance():
    balance = balance_of(FAIR)

    assert balance.problems == []
    assert balance.forms == Counter(
        {Form.NONE: 2, Form.JIHADIST: 1, Form.FAR_RIGHT: 1, Form.FAR_LEFT: 1}
    )


def test_two_forms_are_too_few():
    problems = balance_of(
        [Form.JIHADIST, Form.FAR_RIGHT, Form.NONE, Form.NONE]
    ).problems

    assert problems == ["The cases cover 2 forms; at least 3 are needed."]


def test_one_form_over_half_is_named():
    many = [Form.JIHADIST] * 6 + [Form.FAR_RIGHT, Form.FAR_LEFT] + [Form.NONE] * 3
    half = [Form.JIHADIST] * 5 + [Form.FAR_RIGHT, Form.FAR_LEFT] + [Form.NONE] * 3

    assert balance_of(many).problems[0] == (
        "More than half of the cases are about one form: Jihadist."
    )
    assert balance_of(half).problems == []


def test_too_few_cases_where_nothing_is_wrong():
    problems = balance_of([*FAIR, Form.MIXED, Form.INCEL]).problems

    assert problems == ["Fewer than 30 % of the cases are ones where nothing is wrong."]


def test_a_course_without_cases_misses_its_forms_only():
    assert balance_of([]).problems == [
        "The cases cover 0 forms; at least 3 are needed."
    ]


def test_a_course_without_a_published_page_has_no_balance_yet(beekstad):
    assert balance_of_course(Course.objects.create(code="new", owner=beekstad)) is None


# --- Of a course ----------------------------------------------------------------------


@pytest.fixture
def small(draft_course):
    Course.objects.update(is_focused=False)
    draft_course.course.refresh_from_db()
    return draft_course


def show(small, *forms: str) -> None:
    """Let lesson one show a case of each form."""
    lesson = small.lesson("small-one")
    for number, form in enumerate(forms):
        case = make_vignette(
            small.course.owner, key=f"case-{number}", form=form, is_fictional=True
        )
        lesson.body.append(("vignette", case))
    lesson.save()


def test_a_core_course_without_cases_is_not_released_but_its_page_goes_live(small):
    small.pages["en"].save()

    with pytest.raises(DomainError, match="cover 0 forms") as refused:
        small.release()
    assert refused.value.code == "balance"


def test_a_core_course_out_of_balance_goes_live_on_no_way(small):
    show(small, Form.JIHADIST, Form.JIHADIST, Form.FAR_RIGHT, Form.NONE)

    with pytest.raises(NotPublishableError) as refused:
        CoursePage.objects.get(pk=small.pages["en"].pk).save()
    assert refused.value.messages == [
        "The cases cover 2 forms; at least 3 are needed.",
        "Fewer than 30 % of the cases are ones where nothing is wrong.",
    ]
    with pytest.raises(DomainError, match="Fewer than 30 %"):
        small.release()


def test_a_core_course_in_balance_is_released(small):
    show(small, *FAIR)

    CoursePage.objects.get(pk=small.pages["en"].pk).save()
    assert small.release().number == 1


def test_a_course_that_goes_deeper_into_one_subject_is_free(small):
    Course.objects.update(is_focused=True)
    show(small, Form.JIHADIST)

    CoursePage.objects.get(pk=small.pages["en"].pk).save()
    assert small.release().number == 1


def test_a_page_that_shows_no_course_has_no_balance(small):
    copy = small.pages["en"].copy(update_attrs={"slug": "copy", "title": "A copy"})

    assert copy.live

from collections import Counter

from courses.domain.balance import balance_of, balance_of_course
from courses.enums import ExtremismForm as Form
from courses.models import Course

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

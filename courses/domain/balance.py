"""Whether a course keeps its balance: forms of extremism and ordinary cases (N2)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.enums import ExtremismForm
from courses.models import Course, CoursePage, LessonPage
from lms.publishing import Finding

# ETHICS N2: at least three forms, none over half, and almost a third where nothing is
# wrong.
LEAST_FORMS = 3
LARGEST_SHARE = 0.5
LEAST_ORDINARY = 0.3


@dataclass(frozen=True)
class Balance:
    forms: Counter
    problems: list[str]


def balance_of(forms: list[str]) -> Balance:
    """Judge the forms of a course's vignettes, one entry per vignette."""
    counted = Counter(forms)
    total = len(forms)
    problems = []
    extremist = {form for form in counted if form != ExtremismForm.NONE}
    if len(extremist) < LEAST_FORMS:
        problems.append(
            _("The cases cover %(count)s forms; at least %(least)s are needed.")
            % {"count": len(extremist), "least": LEAST_FORMS}
        )
    for form in sorted(extremist):
        if total and counted[form] / total > LARGEST_SHARE:
            problems.append(
                _("More than half of the cases are about one form: %s.")
                % ExtremismForm(form).label
            )
    if total and counted[ExtremismForm.NONE] / total < LEAST_ORDINARY:
        problems.append(
            _("Fewer than 30 % of the cases are ones where nothing is wrong.")
        )
    return Balance(counted, problems)


def balance_of_course(course) -> Balance | None:
    """The balance of the cases that the published lessons show, each case once.

    None while no page of the course is published. Judged in the source language: the
    others show translations of the same cases.
    """
    pages = CoursePage.objects.filter(
        translation_key=course.page_key, live=True, alias_of=None
    ).select_related("locale")
    page = min(
        pages,
        key=lambda one: (one.locale.language_code != "en", one.locale.language_code),
        default=None,
    )
    if page is None:
        return None
    forms = {
        block.value.translation_key: block.value.form
        for lesson in LessonPage.objects.descendant_of(page).live()
        for block in lesson.body
        if block.block_type == "vignette" and block.value is not None
    }
    return balance_of(list(forms.values()))


def is_core(course: Course) -> bool:
    """Whether a course teaches what extremism is, to people who then act on it."""
    return not (course.is_focused or course.is_practice)


def release_problems(course: Course) -> list[str]:
    """Why no edition may be released as the cases of a core course stand.

    A core course without cases does not teach what extremism is in any form.
    """
    balance = balance_of_course(course) if is_core(course) else None
    return balance.problems if balance else []


def check_balance(page: CoursePage) -> Iterator[Finding]:
    """A course page goes live before its lessons; once they show cases, in balance."""
    course = page.course
    if course is None or not is_core(course):
        return
    balance = balance_of_course(course)
    if balance and balance.forms:
        for problem in balance.problems:
            yield Finding("balance", problem)

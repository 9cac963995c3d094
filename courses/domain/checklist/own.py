"""What facts and invented cases have to say about themselves."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.checklist.texts import plain
from courses.enums import ExtremismForm
from courses.models import CoursePage, Fact, ModulePage, Vignette
from lms.publishing import Finding


def check_fact(fact: Fact) -> Iterator[Finding]:
    """A source that can be found again, and dates that can be (N9)."""
    if not fact.source_title.strip():
        yield Finding("facts", _("Say where it comes from."), "source_title")
    if fact.source_date and fact.source_date > timezone.localdate():
        yield Finding("facts", _("Its source lies in the future."), "source_date")


def warn_of_fact(fact: Fact) -> Iterator[Finding]:
    if fact.review_by and fact.is_stale:
        yield Finding(
            "facts", _("Its review date is past: learners are told so."), "review_by"
        )
    if not fact.source_url:
        yield Finding(
            "facts", _("Without an address, others look longer for it."), "source_url"
        )


def check_case(case: Vignette) -> Iterator[Finding]:
    """Beside what one sees stands how it may well be explained (N3)."""
    if not plain(case.explanations).strip():
        yield Finding(
            "signs",
            _("Say which ordinary explanations there are for what one sees."),
            "explanations",
        )
    if not plain(case.story).strip():
        yield Finding("cases", _("Tell what happens."), "story")


def warn_of_case(case: Vignette) -> Iterator[Finding]:
    if case.form == ExtremismForm.MIXED:
        yield Finding(
            "cases", _("Its form is mixed or unclear: is that what you mean?"), "form"
        )


def warn_of_course_page(page: CoursePage) -> Iterator[Finding]:
    if not page.summary.strip():
        yield Finding("basics", _("Say in a few lines what it is about."), "summary")
    if not page.outcomes:
        yield Finding("basics", _("Say what one can do after it."), "outcomes")


def warn_of_module(page: ModulePage) -> Iterator[Finding]:
    if not page.objectives:
        yield Finding("basics", _("Say what one learns in it."), "objectives")

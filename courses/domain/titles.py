"""Neutral titles: what a course is called where its own title would put people off."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from courses.models import Course, CoursePage
from lms.errors import DomainError

# What a neutral title is there to avoid: parts of words, in four languages.
LABELS = (
    "radical",
    "radicaal",
    "radikal",
    "extremis",
    "terror",
    "jihad",
    "djihad",
    "dschihad",
)


def check_sector_title(course: Course, titles: Mapping[str, str]) -> None:
    """Raises DomainError "label" for a title with a word it is there to avoid, and
    "language_missing" when a language of the course has none: its own title would show.
    """
    for title in titles.values():
        if any(label in title.casefold() for label in LABELS):
            raise DomainError(
                _("“%s” is no neutral title: choose words that label nobody.") % title,
                code="label",
            )
    pages = CoursePage.objects.filter(translation_key=course.page_key, alias_of=None)
    spoken = pages.order_by("locale").values_list("locale__language_code", flat=True)
    missing = [code.upper() for code in spoken if not titles.get(code)]
    if missing:
        raise DomainError(
            _("Give it in every language of the course. Missing: %s.")
            % ", ".join(missing),
            code="language_missing",
        )

"""Whether the body that gives a course is still recognised."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.domain.programmes import lapsed_recognition
from courses.models import CoursePage
from lms.publishing import Finding

RULE = "recognition"


def warn_of_recognition(page: CoursePage) -> Iterator[Finding]:
    """A warning and no more: the course says itself that the recognition is past, and
    new certificates name none. A correction of the page need not wait for a renewal."""
    course = page.course
    lapsed = course and lapsed_recognition(course, day=timezone.localdate())
    if lapsed:
        yield Finding(
            RULE,
            _("%(provider)s is no longer recognised: %(authority)s, until %(day)s.")
            % {
                "provider": course.provider,
                "authority": lapsed.authority,
                "day": date_format(lapsed.valid_until, "DATE_FORMAT"),
            },
        )

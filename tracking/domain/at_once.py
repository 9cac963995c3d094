"""The people of a coverage list on whom something is done at once."""

from datetime import datetime

from django.utils.translation import gettext as _

from certificates.models import day_of
from courses.models import Course
from lms.errors import DomainError
from organisations.models import Organisation
from tracking.domain.coverage import Narrowing, people_of

# So many are looked at while somebody waits for the page.
MOST_PEOPLE = 3000


def rows_at_once(
    organisation: Organisation, course: Course, narrowing: Narrowing, *, now: datetime
) -> list[dict]:
    """What is asked of everybody of a coverage list of today, by name, as
    `People.first_asked` gives it. Raises DomainError `too_many` where there are more
    than MOST_PEOPLE."""
    people = people_of(organisation, course, day_of(now), narrowing, order="name")
    rows = people.first_asked(MOST_PEOPLE + 1)
    if len(rows) > MOST_PEOPLE:
        raise DomainError(
            _(
                "More than %(most)s people are in this list. Choose a department, a "
                "sector or a standing."
            )
            % {"most": MOST_PEOPLE},
            code="too_many",
        )
    return rows

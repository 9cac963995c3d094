"""What an edition keeps of a part that is taught in a session, what is read of it by
those who make the course, and what its author is warned of."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from courses.domain.checklist.subjects import course_of_page
from lms.publishing import Finding
from trainers.models import SessionPage, TrainerProgramme

# The line of the checklist.
RULE = "taught"


def session_data(page: SessionPage) -> dict:
    """A SessionPage's words in its language, for an edition. As a block of a lesson, so
    that they stand in the text version of the course as well."""
    words = page.introduction
    segments = [
        {
            "id": "introduction",
            "type": "",
            "html": linebreaks(words, autoescape=True),
        }
    ]
    return {
        "introduction": words,
        "segments": segments if words else [],
        "plain": words,
    }


def session_rules(page: SessionPage, *, now: datetime) -> dict:
    """None: it is done by attending, whatever the session."""
    return {}


def read_through(page: SessionPage) -> list[str]:
    """What learners read of it, as HTML; of the sessions only that they stand there."""
    return [render_to_string("trainers/in_course/_read_through.html", {"page": page})]


def warn_of_silence(page: SessionPage) -> Iterator[Finding]:
    """Who comes wants to know what for, and what to bring."""
    if not (page.introduction or "").strip():
        yield Finding(
            RULE,
            _("Say what takes place there, and what to do or to bring before."),
            "introduction",
        )


def warn_of_no_programme(page: SessionPage) -> Iterator[Finding]:
    """Where no programme of trainers can teach the course, nobody can do this part."""
    course = course_of_page(page)
    if course is None:
        return
    teaching = TrainerProgramme.objects.filter(
        Q(owner=course.owner_id) | Q(base_courses=course)
    )
    if not teaching.exists():
        yield Finding(
            RULE,
            _(
                "No programme of trainers teaches this course: no session of it can be "
                "planned, and nobody can do this part."
            ),
        )

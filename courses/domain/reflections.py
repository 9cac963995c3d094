"""What learners write for themselves, and nobody else reads."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from courses.models import Enrolment, Reflection
from courses.models.parts import purpose_of
from lms import sealed
from lms.errors import DomainError

MOST = 5000


def kept_in(activity_key: str, *, user) -> dict[str, Reflection]:
    """{part: what the person wrote there} of one lesson; one query."""
    mine = Reflection.objects.visible_to(user).filter(activity_id=activity_key)
    return {reflection.part: reflection for reflection in mine}


def kept_for(enrolment: Enrolment) -> list[Reflection]:
    """All that a learner wrote in a course, the oldest first; one query."""
    return list(enrolment.reflections.order_by("written_at", "pk"))


@transaction.atomic
def write(
    part: str,
    text: str,
    *,
    question: str,
    language: str,
    activity_key: str,
    enrolment: Enrolment,
    confirmation: str = "",
    now: datetime,
) -> Reflection:
    """Keep a learner's text in place of what was there.

    Raises DomainError for an empty text ("empty"), and what own_words raises.
    """
    text = own_words(text, most=MOST, confirmation=confirmation)
    if not text:
        raise DomainError(
            _("There is nothing to keep yet: write something first."), code="empty"
        )
    words = {
        "question": question,
        "language": language,
        "sealed_text": sealed.seal(text, purpose=purpose_of(enrolment.user_id)),
        "changed_at": now,
    }
    reflection, _created = Reflection.objects.update_or_create(
        user_id=enrolment.user_id,
        activity_id=activity_key,
        part=part,
        defaults=words,
        create_defaults={**words, "enrolment": enrolment, "written_at": now},
    )
    return reflection


def delete(part: str, *, activity_key: str, user) -> None:
    """Take away what a person wrote. Twice is once."""
    Reflection.objects.visible_to(user).filter(
        activity_id=activity_key, part=part
    ).delete()


def delete_one(pk: int, *, enrolment: Enrolment) -> None:
    """Take away one of a learner's texts of a course. Twice is once."""
    enrolment.reflections.filter(pk=pk).delete()


def export(user) -> list[dict]:
    """A person's own texts, opened, for their copy of what we hold about them."""
    mine = Reflection.objects.visible_to(user).select_related("enrolment__course")
    return [
        {
            "course": reflection.enrolment.course.code,
            "question": reflection.question,
            "text": reflection.text,
            "written_at": reflection.written_at,
            "changed_at": reflection.changed_at,
        }
        for reflection in mine.order_by("pk")
    ]

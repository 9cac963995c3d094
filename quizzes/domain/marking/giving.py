"""Somebody marks an answer against its rubric."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.checklist.notes import findings_of_note
from courses.enums import Audience
from courses.exercises import Content
from courses.exercises.open_answer import points_of
from courses.exercises.typed import people_besides
from lms import audit
from lms.errors import DomainError
from quizzes.domain.marking.deciding import settle
from quizzes.domain.marking.queue import free_for, open_to
from quizzes.domain.versions import content_in, language_in, versions_of
from quizzes.models import Attempt, Mark, Marking

MOST = 1000


@dataclass(frozen=True)
class Given:
    """What a marker says: {criterion id: points}, and words for the learner."""

    points: dict[str, int]
    feedback: str


@transaction.atomic
def give_mark(marking: Marking, given: Given, *, marker, now: datetime) -> Mark:
    """Add somebody's mark, and settle what follows from it.

    Raises DomainError for points that the rubric does not have ("points"); for words
    that are missing where points are ("empty"), too long ("long"), about a person
    ("people") or with a term that can stigmatise ("words"); and when the answer is
    somebody else's by now, or this person's no more ("taken").
    """
    correctness = correctness_of(_content(marking), given.points)
    feedback = _checked(given.feedback, marking, marker)
    if not feedback and correctness < 1:
        raise DomainError(
            _("Say in a sentence what was missing: the learner reads it."), code="empty"
        )
    # The attempt before the answer, as where it is handed in.
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment__user")
        .get(items__marking=marking)
    )
    Marking.objects.select_for_update(of=("self",)).get(pk=marking.pk)
    mine = open_to(marker, now=now).filter(free_for(marker, now=now), pk=marking.pk)
    marking = mine.first()
    if marking is None:
        raise DomainError(
            _("Somebody else has taken this answer meanwhile. Your mark is not kept."),
            code="taken",
        )
    mark = Mark.objects.create(
        marking=marking,
        number=marking.given + 1,
        marker=marker,
        points=given.points,
        correctness=correctness,
        feedback=feedback,
        marked_at=now,
    )
    marking.given += 1
    marking.claimed_by = marking.claimed_until = None
    marking.save(update_fields=["given", "claimed_by", "claimed_until"])
    audit.record(
        "quizzes.marked",
        actor=marker,
        subject=marking,
        now=now,
        data={"number": mark.number},
        organisation=attempt.enrolment.course.owner_id,
    )
    settle(attempt, now=now)
    return mark


def correctness_of(content: Content, points: dict[str, int]) -> float:
    """The share of a rubric's points. Raises DomainError "points" for any other."""
    rubric = {row["id"]: row for row in content["rubric"]}
    fits = points.keys() == rubric.keys() and all(
        type(value) is int and value in points_of(rubric[key])
        for key, value in points.items()
    )
    if not fits:
        raise DomainError(
            _("Choose points for everything that is looked at."), code="points"
        )
    most = sum(row["points"] for row in content["rubric"])
    return round(sum(points.values()) / most, 4)


def _content(marking: Marking) -> Content:
    version_id = marking.item.version_id
    version = versions_of([version_id])[version_id]
    return content_in(version, marking.item.attempt.language)


def _checked(words: str, marking: Marking, marker) -> str:
    """The words for the learner as they are kept."""
    words = words.replace("\r\n", "\n").strip()
    if len(words) > MOST:
        raise DomainError(
            _("This is longer than %(most)s characters. Nothing is lost: shorten it.")
            % {"most": MOST},
            code="long",
        )
    content = _content(marking)
    told = [content["prompt"]]
    for row in content["rubric"]:
        told += [row["text"], *points_of(row).values()]
    if seen := people_besides(told, words):
        raise DomainError(
            _("This may point to a person: %(seen)s. Say it without.")
            % {"seen": ", ".join(f"“{one}”" for one in seen)},
            code="people",
        )
    # Nobody says in which language they answer: the learner's, the page's or their own.
    version = versions_of([marking.item.version_id])[marking.item.version_id]
    language = language_in(version, marking.item.attempt.language)
    if found := _terms(words, {language, get_language(), marker.language}):
        raise DomainError(" ".join(found), code="words")
    return words


def _terms(words: str, languages: Iterable[str]) -> list[str]:
    found = [
        finding.message
        for language in sorted(languages)
        for finding in findings_of_note(
            words, language=language, audience=Audience.PROFESSIONALS
        )
    ]
    return list(dict.fromkeys(found))

"""What authors read of it: figures of enough people, and texts that were looked at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from courses.domain.manifest import outlines_of
from courses.enums import FeedbackAnswer, FeedbackText
from courses.models import Course, LessonFeedback
from organisations.enums import Role

# As many people as stand behind every figure at least (ETHICS P6).
LEAST = 5
AUTHORING = (Role.AUTHOR, Role.REVIEWER, Role.PROGRAMME_OWNER)
MODERATING = (Role.REVIEWER, Role.PROGRAMME_OWNER)

OPEN = Q(text_state=FeedbackText.PASSED, handled_at=None)
WAITING = Q(text_state=FeedbackText.WAITING)


def own_courses(user, roles: Iterable[Role] = AUTHORING) -> QuerySet[Course]:
    """Courses of the bodies at which a person has one of these roles."""
    if user.is_superuser:
        return Course.objects.all()
    bodies = user.memberships.current().filter(role__in=roles).values("organisation")
    return Course.objects.filter(owner__in=bodies)


def visible_feedback(user) -> QuerySet[LessonFeedback]:
    """All feedback on a person's own courses."""
    return LessonFeedback.objects.filter(activity__course__in=own_courses(user))


def may_moderate(user, course_id: int) -> bool:
    """Whether a person may read texts of a course before its authors do."""
    return own_courses(user, MODERATING).filter(pk=course_id).exists()


@dataclass(frozen=True)
class LessonRow:
    """A lesson with what was said of it. `answers` is None where too few did."""

    activity_key: str
    course: Course
    title: str
    total: int
    open: int
    waiting: int
    answers: dict[str, int] | None

    @property
    def people(self) -> str:
        """How many, in words that do not tell a number below LEAST."""
        if self.answers is None:
            return _("fewer than %(least)s") % {"least": LEAST}
        return str(self.total)


def lesson_rows(
    user, *, course_id: int | None = None, state: str = "", language: str
) -> list[LessonRow]:
    """Lessons of a person's own courses of which something was said, those with most
    to do first; in a number of queries that depends on neither."""
    found = visible_feedback(user)
    if course_id:
        found = found.filter(activity__course=course_id)
    counted = list(
        found.values("activity_id", "activity__course_id")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=OPEN),
            waiting=Count("pk", filter=WAITING),
            wrong=Count("pk", filter=Q(is_wrong=True)),
            **{
                f"{about}_{answer}": Count("pk", filter=Q(**{about: answer}))
                for about in ("useful", "clear")
                for answer in FeedbackAnswer.values
            },
        )
        .order_by("-waiting", "-open", "activity_id")
    )
    courses = Course.objects.in_bulk({row["activity__course_id"] for row in counted})
    outlines = outlines_of([c.current_edition_id for c in courses.values()])
    return [
        _row(row, courses[row["activity__course_id"]], outlines, language)
        for row in counted
        if not state or row[state]
    ]


def _row(row: dict, course: Course, outlines: dict, language: str) -> LessonRow:
    key = str(row["activity_id"])
    outline = outlines.get(course.current_edition_id)
    found = outline.find(key) if outline else None
    title = found[1]["title"][outline.language_for(language)] if found else ""
    names = [name for name in row if name.startswith(("useful_", "clear_", "wrong"))]
    return LessonRow(
        activity_key=key,
        course=course,
        title=title or _("A lesson of an earlier edition"),
        total=row["total"],
        open=row["open"],
        waiting=row["waiting"],
        answers={name: row[name] for name in names} if row["total"] >= LEAST else None,
    )


def texts_of(user, activity_key: str | None = None) -> QuerySet[LessonFeedback]:
    """Texts that a person may read, of one lesson or of all: those that were passed,
    and those that wait for who may moderate them. What is open comes first."""
    readable = Q(text_state=FeedbackText.PASSED) | Q(
        text_state=FeedbackText.WAITING,
        activity__course__in=own_courses(user, MODERATING),
    )
    found = visible_feedback(user).filter(readable)
    if activity_key:
        found = found.filter(activity_id=activity_key)
    return found.select_related("edition", "activity__course", "handled_by").order_by(
        "handled_at", "-month", "pk"
    )


def passed_texts(user, activity_keys: Iterable[str]) -> QuerySet[LessonFeedback]:
    """Texts for the authors of these lessons, in the order of the lessons."""
    return texts_of(user).filter(
        text_state=FeedbackText.PASSED, activity_id__in=list(activity_keys)
    )

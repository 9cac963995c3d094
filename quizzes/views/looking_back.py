"""What a learner sees of one question afterwards: the answer given, the better one, why,
where it is taught, and whether it was graded again."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.domain import player
from courses.domain.progress import way_through
from courses.exercises import kind_of
from quizzes.domain.attempts.grading import Graded, standing_regrades, verdict_on
from quizzes.domain.attempts.grading import regraded as regraded_as
from quizzes.domain.contesting.giving import can_contest
from quizzes.domain.versions import content_in, versions_of
from quizzes.enums import RegradeHow
from quizzes.models import GradeRecord, QuestionVersion, Regrade
from quizzes.views.places import prompt_of

GRADED_AGAIN = {
    RegradeHow.NEW_KEY: _("The question was corrected, and your answer graded again."),
    RegradeHow.FULL: _("Everybody gets full marks for this question."),
    RegradeHow.DROP: _("This question does not count any more."),
    RegradeHow.AS_BEFORE: _("It is graded as at first again."),
}


def look_again(
    item, answer, way, code, *, contests=(), regraded: GradeRecord | None = None
) -> dict:
    """A question with its review; by the corrected one where that graded it."""
    by = regraded.regrade if regraded else None
    return _reviewed(item, answer, way, code, by=by) | {
        "must_pass": item.version.must_pass,
        "can_contest": can_contest(item.attempt)
        and all(one.item_id != item.pk or one.withdrawn_at for one in contests),
    }


def checked_on(attempt, item, answer) -> dict:
    """A question that was checked before handing in: its review, and how right the answer
    is as it would be graded now."""
    regrade = standing_regrades([item.version_id]).get(item.version_id)
    verdict = verdict_on(item.version, answer, language=attempt.language)
    own = Graded.of(verdict)
    graded = (regrade and regraded_as(regrade, item, answer, own=own)) or own
    way = way_through(attempt.enrolment, language=get_language())
    return _reviewed(item, answer, way, attempt.enrolment.course.code, by=regrade) | {
        "does_not_count": graded.is_dropped,
        "is_right": graded.correctness == 1,
        "is_partly": bool(graded.correctness) and graded.correctness < 1,
        "again": regrade and GRADED_AGAIN[RegradeHow(regrade.how)],
    }


def _reviewed(item, answer, way, code, *, by: Regrade | None) -> dict:
    """The answer given and the better one, by the corrected question where there is one,
    and where it is taught."""
    prompt = prompt_of(item)
    version = item.version
    if by and by.by_id:
        version = versions_of([by.by_id])[by.by_id]
    content = content_in(version, prompt.language)
    kind = kind_of(content)
    key = str(item.version.lesson_key)
    lesson = next((a for a in way.activities if a["key"] == key), None)
    return {
        "position": item.position,
        "prompt": prompt,
        "template": kind.review_template,
        "review": kind.review(
            content, order=item.order, answer=answer.payload if answer else None
        ),
        "lesson_title": way.text(lesson["title"]) if lesson else "",
        "lesson_url": lesson_url(code, lesson, item.version) if lesson else "",
    }


def lesson_url(code: str, lesson: dict, version: QuestionVersion) -> str:
    """Where a question's answer is taught: the block of the lesson where one is named."""
    anchor = f"#b-{version.lesson_block}" if version.lesson_block else ""
    return player.url_of(code, lesson) + anchor


def graded_again(items, regrades: dict[int, GradeRecord]) -> list[dict]:
    """What was graded again, as the learner reads it, in the order of the questions."""
    return [
        {
            "position": item.position,
            "words": GRADED_AGAIN[RegradeHow(regrades[item.pk].regrade.how)],
            "reason": regrades[item.pk].regrade.reason,
            "at": regrades[item.pk].graded_at,
        }
        for item in items
        if item.pk in regrades
    ]


def contested(attempt, items, contests, *, now: datetime) -> dict:
    """What was contested of an attempt, and whether its whole result may be."""
    place = {item.pk: item.position for item in items}
    return {
        "contests": [
            {
                "contest": one,
                "position": place.get(one.item_id),
                "is_late": one.is_open and one.due_at < now,
            }
            for one in contests
        ],
        "contest_days": settings.RELAY_CONTEST_DAYS,
        "can_contest_all": can_contest(attempt)
        and all(one.item_id or one.withdrawn_at for one in contests),
    }

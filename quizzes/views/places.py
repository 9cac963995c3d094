"""What the views of the quiz share: which quiz, whose attempt, which questions."""

import json
import math
from datetime import datetime, timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain.fallback import Fallback, fallback_of
from courses.domain.manifest import outline_of
from courses.exercises import kind_of
from courses.views.places import place_on_way
from lms.texts import Spoken
from quizzes.domain.attempts import item_of
from quizzes.domain.overdue import close_if_over
from quizzes.domain.titles import title_of_quiz
from quizzes.domain.versions import content_in, language_in
from quizzes.models import Attempt, AttemptItem

# From here on the clock is shown as one that runs out.
SOON = timedelta(minutes=5)


def place_of_quiz(request, code, key):
    """As courses.views.places.place_on_way; also None for what is no quiz."""
    enrolment, place = place_on_way(request, code, key)
    if place is not None and place.activity["kind"] != "quiz":
        return enrolment, None
    return enrolment, place


def own_attempt(request, uuid) -> Attempt:
    """The learner's own attempt, handed in when its time is up; somebody else's does not
    exist for them."""
    found = get_object_or_404(
        Attempt.objects.visible_to(request.user)
        .with_contested()
        .select_related("enrolment__course__owner"),
        uuid=uuid,
    )
    return close_if_over(found, now=timezone.now())


def own_item(request, uuid, position) -> AttemptItem:
    """One question of such an attempt, with its attempt and version; one query."""
    item = item_of(request.user, uuid, position)
    if item is None:
        raise Http404
    return item


def quiz_title(attempt) -> Spoken:
    """As the edition of the attempt names it."""
    return title_of_quiz(attempt, get_language())


def spoken_in(attempt) -> str:
    """The language in which an attempt is read: a quiz has those of its edition, also
    where a question happens to have another."""
    return outline_of(attempt.edition_id).language_for(get_language())


def fallback_in(attempt) -> Fallback | None:
    """Why an attempt is read in another language than the one asked for; None where it
    is not."""
    return fallback_of(
        outline_of(attempt.edition_id),
        wanted=get_language(),
        spoken=spoken_in(attempt),
    )


def clock_of(attempt: Attempt, *, now: datetime) -> dict | None:
    """What the page says of the time that is left; None where there is no limit."""
    if attempt.deadline_at is None:
        return None
    left = attempt.deadline_at - now
    return {
        "ends_at": attempt.deadline_at,
        # Up: a page that goes on a moment too early would come back.
        "seconds": math.ceil(left.total_seconds()),
        "is_soon": left <= SOON,
        "words": json.dumps({"one": _("1 minute left"), "more": _("%d minutes left")}),
        "next": reverse("quizzes:result", args=[attempt.uuid]),
    }


def prompt_of(item: AttemptItem) -> Spoken:
    """What a question asks, in the language of its attempt or the nearest it has."""
    language = language_in(item.version, spoken_in(item.attempt))
    return Spoken(item.version.content[language]["prompt"], language)


def base_of_ways(item: AttemptItem) -> str:
    """The address before a way through a question."""
    first = reverse("quizzes:walk", args=[item.attempt.uuid, item.position, "0"])
    return first.removesuffix("0/")


def question_map(items, answers, language, position=None) -> list[dict]:
    """All questions of an attempt as they are shown in a row: answered, marked, current."""
    return [
        {
            "position": item.position,
            "answered": item.pk in answers,
            "complete": item.pk in answers
            and kind_of(
                item.version.content[next(iter(item.version.content))]
            ).is_complete(content_in(item.version, language), answers[item.pk].payload),
            "flagged": item.flagged,
            "checked": item.checked_at is not None,
            "current": item.position == position,
        }
        for item in items
    ]

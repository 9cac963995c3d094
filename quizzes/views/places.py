"""What the views of the quiz share: which quiz, whose attempt, which questions."""

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from courses.domain.manifest import outline_of
from courses.exercises import kind_of
from courses.views.places import place_on_way
from quizzes.domain.versions import content_in, versions_of
from quizzes.models import Attempt, AttemptItem


def place_of_quiz(request, code, key):
    """As courses.views.places.place_on_way; also None for what is no quiz."""
    enrolment, place = place_on_way(request, code, key)
    if place is not None and place.activity["kind"] != "quiz":
        return enrolment, None
    return enrolment, place


def own_attempt(request, uuid) -> Attempt:
    """The learner's own attempt; somebody else's does not exist for them."""
    return get_object_or_404(
        Attempt.objects.visible_to(request.user).select_related("enrolment__course"),
        uuid=uuid,
    )


def own_item(request, uuid, position) -> AttemptItem:
    """One question of such an attempt, with its attempt and version; one query."""
    mine = Attempt.objects.visible_to(request.user).filter(uuid=uuid)
    item = get_object_or_404(
        AttemptItem.objects.select_related("attempt"),
        attempt__in=mine,
        position=position,
    )
    item.version = versions_of([item.version_id])[item.version_id]
    return item


def quiz_title(attempt) -> str:
    """As the edition of the attempt names it."""
    outline = outline_of(attempt.edition_id)
    _module, activity = outline.find(attempt.activity_id)
    return activity["title"][outline.language_for(get_language())]


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
            "current": item.position == position,
        }
        for item in items
    ]

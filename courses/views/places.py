"""Where a learner stands, for every view that plays an activity."""

from django.shortcuts import render
from django.utils.translation import get_language

from courses.domain import player
from courses.domain.queries import enrolment_for


def place_on_way(request, code, key, *related: str):
    """(enrolment, place): None and None for who is not in the course; a place of None
    for what is not on the learner's way (courses.domain.player.place_of). The enrolment
    comes with its course and what else is `related`, in the same query."""
    enrolment = enrolment_for(request.user, code, *related)
    if enrolment is None:
        return None, None
    return enrolment, player.place_of(enrolment, key, language=get_language())


def gone(request, code):
    """The page for what is not on the learner's way, with status 404."""
    return render(request, "courses/player/gone.html", {"code": code}, status=404)

"""Exercises through which a learner takes a way, as the player shows them."""

from collections.abc import Iterable, Mapping

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from courses.domain.player import Place
from courses.exercises import KINDS, Answer
from courses.parts import Segment

ALL = "courses/player/_walk.html"


def walks_shown(
    segments: Iterable[Segment],
    ways: Mapping[str, Answer | None],
    *,
    place: Place,
    course_code: str,
) -> dict[str, str]:
    """{segment id: html} of the exercises of a lesson that are walked through, each
    after its way in `ways`, or at its beginning."""
    return {
        segment["id"]: _rendered(
            ALL, segment, ways.get(segment["id"]), place, course_code
        )
        for segment in segments
        if "exercise" in segment and KINDS[segment["type"]].walks
    }


def step_shown(
    segment: Segment, answer: Answer | None, *, place: Place, course_code: str
) -> str:
    """What changes on the page when a step is taken."""
    template = KINDS[segment["type"]].walk_template
    return _rendered(template, segment, answer, place, course_code)


def _rendered(template, segment, answer, place, course_code) -> str:
    exercise, kind = segment["exercise"], KINDS[segment["type"]]
    key = place.activity["key"]
    first = reverse("courses:walk", args=[course_code, key, segment["id"], "0"])
    # The words around it are part of it, in the language of the lesson.
    with translation.override(place.language):
        return render_to_string(
            template,
            {
                "view": kind.view(
                    exercise["content"], order=exercise["order"], answer=answer
                ),
                "kind": kind,
                "prefix": segment["id"],
                "base": first.removesuffix("0/"),
                "whole": segment["html"],
            },
        )

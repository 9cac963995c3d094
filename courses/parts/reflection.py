from django.template.loader import render_to_string

from courses.domain import reflections
from courses.parts.base import PartKind, Refused
from lms.errors import DomainError


class ReflectionPart(PartKind):
    """A question with no right answer. What is written is the learner's alone."""

    name = "reflection"

    def frozen(self, value, page):
        return {"prompt": value["prompt"], "hint": value["hint"]}

    def show(self, segments, *, place, enrolment, user, refused):
        kept = reflections.kept_in(place.activity["key"], user=user)
        return {
            segment["id"]: render_to_string(
                "courses/parts/reflection.html",
                {
                    "segment": segment,
                    "language": place.language,
                    "kept": kept.get(segment["id"]),
                    "refused": refused.get(segment["id"]),
                    "most": reflections.MOST,
                    "course": enrolment.course,
                },
            )
            for segment in segments
        }

    def receive(self, segment, data, *, enrolment, place, now):
        if "delete" in data:
            reflections.delete(
                segment["id"],
                activity_key=place.activity["key"],
                user=enrolment.user,
            )
            return
        text = data.get("text", "")
        try:
            reflections.write(
                segment["id"],
                text,
                question=segment["live"]["prompt"],
                language=place.language,
                activity_key=place.activity["key"],
                enrolment=enrolment,
                confirmation=data.get("confirm", ""),
                now=now,
            )
        except DomainError as problem:
            raise Refused.because(problem, text=text) from problem

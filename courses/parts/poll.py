from django.template.loader import render_to_string

from courses.domain import polls
from courses.models.polls import COHORT
from courses.parts.base import PartKind, Refused


class PollPart(PartKind):
    """What people think, with what all together think once enough have answered."""

    name = "poll"

    def frozen(self, value, page):
        return {
            "question": value["question"],
            "options": [
                {"id": option.id, "text": option.value}
                for option in value["options"].bound_blocks
            ],
        }

    def show(self, segments, *, place, enrolment, user, refused):
        key = place.activity["key"]
        parts = [segment["id"] for segment in segments]
        own = polls.own_answers(parts, activity_key=key, user_id=enrolment.user_id)
        shown = polls.results(parts, activity_key=key)
        return {
            segment["id"]: self._html(
                segment,
                place.language,
                chosen=own.get(segment["id"]),
                result=shown.get(segment["id"]),
                refused=refused.get(segment["id"]),
            )
            for segment in segments
        }

    def _html(self, segment, language, *, chosen, result, refused):
        options = segment["live"]["options"]
        # Who chose an option that a newer edition does not have has yet to answer.
        has_answered = chosen in {option["id"] for option in options}
        return render_to_string(
            "courses/parts/poll.html",
            {
                "segment": segment,
                "language": language,
                "chosen": chosen,
                "has_answered": has_answered,
                "figures": figures(options, result) if has_answered else None,
                "least": COHORT,
                "refused": refused,
            },
        )

    def receive(self, segment, data, *, enrolment, place, now):
        chosen = data.get("option", "")
        if chosen not in {option["id"] for option in segment["live"]["options"]}:
            raise Refused.misfit()
        polls.answer(
            segment["id"],
            chosen,
            activity_key=place.activity["key"],
            user_id=enrolment.user_id,
        )


def figures(options: list[dict], result) -> dict | None:
    """How many chose each option of an edition, of all who chose one of these; None
    when too few did for a figure to be shown."""
    if result is None:
        return None
    counts = [result.counts.get(option["id"], 0) for option in options]
    total = sum(counts)
    if total < COHORT:
        return None
    return {
        "total": total,
        "rows": [
            {
                "id": option["id"],
                "text": option["text"],
                "count": count,
                "percent": round(100 * count / total),
            }
            for option, count in zip(options, counts, strict=True)
        ],
    }

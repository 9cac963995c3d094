from django.template.loader import render_to_string

from courses.domain import ticks
from courses.parts.base import PartKind, Refused


class ChecklistPart(PartKind):
    """Steps of the learner's own work, ticked for themselves."""

    name = "checklist"

    def frozen(self, value, page):
        return {
            "title": value["title"],
            "items": [
                {"id": item.id, "text": item.value}
                for item in value["items"].bound_blocks
            ],
        }

    def show(self, segments, *, place, enrolment, user, refused):
        kept = ticks.ticked_in(place.activity["key"], user=user)
        return {
            segment["id"]: self._html(
                segment,
                place.language,
                ticked=kept.get(segment["id"]),
                refused=refused.get(segment["id"]),
            )
            for segment in segments
        }

    def _html(self, segment, language, *, ticked, refused):
        rows = [
            {**item, "is_ticked": item["id"] in (ticked or ())}
            for item in segment["live"]["items"]
        ]
        return render_to_string(
            "courses/parts/checklist.html",
            {
                "segment": segment,
                "language": language,
                "rows": rows,
                "done": sum(row["is_ticked"] for row in rows),
                "is_kept": ticked is not None,
                "refused": refused,
            },
        )

    def receive(self, segment, data, *, enrolment, place, now):
        wanted = data.getlist("item")
        if not set(wanted) <= {item["id"] for item in segment["live"]["items"]}:
            raise Refused.misfit()
        ticks.tick(
            segment["id"],
            wanted,
            activity_key=place.activity["key"],
            enrolment=enrolment,
            now=now,
        )

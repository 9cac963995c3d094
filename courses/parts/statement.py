from datetime import date
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from courses.domain.statements.accepting import accept, accepted_by, is_for
from courses.parts.base import PartKind, Refused


class StatementPart(PartKind):
    """What the reader's own profession asks of them, to be accepted. Somebody of a
    sector that it does not speak to does not see it."""

    name = "statement"

    def frozen(self, value, page):
        return {
            "key": str(value.translation_key),
            "version": value.version,
            "sectors": sorted(sector.pk for sector in value.sectors.all()),
            "title": value.title,
            "text": expand_db_html(value.text),
            "dated": value.dated.isoformat(),
            "words": sha256(f"{value.title}\n{value.text}".encode()).hexdigest(),
        }

    def show(self, segments, *, place, enrolment, user, refused):
        mine = [
            one for one in segments if is_for(one["live"]["sectors"], place.way.sectors)
        ]
        if not mine:
            return {}
        held = accepted_by(enrolment.user_id, [one["live"]["key"] for one in mine])
        return {
            segment["id"]: render_to_string(
                "courses/parts/statement.html",
                {
                    "segment": segment,
                    "language": place.language,
                    "dated": date.fromisoformat(segment["live"]["dated"]),
                    "accepted": held.get(
                        (segment["live"]["key"], segment["live"]["version"])
                    ),
                    "refused": refused.get(segment["id"]),
                },
            )
            for segment in mine
        }

    def receive(self, segment, data, *, enrolment, place, now):
        statement = segment["live"]
        if not is_for(statement["sectors"], place.way.sectors):
            raise Refused.misfit()
        if data.get("accept") != statement["words"]:
            # Another edition, or another language, since the page was opened.
            raise Refused(
                _("This is not the text you had before you. Read it, then accept it."),
                code="other_words",
            )
        accept(statement, enrolment=enrolment, language=place.language, now=now)

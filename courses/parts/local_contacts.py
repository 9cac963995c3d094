from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from courses.parts.base import PartKind
from organisations.domain.contacts.directory import (
    contacts_for,
    contacts_of_reader,
    last_verified,
)
from organisations.models import Organisation


class LocalContactsPart(PartKind):
    """Whom the reader can call where they work, as it is known today: numbers change,
    and an edition does not."""

    name = "local_contacts"
    takes_answers = False

    def frozen(self, value, page):
        return {"introduction": value["introduction"], "kinds": list(value["kinds"])}

    def show(self, segments, *, place, enrolment, user, refused):
        places, cards = contacts_of_reader(user, get_language())
        now = timezone.now()
        return {
            segment["id"]: _rendered(segment, place.language, places, cards, now)
            for segment in segments
        }


def contacts_shown_at(
    segments, organisation: Organisation | None, *, language: str
) -> dict[str, str]:
    """The same for somebody of one organisation, or of none."""
    if not segments:
        return {}
    cards = contacts_for(organisation, get_language())
    places = [organisation] if organisation else []
    now = timezone.now()
    return {
        segment["id"]: _rendered(segment, language, places, cards, now)
        for segment in segments
    }


def _rendered(segment, language, places, cards, now) -> str:
    kinds = segment["live"]["kinds"]
    shown = [c for c in cards if not kinds or c.contact.kind in kinds]
    return render_to_string(
        "courses/parts/local_contacts.html",
        {
            "introduction": segment["live"]["introduction"],
            "language": language,
            "heading_id": f"contacts-{segment['id']}",
            "places": places,
            "cards": shown,
            "verified": last_verified(shown),
            "is_overdue": any(card.is_overdue(now=now) for card in shown),
            # Emergency numbers are everybody's: they are no answer to whom to ask.
            "is_empty": all(card.is_emergency for card in shown),
            "now": now,
        },
    )

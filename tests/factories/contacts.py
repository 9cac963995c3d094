"""Services that people can turn to."""

from datetime import date, time

from organisations.models import Contact, Organisation


def make_contact(owner: Organisation, key: str = "service", **changes) -> Contact:
    """A published contact with a name in English and Dutch."""
    also_for = changes.pop("also_for", ())
    contact = Contact(
        **{
            "owner": owner,
            "key": key,
            "kind": "service",
            "name_en": f"{key} en",
            "name_nl": f"{key} nl",
            "phone": "+32 2 555 01 20",
            "is_service": True,
            "source_title": "A source",
            "verified_on": date(2026, 11, 3),
            "review_by": date(2027, 5, 3),
        }
        | changes
    )
    contact.also_for = also_for
    contact.save()
    return contact


def hours(days: str, opens: str, closes: str) -> list:
    """Opening hours as a stream; days as in "01234", Monday being 0."""
    opens, closes = time.fromisoformat(opens), time.fromisoformat(closes)
    return [("hours", {"days": list(days), "opens": opens, "closes": closes})]

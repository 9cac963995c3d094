"""Which contacts are there for an organisation, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from organisations.domain.contacts.hours import (
    Opening,
    days_text,
    opening_of,
    spans_of,
)
from organisations.domain.queries import current_memberships
from organisations.enums import ContactKind, Level
from organisations.models import Contact, Organisation

# From near to far.
NEARNESS = (
    Level.DEPARTMENT,
    Level.OTHER,
    Level.MUNICIPALITY,
    Level.POLICE_ZONE,
    Level.PROVINCE,
    Level.REGION,
    Level.COMMUNITY,
    Level.FEDERAL,
)


@dataclass(frozen=True)
class Words:
    """What a contact is called and what it is for, in one language."""

    name: str
    purpose: str
    language: str


@dataclass(frozen=True)
class ContactCard:
    """A contact as one reader sees it: in their language, or in another where it lacks
    that. A body with facilities tells it in both of its languages, that of the area
    first, whoever reads (ETHICS L4)."""

    contact: Contact
    versions: tuple[Words, ...]
    level: str

    @property
    def name(self) -> str:
        return self.versions[0].name

    @property
    def is_emergency(self) -> bool:
        return self.contact.kind == ContactKind.EMERGENCY

    @property
    def dial(self) -> str:
        """The number as a phone takes it."""
        return "".join(c for c in self.contact.phone if c.isdigit() or c == "+")

    @property
    def weekly_hours(self) -> list[tuple[str, time, time]]:
        """(days in words, opens, closes)."""
        return [
            (days_text(span.days), span.opens, span.closes)
            for span in spans_of(self.contact)
        ]

    @property
    def spoken(self) -> list[str]:
        """The languages in which people are helped, each under its own name."""
        names = settings.RELAY_LANGUAGE_NAMES
        return [names.get(code, code) for code in self.contact.speaks]

    def opening(self, *, now: datetime) -> Opening | None:
        return opening_of(self.contact, now=now)

    def is_overdue(self, *, now: datetime) -> bool:
        """Whether somebody should have verified it again by now."""
        review_by = self.contact.review_by
        return review_by is not None and review_by < timezone.localdate(now)


def contacts_for(
    organisation: Organisation | None,
    language: str,
    *,
    kinds: Iterable[str] = (),
) -> list[ContactCard]:
    """Whom somebody of an organisation can turn to, in one query: emergencies first,
    then from near to far. `kinds` narrows it to some; None for who has no organisation
    gives what is there for everybody. Without `kinds`, whom one asks about training is
    left out: these are numbers for help.

    Words fall back to the organisation's languages, then to any that there is.
    """
    return _cards([organisation] if organisation else [], language, kinds=kinds)


def contacts_of_reader(
    user, language: str
) -> tuple[list[Organisation], list[ContactCard]]:
    """(where a person works today, whom they can turn to there), in two queries.

    Who works in several places gets the contacts of all of them, each once.
    """
    held = {one.organisation_id: one.organisation for one in current_memberships(user)}
    places = list(held.values())
    return places, _cards(places, language)


def training_contact(
    user, course_owner: Organisation, language: str
) -> ContactCard | None:
    """Whom a learner can talk to about their training: at work, the nearest first, else
    at the owner of the course, else at a federal body; None where nobody keeps such a
    contact. Two queries."""
    places = [one.organisation for one in current_memberships(user)]
    at_work = _parts_of(places)
    at_owner = _parts_of([course_owner]) - at_work

    def rank(card: ContactCard) -> int:
        if card.level == Level.FEDERAL:
            return 2
        return int(str(card.contact.owner_id) in at_owner)

    cards = _cards([*places, course_owner], language, kinds={ContactKind.TRAINING})
    return min(cards, key=rank, default=None)


def _parts_of(places: Iterable[Organisation]) -> set[str]:
    """Ids of the organisations and all above them."""
    return {part for place in places for part in place.path.strip("/").split("/")}


def _cards(
    places: list[Organisation], language: str, *, kinds: Iterable[str] = ()
) -> list[ContactCard]:
    found = _there_for(places)
    if kinds := set(kinds):
        found = found.filter(kind__in=kinds)
    else:
        found = found.exclude(kind=ContactKind.TRAINING)
    spoken = (language, *(code for place in places for code in place.languages))
    return sorted((_card(contact, spoken) for contact in found), key=_order)


def last_verified(cards: Iterable[ContactCard]) -> date | None:
    """The day since which none of them has been looked at; None without a card."""
    return min((c.contact.verified_on for c in cards), default=None)


def _there_for(places: list[Organisation]) -> QuerySet[Contact]:
    mine = _parts_of(places)
    return (
        Contact.objects.filter(
            Q(owner__in=mine)
            | Q(also_for__in=mine)
            | Q(owner__in=_serving(mine))
            | Q(owner__level=Level.FEDERAL),
            live=True,
        )
        .select_related("owner")
        .distinct()
    )


def _serving(places: Iterable[str]) -> QuerySet:
    """Ids of bodies that cover some of these, such as the police zone of a town."""
    return Organisation.serves.through.objects.filter(
        to_organisation__in=places, from_organisation__is_active=True
    ).values("from_organisation")


def _order(card: ContactCard) -> tuple:
    owner = card.contact.owner
    near = NEARNESS.index(Level(owner.level))
    return (not card.is_emergency, near, -len(owner.path), card.name, card.contact.pk)


def _card(contact: Contact, languages: tuple[str, ...]) -> ContactCard:
    both = contact.owner.notice_languages
    wanted = dict.fromkeys((*both, languages[0]) if both else ())
    versions = tuple(
        _words(contact, (code,)) for code in wanted if getattr(contact, f"name_{code}")
    )
    return ContactCard(
        contact, versions or (_words(contact, languages),), contact.owner.level
    )


def _words(contact: Contact, languages: tuple[str, ...]) -> Words:
    name, language = contact.text_in("name", languages)
    purpose, _language = contact.text_in("purpose", (language, *languages))
    return Words(name, purpose, language)

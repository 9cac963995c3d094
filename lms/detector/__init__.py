"""Notices what may be about a real person, in text that somebody types (ETHICS P2).

It warns, it does not decide: the writer reads what was seen and changes the text, or
confirms it. Pure; knows Dutch, French, German and English together, since people write
as they speak. It would rather ask once too often than once too little, except where
that would make every sentence a question, as with German nouns.
"""

import hashlib

from lms.detector.names import names_in
from lms.detector.numbers import addresses_in, emails_in, numbers_in, phones_in
from lms.detector.seen import Kind, Seen, without
from lms.errors import DomainError

__all__ = [
    "Kind",
    "MentionsPeople",
    "Seen",
    "confirmation_of",
    "people_in",
    "unconfirmed",
]


class MentionsPeople(DomainError):  # noqa: N818 -- what was noticed, not a fault
    """A text may be about a real person: its writer changes it, or confirms it. `seen` is
    what in it may be."""

    def __init__(self, message: str, seen: list[Seen]) -> None:
        super().__init__(message, code="people")
        self.seen = seen


def people_in(text: str) -> list[Seen]:
    """What in a text may point to a person, in the order of the text. One stretch of it
    is named once: a national number is no telephone number as well."""
    found: list[Seen] = []
    for look in (emails_in, numbers_in, phones_in, addresses_in, names_in):
        found += look(without(text, found))
    return sorted(found, key=lambda seen: seen.start)


def confirmation_of(text: str) -> str:
    """What a form sends back to say that this very text is meant as it stands."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def unconfirmed(text: str, *, confirmation: str) -> list[Seen]:
    """What the writer has to look at before the text is kept: nothing when there is
    nothing, or when they have confirmed this very text."""
    return [] if confirmation == confirmation_of(text) else people_in(text)

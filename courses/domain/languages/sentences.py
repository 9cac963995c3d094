"""Saving a sentence of a translation at which two people may be at work.

Whoever saves says what stood there when they looked. Where something else stands there
by now, nothing is saved: both texts are there, and a person chooses.
"""

import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import StringTranslation

from lms.errors import DomainError


@dataclass(frozen=True)
class Place:
    """Where a translated sentence is kept: ids of the sentence it translates, of where
    that stands, and of the language."""

    string_id: int
    context_id: int
    locale_id: int

    def rows(self):
        return StringTranslation.objects.filter(
            translation_of=self.string_id,
            context=self.context_id,
            locale=self.locale_id,
        )


class Overtaken(DomainError):  # noqa: N818 -- a state of the sentence, not a fault
    """Somebody else wrote `held` here since the person looked. Nothing was saved."""

    def __init__(self, held: StringTranslation) -> None:
        super().__init__(
            _("Somebody else translated this sentence meanwhile. Nothing was saved."),
            code="overtaken",
        )
        self.held = held


def mark_of(words: str) -> str:
    """A short mark of what stands at a place; "" is marked too."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def write_sentence(
    place: Place, words: str, *, seen: str | None, by
) -> StringTranslation | None:
    """Save a sentence, or take it away with "".

    `seen` is the mark of what stood there when the person looked; None when nobody can
    tell. The same words again are no change, and where nothing stands nothing is lost.
    Raises Overtaken.
    """
    held = place.rows().select_for_update(of=("self",)).first()
    if held is not None and _is_overtaken(held, words, seen):
        raise Overtaken(held)
    if not words:
        if held is not None:
            held.delete()
        return None
    row = held or StringTranslation(
        translation_of_id=place.string_id,
        context_id=place.context_id,
        locale_id=place.locale_id,
    )
    row.data, row.last_translated_by = words, by
    row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
    row.tool_name = row.field_error = ""
    row.has_error = False
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # Both found nothing there; the other one was first.
        raise Overtaken(place.rows().get()) from None
    return row


def _is_overtaken(held: StringTranslation, words: str, seen: str | None) -> bool:
    return held.data != words and mark_of(held.data) != seen

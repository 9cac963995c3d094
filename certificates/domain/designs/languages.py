"""A design in one more language."""

from datetime import datetime

from django.db import IntegrityError, transaction
from wagtail.models import Locale

from certificates.models import Design
from lms import audit


def rows_of(design: Design) -> dict[str, Design]:
    """The rows of a design by language, published or not. One query."""
    rows = Design.objects.filter(translation_key=design.translation_key)
    return {row.locale.language_code: row for row in rows.select_related("locale")}


@transaction.atomic
def add_language(design: Design, language: str, *, actor, now: datetime) -> Design:
    """A draft of a design in another language, with the words of this one to translate.

    Where the design has that language already, the row there is; twice, or from two
    people at once, is once.
    """
    if known := rows_of(design).get(language):
        return known
    locale = Locale.objects.get_or_create(language_code=language)[0]
    draft = design.get_latest_revision_as_object().copy_for_translation(locale)
    draft.live, draft.has_unpublished_changes = False, True
    # What happened to the other one did not happen to this.
    draft.latest_revision = draft.live_revision = None
    draft.first_published_at = draft.last_published_at = None
    try:
        # A savepoint: after an error PostgreSQL would refuse the rest.
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        return rows_of(design)[language]
    draft.save_revision(user=actor, clean=False)
    audit.record(
        "certificates.design_translated",
        actor=actor,
        subject=draft,
        organisation=draft.owner_id,
        data={"language": language, "from": design.pk},
        now=now,
    )
    return draft

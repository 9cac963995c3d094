"""What is published is written down, as the text it was and the source it was made of."""

from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from wagtail_localize.models import SourceDeletedError, Translation

from courses.domain.languages.content import content_hash
from courses.domain.languages.things import source_language_of
from courses.enums import TranslationStep
from courses.models import TranslationAct


def record_published(row: Model, *, actor, now: datetime) -> TranslationAct | None:
    """Write down that a text was published; None when its words are those that were
    written down last, and so is its source."""
    # As it stands in the database: an object in memory may hold more.
    row = type(row)._base_manager.select_related("locale").get(pk=row.pk)
    source = _source_of(row)
    content = content_hash(row)
    act = TranslationAct(
        key=row.translation_key,
        language=row.locale.language_code,
        step=TranslationStep.CHANGED if source is None else TranslationStep.TRANSLATED,
        source_hash=content if source is None else content_hash(source),
        content_hash=content,
        by=actor,
        at=now,
    )
    last = (
        TranslationAct.objects.filter(key=act.key, language=act.language)
        .order_by("-pk")
        .first()
    )
    if last and (last.source_hash, last.content_hash) == (
        act.source_hash,
        act.content_hash,
    ):
        return None
    act.save()
    return act


def _source_of(row: Model) -> Model | None:
    """The text a translation was made of; None for the one that others are made of."""
    managed = (
        Translation.objects.filter(
            source__object_id=row.translation_key,
            target_locale=row.locale_id,
            enabled=True,
        )
        .select_related("source")
        .first()
    )
    if managed is not None:
        try:
            return managed.source.as_instance()
        except (SourceDeletedError, ObjectDoesNotExist):
            return None
    rows = {
        one.locale.language_code: one
        for one in type(row)
        ._base_manager.filter(translation_key=row.translation_key)
        .select_related("locale")
    }
    source = rows[source_language_of(rows)]
    return None if source.pk == row.pk else source

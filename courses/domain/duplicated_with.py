"""What a copied course takes along beside its pages: neutral titles, the reasons for
wordings, and what is translated sentence by sentence. Every step may be done again.

`copying` is a courses.domain.duplication.Copying throughout.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationSource,
)

from courses.models import SectorTitle, WordingReason

# What the copy of a page says otherwise than its original.
RENAMED = ("title", "slug")


def copy_titles(copying) -> None:
    """The neutral titles: the copy would put the same people off."""
    for neutral in copying.source.sector_titles.all():
        SectorTitle.objects.get_or_create(
            course=copying.target,
            sector_id=neutral.sector_id,
            defaults={"titles": neutral.titles},
        )


def copy_reasons(copying) -> None:
    """Why texts stay as they are: said by the same people on the same day, about the
    same words."""
    keys = copying.keys | copying.other_keys
    if WordingReason.objects.filter(subject_key__in=keys.values()).exists():
        return
    held = WordingReason.objects.filter(subject_key__in=keys)
    copies = list(held.order_by("pk"))
    for reason in copies:
        reason.pk, reason._state.adding = None, True
        reason.subject_key = keys[reason.subject_key]
    WordingReason.objects.bulk_create(copies)


def translation_steps(copying) -> list[Callable[[], None]]:
    """A step for each text that is translated sentence by sentence into a language."""
    keys = copying.keys | copying.other_keys
    found = Translation.objects.filter(source__object_id__in=keys, enabled=True)
    return [
        partial(_copy_translation, one, keys[one.source.object_id])
        for one in found.select_related("source", "target_locale").order_by("pk")
    ]


def _copy_translation(translation: Translation, new_key: UUID) -> None:
    """Let the copy of a text be translated sentence by sentence, with all sentences that
    its original has there. What the copy says otherwise is still to be translated."""
    model = translation.source.specific_content_type.model_class()
    rows = {row.locale_id: row for row in model.objects.filter(translation_key=new_key)}
    source = rows.get(translation.source.locale_id)
    target = rows.get(translation.target_locale_id)
    if source is None or target is None:
        return
    made, _created = TranslationSource.update_or_create_from_instance(source)
    Translation.objects.get_or_create(
        source=made, target_locale=translation.target_locale
    )
    held = _sentences(translation)
    segments = StringSegment.objects.filter(source=made)
    for segment in segments.select_related("context", "string"):
        place = {
            "translation_of_id": segment.string_id,
            "context_id": segment.context_id,
            "locale_id": translation.target_locale_id,
        }
        told = held.get((segment.string_id, segment.context.path))
        if told is None and segment.context.path in RENAMED:
            told = {
                "data": getattr(target, segment.context.path),
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            }
        if told is not None:
            StringTranslation.objects.get_or_create(**place, defaults=told)


def _sentences(translation: Translation) -> dict[tuple[int, str], dict]:
    """{(sentence, where it stands): what is kept of its translation}"""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id,
        locale=translation.target_locale_id,
    )
    kept = (
        "data",
        "translation_type",
        "tool_name",
        "last_translated_by_id",
        "has_error",
        "field_error",
    )
    return {
        (row.translation_of_id, row.context.path): {
            name: getattr(row, name) for name in kept
        }
        for row in rows.select_related("context")
    }


def forget_copies(keys: set[UUID]) -> None:
    """Take away what was kept for copies that are cleared away."""
    WordingReason.objects.filter(subject_key__in=keys).delete()
    TranslatableObject.objects.filter(translation_key__in=keys).delete()

"""Makes loaded translations editable in wagtail-localize, kept in step with the source.

The rows in both languages are already there; this tells wagtail-localize which string
of one is the translation of which string of the other.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from courses.domain.languages.recording import record_published


@dataclass(frozen=True)
class Pair:
    """A source row and its translation, fresh from the database."""

    source: object
    target: object
    is_new: bool = False  # The translation was written just now, from this source.


def link(pair: Pair) -> list[str]:
    """Register the pair and its strings; returns what could not be matched.

    A string that somebody translated in the editor is left as it is.
    """
    target_locale = pair.target.locale
    source, _created = TranslationSource.update_or_create_from_instance(pair.source)
    Translation.objects.get_or_create(source=source, target_locale=target_locale)

    theirs: dict[str, list[str]] = defaultdict(list)
    templates = {}
    for segment in extract_segments(pair.target):
        if isinstance(segment, StringSegmentValue):
            theirs[segment.path].append(segment.string.data)
        elif isinstance(segment, TemplateSegmentValue):
            templates[segment.path] = segment.template
    ours = defaultdict(list)
    for segment in source.stringsegment_set.select_related("context").order_by("order"):
        ours[segment.context.path].append(segment)
    problems = [
        f"“{pair.source}”, {template.context.path}: marked up differently"
        for template in source.templatesegment_set.select_related("context", "template")
        if templates.get(template.context.path) != template.template.template
    ]

    wanted: dict[tuple[int, int], str] = {}
    for path, segments in ours.items():
        if len(segments) != len(theirs[path]):
            problems.append(
                f"“{pair.source}”, {path}: {len(segments)} strings, and "
                f"{len(theirs[path])} in {target_locale.language_code}; left out"
            )
            continue
        for segment, text in zip(segments, theirs[path], strict=True):
            place = (segment.string_id, segment.context_id)
            if wanted.setdefault(place, text) != text:
                problems.append(
                    f"“{pair.source}”, {path}: the same string has two translations"
                )
    _store(wanted, source, target_locale)
    if pair.is_new:
        # When it was published its source was not known to have changed.
        record_published(pair.target, actor=None, now=timezone.now())
    return problems


def _store(wanted, source, locale) -> None:
    held = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            locale=locale, context__object_id=source.object_id
        )
    }
    fresh = []
    for place, text in wanted.items():
        row = held.get(place)
        if row is None:
            string_id, context_id = place
            fresh.append(
                StringTranslation(
                    translation_of_id=string_id,
                    context_id=context_id,
                    locale=locale,
                    data=text,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                )
            )
        elif row.data != text and row.last_translated_by_id is None:
            row.data = text
            row.save(update_fields=["data", "updated_at"])
    StringTranslation.objects.bulk_create(fresh)

"""Translations by sentence, kept away from what is published.

wagtail-localize writes a translation into the published row, draft or not, and puts the
source's own words where a sentence is not translated. Here a draft is a revision and
nothing else, and what is published is complete. `install` puts this in the place of its
own saving; it has one way to save, so that holds for its editor, for submitting, for
synchronising and for whatever comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.coreutils import find_available_slug
from wagtail.models import DraftStateMixin, Page, Revision
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import (
    RelatedObjectSegment,
    SourceDeletedError,
    StringSegment,
    Translation,
    TranslationLog,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments


def install() -> None:
    """Save translations as this module says, wherever wagtail-localize saves one."""
    Translation.save_target = save_target


def save_target(translation: Translation, user=None, publish: bool = True) -> None:
    """What wagtail-localize calls. Raises ValidationError for what cannot be saved."""
    if publish:
        publish_translation(translation, user=user)
    else:
        save_draft(translation, user=user)


@transaction.atomic
def save_draft(translation: Translation, *, user) -> Revision | None:
    """Keep a translation as it stands as a draft: a revision, beside what is published.

    A page or snippet that is not there in that language yet is made, not published.
    None for what has no drafts. Raises ValidationError when the source is gone, or the
    page above it is not there in that language.
    """
    source, target = _source_of(translation), _target_of(translation)
    copy_synchronised_fields(source, target)
    segments = translation.source._get_segments_for_translation(
        translation.target_locale, fallback=True
    )
    ingest_segments(
        source,
        target,
        translation.source.locale,
        translation.target_locale,
        segments,
    )
    if isinstance(target, Page):
        target.slug = find_available_slug(
            target.get_parent(), target.slug, ignore_page_id=target.pk
        )
    revision = target.save_revision(user=user, clean=False)
    TranslationLog.objects.create(
        source=translation.source,
        locale=translation.target_locale,
        revision=revision,
    )
    return revision


@transaction.atomic
def publish_translation(translation: Translation, *, user) -> None:
    """Publish a translation that is complete. Raises ValidationError with all that is
    missing, or with what the checklist has against it; then nothing is kept."""
    missing = [obstacle.message for obstacle in obstacles(translation)]
    if missing:
        raise ValidationError(missing)
    save_draft(translation, user=user).publish(user=user)


@dataclass(frozen=True)
class Obstacle:
    """What keeps a translation from being published. `thing` is what is to be translated
    or published first, where it is something else."""

    message: str
    thing: models.Model | None = None


def obstacles(translation: Translation) -> list[Obstacle]:
    """All that keeps a translation from being complete."""
    segments = StringSegment.objects.filter(source=translation.source)
    left = segments.annotate_translation(translation.target_locale).filter(
        translation__isnull=True
    )
    count = left.count()
    found = []
    if count:
        found.append(
            Obstacle(
                ngettext(
                    "%(count)s sentence is not translated yet, or has a mistake in it.",
                    "%(count)s sentences are not translated yet, or have a mistake in "
                    "them.",
                    count,
                )
                % {"count": count}
            )
        )
    return found + list(_untranslated_things(translation))


def _untranslated_things(translation: Translation) -> Iterator[Obstacle]:
    told = set()
    related = RelatedObjectSegment.objects.filter(source=translation.source)
    for segment in related.select_related("object__content_type", "source__locale"):
        if segment.object_id in told:
            continue
        told.add(segment.object_id)
        thing = segment.get_source_instance()
        row = segment.object.get_instance_or_none(translation.target_locale)
        if thing is not None and row is None:
            message = _(
                "“%(thing)s” is not there in this language yet: translate it first."
            )
        elif thing is not None and not getattr(row, "live", True):
            message = _(
                "“%(thing)s” is not published in this language yet: publish it first."
            )
        else:
            continue
        yield Obstacle(message % {"thing": thing}, thing if row is None else row)


def _source_of(translation: Translation):
    try:
        return translation.source.as_instance()
    except SourceDeletedError:
        raise ValidationError(
            _(
                "The text this was translated from is gone. What is translated is kept: "
                "stop the translation, and go on with it as a text of its own."
            )
        ) from None


def _target_of(translation: Translation):
    try:
        target = translation.get_target_instance()
    except ObjectDoesNotExist:
        return _new_target(translation)
    if isinstance(target, Page) and target.alias_of_id:
        # It repeated the source in the source's own language: it becomes a draft.
        type(target).objects.filter(pk=target.pk).update(alias_of=None, live=False)
        target.refresh_from_db()
    return target


def _new_target(translation: Translation):
    source = translation.source.get_source_instance()
    if isinstance(source, Page):
        try:
            return source.copy_for_translation(translation.target_locale)
        except ParentNotTranslatedError:
            raise ValidationError(
                _("“%(page)s” is not there in this language yet: translate it first.")
                % {"page": source.get_parent()}
            ) from None
    target = source.copy_for_translation(translation.target_locale)
    if isinstance(target, DraftStateMixin):
        target.live = False
    target.save()
    return target


@dataclass(frozen=True)
class Change:
    """A sentence of the source that changed since it was taken over: what it was, what it
    is; "" where there is none."""

    before: str
    after: str


def changes_since(translation: Translation) -> list[Change]:
    """What the source says otherwise today than when the translation took it over."""
    try:
        row = translation.source.get_source_instance()
        taken = _sentences(translation.source.as_instance())
    except (ObjectDoesNotExist, SourceDeletedError):
        return []
    today = _sentences(row)
    return [
        Change(before, after)
        for path in dict.fromkeys([*today, *taken])
        for before, after in _paired(taken.get(path, []), today.get(path, []))
        if before != after
    ]


def _sentences(instance) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            found.setdefault(segment.path, []).append(segment.string.data)
    return found


def _paired(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Sentences of one place, each beside the one it was; what stayed stands alone."""
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    longest = max(len(gone), len(new))
    pad = [""] * longest
    return list(zip((gone + pad)[:longest], (new + pad)[:longest], strict=True))

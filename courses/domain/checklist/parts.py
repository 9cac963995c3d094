"""What the blocks of a lesson or question have to fulfil, and what they show."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from courses.domain.checklist.problems import own_problems
from courses.domain.checklist.texts import blocks_of, has_language
from courses.models import Fact
from lms.block_problems import sentences_by_block
from lms.publishing import CheckedWhenLiveMixin, Finding, findings_of
from media.domain.rights import problems_of

# ETHICS N9: beyond this a fact is no longer shown with a notice, but looked at first.
LONGEST_STALE = timedelta(days=365)


def check_blocks(thing: models.Model) -> Iterator[Finding]:
    """Programs save without a form, so nobody else asks the blocks themselves.

    A block with a method `findings(value)` says more than its `clean` may: each Finding
    without a place gets that of the block.
    """
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField):
            value = field.value_from_object(thing)
            try:
                field.stream_block.clean(value)
            except ValidationError as problem:
                for place, sentence in sentences_by_block(problem, value):
                    yield Finding("blocks", sentence, place)
    for placed in blocks_of(thing):
        for finding in getattr(placed.block, "findings", _nothing)(placed.value):
            yield replace(finding, place=finding.place or placed.place)


def check_facts_shown(thing: models.Model) -> Iterator[Finding]:
    """Every fact shown is published, and true as far as anybody knows (N9)."""
    for place, fact in _shown(thing, Fact):
        if fact.superseded_by_id is not None:
            yield Finding(
                "facts",
                _("“%(fact)s” is replaced: show “%(newer)s” instead.")
                % {"fact": fact, "newer": fact.superseded_by},
                place,
            )
        elif fact.review_by < timezone.localdate() - LONGEST_STALE:
            yield Finding(
                "facts",
                _(
                    "“%(fact)s” should have been reviewed over a year ago. Review it, or "
                    "show another."
                )
                % {"fact": fact},
                place,
            )


def warn_of_stale_facts(thing: models.Model) -> Iterator[Finding]:
    """Learners are told beside them; whoever keeps the fact answers by reviewing it."""
    today = timezone.localdate()
    for place, fact in _shown(thing, Fact):
        if today - LONGEST_STALE <= fact.review_by < today:
            yield Finding(
                "facts",
                _("“%(fact)s” is past its review date: learners are told so.")
                % {"fact": fact},
                place,
            )


def check_shown(thing: models.Model) -> Iterator[Finding]:
    """What a lesson shows of others is published, and in the lesson's language."""
    for placed in blocks_of(thing):
        shown = placed.value
        if not isinstance(shown, CheckedWhenLiveMixin) or not has_language(shown):
            continue
        if not shown.live:
            yield Finding(
                "parts", _("“%s” is not published yet.") % shown, placed.place
            )
        for finding in (*own_problems(shown), *findings_of(shown)):
            yield Finding("parts", f"“{shown}”: {finding.message}", placed.place)
        if shown.locale_id != thing.locale_id:
            yield Finding(
                "languages",
                _("“%s” is shown in another language than this page's.") % shown,
                placed.place,
            )


def check_media(thing: models.Model) -> Iterator[Finding]:
    """Alternative texts, captions, transcripts, rights (N6, A3, H1)."""
    for placed in blocks_of(thing):
        if isinstance(placed.value, models.Model):
            for problem in problems_of(placed.value):
                yield Finding("media", problem, placed.place)


def _shown(thing, model) -> Iterator[tuple[str, models.Model]]:
    for placed in blocks_of(thing):
        if isinstance(placed.value, model):
            yield placed.place, placed.value


def _nothing(value) -> tuple:
    return ()

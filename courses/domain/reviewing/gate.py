"""The review gate: what goes live was read, word for word, by others than its author.

A reviewer of the sector reads it and the programme owner approves it (REQUIREMENTS R11,
docs/decisions/0015-review-gate.md). A translation has a gate of its own: it may be
published, and joins an edition only when reviewed and approved (ETHICS L6,
courses.domain.languages).
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.domain.checklist.subjects import course_of, course_of_page
from courses.domain.languages.content import content_hash
from courses.domain.languages.things import source_language_of
from courses.domain.manifest import canonical_hash
from courses.enums import ReviewStep, Vouching
from courses.models import Course, CoursePage, ReviewAct
from lms.publishing import Finding

RULE = "review"
STEP = {
    ReviewStep.CONTENT: Vouching.REVIEWED,
    ReviewStep.RELEASE: Vouching.APPROVED,
}
# Any of these sets lets a text go live.
ENOUGH = (
    {Vouching.REVIEWED, Vouching.APPROVED},
    {Vouching.WITHOUT},
    {Vouching.LOADED},
)
# Snippets that are reviewed; apps above add theirs. Pages are, where the workflow is.
reviewed_snippets: set[type[models.Model]] = set()


def text_hash(row: models.Model) -> str:
    """SHA-256 of what is read in a review, as it stands in memory: the words, and what
    the model names in `reviewed_besides`, such as the date of a source."""
    besides = [_plain(row, name) for name in getattr(row, "reviewed_besides", ())]
    return canonical_hash([content_hash(row), besides])


def _plain(row: models.Model, name: str):
    field = row._meta.get_field(name)
    value = field.value_from_object(row)
    if field.many_to_many:
        return sorted(str(one.pk) for one in value)
    return "" if value is None else str(value)


def review_findings(row: models.Model) -> Iterator[Finding]:
    """What keeps a text from going live; nothing for one that says what was live."""
    # Who reads a whole course, as a release does, reads what is live: it has passed.
    if getattr(row, "known_course", None) is not None:
        return
    found = text_hash(row)
    steps = vouched(row, found)
    if any(enough <= steps for enough in ENOUGH):
        return
    if says_what_is_live(row, found) or not needs_review(row):
        return
    if Vouching.REVIEWED in steps:
        yield Finding(
            RULE,
            _(
                "The programme owner has not approved this text yet: send it for review."
            ),
        )
        return
    yield Finding(
        RULE,
        _("No reviewer of the sector has read this text as it is: send it for review."),
    )


def vouched(row: models.Model, content: str) -> set[str]:
    """The steps that were taken for these very words."""
    return set(
        acts_of(row)
        .filter(content_hash=content)
        .values_list("step", flat=True)
        .order_by()
    )


def acts_of(row: models.Model) -> models.QuerySet[ReviewAct]:
    """What was done with a text in its language, the oldest first."""
    return ReviewAct.objects.filter(
        key=row.translation_key, language=row.locale.language_code
    ).order_by("pk")


def says_what_is_live(row: models.Model, content: str) -> bool:
    """Whether these words are those that readers have, or had until it was withdrawn."""
    stored = type(row)._base_manager.filter(pk=row.pk)
    # A program that writes a live row notes no moment.
    stored = stored.filter(Q(live=True) | Q(first_published_at__isnull=False))
    held = stored.first()
    return held is not None and text_hash(held) == content


def needs_review(row: models.Model) -> bool:
    """Whether a text goes through the review: what a course is written in.

    A body without courses of its own adds cases to those of others, for its learners
    alone; whoever writes these publishes them (courses.domain.overlays), and a release
    asks for their review where a course shows them. In a course to practise in, which
    nobody but its authors reads, everything is tried out, publishing too.
    """
    course = course_of(row)
    if course is not None and course.is_practice:
        return False
    if isinstance(row, Page):
        return row.locale.language_code == _source_language(row)
    if not Course.objects.filter(owner=row.owner).exists():
        return False
    codes = {
        *type(row)
        ._base_manager.filter(translation_key=row.translation_key)
        .values_list("locale__language_code", flat=True),
        row.locale.language_code,
    }
    return row.locale.language_code == source_language_of(codes)


def _source_language(page: Page) -> str:
    """The language of the course that a page is part of, as editions know it."""
    course = course_of_page(page)
    key, model = (
        (course.page_key, CoursePage) if course else (page.translation_key, type(page))
    )
    rows = list(
        model._base_manager.filter(translation_key=key).values_list(
            "locale__language_code", "live"
        )
    )
    live = {code for code, is_live in rows if is_live}
    return source_language_of(
        live or {code for code, _live in rows} or {page.locale.language_code}
    )


def record_step(thing: models.Model, step: str, *, by, now: datetime) -> ReviewAct:
    """Write down that somebody read a draft and approved a step of its review."""
    return record_act(thing, STEP[ReviewStep(step)], by=by, now=now)


def record_loaded(thing: models.Model, *, now: datetime) -> ReviewAct:
    """Write down that a text is that of the starter files."""
    return record_act(thing, Vouching.LOADED, by=None, now=now)


def record_act(
    thing: models.Model, step: Vouching, *, by, now: datetime, reason: str = ""
) -> ReviewAct:
    return ReviewAct.objects.create(
        key=thing.translation_key,
        language=thing.locale.language_code,
        step=step,
        content_hash=text_hash(thing),
        by=by,
        reason=reason,
        at=now,
    )

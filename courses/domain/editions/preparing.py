"""Putting the next edition together in the background, so that a person may look at it
before it is released, and leave while a large course is drafted."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.domain.balance import release_problems
from courses.domain.checklist import Line
from courses.domain.editions.difference import Side
from courses.domain.editions.drafting import Contents, Draft, draft_edition, stamp_of
from courses.domain.editions.findings import rows_of
from courses.domain.manifest import canonical_hash
from courses.enums import PreparationState
from courses.models import Course, Preparation, PreparedContent
from courses.tasks import prepare_edition
from lms.chunks import Clock
from lms.errors import DomainError

# So many contents are written, and told of, at a time.
CHUNK = 20
# Started again so often when something is published while it is read.
MOST_STARTS = 3
# Nobody works any more at what has not come further for so long.
GIVEN_UP_AFTER = timedelta(minutes=30)


@transaction.atomic
def ask_for_preparation(course: Course, *, actor, now: datetime) -> Preparation:
    """Have the next edition put together; one that is under way is joined.

    What was prepared before and not released is thrown away.
    """
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    held = Preparation.objects.filter(course=course).first()
    if held and held.state == PreparationState.UNDER_WAY:
        return held
    if held:
        held.delete()
    preparation = Preparation.objects.create(
        course=course,
        asked_at=now,
        asked_by=actor,
        language=get_language(),
        heard_at=now,
    )
    prepare_edition.enqueue(preparation.pk)
    return preparation


def carry_out(preparation_id: int, *, clock: Clock) -> None:
    """Draft the contents and note what came of it. Begun again after it broke off, it
    goes on with what it has; for one that is gone or finished nothing happens.

    `clock` tells the time, which goes on meanwhile.
    """
    preparation = (
        Preparation.objects.select_related("course")
        .filter(pk=preparation_id, state=PreparationState.UNDER_WAY)
        .first()
    )
    if preparation is None:
        return
    with translation.override(preparation.language):
        try:
            draft = _drafted(preparation, clock)
        except DomainError as problem:
            _finish(
                preparation,
                PreparationState.REFUSED,
                now=clock(),
                refusal=problem.message,
            )
        else:
            _finish(
                preparation,
                PreparationState.READY,
                now=clock(),
                outline=draft.outline,
                languages=draft.languages,
                problems=dict(draft.problems),
            )


def _drafted(preparation: Preparation, clock: Clock) -> Draft:
    """The draft of one state of the pages. Raises DomainError when the course is out of
    balance, or something is published again and again while its pages are read."""
    if problems := release_problems(preparation.course):
        raise DomainError(" ".join(problems), code="balance")
    for _start in range(MOST_STARTS):
        stamp = stamp_of(preparation.course)
        if preparation.stamp != stamp:
            preparation.contents.all().delete()
            preparation.stamp = stamp
            preparation.save(update_fields=["stamp"])
        contents = KeptContents(preparation, clock)
        try:
            draft = draft_edition(preparation.course, now=clock(), contents=contents)
        except DomainError:
            # What stands in the way is told on the page of the release.
            contents.write()
            raise
        contents.write()
        if stamp_of(preparation.course) == stamp:
            return draft
    raise DomainError(
        _("Something is being published all the time. Try again in a moment.")
    )


class KeptContents(Contents):
    """Contents that are written as they come, and stay when the worker dies."""

    def __init__(self, preparation: Preparation, clock: Clock) -> None:
        super().__init__()
        self._preparation = preparation
        self._clock = clock
        self._waiting: list[PreparedContent] = []
        self._done = 0
        self._held = {
            (str(key), language): content_hash
            for key, language, content_hash in preparation.contents.values_list(
                "activity_key", "language", "hash"
            )
        }
        # The other pages are read again, and told of again.
        self._told = [
            row
            for row in preparation.findings
            if (row["key"], row["language"]) in self._held
        ]

    def expect(self, total: int) -> None:
        self._preparation.total = total
        self._preparation.save(update_fields=["total"])

    def tell(self, page: Page, lines: list[Line]) -> None:
        self._told += rows_of(page, lines)

    def add(self, key: str, kind: str, language: str, make: Callable[[], dict]) -> str:
        self._done += 1
        if (key, language) in self._held:
            return self._held[key, language]
        data = make()
        content_hash = canonical_hash(data)
        self._waiting.append(
            PreparedContent(
                preparation=self._preparation,
                activity_key=uuid.UUID(key),
                kind=kind,
                language=language,
                hash=content_hash,
                data=data,
            )
        )
        if len(self._waiting) >= CHUNK:
            self.write()
        return content_hash

    def write(self) -> None:
        """Write what waits, and how far it is; both or neither."""
        with transaction.atomic():
            # A worker that was taken for dead may be writing the same.
            PreparedContent.objects.bulk_create(self._waiting, ignore_conflicts=True)
            Preparation.objects.filter(pk=self._preparation.pk).update(
                done=self._done, heard_at=self._clock(), findings=self._told
            )
        self._waiting.clear()


def _finish(
    preparation: Preparation, state: PreparationState, *, now: datetime, **fields
) -> None:
    Preparation.objects.filter(
        pk=preparation.pk, state=PreparationState.UNDER_WAY
    ).update(state=state, finished_at=now, **fields)


def give_up(preparation_id: int, *, now: datetime) -> None:
    """It broke off too often: whoever waits for it is told."""
    preparation = Preparation.objects.filter(pk=preparation_id).first()
    if preparation is not None:
        with translation.override(preparation.language):
            _finish(
                preparation,
                PreparationState.REFUSED,
                now=now,
                refusal=_(
                    "It broke off several times. Nothing was released. Whoever runs "
                    "this platform finds the reason among the background tasks."
                ),
            )


def sweep(now: datetime) -> int:
    """Give up what nobody works at any more, where the word of it was lost."""
    silent = Preparation.objects.filter(
        state=PreparationState.UNDER_WAY, heard_at__lt=now - GIVEN_UP_AFTER
    )
    pks = list(silent.values_list("pk", flat=True))
    for pk in pks:
        give_up(pk, now=now)
    return len(pks)


def prepared_side(preparation: Preparation) -> Side:
    """What is prepared, to be compared with an edition."""
    rows = preparation.contents.filter(language__in=preparation.languages)
    return Side(
        preparation.outline,
        tuple(preparation.languages),
        {
            (str(key), language): content_hash
            for key, language, content_hash in rows.values_list(
                "activity_key", "language", "hash"
            )
        },
    )


def prepared_data(preparation: Preparation, content_hash: str) -> dict | None:
    """One of the contents of a preparation; None when it has none such."""
    rows = preparation.contents.filter(hash=content_hash)
    return rows.values_list("data", flat=True).first()

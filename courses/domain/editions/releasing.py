"""Releasing an edition: approved pages become an immutable manifest."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.balance import release_problems
from courses.domain.blobs import CHUNK, Lookup, store_once
from courses.domain.checklist.notes import check_notes
from courses.domain.editions.drafting import Contents, Draft, draft_edition, stamp_of
from courses.domain.reviewing.releases import without_review_of
from courses.enums import PreparationState, Significance
from courses.models import (
    Activity,
    Course,
    Edition,
    EditionContent,
    Preparation,
)
from courses.signals import edition_released
from lms.audit import record
from lms.chunks import chunks
from lms.errors import DomainError


@transaction.atomic
def release_edition(
    course: Course,
    *,
    significance: str,
    notes: dict[str, str],
    actor,
    now: datetime,
    words_reason: str = "",
) -> Edition:
    """Draft and release in one breath, for programs: a large course takes long.

    Raises DomainError when nothing can be released, or nothing changed, or a note holds
    a word of the list of terms and `words_reason` does not say why ("words").
    """
    course = _locked(course)
    contents = Contents()
    draft = draft_edition(course, now=now, contents=contents)
    return _release(
        course,
        draft,
        lambda hashes: ((h, contents.by_hash[h]) for h in hashes),
        significance=significance,
        notes=notes,
        words_reason=words_reason,
        actor=actor,
        now=now,
    )


@transaction.atomic
def release_prepared(
    preparation: Preparation,
    *,
    significance: str,
    notes: dict[str, str],
    actor,
    now: datetime,
    words_reason: str = "",
) -> Edition:
    """Freeze what was prepared, and looked at, as the next edition.

    New learners start with it, running ones finish the edition they began. Raises
    DomainError when somebody released it meanwhile ("released"), when it is not ready,
    when something was published since it was prepared ("stale"), or nothing changed; and
    for its notes as `release_edition`.
    """
    course = _locked(preparation.course)
    held = Preparation.objects.select_related("edition__released_by").filter(
        pk=preparation.pk
    )
    preparation = held.first()
    if preparation is None:
        raise DomainError(
            _("Somebody has it put together afresh. Look at it again."), code="stale"
        )
    if preparation.state == PreparationState.RELEASED:
        raise DomainError(
            _("It was released meanwhile, as edition %(number)s, by %(person)s.")
            % {
                "number": preparation.edition.number,
                "person": preparation.edition.released_by or _("a program"),
            },
            code="released",
        )
    if preparation.state != PreparationState.READY:
        raise DomainError(_("It is not ready to be released."), code="not_ready")
    if preparation.stamp != stamp_of(course):
        raise DomainError(
            _("Something was published since. Have it put together again."),
            code="stale",
        )
    edition = _release(
        course,
        draft_of(preparation),
        lambda hashes: _prepared(preparation, hashes),
        significance=significance,
        notes=notes,
        words_reason=words_reason,
        actor=actor,
        now=now,
    )
    preparation.state = PreparationState.RELEASED
    preparation.edition = edition
    preparation.save(update_fields=["state", "edition"])
    # They are in the edition now.
    preparation.contents.all().delete()
    return edition


def draft_of(preparation: Preparation) -> Draft:
    """What a preparation that is ready came to. A language that joins not, though some
    of its contents were drafted, is left out."""
    draft = Draft(
        outline=preparation.outline,
        languages=preparation.languages,
        problems=preparation.problems,
    )
    rows = preparation.contents.filter(language__in=preparation.languages)
    for key, kind, language, content_hash in rows.values_list(
        "activity_key", "kind", "language", "hash"
    ):
        draft.hashes[str(key), language] = content_hash
        draft.kinds[str(key)] = kind
    return draft


def _prepared(preparation: Preparation, hashes: set[str]):
    for some in chunks(sorted(hashes), CHUNK):
        rows = preparation.contents.filter(hash__in=some)
        yield from dict(rows.values_list("hash", "data")).items()


def _locked(course: Course) -> Course:
    return Course.objects.select_for_update(of=("self",)).get(pk=course.pk)


def _release(
    course: Course,
    draft: Draft,
    lookup: Lookup,
    *,
    significance: str,
    notes: dict[str, str],
    actor,
    now: datetime,
    words_reason: str,
) -> Edition:
    if problems := release_problems(course):
        raise DomainError(" ".join(problems), code="balance")
    unreviewed = without_review_of(course)
    if unreviewed and significance == Significance.MATERIAL:
        raise DomainError(
            _("A material edition waits for the review of: %s.")
            % ", ".join(f"“{one.title}”" for one in unreviewed),
            code="unreviewed",
        )
    check_notes(course, notes, reason=words_reason, actor=actor, now=now)
    previous = course.editions.order_by("-number").first()
    if previous and _is_same(previous, draft):
        raise DomainError(
            _("Nothing has changed since edition %s.") % previous.number, code="same"
        )
    Activity.objects.bulk_create(
        [
            Activity(key=key, course=course, kind=kind)
            for key, kind in draft.kinds.items()
        ],
        ignore_conflicts=True,
    )
    store_once(set(draft.hashes.values()), lookup)
    edition = Edition.objects.create(
        course=course,
        number=previous.number + 1 if previous else 1,
        significance=Significance(significance),
        notes={code: note for code, note in notes.items() if note},
        languages=draft.languages,
        outline=draft.outline,
        released_at=now,
        released_by=actor,
        without_review=[
            {"title": one.title, "reason": one.reason} for one in unreviewed
        ],
    )
    EditionContent.objects.bulk_create(
        EditionContent(
            edition=edition, activity_id=key, language=language, blob_id=content_hash
        )
        for (key, language), content_hash in draft.hashes.items()
    )
    course.current_edition = edition
    course.save(update_fields=["current_edition"])
    record(
        "edition_released",
        actor=actor,
        subject=edition,
        now=now,
        data={"number": edition.number, "significance": significance},
    )
    transaction.on_commit(lambda: edition_released.send(Edition, edition_id=edition.pk))
    return edition


def _is_same(previous: Edition, draft: Draft) -> bool:
    if previous.outline != draft.outline:
        return False
    held = {
        (str(key), language): blob_id
        for key, language, blob_id in previous.contents.values_list(
            "activity_id", "language", "blob_id"
        )
    }
    return held == draft.hashes

"""Releasing an edition: approved pages become an immutable manifest."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.balance import release_problems
from courses.domain.editions.drafting import Draft, draft_edition
from courses.domain.manifest import canonical_hash
from courses.enums import Significance
from courses.models import Activity, ContentBlob, Course, Edition, EditionContent
from courses.signals import edition_released
from lms.audit import record
from lms.errors import DomainError


@transaction.atomic
def release_edition(
    course: Course, *, significance: str, note: str, actor, now: datetime
) -> Edition:
    """Freeze what is approved as the next edition; new learners start with it, running
    ones finish the edition they began.

    Raises DomainError when nothing can be released, or nothing changed.
    """
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    if problems := release_problems(course):
        raise DomainError(" ".join(problems), code="balance")
    draft = draft_edition(course, now=now)
    blobs = {key: canonical_hash(data) for key, data in draft.contents.items()}
    previous = course.editions.order_by("-number").first()
    if previous and _is_same(previous, draft, blobs):
        raise DomainError(_("Nothing has changed since edition %s.") % previous.number)

    for key, kind in draft.kinds.items():
        Activity.objects.get_or_create(
            key=key, defaults={"course": course, "kind": kind}
        )
    known = set(
        ContentBlob.objects.filter(pk__in=set(blobs.values())).values_list(
            "pk", flat=True
        )
    )
    fresh = {h: draft.contents[key] for key, h in blobs.items() if h not in known}
    ContentBlob.objects.bulk_create(
        [ContentBlob(hash=h, data=data) for h, data in fresh.items()],
        ignore_conflicts=True,
    )
    edition = Edition.objects.create(
        course=course,
        number=previous.number + 1 if previous else 1,
        significance=Significance(significance),
        change_note=note,
        languages=draft.languages,
        outline=draft.outline,
        released_at=now,
        released_by=actor,
    )
    EditionContent.objects.bulk_create(
        EditionContent(
            edition=edition, activity_id=key, language=language, blob_id=content_hash
        )
        for (key, language), content_hash in blobs.items()
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


def _is_same(previous: Edition, draft: Draft, blobs: dict) -> bool:
    held = {
        (str(row.activity_id), row.language): row.blob_id
        for row in previous.contents.all()
    }
    return held == blobs and previous.outline == draft.outline

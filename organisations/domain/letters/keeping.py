"""How long the files of letters and the letters themselves are kept."""

from base64 import b64decode
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from lms.sealed import Unreadable, unseal
from organisations.domain.letters.making import purpose_of, resume
from organisations.domain.letters.withdrawing import (
    withdraw_letters,
    withdraw_outdated,
)
from organisations.models import Letter, LetterFile, LetterRun, User

# A printer may jam: so long after it was first fetched a file can be fetched again.
AFTER_FETCHING = timedelta(hours=1)
# And so long it waits to be fetched.
UNFETCHED = timedelta(hours=24)
# What nobody used, and opens nothing any more, is forgotten so long after.
FORGOTTEN_AFTER = timedelta(days=180)


def kept_until(file: LetterFile) -> datetime:
    """When a file is forgotten."""
    until = file.made_at + UNFETCHED
    if file.fetched_at is not None:
        until = min(until, file.fetched_at + AFTER_FETCHING)
    return until


@transaction.atomic
def fetch(file: LetterFile, *, actor: User, now: datetime) -> bytes:
    """The PDF, to print it now. Raises DomainError `forgotten`."""
    file = LetterFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    try:
        if not file.sealed or kept_until(file) <= now:
            raise Unreadable("forgotten")
        content = b64decode(unseal(file.sealed, purpose=purpose_of(file.uuid)))
    except Unreadable as error:
        raise DomainError(
            _("This file is deleted. Make new letters for those who need one."),
            code="forgotten",
        ) from error
    if file.fetched_at is None:
        file.fetched_at = now
        file.save(update_fields=["fetched_at"])
    audit.record(
        "organisations.letters_fetched",
        actor=actor,
        subject=file,
        organisation=file.run.organisation_id,
        now=now,
        data={"letters": file.letters_made},
    )
    return content


@transaction.atomic
def forget_files(now: datetime) -> int:
    """Delete the files whose time is over; returns how many. The letters of one that
    nobody fetched were never printed: their codes open nothing, and their people need a
    letter again."""
    over = [
        one
        for one in LetterFile.objects.select_for_update()
        .exclude(sealed="")
        .order_by("pk")
        if kept_until(one) <= now
    ]
    for one in over:
        one.sealed, one.forgotten_at = "", now
        one.save(update_fields=["sealed", "forgotten_at"])
        if one.fetched_at is None:
            withdraw_letters(Letter.objects.filter(file=one), actor=None, now=now)
    return len(over)


def forget_letters(now: datetime) -> int:
    """Delete what has long been of no use: letters, and runs that have none left."""
    before = now - FORGOTTEN_AFTER
    gone, _by = Letter.objects.filter(
        Q(used_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    ).delete()
    LetterRun.objects.filter(letters__isnull=True, finished_at__lt=before).delete()
    return gone


def sweep(now: datetime) -> int:
    """All that time and lost events make necessary."""
    return forget_files(now) + withdraw_outdated(now) + resume(now)

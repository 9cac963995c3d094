"""Taking files out of the folders: each becomes a staff list that is looked at. Nothing
about anybody changes by it."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.errors import DomainError
from lms.tables import bytes_of
from tracking.domain.pickup import folders
from tracking.domain.pickup.folders import Found
from tracking.domain.staff.asking import bring_list
from tracking.domain.staff.sheets import sheet_of_file
from tracking.enums import PickupState
from tracking.models import Pickup, PickupFile

logger = logging.getLogger(__name__)

# The others wait for the next round.
AT_ONCE = 5
KEPT = timedelta(days=30)
KINDS = (".csv", ".xlsx", ".txt")
# Why nothing of a file may be kept (ETHICS P3).
FORBIDDEN = "forbidden"


def take_files(now: datetime) -> int:
    """Take what is new in the folders of all organisations that have it so; returns how
    many files. One folder that cannot be read holds up no other."""
    taken = 0
    pickups = Pickup.objects.filter(is_on=True, organisation__is_active=True)
    for pickup in pickups.select_related("organisation", "sector"):
        try:
            for found in folders.files_in(pickup.organisation, most=AT_ONCE, now=now):
                _take(pickup, found, now=now)
                taken += 1
        except Exception:
            logger.exception("The folder of %s cannot be read", pickup.organisation_id)
    return taken


def forget_files(now: datetime) -> int:
    """Delete files that were taken thirty days ago; that they were is remembered. Returns
    how many."""
    old = PickupFile.objects.filter(found_at__lt=now - KEPT).exclude(kept_as="")
    gone = 0
    for one in old.order_by("pk"):
        try:
            folders.forget(one.kept_as)
        except OSError:
            logger.exception("File %s that was picked up cannot be deleted", one.pk)
            continue
        one.kept_as = ""
        one.save(update_fields=["kept_as"])
        gone += 1
    return gone


def _take(pickup: Pickup, found: Found, *, now: datetime) -> None:
    organisation = pickup.organisation
    known = _remembered(pickup, found)
    if known is not None:
        _put_away(known, found, organisation)
        return
    # The reasons are for coordinators, who read the language of the organisation.
    with translation.override(organisation.languages[0]):
        try:
            taken = _brought(pickup, found, now=now)
        except DomainError as refusal:
            _refuse(pickup, found, refusal, now=now)
            return
    taken.kept_as = folders.move(found, organisation, folders.DONE)
    taken.save(update_fields=["kept_as"])


def _put_away(known: PickupFile, found: Found, organisation) -> None:
    """A file that was taken before: its worker was killed before it was moved, or
    somebody put the same one there once more."""
    if known.state == PickupState.FAILED or known.kept_as:
        folders.remove(found)
        return
    known.kept_as = folders.move(found, organisation, folders.DONE)
    known.save(update_fields=["kept_as"])


def _remembered(pickup: Pickup, found: Found) -> PickupFile | None:
    return pickup.files.filter(**_identity(found)).first()


def _identity(found: Found) -> dict:
    return {
        "name": found.name[-folders.MOST_NAME :],
        "size": found.size,
        "sha256": hashlib.sha256(found.data or b"").hexdigest(),
    }


@transaction.atomic
def _brought(pickup: Pickup, found: Found, *, now: datetime) -> PickupFile:
    """Raises DomainError for a file that cannot be taken."""
    if found.data is None:
        raise DomainError(_("This file is larger than 5 MB."), code="large")
    if not found.name.lower().endswith(KINDS):
        raise DomainError(_("Only CSV and XLSX files are taken."), code="kind")
    data = bytes_of(ContentFile(found.data, name=found.name))
    run = bring_list(
        pickup.organisation,
        sheet_of_file(data),
        sector=pickup.sector,
        is_everybody=pickup.is_everybody,
        actor=None,
        now=now,
    )
    return PickupFile.objects.create(
        pickup=pickup, run=run, found_at=now, **_identity(found)
    )


def _refuse(pickup: Pickup, found: Found, refusal: DomainError, *, now) -> None:
    file = PickupFile.objects.create(
        pickup=pickup,
        state=PickupState.FAILED,
        reason=refusal.message,
        found_at=now,
        **_identity(found),
    )
    if refusal.code == FORBIDDEN or found.data is None:
        # What nobody may bring is not kept, and what is too large is not read.
        folders.remove(found)
        return
    file.kept_as = folders.move(
        found, pickup.organisation, folders.FAILED, reason=refusal.message
    )
    file.save(update_fields=["kept_as"])

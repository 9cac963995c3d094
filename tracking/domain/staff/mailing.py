"""Invitations to those whom a staff list brought: an act of its own, only where the
coordinator asked for it."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from lms.write_back import write_back
from organisations.domain.invitations.making import invite_member
from organisations.domain.locks import lock_many
from organisations.models import Organisation
from tracking.enums import StaffRowState
from tracking.models import StaffImport, StaffImportRow

# Those who may have come to a place without ever having been in Relay.
ARRIVED = (StaffRowState.NEW, StaffRowState.JOINS, StaffRowState.MOVED)


def to_invite(run: StaffImport):
    """Lines of a list whose people nobody has invited by it: who has proved their address
    has a way in already."""
    proved = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    return run.rows.filter(
        ~Exists(proved),
        state__in=ARRIVED,
        is_done=True,
        is_mailed=False,
        user__email__isnull=False,
        user__sector__isnull=False,
    ).select_related("user__sector", "place")


def possible_mails(run: StaffImport) -> int:
    """How many lines of a list that was looked at bring somebody whom an invitation may
    go to: those who have a way in already get none."""
    proved = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    return run.rows.filter(~Exists(proved), state__in=ARRIVED).count()


def invite_people(
    run: StaffImport, rows: Sequence[StaffImportRow], *, now: datetime
) -> None:
    """Write an invitation to each, and note it: nobody gets a second one."""
    within = Organisation.objects.within(run.organisation)
    lock_many(organisations=within.values_list("pk", flat=True))
    for row in rows:
        row.invitation = invite_member(
            row.user, row.place, actor=run.decided_by, now=now
        )
        row.is_mailed = True
    write_back(rows, ["invitation", "is_mailed"])

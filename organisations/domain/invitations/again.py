"""Sending all invitations that nobody answered once more: whom it reaches, and doing it.

An address gets such a mail at most once a day, however often and by whomever the button
is pressed. Each link is a new one and holds for another fourteen days.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms import audit
from lms.bounces import undeliverable_among
from lms.errors import DomainError
from organisations.domain.invitations.writing import send_again
from organisations.enums import InvitationState
from organisations.models import Invitation, Organisation, User
from organisations.rules import roles_to_give

AGAIN_AFTER = timedelta(days=1)
# So many are written while somebody waits for the page; the rest is sent the next time.
MOST_MAILS = 500
# The states in which nobody has answered.
UNANSWERED = (InvitationState.OPEN, InvitationState.EXPIRED)


@dataclass(frozen=True)
class Again:
    """What sending them again would do: to whom, those who wait longest first; how many
    were sent one within a day, how many addresses take no mail, and how many are left
    for the next time."""

    going: list[Invitation]
    recent: int
    undeliverable: int
    later: int

    @property
    def languages(self) -> dict[str, int]:
        return dict(sorted(Counter(one.language for one in self.going).items()))


def again_of(
    organisation: Organisation, *, state: str = "", actor: User, now: datetime
) -> Again:
    """What sending again would do to the invitations of a `state`, one of UNANSWERED, or
    to those of both (""). Those to a role that `actor` may not give are left alone.
    Nothing is written; two queries."""
    return _again(_unanswered(organisation, state, actor, now), now)


@transaction.atomic
def send_all_again(
    organisation: Organisation,
    *,
    state: str = "",
    expected: int,
    actor: User,
    now: datetime,
) -> int:
    """Send them again and return how many.

    Raises DomainError `nobody`, or `changed` where it would not be as many as
    `expected`, which is what was looked at.
    """
    # Whoever presses at the same moment waits, and finds them sent.
    rows = _unanswered(organisation, state, actor, now).select_for_update(of=("self",))
    going = _again(rows, now).going
    if not going:
        raise DomainError(
            _("There is no invitation to send again today. Nothing was sent."),
            code="nobody",
        )
    if len(going) != expected:
        raise DomainError(
            _("Something has changed since you looked. Look at it once more."),
            code="changed",
        )
    for one in going:
        send_again(one, actor=actor, now=now)
    audit.record(
        "organisations.invitations_sent_again",
        actor=actor,
        subject=organisation,
        organisation=organisation,
        now=now,
        data={"state": state, "invitations": len(going)},
    )
    return len(going)


def _unanswered(organisation: Organisation, state: str, actor: User, now: datetime):
    rows = Invitation.objects.filter(
        organisation=organisation,
        role__in=roles_to_give(actor, organisation),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    if state:
        rows = rows.in_state(InvitationState(state), now)
    return rows.select_related("organisation", "sector").order_by("last_sent_at", "pk")


def _again(rows, now: datetime) -> Again:
    found = list(rows)
    due = [one for one in found if one.last_sent_at <= now - AGAIN_AFTER]
    dead = undeliverable_among(one.email for one in due)
    reached = [one for one in due if one.email not in dead]
    return Again(
        going=reached[:MOST_MAILS],
        recent=len(found) - len(due),
        undeliverable=len(due) - len(reached),
        later=len(reached[MOST_MAILS:]),
    )

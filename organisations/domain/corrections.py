"""What was wrong about a membership is put right, and who moves within an employer goes
on at the new place. Every correction leaves what stood before in the audit log."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms import audit
from lms.errors import DomainError
from organisations.domain.coordination import refuse_endless, refuse_gap
from organisations.domain.employers import employer_of
from organisations.domain.locks import lock_organisations, lock_person
from organisations.domain.memberships import (
    announce_change,
    end_membership,
    overlap,
    save_membership,
    start_membership,
)
from organisations.domain.traces import keep_traces
from organisations.enums import CorrectionReason, Role
from organisations.models import Membership, Organisation, User
from organisations.rules import can_correct, roles_to_give

# How far back a day may be corrected: what lies before was reported and closed.
REACH = timedelta(days=366)


@dataclass(frozen=True)
class Facts:
    """What a membership says besides who, where and in which role. `ends_on` is the first
    day without; None: no end known."""

    function: str
    badge_number: str
    starts_on: date
    ends_on: date | None

    @classmethod
    def of(cls, membership: Membership) -> "Facts":
        return cls(
            membership.function,
            membership.badge_number,
            membership.starts_on,
            membership.ends_on,
        )

    @property
    def in_words(self) -> dict[str, str | None]:
        """The same for the audit log."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


@transaction.atomic
def correct_membership(
    membership: Membership,
    facts: Facts,
    *,
    reason: str = "",
    actor: User,
    now: datetime,
) -> Membership:
    """Put right what a membership says. What it says already changes nothing.

    A changed day needs a `reason`, a CorrectionReason, and lies at most a year back.
    Raises DomainError `not_allowed`, `no_reason`, `too_old`, `before_start`, `no_end` for
    a deputy without a last day, `overlaps`, `badge_taken`, `last_coordinator`.
    """
    lock_organisations(membership.organisation_id)
    lock_person(membership.user_id)
    membership = Membership.objects.select_related("user", "organisation").get(
        pk=membership.pk
    )
    if not can_correct(actor, membership):
        raise DomainError(
            _("You cannot correct this membership. Ask an administrator."),
            code="not_allowed",
        )
    before = Facts.of(membership)
    if facts == before:
        return membership
    _refuse_days(before, facts, reason=reason, today=timezone.localdate(now))
    refuse_endless(membership.role, facts.ends_on)
    _refuse_overlap(membership, facts)
    _refuse_lost_coordinator(membership, facts, today=timezone.localdate(now))
    for name, value in asdict(facts).items():
        setattr(membership, name, value)
    keep_traces([membership], now=now)
    save_membership(membership)
    audit.record(
        "organisations.membership_corrected",
        actor=actor,
        subject=membership,
        now=now,
        data={"before": before.in_words, "after": facts.in_words, "reason": reason},
        organisation=membership.organisation_id,
    )
    announce_change(membership, now=now)
    return membership


@transaction.atomic
def move_within(
    membership: Membership,
    to: Organisation,
    *,
    on: date,
    actor: User,
    now: datetime,
) -> Membership:
    """A person goes on in the same role and function at another part of their employer,
    from a day on, until the day on which they would have left. Returns the membership
    there.

    Raises DomainError `not_allowed`, `not_a_member`, `other_employer`, `same_place`,
    `too_old`, and what ending and starting raise.
    """
    lock_organisations(membership.organisation_id, to.pk)
    lock_person(membership.user_id)
    membership = Membership.objects.select_related("user", "organisation").get(
        pk=membership.pk
    )
    if membership.ends_on is not None and membership.ends_on <= on:
        raise DomainError(
            _("The person is not there any more on that day. Choose an earlier one."),
            code="not_a_member",
        )
    if to.pk == membership.organisation_id:
        raise DomainError(
            _("This is where the person is already. Choose another place."),
            code="same_place",
        )
    if not (
        can_correct(actor, membership) and membership.role in roles_to_give(actor, to)
    ):
        raise DomainError(
            _("You cannot move this person there. Ask who coordinates both."),
            code="not_allowed",
        )
    if employer_of(to) != employer_of(membership.organisation):
        raise DomainError(
            _(
                "This is another employer. It invites the person itself, and the person "
                "decides; here, note the day on which they leave."
            ),
            code="other_employer",
        )
    _refuse_too_old([on], today=timezone.localdate(now))
    end_membership(membership, ends_on=on, actor=actor, now=now)
    return start_membership(
        membership.user,
        to,
        role=membership.role,
        function=membership.function,
        badge_number=membership.badge_number,
        starts_on=on,
        ends_on=membership.ends_on,
        actor=actor,
        now=now,
    )


@transaction.atomic
def appoint(
    user: User,
    organisation: Organisation,
    *,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    actor: User,
    now: datetime,
) -> Membership:
    """Give one of an organisation's people a role there besides learning, from a day at
    most a year back.

    Raises DomainError `not_allowed`, `stranger` for somebody who does not belong there,
    `too_old`, and what starting raises.
    """
    # Who learns here was invited, or is on a list.
    if role == Role.LEARNER or role not in roles_to_give(actor, organisation):
        raise DomainError(
            _("You cannot give this role here. Nothing was changed."),
            code="not_allowed",
        )
    lock_organisations(organisation.pk)
    lock_person(user.pk)
    belongs = Membership.objects.on(timezone.localdate(now)).filter(
        user=user,
        organisation__path__startswith=organisation.path,
        is_self_declared=False,
    )
    if not (user.is_active and belongs.exists()):
        raise DomainError(
            _("%(person)s does not belong to you today. Invite them instead.")
            % {"person": user},
            code="stranger",
        )
    _refuse_too_old([starts_on], today=timezone.localdate(now))
    return start_membership(
        user,
        organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=actor,
        now=now,
    )


def _refuse_days(before: Facts, facts: Facts, *, reason: str, today: date) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise DomainError(
            _("A membership cannot end before it began."), code="before_start"
        )
    changed = [
        day
        for old, new in (
            (before.starts_on, facts.starts_on),
            (before.ends_on, facts.ends_on),
        )
        if old != new
        for day in (old, new)
        if day is not None
    ]
    if changed and reason not in CorrectionReason.values:
        raise DomainError(_("Say why a day was wrong."), code="no_reason")
    _refuse_too_old(changed, today=today)


def _refuse_too_old(days: list[date], *, today: date) -> None:
    if any(day < today - REACH for day in days):
        raise DomainError(
            _(
                "Days that lie more than a year back are not changed any more: they are "
                "in reports that were made. Ask an administrator."
            ),
            code="too_old",
        )


def _refuse_overlap(membership: Membership, facts: Facts) -> None:
    others = Membership.objects.filter(
        user=membership.user_id,
        organisation=membership.organisation_id,
        role=membership.role,
    ).exclude(pk=membership.pk)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gt=facts.starts_on))
    if facts.ends_on is not None:
        others = others.filter(starts_on__lt=facts.ends_on)
    if others.exists():
        raise overlap()


def _refuse_lost_coordinator(
    membership: Membership, facts: Facts, *, today: date
) -> None:
    """Days that are over are a matter of record; nobody is left alone on them."""
    if facts.starts_on > max(membership.starts_on, today):
        refuse_gap(membership, today)
    if facts.ends_on is not None:
        refuse_gap(membership, max(facts.ends_on, today))

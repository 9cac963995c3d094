"""Appeals as their holder, and those who decide on them, see them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from certificates.domain.appeals.making import (
    AGAINST,
    decision_in,
    is_too_late,
    last_day_to_appeal,
)
from certificates.domain.oversight.asking import overseen_by
from certificates.domain.oversight.reasons import reason_for_holder
from certificates.enums import AppealState
from certificates.models import Appeal, Certificate, CertificateEvent
from lms.months import months_after


@dataclass(frozen=True)
class Case:
    """What a holder reads of a certificate that was taken out of force.

    `decision` is what keeps it from counting, None where nothing does; `reason` why, ""
    where that is for the register alone. `made` are the appeals that were not withdrawn,
    the latest first. `until` is the last day for another, None without a decision.
    """

    decision: CertificateEvent | None
    reason: str
    made: list[Appeal]
    until: date | None
    can_appeal: bool
    is_over: bool


def case_of(certificate: Certificate, *, now: datetime) -> Case:
    """How it stands with a certificate; no query where nothing ever happened to it and
    its events are at hand."""
    events = list(certificate.events.all())
    made: list[Appeal] = []
    if any(one.kind in AGAINST.values() for one in events):
        mine = Appeal.objects.filter(event__certificate=certificate)
        made = list(mine.exclude(state=AppealState.WITHDRAWN).order_by("-pk"))
    decision = decision_in(events)
    if decision is None:
        return Case(None, "", made, None, can_appeal=False, is_over=False)
    stands = any(one.event_id == decision.pk for one in made)
    is_over = is_too_late(decision, now=now)
    return Case(
        decision,
        reason=reason_for_holder(decision.reason_code),
        made=made,
        until=last_day_to_appeal(decision),
        can_appeal=not stands and not is_over,
        is_over=not stands and is_over,
    )


def waiting_appeal(certificate: Certificate) -> Appeal | None:
    """The appeal about a certificate that nobody has decided on; None without one."""
    return Appeal.objects.waiting().filter(event__certificate=certificate).first()


def appeals_for(user) -> QuerySet[Appeal]:
    """The appeals about certificates that a person oversees, the most urgent first."""
    return Appeal.objects.filter(
        event__certificate__in=overseen_by(user).order_by().values("pk")
    ).select_related("event__certificate", "event__by", "closed_by")


def forget_statements(now: datetime) -> int:
    """Empty what holders wrote in appeals that were closed long ago; the decision and its
    reason stay. RELAY_PROOF_MONTHS, as for proofs (ETHICS P7). Returns how many."""
    before = months_after(now, -settings.RELAY_PROOF_MONTHS)
    old = Appeal.objects.filter(closed_at__lt=before).exclude(statement="")
    return old.update(statement="")

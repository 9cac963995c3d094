"""What comes by itself with the calendar: renewal falls due, what nobody renewed lapses,
trainers are reminded (TRAINERS T8 and T9). Each can run again without effect."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from lms.errors import DomainError
from trainers.domain.acting import locked, take
from trainers.domain.mailing import remind_of_end, remind_of_review, tell
from trainers.domain.suspending import reviews_due
from trainers.enums import HOLDING_STATES, LEADING_STATES, Act, State
from trainers.models import Accreditation, Period

logger = logging.getLogger(__name__)

# Days before the end, the first of which is the programme's own (T8).
REMINDERS = (90, 30, 7)


def lapse(now: datetime) -> int:
    """Let lapse what nobody renewed or finished in time; returns how many."""
    today = timezone.localdate(now)
    running = Period.objects.filter(
        accreditation=OuterRef("pk"), cut_on=None, ends_on__gte=today
    )
    over = Accreditation.objects.filter(~Exists(running), state__in=HOLDING_STATES)
    return _each(over, lambda one: _lapse(one, now))


def fall_due(now: datetime) -> int:
    """Let renewal fall due as many days before the end as the programme says."""
    today = timezone.localdate(now)
    ended = (
        Period.objects.filter(accreditation__state=State.ACCREDITED, cut_on=None)
        .annotate(days=F("accreditation__programme__renewal_days"))
        .order_by("accreditation", "-ends_on")
    )
    last: dict[int, bool] = {}
    for one in ended:
        is_due = one.ends_on - timedelta(days=one.days) <= today <= one.ends_on
        last.setdefault(one.accreditation_id, is_due)
    due = Accreditation.objects.filter(
        pk__in=[pk for pk, is_due in last.items() if is_due]
    )
    return _each(due, lambda one: _fall_due(one, now))


def remind(now: datetime) -> int:
    """Tell trainers 90, 30 and 7 days before the end, each once; returns how many mails
    there are for the steps that have come."""
    today = timezone.localdate(now)
    soon = (
        Period.objects.filter(
            cut_on=None,
            accreditation__state__in=LEADING_STATES,
            ends_on__gte=today,
            ends_on__lte=today + timedelta(days=max(REMINDERS)),
        )
        .select_related("accreditation__person", "accreditation__programme")
        .order_by("pk")
    )
    told = 0
    for period in soon:
        last = period.accreditation.periods.filter(cut_on=None).order_by("-ends_on")
        if last.first() != period:
            continue
        left = (period.ends_on - today).days
        step = min(one for one in REMINDERS if one >= left)
        told += remind_of_end(period, step, now=now)
    return told


def remind_of_reviews(now: datetime) -> int:
    """Tell whoever began a suspension that its day to be looked at again has come."""
    return sum(
        remind_of_review(one, now=now)
        for one in reviews_due(now).select_related(
            "opened_by", "accreditation__person", "accreditation__programme"
        )
    )


def _each(accreditations: Iterable[Accreditation], act) -> int:
    done = 0
    for one in list(accreditations.order_by("pk")):
        try:
            with transaction.atomic():
                done += act(one)
        except DomainError:
            # Somebody was faster: it is in another state now.
            continue
        except Exception:
            logger.exception("Accreditation %s could not be swept", one.pk)
    return done


def _lapse(accreditation: Accreditation, now: datetime) -> bool:
    facts = locked(accreditation, now)
    if facts.ends_on is not None and facts.ends_on >= facts.day:
        return False
    tell(take(Act.LAPSE, facts, actor=None, now=now), now=now)
    return True


def _fall_due(accreditation: Accreditation, now: datetime) -> bool:
    facts = locked(accreditation, now)
    take(Act.FALL_DUE, facts, actor=None, now=now)
    return True

"""Obligations follow the facts: who belongs where, what is asked, what is certified.

Everything here reads the tables and repairs what differs, so it may run in any order
and any number of times; the receivers only make it happen sooner than the sweep.
An obligation begins on the day we learn that it does: nobody is late on arrival. Only
who was never away goes on where they were (tracking.domain.returning).
Reading takes no lock: what is written is written in batches, each whole in itself.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import (
    Case,
    DateField,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from certificates.enums import EXPIRING_DAYS
from certificates.models import day_of, end_of
from lms.chunks import chunks
from organisations.models import Membership, User
from tracking.domain.evidence import certified_until, last_withdrawn
from tracking.domain.facts import day_parameter, select_from
from tracking.domain.returning import last_of, never_away
from tracking.domain.scope import (
    confirmed_on,
    in_scope,
    people_in_scope,
    requirements_of,
    requirements_of_any,
)
from tracking.models import Obligation, Requirement

_batches = partial(chunks, size=500)


def sync_requirement(requirement: Requirement, *, now: datetime) -> int:
    """Bring the obligations of one requirement up to date; return how many opened."""
    day = day_of(now)
    theirs = Obligation.objects.filter(requirement=requirement)
    _close(theirs, day, now=now)
    _reopen(theirs, day)
    _take_back_cycles(theirs, day)
    opened = 0
    if Requirement.objects.in_force(day).filter(pk=requirement.pk).exists():
        opened = _open(requirement, day, now=now)
    _begin_next_cycles(theirs, day, now=now)
    return opened


def sync_person(user_id: int, *, now: datetime) -> int:
    """Bring the obligations of one person up to date; return how many opened."""
    day = day_of(now)
    user = User.objects.get(pk=user_id)
    theirs = Obligation.objects.filter(user=user)
    known = theirs.exists()
    if known:
        _close(theirs, day, now=now)
        _reopen(theirs, day)
    opened = sum(
        _open(requirement, day, people=[user.pk], now=now)
        for requirement in requirements_of(user, day).select_related("organisation")
    )
    if known:
        sync_certificates(user_id, now=now)
    return opened


def sync_people(user_ids: Collection[int], *, now: datetime) -> int:
    """Bring the obligations of many people up to date, as sync_person does for one; in
    as many queries for each requirement as for one person. Returns how many opened."""
    day, opened = day_of(now), 0
    for batch in _batches(sorted(user_ids)):
        theirs = Obligation.objects.filter(user__in=batch)
        known = theirs.exists()
        if known:
            _close(theirs, day, now=now)
            _reopen(theirs, day)
        opened += sum(
            _open(requirement, day, people=batch, now=now)
            for requirement in requirements_of_any(batch, day).select_related(
                "organisation"
            )
        )
        if known:
            _take_back_cycles(theirs, day)
            _begin_cycles_of(_under_way(theirs, day), day, now=now)
    return opened


def sync_certificates(user_id: int, *, now: datetime) -> None:
    """Begin, or take back, the cycles of one person that follow from what they hold;
    for when nothing but a certificate has changed."""
    day = day_of(now)
    theirs = Obligation.objects.filter(user=user_id)
    _take_back_cycles(theirs, day)
    _begin_cycles_of(_under_way(theirs, day), day, now=now)


def sweep(now: datetime) -> int:
    """Bring every obligation up to date, requirement by requirement; return how many
    opened."""
    day = day_of(now)
    unfinished = Obligation.objects.filter(closed_on__isnull=True)
    known = Requirement.objects.filter(
        Q(pk__in=unfinished.values("requirement"))
        | Q(pk__in=Requirement.objects.in_force(day).values("pk"))
    )
    return sum(
        sync_requirement(requirement, now=now)
        for requirement in known.select_related("organisation").order_by("pk")
    )


def _close(obligations, day: date, *, now: datetime) -> None:
    """End what concerns its person no longer, on the day they left.

    What turns out never to have held is kept, without a day on which it does: until now
    it was believed.
    """
    still = obligations.filter(in_scope(day)).values("pk")
    # With what went over into the next cycle on the day on which it was begun.
    open_today = Q(closed_on__isnull=True) | Q(
        closed_on=day, recorded_at__gte=end_of(day - timedelta(days=1))
    )
    leaving = (
        obligations.filter(open_today)
        .exclude(pk__in=still)
        .annotate(left_on=_left_on(day))
        .values_list("pk", "starts_on", "recorded_at", "left_on")
    )
    days = defaultdict(list)
    for pk, starts_on, recorded_at, left_on in leaving:
        # What was begun today was believed on no day.
        is_new = day_of(recorded_at) == day
        days[None if is_new else max(left_on, starts_on)].append(pk)
    for closed_on, pks in days.items():
        for batch in _batches(pks):
            rows = Obligation.objects.filter(pk__in=batch)
            if closed_on is None:
                rows.delete()
            else:
                rows.update(closed_on=closed_on, closed_at=now)


def _left_on(day: date) -> Case:
    """The day a person's last place within the requirement's organisation ended; today
    for those who are still there, or of whom no end is known."""
    here = Q(
        user=OuterRef("user"),
        organisation__path__startswith=OuterRef("requirement__organisation__path"),
    )
    ended = Membership.objects.filter(
        here, is_self_declared=False, ends_on__lte=day
    ).order_by("-ends_on")
    today = Value(day, output_field=DateField())
    return Case(
        When(Exists(confirmed_on(day).filter(here)), then=today),
        default=Coalesce(Subquery(ended.values("ends_on")[:1]), today),
        output_field=DateField(),
    )


def _reopen(obligations, day: date) -> None:
    """Who left and is back on the same day was never away."""
    later = Obligation.objects.filter(
        requirement=OuterRef("requirement"),
        user=OuterRef("user"),
        cycle__gt=OuterRef("cycle"),
    )
    back = obligations.filter(in_scope(day), ~Exists(later), closed_on=day)
    for batch in _batches(list(back.values_list("pk", flat=True))):
        Obligation.objects.filter(pk__in=batch).update(closed_on=None, closed_at=None)


def _open(
    requirement: Requirement,
    day: date,
    *,
    people: Collection[int] | None = None,
    now: datetime,
) -> int:
    """Give everybody in scope an obligation who has none, or those among `people`;
    return how many."""
    concerned = people_in_scope(requirement, day)
    if people is not None:
        concerned = concerned.filter(pk__in=people)
    held = Obligation.objects.filter(
        requirement=requirement, user=OuterRef("pk"), closed_on__isnull=True
    )
    missing = concerned.filter(~Exists(held))
    found = list(missing.values_list("pk", flat=True))
    if not found:
        return 0
    last = last_of(requirement, missing)
    stayed = never_away(requirement, missing, last.values(), day)
    begun = []
    for pk in found:
        before = last.get(pk)
        one = Obligation(requirement=requirement, user_id=pk, recorded_at=now)
        one.cycle = before.cycle + 1 if before else 1
        if pk in stayed:
            one.starts_on, one.due_on = before.closed_on, before.due_on
        else:
            one.starts_on, one.due_on = day, requirement.due_from(day)
        begun.append(one)
    _create(begun)
    return len(begun)


def _take_back_cycles(obligations, day: date) -> None:
    """Undo the cycles begun today for a reason that is gone again, such as a
    certificate revoked and replaced on one day."""
    following = Obligation.objects.filter(
        requirement=OuterRef("requirement"),
        user=OuterRef("user"),
        cycle=OuterRef("cycle") + 1,
        starts_on=day,
    )
    ended = (
        obligations.filter(closed_on=day)
        .annotate(
            next_pk=Subquery(following.values("pk")[:1]),
            next_due_on=Subquery(following.values("due_on")[:1]),
            until=certified_until(day),
            withdrawn_at=last_withdrawn(day),
        )
        .filter(next_pk__isnull=False)
        .select_related("requirement")
    )
    wrong = [one for one in ended if _next_due(one, day) != one.next_due_on]
    for batch in _batches(wrong):
        with transaction.atomic():
            Obligation.objects.filter(pk__in=[one.next_pk for one in batch]).delete()
            Obligation.objects.filter(pk__in=[one.pk for one in batch]).update(
                closed_on=None, closed_at=None
            )


def _begin_next_cycles(obligations, day: date, *, now: datetime) -> None:
    """Begin a new cycle for those whose certificate ends.

    As soon as it counts as running out, so that there is time to renew: due on its last
    day. Where it was revoked or superseded and no other holds: due after the days that
    the requirement gives.
    """
    facts = (
        _under_way(obligations, day)
        .annotate(until=certified_until(day), withdrawn_at=last_withdrawn(day))
        .values_list("pk", "due_on", "until", "withdrawn_at")
    )
    found = select_from(
        facts,
        ("id", "due_on", "until", "withdrawn_at"),
        "SELECT id FROM facts WHERE withdrawn_at IS NOT NULL "
        "OR (until <= %s AND until > due_on)",
        [day_parameter(day + timedelta(days=EXPIRING_DAYS))],
    )
    for batch in _batches([row["id"] for row in found]):
        _begin_cycles_of(Obligation.objects.filter(pk__in=batch), day, now=now)


def _under_way(obligations, day: date):
    """Open obligations that did not begin today: those may go over into a next cycle."""
    return obligations.filter(closed_on__isnull=True, starts_on__lt=day)


def _begin_cycles_of(candidates, day: date, *, now: datetime) -> None:
    """Begin the next cycle of those among a few obligations whose time it is."""
    asked = candidates.annotate(
        until=certified_until(day), withdrawn_at=last_withdrawn(day)
    ).select_related("requirement")
    following = [
        (one, due_on) for one in asked if (due_on := _next_due(one, day)) is not None
    ]
    if not following:
        return
    with transaction.atomic():
        Obligation.objects.filter(pk__in=[one.pk for one, _due in following]).update(
            closed_on=day, closed_at=now
        )
        _create(
            [
                Obligation(
                    requirement=one.requirement,
                    user_id=one.user_id,
                    cycle=one.cycle + 1,
                    starts_on=day,
                    due_on=due_on,
                    recorded_at=now,
                )
                for one, due_on in following
            ]
        )


def _next_due(obligation: Obligation, day: date) -> date | None:
    """When the next cycle of an obligation is due; None while this one goes on."""
    until, withdrawn_at = obligation.until, obligation.withdrawn_at
    holds = until is not None and until >= day
    if withdrawn_at is not None and not holds:
        since_then = day_of(withdrawn_at) <= obligation.starts_on
        if not since_then:
            return day + timedelta(days=obligation.requirement.due_days)
    runs_out = until is not None and until <= day + timedelta(days=EXPIRING_DAYS)
    return until if runs_out and until > obligation.due_on else None


def _create(obligations: list[Obligation]) -> None:
    for batch in _batches(obligations):
        # Two processes may find the same people missing; the constraint keeps one row.
        Obligation.objects.bulk_create(batch, ignore_conflicts=True)

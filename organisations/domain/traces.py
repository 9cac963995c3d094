"""What was believed of memberships before they were changed, so that a report about an
earlier day can be told as it was known then. Whoever writes a membership calls this
first, holding the lock on its person."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from organisations.models import Membership, MembershipTrace

# What decides on which days somebody belongs somewhere.
TRACED = ("starts_on", "ends_on", "is_self_declared")


def keep_traces(changed: Iterable[Membership], *, now: datetime) -> None:
    """Remember what the rows of these memberships say, of those that will say something
    else on which days somebody belongs. Sets `changed_at`, which the caller writes. As
    many queries for many as for one."""
    changed = [one for one in changed if one.pk is not None]
    rows = Membership.objects.in_bulk([one.pk for one in changed])
    traces = []
    for one in changed:
        old = rows.get(one.pk)
        if old is None or _traced(old) == _traced(one):
            continue
        traces.append(_trace(old, of=one, now=now))
        one.changed_at = now
    MembershipTrace.objects.bulk_create(traces)


def hand_on_traces(
    gone: Sequence[Membership], stays: Membership, *, now: datetime
) -> None:
    """What was believed of memberships that are joined into another is believed of that
    one, of the days before."""
    MembershipTrace.objects.filter(membership__in=gone).update(membership=stays)
    MembershipTrace.objects.bulk_create(_trace(one, of=stays, now=now) for one in gone)


def _traced(membership: Membership) -> dict[str, object]:
    return {name: getattr(membership, name) for name in TRACED}


def _trace(old: Membership, *, of: Membership, now: datetime) -> MembershipTrace:
    return MembershipTrace(
        membership=of,
        recorded_at=old.changed_at or old.recorded_at,
        replaced_at=now,
        **_traced(old),
    )

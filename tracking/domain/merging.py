"""What becomes of obligations when two accounts are one person's.

What was asked under both accounts was asked of one person, from the earlier day on.
Afterwards tracking.domain.obligations brings everything up to date with what they hold.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from lms.merging import Merge
from tracking.models import Obligation


def join_obligations(merge: Merge) -> int:
    """Give the kept account the other's obligations. Those of one requirement that hold
    on the same days become one, due when the earlier of them is; the cycles are numbered
    anew in the order of their days."""
    asked = Obligation.objects.filter(user=merge.merged)
    rows = Obligation.objects.filter(
        Q(user=merge.kept) | Q(user=merge.merged),
        requirement__in=asked.values("requirement"),
    )
    by_requirement = defaultdict(list)
    for row in rows.order_by("starts_on", "pk"):
        by_requirement[row.requirement_id].append(row)
    return sum(
        _join(obligations, merge)
        for obligations in by_requirement.values()
        if any(one.user_id == merge.merged.pk for one in obligations)
    )


def _join(obligations: list[Obligation], merge: Merge) -> int:
    theirs = sum(one.user_id == merge.merged.pk for one in obligations)
    groups: list[list[Obligation]] = []
    for one in obligations:
        if groups and one.starts_on < max(_end(other) for other in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    # Out of the way first: no two rows of a person have one number.
    last = max(one.cycle for one in obligations)
    for group in groups:
        for one in group[1:]:
            _hand_on(one, group[0])
            one.delete()
    for place, (first, *_others) in enumerate(groups, start=1):
        Obligation.objects.filter(pk=first.pk).update(cycle=last + place)
    for place, group in enumerate(groups, start=1):
        last_one = max(group, key=_end)
        Obligation.objects.filter(pk=group[0].pk).update(
            user=merge.kept,
            cycle=place,
            closed_on=last_one.closed_on,
            closed_at=last_one.closed_at,
        )
    return theirs


def _hand_on(row: Obligation, stays: Obligation) -> None:
    """What hangs on a row hangs on the one that stands for it from now on; of what both
    were reminded of for one cause, one mail is told."""
    told = set(stays.reminders.values_list("step", "deadline"))
    for one in row.reminders.all():
        if (one.step, one.deadline) in told:
            one.delete()
    for relation in Obligation._meta.related_objects:
        relation.related_model._base_manager.filter(
            **{relation.field.name: row.pk}
        ).update(**{relation.field.name: stays.pk})


def _end(obligation: Obligation) -> date:
    return obligation.closed_on or date.max

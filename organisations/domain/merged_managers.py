"""What becomes of line managers when two accounts become one."""

from django.utils import timezone

from lms.merging import Merge
from organisations.models import LineManager


def move_led(merge: Merge) -> int:
    """Who leads the work of the account that is not kept leads that of the kept one; what
    both say of the same employer stands once, as the kept account has it."""
    return _move(merge, "person", "manager")


def move_leading(merge: Merge) -> int:
    """Whose work one account led is led by the other. Nobody leads their own."""
    return _move(merge, "manager", "person")


def _move(merge: Merge, end: str, other: str) -> int:
    theirs = list(
        LineManager.objects.filter(**{end: merge.merged}).order_by("since", "pk")
    )
    today = timezone.localdate(merge.now)
    for one in theirs:
        if getattr(one, f"{other}_id") in (merge.kept.pk, merge.merged.pk):
            one.delete()
            continue
        if end == "person" and one.until is None and _runs(merge, one):
            one.until = max(today, one.since)
        setattr(one, end, merge.kept)
        one.save()
    return len(theirs)


def _runs(merge: Merge, theirs: LineManager) -> bool:
    kept = LineManager.objects.filter(person=merge.kept, place=theirs.place_id)
    return kept.filter(until=None).exists()

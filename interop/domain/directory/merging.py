"""Two accounts are one person's, and a directory knew them both."""

from interop.models import DirectoryPerson
from lms.merging import Merge


def join_people(merge: Merge) -> int:
    """The kept account is whom each directory means. Where it said something of both, the
    other one means nobody from now on: the directory has one person twice. Returns how
    many of the merged account's were touched."""
    theirs = list(DirectoryPerson.objects.filter(user=merge.merged.pk))
    for one in theirs:
        mine = DirectoryPerson.objects.filter(
            user=merge.kept.pk, organisation=one.organisation_id
        ).first()
        if mine is not None and one.is_adopted:
            _lead_instead(one, mine)
            one.delete()
            continue
        if mine is not None and mine.is_adopted:
            _lead_instead(mine, one)
            mine.delete()
            mine = None
        one.user_id = merge.kept.pk if mine is None else None
        one.save(update_fields=["user"])
    return len(theirs)


def _lead_instead(gone: DirectoryPerson, stays: DirectoryPerson) -> None:
    led = DirectoryPerson.objects.filter(manager=gone)
    led.filter(pk=stays.pk).update(manager=None)
    led.exclude(pk=stays.pk).update(manager=stays)

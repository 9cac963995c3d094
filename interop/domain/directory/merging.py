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
            one.delete()
            continue
        if mine is not None and mine.is_adopted:
            mine.delete()
            mine = None
        one.user_id = merge.kept.pk if mine is None else None
        one.save(update_fields=["user"])
    return len(theirs)

"""Who locks what before what, so that two who lock the same wait for each other and never
in a circle. A step may be left out; nobody goes back to an earlier one, but for what they
hold already.

1. The work that a worker is at: a staff list, a file that was picked up, a run of letters.
2. Organisations, by their keys.
3. Rows by which a person is known elsewhere, and that a merge locks before people
   (`lms.merging.lock_first`): somebody or a group of a directory, an enrolment, a
   certificate.
4. People, by their keys.
5. The thing itself: an invitation, a letter, a membership.

Invitations are in a merge's step 3 as well: it locks their organisations first, as
everybody does who locks people and invitations in one transaction.
"""

from collections.abc import Iterable

from organisations.models import Organisation, User


def lock_person(pk: int) -> None:
    """Let one change of a person's memberships come after another."""
    User.objects.select_for_update(no_key=True).get(pk=pk)


def lock_organisations(*pks: int) -> None:
    """The same for organisations."""
    for pk in sorted(set(pks)):
        Organisation.objects.select_for_update(no_key=True).get(pk=pk)


def lock_many(*, organisations: Iterable[int] = (), users: Iterable[int] = ()) -> None:
    """Let nobody else write the memberships of these until the transaction ends."""
    for model, pks in ((Organisation, organisations), (User, users)):
        locked = model.objects.select_for_update(no_key=True).filter(pk__in=set(pks))
        list(locked.order_by("pk").values_list("pk"))

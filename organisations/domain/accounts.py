"""Accounts are opened and closed; nobody's is deleted."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.domain.coordination import refuse_to_close
from organisations.domain.locks import lock_many
from organisations.enums import Role
from organisations.models import AccountMerge, Membership, User


@transaction.atomic
def refuse_state(people: Collection[User], *, is_active: bool, day: date) -> None:
    """Raise DomainError when accounts may not be opened or closed on a day: `merged` for
    one that was merged into another, `last_coordinator` when an organisation would be
    left without one.

    Whoever writes it does so in the same transaction: until that ends nobody else closes
    a colleague, changes who coordinates, or merges one of these.
    """
    pks = [person.pk for person in people]
    coordinated = Membership.objects.filter(user__in=pks, role=Role.COORDINATOR)
    lock_many(
        organisations=coordinated.values_list("organisation", flat=True), users=pks
    )
    if is_active:
        _refuse_merged(pks)
    else:
        open_ones = User.objects.filter(pk__in=pks, is_active=True)
        refuse_to_close(list(open_ones), day)


def _refuse_merged(pks: Collection[int]) -> None:
    merge = (
        AccountMerge.objects.filter(merged__in=pks)
        .select_related("kept")
        .order_by("pk")
        .first()
    )
    if merge is None:
        return
    raise DomainError(
        _("This account was merged into that of %(person)s. Use that one.")
        % {"person": merge.kept},
        code="merged",
    )

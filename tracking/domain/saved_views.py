"""Ways to look at the people of an organisation, kept by whoever looks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import Organisation, User
from tracking.models import SavedView

MOST = 20
# Not the search for a name: what is kept is about nobody. Nor a day: views are of today.
KEPT = ("sector", "department", "standing", "sort", "course", "columns")


@transaction.atomic
def save_view(
    user: User,
    organisation: Organisation,
    name: str,
    choices: Mapping[str, list[str]],
    *,
    now: datetime,
) -> SavedView:
    """Keep choices under a name; the same name again replaces what it kept. Raises
    DomainError `no_name`, and `too_many` beyond 20."""
    name = " ".join(name.split())[:60]
    if not name:
        raise DomainError(_("Give the view a name."), code="no_name")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = SavedView.objects.filter(user=user, organisation=organisation)
    found = mine.filter(name__iexact=name).first()
    if found is None and mine.count() >= MOST:
        raise DomainError(
            _("You keep %(most)s views here already. Forget one first.")
            % {"most": MOST},
            code="too_many",
        )
    made = found or SavedView(user=user, organisation=organisation)
    made.name, made.made_at = name, now
    made.choices = {key: choices[key] for key in KEPT if choices.get(key)}
    made.save()
    return made


def views_of(user: User, organisation: Organisation) -> list[SavedView]:
    """What somebody keeps of an organisation, by name."""
    return list(SavedView.objects.filter(user=user, organisation=organisation))


def forget_view(user: User, organisation: Organisation, pk: int) -> None:
    """Keep a view no longer; of others nothing is forgotten."""
    SavedView.objects.filter(user=user, organisation=organisation, pk=pk).delete()

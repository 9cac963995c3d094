"""Asking for a file of people; a worker makes it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.models import User
from tracking.domain.exports.chosen import Choice
from tracking.models import StaffExport
from tracking.tasks import make_export

# So many of one's files may be under way at a time.
MOST_AT_ONCE = 5


@transaction.atomic
def ask_for(
    choice: Choice,
    *,
    form: str,
    day: date,
    known_on: date | None,
    actor: User,
    now: datetime,
) -> StaffExport:
    """Have a file made; the same one where it is under way already. Raises DomainError
    ("busy") where MOST_AT_ONCE of theirs are, ("no_such_column")."""
    # Of two presses at once one waits here.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    wanted = {**choice.fields, "form": form, "day": day, "known_on": known_on}
    under_way = StaffExport.objects.filter(asked_by=actor, finished_at=None)
    same = under_way.filter(**wanted).first()
    if same is not None:
        return same
    if under_way.count() >= MOST_AT_ONCE:
        raise DomainError(
            _("Several of your files are being made. Wait until one is ready."),
            code="busy",
        )
    return begin(wanted, owner=actor, language=get_language(), now=now)


def begin(wanted: dict, *, owner: User, language: str, now: datetime) -> StaffExport:
    """A file that waits for a worker, in the transaction of the caller."""
    export = StaffExport.objects.create(
        **wanted, asked_by=owner, asked_at=now, heard_at=now, language=language
    )
    make_export.enqueue(export.pk)
    return export

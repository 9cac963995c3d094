"""Changing the numbers of a programme: what was signed before stays as it was."""

from datetime import datetime

from django.db import transaction

from lms import audit
from organisations.models import User
from trainers.models import TrainerProgramme


@transaction.atomic
def change_numbers(
    programme: TrainerProgramme,
    changes: dict[str, object],
    *,
    actor: User,
    now: datetime,
) -> list[str]:
    """Set the numbers, by the names of their fields, and write down what they were.
    Returns the names of those that changed. Days that somebody was given stay theirs: the
    numbers hold for steps that are signed from now on. The caller has asked whether the
    person owns the programme, and that the numbers fit."""
    row = TrainerProgramme.objects.select_for_update().get(pk=programme.pk)
    changed = {
        name: [getattr(row, name), value]
        for name, value in changes.items()
        if getattr(row, name) != value
    }
    for name, (_before, value) in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=list(changed))
        audit.record(
            "trainers.numbers_changed",
            actor=actor,
            subject=row,
            organisation=row.owner_id,
            data=changed,
            now=now,
        )
    return list(changed)

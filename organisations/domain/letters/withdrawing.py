"""When the code of a letter stops opening anything."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from lms import audit
from lms.write_back import write_back
from organisations.domain.letters.people import places_by_badge
from organisations.models import Letter, User


@transaction.atomic
def withdraw_letters(letters, *, actor: User | None, now: datetime) -> int:
    """Let the codes of these letters open nothing any more; returns how many did."""
    found = list(letters.open().select_for_update(of=("self",)).order_by("pk"))
    for one in found:
        one.withdrawn_at = now
    write_back(found, ["withdrawn_at"])
    audit.record_all(
        "organisations.letter_withdrawn",
        actor=actor,
        subjects={one: {"person": one.user_id} for one in found},
        organisations={one: one.organisation_id for one in found},
        now=now,
    )
    return len(found)


@transaction.atomic
def withdraw_outdated(now: datetime, *, people: Collection[int] | None = None) -> int:
    """Let letters open nothing whose people are not there any more, have another badge
    number, or an e-mail address; of some people or of all. Returns how many."""
    there = places_by_badge(timezone.localdate(now)).filter(
        user=OuterRef("user"),
        organisation=OuterRef("organisation"),
        badge_number__iexact=OuterRef("badge_number"),
    )
    outdated = Letter.objects.open().filter(~Exists(there))
    if people is not None:
        outdated = outdated.filter(user__in=people)
    pks = list(outdated.values_list("pk", flat=True))
    if not pks:
        return 0
    return withdraw_letters(Letter.objects.filter(pk__in=pks), actor=None, now=now)

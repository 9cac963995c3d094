"""What was written is kept no longer than it has to be (ARCHITECTURE, section 2)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from lms.months import months_after
from quizzes.models import Answer, Contest, Mark, Marking

# The tick comes each day, and goes on where it was.
MOST_AT_ONCE = 500


@transaction.atomic
def forget_texts(now: datetime) -> int:
    """Delete what was handed in so long ago that answers are deleted, once it is marked,
    and the words about it; returns of how many answers. The marks stay: they are scores,
    which are kept longer."""
    old = Marking.objects.filter(
        decided_at__isnull=False,
        forgotten_at=None,
        waiting_since__lt=months_after(now, -settings.RELAY_ANSWERS_MONTHS),
    ).exclude(item__attempt__in=Contest.objects.open().values("attempt"))
    old = old.order_by("waiting_since")
    markings = dict(old.values_list("pk", "item_id")[:MOST_AT_ONCE])
    Answer.objects.filter(item__in=markings.values()).delete()
    Mark.objects.filter(marking__in=markings).update(feedback="")
    Marking.objects.filter(pk__in=markings).update(forgotten_at=now)
    return len(markings)

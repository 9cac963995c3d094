"""What all work has in common that is done in the background, chunk by chunk
(courses.models.long_work): it is taken up again where it broke off."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import QuerySet

Done = TypeVar("Done")

# What somebody else wrote at the same moment is seen at the next attempt.
TRIES = 3
# What has not come further for so long is begun again.
SILENT = timedelta(minutes=30)


def once_more(act: Callable[[], Done]) -> Done:
    """What `act` returns, a transaction of its own. Raises IntegrityError when the
    database refuses it three times."""
    for _attempt in range(1, TRIES):
        try:
            return act()
        except IntegrityError:
            continue
    return act()


def broken_off(at_work: QuerySet, *, now: datetime) -> QuerySet:
    """Of the works that a worker has to do, those that are silent for long."""
    return at_work.filter(heard_at__lt=now - SILENT)


def take_up(works: QuerySet, enqueue: Callable[[int], object], *, now: datetime) -> int:
    """Have a worker go on with these; returns how many. Again, soon after, finds none."""
    pks = list(works.values_list("pk", flat=True))
    works.model._base_manager.filter(pk__in=pks).update(heard_at=now)
    for pk in pks:
        enqueue(pk)
    return len(pks)

"""How long somebody was at each question of an attempt, from when answers were given.

A server sees answers, and not eyes that read. So the time from one answer to the
next is of the question the later one is about; who comes back to a question adds that
time to it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

# Nobody was at it all the while: the time of that question is not known.
PAUSE = timedelta(minutes=30)


def seconds_of(
    started_at: datetime, answers: Iterable, counting: dict[int, int]
) -> dict[int, int]:
    """{item: whole seconds until its answer that counts}. `answers` have `pk`,
    `item_id` and `given_at`, without the time that a device held them; `counting` is
    {item: pk of the answer that counts}. Items with a pause in between are left out."""
    before = started_at
    spent: dict[int, timedelta] = {}
    paused: set[int] = set()
    awaited = dict(counting)
    for answer in sorted(answers, key=lambda one: (one.given_at, one.pk)):
        item, given = answer.item_id, max(before, answer.given_at)
        gap, before = given - before, given
        if item not in awaited:
            # Taken back, or overtaken by one that was sent before it.
            continue
        spent[item] = spent.get(item, timedelta()) + gap
        if gap > PAUSE:
            paused.add(item)
        if awaited[item] == answer.pk:
            del awaited[item]
    return {
        item: int(time.total_seconds())
        for item, time in spent.items()
        if item not in paused
    }

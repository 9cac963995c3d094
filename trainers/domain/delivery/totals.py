"""What a group comes to, folded from the meetings that stand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from trainers.models import DeliveredGroup, GroupMeeting
from trainers.models.delivery import SLACK


@dataclass(frozen=True)
class Totals:
    """`heads` are those of all meetings together and `most_heads` those of the fullest;
    `smiles` are good, so-so and bad, None where it was never asked, and `most_answers`
    how many of them were given at one meeting at most. `adaptations` says how often each
    was made, the most frequent first. Days are None without meetings."""

    meetings: int
    first_day: date | None
    last_day: date | None
    minutes: int
    heads: int
    most_heads: int
    smiles: tuple[int, int, int] | None
    most_answers: int
    adaptations: tuple[tuple[str, int], ...]


def totals_of(meetings: Iterable[GroupMeeting]) -> Totals:
    rows = list(meetings)
    days = [one.on_day for one in rows]
    asked = [one.smiles for one in rows if one.smiles is not None]
    adapted = Counter(one for row in rows for one in row.adaptations)
    return Totals(
        meetings=len(rows),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        minutes=sum(one.minutes for one in rows),
        heads=sum(one.head_count for one in rows),
        most_heads=max((one.head_count for one in rows), default=0),
        smiles=tuple(sum(one) for one in zip(*asked, strict=True)) if asked else None,
        most_answers=max(map(sum, asked), default=0),
        adaptations=tuple(
            sorted(adapted.items(), key=lambda one: (-one[1], str(one[0])))
        ),
    )


def least_meetings(planned: int) -> int:
    """With so many of as many as were planned a group is whole enough to be finished*."""
    return max(1, planned - SLACK)


def not_written_down(planned: int, meetings: Iterable[GroupMeeting]) -> list[int]:
    """The numbers of planned meetings of which nothing is known."""
    there = {one.number for one in meetings}
    return [number for number in range(1, planned + 1) if number not in there]


def ages_of(group: DeliveredGroup) -> str:
    """The ages of a group, in words."""
    if group.age_from is None:
        return _("Adults")
    if group.age_from == group.age_to:
        return _("%(age)s years") % {"age": group.age_from}
    words = {"from": group.age_from, "to": group.age_to}
    return _("%(from)s to %(to)s years") % words

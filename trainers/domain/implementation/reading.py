"""Everybody who was trained in a programme, for its owner: what they planned, what they
have done, what they say, and whom to call."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lms.small_numbers import FEWEST
from trainers.domain.implementation.doing import Done, done_for
from trainers.domain.implementation.following import (
    Followed,
    FollowUpDue,
    follow_ups_of,
    followed_for,
    next_of,
)
from trainers.enums import State
from trainers.models import (
    Accreditation,
    FollowUp,
    ImplementationPlan,
    TrainerProgramme,
)
from trainers.plan_enums import Help, Hindrance

# Led nothing yet; an answer is waited for; help is asked.
SHOWS = ("nothing", "waits", "help")
ORDERS = ("name", "trained", "first", "led", "next")


@dataclass(frozen=True)
class Trained:
    """Somebody who was trained, on a day. `plan` is the last version, None without one;
    `next` is what is asked of them now or next, None where nothing is."""

    accreditation: Accreditation
    trained_on: date
    plan: ImplementationPlan | None
    done: Done
    follow_ups: list[FollowUpDue]
    last: FollowUp | None
    next: FollowUpDue | None
    is_asked: bool

    @property
    def name(self) -> str:
        return str(self.accreditation.person)

    @property
    def help_wanted(self) -> list[Help]:
        """What they said last would help; nothing is not among it."""
        given = self.last.help_wanted if self.last else []
        return [Help(one) for one in given if one != Help.NOTHING]

    def is_among(self, show: str) -> bool:
        """Whether they are shown by a word of SHOWS, or by ""."""
        return {
            "": True,
            "nothing": not self.done.total,
            "waits": bool(self.next and self.next.waits),
            "help": bool(self.help_wanted),
        }[show]


@dataclass(frozen=True)
class Summary:
    """Of everybody trained: how many led nothing yet; how often it was asked how it goes
    and how often it was said (E1: the number and the rate); and by how many of `saying`
    each hindrance was named in what they said last, most first: None where so few said
    something that they could be told apart."""

    trained: int
    nothing_led: int
    asked: int
    answered: int
    saying: int
    hindrances: list[tuple[Hindrance, int]] | None


def trained_in(programme: TrainerProgramme, day: date) -> list[Trained]:
    """By name, without who withdrew; as many queries for many as for one."""
    accreditations = list(
        Accreditation.objects.filter(programme=programme, trained_on__isnull=False)
        .exclude(state=State.WITHDRAWN)
        .select_related("person", "employer")
        .order_by("person__printed_name", "pk")
    )
    for one in accreditations:
        one.programme = programme
    plans = {
        one.accreditation_id: one
        for one in ImplementationPlan.objects.filter(
            accreditation__in=[one.pk for one in accreditations]
        ).order_by("version")
    }
    followed = followed_for(accreditations, day)
    done = done_for(accreditations, day)
    return [
        _trained(one, plans.get(one.pk), done[one.pk], followed[one.pk], day)
        for one in accreditations
    ]


def _trained(
    one: Accreditation,
    plan: ImplementationPlan | None,
    done: Done,
    followed: Followed,
    day: date,
) -> Trained:
    due = follow_ups_of(followed, day)
    return Trained(
        one,
        followed.trained_on,
        plan,
        done,
        due,
        followed.last,
        next_of(due, day) if followed.is_asked else None,
        followed.is_asked,
    )


def summary_of(rows: Sequence[Trained], day: date) -> Summary:
    """What rows of `trained_in` come to."""
    asked = [
        due
        for one in rows
        for due in one.follow_ups
        if due.answer or (one.is_asked and due.due_on <= day)
    ]
    last = [one.last for one in rows if one.last]
    named = Counter(
        Hindrance(word)
        for one in last
        for word in one.hindrances
        if word != Hindrance.NOTHING
    )
    return Summary(
        len(rows),
        sum(not one.done.total for one in rows),
        len(asked),
        sum(due.answer is not None for due in asked),
        len(last),
        named.most_common() if len(last) >= FEWEST else None,
    )


def in_order(rows: Sequence[Trained], order: str) -> list[Trained]:
    """Rows, which come by name, in one of ORDERS, or with "-" before it the other way
    round. What has no day stands last, whichever way."""
    is_turned = order.startswith("-")
    values = {
        "name": lambda one: one.name.casefold(),
        "trained": lambda one: one.trained_on,
        "first": lambda one: one.plan and one.plan.first_on,
        "led": lambda one: one.done.total,
        "next": lambda one: one.next and one.next.due_on,
    }
    value = values[order.removeprefix("-")]
    known = [one for one in rows if value(one) is not None]
    known.sort(key=value, reverse=is_turned)
    return known + [one for one in rows if value(one) is None]


def called(rows: Sequence[Trained], search: str) -> list[Trained]:
    """Those in whose name `search` stands, in capitals or not; "" is in all."""
    wanted = search.casefold()
    return [one for one in rows if wanted in one.name.casefold()]

"""What a recommended plan is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainers.domain.requests.catalogue import Offer


class Reason(StrEnum):
    """Why a step is in a plan; said in trainers.domain.requests.words."""

    SUPERIORS_FIRST = "superiors-first"
    NOTHING_YET = "nothing-yet"
    CANDIDATES_NEED_BASE = "candidates-need-base"
    LONG_AGO = "long-ago"
    PRACTISE_TOGETHER = "practise-together"
    CELL_NEEDS_WORKSHOP = "cell-needs-workshop"
    OWN_FRONTLINE = "own-frontline"
    OWN_BOUNCE = "own-bounce"
    NO_BOUNCE_TRAINER = "no-bounce-trainer"
    BESIDE_A_LEAD = "beside-a-lead"
    KNOW_THE_SERIES = "know-the-series"
    YOUNG_GROUPS = "young-groups"
    PARENT_GROUPS = "parent-groups"
    COME_BACK = "come-back"
    PEERS = "peers"
    KEEP_VALID = "keep-valid"


class Caution(StrEnum):
    """What to look out for; said in trainers.domain.requests.words."""

    NO_TRAINER = "no-trainer"
    TOO_MANY_HOURS = "too-many-hours"
    TOO_MANY_TRAINER_HOURS = "too-many-trainer-hours"
    NO_HOURS_FOR_WORKSHOP = "no-hours-for-workshop"
    GROUP_TOO_SMALL = "group-too-small"
    NO_PLACE = "no-place"
    NOT_ONLINE = "not-online"
    AFTER_THE_PERIOD = "after-the-period"
    OUTSIDE_REGIME = "outside-regime"


@dataclass(frozen=True)
class Wait:
    """How many months after the step before: at least, and at most (None: no limit)."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Part:
    """A step in one language. `sizes` are of its groups; None for one whose people are
    not counted. `people` is None there too. `available`: how many trainers may lead in
    the period; None where nobody has to be accredited."""

    language: str
    people: int | None
    sizes: tuple[int | None, ...] = ()
    available: int | None = None


@dataclass(frozen=True)
class Step:
    """`after` is the code of the step before it, "" for none, and `earliest` the first
    day it can be. `sectors` are those of its people; () for people who are no staff."""

    offer: Offer
    reason: Reason
    sectors: tuple[str, ...]
    parts: tuple[Part, ...]
    after: str
    wait: Wait
    earliest: date

    @property
    def people(self) -> int | None:
        numbers = [one.people for one in self.parts]
        return None if None in numbers else sum(numbers)

    @property
    def groups(self) -> int:
        return sum(len(one.sizes) for one in self.parts)

    @property
    def trainers(self) -> int:
        """How many trainers stand before groups at once, one group after another in each
        language."""
        return self.offer.facilitators * sum(bool(one.sizes) for one in self.parts)


@dataclass(frozen=True)
class Warned:
    """`step` is the code it is about, "" for the whole plan; `number` what the sentence
    names."""

    caution: Caution
    step: str = ""
    language: str = ""
    number: int = 0


@dataclass(frozen=True)
class Plan:
    """`minutes` of the one of the staff who has most, `trainer_minutes` of somebody who
    becomes a trainer."""

    steps: tuple[Step, ...]
    warnings: tuple[Warned, ...]
    minutes: int
    trainer_minutes: int

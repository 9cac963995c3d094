"""What is asked of trainers 1, 3 and 6 months after the training*, and what they say.

Most people who were trained as trainers never led a group (W6): one minute at the right
time, and help where it is asked, are against that."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.domain.words import own_words
from lms import audit
from lms.errors import DomainError
from lms.months import months_after
from organisations.models import User
from trainers.domain.implementation.planning import in_order
from trainers.enums import HOLDING_STATES
from trainers.models import Accreditation, FollowUp, Suspension
from trainers.models.plans import NOTE_MOST
from trainers.plan_enums import Help, Hindrance, Progress

# From so long before its day on it can be answered: whoever is at it need not come back.
OPENS_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Followed:
    """What follows from the training of somebody: the day it ended, after how many months
    it is asked how it goes, and {months: what they said last}. Without a day there is
    nothing to ask yet. `is_asked` is false for who lapsed, withdrew or is suspended."""

    trained_on: date | None
    months: tuple[int, ...]
    is_asked: bool
    answers: dict[int, FollowUp] = field(default_factory=dict)

    @property
    def last(self) -> FollowUp | None:
        """What they said last; None: nothing yet."""
        return max(self.answers.values(), key=lambda one: one.pk, default=None)


@dataclass(frozen=True)
class FollowUpDue:
    """One time of asking. `due_on` is its day; `is_open`: it can be answered today.
    `answer` is what was said last, None: nothing."""

    months: int
    due_on: date
    answer: FollowUp | None
    is_open: bool

    @property
    def waits(self) -> bool:
        """Whether it can be answered today and was not yet."""
        return self.is_open and self.answer is None


@dataclass(frozen=True)
class Said:
    """What somebody says of how it goes: words of Hindrance and Help; none: not said."""

    progress: Progress
    hindrances: tuple[str, ...] = ()
    help_wanted: tuple[str, ...] = ()
    note: str = ""
    confirmation: str = ""


def followed_for(
    accreditations: Sequence[Accreditation], day: date
) -> dict[int, Followed]:
    """{id of an accreditation: what follows from its training}, in as many queries for
    many as for one."""
    keys = [one.pk for one in accreditations]
    kept_away = set(
        Suspension.objects.in_force_on(day)
        .filter(accreditation__in=keys)
        .values_list("accreditation", flat=True)
    )
    answers = defaultdict(dict)
    for one in FollowUp.objects.filter(accreditation__in=keys).order_by("pk"):
        answers[one.accreditation_id][one.months] = one
    return {
        one.pk: Followed(
            one.trained_on,
            tuple(one.programme.follow_up_months),
            one.state in HOLDING_STATES and one.pk not in kept_away,
            answers[one.pk],
        )
        for one in accreditations
    }


def follow_ups_of(followed: Followed, day: date) -> list[FollowUpDue]:
    """The times of asking on a day, the first one first: those of the programme, and any
    other that was answered before the programme changed.

    One is open from a week before its day until the next one opens: nobody is asked two
    things at once, and whoever was silent says how it goes now.
    """
    if followed.trained_on is None:
        return []
    opened = [
        months
        for months in followed.months
        if months_after(followed.trained_on, months) - OPENS_BEFORE <= day
    ]
    running = max(opened, default=None) if followed.is_asked else None
    return [
        FollowUpDue(
            months,
            months_after(followed.trained_on, months),
            followed.answers.get(months),
            months == running,
        )
        for months in sorted({*followed.months, *followed.answers})
    ]


def next_of(follow_ups: Iterable[FollowUpDue], day: date) -> FollowUpDue | None:
    """The one that waits today, else the next one to come; None: nothing is left. For who
    is not asked the caller leaves it out."""
    held = list(follow_ups)
    for one in held:
        if one.waits or (one.answer is None and one.due_on - OPENS_BEFORE > day):
            return one
    return None


@transaction.atomic
def answer_follow_up(
    accreditation: Accreditation,
    months: int,
    said: Said,
    *,
    key: uuid.UUID | None = None,
    actor: User,
    now: datetime,
) -> FollowUp:
    """Say how it goes; as long as it is open it may be said otherwise, and the last
    counts. The same `key` twice is said once.

    Raises DomainError: "not_allowed" for somebody else's, "not_open" where this is not
    asked today; "progress", "hindrances" and "help" for words that are not on the list,
    "nothing_hinders" and "nothing_helps" for "nothing" beside something; "long" and
    "people" for the note.
    """
    day = timezone.localdate(now)
    held = (
        Accreditation.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=accreditation.pk)
    )
    if held.person_id != actor.pk:
        raise DomainError(_("Only the trainer answers this."), code="not_allowed")
    if key and (known := held.follow_ups.filter(uuid=key).first()):
        return known
    due = follow_ups_of(followed_for([held], day)[held.pk], day)
    if not any(one.is_open and one.months == months for one in due):
        raise DomainError(
            _("This is not asked today. Nothing was kept."), code="not_open"
        )
    _refuse_words(said)
    note = own_words(said.note, most=NOTE_MOST, confirmation=said.confirmation)
    if key is None or FollowUp.objects.filter(uuid=key).exists():
        key = uuid.uuid4()
    made = FollowUp.objects.create(
        uuid=key,
        accreditation=held,
        months=months,
        answered_at=now,
        progress=said.progress,
        hindrances=in_order(Hindrance, said.hindrances),
        help_wanted=in_order(Help, said.help_wanted),
        note=note,
    )
    audit.record(
        "trainers.follow_up_answered",
        actor=actor,
        subject=held,
        organisation=held.programme.owner_id,
        data={"follow_up": str(made.uuid), "months": months},
        now=now,
    )
    return made


def _refuse_words(said: Said) -> None:
    if said.progress not in Progress.values:
        raise DomainError(_("Choose from the list how it goes."), code="progress")
    if not set(said.hindrances) <= set(Hindrance.values):
        raise DomainError(
            _("Choose from the list what stands in the way."), code="hindrances"
        )
    if not set(said.help_wanted) <= set(Help.values):
        raise DomainError(_("Choose from the list what would help."), code="help")
    for given, nothing, code in (
        (said.hindrances, Hindrance.NOTHING, "nothing_hinders"),
        (said.help_wanted, Help.NOTHING, "nothing_helps"),
    ):
        if nothing in given and len(set(given)) > 1:
            raise DomainError(
                _("Choose “%(nothing)s”, or something else: not both.")
                % {"nothing": nothing.label},
                code=code,
            )

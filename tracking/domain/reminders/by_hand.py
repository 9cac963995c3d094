"""Reminding people at the press of a button: those of a list, once a week for a course.

What is pressed is written down at once and waits to be sent
(tracking.domain.reminders.waiting). Meanwhile nobody can be reminded of it by hand again.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from certificates.models import day_of
from courses.models import Course
from lms import audit
from lms.chunks import chunks
from lms.errors import DomainError
from lms.mail import NO_NAME, Sample, sample_of
from organisations.models import Organisation, User
from tracking.domain import coverage
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.deciding import deadline_of
from tracking.domain.reminders.plans import Plans
from tracking.domain.reminders.reading import EVER, REMINDED_SQL, Asked, asked_among
from tracking.domain.reminders.writing import Told, Words, digest
from tracking.enums import ReminderKind
from tracking.models import Obligation, Reminder
from tracking.tasks import send_by_hand

# So many are looked at while somebody waits for the page.
MOST_PEOPLE = 3000
AGAIN_AFTER = timedelta(days=7)
CHUNK = 200


@dataclass(frozen=True)
class Listed:
    """A person who could be reminded of a course. `told_on` is the day on which they
    were by hand within a week, or since when that `waits` for mail to go out; `user` is
    None without an address that works."""

    asked: Asked
    name: str
    user: User | None
    told_on: date | None
    waits: bool = False

    @property
    def is_open(self) -> bool:
        return self.user is not None and self.told_on is None


@dataclass(frozen=True)
class Preview:
    """What pressing the button would do: mails by language, how many were reminded
    within a week, how many wait to be, how many cannot be written to, from when they go
    out, and the mail as it reads in one of the languages."""

    languages: dict[str, int]
    recent: int
    waiting: int
    unreachable: int
    goes_out: datetime | None
    sample: Sample | None

    @property
    def mails(self) -> int:
        return sum(self.languages.values())


def to_remind(
    organisation: Organisation,
    course: Course,
    narrowing: coverage.Narrowing,
    *,
    now: datetime,
) -> list[Listed]:
    """Those of a coverage list of today who have something left to do, by name. Raises
    DomainError `too_many` where there are more than MOST_PEOPLE."""
    day = day_of(now)
    found = list(_obligations(organisation, course, narrowing, day))
    if len(found) > MOST_PEOPLE:
        raise DomainError(
            _(
                "%(people)s people have something left to do. At most %(most)s can be "
                "reminded at once: choose a department, a sector or a standing."
            )
            % {"people": len(found), "most": MOST_PEOPLE},
            code="too_many",
        )
    plans = Plans()
    listed = []
    for batch in chunks(found, CHUNK):
        rows = Obligation.objects.filter(pk__in=batch)
        here = dict.fromkeys(batch, organisation.path)
        asked = [
            one
            for one in asked_among(rows, plans, day, ahead=EVER, inside=here)
            # Where it is asked for another place, the employer there reminds them.
            if one.place.path.startswith(organisation.path)
        ]
        people = {one.user_id for one in asked}
        names = {one.pk: str(one) for one in User.objects.filter(pk__in=people)}
        users, recent = reachable(people), _told_by_hand(people, course, day)
        for one in asked:
            if not one.is_open:
                continue
            pk = one.user_id
            told = recent.get(pk, (None, False))
            listed.append(Listed(one, names[pk], users.get(pk), *told))
    return sorted(listed, key=lambda one: (one.name.casefold(), one.asked.user_id))


def preview_of(listed: Collection[Listed], *, actor: User, now: datetime) -> Preview:
    """What reminding these comes to. Nothing is written."""
    going = [one for one in listed if one.is_open]
    return Preview(
        languages=dict(sorted(Counter(one.user.language for one in going).items())),
        recent=sum(one.told_on is not None and not one.waits for one in listed),
        waiting=sum(one.waits for one in listed),
        unreachable=sum(one.user is None for one in listed),
        goes_out=min((one.asked.plan.wakes_at(now) for one in going), default=None),
        sample=_sample(going[0], actor, day_of(now)) if going else None,
    )


@transaction.atomic
def remind_now(
    organisation: Organisation,
    course: Course,
    narrowing: coverage.Narrowing,
    *,
    chosen: Collection[int] | None,
    actor: User,
    now: datetime,
) -> int:
    """Have people of a list reminded of a course: those whose obligations are `chosen`,
    or all (None); returns how many. Who was within a week, or waits to be, is not again.
    Raises DomainError `nobody` when there is nobody to write to, and what `to_remind`
    raises."""
    listed = to_remind(organisation, course, narrowing, now=now)
    people = sorted(one.asked.user_id for one in listed)
    # Whoever presses at the same moment, here or above, waits and finds them reminded.
    list(
        User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    )
    listed = [
        one
        for one in to_remind(organisation, course, narrowing, now=now)
        if one.is_open and (chosen is None or one.asked.obligation_id in chosen)
    ]
    if not listed:
        raise DomainError(
            _(
                "Nobody was reminded: choose somebody who has an address that works, was "
                "not reminded in the last seven days, and has no reminder that waits to "
                "go out."
            ),
            code="nobody",
        )
    day = day_of(now)
    Reminder.objects.bulk_create(_row(one, day, actor) for one in listed)
    audit.record(
        "tracking.reminded_by_hand",
        actor=actor,
        subject=organisation,
        organisation=organisation,
        now=now,
        data={"course": course.code, "people": len(listed)},
    )
    send_by_hand.enqueue()
    return len(listed)


def _obligations(organisation, course, narrowing, day) -> Iterator[int]:
    people = coverage.people_of(organisation, course, day, narrowing)
    standing = narrowing.standing
    # Whose certificate is on its way is left out when they are looked at.
    rows = people.select(
        f" SELECT id FROM listed WHERE standing IN ({REMINDED_SQL})"  # noqa: S608 # nosec B608 - words of ours
        f"{' AND standing = %s' if standing else ''} ORDER BY user_id",
        *([standing] if standing else []),
    )
    return (row["id"] for row in rows)


def _told_by_hand(people, course: Course, day: date) -> dict[int, tuple[date, bool]]:
    """{person: (the day, whether it waits)}, of a week and of whatever waits."""
    told = Reminder.objects.filter(
        Q(day__gt=day - AGAIN_AFTER) | Q(sent_at=None),
        user__in=people,
        kind=ReminderKind.BY_HAND,
        obligation__requirement__course=course,
    ).order_by("day")
    return {
        user: (when, sent_at is None)
        for user, when, sent_at in told.values_list("user", "day", "sent_at")
    }


def _row(one: Listed, day: date, actor: User) -> Reminder:
    _kind, deadline = deadline_of(one.asked.towards, day)
    return Reminder(
        obligation_id=one.asked.obligation_id,
        user_id=one.asked.user_id,
        place_id=one.asked.place.organisation_id,
        kind=ReminderKind.BY_HAND,
        step=f"{ReminderKind.BY_HAND.value}-{day}",
        deadline=deadline,
        day=day,
        by=actor,
    )


def _sample(one: Listed, actor: User, day: date) -> Sample:
    words = Words()
    words.read([one.asked])
    told = [Told(one.asked, *deadline_of(one.asked.towards, day))]
    return sample_of(
        digest(one.user, told, words, key=None, name=NO_NAME, by=str(actor))
    )

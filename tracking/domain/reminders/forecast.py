"""What is to be sent today and in the days that follow, if nobody does anything until
then; and what such a mail says. Nothing is written."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from certificates.enums import EXPIRING_DAYS
from certificates.models import day_of
from lms.chunks import chunks
from lms.errors import DomainError
from lms.mail import NO_NAME, Sample, sample_of, send_after_commit
from organisations.domain.contacts.hours import BRUSSELS
from organisations.models import Organisation, User
from tracking.domain.queries import requirements_over
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.deciding import Cause, deadline_of
from tracking.domain.reminders.plans import Plan, Plans
from tracking.domain.reminders.reading import (
    EVER,
    Asked,
    asked_among,
    reached_today,
)
from tracking.domain.reminders.writing import Told, Words, digest
from tracking.domain.scope import asked_within
from tracking.domain.standing import standing_from
from tracking.enums import ReminderKind
from tracking.models import Obligation

DAYS = 7
# So many are looked at while somebody waits for the page.
MOST_PEOPLE = 3000
CHUNK = 500


@dataclass(frozen=True)
class Forecast:
    """Mails by day, one for a person and day; people by step, (kind, its days); mails by
    language. `people` get at least one, `unreachable` would if they had an address that
    works, `escalated` are told of to somebody."""

    days: dict[date, int]
    steps: dict[tuple[ReminderKind, int], int]
    languages: dict[str, int]
    people: int
    unreachable: int
    escalated: int
    samples: list[Sample]

    @property
    def today(self) -> int:
        return next(iter(self.days.values()))

    @property
    def total(self) -> int:
        return sum(self.days.values())


def forecast(organisation: Organisation, *, now: datetime) -> Forecast:
    """What people of an organisation are to be sent in seven days, today included.

    Raises DomainError `too_many` where something is asked of more than MOST_PEOPLE.
    """
    day = day_of(now)
    people = len(_people(organisation, day))
    if people > MOST_PEOPLE:
        raise DomainError(
            _(
                "Something is asked of %(people)s people here. What comes is shown for "
                "at most %(most)s at once: look at it part by part."
            )
            % {"people": people, "most": MOST_PEOPLE},
            code="too_many",
        )
    days = {day + timedelta(days=ahead): 0 for ahead in range(DAYS)}
    steps: Counter = Counter()
    languages: Counter = Counter()
    samples: dict[str, Sample] = {}
    people = unreachable = escalated = 0
    words = Words()
    for theirs in _people_with_asked(organisation, day, ahead=DAYS):
        users = reachable(theirs)
        written = reached_today(theirs, day)
        words.read(one for asked in theirs.values() for one in asked)
        for pk, asked in theirs.items():
            escalated += any(_escalations(asked, days, now))
            mails = dict(mails_of(asked, days, now, is_written=pk in written))
            if not mails:
                continue
            user = users.get(pk)
            if user is None:
                unreachable += 1
                continue
            people += 1
            for when, causes in mails.items():
                days[when] += 1
                languages[user.language] += 1
                steps.update({(one.kind, one.days) for _asked, one in causes})
            if user.language not in samples:
                samples[user.language] = _sample(
                    user, next(iter(mails.values())), words
                )
    return Forecast(
        days=days,
        steps=dict(sorted(steps.items())),
        languages=dict(sorted(languages.items())),
        people=people,
        unreachable=unreachable,
        escalated=escalated,
        samples=[samples[one] for one in sorted(samples)],
    )


def send_test(organisation: Organisation, *, actor: User, now: datetime) -> None:
    """Send the mail that somebody of an organisation would get to who asks for it, with
    what is asked and not yet met there. Raises DomainError `nothing` or `no_address`."""
    if not reachable([actor.pk]):
        raise DomainError(
            _("You have no address that works. Change it in your account."),
            code="no_address",
        )
    found = (
        [one for one in asked if one.is_open]
        for some in _people_with_asked(organisation, day_of(now), ahead=EVER)
        for asked in some.values()
    )
    asked = next((one for one in found if one), None)
    if asked is None:
        raise DomainError(
            _("Nobody here has anything left to do, so there is no mail to show."),
            code="nothing",
        )
    words = Words()
    words.read(asked)
    told = [Told(one, *deadline_of(one.towards, day_of(now))) for one in asked]
    send_after_commit(digest(actor, told, words, key=None, is_test=True), now=now)


def _people_with_asked(
    organisation: Organisation, day: date, *, ahead: int
) -> Iterator[dict[int, list[Asked]]]:
    """Some people of an organisation at a time, with what they are asked there."""
    plans = Plans()
    people = _people(organisation, day)
    for some in chunks(people, CHUNK):
        found: dict[int, list[Asked]] = defaultdict(list)
        theirs = Obligation.objects.filter(user__in=some)
        for one in asked_among(theirs, plans, day, ahead=ahead):
            if one.place.path.startswith(organisation.path):
                found[one.user_id].append(one)
        if found:
            yield found


def _people(organisation: Organisation, day: date) -> list[int]:
    """Those of whom something is asked for their place there, by number."""
    asked = Obligation.objects.on(day).filter(
        asked_within(organisation, day),
        requirement__in=requirements_over(organisation).values("pk"),
    )
    return list(asked.order_by("user").values_list("user", flat=True).distinct())


def mails_of(
    asked: list[Asked], days, now: datetime, *, is_written: bool
) -> Iterator[tuple[date, list[tuple[Asked, Cause]]]]:
    """(day, what is said on it) of one person, day by day, if nothing but time passes."""
    known = {one.obligation_id: one for one in asked}
    today = day_of(now)
    for day in days:
        if day == today and is_written:
            continue
        due = [
            (one, cause)
            for one in known.values()
            if _can_send(one.plan, day, now)
            and (cause := _on(one, day).cause(day)) is not None
        ]
        if due:
            yield day, due
        for one, _cause in due:
            known[one.obligation_id] = replace(one, last_told=day)


def _escalations(asked: list[Asked], days, now: datetime) -> Iterator[bool]:
    for day in days:
        for one in asked:
            if _can_send(one.plan, day, now):
                yield _on(one, day).escalation(day) is not None


def _can_send(plan: Plan, day: date, now: datetime) -> bool:
    """Whether there is still an hour of a day, today or later, at which mail goes out."""
    over = day == day_of(now) and now.astimezone(BRUSSELS).time() >= plan.mails_until
    return plan.sends_on(day) and not over


def _on(asked: Asked, day: date) -> Asked:
    """The same on a later day, if nothing but time has passed."""
    now = asked.towards
    starts_on, due_on, until = now.starts_on, now.due_on, now.until
    if until is not None and until > due_on:
        # As tracking.domain.obligations begins the next cycle.
        starts_on, due_on = until - timedelta(days=EXPIRING_DAYS), until
    exempt_until = asked.exempt.until(day)
    standing = standing_from(
        day,
        due_on=due_on,
        certified_until=until,
        exempt_until=exempt_until,
        grace_days=now.grace_days,
        is_done=False,
        has_begun=False,
    )
    towards = replace(
        now,
        standing=standing,
        starts_on=starts_on,
        due_on=due_on,
        until=until,
        exempt_until=exempt_until,
        exempt_before=asked.exempt.before(day),
    )
    return replace(asked, towards=towards)


def _sample(user: User, due: list[tuple[Asked, Cause]], words: Words) -> Sample:
    told = [Told(one, cause.kind, cause.deadline) for one, cause in due]
    # Whoever looks at the sample is not told whose it is.
    return sample_of(digest(user, told, words, key=None, name=NO_NAME))

"""Who has long been overdue is told to their line manager, or where none is named to
those who look after training where they work: names, courses, standing and dates, and
nothing that stands behind them (ETHICS P5)."""

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from lms.mail import Mail, send_after_commit
from lms.models import OutgoingMail
from organisations.domain.line_managers import line_managers
from organisations.enums import COORDINATING_ROLES, Level
from organisations.models import Membership, Organisation, User
from tracking.domain.reminders.addresses import reachable
from tracking.domain.reminders.writing import Words
from tracking.enums import ReminderKind
from tracking.models import Reminder

logger = logging.getLogger(__name__)

KEY = "tracking.escalation:"
# So many names of one place stand in a mail; the page has them all.
MOST_NAMES = 50


class Hearers:
    """Whom to tell of a person: who leads their work, else the coordinators and deputies
    of a department, else of what it is part of, up to the employer; not those of a body
    above it."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._known: dict[str, tuple[int, list[User]]] = {}
        self._leading: dict[tuple[int, int], User] = {}

    def know(self, people: Collection[int]) -> None:
        """Read who leads the work of some people, instead of those known before."""
        leading = line_managers(people, self._day)
        reached = reachable({one.pk for one in leading.values()})
        self._leading = {
            key: reached[one.pk] for key, one in leading.items() if one.pk in reached
        }

    def leading(self, person: int, path: str) -> User | None:
        """Who leads the work of somebody known, at the employer of a place; None where
        nobody is named whom mail reaches."""
        employer, _people = self._at(path)
        return self._leading.get((person, employer))

    def of(self, person: int, path: str) -> list[User]:
        """Whom to tell of somebody known who is overdue at a place; empty where nobody
        can be told."""
        leading = self.leading(person, path)
        return [leading] if leading else self._at(path)[1]

    def _at(self, path: str) -> tuple[int, list[User]]:
        if path not in self._known:
            self._known[path] = self._nearest(path)
        return self._known[path]

    def _nearest(self, path: str) -> tuple[int, list[User]]:
        """The id of the employer of a place, and who coordinates nearest to it."""
        chain = [int(pk) for pk in reversed(path.strip("/").split("/"))]
        levels = dict(
            Organisation.objects.filter(pk__in=chain).values_list("pk", "level")
        )
        employer = next(
            (pk for pk in chain if levels[pk] != Level.DEPARTMENT), chain[-1]
        )
        within = chain[: chain.index(employer) + 1]
        held = Membership.objects.on(self._day).filter(
            organisation__in=within, role__in=COORDINATING_ROLES
        )
        people = defaultdict(set)
        for organisation, user in held.values_list("organisation", "user"):
            people[organisation].add(user)
        users = reachable({pk for those in people.values() for pk in those})
        found = (sorted(people[pk] & users.keys()) for pk in within)
        return employer, [users[one] for one in next(filter(None, found), [])]


class Touch:
    """What is known of how people were told: `reminded_on` is the last day on which a
    mail about an obligation went out and did not come back, and who is not in `reached`
    has no address that works."""

    def __init__(self, rows: Collection[Reminder]) -> None:
        asked = {one.obligation_id for one in rows}
        arrived = Reminder.objects.filter(
            ~Q(kind=ReminderKind.ESCALATION),
            obligation__in=asked,
            sent_at__isnull=False,
            mail__bounced_at=None,
        ).order_by("day")
        self.reminded_on = dict(arrived.values_list("obligation", "day"))
        self.reached = reachable({one.user_id for one in rows}).keys()


def tell_of_overdue(day: date, *, now: datetime) -> int:
    """Write what waits to be told: one digest for each reader and day; returns how many
    mails. In the transaction of the caller. One that cannot be written is logged, and
    what nobody was told is told tomorrow."""
    waiting = Reminder.objects.filter(
        kind=ReminderKind.ESCALATION, sent_at=None, day=day
    ).select_related("user", "place", "obligation__requirement__course")
    hearers = Hearers(day)
    hearers.know(waiting.values_list("user", flat=True))
    rows = {
        one: hearers.of(one.user_id, one.place.path) for one in waiting.order_by("pk")
    }
    had_one = _told_on(day)
    # Who had a digest today gets the rest tomorrow.
    rows = {
        row: people
        for row, people in rows.items()
        if people and not any(_key(one, day) in had_one for one in people)
    }
    words, touch = Words(), Touch(rows)
    by_person: dict[User, list[Reminder]] = defaultdict(list)
    for row, people in rows.items():
        for one in people:
            by_person[one].append(row)
    mails = {}
    for user, theirs in by_person.items():
        try:
            with transaction.atomic():
                led = {
                    one.pk
                    for one in theirs
                    if hearers.leading(one.user_id, one.place.path) == user
                }
                letter = _mail(user, theirs, led, words, touch, day)
                mails[user] = send_after_commit(letter, now=now)
        except Exception:
            logger.exception("No digest for person %s", user.pk)
    told = []
    for row, people in rows.items():
        row.mail = next((mails[one] for one in people if one in mails), None)
        if row.mail is not None:
            row.sent_at = now
            told.append(row)
    Reminder.objects.bulk_update(told, ["sent_at", "mail"], batch_size=500)
    return len(mails)


def _told_on(day: date) -> set[str]:
    keys = OutgoingMail.objects.filter(
        idempotency_key__startswith=KEY, idempotency_key__endswith=f":{day}"
    )
    return set(keys.values_list("idempotency_key", flat=True))


def _key(user: User, day: date) -> str:
    return f"{KEY}{user.pk}:{day}"


def _mail(
    user: User,
    rows: list[Reminder],
    led: set[int],
    words: Words,
    touch: Touch,
    day: date,
) -> Mail:
    """`led` are the ids of those rows that are about people whose work `user` leads."""
    groups: dict[tuple[Organisation, bool], list[Reminder]] = defaultdict(list)
    for row in rows:
        groups[row.place, row.pk in led].append(row)
    return Mail(
        template="tracking/mail/escalation",
        to=[user.email],
        language=user.language,
        context={
            "name": user.printed_name,
            "count": len({row.user_id for row in rows}),
            "leads": bool(led),
            "groups": [
                _group(place, theirs, is_led, user, words, touch)
                for (place, is_led), theirs in sorted(
                    groups.items(),
                    key=lambda one: (not one[0][1], one[0][0].name, one[0][0].pk),
                )
            ],
        },
        idempotency_key=_key(user, day),
    )


def _group(
    place: Organisation,
    rows: list[Reminder],
    is_led: bool,
    reader: User,
    words: Words,
    touch: Touch,
) -> dict:
    words.know(one.obligation.requirement.course for one in rows)
    page = reverse("tracking:coverage", args=[place.code])
    shown = sorted(rows, key=lambda one: (str(one.user), one.pk))[:MOST_NAMES]
    return {
        "organisation": place.name,
        "rows": [
            {
                "name": str(one.user),
                "title": words.title(
                    one.obligation.requirement.course_id,
                    reader.language,
                    one.user.sector_id,
                ),
                "due_on": one.deadline,
                "reminded_on": touch.reminded_on.get(one.obligation_id),
                "is_unreachable": one.user_id not in touch.reached,
            }
            for one in shown
        ],
        "more": len(rows) - len(shown),
        "is_led": is_led,
        # Leading somebody's work opens no page about them.
        "link": None if is_led else f"{settings.RELAY_BASE_URL}{page}?standing=overdue",
    }

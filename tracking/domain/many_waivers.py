"""Exempting many people of a list at once, or giving them more time.

The same rules as for one (tracking.domain.waivers), in as many queries for 3,000 as for
one. Who cannot be given it is left out, and counted by why.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import day_of
from courses.models import Course
from lms import audit
from lms.chunks import chunks
from lms.errors import DomainError
from organisations.models import Organisation, User, known_as
from tracking.domain.at_once import rows_at_once
from tracking.domain.coverage import Narrowing
from tracking.domain.facts import as_day
from tracking.domain.standing import MET
from tracking.domain.waivers import Terms, audited, check_days, drafted
from tracking.enums import LeftOut, Standing, WaiverKind
from tracking.models import Obligation, Requirement, Waiver

CHUNK = 500


@dataclass(frozen=True)
class Asked:
    """A person of a list of whom something is asked. `left_out` is why they cannot be
    given it, "" for who can; before anything was asked for it says what holds anyway."""

    obligation_id: int
    user_id: int
    name: str
    standing: Standing
    due_on: date
    requirement_id: int
    left_out: str = ""


@dataclass(frozen=True)
class ManyEffect:
    """What it would do: who is `given` it, how many `people` that are, where they stand
    now, and how many are left out, by why."""

    given: list[Asked]
    people: int
    standings: dict[Standing, int]
    left_out: dict[LeftOut, int]


def asked_of_many(
    organisation: Organisation,
    course: Course,
    narrowing: Narrowing,
    *,
    actor: User,
    now: datetime,
) -> list[Asked]:
    """Everybody of a coverage list of today, by name, who can be given it first; of what
    two bodies ask, both.
    Raises DomainError `too_many` as `rows_at_once` does."""
    rows = rows_at_once(organisation, course, narrowing, now=now)
    asked_by = _requirements([row["id"] for row in rows])
    ours = set(
        Requirement.objects.waivable_by(actor)
        .filter(pk__in=set(asked_by.values()))
        .values_list("pk", flat=True)
    )
    listed = [
        Asked(
            obligation_id=row["id"],
            user_id=row["user_id"],
            name=known_as(row["name"], row["email"]),
            standing=Standing(row["standing"]),
            due_on=as_day(row["due_on"]),
            requirement_id=asked_by[row["id"]],
            left_out=_anyway(row, asked_by[row["id"]] in ours, actor),
        )
        for row in rows
    ]
    return sorted(listed, key=lambda one: bool(one.left_out))


def effect_on_many(
    listed: Collection[Asked],
    terms: Terms,
    *,
    chosen: Collection[int] | None,
    now: datetime,
) -> ManyEffect:
    """What giving it to those whose obligations are `chosen`, or to all (None), would do;
    changes nothing. Raises DomainError `no_day`, `over`, `too_long` or
    `ends_before_start` for days that could be given to nobody."""
    day = day_of(now)
    check_days(terms, day)
    wanted = [one for one in listed if chosen is None or one.obligation_id in chosen]
    taken = _taken(wanted, terms, day)
    given, why = [], Counter()
    for one in wanted:
        reason = one.left_out or _why(one, terms, taken)
        if reason:
            why[LeftOut(reason)] += 1
        else:
            given.append(one)
    return ManyEffect(
        given=given,
        people=len({one.user_id for one in given}),
        standings=dict(Counter(one.standing for one in given)),
        left_out=dict(why),
    )


@transaction.atomic
def waive_many(
    organisation: Organisation,
    course: Course,
    narrowing: Narrowing,
    terms: Terms,
    *,
    chosen: Collection[int] | None,
    expected: int,
    actor: User,
    now: datetime,
) -> int:
    """Give it to all of them, and return to how many people.

    Raises DomainError `changed` where that would not be as many as `expected`, which is
    what was looked at; `nobody`; and what `asked_of_many` and `effect_on_many` raise.
    """
    read = {"actor": actor, "now": now}
    listed = asked_of_many(organisation, course, narrowing, **read)
    # Whoever presses at the same moment waits and finds them exempt already.
    pks = sorted({one.user_id for one in listed})
    list(User.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    listed = asked_of_many(organisation, course, narrowing, **read)
    effect = effect_on_many(listed, terms, chosen=chosen, now=now)
    if not effect.given:
        raise DomainError(_("Nobody can be given this. Choose others."), code="nobody")
    if effect.people != expected:
        raise DomainError(
            _("Something has changed since you looked. Look at it once more."),
            code="changed",
        )
    made = Waiver.objects.bulk_create(
        [
            drafted(one.user_id, one.requirement_id, terms, actor=actor, now=now)
            for one in effect.given
        ],
        batch_size=CHUNK,
    )
    by = dict(
        Requirement.objects.filter(
            pk__in={one.requirement_id for one in made}
        ).values_list("pk", "organisation")
    )
    audit.record_all(
        "tracking.waiver_given",
        actor=actor,
        subjects={one: audited(one) for one in made},
        organisations={one: by[one.requirement_id] for one in made},
        now=now,
    )
    return effect.people


def _requirements(obligations: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for batch in chunks(obligations, CHUNK):
        rows = Obligation.objects.filter(pk__in=batch)
        found |= dict(rows.values_list("pk", "requirement"))
    return found


def _anyway(row: dict, is_ours: bool, actor: User) -> str:
    if row["user_id"] == actor.pk:
        return LeftOut.SELF
    if not is_ours:
        return LeftOut.ABOVE
    return LeftOut.HOLDS if row["standing"] in MET else ""


def _taken(wanted: list[Asked], terms: Terms, day: date) -> set[tuple[int, int]]:
    """(person, requirement) with an exemption in a part of the time."""
    if terms.kind != WaiverKind.EXEMPTION:
        return set()
    found: set[tuple[int, int]] = set()
    for batch in chunks(sorted({one.user_id for one in wanted}), CHUNK):
        rows = Waiver.objects.filter(
            user__in=batch,
            kind=WaiverKind.EXEMPTION,
            withdrawn_at__isnull=True,
            starts_on__lte=terms.last_day,
            last_day__gte=terms.starts_on or day,
        )
        found |= set(rows.values_list("user", "requirement"))
    return found


def _why(one: Asked, terms: Terms, taken: set[tuple[int, int]]) -> str:
    if terms.kind == WaiverKind.EXTENSION:
        return "" if terms.due_on > one.due_on else LeftOut.NOT_LATER
    same = (one.user_id, one.requirement_id) in taken
    return LeftOut.EXEMPT if same else ""

"""One person as whoever looks after an organisation may see them: what is asked, where
they stand, and the exemptions; status and dates only (ETHICS P5)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from courses.models import Enrolment
from organisations.domain.employers import part_of
from organisations.models import Membership, Organisation, User
from tracking.domain.person import Record
from tracking.domain.queries import course_title, requirements_over
from tracking.domain.scope import works_within
from tracking.domain.standing import Position, position_from
from tracking.domain.waived import with_waivers
from tracking.models import Obligation, Requirement, Waiver


@dataclass(frozen=True)
class Asked:
    """What is asked of a person, and where they stand. `may_waive`: whoever looks
    decides who is exempt from it, reads why, and may withdraw; `may_give`: exempts them
    too, as nobody does themselves. `waivers` are all that were ever given, the newest
    first."""

    requirement: Requirement
    title: str
    position: Position
    waivers: list[Waiver]
    may_waive: bool
    may_give: bool


def members_of(organisation: Organisation, day: date):
    """The people with a confirmed place in an organisation, or a part of it, on a day."""
    return User.objects.filter(works_within(organisation, day, person="pk"))


def asked_of_person(
    user: User, organisation: Organisation, *, viewer: User, day: date, language: str
) -> list[Asked]:
    """What is asked of a person of an organisation on a day, what is due first first."""
    asked = requirements_over(organisation).values("pk")
    theirs = Obligation.objects.on(day).filter(user=user, requirement__in=asked)
    obligations = list(
        with_waivers(theirs, day)
        .select_related(
            "requirement__organisation",
            "requirement__sector",
            "requirement__course",
        )
        .order_by("due", "pk")
    )
    waivers = waivers_of(user, [one.requirement_id for one in obligations])
    waivable = set(
        Requirement.objects.waivable_by(viewer)
        .filter(pk__in=[one.requirement_id for one in obligations])
        .values_list("pk", flat=True)
    )
    record = Record(Enrolment.objects.filter(user=user), day)
    return [
        Asked(
            requirement=one.requirement,
            title=course_title(one.requirement.course, language),
            position=position_from(one, record.facts_for(one.requirement), day),
            waivers=waivers[one.requirement_id],
            may_waive=one.requirement_id in waivable,
            may_give=one.requirement_id in waivable and user != viewer,
        )
        for one in obligations
    ]


def found_at(organisation: Organisation, day: date, *, viewer: User):
    """The people whom somebody who looks after an organisation finds there: its people,
    and those who left it and whom something was let off for days to come."""
    to_come = Waiver.objects.visible_to(viewer).to_come(day)
    asked = requirements_over(organisation).values("pk")
    left = to_come.filter(user=OuterRef("pk"), requirement__in=asked)
    places = Membership.objects.filter(part_of(organisation), user=OuterRef("pk"))
    return User.objects.filter(
        Q(pk__in=members_of(organisation, day).values("pk"))
        | Q(Exists(left), Exists(places))
    )


def let_off_elsewhere(
    user: User, organisation: Organisation, *, viewer: User, day: date, language: str
) -> list[tuple[str, Waiver]]:
    """(title, waiver) of what is not asked of a person today, that can still be
    withdrawn by whoever looks: it would hold on their coming back."""
    asked = Obligation.objects.on(day).filter(user=user)
    found = (
        Waiver.objects.visible_to(viewer)
        .to_come(day)
        .filter(user=user, requirement__in=requirements_over(organisation).values("pk"))
        .exclude(requirement__in=asked.values("requirement"))
        .select_related("requirement__course", "given_by", "withdrawn_by")
        .order_by("-recorded_at", "-pk")
    )
    return [(course_title(one.requirement.course, language), one) for one in found]


def waivers_of(user: User, requirements: list[int]) -> dict[int, list[Waiver]]:
    """{requirement: the waivers of a person from it, the newest first}, in one query."""
    found = defaultdict(list)
    rows = (
        Waiver.objects.filter(user=user, requirement__in=requirements)
        .select_related("given_by", "withdrawn_by")
        .order_by("-recorded_at", "-pk")
    )
    for waiver in rows:
        found[waiver.requirement_id].append(waiver)
    return found

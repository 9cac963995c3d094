"""How many different people were trained, by year, territory and sector.

Not how many certificates there are (REQUIREMENTS R3): who holds three was trained once.
Trained is who completed a course here, or had a training elsewhere recognised, which
counts in the year in which it was done (R2); not who was certified in error.

People count where they worked on that day, or where they first came to work after it:
of trainings of long ago nobody knows an earlier place. So a figure of a year stays what
it is, whoever leaves.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import ExtractYear, TruncDate

from certificates.enums import FINAL_KINDS, EventKind
from certificates.models import BRUSSELS, Certificate, CertificateEvent
from courses.models import Completion
from lms.small_numbers import Range
from organisations.models import Membership, Organisation
from tracking.domain.facts import select_from
from tracking.domain.rolled.covering import Rolled, group_of_many, rolled_from
from tracking.domain.rolled.tree import Tree, by_employer

FACTS = ("id", "user_id", "sector", "place", "year", "day", "minutes", "certificates")
# Those of a body and all below it.
HERE = f""",
here AS MATERIALIZED (
    SELECT * FROM facts WHERE place IN (
        SELECT id FROM {Organisation._meta.db_table} WHERE path LIKE %s
    )
)
"""  # noqa: S608 # nosec B608 - words of ours
# Of each place, sector and year: whose first training it was, and whose of that year.
COUNTED = f"""{HERE} SELECT place, sector, year, SUM(first) AS first, SUM(yearly) AS yearly
FROM (
    SELECT place, sector, year,
        CASE WHEN ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY day, id) = 1
            THEN 1 ELSE 0 END AS first,
        CASE WHEN ROW_NUMBER() OVER (PARTITION BY user_id, year ORDER BY day, id) = 1
            THEN 1 ELSE 0 END AS yearly
    FROM here
) AS turns GROUP BY place, sector, year"""  # noqa: S608 # nosec B608 - words of ours


@dataclass(frozen=True)
class Trained:
    """People trained since a year: all of them once, with territories and sectors
    (`whole`), and by year, where who was trained in two years is in both."""

    since: int
    whole: Rolled
    years: dict[int, Range]


def first_year(body: Organisation) -> int | None:
    """The year of the earliest training of anybody of a body; None without any."""
    people = Membership.objects.filter(
        organisation__path__startswith=body.path, is_self_declared=False
    )
    trainings = trainings_between(None, None).filter(
        enrolment__user__in=people.values("user")
    )
    return trainings.order_by("year").values_list("year", flat=True).first()


def trained_since(tree: Tree, year: int, *, today: date) -> Trained:
    """What is told of everybody who was trained from a year on; one query."""
    facts = facts_of(trainings_between(date(year, 1, 1), today))
    first: list[tuple] = []
    years: dict[int, Counter[int]] = defaultdict(Counter)
    like = [f"{tree.top.organisation.path}%"]
    for row in select_from(facts, FACTS, COUNTED, like):
        # In a sector of which everybody was trained elsewhere first there is nobody.
        if row["first"]:
            first.append((row["place"], row["sector"], row["first"], 0))
        years[row["year"]][tree.employer_of[row["place"]]] += row["yearly"]
    return Trained(
        since=year,
        whole=rolled_from(tree.top, by_employer(tree, first)),
        years={
            one: group_of_many(tree.top, years[one]).size_told
            for one in range(year, today.year + 1)
        },
    )


def trainings_between(first: date | None, last: date | None):
    """Completions of courses that count, with their `day` and `year` in Brussels."""
    found = (
        Completion.objects.annotate(
            day=TruncDate("completed_at", tzinfo=BRUSSELS),
            year=ExtractYear("completed_at", tzinfo=BRUSSELS),
        )
        .filter(enrolment__course__is_practice=False)
        .exclude(_in_error())
    )
    if first is not None:
        found = found.filter(day__gte=first)
    return found if last is None else found.filter(day__lte=last)


def facts_of(trainings):
    """Who was trained where and when; see FACTS. `certificates` is 1 where there is
    one: issued anew for a name it is still one."""
    there = (
        Membership.objects.filter(
            Q(ends_on=None)
            | Q(ends_on__gt=ExpressionWrapper(OuterRef("day"), DateField())),
            user=OuterRef("enrolment__user"),
            is_self_declared=False,
        )
        .order_by("starts_on", "pk")
        .values("organisation")
    )
    held = Certificate.objects.filter(completion=OuterRef("pk"))
    return (
        trainings.annotate(
            place=Subquery(there[:1], output_field=IntegerField()),
            has_certificate=Exists(held),
        )
        .order_by()
        .values_list(
            "id",
            F("enrolment__user"),
            F("sector"),
            "place",
            "year",
            "day",
            "minutes",
            "has_certificate",
        )
    )


def _in_error() -> Q:
    """Completions of which the certificate was revoked, and none came in its place."""
    ended = CertificateEvent.objects.filter(
        certificate=OuterRef("pk"), kind__in=FINAL_KINDS
    )
    given = Certificate.objects.filter(completion=OuterRef("pk"))
    revoked = CertificateEvent.objects.filter(
        certificate__completion=OuterRef("pk"), kind=EventKind.REVOKED
    )
    return Q(Exists(revoked)) & ~Q(Exists(given.filter(~Exists(ended))))

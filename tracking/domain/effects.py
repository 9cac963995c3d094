"""What asking a course would do, before it is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Case,
    DateField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, Lower

from certificates.models import Certificate, day_of
from courses.domain.equivalents import counts_for
from courses.domain.languages.rules import assignable_languages, excuse_used
from courses.models import Course, LanguageException
from organisations.models import Organisation, Sector
from tracking.domain.dates import FOREVER, LastDay
from tracking.domain.evidence import GOOD
from tracking.domain.queries import requirements_reaching
from tracking.domain.reminders.expected import Expected, expected
from tracking.domain.requirements import check_accepted, check_requirement, drafted
from tracking.domain.scope import people_in_scope
from tracking.models import Requirement


@dataclass(frozen=True)
class Effect:
    """What asking a course would do: whom it concerns today, how many of them hold what
    is enough, until when the others have time, and which mails would go about it.

    `stricter` are other requirements of the body or of those above it that may concern
    the same people and ask it again sooner: these decide.

    `languages` are those of the body's law in which its people can take it; `exception`
    is what lets it be asked without another one.
    """

    people: int
    certified: int
    due_on: date
    languages: list[str]
    exception: LanguageException | None
    stricter: list[Requirement]
    mails: Expected


def effect_of(
    organisation: Organisation,
    sector: Sector,
    course: Course,
    *,
    now: datetime,
    accepted: Collection[Course] = (),
    accepted_months: int | None = None,
    **terms,
) -> Effect:
    """What `require_course` would do; raises what it raises, and changes nothing."""
    draft = drafted(organisation, sector, course, terms, now)
    check_requirement(draft, now=now)
    check_accepted(course, accepted, accepted_months)
    day = day_of(now)
    people = people_in_scope(draft, day)
    until = _certified_until(draft, accepted, accepted_months, day)
    held = dict(people.annotate(until=until).values_list("pk", "until"))
    return Effect(
        people=len(held),
        certified=sum(last is not None and last >= day for last in held.values()),
        due_on=draft.due_from(day),
        languages=assignable_languages(organisation, course),
        exception=excuse_used(organisation, course, today=day),
        stricter=_stricter(draft),
        mails=expected(draft, held, now=now),
    )


def _certified_until(
    draft: Requirement, accepted: Collection[Course], months: int | None, day: date
) -> Subquery:
    """For people: the last day on which what they hold would be enough; NULL where
    nothing would. As tracking.domain.evidence has it of what is asked already."""
    forever = Value(FOREVER, output_field=DateField())
    of_course = "completion__enrolment__course"
    counts = counts_for(Value(draft.course.pk), course=of_course, on="awarded_on")
    others = Q(**{f"{of_course}__in": [one.pk for one in accepted]})
    stricter = LastDay("awarded_on", Value(draft.renew_months, IntegerField()))
    within = LastDay("awarded_on", Value(months, IntegerField()))
    return Subquery(
        Certificate.objects.with_state(day)
        .filter(
            Q(**{of_course: draft.course}) | others | Q(counts),
            holder=OuterRef("pk"),
            sector=draft.sector,
            state__in=GOOD,
        )
        .annotate(
            until=Least(
                Coalesce("valid_until", forever),
                Coalesce(stricter, forever),
                Case(When(others, then=Coalesce(within, forever)), default=forever),
                output_field=DateField(),
            )
        )
        .order_by("-until")
        .values("until")[:1],
        output_field=DateField(),
    )


def _stricter(draft: Requirement) -> list[Requirement]:
    """What is asked of some of the same people again sooner than the draft would: by the
    organisation itself, of more or of fewer of them, or by bodies above."""
    others = requirements_reaching(draft.organisation).filter(
        sector=draft.sector, course=draft.course, renew_months__isnull=False
    )
    if draft.renew_months is not None:
        others = others.filter(renew_months__lt=draft.renew_months)
    # One of all meets every other; two of some meet where these are the same.
    if draft.language:
        others = others.filter(language__in=("", draft.language))
    if draft.function:
        others = others.annotate(work=Lower("function")).filter(
            Q(work="") | Q(work=Lower(Value(draft.function)))
        )
    return list(others)

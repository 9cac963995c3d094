"""A delivered group as it is wanted, and whether it can be meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.errors import DomainError
from organisations.enums import Level as BodyLevel
from organisations.models import Organisation, User
from trainers.domain.periods import in_force_for, may_co_facilitate, may_lead
from trainers.enums import SessionRole
from trainers.models import Accreditation, DeliveredGroup, TrainerProgramme
from trainers.models.delivery import OLDEST, YOUNGEST
from trainers.models.programmes import MOST_MEETINGS

# What begins later is planned when it is nearer.
LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class GroupPlan:
    """A group as it is wanted: counts and places, nobody who takes part. `ages` are the
    youngest and the oldest, in years; None: adults."""

    language: str
    municipality: Organisation
    starts_on: date
    meetings: int
    lead: User
    co_facilitators: tuple[User, ...] = ()
    ages: tuple[int, int] | None = None

    @property
    def parts(self) -> list[tuple[User, SessionRole]]:
        """Everybody who has a part, the lead first."""
        beside = [(one, SessionRole.CO) for one in self.co_facilitators]
        return [(self.lead, SessionRole.LEAD), *beside]


def plan_of(group: DeliveredGroup) -> GroupPlan:
    """The plan that a group is by, such as a form begins with."""
    people = list(group.facilitators.select_related("person"))
    leads = [one.person for one in people if one.role == SessionRole.LEAD]
    return GroupPlan(
        language=group.language,
        municipality=group.municipality,
        starts_on=group.starts_on,
        meetings=group.meetings_planned,
        lead=leads[0] if leads else None,
        co_facilitators=tuple(
            one.person for one in people if one.role == SessionRole.CO
        ),
        ages=None if group.age_from is None else (group.age_from, group.age_to),
    )


def refuse_unusable(
    plan: GroupPlan, programme: TrainerProgramme, *, now: datetime
) -> None:
    """Raises DomainError: "language" for one that the programme is not in,
    "municipality" for a body that is none, "meetings" and "ages" for numbers that no
    group has, "day" for one too far ahead, "lead" for nobody, "trainers" for somebody
    who is named twice."""
    if plan.language not in programme.languages:
        raise DomainError(
            _("This programme is not given in this language."), code="language"
        )
    body = plan.municipality
    if body is None or body.level != BodyLevel.MUNICIPALITY or not body.is_active:
        raise DomainError(
            _("Choose the municipality in which the group meets."), code="municipality"
        )
    if not 1 <= plan.meetings <= MOST_MEETINGS:
        raise DomainError(
            _("A group has 1 to %(most)s meetings.") % {"most": MOST_MEETINGS},
            code="meetings",
        )
    if plan.ages is not None:
        youngest, oldest = plan.ages
        if not YOUNGEST <= youngest <= oldest <= OLDEST:
            raise DomainError(
                _("Ages go from the youngest to the oldest, from %(from)s to %(to)s.")
                % {"from": YOUNGEST, "to": OLDEST},
                code="ages",
            )
    if plan.starts_on > timezone.localdate(now) + LONGEST_AHEAD:
        raise DomainError(
            _("The first day is more than a year away. Begin the group later."),
            code="day",
        )
    if plan.lead is None:
        raise DomainError(_("Choose who leads it."), code="lead")
    named = [person.pk for person, _role in plan.parts]
    if len(set(named)) != len(named):
        raise DomainError(
            _("Somebody is the lead or a co-facilitator, once."), code="trainers"
        )


def refuse_unless_allowed(
    person: User,
    role: SessionRole,
    programme: TrainerProgramme,
    language: str,
    days: Iterable[date],
) -> date:
    """The first of these days on which somebody may have a part in a group (TRAINERS
    4.2). Raises DomainError "not_accredited" for a lead and "co" for a co-facilitator
    who may on none of them."""
    days = list(days)
    is_lead = role == SessionRole.LEAD
    allowed = may_lead if is_lead else may_co_facilitate
    for day in days:
        if allowed(person, programme, language, day):
            return day
    words = {"name": person, "day": date_format(days[0], "DATE_FORMAT")}
    if is_lead:
        text = _(
            "%(name)s is not accredited for this programme and language on %(day)s. "
            "What they lead then counts for nothing."
        )
        raise DomainError(text % words, code="not_accredited")
    text = _(
        "%(name)s may not co-facilitate this programme in this language on %(day)s."
    )
    raise DomainError(text % words, code="co")


def employer_on(
    person: User, programme: TrainerProgramme, language: str, day: date
) -> Organisation:
    """The employer that somebody is accredited for; the caller has asked whether they
    are, that day."""
    held = in_force_for(person, programme, language, day)
    found = Accreditation.objects.filter(pk__in=held.values("accreditation"))
    return found.select_related("employer").order_by("-pk").first().employer

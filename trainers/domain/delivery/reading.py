"""Lists of delivered groups and the page of one, as far as somebody may read them; and
what is counted over all of them.

Its trainers and the owners of the programme read all of it. Whoever oversees the
employer of one of its trainers, or the municipality, reads numbers: no note, no smileys
of one meeting, and names of their own trainers alone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from lms.small_numbers import is_small
from organisations.models import Organisation, User
from trainers.domain.delivery.ending import may_take_back
from trainers.domain.delivery.totals import Totals, totals_of
from trainers.domain.periods import leads_on
from trainers.domain.reading import programmes_of
from trainers.enums import GroupState, SessionRole
from trainers.models import (
    DeliveredGroup,
    GroupFacilitator,
    GroupMeeting,
    TrainerProgramme,
)

# Mine: I am one of its trainers. Organisation: of our trainers, or in our municipality.
# Programme: of programmes that I own.
PARTS = ("mine", "organisation", "programme")
# Smileys are opinions: those of fewer people are not told to others (ETHICS P6).
FEWEST_SMILES = 8


def parts_for(user: User, day: date) -> list[str]:
    """Which parts somebody has, in the order of PARTS."""
    has = {
        "mine": leads_on(user, day).exists()
        or DeliveredGroup.objects.given_by(user).exists(),
        "organisation": Organisation.objects.visible_to(user).exists(),
        "programme": programmes_of(user).exists(),
    }
    return [part for part in PARTS if has[part]]


def groups_of(user: User, part: str) -> QuerySet[DeliveredGroup]:
    """A part of what somebody reads."""
    if part == "mine":
        return DeliveredGroup.objects.given_by(user)
    if part == "programme":
        return DeliveredGroup.objects.filter(programme__in=programmes_of(user))
    return DeliveredGroup.objects.told_to(user)


def in_list(
    rows: QuerySet[DeliveredGroup],
    user: User,
    *,
    part: str,
    state: str = "",
    year: int | None = None,
) -> QuerySet[DeliveredGroup]:
    """Rows of `groups_of`, the latest first, with `held`, `first_day`, `last_day`,
    `most_heads`, and `lead_name`, None where they may not read it. Of a year are those
    that met in it, and those that did not meet yet and are to begin in it."""
    meetings = GroupMeeting.objects.filter(group=OuterRef("pk")).order_by()
    counted = meetings.values("group")
    lead = GroupFacilitator.objects.filter(group=OuterRef("pk"), role=SessionRole.LEAD)
    if part == "organisation":
        lead = lead.filter(employer__in=_named_bodies(user))
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(
            Exists(meetings.filter(on_day__year=year))
            | Q(~Exists(meetings), starts_on__year=year)
        )
    return (
        rows.annotate(
            held=Subquery(counted.annotate(it=Count("pk")).values("it")),
            first_day=Subquery(counted.annotate(it=Min("on_day")).values("it")),
            last_day=Subquery(counted.annotate(it=Max("on_day")).values("it")),
            most_heads=Subquery(counted.annotate(it=Max("head_count")).values("it")),
            lead_name=Subquery(lead.values("person__printed_name")[:1]),
        )
        .select_related("programme", "municipality", "organiser")
        .order_by("-starts_on", "-pk")
    )


def years_of(rows: QuerySet[DeliveredGroup]) -> list[int]:
    """In which years groups met or are to begin, the latest first."""
    plain = rows.order_by()
    met = GroupMeeting.objects.filter(group__in=plain.values("pk"))
    days = [*plain.dates("starts_on", "year"), *met.dates("on_day", "year")]
    return sorted({day.year for day in days}, reverse=True)


@dataclass(frozen=True)
class Read:
    """A group as somebody reads it. `trainers` are rows whose `name` is None where it is
    not told; `heads` says of each meeting how many came, None where so few may say who
    they are."""

    is_open: bool
    trainers: list[GroupFacilitator]
    meetings: list[GroupMeeting]
    heads: dict[int, int | None]
    totals: Totals
    smiles: tuple[int, int, int] | None
    most_heads: int | None


def read(group: DeliveredGroup, user: User, *, now: datetime) -> Read:
    """The caller has fetched it by `visible_to`."""
    is_open = DeliveredGroup.objects.open_to(user).filter(pk=group.pk).exists()
    trainers = list(group.facilitators.select_related("person", "employer"))
    named = None if is_open else set(_named_bodies(user).values_list("pk", flat=True))
    for one in trainers:
        is_named = named is None or one.employer_id in named
        one.name = one.person.printed_name if is_named else None
    meetings = list(group.meetings.select_related("led_by"))
    totals = totals_of(meetings)
    return Read(
        is_open,
        trainers,
        meetings,
        {one.pk: told_heads(one.head_count, is_open=is_open) for one in meetings},
        totals,
        told_smiles(group, totals, is_open=is_open, now=now),
        told_heads(totals.most_heads, is_open=is_open),
    )


def told_heads(count: int | None, *, is_open: bool) -> int | None:
    """How many came, as it is told; None where it is not."""
    if count is None or (not is_open and is_small(count)):
        return None
    return count


def told_smiles(
    group: DeliveredGroup, totals: Totals, *, is_open: bool, now: datetime
) -> tuple[int, int, int] | None:
    """Good, so-so and bad of all meetings together; None where they are not told. To who
    reads numbers alone they are told once the group is over for good, since two looks at
    one that goes on tell those of one meeting, and where so many gave one at one meeting
    that they are not always the same few (ETHICS P6)."""
    is_over = group.state != GroupState.RUNNING and not may_take_back(group, now)
    if not is_open and (not is_over or totals.most_answers < FEWEST_SMILES):
        return None
    return totals.smiles


def ways_to_begin(user: User, day: date) -> list[tuple[TrainerProgramme, str]]:
    """For which programme and language somebody may begin a group: what they may lead
    today, and every language of programmes they own."""
    led = leads_on(user, day).select_related("programme")
    found = {
        (one.programme_id, one.language): (one.programme, one.language) for one in led
    }
    for programme in programmes_of(user):
        for language in programme.languages:
            found.setdefault((programme.pk, language), (programme, language))
    return list(found.values())


def _named_bodies(user: User) -> QuerySet[Organisation]:
    """Bodies whose people's names somebody reads."""
    return Organisation.objects.employing_for(user).order_by()

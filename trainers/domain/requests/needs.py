"""What an organisation needs, as it answered the questionnaire (REQUIREMENTS R42)."""

from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from lms.errors import DomainError
from trainers.enums import Held, Venue, Want

# Of the questions. Answers of another version are read by a function of their own.
VERSION = 1
REMARK_MOST = 500
MOST_PEOPLE = 2000
MOST_GROUPS = 50
MOST_CANDIDATES = 40
MOST_HOURS = 200
# What training is given in; English is no official language here (ETHICS L5).
LANGUAGES = ("nl", "fr", "de")
# Parents are an audience, not staff (SECTORS).
NO_STAFF = "PAR"


@dataclass(frozen=True)
class Staff:
    """How many people of a sector there are, and what most of them hold already."""

    sector: str
    people: int
    held: Held = Held.NOTHING


@dataclass(frozen=True)
class Needs:
    """The answers: choices and numbers, nothing about a person (ETHICS P1).

    `speakers` says in which languages people follow training, as (language, about how
    many): what counts are the shares. `young_groups` and `parent_groups` are planned in
    the period; `candidates` are people who would become trainers; 0: not said.
    `own_frontline` and `own_bounce` are the languages in which the organisation has
    trainers of its own. `hours` can be freed per person in the period.
    """

    staff: tuple[Staff, ...]
    wanted: tuple[Want, ...]
    speakers: tuple[tuple[str, int], ...]
    hours: int
    venue: Venue
    starts_on: date
    ends_on: date
    young_groups: int = 0
    parent_groups: int = 0
    candidates: int = 0
    own_frontline: tuple[str, ...] = ()
    own_bounce: tuple[str, ...] = ()
    remark: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _number in self.speakers)

    def wants(self, *wanted: Want) -> bool:
        """Whether one of these is asked for."""
        return any(one in self.wanted for one in wanted)


def refuse_unusable(needs: Needs) -> None:
    """Raises DomainError where no plan can be made of the answers: "empty" without
    anything wanted, "staff" without people or with a sector twice, "languages", "numbers"
    out of range, and "period" for one that ends before it begins."""
    if not needs.wanted:
        raise DomainError(_("Choose what training is asked for."), code="empty")
    sectors = [one.sector for one in needs.staff]
    if (
        not sectors
        or len(set(sectors)) < len(sectors)
        or NO_STAFF in sectors
        or not all(1 <= one.people <= MOST_PEOPLE for one in needs.staff)
    ):
        raise DomainError(
            _("Say how many people there are, in at least one sector."), code="staff"
        )
    if (
        not needs.speakers
        or not set(needs.languages) <= set(LANGUAGES)
        or len(set(needs.languages)) < len(needs.languages)
        or not all(1 <= number <= MOST_PEOPLE for _one, number in needs.speakers)
        or not {*needs.own_frontline, *needs.own_bounce} <= set(LANGUAGES)
    ):
        raise DomainError(
            _("Say in which languages people follow training."), code="languages"
        )
    numbers = (
        (needs.young_groups, MOST_GROUPS),
        (needs.parent_groups, MOST_GROUPS),
        (needs.candidates, MOST_CANDIDATES),
        (needs.hours, MOST_HOURS),
    )
    if needs.hours < 1 or not all(0 <= number <= most for number, most in numbers):
        raise DomainError(_("One of the numbers cannot be."), code="numbers")
    if needs.ends_on < needs.starts_on:
        raise DomainError(_("The period ends before it begins."), code="period")


def answers_of(needs: Needs) -> dict:
    """The answers as they are kept: JSON, with the version of the questions."""
    kept = asdict(needs)
    kept["starts_on"], kept["ends_on"] = (
        needs.starts_on.isoformat(),
        needs.ends_on.isoformat(),
    )
    kept["speakers"] = [list(one) for one in needs.speakers]
    return {"version": VERSION, **kept}


def needs_of(answers: dict) -> Needs:
    """The answers as they were kept. Raises DomainError "version" for questions that are
    not known here, "answers" for what is not their shape."""
    if answers.get("version") != VERSION:
        raise DomainError(
            _("These answers are of another version of the questions."), code="version"
        )
    try:
        return Needs(
            staff=tuple(
                Staff(one["sector"], int(one["people"]), Held(one["held"]))
                for one in answers["staff"]
            ),
            wanted=tuple(Want(one) for one in answers["wanted"]),
            speakers=tuple((one, int(number)) for one, number in answers["speakers"]),
            hours=int(answers["hours"]),
            venue=Venue(answers["venue"]),
            starts_on=date.fromisoformat(answers["starts_on"]),
            ends_on=date.fromisoformat(answers["ends_on"]),
            young_groups=int(answers["young_groups"]),
            parent_groups=int(answers["parent_groups"]),
            candidates=int(answers["candidates"]),
            own_frontline=tuple(answers["own_frontline"]),
            own_bounce=tuple(answers["own_bounce"]),
            remark=str(answers["remark"]),
        )
    except (KeyError, TypeError, ValueError):
        raise DomainError(_("These answers cannot be read."), code="answers") from None

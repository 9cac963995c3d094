"""Which training is for whom: one rule a row, in the order in which they come.

A rule says of the answers how many people a training is for, or that it is for nobody.
Each cites where it comes from (CURRICULUM, PROGRAMMES, REQUIREMENTS, TRAINERS).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from trainers.domain.requests import catalogue as offers
from trainers.domain.requests.catalogue import BOUNCE, Offer
from trainers.domain.requests.needs import Needs, Staff
from trainers.domain.requests.plans import Reason, Wait
from trainers.enums import Held, Want

# Who takes part in case consultation by the law (SECTORS, COO).
CELL = "COO"
# CURRICULUM 3.1: facilitators work in twos, so that two in a language are the least.
PAIR = 2
NO_WAIT = Wait()


@dataclass(frozen=True)
class Facts:
    """`accredited`: {(programme, language): how many may lead during the whole period}.
    `regime`: the languages in which the organisation can assign training (ETHICS L1)."""

    accredited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    regime: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crowd:
    """How many people, or groups where heads are not counted, of which sectors, in which
    languages; `languages` None: in those of the staff."""

    number: int
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Rule:
    """`after`: the step follows the last of these that is in the plan."""

    offer: Offer
    reason: Reason
    who: Callable[[Needs, Facts], Crowd | None]
    after: tuple[str, ...] = ()
    wait: Wait = NO_WAIT


def superiors(needs: Needs, facts: Facts) -> Crowd | None:
    """The superiors of those who become trainers, before anything else: few ran groups
    after training where nobody above had promised time (CURRICULUM BU4, W6 and W7;
    TRAINERS T2)."""
    found = [
        one
        for one in (
            frontline_candidates(needs, facts),
            bounce_candidates(needs, facts),
            bounce_candidates_for_want(needs, facts),
        )
        if one
    ]
    return Crowd(max(one.number for one in found)) if found else None


def without_base(needs: Needs, _facts: Facts) -> Crowd | None:
    """Whoever has done nothing yet: CL1 to CL6 and the CL7 of the sector (CURRICULUM
    3.1; REQUIREMENTS R46: the base course asks for nothing before it)."""
    if not needs.wants(Want.NOTICE, Want.KEEP_UP):
        return None
    return _of([one for one in needs.staff if one.held == Held.NOTHING])


def candidates_without_base(needs: Needs, facts: Facts) -> Crowd | None:
    """As many of those who would train colleagues as there are too few with the base
    course, which a trainer holds first (TRAINERS T0)."""
    crowd = frontline_candidates(needs, facts)
    if crowd is None or without_base(needs, facts):
        return None
    ready = sum(
        one.people for one in needs.staff if one.held in (Held.BASE, Held.WORKSHOP)
    )
    short = crowd.number - ready
    return Crowd(short) if short > 0 else None


def long_ago(needs: Needs, _facts: Facts) -> Crowd | None:
    """Whoever did the base course more than the 24 months ago for which it counts: the
    refresher (CURRICULUM 3.1, certificate rule; W36)."""
    if not needs.wants(Want.NOTICE, Want.KEEP_UP):
        return None
    return _of([one for one in needs.staff if one.held == Held.LONG_AGO])


def in_workshop(needs: Needs) -> list[Staff]:
    """Whoever has not been in the workshop: it is optional, and so for those who have the
    hours; the roles that sit in case consultation need it (CURRICULUM 3.1, CLW). Sectors
    come mixed (REQUIREMENTS R21)."""
    found = []
    for one in needs.staff:
        if one.held == Held.WORKSHOP:
            continue
        if (one.sector == CELL and needs.wants(Want.NOTICE, Want.KEEP_UP)) or (
            needs.wants(Want.NOTICE) and _has_hours(one, needs)
        ):
            found.append(one)
    return found


def kept_from_workshop(needs: Needs) -> int:
    """How many would come to the workshop if there were hours for it."""
    missed = [
        one.people
        for one in needs.staff
        if one.held != Held.WORKSHOP and one not in in_workshop(needs)
    ]
    return sum(missed) if needs.wants(Want.NOTICE) else 0


def workshop(needs: Needs, _facts: Facts) -> Crowd | None:
    """The workshop, where it is more than what case consultation needs."""
    found = in_workshop(needs)
    return _of(found) if any(one.sector != CELL for one in found) else None


def workshop_of_cell(needs: Needs, _facts: Facts) -> Crowd | None:
    """The workshop for the roles that need it alone (CURRICULUM 3.1, CLW)."""
    found = in_workshop(needs)
    return _of(found) if all(one.sector == CELL for one in found) else None


def frontline_candidates(needs: Needs, _facts: Facts) -> Crowd | None:
    """Own trainers for colleagues: “the starting point is to train the trainer”
    (REQUIREMENTS R6; CURRICULUM 3.5). First in the languages that have none."""
    asks = needs.wants(Want.TRAINERS) and (
        needs.wants(Want.NOTICE, Want.KEEP_UP)
        or not needs.wants(Want.YOUNG, Want.PARENTS)
    )
    return _candidates(needs, needs.own_frontline) if asks else None


def bounce_candidates(needs: Needs, _facts: Facts) -> Crowd | None:
    """Own trainers for groups of young people or parents: only who has done BOUNCEup
    opens one (PROGRAMMES 5 and 8; CURRICULUM 3.4)."""
    asks = needs.wants(Want.TRAINERS) and needs.wants(Want.YOUNG, Want.PARENTS)
    return _candidates(needs, needs.own_bounce) if asks else None


def bounce_candidates_for_want(needs: Needs, facts: Facts) -> Crowd | None:
    """The same where nobody asks for own trainers, in languages in which there is nobody
    in house and nobody accredited (PROGRAMMES 5)."""
    if needs.wants(Want.TRAINERS) or not needs.wants(Want.YOUNG, Want.PARENTS):
        return None
    missing = tuple(
        one
        for one in needs.languages
        if one not in needs.own_bounce and not facts.accredited.get((BOUNCE, one))
    )
    number = needs.candidates or PAIR * len(missing)
    return Crowd(number, languages=missing) if missing else None


def young_leads(needs: Needs, facts: Facts) -> Crowd | None:
    """Who has just done BOUNCEup and will lead young people (CURRICULUM 3.2, BYT)."""
    if not needs.wants(Want.YOUNG):
        return None
    return bounce_candidates(needs, facts) or bounce_candidates_for_want(needs, facts)


def young_groups(needs: Needs, _facts: Facts) -> Crowd | None:
    """Ten sessions in a fixed order, heads counted by the trainer alone (CURRICULUM 3.2;
    W1; ETHICS P13). One group where no number was given."""
    return Crowd(needs.young_groups or 1) if needs.wants(Want.YOUNG) else None


def parent_groups(needs: Needs, _facts: Facts) -> Crowd | None:
    """Three meetings for parents, carers and first-line workers (CURRICULUM 3.3;
    REQUIREMENTS R56)."""
    return Crowd(needs.parent_groups or 1) if needs.wants(Want.PARENTS) else None


def returning(needs: Needs, facts: Facts) -> Crowd | None:
    """Everybody of BOUNCEup comes back with what went well and what did not (CURRICULUM
    3.4, BU4; seen five months later, W4)."""
    return bounce_candidates(needs, facts) or bounce_candidates_for_want(needs, facts)


def peers(needs: Needs, _facts: Facts) -> Crowd | None:
    """Intervision among people with comparable jobs, such as coordinators (CURRICULUM
    3.7; REQUIREMENTS R26; W66)."""
    if not needs.wants(Want.KEEP_UP):
        return None
    return _of([one for one in needs.staff if one.sector == CELL])


def everybody(needs: Needs, _facts: Facts) -> Crowd | None:
    """The refresher before 24 months are over (CURRICULUM 3.1; REQUIREMENTS R54)."""
    return _of(needs.staff) if needs.wants(Want.KEEP_UP) else None


RULES = (
    Rule(offers.KICK_OFF, Reason.SUPERIORS_FIRST, superiors),
    Rule(offers.BASE, Reason.NOTHING_YET, without_base),
    Rule(offers.BASE, Reason.CANDIDATES_NEED_BASE, candidates_without_base),
    Rule(offers.REFRESHER, Reason.LONG_AGO, long_ago),
    Rule(offers.WORKSHOP, Reason.PRACTISE_TOGETHER, workshop, ("CL", "CLR")),
    Rule(offers.WORKSHOP, Reason.CELL_NEEDS_WORKSHOP, workshop_of_cell, ("CL", "CLR")),
    Rule(
        offers.TRAIN_FRONTLINE,
        Reason.OWN_FRONTLINE,
        frontline_candidates,
        ("KICK-OFF", "CL", "CLR", "CLW"),
    ),
    Rule(
        offers.ACCREDITATION,
        Reason.BESIDE_A_LEAD,
        frontline_candidates,
        ("TT",),
        Wait(0, 12),
    ),
    Rule(offers.TRAIN_BOUNCE, Reason.OWN_BOUNCE, bounce_candidates, ("KICK-OFF",)),
    Rule(
        offers.TRAIN_BOUNCE,
        Reason.NO_BOUNCE_TRAINER,
        bounce_candidates_for_want,
        ("KICK-OFF",),
    ),
    Rule(offers.YOUNG_COURSE, Reason.KNOW_THE_SERIES, young_leads, ("BU",)),
    Rule(offers.YOUNG, Reason.YOUNG_GROUPS, young_groups, ("BU", "BYT")),
    Rule(offers.PARENTS, Reason.PARENT_GROUPS, parent_groups, ("BU",)),
    Rule(offers.RETURN_DAY, Reason.COME_BACK, returning, ("BU",), Wait(3, 6)),
    Rule(offers.INTERVISION, Reason.PEERS, peers, ("CL", "CLR", "CLW")),
    Rule(
        offers.REFRESHER_LATER,
        Reason.KEEP_VALID,
        everybody,
        ("CL", "CLR", "CLW"),
        Wait(18, 24),
    ),
)


def _of(staff) -> Crowd | None:
    if not staff:
        return None
    return Crowd(sum(one.people for one in staff), tuple(one.sector for one in staff))


def _candidates(needs: Needs, own: tuple[str, ...]) -> Crowd:
    missing = tuple(one for one in needs.languages if one not in own)
    languages = missing or needs.languages
    return Crowd(needs.candidates or PAIR * len(languages), languages=languages)


def _has_hours(one: Staff, needs: Needs) -> bool:
    before = {
        Held.NOTHING: offers.BASE.minutes,
        Held.LONG_AGO: offers.REFRESHER.minutes,
    }.get(one.held, 0)
    return before + offers.WORKSHOP.minutes <= needs.hours * 60

"""From what an organisation needs to a plan (REQUIREMENTS R42 and R43). Pure: the same
answers and facts give the same plan."""

from collections.abc import Iterator
from datetime import date

from lms.months import months_after
from trainers.domain.requests import catalogue as offers
from trainers.domain.requests.catalogue import Offer
from trainers.domain.requests.grouping import groups_of, shared
from trainers.domain.requests.needs import Needs
from trainers.domain.requests.plans import Caution, Part, Plan, Step, Warned
from trainers.domain.requests.rules import (
    RULES,
    Crowd,
    Facts,
    Rule,
    kept_from_workshop,
)
from trainers.enums import Venue

# What takes the time of somebody who becomes a trainer.
OF_TRAINERS = (
    offers.KICK_OFF,
    offers.TRAIN_FRONTLINE,
    offers.ACCREDITATION,
    offers.TRAIN_BOUNCE,
    offers.YOUNG_COURSE,
    offers.RETURN_DAY,
)


def recommend(needs: Needs, *, trainers: Facts) -> Plan:
    """The steps in their order, each with its people in groups, and what to look out for.

    Everybody a step is for is in one group of it; groups are as few and as even as the
    size allows, one language each (ETHICS L1 and L2). More people never make fewer
    groups. Where more hours are needed than can be freed, a warning says so.
    """
    steps: list[Step] = []
    for rule in RULES:
        crowd = rule.who(needs, trainers)
        if crowd is not None:
            steps.append(_step(rule, crowd, needs, trainers, steps))
    minutes = max((_minutes(one.sector, steps) for one in needs.staff), default=0)
    trainer_minutes = sum(
        one.offer.minutes for one in steps if one.offer in OF_TRAINERS
    )
    return Plan(
        tuple(steps),
        tuple(_warnings(needs, trainers, steps, minutes, trainer_minutes)),
        minutes,
        trainer_minutes,
    )


def _step(
    rule: Rule, crowd: Crowd, needs: Needs, facts: Facts, before: list[Step]
) -> Step:
    follows = next(
        (one for one in reversed(before) if one.offer.code in rule.after), None
    )
    begins = follows.earliest if follows else needs.starts_on
    return Step(
        offer=rule.offer,
        reason=rule.reason,
        sectors=crowd.sectors,
        parts=tuple(_parts(rule.offer, crowd, needs, facts)),
        after=follows.offer.code if follows else "",
        wait=rule.wait,
        earliest=months_after(begins, rule.wait.least),
    )


def _parts(offer: Offer, crowd: Crowd, needs: Needs, facts: Facts) -> Iterator[Part]:
    shares = [
        one
        for one in needs.speakers
        if crowd.languages is None or one[0] in crowd.languages
    ]
    for language, number in shared(crowd.number, shares).items():
        if not number:
            continue
        available = None
        if offer.programme:
            available = facts.accredited.get((offer.programme, language), 0)
        if offer.counts_heads:
            sizes = groups_of(number, most=offer.most) if offer.is_live else ()
            yield Part(language, number, sizes, available)
        else:
            yield Part(language, None, (None,) * number, available)


def _minutes(sector: str, steps: list[Step]) -> int:
    """What one of a sector spends on all steps for staff in the period."""
    return sum(
        one.offer.minutes
        for one in steps
        if one.offer.is_staff and sector in one.sectors
    )


def _warnings(
    needs: Needs, facts: Facts, steps: list[Step], minutes: int, trainer_minutes: int
) -> Iterator[Warned]:
    if minutes > needs.hours * 60:
        yield Warned(Caution.TOO_MANY_HOURS, number=_hours(minutes))
    if trainer_minutes > needs.hours * 60:
        yield Warned(Caution.TOO_MANY_TRAINER_HOURS, number=_hours(trainer_minutes))
    if missed := kept_from_workshop(needs):
        yield Warned(Caution.NO_HOURS_FOR_WORKSHOP, offers.WORKSHOP.code, number=missed)
    for step in steps:
        yield from _about(step, needs.ends_on)
        if step.offer.is_live and needs.venue == Venue.NOWHERE:
            yield Warned(Caution.NO_PLACE, step.offer.code)
        if (
            step.offer.is_live
            and needs.venue == Venue.ONLINE
            and not step.offer.goes_online
        ):
            yield Warned(Caution.NOT_ONLINE, step.offer.code)
    for language in needs.languages:
        if facts.regime and language not in facts.regime:
            yield Warned(Caution.OUTSIDE_REGIME, language=language)


def _about(step: Step, until: date) -> Iterator[Warned]:
    """Who is missing, which groups are too small (REQUIREMENTS R52), what comes late."""
    code = step.offer.code
    for part in step.parts:
        if part.available == 0:
            yield Warned(Caution.NO_TRAINER, code, part.language)
        small = [one for one in part.sizes if one and one < step.offer.least]
        if small:
            yield Warned(Caution.GROUP_TOO_SMALL, code, part.language, small[0])
    if step.offer.is_live and step.earliest > until:
        yield Warned(Caution.AFTER_THE_PERIOD, code)


def _hours(minutes: int) -> int:
    """In whole hours, rounded up."""
    return -(-minutes // 60)

"""What was counted, held against the figures that are worked out while somebody waits:
random people with places, things asked, certificates and exemptions, all over a tree."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from certificates.enums import EventKind
from certificates.models import end_of
from organisations.models import Membership, Organisation
from tests.factories import tracking as factories
from tests.factories.counted import count_closing, make_count
from tests.factories.organisations import OrganisationFactory
from tracking.domain.counts import carrying
from tracking.domain.counts.carrying import carry
from tracking.domain.counts.reading import counted
from tracking.domain.rolled.covering import ending_by_month, rolled_of, rolled_up
from tracking.domain.rolled.lines import endings_of, lines_of
from tracking.domain.rolled.trained import trained_since
from tracking.domain.rolled.tree import tree_of
from tracking.domain.rolled.trend import months_ahead
from tracking.models import CountedStanding, Obligation

TODAY = date(2026, 6, 15)
SECTORS = ("POL", "EDU")


def grow(course):
    """A country with two regions, towns, departments, and a department with an employer
    of its own below it."""
    country = OrganisationFactory(code="country", level="FED")
    places = [country]
    for name in ("north", "south"):
        region = OrganisationFactory(code=name, level="REG", parent=country)
        places.append(region)
        for number in range(2):
            town = OrganisationFactory(code=f"{name}{number}", parent=region)
            desk = factories.make_department(town, f"{name}{number}-desk", "Desk")
            places += [town, desk]
    zone = OrganisationFactory(code="zone", level="PZ", parent=places[-1])
    return [*places, zone]


def people(random: Random, places, course, requirements):
    for _number in range(40):
        sector = random.choice(SECTORS)
        first = random.choice(places)
        begun = TODAY - timedelta(days=random.randrange(0, 900))
        user = factories.make_member(first, sector=sector, starts_on=begun)
        user.memberships.update(recorded_at=factories.noon(begun))
        for place in random.sample(places, random.choice([0, 0, 0, 1, 2])):
            if place != first:
                Membership.objects.create(
                    user=user,
                    organisation=place,
                    starts_on=TODAY - timedelta(days=random.randrange(0, 900)),
                    ends_on=random.choice([None, None, TODAY - timedelta(days=3)]),
                    is_self_declared=random.random() < 0.1,
                    recorded_at=factories.noon(
                        TODAY - timedelta(days=random.randrange(0, 300))
                    ),
                )
        histories(random, user, course, requirements)


def histories(random: Random, user, course, requirements):
    for one in random.sample(requirements, random.choice([1, 1, 1, 2, 3])):
        asked = TODAY - timedelta(days=random.randrange(0, 400))
        Obligation.objects.create(
            requirement=one,
            user=user,
            starts_on=asked,
            due_on=asked + timedelta(days=random.randrange(0, 300)),
            closed_on=random.choice([None, None, None, TODAY - timedelta(days=2)]),
            closed_at=factories.noon(TODAY - timedelta(days=1)),
            recorded_at=factories.noon(asked + timedelta(days=random.randrange(9))),
        )
        if random.random() < 0.15:
            factories.make_exemption(
                user, one, TODAY - timedelta(days=20), TODAY + timedelta(days=9)
            )
    for _certificate in range(random.choice([0, 0, 1, 1, 3])):
        on = TODAY - timedelta(days=random.randrange(0, 1200))
        made = factories.make_certificate(
            user,
            course,
            on,
            sector=random.choice(SECTORS),
            valid_until=on + timedelta(days=random.choice([90, 400, 1300])),
        )
        if random.random() < 0.2:
            factories.add_event(
                made, EventKind.REVOKED, TODAY - timedelta(days=random.randrange(30))
            )


@pytest.fixture
def world(small_course):
    """Called with a seed: the places of a world with people in it."""

    def made(seed: int):
        random, course = Random(seed), small_course.course  # noqa: S311 - a test
        places = grow(course)
        requirements = [
            factories.make_requirement(
                place,
                course,
                sector=sector,
                starts_on=date(2025, 1, 1),
                renew_months=random.choice([None, 6]),
                recorded_at=factories.noon(date(2025, 1, 1)),
            )
            for place in random.sample(places, 4)
            for sector in SECTORS
        ]
        people(random, places, course, requirements)
        return [one for one in places if one.level != "DEP"]

    return made


def stands(tree, lines) -> Counter:
    """{(employer, sector, standing): people}."""
    found: Counter = Counter()
    for one in lines:
        key = tree.employer_of[one.place], one.sector, one.standing
        found[key] += one.people
    return found


def agree(body: Organisation, course, count, known_at):
    day = count.day
    there = counted(body, day, count.known_on, today=TODAY)
    tree, lines = tree_of(body), lines_of(body, course, day, known_at=known_at)
    assert there.count == count
    assert stands(there.tree, there.lines(course)) == stands(tree, lines)
    assert rolled_of(there.tree, there.lines(course)) == rolled_of(tree, lines)
    months = months_ahead(day)
    assert ending_by_month(there.tree, there.endings(course), months) == (
        ending_by_month(tree, endings_of(lines), months)
    )


@pytest.mark.parametrize("seed", range(8))
def test_what_was_counted_is_what_is_worked_out(world, small_course, monkeypatch, seed):
    course, places = small_course.course, world(seed)
    # Some employers at a time, so that people of several come in several steps.
    monkeypatch.setattr(carrying, "STEP", 9)
    day = TODAY - timedelta(days=1)
    closing = count_closing(day)
    now = make_count(TODAY, now=timezone.now())
    carry(now.pk, clock=lambda: now.asked_at)
    everywhere = Organisation.objects.exclude(level="DEP").count()
    assert closing.total == closing.done == everywhere
    for body in places:
        agree(body, course, closing, end_of(day))
        there = counted(body, TODAY, None, today=TODAY)
        tree = tree_of(body)
        assert rolled_of(there.tree, there.lines(course)) == (
            rolled_up(tree, course, TODAY)
        )
        years = trained_since(tree, 2020, today=TODAY).years
        assert there.first_year() == next((y for y, n in years.items() if n.most), None)
        for year in (2022, 2024, 2025, 2026):
            assert there.trained_since(year) == (trained_since(tree, year, today=TODAY))
    assert CountedStanding.objects.filter(count=closing).count() > 20


@pytest.mark.parametrize("seed", range(20, 23))
def test_a_body_alone_and_another_day_as_was_known_later(world, small_course, seed):
    course, places = small_course.course, world(seed)
    day, known = TODAY - timedelta(days=60), TODAY - timedelta(days=4)
    for code in ("country", "north", "south1"):
        body = Organisation.objects.get(code=code)
        count = make_count(day, known_on=known, kind="asked", body=body)
        carry(count.pk, clock=lambda count=count: count.asked_at)
        count.refresh_from_db()
        below = [one for one in places if one.path.startswith(body.path)]
        assert count.total == len(below)
        for one in below:
            agree(one, course, count, end_of(known))
        count.delete()

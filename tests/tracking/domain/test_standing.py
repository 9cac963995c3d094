import random
from datetime import date, timedelta

import pytest

from certificates.domain.correcting import reissue
from certificates.domain.state import imposed_by
from certificates.enums import EventKind
from organisations.models import User
from tests.factories import tracking as factories
from tracking.domain.coverage import Narrowing, people_of
from tracking.domain.dates import FOREVER
from tracking.domain.obligations import sweep
from tracking.domain.standing import MET, Position, position_of
from tracking.enums import Standing
from tracking.models import Requirement

START = date(2026, 3, 1)
DUE = START + timedelta(days=60)


def on(day: int) -> date:
    return START + timedelta(days=day)


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def requirement(beekstad, course, bob):
    """Asked of Bob from the first of March, due on the last of April."""
    found = factories.make_requirement(beekstad, course)
    sweep(factories.noon(START))
    return found


@pytest.fixture
def standing(requirement, bob):
    """Bob's standing on a day after the start; both ways agree, or the test fails."""

    def standing(day: int) -> Standing | None:
        position = position_of(bob, requirement, on(day))
        people = people_of(
            requirement.organisation, requirement.course, on(day), Narrowing()
        )
        assert [row.standing for row in people] == (
            [position.standing] if position else []
        )
        return position and position.standing

    return standing


def test_nobody_stands_anywhere_before_it_was_asked(standing):
    assert standing(-1) is None


def test_time_alone_makes_due_soon_and_overdue(standing):
    """Due soon from fourteen days before; the day itself is still in time."""
    days = [0, 45, 46, 60, 61]

    assert [standing(day) for day in days] == [
        "not_begun",
        "not_begun",
        "due_soon",
        "due_soon",
        "overdue",
    ]


def test_who_has_begun_is_on_the_way_until_it_is_due_soon(standing, bob, course):
    factories.make_enrolment(bob, course, on(10))

    assert [standing(day) for day in (9, 10, 45, 46, 61)] == [
        "not_begun",
        "on_the_way",
        "on_the_way",
        "due_soon",
        "overdue",
    ]


def test_who_began_before_it_was_asked_is_on_the_way(standing, bob, course):
    factories.make_enrolment(bob, course, on(-100))

    assert standing(0) == "on_the_way"


def test_a_course_done_without_certificate_is_on_the_way_and_never_overdue(
    standing, bob, course
):
    factories.make_completion(bob, course, on(50))

    assert [standing(day) for day in (49, 50, 61)] == [
        "due_soon",
        "on_the_way",
        "on_the_way",
    ]


def test_covered_runs_out_and_ends_with_the_certificate(standing, bob, course):
    """Sixty days before its last day it is running out; the last day still counts."""
    factories.make_certificate(bob, course, on(20), valid_until=on(200))

    assert [standing(day) for day in (19, 20, 139, 140, 200, 201)] == [
        "on_the_way",
        "covered",
        "covered",
        "expiring",
        "expiring",
        "overdue",
    ]


def test_a_certificate_without_end_covers_for_ever(standing, requirement, bob, course):
    factories.make_certificate(bob, course, on(20))

    assert standing(2000) == "covered"
    assert position_of(bob, requirement, on(20)).certified_until == FOREVER


def test_a_suspended_certificate_covers_again_when_it_is_restored(
    standing, bob, course
):
    certificate = factories.make_certificate(bob, course, on(20))
    factories.add_event(certificate, EventKind.SUSPENDED, on(70))
    factories.add_event(certificate, EventKind.RESTORED, on(80))

    assert [standing(day) for day in (69, 70, 79, 80)] == [
        "covered",
        "overdue",
        "overdue",
        "covered",
    ]


@pytest.mark.parametrize("kind", [EventKind.REVOKED, EventKind.SUPERSEDED])
def test_a_certificate_that_was_ended_covers_no_more(standing, bob, course, kind):
    certificate = factories.make_certificate(bob, course, on(20))
    factories.add_event(certificate, kind, on(70))

    assert [standing(day) for day in (69, 70)] == ["covered", "overdue"]


def test_a_certificate_of_another_sector_or_course_does_not_count(
    standing, bob, course
):
    factories.make_certificate(bob, course, on(20), sector="EDU")

    assert standing(61) == "overdue"


def test_a_requirement_may_be_stricter_than_the_certificate(beekstad, bob, course):
    strict = factories.make_requirement(beekstad, course, renew_months=6)
    sweep(factories.noon(START))
    factories.make_certificate(bob, course, date(2026, 3, 31), valid_until=on(2000))

    position = position_of(bob, strict, date(2026, 9, 30))

    assert (position.standing, position.certified_until) == (
        "expiring",
        date(2026, 9, 30),
    )
    assert position_of(bob, strict, date(2026, 10, 1)).standing == "overdue"


def test_after_a_certificate_only_new_learning_is_on_the_way(standing, bob, course):
    certificate = factories.make_certificate(bob, course, on(5))
    factories.add_event(certificate, EventKind.REVOKED, on(10))
    assert standing(12) == "not_begun"
    factories.make_progress(bob.enrolments.get(), on(20))

    assert [standing(day) for day in (19, 20)] == ["not_begun", "on_the_way"]


def test_days_of_grace_leave_the_day_it_is_due_and_put_off_being_late(
    requirement, standing, bob
):
    Requirement.objects.update(grace_days=10)
    requirement.refresh_from_db()
    factories.make_extension(bob, requirement, on(65), on(90))

    assert [standing(day) for day in (60, 61, 64, 90, 100, 101)] == [
        *["due_soon"] * 5,
        "overdue",
    ]
    assert position_of(bob, requirement, on(61)).due_on == on(60)


def test_who_is_exempt_is_not_late_from_the_first_day_to_the_last(
    standing, requirement, bob
):
    factories.make_exemption(bob, requirement, on(70), on(100))

    assert [standing(day) for day in (69, 70, 100, 101)] == [
        "overdue",
        "exempt",
        "exempt",
        "overdue",
    ]


def test_who_is_exempt_and_covered_is_shown_as_covered(
    standing, requirement, bob, course
):
    factories.make_exemption(bob, requirement, on(0), on(300))
    factories.make_certificate(bob, course, on(20), valid_until=on(200))

    assert [standing(day) for day in (19, 20, 140, 200, 201, 301)] == [
        "exempt",
        "covered",
        "expiring",
        "expiring",
        "exempt",
        "overdue",
    ]


def test_an_exemption_that_was_withdrawn_held_until_then(standing, requirement, bob):
    exemption = factories.make_exemption(bob, requirement, on(61), on(100))
    exemption.withdrawn_at = factories.noon(on(80))
    exemption.save()

    assert [standing(day) for day in (61, 79, 80)] == ["exempt", "exempt", "overdue"]


def test_more_time_moves_the_day_it_is_due_from_the_day_it_is_given(
    standing, requirement, bob
):
    factories.make_extension(bob, requirement, on(62), on(120))
    factories.make_extension(bob, requirement, on(63), on(90))

    assert [standing(day) for day in (61, 62, 105, 106, 120, 121)] == [
        "overdue",
        "not_begun",
        "not_begun",
        "due_soon",
        "due_soon",
        "overdue",
    ]
    assert position_of(bob, requirement, on(61)).due_on == on(60)
    assert position_of(bob, requirement, on(63)).due_on == on(120)
    assert bob.obligations.get().due_on == on(60)


def test_more_time_that_is_withdrawn_leaves_the_day_of_before(
    standing, requirement, bob
):
    extension = factories.make_extension(bob, requirement, on(10), on(120))
    extension.withdrawn_at = factories.noon(on(70))
    extension.save()

    assert [standing(day) for day in (69, 70)] == ["not_begun", "overdue"]


def test_another_ones_exemption_and_that_from_something_else_change_nothing(
    standing, requirement, alice, bob, course, beekstad
):
    other = factories.make_requirement(beekstad, course, sector="EDU")
    factories.make_exemption(alice, requirement, on(0), on(300))
    factories.make_exemption(bob, other, on(0), on(300))
    factories.make_extension(bob, other, on(0), on(300))

    assert standing(61) == "overdue"


def test_what_happened_later_changes_no_earlier_day(standing, bob, course):
    before = [standing(day) for day in range(0, 90, 7)]
    factories.make_certificate(bob, course, on(91), valid_until=on(400))

    assert [standing(day) for day in range(0, 90, 7)] == before


@pytest.mark.parametrize("renewing", [False, True])
def test_a_name_put_right_interrupts_nothing(standing, bob, course, renewing):
    certificate = factories.make_certificate(bob, course, on(10), valid_until=on(300))
    if renewing:
        enrolment = factories.make_enrolment(bob, course, on(20))
        factories.make_progress(enrolment, on(150), count=1)
    days = (*range(0, 400, 20), 199, 201)
    before = [standing(day) for day in days]

    reissue(certificate, "Bob Anders", actor=None, now=factories.noon(on(200)))
    sweep(factories.noon(on(200)))

    assert [standing(day) for day in days] == before


def random_history(chance, person: User, course) -> None:
    """What may happen to one person within two years."""

    def some_day() -> int:
        return chance.randrange(-200, 500)

    if chance.random() < 0.6:
        enrolment = factories.make_enrolment(person, course, on(some_day()))
        if chance.random() < 0.5:
            factories.make_progress(
                enrolment, on(some_day()), count=chance.randrange(4)
            )
    if chance.random() < 0.3:
        factories.make_completion(person, course, on(some_day()))
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        day = some_day()
        certificate = factories.make_certificate(
            person,
            course,
            on(day),
            sector=chance.choice(["POL", "POL", "EDU"]),
            valid_until=chance.choice([None, on(day + 90), on(day + 365)]),
        )
        for _ in range(chance.choice([0, 0, 1, 2, 3])):
            kind = chance.choice([kind for kind in EventKind if kind != "awarded"])
            factories.add_event(certificate, kind, on(day + chance.randrange(300)))
        if chance.random() < 0.3 and imposed_by(certificate.events.all()) is None:
            at = factories.noon(on(day + chance.randrange(300)))
            reissue(certificate, "Another Name", actor=None, now=at)


def random_waivers(chance, person: User, requirement) -> None:
    if chance.random() < 0.4:
        first = chance.randrange(-50, 400)
        exemption = factories.make_exemption(
            person, requirement, on(first), on(first + chance.randrange(200))
        )
        if chance.random() < 0.4:
            at = on(first + chance.randrange(200))
            exemption.withdrawn_at = factories.noon(at)
            exemption.save()
    if chance.random() < 0.4:
        given = chance.randrange(-50, 400)
        until = on(given + chance.randrange(400))
        factories.make_extension(person, requirement, on(given), until)


def expected(position: Position | None) -> tuple | None:
    """What an employer may see of a position."""
    if position is None:
        return None
    until = position.certified_until
    shown = position.standing in MET and until != FOREVER
    is_exempt = position.standing == Standing.EXEMPT
    return (
        position.standing,
        position.due_on,
        until if shown else None,
        position.exempt_until if is_exempt else None,
    )


@pytest.mark.parametrize("seed", range(3))
def test_one_person_and_all_of_them_at_once_stand_in_the_same_place(
    seed, beekstad, course
):
    chance = random.Random(seed)  # noqa: S311
    requirement = factories.make_requirement(
        beekstad, course, renew_months=chance.choice([None, 1, 8])
    )
    people = [factories.make_member(beekstad) for _ in range(12)]
    for person in people:
        random_history(chance, person, course)
        random_waivers(chance, person, requirement)
    for day in (-60, 30, 200):
        sweep(factories.noon(on(day)))
    seen = set()
    for day in (on(chance.randrange(-80, 700)) for _ in range(10)):
        rows = {
            row.name: (
                row.standing,
                row.due_on,
                row.shown.certified_until,
                row.shown.exempt_until,
            )
            for row in people_of(beekstad, course, day, Narrowing(), order="name")
        }
        for person in people:
            one = position_of(person, requirement, day)
            assert rows.get(person.printed_name) == expected(one), day
        seen |= {row[0] for row in rows.values()}

    assert len(seen) >= 3

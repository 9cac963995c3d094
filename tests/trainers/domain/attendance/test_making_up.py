"""What was missed is made up in a session of the same programme and language, once."""

from datetime import timedelta

import pytest

from lms.errors import DomainError
from tests.factories.attendance import after, blocks, during, make_day, mark
from tests.factories.trainers import at, make_programme
from trainers.domain.attendance.making_up import make_up, places_to_make_up
from trainers.domain.attendance.walk_ins import let_in
from trainers.domain.attendance.weighing import weigh
from trainers.domain.sessions.plans import PlannedBlock
from trainers.enums import MarkSource, Presence

pytestmark = pytest.mark.django_db


@pytest.fixture
def missed(world, now):
    """Bob was away on the thirtieth day."""
    session = make_day(world, world.bob, now=now)
    mark(session, world.bob, Presence.AWAY, by=world.lieve, now=during(now))
    return session.registrations.get()


def attended(world, now, *, presence=Presence.HERE, minutes=None, day=40, **changes):
    session = make_day(world, world.bob, now=now, days=(day,), **changes)
    mark(session, world.bob, presence, minutes, by=world.lieve, now=during(now, day))
    return blocks(session)[0]


def choices(one):
    # Long after all of it.
    later = blocks(one.session)[0].ends_at + timedelta(days=60)
    return places_to_make_up(one, now=later).get(blocks(one.session)[0].pk, [])


def test_a_block_of_another_session_counts_for_the_one_that_was_missed(
    world, now, missed
):
    other = attended(world, now)
    assert choices(missed) == [other]
    block = blocks(missed.session)[0]
    later = after(now, 40)
    taken = make_up(missed, block, other, by=world.lieve, now=later)
    assert not taken.refused
    row = missed.attendance.get()
    assert (row.presence, row.mark.source, row.mark.made_up_in) == (
        Presence.HERE,
        MarkSource.MADE_UP,
        other,
    )
    weigh(missed.session, now=later)
    missed.refresh_from_db()
    assert missed.attended_at == other.ends_at


def test_part_of_a_block_or_a_shorter_one_makes_up_for_nothing(world, now, missed):
    attended(world, now, presence=Presence.PART, minutes=100)
    attended(world, now, presence=Presence.AWAY, day=41)
    short = PlannedBlock(at(now, 42, 9), at(now, 42, 12))
    attended(world, now, day=42, blocks=(short,))
    assert choices(missed) == []


def test_another_language_or_programme_makes_up_for_nothing(world, now, missed):
    other = attended(world, now)
    session = other.session
    session.language = "fr"
    session.save()
    assert choices(missed) == []
    session.language = "nl"
    session.programme = make_programme(world.owner_body, code="other")
    session.save()
    assert choices(missed) == []


def test_what_was_not_missed_is_not_made_up(world, now, missed):
    other = attended(world, now)
    mark(missed.session, world.bob, by=world.lieve, now=during(now, 31))
    assert choices(missed) == []
    with pytest.raises(DomainError) as problem:
        make_up(
            missed,
            blocks(missed.session)[0],
            other,
            by=world.lieve,
            now=after(now, 40),
        )
    assert problem.value.code == "made_up"


def test_a_block_that_was_taken_by_mistake_is_free_again(world, now, missed):
    other = attended(world, now)
    block = blocks(missed.session)[0]
    make_up(missed, block, other, by=world.lieve, now=after(now, 40))
    again = make_day(world, world.bob, now=now, days=(35,))
    mark(again, world.bob, Presence.AWAY, by=world.lieve, now=during(now, 35))
    second = again.registrations.get()
    assert choices(second) == []
    mark(missed.session, world.bob, Presence.AWAY, by=world.lieve, now=after(now, 41))
    assert choices(second) == [other]


def test_a_block_that_is_not_over_is_missed_by_nobody(world, now):
    other = attended(world, now, day=20)
    session = make_day(world, world.bob, now=now)
    one, block = session.registrations.get(), blocks(session)[0]
    assert places_to_make_up(one, now=block.ends_at - timedelta(minutes=1)) == {}
    assert places_to_make_up(one, now=block.ends_at) == {block.pk: [other]}


def test_what_was_made_up_elsewhere_itself_makes_up_for_nothing(world, now, missed):
    """Or one attendance would count for three blocks."""
    third = attended(world, now, day=50)
    second = make_day(world, world.bob, now=now, days=(40,))
    mark(second, world.bob, by=world.lieve, now=during(now, 40))
    block = blocks(missed.session)[0]
    later = after(now, 51)
    make_up(missed, block, blocks(second)[0], by=world.lieve, now=later)
    mark(second, world.bob, Presence.AWAY, by=world.lieve, now=later)
    one = second.registrations.get()
    make_up(one, blocks(second)[0], third, by=world.lieve, now=after(now, 52))
    weigh(missed.session, now=after(now, 53))
    missed.refresh_from_db()
    assert missed.attended_at is None


def test_as_many_queries_for_thirty_blocks_as_for_one(
    world, now, django_assert_max_num_queries
):
    attended(world, now, day=40)
    session = make_day(world, world.bob, now=now, days=tuple(range(1, 31)))
    one = session.registrations.get()
    with django_assert_max_num_queries(6):
        assert len(places_to_make_up(one, now=after(now, 41))) == 30


def test_one_block_makes_up_for_one(world, now, missed):
    other = attended(world, now)
    again = make_day(world, world.bob, now=now, days=(35,))
    mark(again, world.bob, Presence.AWAY, by=world.lieve, now=during(now, 35))
    second = again.registrations.get()
    block = blocks(missed.session)[0]
    make_up(missed, block, other, by=world.lieve, now=after(now, 40))
    assert choices(second) == []
    # What is made up is missed no more.
    assert choices(missed) == []
    with pytest.raises(DomainError) as problem:
        make_up(second, blocks(again)[0], other, by=world.lieve, now=after(now, 40))
    assert problem.value.code == "made_up"
    assert second.attendance.get().presence == Presence.AWAY


def test_what_was_made_up_itself_makes_up_for_nothing(world, now, missed):
    other = attended(world, now)
    block = blocks(missed.session)[0]
    make_up(missed, block, other, by=world.lieve, now=after(now, 40))
    third = make_day(world, world.bob, now=now, days=(50,)).registrations.get()
    assert block not in choices(third)


def test_where_nobody_accredited_led_nothing_is_made_up(world, now, missed):
    other = attended(world, now)
    other.counts = False
    other.save()
    assert choices(missed) == []


def test_nobody_makes_up_where_somebody_else_was(world, now, missed):
    session = make_day(world, world.alice, now=now, days=(40,))
    mark(session, world.alice, by=world.lieve, now=during(now, 40))
    assert choices(missed) == []


def test_who_has_no_account_makes_up_nothing_yet(world, now):
    session = make_day(world, now=now)
    jo = let_in(
        session, employer=world.employer, name="Jo", actor=world.lieve, now=during(now)
    )
    attended(world, now)
    assert choices(jo) == []

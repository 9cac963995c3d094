"""What trainers have really done: sessions held, groups that somebody came to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.attendance import after, make_day
from tests.factories.delivery import first_day, hold, make_group
from tests.factories.trainers import make_accredited, make_programme
from trainers.domain.attendance.blocks import hold_all_begun
from trainers.domain.delivery.ending import stop_group
from trainers.domain.implementation.doing import Done, done_for
from trainers.enums import StopReason
from trainers.models import Accreditation, SessionBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieves(world):
    return Accreditation.objects.get(person=world.lieve)


# When all that is held here is over.
LATER = timedelta(days=60)


@pytest.fixture
def done(now):
    def asked(one: Accreditation) -> Done:
        return done_for([one], timezone.localdate(now + LATER))[one.pk]

    return asked


def test_who_did_nothing_has_done_nothing(lieves, done):
    assert done(lieves) == Done()
    assert done(lieves).total == 0


def test_a_session_counts_once_it_is_held_however_many_blocks_it_has(
    world, lieves, now, done
):
    make_day(world, now=now, days=(30, 31))
    make_day(world, now=now, days=(40,))
    assert done(lieves) == Done()
    hold_all_begun(after(now, 35))
    held = done(lieves)
    assert (held.sessions, held.groups, held.total) == (1, 0, 1)
    assert held.first_on == now.date() + timedelta(days=30)
    hold_all_begun(after(now, 50))
    assert done(lieves).sessions == 2


def test_a_block_that_counts_for_nothing_does_not_count_here(world, lieves, now, done):
    make_day(world, now=now)
    hold_all_begun(after(now))
    SessionBlock.objects.update(counts=False)
    assert done(lieves) == Done()


def test_a_group_counts_once_somebody_came(world, lieves, now, done):
    group = make_group(world, now=now)
    hold(world, group, 1, now=now, head_count=0, smiles=None)
    assert done(lieves) == Done()
    hold(world, group, 2, 3, now=now)
    held = done(lieves)
    assert (held.sessions, held.groups) == (0, 1)
    assert held.first_on == first_day(now) + timedelta(weeks=1)


def test_the_first_day_is_the_earlier_of_sessions_and_groups(world, lieves, now, done):
    hold(world, make_group(world, now=now), 1, now=now)
    make_day(world, now=now)
    hold_all_begun(after(now))
    held = done(lieves)
    assert held.total == 2
    assert held.first_on == first_day(now)


def test_a_group_entered_by_mistake_counts_nowhere(world, lieves, now, done):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    hold(world, group, 1, now=now)
    stop_group(group, reason=StopReason.MISTAKE, actor=world.lieve, now=now)
    assert done(lieves) == Done()
    assert done(Accreditation.objects.get(person=world.ada)) == Done()


def test_whoever_stands_beside_the_lead_is_counted_apart(world, lieves, now, done):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    hold(world, group, 1, now=now)
    make_day(world, now=now, co_facilitators=(world.ada,))
    hold_all_begun(after(now))
    adas = Accreditation.objects.get(person=world.ada)
    assert done(adas) == Done(beside=2)
    assert done(lieves).beside == 0


def test_each_programme_and_language_has_its_own(world, lieves, now):
    hold(world, make_group(world, now=now), 1, now=now)
    before = now - timedelta(days=900)
    french = make_accredited(
        world.lieve, world.programme, world.employer, now=before, language="fr"
    )
    other = make_programme(world.owner_body, code="other")
    elsewhere = make_accredited(world.lieve, other, world.employer, now=before)
    found = done_for([lieves, french, elsewhere], timezone.localdate(now))
    assert [found[one.pk].groups for one in (lieves, french, elsewhere)] == [1, 0, 0]


def test_many_take_as_many_queries_as_one(world, lieves, now):
    hold(world, make_group(world, now=now), 1, now=now)
    with CaptureQueriesContext(connection) as one:
        done_for([lieves], timezone.localdate(now))
    everybody = list(Accreditation.objects.all())
    with CaptureQueriesContext(connection) as many:
        done_for(everybody, timezone.localdate(now))
    assert len(one) == len(many) <= 6

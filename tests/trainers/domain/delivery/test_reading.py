"""Who reads which groups, as what; and on which day somebody first led one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from organisations.enums import Level, Role
from organisations.models import User
from tests.factories.delivery import first_day, held, hold, make_group
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_accredited, make_person, make_programme
from trainers.domain.delivery.ending import TAKE_BACK, stop_group
from trainers.domain.delivery.meetings import record_meeting
from trainers.domain.delivery.reading import (
    groups_of,
    in_list,
    parts_for,
    read,
    ways_to_begin,
    years_of,
)
from trainers.enums import GroupState, StopReason
from trainers.models import DeliveredGroup, GroupFacilitator

pytestmark = pytest.mark.django_db


@pytest.fixture
def robert(world, now):
    """Bob of Beekstad is accredited as well."""
    make_accredited(
        world.bob, world.programme, world.employer, now=now - timedelta(days=800)
    )
    return world.bob


@pytest.fixture
def away(world, robert, valmont, now):
    """Lieve and Bob give a group in Valmont."""
    group = make_group(world, now=now, municipality=valmont, co_facilitators=(robert,))
    hold(world, group, 1, 2, now=now)
    return group


def seen_by(user) -> set:
    return set(DeliveredGroup.objects.visible_to(user))


def names_of(group, user) -> list:
    return [one.name for one in read(group, user, now=timezone.now()).trainers]


def test_its_trainers_and_the_owner_read_all_of_it(world, away, robert, now):
    for user in (world.lieve, robert, world.olga):
        seen = read(away, user, now=now)
        assert seen.is_open
        assert names_of(away, user) == ["Lieve Peeters", robert.printed_name]
        assert seen.smiles == (16, 6, 2)
        assert away in DeliveredGroup.objects.written_by(user)


def test_an_employer_reads_numbers_and_the_names_of_its_own(world, away, robert, now):
    seen = read(away, world.alice, now=now)
    assert not seen.is_open
    assert names_of(away, world.alice) == [None, robert.printed_name]
    assert away not in DeliveredGroup.objects.written_by(world.alice)
    assert away not in DeliveredGroup.objects.open_to(world.alice)


def test_a_municipality_reads_of_groups_in_it_and_no_name(world, away, charlie, now):
    assert seen_by(charlie) == {away}
    assert names_of(away, charlie) == [None, None]
    assert list(read(away, charlie, now=now).heads.values()) == [12, 12]


def test_everybody_else_reads_nothing(world, away, now):
    stranger = make_person("Sam Stroobants", world.employer)
    for user in (stranger, world.amir, AnonymousUser()):
        assert seen_by(user) == set()
    elsewhere = OrganisationFactory()
    other = make_person("Cleo Maes", elsewhere, Role.COORDINATOR)
    assert seen_by(other) == set()
    for rows in (
        DeliveredGroup.objects.written_by(AnonymousUser()),
        DeliveredGroup.objects.open_to(AnonymousUser()),
    ):
        assert not rows.exists()
    root = User.objects.create_superuser("root@relay.example")
    assert seen_by(root) == {away}
    assert read(away, root, now=now).is_open
    assert away in DeliveredGroup.objects.written_by(root)


def test_a_body_above_an_employer_reads_numbers_and_no_name(world, away, now):
    province = OrganisationFactory(level=Level.PROVINCE, code="province")
    world.employer.parent = province
    world.employer.path = f"{province.path}{world.employer.pk}/"
    world.employer.save()
    governor = make_person("Gust Vermeer", province, Role.COORDINATOR)
    assert seen_by(governor) == {away}
    assert names_of(away, governor) == [None, None]


def test_few_people_are_not_counted_in_front_of_others(world, now):
    group = make_group(world, now=now)
    hold(world, group, 1, now=now, head_count=4, smiles=(4, 0, 0))
    few = read(group, world.alice, now=now)
    assert list(few.heads.values()) == [None]
    assert (few.most_heads, few.smiles) == (None, None)
    own = read(group, world.lieve, now=now)
    assert list(own.heads.values()) == [4]
    assert (own.most_heads, own.smiles) == (4, (4, 0, 0))
    hold(world, group, 2, now=now, head_count=5, smiles=None)
    more = read(group, world.alice, now=now)
    assert list(more.heads.values()) == [None, 5]
    assert more.most_heads == 5


def stopped(world, group, now) -> DeliveredGroup:
    return stop_group(group, reason=StopReason.PARTNER, actor=world.lieve, now=now)


def test_smileys_are_not_told_to_others_while_a_group_runs(world, now):
    group = make_group(world, now=now)
    # Two looks a week apart would tell those of one meeting.
    hold(world, group, 1, 2, now=now)
    assert read(group, world.alice, now=now).smiles is None
    assert read(group, world.lieve, now=now).smiles == (16, 6, 2)
    over = stopped(world, group, now)
    # As long as it may go on after all two looks would do the same.
    last_day = now + TAKE_BACK
    assert read(over, world.alice, now=last_day).smiles is None
    later = last_day + timedelta(seconds=1)
    assert read(over, world.alice, now=later).smiles == (16, 6, 2)


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ([(7, 0, 0), (0, 7, 0), (0, 0, 7)], False),
        ([(4, 2, 2), None, (1, 0, 0)], True),
        ([None, None, None], False),
    ],
    ids=["seven three times", "eight at once", "not asked"],
)
def test_smileys_are_told_where_eight_people_gave_one(world, now, given, is_told):
    group = make_group(world, now=now)
    for number, smiles in enumerate(given, start=1):
        hold(world, group, number, now=now, smiles=smiles)
    over = stopped(world, group, now)
    later = now + TAKE_BACK + timedelta(days=1)
    smiles = read(over, world.alice, now=later).smiles
    assert smiles == ((5, 2, 2) if is_told else None)


def test_whoever_led_a_meeting_reads_on_and_does_not_write(world, away, robert, now):
    record_meeting(
        away, held(world, 3, now=now, led_by=robert), actor=world.lieve, now=now
    )
    GroupFacilitator.objects.filter(group=away, person=robert).delete()
    assert away in DeliveredGroup.objects.open_to(robert)
    assert away in groups_of(robert, "mine")
    assert away not in DeliveredGroup.objects.written_by(robert)


def test_each_has_the_parts_that_are_theirs(world, away, robert, charlie, now):
    today = timezone.localdate(now)
    assert parts_for(world.lieve, today) == ["mine"]
    assert parts_for(world.alice, today) == ["organisation"]
    assert parts_for(charlie, today) == ["organisation"]
    assert parts_for(world.olga, today) == ["programme"]
    learner = make_person("Sam Stroobants", world.employer)
    assert parts_for(learner, today) == []


def test_a_list_says_what_was_held_and_names_its_own(world, away, robert, charlie, now):
    make_programme(world.employer, code="other")
    for user, part, lead in (
        (world.lieve, "mine", "Lieve Peeters"),
        (world.olga, "programme", "Lieve Peeters"),
        (world.alice, "organisation", None),
        (charlie, "organisation", None),
    ):
        row = in_list(groups_of(user, part), user, part=part).get()
        assert (row.held, row.most_heads, row.lead_name) == (2, 12, lead)
        assert row.first_day == first_day(now)
        assert row.last_day == first_day(now) + timedelta(weeks=1)


def test_a_list_is_of_a_state_and_of_a_year(world, away, now):
    early = first_day(now) - timedelta(days=365)
    old = make_group(world, now=now, starts_on=early)
    stop_group(old, reason=StopReason.TOO_FEW, actor=world.lieve, now=now)
    rows = groups_of(world.lieve, "mine")
    assert years_of(rows) == sorted({first_day(now).year, early.year}, reverse=True)

    def found(**chosen):
        return list(in_list(rows, world.lieve, part="mine", **chosen))

    assert found() == [away, old]
    assert found(state=GroupState.STOPPED) == [old]
    assert found(year=early.year) == [old]
    assert found(year=first_day(now).year, state=GroupState.RUNNING) == [away]
    # Once it has met, the meetings say when it was.
    record_meeting(
        old_running(world, now), held(world, 1, now=now), actor=world.lieve, now=now
    )
    assert len(found(year=first_day(now).year)) == 2


def old_running(world, now):
    return make_group(world, now=now, starts_on=first_day(now) - timedelta(days=365))


def test_who_may_begin_a_group_for_what(world, robert, now):
    today = timezone.localdate(now)
    assert ways_to_begin(robert, today) == [(world.programme, "nl")]
    assert ways_to_begin(world.alice, today) == []
    assert ways_to_begin(world.olga, today) == [
        (world.programme, "nl"),
        (world.programme, "fr"),
    ]

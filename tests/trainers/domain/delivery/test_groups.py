"""Groups are begun by trainers who may give them that day, and changed by nobody else."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Level
from tests.factories.delivery import first_day, group_plan, hold, make_group
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import Way, make_accredited, make_person
from trainers.domain.delivery.ending import stop_group
from trainers.domain.delivery.groups import begin_group, change_group
from trainers.domain.delivery.plans import plan_of
from trainers.enums import GroupState, SessionRole, State, StopReason
from trainers.models import DeliveredGroup

pytestmark = pytest.mark.django_db


def begin(world, now, *, actor=None, **changes):
    plan = group_plan(world, now=now, **changes)
    return begin_group(world.programme, plan, actor=actor or plan.lead, now=now)


def code_of(act) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_a_group_begins_with_what_was_planned_and_the_employer_of_its_lead(world, now):
    group = begin(world, now, co_facilitators=(world.ada,))
    assert group.state == GroupState.RUNNING
    assert group.organiser == world.owner_body
    assert (group.age_from, group.age_to, group.meetings_planned) == (12, 15, 10)
    assert [(one.person, one.role) for one in group.facilitators.all()] == [
        (world.lieve, SessionRole.LEAD),
        (world.ada, SessionRole.CO),
    ]
    assert plan_of(group) == group_plan(world, now=now, co_facilitators=(world.ada,))
    told = AuditEntry.objects.get(action="trainers.group_begun")
    assert told.data["meetings"] == 10
    assert told.organisation_id == world.owner_body.pk


def test_a_group_of_adults_has_no_ages(world, now):
    group = begin(world, now, ages=None, meetings=1)
    assert (group.age_from, group.age_to) == (None, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"language": "de"}, "language"),
        ({"language": "fr"}, "not_accredited"),
        ({"meetings": 0}, "meetings"),
        ({"meetings": 31}, "meetings"),
        ({"ages": (5, 12)}, "ages"),
        ({"ages": (15, 12)}, "ages"),
        ({"ages": (15, 100)}, "ages"),
        ({"municipality": None}, "municipality"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(world, now, changes, code):
    assert code_of(lambda: begin(world, now, **changes)) == code
    assert not DeliveredGroup.objects.exists()


def test_a_group_meets_in_a_municipality(world, now):
    province = OrganisationFactory(level=Level.PROVINCE)
    closed = OrganisationFactory(is_active=False)
    for body in (province, closed):
        assert code_of(lambda body=body: begin(world, now, municipality=body)) == (
            "municipality"
        )


def test_a_group_is_not_planned_more_than_a_year_ahead(world, now):
    late = timezone.localdate(now) + timedelta(days=367)
    assert code_of(lambda: begin(world, now, starts_on=late)) == "day"
    assert begin(world, now, starts_on=late - timedelta(days=1))


def test_who_is_not_accredited_on_the_first_day_leads_no_group(world, now):
    early = timezone.localdate(now) - timedelta(days=901)
    assert code_of(lambda: begin(world, now, starts_on=early)) == "not_accredited"
    assert code_of(lambda: begin(world, now, lead=world.bob)) == "not_accredited"


def test_who_is_provisional_stands_beside_and_does_not_lead(world, now):
    Way(world, now).to(State.PROVISIONAL)
    today = timezone.localdate(now)
    group = begin(world, now, starts_on=today, co_facilitators=(world.bob,))
    assert group.facilitators.get(person=world.bob).employer == world.employer
    assert code_of(lambda: begin(world, now, starts_on=today, lead=world.bob)) == (
        "not_accredited"
    )
    yesterday = today - timedelta(days=1)
    assert (
        code_of(
            lambda: begin(world, now, starts_on=yesterday, co_facilitators=(world.bob,))
        )
        == "co"
    )


def test_nobody_is_named_twice(world, now):
    for named in ((world.lieve,), (world.ada, world.ada)):
        assert (
            code_of(lambda named=named: begin(world, now, co_facilitators=named))
            == "trainers"
        )


def test_a_group_needs_a_lead(world, now):
    plan = group_plan(world, now=now, lead=None)
    assert (
        code_of(lambda: begin_group(world.programme, plan, actor=world.olga, now=now))
        == "lead"
    )


def test_its_trainers_and_the_owner_begin_it_and_no_stranger(world, now, charlie):
    for actor in (charlie, world.alice, world.amir):
        assert code_of(lambda actor=actor: begin(world, now, actor=actor)) == (
            "not_allowed"
        )
    assert begin(world, now, actor=world.olga).made_by == world.olga
    co = begin(world, now, actor=world.ada, co_facilitators=(world.ada,))
    assert co.made_by == world.ada


def test_sending_it_twice_begins_one_group(world, now):
    key = uuid.uuid4()
    plan = group_plan(world, now=now)
    made = [
        begin_group(world.programme, plan, key=key, actor=world.lieve, now=now)
        for _again in range(2)
    ]
    assert made[0] == made[1]
    other = replace(plan, lead=world.ada)
    theirs = begin_group(world.programme, other, key=key, actor=world.ada, now=now)
    assert theirs != made[0]
    assert DeliveredGroup.objects.count() == 2


def test_another_lead_takes_the_group_over_with_their_employer(world, now):
    make_accredited(
        world.bob, world.programme, world.employer, now=now - timedelta(days=500)
    )
    group = make_group(world, now=now, co_facilitators=(world.bob,))
    hold(world, group, 1, now=now)
    plan = replace(plan_of(group), lead=world.bob, co_facilitators=(world.lieve,))
    changed = change_group(group, plan, actor=world.lieve, now=now)
    assert changed.organiser == world.employer
    assert dict(group.facilitators.values_list("person", "role")) == {
        world.bob.pk: SessionRole.LEAD,
        world.lieve.pk: SessionRole.CO,
    }
    assert AuditEntry.objects.filter(action="trainers.group_changed").count() == 1


def test_who_had_a_part_keeps_it_when_something_else_changes(world, now):
    ending = timezone.localdate(now) - timedelta(days=2)
    pia = make_person("Pia Smets", world.employer)
    make_accredited(
        pia,
        world.programme,
        world.employer,
        now=now - timedelta(days=500),
        until=ending,
    )
    group = make_group(world, now=now, lead=pia)
    plan = replace(plan_of(group), meetings=8)
    assert change_group(group, plan, actor=pia, now=now).meetings_planned == 8
    # On another first day she could not have led it.
    late = replace(plan, starts_on=ending + timedelta(days=1))
    assert code_of(lambda: change_group(group, late, actor=pia, now=now)) == (
        "not_accredited"
    )


def test_a_new_trainer_may_have_their_part_today_or_on_a_first_day_to_come(world, now):
    newly = make_person("Nele Baert", world.employer)
    make_accredited(
        newly,
        world.programme,
        world.employer,
        now=now,
        until=timezone.localdate(now) + timedelta(days=20),
    )
    running = make_group(world, now=now)
    plan = replace(plan_of(running), co_facilitators=(newly,))
    change_group(running, plan, actor=world.lieve, now=now)
    assert running.facilitators.filter(person=newly).exists()
    late = timezone.localdate(now) + timedelta(days=30)
    to_come = make_group(world, now=now, starts_on=late)
    plan = replace(plan_of(to_come), co_facilitators=(newly,))
    assert (
        code_of(lambda: change_group(to_come, plan, actor=world.lieve, now=now)) == "co"
    )


def test_what_is_written_down_holds_the_plan(world, now):
    group = make_group(world, now=now)
    hold(world, group, 7, now=now)
    make_accredited(
        world.lieve,
        world.programme,
        world.owner_body,
        now=now - timedelta(days=900),
        language="fr",
    )
    plan = plan_of(group)
    assert (
        code_of(
            lambda: change_group(
                group, replace(plan, language="fr"), actor=world.lieve, now=now
            )
        )
        == "language"
    )
    assert (
        code_of(
            lambda: change_group(
                group, replace(plan, meetings=4), actor=world.lieve, now=now
            )
        )
        == "meetings"
    )
    fewer = replace(plan, meetings=5, ages=None)
    assert change_group(group, fewer, actor=world.lieve, now=now).age_from is None


def test_a_group_that_is_over_is_not_changed(world, now):
    group = make_group(world, now=now)
    stop_group(group, reason=StopReason.TOO_FEW, actor=world.lieve, now=now)
    assert (
        code_of(lambda: change_group(group, plan_of(group), actor=world.lieve, now=now))
        == "ended"
    )


def test_the_first_day_may_be_moved_while_everybody_may(world, now):
    group = make_group(world, now=now)
    plan = replace(plan_of(group), starts_on=first_day(now) + timedelta(days=7))
    assert change_group(group, plan, actor=world.lieve, now=now).starts_on == (
        plan.starts_on
    )

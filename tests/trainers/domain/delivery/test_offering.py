"""A finished group can be written down as evidence by its trainers, and is signed by
somebody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.factories.delivery import first_day, held, hold, make_group
from tests.factories.trainers import Way, at, make_accredited
from trainers.domain.delivery.ending import finish_group, take_back
from trainers.domain.delivery.meetings import record_meeting
from trainers.domain.delivery.offering import offered_to
from trainers.domain.evidence import sign, write_own
from trainers.domain.written import Session, Written
from trainers.enums import EvidenceKind, State, Verdict
from trainers.forms.evidence import EvidenceForm, begun_by
from trainers.models import StepEvidence, TrainerProgramme

pytestmark = pytest.mark.django_db


def finished(world, now, *, numbers=range(1, 9), **changes):
    group = make_group(world, now=now, **changes)
    hold(world, group, *numbers, now=now)
    return finish_group(group, actor=world.lieve, now=now)


def test_the_lead_is_offered_a_whole_group_that_they_led(world, now):
    group = finished(world, now)
    offered = offered_to(world.lieve, group)
    assert offered.kind == EvidenceKind.LED_SESSION
    assert offered.accreditation.person == world.lieve
    assert offered.hours == Decimal("16.0")
    assert offered.head_count == 12
    assert offered.place == world.employer.name
    assert offered.on_day == first_day(now) + timedelta(weeks=7)
    assert offered.is_whole_group is True
    assert offered.asked_of is None
    assert offered.is_written is False


def test_nothing_is_offered_of_a_group_that_is_not_finished_or_not_theirs(world, now):
    group = make_group(world, now=now)
    hold(world, group, *range(1, 9), now=now)
    assert offered_to(world.lieve, group) is None
    group = finish_group(group, actor=world.lieve, now=now)
    assert offered_to(world.lieve, group)
    assert offered_to(world.ada, group) is None
    assert offered_to(world.olga, group) is None
    assert offered_to(world.lieve, take_back(group, actor=world.lieve, now=now)) is None


def test_an_evening_for_parents_is_a_session_and_no_whole_group(world, now):
    group = finished(world, now, numbers=[1], meetings=1, ages=None)
    offered = offered_to(world.lieve, group)
    assert offered.is_whole_group is False
    assert offered.hours == Decimal("2.0")
    TrainerProgramme.objects.update(group_meetings=1)
    group.programme.refresh_from_db()
    assert offered_to(world.lieve, group).is_whole_group is True


def test_a_lead_who_stood_back_did_not_lead_a_whole_group(world, now):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    hold(world, group, *range(1, 8), now=now)
    record_meeting(
        group, held(world, 8, now=now, led_by=world.ada), actor=world.lieve, now=now
    )
    group = finish_group(group, actor=world.lieve, now=now)
    offered = offered_to(world.lieve, group)
    assert (offered.is_whole_group, offered.hours) == (False, Decimal("14.0"))
    # Who is accredited writes no co-facilitation down any more.
    assert offered_to(world.ada, group) is None


def test_meetings_to_which_nobody_came_are_no_hours(world, now):
    group = make_group(world, now=now, meetings=2)
    hold(world, group, 1, now=now)
    hold(world, group, 2, now=now, head_count=0, smiles=None)
    group = finish_group(group, actor=world.lieve, now=now)
    assert offered_to(world.lieve, group).hours == Decimal("2.0")


@pytest.fixture
def beside(world, now):
    """Bob, provisional, beside Lieve in a whole group that is finished."""
    # Long enough ago that the meetings were after it.
    way = Way(world, at(now, -100, 12))
    way.to(State.PROVISIONAL)
    return finished(world, now, co_facilitators=(world.bob,))


def write_down(world, offered, now):
    written = Written(
        kind=offered.kind,
        on_day=offered.on_day,
        session=Session(
            role=offered.role,
            hours=offered.hours,
            place=offered.place,
            language="nl",
            sector=world.bob.sector,
            head_count=offered.head_count,
            is_whole_group=offered.is_whole_group,
        ),
        key=offered.key,
        asked_of=offered.asked_of,
    )
    return write_own(offered.accreditation, written, actor=world.bob, now=now)


def test_a_co_facilitator_writes_it_down_and_asks_the_lead_to_sign(world, beside, now):
    offered = offered_to(world.bob, beside)
    assert offered.kind == EvidenceKind.CO_SESSION
    assert offered.asked_of == world.lieve
    assert offered.is_whole_group is True
    kept = {write_down(world, offered, now) for _again in range(2)}
    # It is written down once, and nobody has signed it.
    assert kept == {StepEvidence.objects.get(uuid=offered.key)}
    assert kept.pop().asked_of == world.lieve
    assert not StepEvidence.objects.get(uuid=offered.key).sign_offs.exists()
    again = offered_to(world.bob, beside)
    assert (again.is_written, again.written_at) == (True, now)
    assert again.refused is None


def test_what_its_signer_did_not_sign_may_be_written_down_anew(world, beside, now):
    keys = []
    for number in range(3):
        offered = offered_to(world.bob, beside)
        assert offered.is_written is False
        keys.append(offered.key)
        kept = write_down(world, offered, now)
        assert offered_to(world.bob, beside).is_written is True
        verdict = Verdict.YES if number == 2 else Verdict.NO
        sign(kept, verdict=verdict, comment="Not whole", actor=world.lieve, now=now)
        refused = offered_to(world.bob, beside).refused
        assert refused is None if number == 2 else refused.comment == "Not whole"
    assert len(set(keys)) == 3
    assert offered_to(world.bob, beside).key == keys[-1]
    assert offered_to(world.bob, beside).is_written is True


def test_the_form_of_evidence_begins_with_the_group(world, beside):
    offered = offered_to(world.bob, beside)
    form = EvidenceForm(
        kind=offered.kind,
        accreditation=offered.accreditation,
        leads=type(world.lieve).objects.filter(pk=world.lieve.pk),
        initial=begun_by(offered),
    )
    shown = {name: form[name].value() for name in form.fields}
    assert shown["hours"] == Decimal("16.0")
    assert shown["key"] == str(offered.key)
    assert shown["is_whole_group"] is True
    assert f'value="{offered.on_day.isoformat()}"' in str(form["on_day"])


def test_nothing_is_offered_when_the_step_is_not_theirs_now(world, now):
    today = timezone.localdate(now)
    pia = world.bob
    mine = make_accredited(
        pia, world.programme, world.employer, now=now - timedelta(days=500)
    )
    group = make_group(world, now=now, meetings=1, starts_on=today, lead=pia)
    record_meeting(
        group,
        held(world, 1, now=now, on_day=today, led_by=pia),
        actor=pia,
        now=now,
    )
    group = finish_group(group, actor=pia, now=now)
    assert offered_to(pia, group)
    mine.state = State.LAPSED
    mine.save()
    assert offered_to(pia, group) is None

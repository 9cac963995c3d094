"""Groups are finished when enough is written down, stopped with a reason, and neither
after all for two weeks."""

from datetime import timedelta

import pytest

from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.delivery import hold, make_group
from trainers.domain.delivery.ending import (
    finish_group,
    may_take_back,
    missing_to_finish,
    stop_group,
    take_back,
)
from trainers.enums import GroupState, StopReason

pytestmark = pytest.mark.django_db


def code_of(act) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize(
    ("planned", "least"), [(1, 1), (2, 1), (3, 1), (4, 2), (10, 8)], ids=str
)
def test_two_meetings_may_be_missing_and_never_all(world, now, planned, least):
    group = make_group(world, now=now, meetings=planned)
    hold(world, group, *range(1, least), now=now)
    assert missing_to_finish(group) == [
        f"{least - 1} of at least {least} meeting{'' if least == 1 else 's'} "
        f"{'is' if least == 1 else 'are'} written down."
    ]
    with pytest.raises(DomainError) as refused:
        finish_group(group, actor=world.lieve, now=now)
    assert refused.value.code == "not_ready"
    hold(world, group, least, now=now)
    finished = finish_group(group, actor=world.lieve, now=now)
    assert (finished.state, finished.ended_at) == (GroupState.FINISHED, now)


def test_a_group_to_which_nobody_came_is_not_delivered(world, now):
    group = make_group(world, now=now, meetings=1)
    hold(world, group, 1, now=now, head_count=0, smiles=None)
    assert len(missing_to_finish(group)) == 1
    assert code_of(lambda: finish_group(group, actor=world.lieve, now=now)) == (
        "not_ready"
    )


def test_finishing_twice_is_once(world, now):
    group = make_group(world, now=now, meetings=1)
    hold(world, group, 1, now=now)
    finish_group(group, actor=world.lieve, now=now)
    later = now + timedelta(days=1)
    assert finish_group(group, actor=world.lieve, now=later).ended_at == now
    assert AuditEntry.objects.filter(action="trainers.group_finished").count() == 1


def test_a_group_stops_for_a_reason_of_the_list(world, now):
    group = make_group(world, now=now)
    assert (
        code_of(
            lambda: stop_group(group, reason="Kevin left", actor=world.lieve, now=now)
        )
        == "reason"
    )
    stopped = stop_group(group, reason=StopReason.TOO_FEW, actor=world.lieve, now=now)
    assert (stopped.state, stopped.stop_reason) == (
        GroupState.STOPPED,
        StopReason.TOO_FEW,
    )
    told = AuditEntry.objects.get(action="trainers.group_stopped").data
    assert told["reason"] == StopReason.TOO_FEW
    for act in (
        lambda: stop_group(
            group, reason=StopReason.TOO_FEW, actor=world.lieve, now=now
        ),
        lambda: finish_group(group, actor=world.lieve, now=now),
    ):
        assert code_of(act) == "ended"


def test_an_end_is_taken_back_for_fourteen_days(world, now):
    group = make_group(world, now=now, meetings=1)
    hold(world, group, 1, now=now)
    assert take_back(group, actor=world.lieve, now=now).state == GroupState.RUNNING
    last, late = now + timedelta(days=14), now + timedelta(days=14, seconds=1)
    finished = finish_group(group, actor=world.lieve, now=now)
    assert may_take_back(finished, last)
    assert not may_take_back(finished, late)
    assert code_of(lambda: take_back(group, actor=world.lieve, now=late)) == "late"
    back = take_back(group, actor=world.lieve, now=last)
    assert (back.state, back.ended_at, back.stop_reason) == (
        GroupState.RUNNING,
        None,
        "",
    )
    assert back.meetings.count() == 1
    stop_group(group, reason=StopReason.PARTNER, actor=world.lieve, now=now)
    assert take_back(group, actor=world.lieve, now=now).stop_reason == ""

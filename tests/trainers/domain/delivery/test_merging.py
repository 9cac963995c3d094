"""Two accounts of one trainer: the groups are theirs, once."""

import pytest

from lms.merging import Merge, carry_over
from tests.factories.delivery import hold, make_group
from tests.factories.trainers import make_person
from trainers.enums import SessionRole
from trainers.models import DeliveredGroup, GroupMeeting

pytestmark = pytest.mark.django_db


def merged(kept, other, now):
    carry_over(Merge(kept=kept, merged=other, actor=None, now=now))


def test_groups_and_meetings_go_over(world, now):
    group = make_group(world, now=now)
    hold(world, group, 1, now=now)
    kept = make_person("Godelieve Peeters", world.owner_body)
    merged(kept, world.lieve, now)
    assert group.facilitators.get().person == kept
    assert GroupMeeting.objects.get().led_by == kept
    assert DeliveredGroup.objects.get().made_by == kept


@pytest.mark.parametrize("is_kept_lead", [True, False])
def test_who_leads_with_one_account_and_stands_beside_with_the_other_leads(
    world, now, is_kept_lead
):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    kept, other = (world.lieve, world.ada) if is_kept_lead else (world.ada, world.lieve)
    for _again in range(2):
        merged(kept, other, now)
        only = group.facilitators.get()
        assert (only.person, only.role) == (kept, SessionRole.LEAD)

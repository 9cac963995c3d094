"""Whatever order meetings are written down, put right and taken out in: the totals are
those of what stands, and nothing stands that somebody led who might not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.errors import DomainError
from tests.factories.delivery import first_day, make_group
from tests.factories.trainers import make_accredited, make_person
from trainers.domain.delivery.meetings import (
    Meeting,
    correct_meeting,
    record_meeting,
    remove_meeting,
)
from trainers.domain.delivery.totals import not_written_down, totals_of
from trainers.domain.periods import may_lead
from trainers.models import GroupMeeting

pytestmark = pytest.mark.django_db

PLANNED = 4
# What somebody does: write down, put right or take out; which number; on which of the
# days; led by whom; how many came; and what they said.
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["record", "correct", "remove"]),
        st.integers(0, PLANNED + 3),
        st.integers(-2, 30),
        st.sampled_from(["lieve", "early", "late", "stranger"]),
        st.integers(-3, 70),
        st.none() | st.tuples(*[st.integers(-1, 20)] * 3),
    ),
    min_size=1,
    max_size=25,
)


@pytest.fixture
def story(world, now):
    """Beside Lieve one who was accredited for the first ten days alone, and one from the
    tenth on; and somebody who has no part."""
    day, was = first_day(now), now - timedelta(days=500)
    tenth = day + timedelta(days=10)
    early = make_person("Pia Smets", world.employer)
    make_accredited(early, world.programme, world.employer, now=was, until=tenth)
    late = make_person("Nele Baert", world.employer)
    begins = now - (timezone.localdate(now) - tenth)
    make_accredited(late, world.programme, world.employer, now=begins)
    group = make_group(world, now=now, meetings=PLANNED, co_facilitators=(early,))
    group.facilitators.create(
        person=late, role="co", employer=world.employer, joined_on=tenth
    )
    people = {
        "lieve": world.lieve,
        "early": early,
        "late": late,
        "stranger": world.ada,
    }
    return world, group, people


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ACTS)
def test_totals_are_of_what_stands_and_nobody_led_who_might_not(story, now, acts):
    world, group, people = story
    GroupMeeting.objects.all().delete()
    stands: dict[int, Meeting] = {}
    by = {"actor": world.lieve, "now": now}
    for act, number, days, who, heads, smiles in acts:
        wanted = Meeting(
            number=number,
            on_day=first_day(now) + timedelta(days=days),
            minutes=90,
            head_count=heads,
            led_by=people[who],
            smiles=smiles,
        )
        row = group.meetings.filter(number=number).first()
        try:
            if act == "record":
                record_meeting(group, wanted, **by)
            elif row is None:
                continue
            elif act == "remove":
                remove_meeting(row, **by)
            else:
                correct_meeting(row, wanted, **by)
        except DomainError:
            continue
        stands.pop(number, None)
        if act != "remove":
            stands[number] = wanted
    rows = list(group.meetings.all())
    totals = totals_of(rows)
    asked = [one.smiles for one in stands.values() if one.smiles is not None]

    assert totals.meetings == len(stands)
    assert totals.heads == sum(one.head_count for one in stands.values())
    assert totals.minutes == 90 * len(stands)
    assert totals.smiles == (
        tuple(sum(one) for one in zip(*asked, strict=True)) if asked else None
    )
    assert not_written_down(PLANNED, rows) == [
        one for one in range(1, PLANNED + 1) if one not in stands
    ]
    assert [one.on_day for one in rows] == sorted(one.on_day for one in rows)
    for one in rows:
        assert one.led_by != people["stranger"]
        assert may_lead(one.led_by, group.programme, group.language, one.on_day)
        assert 0 <= one.head_count <= 60
        assert sum(one.smiles or (0,)) <= one.head_count

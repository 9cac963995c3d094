"""Meetings are counts of what was held, led by somebody who might."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Term
from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.delivery import first_day, held, hold, make_group
from tests.factories.trainers import make_accredited, make_person
from trainers.domain.delivery.ending import stop_group
from trainers.domain.delivery.meetings import (
    correct_meeting,
    record_meeting,
    remove_meeting,
)
from trainers.enums import Adaptation, StopReason
from trainers.models import GroupMeeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(world, now):
    return make_group(world, now=now, co_facilitators=(world.ada,))


def record(world, group, number=1, *, now, key=None, **changes):
    meeting = held(world, number, now=now, **changes)
    return record_meeting(group, meeting, key=key, actor=world.lieve, now=now)


def code_of(act) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def test_a_meeting_is_written_down_as_it_was(world, group, now):
    made = record(
        world,
        group,
        3,
        now=now,
        adaptations=("outdoors", "shorter", "outdoors"),
        note=" The second exercise took longer. ",
    )
    assert (made.number, made.minutes, made.head_count) == (3, 120, 12)
    assert made.smiles == (8, 3, 1)
    assert made.adaptations == ["shorter", "outdoors"]
    assert made.note == "The second exercise took longer."
    told = AuditEntry.objects.get(action="trainers.group_meeting_recorded").data
    assert told["heads"] == 12
    assert "exercise" not in str(told)
    # Opinions are no trail of who did what.
    assert "smiles" not in told


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"head_count": -3}, "heads"),
        ({"head_count": 4000}, "heads"),
        ({"head_count": 61}, "heads"),
        ({"minutes": 14}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"smiles": (10, 2, 1)}, "smiles"),
        ({"smiles": (13, -1, 0)}, "smiles"),
        ({"smiles": (1, 1)}, "smiles"),
        ({"adaptations": ("Kevin",)}, "adaptations"),
        ({"note": "x" * 301}, "long"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(world, group, now, changes, code):
    assert code_of(lambda: record(world, group, now=now, **changes)) == code
    assert not GroupMeeting.objects.exists()


@pytest.mark.parametrize("heads", [0, 1, 60])
def test_the_fewest_and_the_most_who_come_are_counted(world, group, now, heads):
    made = record(world, group, now=now, head_count=heads, smiles=(heads, 0, 0))
    assert made.head_count == heads


@pytest.mark.parametrize(
    "note",
    [
        "Kevin Peeters was quiet today.",
        "Call me on 0470 12 34 56.",
        "Write to sam@example.org.",
        "85.07.30-033.28",
    ],
)
def test_a_name_or_a_number_of_somebody_is_never_kept(world, group, now, note):
    with pytest.raises(MentionsPeople) as refused:
        record(world, group, now=now, note=note)
    assert refused.value.seen[0].excerpt in refused.value.message
    assert not GroupMeeting.objects.exists()


def test_no_word_of_confirmation_keeps_a_name(world, group, now):
    note = f"Kevin Peeters {confirmation_of('Kevin Peeters')}"
    with pytest.raises(MentionsPeople):
        record(world, group, now=now, note=note)


def test_a_day_to_come_is_refused_and_today_is_not(world, group, now):
    today = timezone.localdate(now)
    tomorrow = today + timedelta(days=1)
    assert code_of(lambda: record(world, group, now=now, on_day=tomorrow)) == "future"
    assert record(world, group, now=now, on_day=today)


def test_numbers_go_two_beyond_the_plan(world, group, now):
    today = timezone.localdate(now)
    assert code_of(lambda: record(world, group, 0, now=now)) == "number"
    assert code_of(lambda: record(world, group, 13, now=now, on_day=today)) == "number"
    assert record(world, group, 12, now=now, on_day=today)


def test_days_go_in_the_order_of_the_numbers(world, group, now):
    first, third = hold(world, group, 1, 3, now=now)
    day = timedelta(days=1)
    assert code_of(lambda: record(world, group, 3, now=now)) == "taken"
    for number, on_day in ((2, first.on_day - day), (2, third.on_day + day)):
        assert (
            code_of(
                lambda number=number, on_day=on_day: record(
                    world, group, number, now=now, on_day=on_day
                )
            )
            == "order"
        )
    # Two on one day is a weekend.
    assert record(world, group, 2, now=now, on_day=third.on_day)
    # And whichever comes later may be written down first.
    assert record(world, group, 4, now=now, on_day=third.on_day)


def test_a_meeting_that_nobody_accredited_led_counts_for_nothing(world, group, now):
    early = timezone.localdate(now) - timedelta(days=901)
    with pytest.raises(DomainError) as refused:
        record(world, group, now=now, on_day=early)
    assert refused.value.code == "not_accredited"
    assert "counts for nothing" in refused.value.message
    assert not GroupMeeting.objects.exists()


def test_a_co_facilitator_who_may_leads_a_meeting_and_one_who_may_not_does_not(
    world, now
):
    lapsed = make_person("Pia Smets", world.employer)
    ends = first_day(now) + timedelta(days=3)
    make_accredited(
        lapsed,
        world.programme,
        world.employer,
        now=now - timedelta(days=500),
        until=ends,
    )
    group = make_group(world, now=now, co_facilitators=(lapsed, world.ada))
    assert record(world, group, 1, now=now, led_by=lapsed).led_by == lapsed
    assert code_of(lambda: record(world, group, 2, now=now, led_by=lapsed)) == (
        "not_accredited"
    )
    assert record(world, group, 2, now=now, led_by=world.ada)


def test_whoever_leads_is_one_of_its_trainers(world, group, now):
    assert code_of(lambda: record(world, group, now=now, led_by=world.amir)) == (
        "trainers"
    )


def test_sending_it_twice_is_one_meeting(world, group, now):
    key = uuid.uuid4()
    one = record(world, group, now=now, key=key)
    assert record(world, group, now=now, key=key) == one
    other = make_group(world, now=now)
    assert record(world, other, now=now, key=key) != one
    assert (
        AuditEntry.objects.filter(action="trainers.group_meeting_recorded").count() == 2
    )


def test_what_a_phone_sends_again_with_other_numbers_puts_it_right(world, group, now):
    sent = {"now": now, "key": uuid.uuid4(), "smiles": None, "note": "Went well. "}
    one = record(world, group, **sent)
    for _again in range(2):
        again = record(world, group, **sent, head_count=9)
        assert (again, again.head_count) == (one, 9)
        assert again.note == "Went well."
    [told] = AuditEntry.objects.filter(action="trainers.group_meeting_corrected")
    assert (told.data["before"]["heads"], told.data["heads"]) == (12, 9)
    assert code_of(lambda: record(world, group, **sent, head_count=4000)) == "heads"


def test_what_somebody_else_wrote_is_not_put_right_by_a_key(world, group, now):
    key = uuid.uuid4()
    one = record(world, group, now=now, key=key, smiles=None)

    def again(actor, **changes):
        meeting = held(world, 1, now=now, smiles=None, **changes)
        return record_meeting(group, meeting, key=key, actor=actor, now=now)

    assert again(world.ada) == one
    assert code_of(lambda: again(world.ada, head_count=9)) == "taken"
    # What Ada has put right is no more what the phone of Lieve knows.
    other = held(world, 1, now=now, smiles=None, head_count=7)
    correct_meeting(one, other, actor=world.ada, now=now)
    assert code_of(lambda: again(world.lieve)) == "taken"
    assert group.meetings.get().head_count == 7


def test_what_was_said_last_counts_and_what_stood_before_is_kept(world, group, now):
    meeting = record(world, group, now=now, note="Short.")
    wanted = held(world, 2, now=now, head_count=9, smiles=None, note="Longer.")
    corrected = correct_meeting(meeting, wanted, actor=world.ada, now=now)
    assert (corrected.number, corrected.head_count, corrected.smiles) == (2, 9, None)
    told = AuditEntry.objects.get(action="trainers.group_meeting_corrected")
    assert told.actor == world.ada
    assert (told.data["before"]["heads"], told.data["heads"]) == (12, 9)
    assert told.data["before"]["number"] == 1
    assert told.data["is_other_note"] is True
    assert "smiles" not in str(told.data)
    assert "Short" not in str(told.data)


def test_a_correction_is_looked_at_as_anew(world, group, now):
    first, second = hold(world, group, 1, 2, now=now)
    for changes, code in (
        ({"number": 1}, "taken"),
        ({"head_count": 4000}, "heads"),
        ({"on_day": first.on_day - timedelta(days=1)}, "order"),
        ({"note": "Kevin Peeters"}, "people"),
        ({"led_by": world.amir}, "trainers"),
    ):
        wanted = (
            held(world, 2, now=now, **changes)
            if "number" not in changes
            else (held(world, 1, now=now))
        )
        assert (
            code_of(
                lambda wanted=wanted: correct_meeting(
                    second, wanted, actor=world.lieve, now=now
                )
            )
            == code
        )
    assert GroupMeeting.objects.get(pk=second.pk).on_day == second.on_day


def test_who_led_it_before_may_still_stand_there(world, now):
    group = make_group(world, now=now, co_facilitators=(world.ada,))
    meeting = record(world, group, now=now, led_by=world.ada)
    group.facilitators.filter(person=world.ada).delete()
    wanted = held(world, 1, now=now, led_by=world.ada, head_count=13)
    assert correct_meeting(meeting, wanted, actor=world.lieve, now=now).head_count == 13


def test_what_was_entered_by_mistake_is_taken_out_and_its_number_is_free(
    world, group, now
):
    meeting = record(world, group, now=now)
    remove_meeting(meeting, actor=world.lieve, now=now)
    assert not group.meetings.exists()
    told = AuditEntry.objects.get(action="trainers.group_meeting_removed").data
    assert told["heads"] == 12
    wanted = held(world, 1, now=now)
    for act in (
        lambda: remove_meeting(meeting, actor=world.lieve, now=now),
        lambda: correct_meeting(meeting, wanted, actor=world.lieve, now=now),
    ):
        assert code_of(act) == "gone"
    assert record(world, group, now=now).number == 1


def test_of_a_group_that_is_over_nothing_is_written_down(world, group, now):
    meeting = record(world, group, now=now)
    stop_group(group, reason=StopReason.NO_PLACE, actor=world.lieve, now=now)
    for act in (
        lambda: record(world, group, 2, now=now),
        lambda: remove_meeting(meeting, actor=world.lieve, now=now),
        lambda: correct_meeting(
            meeting, held(world, 1, now=now), actor=world.lieve, now=now
        ),
    ):
        assert code_of(act) == "ended"


def test_a_word_that_can_stigmatise_is_refused(world, group, now):
    words = "They came from a hotbed."
    Term.objects.create(
        language="en", key="hotbed", forms="hotbed", reason="It labels.", suggestion="A"
    )
    with pytest.raises(DomainError) as refused:
        record(world, group, now=now, note=words)
    assert refused.value.code == "words"


def test_every_adaptation_of_the_list_is_taken(world, group, now):
    made = record(world, group, now=now, adaptations=tuple(Adaptation.values))
    assert made.adaptations == Adaptation.values

"""The delivery log holds counts: no field of it can name or tell apart somebody who takes
part (ETHICS P13), and the database refuses what cannot be."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.test.utils import isolate_apps

from lms.errors import DomainError
from organisations.models import User
from tests.factories.delivery import first_day, hold, make_group
from trainers.enums import GroupState, SessionRole
from trainers.models import (
    DeliveredGroup,
    GroupFacilitator,
    GroupMeeting,
    TrainerProgramme,
)

pytestmark = pytest.mark.django_db

# Trainers, and nobody else.
PEOPLE = {
    ("DeliveredGroup", "made_by"),
    ("GroupFacilitator", "person"),
    ("GroupMeeting", "led_by"),
    ("GroupMeeting", "written_by"),
}
# Words that are chosen from a list, or a code; one note, which the detector reads.
WORDS = {
    ("DeliveredGroup", "language"),
    ("DeliveredGroup", "state"),
    ("DeliveredGroup", "stop_reason"),
    ("GroupFacilitator", "role"),
    ("GroupMeeting", "adaptations"),
    ("GroupMeeting", "note"),
}
# Where groups are, who employs trainers, and what belongs together.
REFERENCES = {
    ("DeliveredGroup", "municipality", "organisations.Organisation"),
    ("DeliveredGroup", "organiser", "organisations.Organisation"),
    ("DeliveredGroup", "programme", "trainers.TrainerProgramme"),
    ("GroupFacilitator", "employer", "organisations.Organisation"),
    ("GroupFacilitator", "group", "trainers.DeliveredGroup"),
    ("GroupMeeting", "group", "trainers.DeliveredGroup"),
}
# What refers to a group from outside; a registration would be a list of participants.
REVERSE = {"trainers.GroupFacilitator", "trainers.GroupMeeting"}
PLAIN = (
    models.AutoField,
    models.UUIDField,
    models.DateField,
    models.DateTimeField,
    models.PositiveSmallIntegerField,
)


def log_models() -> list[type[models.Model]]:
    found = [
        model
        for model in apps.get_app_config("trainers").get_models()
        if model.__module__ == "trainers.models.delivery"
    ]
    assert {one.__name__ for one in found} >= {
        "DeliveredGroup",
        "GroupFacilitator",
        "GroupMeeting",
    }
    return found


def what_could_name_somebody(model: type[models.Model]) -> list[str]:
    """Fields of a model of the log that are not declared above: whatever is no count, no
    day, no choice and no trainer."""
    found = []
    for field in model._meta.get_fields(include_hidden=True):
        name, place = model.__name__, f"{model.__name__}.{field.name}"
        if field.auto_created and not field.concrete:
            if field.related_model._meta.label not in REVERSE:
                found.append(f"{place}: {field.related_model._meta.label} refers to it")
        elif field.is_relation:
            label = field.related_model._meta.label
            is_trainer = label == settings.AUTH_USER_MODEL and (
                (name, field.name) in PEOPLE and field.many_to_one
            )
            is_declared = (name, field.name, label) in REFERENCES
            if field.many_to_many or not (is_trainer or is_declared):
                found.append(f"{place} refers to {label}")
        elif (name, field.name) not in WORDS and not isinstance(field, PLAIN):
            found.append(f"{place} holds words")
    return found


def test_nobody_who_takes_part_has_an_account_or_a_name_in_the_log():
    for model in log_models():
        assert what_could_name_somebody(model) == []
    declared = {
        (model.__name__, field) for model in log_models() for field in _names(model)
    }
    assert {(name, field) for name, field in PEOPLE | WORDS} <= declared


def _names(model) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def test_only_the_note_takes_words_that_are_not_chosen():
    free = {
        (model.__name__, field.name)
        for model in log_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField)
        and not field.choices
        and field.name != "language"
    }
    assert free == {("GroupMeeting", "note")}


@isolate_apps()
def test_a_field_for_a_participant_would_be_found():
    class GroupMeeting(models.Model):  # noqa: DJ008 -- it has no rows
        led_by = models.ForeignKey(User, models.PROTECT, related_name="+")
        participants = models.ManyToManyField(User, related_name="+")
        youngster = models.ForeignKey(User, models.PROTECT, related_name="+")
        initials = models.CharField(max_length=4)
        mail = models.EmailField()
        phone = models.CharField(max_length=20)
        story = models.TextField()
        who = models.JSONField(default=list)
        face = models.ImageField()
        head_count = models.PositiveSmallIntegerField()

        class Meta:
            app_label = "trainers"

    found = {
        one.split()[0].split(".")[1] for one in what_could_name_somebody(GroupMeeting)
    }
    assert found == {
        "participants",
        "youngster",
        "initials",
        "mail",
        "phone",
        "story",
        "who",
        "face",
    }


@pytest.fixture
def group(world, now):
    return make_group(world, now=now)


@pytest.fixture
def meeting(world, group, now):
    return hold(world, group, 3, now=now)[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"head_count": -3},
        {"head_count": 61},
        {"head_count": 4000},
        {"head_count": 11},
        {"number": 0},
        {"number": 33},
        {"minutes": 0},
        {"minutes": 601},
        {"smiles_good": None},
        {"smiles_bad": 2},
        {"smiles_so_so": -1},
        {"smiles_good": None, "smiles_so_so": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_meeting_that_cannot_be(meeting, changes):
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupMeeting.objects.filter(pk=meeting.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"meetings_planned": 0},
        {"meetings_planned": 31},
        {"age_from": 5},
        {"age_from": 16},
        {"age_to": 100},
        {"age_to": None},
        {"age_from": None},
        {"state": GroupState.FINISHED},
        {"stop_reason": "too-few"},
    ],
    ids=str,
)
def test_the_database_refuses_a_group_that_cannot_be(group, changes):
    with pytest.raises(DatabaseError), transaction.atomic():
        DeliveredGroup.objects.filter(pk=group.pk).update(**changes)


def test_the_database_refuses_a_group_that_stopped_for_no_reason(group, now):
    ended = {"state": GroupState.STOPPED, "ended_at": now}
    with pytest.raises(DatabaseError), transaction.atomic():
        DeliveredGroup.objects.filter(pk=group.pk).update(**ended)


def test_a_number_a_trainer_and_a_lead_are_in_a_group_once(world, group, meeting):
    with pytest.raises(DatabaseError), transaction.atomic():
        GroupMeeting.objects.create(
            group=group,
            number=meeting.number,
            on_day=meeting.on_day,
            minutes=60,
            head_count=5,
            led_by=world.lieve,
        )
    for person, role in ((world.lieve, SessionRole.CO), (world.ada, SessionRole.LEAD)):
        with pytest.raises(DatabaseError), transaction.atomic():
            GroupFacilitator.objects.create(
                group=group,
                person=person,
                role=role,
                employer=world.owner_body,
                joined_on=group.starts_on,
            )


def test_a_group_is_never_deleted_and_its_name_is_a_number(group):
    with pytest.raises(DomainError):
        group.delete()
    assert str(group) == group.uuid.hex[:8].upper()


def test_a_programme_begins_with_groups_of_ten():
    assert TrainerProgramme().group_meetings == 10


def test_smileys_that_were_not_asked_are_none(world, group, now):
    asked = hold(world, group, 1, now=now)[0]
    not_asked = hold(
        world, group, 2, now=now, smiles=None, on_day=first_day(now) + timedelta(days=9)
    )[0]
    assert asked.smiles == (8, 3, 1)
    assert not_asked.smiles is None

import pytest

from lms.errors import DomainError
from organisations.domain.organisations import (
    FirstCoordinator,
    NewOrganisation,
    create_organisation,
    move_organisation,
    set_up_organisation,
)
from organisations.enums import Role
from organisations.models import Organisation


def new(code, parent=None):
    return NewOrganisation(
        name=code.title(), code=code, level="MUN", language_regime="nl", parent=parent
    )


def test_create_writes_the_path(beekstad, now):
    desk = create_organisation(new("desk", beekstad), actor=None, now=now)

    assert desk.path == f"{beekstad.path}{desk.pk}/"


def test_create_with_a_taken_code_is_refused(beekstad, now):
    with pytest.raises(DomainError) as refused:
        create_organisation(new("beekstad"), actor=None, now=now)

    assert refused.value.code == "code_taken"


def test_move_takes_everything_below_along(beekstad, valmont, now):
    desk = create_organisation(new("desk", beekstad), actor=None, now=now)
    counter = create_organisation(new("counter", desk), actor=None, now=now)

    move_organisation(desk, parent=valmont, actor=None, now=now)

    counter.refresh_from_db()
    assert counter.path == f"{valmont.path}{desk.pk}/{counter.pk}/"
    assert set(Organisation.objects.within(beekstad)) == {beekstad}


def test_move_to_the_top_and_again_changes_the_path_once(beekstad, now):
    desk = create_organisation(new("desk", beekstad), actor=None, now=now)

    move_organisation(desk, parent=None, actor=None, now=now)
    moved = move_organisation(desk, parent=None, actor=None, now=now)

    assert moved.path == f"/{desk.pk}/"


def test_move_below_itself_is_refused(beekstad, now):
    desk = create_organisation(new("desk", beekstad), actor=None, now=now)

    with pytest.raises(DomainError) as refused:
        move_organisation(beekstad, parent=desk, actor=None, now=now)

    assert refused.value.code == "circle"


def test_set_up_invites_the_first_coordinator(administrator, police, now):
    organisation, invitation = set_up_organisation(
        new("tannenrath"),
        first_coordinator=FirstCoordinator("c@tannenrath.example", police, "de"),
        actor=administrator,
        now=now,
    )

    assert invitation.organisation == organisation
    assert (invitation.role, invitation.language) == (Role.COORDINATOR, "de")


def test_set_up_by_a_coordinator_is_refused(alice, police, now):
    with pytest.raises(DomainError) as refused:
        set_up_organisation(
            new("tannenrath"),
            first_coordinator=FirstCoordinator("c@tannenrath.example", police, "de"),
            actor=alice,
            now=now,
        )

    assert refused.value.code == "not_allowed"
    assert not Organisation.objects.filter(code="tannenrath").exists()

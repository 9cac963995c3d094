"""The order of organisations.domain.locks: what is locked before what."""

from threading import Thread

import pytest
from django.db import connection, transaction

from organisations.domain.corrections import appoint
from organisations.domain.invitations.accepting import accept_invitation
from organisations.domain.invitations.making import invite
from organisations.domain.invitations.many import move_invitations
from organisations.domain.letters.coming_in import come_in
from organisations.domain.locks import lock_many
from organisations.domain.memberships import end_membership, move_to
from organisations.domain.merging import merge_accounts
from organisations.enums import Level, Role
from organisations.models import Invitation, Letter, Organisation, Sector
from tests.conftest import NOW
from tests.factories.letters import CODE, make_run, without_address
from tests.factories.locks import recorded_locks, tables, until_somebody_waits
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    token_to,
)


def asked_to_come(organisation, email, actor) -> Invitation:
    return invite(
        organisation,
        email=email,
        sector=Sector.objects.get(pk="POL"),
        language="en",
        actor=actor,
        now=NOW,
    )


def accept(email):
    return accept_invitation(
        token_to(email),
        printed_name="Cato",
        sector=Sector.objects.get(pk="POL"),
        language="en",
        now=NOW,
    )


@pytest.fixture
def cato(db):
    """Somebody with an account, and no place anywhere."""
    return UserFactory(email="cato@elsewhere.example")


def test_whoever_accepts_is_locked_before_the_invitation(beekstad, alice, cato):
    asked_to_come(beekstad, cato.email, alice)

    with recorded_locks() as locked:
        accept(cato.email)

    assert tables(locked) == ["Organisation", "User", "Invitation"]


def test_somebody_new_is_kept_apart_by_the_organisation(beekstad, alice):
    """Nobody else sees the account, but a directory may write one for the address."""
    asked_to_come(beekstad, "new@beekstad.example", alice)

    with recorded_locks() as locked:
        accept("new@beekstad.example")

    assert tables(locked)[:2] == ["Organisation", "Invitation"]


def test_an_invitation_that_is_written_comes_after_its_organisation(beekstad, alice):
    with recorded_locks() as locked:
        for _click in range(2):
            asked_to_come(beekstad, "new@beekstad.example", alice)

    assert tables(locked) == ["Organisation", "Invitation"]


def test_people_are_locked_before_their_letters(beekstad, alice):
    # By name the second comes first.
    for number, name in enumerate(("Zoë", "Dora")):
        without_address(beekstad, f"P-{number}", printed_name=name)
    make_run(beekstad, actor=alice, now=NOW)
    chosen = beekstad.memberships.exclude(user=alice).values_list("pk", flat=True)
    with recorded_locks() as locked:
        make_run(beekstad, actor=alice, now=NOW, chosen=list(chosen))
    # Then a worker makes them: that is another transaction.
    assert tables(locked) == ["Organisation", "User", "Letter", "LetterRun"]
    people = [key for label, key in locked if label.endswith("User")]
    assert people == sorted(people)

    with recorded_locks() as locked:
        assert come_in(beekstad, "P-0", CODE, now=NOW).by_code
    assert tables(locked) == ["User", "Letter"]


def test_memberships_change_in_that_order(beekstad, valmont, alice, bob, administrator):
    deputy = MembershipFactory(organisation=beekstad).user
    acts = (
        lambda: move_to(bob, beekstad, valmont, now=NOW),
        lambda: end_membership(
            alice.memberships.get(role=Role.COORDINATOR), successor=deputy, now=NOW
        ),
        lambda: appoint(
            deputy,
            beekstad,
            role=Role.TRAINER,
            starts_on=NOW.date(),
            actor=administrator,
            now=NOW,
        ),
    )
    for act in acts:
        with recorded_locks() as locked:
            act()
        assert tables(locked)[:2] == ["Organisation", "User"]


def test_a_merge_locks_where_either_invited_somebody(
    beekstad, valmont, bob, administrator
):
    """Who accepts there holds the organisation, and waits for the person."""
    twin = UserFactory(email="bob.new@beekstad.example")
    asked_to_come(valmont, "new@valmont.example", administrator)
    Invitation.objects.update(invited_by=twin)

    with recorded_locks() as locked:
        merge_accounts(bob, twin, actor=administrator, now=NOW)

    places = [key for label, key in locked if label.endswith("Organisation")]
    assert places == sorted([beekstad.pk, valmont.pk])
    assert tables(locked)[:3] == ["Organisation", "Invitation", "User"]


def _while_held(act, waiting_for, **held) -> None:
    """Let somebody act while another transaction holds rows of earlier steps: they wait,
    and hold nothing yet that this transaction may still want."""
    errors = []

    def acting():
        try:
            act()
        except Exception as error:  # noqa: BLE001 -- shown by the assertion
            errors.append(error)
        finally:
            connection.close()

    other = Thread(target=acting)
    try:
        with transaction.atomic():
            lock_many(**held)
            other.start()
            until_somebody_waits()
            list(waiting_for.select_for_update(nowait=True))
    finally:
        other.join()
    assert errors == []


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_accepts_and_who_carries_out_a_list_do_not_wait_in_a_circle():
    beekstad = OrganisationFactory(name="Beekstad", code="beekstad")
    alice = MembershipFactory(organisation=beekstad, role=Role.COORDINATOR).user
    cato = UserFactory(email="cato@elsewhere.example")
    invitation = asked_to_come(beekstad, cato.email, alice)
    waiting_for = Invitation.objects.filter(pk=invitation.pk)

    _while_held(lambda: accept(cato.email), waiting_for, users=[cato.pk])

    invitation.refresh_from_db()
    assert invitation.accepted_by == cato


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_comes_in_and_who_withdraws_letters_do_not_wait_in_a_circle():
    beekstad = OrganisationFactory(name="Beekstad", code="beekstad")
    alice = MembershipFactory(organisation=beekstad, role=Role.COORDINATOR).user
    dora = without_address(beekstad).user
    make_run(beekstad, actor=alice, now=NOW)
    # One that was forgotten: the code ends it.
    dora.set_password("correct horse battery")
    dora.save()

    _while_held(
        lambda: come_in(beekstad, "P-1", CODE, now=NOW),
        Letter.objects.filter(user=dora),
        users=[dora.pk],
    )

    assert Letter.objects.get(user=dora).used_at == NOW


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_accepts_holds_where_the_invitation_was_moved_to():
    beekstad = OrganisationFactory(name="Beekstad", code="beekstad")
    police = OrganisationFactory(name="Police", parent=beekstad, level=Level.DEPARTMENT)
    alice = MembershipFactory(organisation=beekstad, role=Role.COORDINATOR).user
    cato = UserFactory(email="cato@elsewhere.example")
    asked_to_come(beekstad, cato.email, alice)
    errors = []

    def accepting():
        try:
            accept(cato.email)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion
            errors.append(error)
        finally:
            connection.close()

    other = Thread(target=accepting)
    with recorded_locks() as locked:
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=beekstad.pk)
            other.start()
            until_somebody_waits()
            move_invitations({cato.email: police}, beekstad, actor=alice, now=NOW)
        other.join()

    assert errors == []
    assert ("organisations.Organisation", police.pk) in locked
    places = cato.memberships.values_list("organisation", flat=True)
    assert list(places) == [police.pk]

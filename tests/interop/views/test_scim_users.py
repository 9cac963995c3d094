"""Alice coordinates Beekstad, Bob works there, and Charlie's Valmont is a neighbour."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from interop.models import DirectoryPerson
from lms.models import AuditEntry, OutgoingMail
from organisations.domain.invitations.accepting import accept_invitation
from organisations.domain.invitations.writing import hash_of
from organisations.enums import Role
from organisations.models import Invitation, Membership, User
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
ANNA = "anna@beekstad.example"


def places_of(email: str) -> list[tuple]:
    return list(
        Membership.objects.filter(user__email=email)
        .order_by("pk")
        .values_list("organisation__name", "role", "starts_on", "ends_on")
    )


def test_bringing_somebody_new_makes_an_account_a_place_and_an_invitation(
    entra, beekstad
):
    response = entra.bring(
        ANNA,
        externalId="e-1",
        name={"givenName": "Anna", "familyName": "Peeters"},
        title="Officer",
        preferredLanguage="fr-BE",
        password="secret",
        nickName="not kept",
    )

    assert response.status_code == 201
    assert response["Content-Type"] == "application/scim+json"
    assert response["Location"].endswith(f"/scim/v2/Users/{response.said['id']}")
    assert response["ETag"] == response.said["meta"]["version"]
    assert not {"password", "nickName"} & response.said.keys()
    user = User.objects.get(email=ANNA)
    assert (user.printed_name, user.sector_id, user.language) == (
        "Anna Peeters",
        "POL",
        "fr",
    )
    assert not user.has_usable_password()
    place = user.memberships.get()
    assert (place.role, place.function, place.starts_on, place.ends_on) == (
        Role.LEARNER,
        "Officer",
        TODAY,
        None,
    )
    assert Invitation.objects.get().email == ANNA
    entry = AuditEntry.objects.get(action="interop.directory_brought")
    assert entry.actor is None
    assert entry.organisation_id == beekstad.pk
    assert entry.data["user"] == user.pk
    assert "Anna" not in str(entry.data)


def test_no_column_holds_what_a_directory_sends_besides(entra):
    entra.bring(ANNA, nickName="secret-1", **{"urn:x:Belief": {"religion": "secret-2"}})

    assert "secret" not in str(DirectoryPerson.objects.values())


def test_the_same_name_again_is_a_conflict_whatever_its_case(entra):
    entra.bring(ANNA)
    again = entra.bring(ANNA.upper())

    assert again.status_code == 409
    assert again.said["scimType"] == "uniqueness"
    assert again.said["status"] == "409"
    assert User.objects.filter(email__iexact=ANNA).count() == 1


def test_who_is_here_already_is_found_and_not_brought_twice(entra, bob):
    found = entra.found(f'filter=userName eq "{bob.email.upper()}"')
    assert [one["id"] for one in found] == [str(bob.uuid)]

    met = entra.bring("bob.w", emails=[{"value": bob.email, "primary": True}])

    assert met.status_code == 201
    assert met.said["id"] == str(bob.uuid)
    assert bob.memberships.count() == 1
    bob.refresh_from_db()
    assert bob.printed_name == "Bob Đorđe Wiśniewski"


def test_somebody_whom_a_neighbour_employs_is_asked_and_comes_by_accepting(
    entra, charlie, beekstad
):
    response = entra.bring(
        "charlie.d", displayName="C. D.", emails=[{"value": charlie.email}]
    )

    # Nothing tells that the address has an account.
    assert response.status_code == 201
    assert response.said["id"] != str(charlie.uuid)
    assert response.said["displayName"] == "C. D."
    assert not charlie.memberships.filter(organisation=beekstad).exists()
    invitation = Invitation.objects.get(organisation=beekstad)
    assert invitation.printed_name == "C. D."
    for _ in range(2):
        entra.patch(
            f"Users/{response.said['id']}",
            {"op": "replace", "path": "title", "value": "Officer"},
        )
    assert Invitation.objects.count() == 1

    invitation.token_hash = hash_of("key")
    invitation.save()
    accept_invitation(
        "key",
        printed_name=charlie.printed_name,
        sector=charlie.sector,
        language="en",
        now=NOW,
    )

    (found,) = entra.found(f'filter=emails.value eq "{charlie.email}"')
    assert found["id"] == response.said["id"]
    gone = entra.ask("DELETE", f"/scim/v2/Users/{found['id']}")
    assert gone.status_code == 204
    assert not charlie.memberships.current().filter(organisation=beekstad).exists()
    # What they are at Valmont is none of Beekstad's business.
    assert charlie.memberships.current().get().organisation.code == "valmont"


def test_taking_out_who_has_not_accepted_withdraws_the_invitation(entra, charlie):
    made = entra.bring("charlie.d", emails=[{"value": charlie.email}])

    entra.ask("DELETE", f"/scim/v2/Users/{made.said['id']}")

    assert Invitation.objects.get().withdrawn_at is not None
    assert not DirectoryPerson.objects.filter(user_name="charlie.d").exists()


@pytest.mark.parametrize("way", ["patch", "entra patch", "put", "delete"])
def test_leaving_ends_every_place_with_a_date_and_deletes_nothing(entra, bob, way):
    path = f"Users/{bob.uuid}"
    entra.found()
    if way == "delete":
        response = entra.ask("DELETE", f"/scim/v2/{path}")
        assert entra.ask("GET", f"/scim/v2/{path}").status_code == 404
    elif way == "put":
        response = entra.ask(
            "PUT",
            f"/scim/v2/{path}",
            {
                "userName": bob.email,
                "active": False,
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            },
        )
    elif way == "patch":
        response = entra.patch(path, {"op": "replace", "value": {"active": False}})
    else:
        response = entra.patch(
            path, {"op": "Replace", "path": "active", "value": "False"}
        )

    assert response.status_code in (200, 204), response.said
    assert places_of(bob.email) == [("Beekstad", Role.LEARNER, date(2026, 1, 1), TODAY)]
    bob.refresh_from_db()
    assert bob.is_active


def test_who_comes_back_begins_anew(entra, bob):
    entra.found()
    for active in (False, True):
        entra.patch(
            f"Users/{bob.uuid}", {"op": "replace", "path": "active", "value": active}
        )

    assert places_of(bob.email) == [
        ("Beekstad", Role.LEARNER, date(2026, 1, 1), TODAY),
        ("Beekstad", Role.LEARNER, TODAY, None),
    ]


def test_the_last_coordinator_is_not_taken_out_and_the_reason_is_told(entra, alice):
    entra.found()
    for response in (
        entra.ask("DELETE", f"/scim/v2/Users/{alice.uuid}"),
        entra.patch(
            f"Users/{alice.uuid}", {"op": "replace", "path": "active", "value": False}
        ),
    ):
        assert response.status_code == 409
        assert "needs a coordinator" in response.said["detail"]
    assert alice.memberships.current().count() == 1
    (still,) = entra.found(f'filter=id eq "{alice.uuid}"')
    assert still["active"] is True


def test_another_employers_people_do_not_exist(entra, okta, bob, charlie):
    okta.found()
    path = f"/scim/v2/Users/{bob.uuid}"
    entra.found()

    assert okta.ask("GET", path).status_code == 404
    assert okta.ask("DELETE", path).status_code == 404
    assert (
        okta.patch(f"Users/{bob.uuid}", {"op": "remove", "path": "title"}).status_code
        == 404
    )
    assert okta.ask("PUT", path, {"userName": "x", "schemas": []}).status_code == 404
    assert [one["userName"] for one in okta.found()] == [charlie.email]
    assert okta.found(f'filter=emails eq "{bob.email}"') == []
    assert bob.memberships.current().count() == 1


def test_a_municipality_below_is_another_employer(entra, beekstad, valmont, charlie):
    valmont.parent, valmont.path = beekstad, f"{beekstad.path}{valmont.pk}/"
    valmont.save()

    assert charlie.email not in {one["userName"] for one in entra.found()}


def test_a_key_somebody_left_behind_on_an_unproved_address_opens_nothing(entra, db):
    squatter = User.objects.create_user(ANNA, "a long password")

    entra.bring(ANNA, displayName="Anna")

    squatter.refresh_from_db()
    assert not squatter.has_usable_password()
    assert squatter.memberships.count() == 1


def test_who_proved_an_address_and_belongs_nowhere_is_asked(entra, db):
    free = User.objects.create_user(ANNA, printed_name="Anna")
    EmailAddress.objects.create(user=free, email=ANNA, verified=True)

    assert entra.bring(ANNA).status_code == 201

    assert not free.memberships.exists()
    assert Invitation.objects.get().email == ANNA


def test_somebody_without_an_address_waits_for_one(entra):
    made = entra.bring("anna.p")
    assert not User.objects.filter(printed_name="Anna").exists()

    entra.patch(
        f"Users/{made.said['id']}",
        {"op": "add", "value": {"displayName": "Anna", "emails": [{"value": ANNA}]}},
    )

    assert User.objects.get(email=ANNA).memberships.current().count() == 1


def test_a_badge_number_of_a_colleague_is_a_conflict_and_changes_nothing(entra, bob):
    extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    entra.bring(ANNA, **{extension: {"employeeNumber": "77"}})
    other = entra.bring("eva@beekstad.example", **{extension: {"employeeNumber": "77"}})

    assert (other.status_code, other.said["scimType"]) == (409, "uniqueness")
    assert not User.objects.filter(email="eva@beekstad.example").exists()


def test_what_is_theirs_stays_theirs(entra, bob):
    entra.found()
    entra.patch(
        f"Users/{bob.uuid}",
        {
            "op": "replace",
            "value": {
                "displayName": "Robert",
                "preferredLanguage": "fr",
                "title": "Chief",
            },
        },
    )

    bob.refresh_from_db()
    assert (bob.printed_name, bob.language) == ("Bob Đorđe Wiśniewski", "en")
    assert bob.memberships.get().function == "Chief"


def test_a_last_day_that_the_organisation_knows_of_stays(entra, bob):
    bob.memberships.update(ends_on=date(2026, 12, 31))
    entra.found()

    entra.patch(f"Users/{bob.uuid}", {"op": "add", "path": "title", "value": "Chief"})

    place = bob.memberships.get()
    assert (place.function, place.ends_on) == ("Chief", date(2026, 12, 31))


def test_saying_the_same_again_changes_nothing(entra, bob):
    entra.found()
    say = {"op": "replace", "path": "title", "value": "Chief"}
    first = entra.patch(f"Users/{bob.uuid}", say)
    entries, mails = AuditEntry.objects.count(), OutgoingMail.objects.count()

    again = entra.patch(f"Users/{bob.uuid}", say)

    assert again.said == first.said
    assert AuditEntry.objects.count() == entries
    assert OutgoingMail.objects.count() == mails == len(mail.outbox)


def test_a_closed_account_is_told(entra, bob):
    bob.memberships.update(ends_on=date(2026, 6, 1))
    bob.is_active = False
    bob.save()

    made = entra.bring("bob.w", emails=[{"value": bob.email}])

    assert made.status_code == 409
    assert "closed" in made.said["detail"]
    assert not DirectoryPerson.objects.filter(user_name="bob.w").exists()


def test_somebody_new_who_does_not_work_here_gets_no_account(entra):
    made = entra.bring(ANNA, active=False)

    assert made.said["active"] is False
    assert not User.objects.filter(email=ANNA).exists()


def test_a_name_that_is_changed_to_somebody_elses_is_a_conflict(entra, bob):
    entra.found()
    made = entra.bring(ANNA).said["id"]
    taken = entra.patch(
        f"Users/{made}", {"op": "replace", "path": "userName", "value": bob.email}
    )
    assert (taken.status_code, taken.said["scimType"]) == (409, "uniqueness")


def test_one_account_is_not_known_by_two_names(entra, bob):
    entra.bring("bob.w", emails=[{"value": bob.email}])
    again = entra.bring("robert", emails=[{"value": bob.email}])
    assert (again.status_code, again.said["scimType"]) == (409, "uniqueness")


def test_who_was_here_before_and_is_nowhere_else_comes_back(entra, bob):
    bob.memberships.update(ends_on=date(2026, 6, 1))

    made = entra.bring("bob.w", emails=[{"value": bob.email}])

    assert made.status_code == 201
    assert places_of(bob.email)[-1] == ("Beekstad", Role.LEARNER, TODAY, None)
    assert not Invitation.objects.exists()


def test_who_went_to_a_neighbour_since_is_asked_and_not_taken_back(entra, bob, valmont):
    entra.found()
    bob.memberships.update(ends_on=TODAY)
    Membership.objects.create(user=bob, organisation=valmont, starts_on=TODAY)
    DirectoryPerson.objects.update(is_adopted=False)

    entra.patch(f"Users/{bob.uuid}", {"op": "add", "path": "title", "value": "x"})

    assert bob.memberships.current().get().organisation == valmont
    assert Invitation.objects.get().email == bob.email


def test_who_is_asked_already_gets_no_second_mail(entra, charlie):
    first = entra.bring("one", emails=[{"value": charlie.email}])
    entra.bring("two", emails=[{"value": charlie.email}])
    assert Invitation.objects.count() == 1

    # Said to be gone, and then here again: asked anew.
    for active in (False, True):
        entra.patch(
            f"Users/{first.said['id']}",
            {"op": "replace", "path": "active", "value": active},
        )
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_who_left_for_a_neighbour_and_has_no_address_is_let_be(entra, bob, valmont):
    entra.found()
    bob.memberships.update(organisation=valmont)
    DirectoryPerson.objects.filter(user=bob).update(
        is_adopted=False, email="", user_name="b.w"
    )

    response = entra.patch(
        f"Users/{bob.uuid}", {"op": "add", "path": "title", "value": "x"}
    )

    assert response.status_code == 200
    assert not Invitation.objects.exists()
    assert bob.memberships.current().get().organisation == valmont


def test_people_who_wait_are_not_mixed_up_with_those_who_come(entra, alice, bob):
    entra.bring("waits")
    entra.bring("waits@elsewhere", emails=[{"value": "w@elsewhere.example"}])
    assert {one["id"] for one in entra.found()} >= {str(alice.uuid), str(bob.uuid)}

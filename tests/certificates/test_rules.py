from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from certificates.domain.badges.status import place_of
from certificates.domain.life import suspend
from certificates.domain.queries import exported
from certificates.rules import is_owner_at, owning_at
from lms import personal_data
from organisations.enums import Role
from organisations.models import Membership, User


def member(organisation, role):
    user = User.objects.create_user(f"{role}@{organisation.code}.example")
    Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2026, 1, 1)
    )
    return user


@pytest.mark.parametrize("role", Role.values)
def test_of_all_roles_at_the_issuer_only_the_programme_owner(
    role, certificate, beekstad
):
    allowed = is_owner_at(member(beekstad, role), certificate.issuer_id)
    assert allowed is (role == Role.PROGRAMME_OWNER)


def test_a_programme_owner_elsewhere_may_not(certificate, valmont):
    assert not is_owner_at(member(valmont, Role.PROGRAMME_OWNER), certificate.issuer_id)


def test_administrators_may_as_long_as_they_are_active(certificate):
    administrator = User.objects.create_superuser("root@relay.example")
    assert is_owner_at(administrator, certificate.issuer_id)
    administrator.is_active = False
    assert not is_owner_at(administrator, certificate.issuer_id)


def test_neither_the_holder_nor_a_stranger_may(certificate, bob, charlie):
    for user in (bob, charlie, AnonymousUser()):
        assert not is_owner_at(user, certificate.issuer_id)


def test_the_issuer_counts_as_it_was_at_award(certificate, rule, valmont):
    rule.issuer = valmont
    rule.save()
    assert not is_owner_at(member(valmont, Role.PROGRAMME_OWNER), certificate.issuer_id)


@pytest.mark.parametrize("role", Role.values)
def test_programme_owners_decide_about_material_editions_of_their_bodies(
    role, beekstad, valmont
):
    user = member(beekstad, role)
    decides = role == Role.PROGRAMME_OWNER
    assert owning_at(user) == ({beekstad.pk} if decides else set())
    assert is_owner_at(user, beekstad.pk) is decides
    assert not is_owner_at(user, valmont.pk)


def test_administrators_decide_about_all_and_strangers_about_none(beekstad):
    administrator = User.objects.create_superuser("root@relay.example")
    assert owning_at(administrator) is None
    assert is_owner_at(administrator, beekstad.pk)
    administrator.is_active = False
    for nobody in (administrator, AnonymousUser()):
        assert owning_at(nobody) == set()


def test_the_holder_exports_words_and_history(certificate, bob, alice, now):
    suspend(certificate, reason_code="complaint", actor=alice, now=now)
    (row,) = personal_data.export_person(bob)["certificates.Certificate"]["rows"]
    assert row["number"] == certificate.number
    assert row["printed_name"] == "Bob Đorđe Wiśniewski"
    assert row["words"] == certificate.words
    assert [event["kind"] for event in row["history"]] == ["awarded", "suspended"]
    assert exported(alice) == []


def test_who_took_a_step_exports_it_and_nothing_of_the_holder(
    certificate, bob, alice, now
):
    suspend(certificate, reason_code="complaint", actor=alice, now=now)
    mine = personal_data.export_person(alice)
    assert mine["certificates.CertificateEvent"]["rows"] == [
        {
            "certificate__number": certificate.number,
            "kind": "suspended",
            "at": now,
            "reason_code": "complaint",
        }
    ]
    assert "certificates.Certificate" not in mine
    assert "certificates.CertificateEvent" not in personal_data.export_person(bob)


def test_the_holder_exports_where_their_badges_are(certificate, bob, alice):
    place = place_of(certificate)
    assert personal_data.export_person(bob)["certificates.BadgeIndex"]["rows"] == [
        {
            "certificate__number": certificate.number,
            "list": 1,
            "index": place.index,
        }
    ]
    assert "certificates.BadgeIndex" not in personal_data.export_person(alice)


def test_the_register_is_kept_with_its_legal_basis():
    kept = {
        declaration.model_label: declaration.legal_basis
        for declaration in personal_data.declared()
        if declaration.model_label.startswith("certificates.")
    }
    assert set(kept) == {
        "certificates.Appeal",
        "certificates.AwardRun",
        "certificates.AwardRunRow",
        "certificates.BadgeIndex",
        "certificates.Certificate",
        "certificates.CertificateEvent",
        "certificates.EditionChange",
        "certificates.NameChoice",
        "certificates.OldLine",
        "certificates.OldList",
        "certificates.Recognition",
        "certificates.RecognitionDecision",
        "certificates.ShareLink",
        "certificates.ShownTo",
        "certificates.CorrectionRequest",
        "certificates.RegisterChange",
        "certificates.RegisterChangeRow",
        "certificates.SignatoryChange",
    }
    # What only served to show it goes with the person.
    assert kept.pop("certificates.ShareLink") == kept.pop("certificates.ShownTo") == ""
    assert all("GDPR art. 6" in basis for basis in kept.values())

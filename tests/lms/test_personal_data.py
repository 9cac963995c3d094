import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from lms import audit, personal_data
from lms.personal_data import declared, export_person, fields, register


@pytest.fixture
def empty_registry(monkeypatch):
    monkeypatch.setattr(personal_data, "_declarations", {})


def test_packages_and_kernel_are_declared():
    ours = {"lms", "wagtailcore", "wagtailadmin", "wagtailusers", "account", "admin"}
    undeclared = personal_data.undeclared_tables()
    assert [label for label in undeclared if label.split(".")[0] in ours] == []


@pytest.mark.usefixtures("empty_registry")
def test_an_undeclared_table_with_a_key_to_the_user_is_found():
    label = get_user_model()._meta.label
    assert "lms.AuditEntry" in personal_data.undeclared_tables()
    assert label in personal_data.undeclared_tables()
    assert "lms.OutgoingMail" not in personal_data.undeclared_tables()
    register("lms.AuditEntry", "actor", erasure="delete", describe="x")
    assert "lms.AuditEntry" not in personal_data.undeclared_tables()


@pytest.mark.usefixtures("empty_registry")
def test_keeping_needs_a_legal_basis_and_a_table_is_declared_once():
    for erasure in ("keep:", "keep: ", "shred", ""):
        with pytest.raises(ValueError, match="no way to erase"):
            register("lms.AuditEntry", "actor", erasure=erasure, describe="x")
    kept = register("lms.AuditEntry", "actor", erasure="keep:archive law", describe="x")
    assert kept.legal_basis == "archive law"
    with pytest.raises(ValueError, match="declared already"):
        register("lms.AuditEntry", "actor", erasure="delete", describe="x")


@pytest.mark.django_db
def test_the_export_of_alice_holds_nothing_of_bob(alice, bob, now):
    audit.record("tests.done", actor=alice, subject=alice, now=now)
    audit.record("tests.done", actor=bob, subject=bob, now=now)
    assert export_person(alice)["lms.AuditEntry"]["rows"] == [
        {
            "at": now,
            "action": "tests.done",
            "subject_type": alice._meta.label,
            "subject_id": str(alice.pk),
        }
    ]


@pytest.mark.django_db
def test_every_declared_export_runs(alice):
    assert [
        declaration.model_label
        for declaration in declared()
        if declaration.export and not isinstance(declaration.export(alice), list)
    ] == []


@pytest.mark.django_db
def test_fields_of_the_user_itself(alice):
    label = get_user_model()._meta.label
    assert fields(label, "self", ["email"])(alice) == [{"email": "alice@example.org"}]


def test_every_declared_path_leads_to_the_user():
    user = get_user_model()
    for declaration in declared():
        if declaration.person_path in ("self", "pseudonym"):
            continue
        model = apps.get_model(declaration.model_label)
        for step in declaration.person_path.split("__"):
            model = model._meta.get_field(step).related_model
        assert model is user, declaration.model_label

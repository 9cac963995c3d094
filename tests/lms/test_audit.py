import pytest
from django.db import IntegrityError, transaction

from lms import audit
from lms.models import AuditEntry, AuditSeal
from lms.models.audit import AppendOnlyError
from organisations.models import User

pytestmark = pytest.mark.django_db


def note(actor, now, **data):
    return audit.record(
        "tests.done", actor=actor, subject=actor, now=now, data=data, organisation=7
    )


def test_record_keeps_who_what_and_when(alice, now):
    entry = note(alice, now, reason="typo")
    entry.refresh_from_db()
    assert (entry.at, entry.actor, entry.actor_key, entry.action) == (
        now,
        alice,
        str(alice.pk),
        "tests.done",
    )
    assert (entry.subject_type, entry.subject_id, entry.organisation_id) == (
        alice._meta.label,
        str(alice.pk),
        7,
    )
    assert entry.data == {"reason": "typo"}


def test_record_without_an_actor_is_the_system(now):
    entry = audit.record(
        "tests.done", actor=None, subject=audit.Subject("sweep"), now=now
    )
    assert (entry.actor, entry.actor_key, entry.subject_type) == (None, "", "sweep")


def test_many_are_recorded_as_one_would_be_in_one_query(
    alice, bob, now, django_assert_num_queries
):
    with django_assert_num_queries(1):
        audit.record_all(
            "tests.done",
            actor=alice,
            subjects={alice: {"reason": "typo"}, bob: {}},
            organisation=7,
            now=now,
        )
    one, other = AuditEntry.objects.order_by("pk")
    alone = note(alice, now, reason="typo")
    for name in ("at", "actor", "actor_key", "actor_label", "action", "data"):
        assert getattr(one, name) == getattr(alone, name)
    assert (other.subject_id, other.organisation_id) == (str(bob.pk), 7)
    assert audit.seal_audit(now) == 3
    assert audit.verify_seals() == []


def test_the_data_of_each_of_many_is_kept_as_that_of_one(alice, bob, now):
    """Whatever is in it: signs that mean something to a database, words of any script,
    moments, nothing."""
    data = {
        alice: {"at": now, "on": now.date(), "many": [1, None, True], "in": {"a": 1.5}},
        bob: {"words": "%s %(x)s ' \" \\ Đorđe Żółć"},
    }
    audit.record_all(
        "tests.done",
        actor=None,
        subjects=data,
        organisations={alice: 3, bob: 2**40},
        now=now,
    )
    for subject, organisation in ((alice, 3), (bob, 2**40)):
        audit.record(
            "tests.alone",
            actor=None,
            subject=subject,
            data=data[subject],
            organisation=organisation,
            now=now,
        )
    kept = ("subject_type", "subject_id", "organisation_id", "data", "request_id")
    many, alone = (
        list(AuditEntry.objects.filter(action=one).order_by("pk").values_list(*kept))
        for one in ("tests.done", "tests.alone")
    )
    assert many == alone
    assert all(isinstance(one[-2], dict) for one in many)


def test_a_thousand_stay_in_their_order(alice, now):
    people = [User(pk=number) for number in range(1000, 0, -1)]
    audit.record_all(
        "tests.done", actor=alice, subjects={one: {} for one in people}, now=now
    )
    found = AuditEntry.objects.order_by("pk").values_list("subject_id", flat=True)
    assert [int(one) for one in found] == [one.pk for one in people]


def test_many_of_two_kinds_are_refused(alice, beekstad, now):
    with pytest.raises(ValueError, match="one kind"):
        audit.record_all(
            "tests.done", actor=None, subjects={alice: {}, beekstad: {}}, now=now
        )


def test_none_at_all_is_nothing(django_assert_num_queries, now):
    with django_assert_num_queries(0):
        audit.record_all("tests.done", actor=None, subjects={}, now=now)


def test_many_without_an_actor_are_the_systems(alice, now):
    audit.record_all("tests.done", actor=None, subjects={alice: {}}, now=now)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_key, entry.actor_label) == (None, "", "")


def test_an_entry_cannot_be_changed_or_deleted(alice, now):
    entry = note(alice, now)
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.delete()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.update(action="x")
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.bulk_update([entry], ["action"])


def test_seals_cover_every_entry_once_and_verify(alice, now, monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 2)
    for number in range(5):
        note(alice, now, number=number)
    assert audit.seal_audit(now) == 5
    assert audit.seal_audit(now) == 0
    assert list(AuditSeal.objects.order_by("pk").values_list("entries", flat=True)) == [
        2,
        2,
        1,
    ]
    assert audit.verify_seals() == []


def test_a_changed_entry_breaks_its_seal(alice, now):
    entry = note(alice, now)
    audit.seal_audit(now)
    AuditEntry._base_manager.filter(pk=entry.pk).update(action="tests.undone")
    assert [broken.reason for broken in audit.verify_seals()] == [
        "entries were changed"
    ]


def test_a_removed_entry_breaks_its_seal(alice, now):
    first, _second = note(alice, now), note(alice, now)
    audit.seal_audit(now)
    AuditEntry._base_manager.filter(pk=first.pk).delete()
    assert [broken.reason for broken in audit.verify_seals()] == [
        "entries were removed or added"
    ]


def test_a_removed_seal_breaks_the_chain(alice, now):
    note(alice, now)
    audit.seal_audit(now)
    note(alice, now)
    audit.seal_audit(now)
    first = AuditSeal.objects.order_by("pk").first()
    AuditEntry._base_manager.filter(seal=first).delete()
    AuditSeal._base_manager.filter(pk=first.pk).delete()
    assert [broken.reason for broken in audit.verify_seals()] == [
        "the seal before it is missing or changed"
    ]


def test_the_chain_cannot_fork(now):
    values = {"at": now, "from_id": 1, "to_id": 1, "entries": 1, "previous": ""}
    AuditSeal.objects.create(hash="a", **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSeal.objects.create(hash="b", **values)


def test_an_entry_committed_late_joins_the_next_seal(alice, now):
    late = note(alice, now)
    early = note(alice, now)
    # On PostgreSQL a smaller id may be committed after a larger one was sealed.
    AuditEntry._base_manager.filter(pk=late.pk).delete()
    audit.seal_audit(now)
    AuditEntry._base_manager.bulk_create([late])
    assert audit.seal_audit(now) == 1
    assert audit.verify_seals() == []
    assert AuditEntry.objects.get(pk=early.pk).seal_id is not None


def test_erasing_a_person_leaves_the_seals_whole(alice, bob, now):
    note(alice, now)
    note(bob, now)
    audit.seal_audit(now)
    assert audit.forget_actor(alice) == 1
    bob.delete()
    assert list(
        AuditEntry.objects.order_by("pk").values_list("actor", "actor_label")
    ) == [(None, ""), (None, str(bob))]
    assert audit.verify_seals() == []

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.life import restore, revoke, suspend
from certificates.domain.oversight import bulk
from certificates.domain.oversight.bulk import (
    carry_out,
    changes_of,
    decide_change,
    fits,
    fitting_acts,
    foresee,
    look_at_change,
    rows_of,
    undo_change,
)
from certificates.domain.state import state_on
from certificates.enums import CertificateState, ChangeState, EventKind, Outcome
from certificates.models import Certificate, CertificateEvent, RegisterChange
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.models import User

SUSPENDED, RESTORED, REVOKED = (
    EventKind.SUSPENDED,
    EventKind.RESTORED,
    EventKind.REVOKED,
)
ALL = Certificate.objects.order_by("pk")


def states(now):
    return [state_on(one, now.date()) for one in ALL.all()]


def test_looking_changes_nothing_and_foresees_all(three, olga, now):
    suspend(three[0], reason_code="complaint", actor=olga, now=now)
    events = CertificateEvent.objects.count()
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    seen = foresee(change)
    assert (seen.changes, seen.stays, seen.told) == (2, [("suspended", 1)], 1)
    assert (change.state, change.total, change.done) == (ChangeState.LOOKED, 2, 0)
    assert CertificateEvent.objects.count() == events


def test_who_has_no_address_is_not_counted_as_told(three, bob, olga, now):
    User.objects.filter(pk=bob.pk).update(email=None)
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    assert foresee(change).told == 0


def test_what_was_foreseen_happens(
    three, bob, olga, now, django_capture_on_commit_callbacks
):
    revoke(three[0], reason_code="error", actor=olga, now=now)
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        decide_change(change, "under-review", actor=change.made_by, now=now)
    assert states(now) == [
        CertificateState.REVOKED,
        CertificateState.SUSPENDED,
        CertificateState.SUSPENDED,
    ]
    assert (change.state, change.done) == (ChangeState.DONE, 2)
    assert [row.outcome for row in change.rows.all()] == [
        Outcome.CANNOT,
        Outcome.CHANGED,
        Outcome.CHANGED,
    ]
    told = [one for one in mail.outbox if "is suspended" in one.subject]
    assert [one.to for one in told] == [[bob.email]] * 2
    assert all("is being looked into" in one.body for one in told)
    acts = AuditEntry.objects.filter(actor=olga, action="certificates.suspended")
    assert {entry.data["number"] for entry in acts} == {one.number for one in three[1:]}
    assert AuditEntry.objects.get(action="certificates.many_changed").actor == olga


def test_deciding_twice_is_once(three, olga, now):
    change = look_at_change(ALL.all(), REVOKED, actor=olga, now=now)
    decide_change(change, "issued-in-error", actor=change.made_by, now=now)
    events = CertificateEvent.objects.count()
    with pytest.raises(DomainError) as refused:
        decide_change(change, "issued-in-error", actor=change.made_by, now=now)
    assert refused.value.code == "decided"
    carry_out(change.pk, clock=lambda: now)
    assert CertificateEvent.objects.count() == events


@pytest.mark.parametrize("reason", ["", "because", "answered"])
def test_a_reason_that_is_none_for_this_is_refused(reason, three, olga, now):
    change = look_at_change(ALL.all(), REVOKED, actor=olga, now=now)
    with pytest.raises(DomainError) as refused:
        decide_change(change, reason, actor=change.made_by, now=now)
    assert refused.value.code == "no_reason"
    assert states(now) == [CertificateState.VALID] * 3


@pytest.mark.parametrize("act", ["", "awarded", "superseded", "deleted"])
def test_what_cannot_be_done_to_many_is_refused(act, three, olga, now):
    with pytest.raises(DomainError) as refused:
        look_at_change(ALL.all(), act, actor=olga, now=now)
    assert refused.value.code == "no_act"


def test_of_another_body_nothing_is_taken(three, oscar, now):
    with pytest.raises(DomainError) as refused:
        look_at_change(ALL.all(), REVOKED, actor=oscar, now=now)
    assert refused.value.code == "none_chosen"
    assert not RegisterChange.objects.exists()


def test_who_is_no_owner_any_more_changes_nothing(three, olga, now):
    change = look_at_change(ALL.all(), REVOKED, actor=olga, now=now)
    olga.memberships.update(ends_on="2026-06-01")
    decide_change(change, "issued-in-error", actor=change.made_by, now=now)
    assert states(now) == [CertificateState.VALID] * 3
    assert {row.why for row in change.rows.all()} == {"not_yours"}


def test_what_happened_meanwhile_stays_and_is_said(three, olga, now):
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    revoke(three[1], reason_code="error", actor=olga, now=now)
    decide_change(change, "under-review", actor=change.made_by, now=now)
    outcomes = [(row.outcome, row.why) for row in change.rows.all()]
    assert outcomes == [
        (Outcome.CHANGED, ""),
        (Outcome.CANNOT, "not_in_force"),
        (Outcome.CHANGED, ""),
    ]


def test_a_suspension_is_undone_in_one_step(three, olga, now):
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    decide_change(change, "under-review", actor=change.made_by, now=now)
    restore(three[0], reason_code="answered", actor=olga, now=now)
    back = undo_change(change, actor=olga, now=now)
    assert states(now) == [CertificateState.VALID] * 3
    assert (back.undoes, back.state, back.done) == (change, ChangeState.DONE, 2)
    with pytest.raises(DomainError) as refused:
        undo_change(change, actor=olga, now=now)
    assert refused.value.code == "undone"


@pytest.mark.parametrize("act", [REVOKED, RESTORED])
def test_nothing_else_is_undone(act, three, olga, now):
    change = look_at_change(ALL.all(), act, actor=olga, now=now)
    reason = "issued-in-error" if act == REVOKED else "answered"
    decide_change(change, reason, actor=change.made_by, now=now)
    with pytest.raises(DomainError) as refused:
        undo_change(change, actor=olga, now=now)
    assert refused.value.code == "not_undoable"


def test_what_was_only_looked_at_is_not_undone(three, olga, now):
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    with pytest.raises(DomainError):
        undo_change(change, actor=olga, now=now)


def test_many_are_done_in_the_background_and_go_on_where_they_stopped(
    three, olga, now, monkeypatch
):
    asked = []
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(bulk, "carry_out_change", SimpleNamespace(enqueue=asked.append))
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    decide_change(change, "under-review", actor=change.made_by, now=now)
    assert asked == [change.pk]
    assert change.state == ChangeState.UNDER_WAY
    assert bulk._chunk(change.pk, clock=lambda: now)
    change.refresh_from_db()
    assert (change.done, change.state) == (2, ChangeState.UNDER_WAY)
    carry_out(change.pk, clock=lambda: now)
    change.refresh_from_db()
    assert (change.done, change.state) == (3, ChangeState.DONE)
    assert states(now) == [CertificateState.SUSPENDED] * 3
    assert CertificateEvent.objects.filter(kind=SUSPENDED).count() == 3


def test_changes_are_for_those_who_made_them(three, olga, oscar, now):
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    administrator = User.objects.create_superuser("root@relay.example")
    assert list(changes_of(olga)) == [change]
    assert list(changes_of(oscar)) == []
    assert list(changes_of(administrator)) == [change]


def test_each_state_has_what_can_be_done_with_it():
    acts = {
        state: {act for act, _words in fitting_acts(state)}
        for state in (None, *CertificateState)
    }
    assert acts == {
        None: {REVOKED},
        CertificateState.VALID: {SUSPENDED, REVOKED},
        CertificateState.EXPIRING: {SUSPENDED, REVOKED},
        CertificateState.EXPIRED: {REVOKED},
        CertificateState.SUSPENDED: {RESTORED, REVOKED},
        CertificateState.REVOKED: set(),
        CertificateState.SUPERSEDED: set(),
    }


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(
        st.sampled_from([SUSPENDED, RESTORED, REVOKED]), min_size=1, max_size=5
    )
)
def test_whatever_went_before_the_look_tells_what_will_happen(
    acts, certificate, olga, now
):
    certificate.events.exclude(kind=EventKind.AWARDED).delete()
    reasons = {
        SUSPENDED: "under-review",
        RESTORED: "answered",
        REVOKED: "issued-in-error",
    }
    for step, act in enumerate(acts):
        at = now + timedelta(minutes=step)
        before = state_on(certificate, now.date())
        change = look_at_change(ALL.all(), act, actor=olga, now=at)
        foreseen = foresee(change).changes
        decide_change(change, reasons[act], actor=change.made_by, now=at)
        changed = change.rows.filter(outcome=Outcome.CHANGED).count()
        assert changed == foreseen == fits(act, before)


def test_only_who_looked_at_it_decides(three, olga, now):
    """It is done, and told, in their name."""
    change = look_at_change(ALL.all(), REVOKED, actor=olga, now=now)
    administrator = User.objects.create_superuser("root@relay.example")
    with pytest.raises(DomainError) as refused:
        decide_change(change, "issued-in-error", actor=administrator, now=now)
    assert refused.value.code == "not_yours"
    assert states(now) == [CertificateState.VALID] * 3


def test_who_left_does_not_read_the_names_of_then(three, olga, now):
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    assert rows_of(change, olga).count() == 3
    olga.memberships.update(ends_on="2026-06-01")
    assert not rows_of(change, olga).exists()


def test_each_portion_is_done_when_it_is_done(three, olga, now, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 1)
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    monkeypatch.setattr(
        bulk, "carry_out_change", SimpleNamespace(enqueue=lambda _pk: None)
    )
    change = look_at_change(ALL.all(), SUSPENDED, actor=olga, now=now)
    decide_change(change, "under-review", actor=olga, now=now)
    moments = (now + timedelta(minutes=minute) for minute in range(10))

    carry_out(change.pk, clock=lambda: next(moments))

    times = CertificateEvent.objects.filter(kind=SUSPENDED).values_list("at", flat=True)
    assert len(set(times)) == 3

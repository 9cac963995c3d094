from datetime import timedelta

import pytest

from certificates.domain.award import award_certificate
from certificates.domain.life import restore, revoke, supersede, suspend
from certificates.domain.state import state_on
from certificates.enums import CertificateState, EventKind
from certificates.models import Certificate, day_of
from certificates.signals import certificate_changed
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.certificates import complete, more_certificates


@pytest.fixture
def changed():
    """Ids of certificates that the signal told of."""
    told = []

    def hear(sender, certificate_id, **kwargs):
        told.append(certificate_id)

    certificate_changed.connect(hear)
    yield told
    certificate_changed.disconnect(hear)


@pytest.fixture
def newer(certificate, now):
    return more_certificates(certificate, 1, now=now + timedelta(hours=1))[0]


@pytest.fixture
def step(alice, now, newer):
    """Takes one step in the life of a certificate, an hour after the other."""
    hours = iter(range(2, 100))

    def take(name, certificate, reason_code="a-reason", successor=newer):
        act = {"suspend": suspend, "restore": restore, "revoke": revoke}.get(name)
        at = now + timedelta(hours=next(hours))
        if act is None:
            return supersede(
                certificate, successor, reason_code=reason_code, actor=alice, now=at
            )
        return act(certificate, reason_code=reason_code, actor=alice, now=at)

    return take


def state(certificate, now):
    return state_on(certificate, day_of(now) + timedelta(days=5))


@pytest.mark.parametrize(
    ("steps", "kind", "after"),
    [
        (["suspend"], EventKind.SUSPENDED, CertificateState.SUSPENDED),
        (["suspend", "restore"], EventKind.RESTORED, CertificateState.VALID),
        (["revoke"], EventKind.REVOKED, CertificateState.REVOKED),
        (["suspend", "revoke"], EventKind.REVOKED, CertificateState.REVOKED),
        (["supersede"], EventKind.SUPERSEDED, CertificateState.SUPERSEDED),
        (["suspend", "supersede"], EventKind.SUPERSEDED, CertificateState.SUPERSEDED),
    ],
)
def test_a_step_is_appended_recorded_and_announced(
    steps,
    kind,
    after,
    step,
    certificate,
    newer,
    alice,
    now,
    changed,
    django_capture_on_commit_callbacks,
):
    words = dict(certificate.words)
    with django_capture_on_commit_callbacks(execute=True):
        events = [step(name, certificate) for name in steps]
    last = events[-1]
    assert (last.kind, last.by, last.reason_code) == (kind, alice, "a-reason")
    assert last.successor == (newer if kind == EventKind.SUPERSEDED else None)
    assert list(certificate.events.values_list("kind", flat=True)) == [
        EventKind.AWARDED,
        EventKind.RENEWED,
        *(event.kind for event in events),
    ]
    assert state(certificate, now) == after
    entry = AuditEntry.objects.get(action=f"certificates.{kind}")
    assert (entry.actor, entry.subject_id) == (alice, str(certificate.pk))
    assert entry.organisation_id == certificate.words["issuer"]["id"]
    assert entry.data["number"] == certificate.number
    assert entry.data["reason"] == "a-reason"
    assert changed == [certificate.pk] * len(steps)
    certificate.refresh_from_db()
    assert certificate.words == words


@pytest.mark.parametrize(
    ("before", "impossible", "code"),
    [
        (["suspend"], "suspend", "not_in_force"),
        (["revoke"], "suspend", "not_in_force"),
        (["supersede"], "suspend", "not_in_force"),
        ([], "restore", "not_suspended"),
        (["suspend", "restore"], "restore", "not_suspended"),
        (["revoke"], "restore", "not_suspended"),
        (["suspend", "revoke"], "restore", "not_suspended"),
        (["revoke"], "revoke", "ended"),
        (["supersede"], "revoke", "ended"),
        (["revoke"], "supersede", "ended"),
        (["supersede"], "supersede", "ended"),
    ],
)
def test_impossible_steps_change_nothing(
    before, impossible, code, step, certificate, changed
):
    for name in before:
        step(name, certificate)
    events = certificate.events.count()
    with pytest.raises(DomainError) as refused:
        step(impossible, certificate)
    assert refused.value.code == code
    assert certificate.events.count() == events


@pytest.mark.parametrize("reason", ["", "Because I say so", "é", "x" * 41, "a\nb"])
@pytest.mark.parametrize("name", ["suspend", "revoke", "supersede"])
def test_every_step_needs_a_reason_code(name, reason, step, certificate):
    events = certificate.events.count()
    with pytest.raises(DomainError) as refused:
        step(name, certificate, reason_code=reason)
    assert refused.value.code == "no_reason"
    assert certificate.events.count() == events


def test_an_expired_certificate_can_be_revoked_but_not_suspended(
    certificate, alice, now
):
    later = now + timedelta(days=800)
    with pytest.raises(DomainError):
        suspend(certificate, reason_code="complaint", actor=alice, now=later)
    revoke(certificate, reason_code="error", actor=alice, now=later)
    assert state_on(certificate, day_of(later)) == CertificateState.REVOKED


def test_the_system_may_act_without_a_person(certificate, now):
    event = suspend(certificate, reason_code="check", actor=None, now=now)
    assert event.by is None


def test_a_successor_is_newer_counts_and_is_the_same_persons(
    step, certificate, newer, small_course, alice, now
):
    for successor in (certificate, None):
        with pytest.raises(DomainError) as refused:
            step("supersede", newer, successor=successor or certificate)
        assert refused.value.code == "no_successor"
    with pytest.raises(DomainError):
        step("supersede", certificate, successor=certificate)
    hers = award_certificate(
        complete(
            small_course,
            alice,
            now=now,
            way=("small-one", "small-two", "small-quiz"),
        ),
        now=now + timedelta(hours=1),
    )
    with pytest.raises(DomainError) as refused:
        step("supersede", certificate, successor=hers)
    assert refused.value.code == "no_successor"
    step("suspend", newer)
    with pytest.raises(DomainError) as refused:
        step("supersede", certificate, successor=newer)
    assert refused.value.code == "no_successor"
    assert state(certificate, now) == CertificateState.VALID


def test_two_certificates_cannot_replace_each_other(step, certificate, newer):
    step("supersede", certificate, successor=newer)
    with pytest.raises(DomainError):
        step("supersede", newer, successor=certificate)
    assert Certificate.objects.count() == 2


def test_an_event_says_what_it_is(certificate):
    assert str(certificate.events.get()) == f"{certificate.pk} awarded"

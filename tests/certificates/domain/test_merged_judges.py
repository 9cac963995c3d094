"""Who decided about somebody and turns out to be the same person judged nobody else."""

from datetime import date

import pytest

from certificates.domain.appeals.deciding import decide, is_somebody_else
from certificates.domain.appeals.making import appeal
from certificates.domain.correcting import ask_for_correction, refuse_correction
from certificates.domain.life import suspend
from certificates.domain.recognition.asking import claim
from certificates.domain.recognition.deciding import say_yes
from certificates.enums import AppealState, EventKind, RecognitionState
from certificates.models import Appeal
from lms.errors import DomainError
from organisations.domain.merging import merge_accounts, sweep
from organisations.models import User
from tests.factories.awards import make_owner


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@relay.example")


@pytest.fixture
def olga(beekstad):
    """Bob's other account, with which he decides."""
    return make_owner(beekstad, "Olga")


@pytest.fixture
def piet(beekstad):
    return make_owner(beekstad, "Piet")


@pytest.fixture
def otto(beekstad):
    return make_owner(beekstad, "Otto")


@pytest.fixture
def claimed(rule, bob, now):
    return claim(
        bob,
        rule.course,
        trained_on=date(2026, 5, 4),
        given_by="Police academy",
        proof=b"%PDF-1.7\nproof",
        now=now,
    )


def both_ways(bob, olga, keeps_bob):
    return (bob, olga) if keeps_bob else (olga, bob)


@pytest.mark.parametrize("keeps_bob", [True, False])
def test_a_yes_to_oneself_is_none(bob, olga, piet, otto, claimed, root, now, keeps_bob):
    say_yes(claimed, actor=olga, now=now)
    kept, merged = both_ways(bob, olga, keeps_bob)

    merge_accounts(kept, merged, actor=root, now=now)

    claimed.refresh_from_db()
    assert (claimed.user, claimed.state) == (kept, RecognitionState.SUBMITTED)
    assert claimed.decisions.get().by == olga
    with pytest.raises(DomainError):
        say_yes(claimed, actor=User.objects.get(pk=kept.pk), now=now)
    say_yes(claimed, actor=piet, now=now)
    sweep(now)
    claimed.refresh_from_db()
    assert claimed.state == RecognitionState.CONFIRMED_ONCE
    assert say_yes(claimed, actor=otto, now=now).state == RecognitionState.AWARDED


def test_a_yes_to_somebody_else_goes_on_counting_and_is_not_said_twice(
    bob, olga, piet, claimed, root, now
):
    say_yes(claimed, actor=olga, now=now)

    merge_accounts(piet, olga, actor=root, now=now)

    claimed.refresh_from_db()
    assert claimed.state == RecognitionState.CONFIRMED_ONCE
    with pytest.raises(DomainError) as refused:
        say_yes(claimed, actor=User.objects.get(pk=piet.pk), now=now)
    assert refused.value.code == "same"


def test_who_decided_about_the_other_account_is_still_named_by_the_old_one(
    bob, olga, piet, certificate, root, now
):
    asked = ask_for_correction(certificate, "Bob D", actor=bob, now=now)
    refuse_correction(asked, reason="No proof of it.", actor=olga, now=now)
    suspend(certificate, reason_code="lost", actor=piet, now=now)
    made = appeal(certificate, statement="It is mine.", actor=bob, now=now)
    decide(made, decision=AppealState.DISMISSED, words="It stays.", actor=olga, now=now)

    merge_accounts(bob, olga, actor=root, now=now)

    asked.refresh_from_db()
    made.refresh_from_db()
    assert (asked.decided_by, made.closed_by) == (olga, olga)
    assert certificate.events.get(kind=EventKind.SUSPENDED).by == piet
    assert sweep(now) == 0


def test_what_was_decided_about_others_goes_over(
    bob, olga, piet, certificate, root, now
):
    suspend(certificate, reason_code="lost", actor=olga, now=now)
    made = appeal(certificate, statement="It is mine.", actor=bob, now=now)
    assert is_somebody_else(made, piet)

    merge_accounts(piet, olga, actor=root, now=now)

    assert certificate.events.get(kind=EventKind.SUSPENDED).by == piet
    assert not is_somebody_else(Appeal.objects.get(), piet)

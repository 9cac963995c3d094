from datetime import timedelta

import pytest
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.letters.keeping import (
    fetch,
    forget_letters,
    kept_until,
    sweep,
)
from organisations.domain.letters.people import people_by_badge
from organisations.domain.memberships import end_membership
from organisations.domain.merging import merge_accounts
from organisations.enums import LetterState
from organisations.models import Letter, LetterRun, Membership, User
from tests.factories.letters import make_run, without_address

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def dora(beekstad):
    return without_address(beekstad).user


@pytest.fixture
def file(beekstad, dora, alice, now):
    return make_run(beekstad, actor=alice, now=now).files.get()


def test_a_file_can_be_fetched_for_an_hour_and_is_deleted_then(file, alice, now):
    first = fetch(file, actor=alice, now=now)
    assert first.startswith(b"%PDF")
    assert fetch(file, actor=alice, now=now + HOUR / 2) == first
    with pytest.raises(DomainError) as refused:
        fetch(file, actor=alice, now=now + HOUR)
    assert refused.value.code == "forgotten"
    sweep(now + HOUR)
    file.refresh_from_db()
    assert (file.sealed, file.forgotten_at) == ("", now + HOUR)
    assert Letter.objects.get().withdrawn_at is None
    fetched = AuditEntry.objects.filter(action="organisations.letters_fetched")
    assert fetched.count() == 2


def test_what_nobody_fetched_within_a_day_was_never_printed(file, beekstad, now):
    assert kept_until(file) == now + DAY
    sweep(now + DAY - timedelta(seconds=1))
    assert Letter.objects.get().withdrawn_at is None
    sweep(now + DAY)
    assert Letter.objects.get().withdrawn_at == now + DAY
    (person,) = people_by_badge(beekstad, now=now, day=timezone.localdate(now))
    assert person.letter_state == LetterState.AGAIN


def test_a_file_that_another_secret_sealed_is_told_as_gone(file, alice, now, settings):
    settings.SECRET_KEY = "another"
    with pytest.raises(DomainError):
        fetch(file, actor=alice, now=now)


@pytest.mark.parametrize("how", ["badge", "address", "closed"])
def test_the_sweep_withdraws_what_is_outdated(file, dora, now, how):
    if how == "badge":
        dora.memberships.update(badge_number="P-2")
    elif how == "address":
        User.objects.filter(pk=dora.pk).update(email="dora@home.example")
    else:
        User.objects.filter(pk=dora.pk).update(is_active=False)
    sweep(now)
    assert Letter.objects.get().withdrawn_at == now
    assert sweep(now) == 0


def test_a_code_is_withdrawn_as_soon_as_its_person_leaves(
    file, dora, alice, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        end_membership(dora.memberships.get(), actor=alice, now=now)
    assert Letter.objects.get().withdrawn_at is not None


def test_long_after_letters_and_their_runs_are_forgotten(file, now):
    sweep(now + DAY)
    assert forget_letters(now + 100 * DAY) == 0
    forget_letters(now + 182 * DAY)
    assert (Letter.objects.count(), LetterRun.objects.count()) == (0, 0)


def test_a_merge_takes_letters_along_and_lets_their_codes_open_nothing(
    file, dora, bob, now
):
    admin = User.objects.create_superuser("admin@relay.example")
    merge_accounts(bob, dora, actor=admin, now=now)
    letter = Letter.objects.get()
    assert (letter.user, letter.withdrawn_at) == (bob, now)
    assert Membership.objects.filter(user=dora).count() == 0

"""Certificates that people show to where they work."""

from datetime import date, timedelta

import pytest
import time_machine

from certificates.domain.showing import (
    employers_of,
    show_to,
    shown_by_staff,
    shown_now,
    stop_showing,
)
from certificates.models import ShownTo
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.models import Membership, Organisation
from tests.factories.certificates import more_certificates
from tests.factories.organisations import MembershipFactory

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def home(bob) -> Organisation:
    """Where Bob works."""
    return employers_of(bob)[0]


@pytest.fixture
def shown(certificate, home, bob, now):
    return show_to(certificate, home, actor=bob, now=now)


def seen(organisation, day):
    return list(shown_by_staff(organisation, day=day))


def test_the_organisation_sees_it_from_then_on(shown, certificate, home, now):
    (one,) = seen(home, now.date())
    assert (one, one.state) == (certificate, "valid")
    assert shown_now(certificate, day=now.date()) == {home.pk: shown}


def test_nobody_sees_what_was_not_shown(certificate, home, now):
    assert seen(home, now.date()) == []


def test_no_other_organisation_sees_it(shown, home, charlie, now):
    (theirs,) = employers_of(charlie)
    assert theirs != home
    assert seen(theirs, now.date()) == []


def test_other_certificates_stay_unseen(shown, certificate, home, now):
    more_certificates(certificate, 1, now=now)
    assert seen(home, now.date()) == [certificate]


def test_it_is_shown_only_where_one_belongs(certificate, charlie, bob, now):
    (theirs,) = employers_of(charlie)
    with pytest.raises(DomainError) as problem:
        show_to(certificate, theirs, actor=bob, now=now)
    assert problem.value.code == "no_member"


def test_saying_one_belongs_is_not_enough(bob, home):
    Membership.objects.filter(user=bob).update(is_self_declared=True)
    assert employers_of(bob) == []


def test_taking_it_back_ends_it_and_the_interval_stays(
    shown, certificate, home, bob, now
):
    for _again in range(2):
        stop_showing(certificate, home, actor=bob, now=now + DAY)
    assert seen(home, now.date() + DAY) == []
    assert ShownTo.objects.get().withdrawn_at == now + DAY
    show_to(certificate, home, actor=bob, now=now + 2 * DAY)
    assert ShownTo.objects.count() == 2


def test_showing_twice_is_once(shown, certificate, home, bob, now):
    assert show_to(certificate, home, actor=bob, now=now + DAY) == shown
    assert ShownTo.objects.count() == 1


def test_both_are_audited_once(shown, certificate, home, bob, now):
    for _again in range(2):
        show_to(certificate, home, actor=bob, now=now)
        stop_showing(certificate, home, actor=bob, now=now)
    actions = AuditEntry.objects.filter(action__contains="shown").order_by("pk")
    assert [one.action for one in actions][:2] == [
        "certificates.shown",
        "certificates.shown_no_more",
    ]


def test_it_ends_with_the_membership(shown, home, bob, now):
    Membership.objects.filter(user=bob).update(ends_on=now.date() + DAY)
    assert len(seen(home, now.date())) == 1
    assert seen(home, now.date() + DAY) == []


def test_who_comes_back_decides_anew(shown, certificate, home, bob, now):
    Membership.objects.filter(user=bob).update(ends_on=now.date() + DAY)
    later = now + 10 * DAY
    MembershipFactory(user=bob, organisation=home, starts_on=later.date())
    assert seen(home, later.date()) == []
    with time_machine.travel(later, tick=False):
        again = show_to(certificate, home, actor=bob, now=later)
    assert again != shown
    assert seen(home, later.date()) == [certificate]


def test_a_closed_account_shows_nothing(shown, home, bob, now):
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert seen(home, now.date()) == []


@pytest.mark.parametrize("count", [1, 30])
def test_one_query_however_many(
    count, certificate, home, bob, now, django_assert_num_queries
):
    for one in more_certificates(certificate, count, now=now):
        show_to(one, home, actor=bob, now=now)
    with django_assert_num_queries(1):
        found = seen(home, date(2026, 11, 21))
        assert len({one.holder.printed_name for one in found}) == 1
    assert len(found) == count

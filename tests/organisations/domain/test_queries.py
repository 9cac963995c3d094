"""Whose account an address is, asked for one and for many."""

import pytest
from allauth.account.models import EmailAddress

from organisations.domain.merging import merge_accounts
from organisations.domain.queries import people_known_by, person_with_email
from organisations.models import User
from tests.factories.organisations import UserFactory

ASKED = ["BOB@beekstad.example", "other@x.example", "old@x.example", "nobody@x.example"]


@pytest.fixture
def merged(bob, administrator, now):
    """An address that only the merge still knows."""
    twin = UserFactory(email="old@x.example")
    merge_accounts(bob, twin, actor=administrator, now=now)
    EmailAddress.objects.filter(email="old@x.example").delete()


def test_many_addresses_lead_where_each_of_them_leads(bob, merged):
    eve = UserFactory()
    User.objects.create_user("other@x.example")
    EmailAddress.objects.create(user=eve, email="Other@x.example", verified=True)

    found = people_known_by([*ASKED, ""])

    assert found == {
        "bob@beekstad.example": bob,
        "other@x.example": eve,
        "old@x.example": bob,
    }
    # Recognised, and nobody comes in by it.
    assert person_with_email("old@x.example") is None
    for email in set(ASKED) - {"old@x.example"}:
        assert found.get(email.lower()) == person_with_email(email)


def test_four_queries_answer_for_many(bob, django_assert_num_queries):
    people = [UserFactory() for _one in range(30)]
    with django_assert_num_queries(4):
        people_known_by([one.email for one in people])

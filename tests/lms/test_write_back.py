from datetime import date

import pytest
from django.db import DataError, IntegrityError, transaction

from lms.write_back import write_back
from organisations.models import Membership, User
from tests.factories.organisations import MembershipFactory, UserFactory


def test_only_the_fields_that_are_named_are_written(db, django_assert_num_queries):
    people = [UserFactory() for _one in range(3)]
    User.objects.filter(pk=people[0].pk).update(language="fr")
    for number, one in enumerate(people):
        one.printed_name, one.language = f"Name {number}", "de"
    with django_assert_num_queries(1):
        write_back(people, ["printed_name"])
    found = list(User.objects.order_by("pk").values_list("printed_name", "language"))
    assert found[-3:] == [("Name 0", "fr"), ("Name 1", "en"), ("Name 2", "en")]


def test_nothing_is_written_for_nobody(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        write_back([], ["printed_name"])


def test_what_is_not_unique_is_refused(beekstad):
    """The row itself does not stand in its own way; another one does."""
    first, second = (
        MembershipFactory(organisation=beekstad, badge_number=number)
        for number in ("B1", "B2")
    )
    first.function = "Wijkinspecteur"
    write_back([first], ["function", "badge_number"])
    second.badge_number = "B1"
    with pytest.raises(IntegrityError), transaction.atomic():
        write_back([second], ["badge_number"])
    # Once it has ended, it makes room; both at once, in this order.
    first.ends_on = date(2026, 11, 1)
    write_back([first], ["ends_on"])
    write_back([second], ["badge_number"])
    assert Membership.objects.get(pk=second.pk).badge_number == "B1"


def test_in_any_order_writes_the_same(beekstad, django_assert_num_queries):
    """Also what a list of PostgreSQL would take for its own signs."""
    rows = [MembershipFactory(organisation=beekstad) for _one in range(3)]
    said = ['a "b", {c}\\', "", "Wijkinspecteur"]
    for row, function in zip(rows, said, strict=True):
        row.function, row.ends_on, row.badge_number = function, None, "never"
    rows[1].ends_on = date(2026, 11, 1)
    with django_assert_num_queries(1):
        write_back(rows, ["function", "ends_on"], in_any_order=True)
    found = Membership.objects.in_bulk([one.pk for one in rows])
    assert [found[one.pk].function for one in rows] == said
    assert [found[one.pk].ends_on for one in rows] == [None, date(2026, 11, 1), None]
    assert "never" not in {one.badge_number for one in found.values()}


# SQLite keeps texts of any length.
@pytest.mark.only_on("postgresql")
def test_in_any_order_refuses_what_is_too_long(beekstad):
    row = MembershipFactory(organisation=beekstad)
    row.function = "x" * 1000
    with pytest.raises(DataError), transaction.atomic():
        write_back([row], ["function"], in_any_order=True)

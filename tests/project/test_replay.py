"""What tests begin with is the same whether it was built or written again."""

from unittest.mock import Mock

import pytest
from django.db import transaction
from wagtail.models import Page

from courses.domain.enrolment import enrol
from organisations.models import Organisation
from tests.factories import replay
from tests.factories.courses import make_course, make_released_course
from tests.factories.organisations import OrganisationFactory


def rows_after(act) -> replay.Rows:
    """All rows once `act` is done; then it is undone."""
    with transaction.atomic():
        act()
        found = replay._rows()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("make", [make_course, make_released_course])
def test_rows_written_again_are_those_that_were_built(db, make, monkeypatch):
    monkeypatch.setattr(replay, "_kept", {})
    monkeypatch.setattr(replay, "_met", replay.Counter())
    owner = OrganisationFactory(code="again")

    once, built, again = (rows_after(lambda: make(owner)) for _time in range(3))

    assert replay._kept
    assert again == built
    assert {name: rows.keys() for name, rows in once.items()}.keys() == built.keys()
    assert {name: len(rows) for name, rows in once.items()} == {
        name: len(rows) for name, rows in built.items()
    }


def test_it_belongs_to_the_owner_of_today(db, bob, now):
    for number in range(4):
        with transaction.atomic():
            # Another id each time, under the same name.
            Organisation.objects.bulk_create(
                Organisation(name="Before", code=f"before-{one}", path=f"/x{one}/")
                for one in range(number)
            )
            owner = OrganisationFactory(code="moving")
            small = make_released_course(owner)
            assert small.course.owner == owner
            assert set(small.pages) == {"en", "nl"}
            assert not any(Page.find_problems())
            # Beside it there is room for another, and people learn in both.
            other = make_course(owner, code="other")
            other.release()
            for course in (small, other):
                assert enrol(bob, course.course, now=now).edition_id
            transaction.set_rollback(True)


def test_who_commits_builds_for_themselves(monkeypatch):
    called = []
    monkeypatch.setattr(replay, "connection", Mock(in_atomic_block=False))
    for _time in range(3):
        replay.replayed("named", None, lambda: called.append(1))
    assert len(called) == 3

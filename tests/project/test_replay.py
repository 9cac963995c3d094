"""What tests begin with is the same whether it was built or written again."""

from unittest.mock import Mock
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from wagtail.models import Page

from courses.domain.enrolment import enrol
from courses.enums import TranslationStep
from courses.models import TranslationAct
from organisations.models import Organisation
from tests.factories import replay
from tests.factories.courses import NOW, make_course, make_released_course
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


def test_whose_ids_are_taken_is_built_anew(db, monkeypatch):
    monkeypatch.setattr(replay, "_kept", {})
    monkeypatch.setattr(replay, "_met", replay.Counter())
    owner = OrganisationFactory(code="again")
    for _time in range(2):
        rows_after(lambda: make_released_course(owner))
    kept = next(iter(replay._kept.values()))
    assert kept.fits()
    act = TranslationAct.objects.create(
        id=kept.new["courses_translationact"][0][0],
        key=uuid4(),
        language="nl",
        step=TranslationStep.REVIEWED,
        at=NOW,
    )
    assert not kept.fits()
    assert make_released_course(owner).course.current_edition_id
    assert TranslationAct.objects.get(pk=act.pk).key == act.key


def test_who_sets_the_clock_builds_for_themselves(db):
    called = []
    owner = OrganisationFactory(code="again")
    with time_machine.travel(NOW):
        for _time in range(3):
            replay.replayed("travelled", owner, lambda: called.append(1))
    assert len(called) == 3

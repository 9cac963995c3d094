from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.letters import making
from organisations.domain.letters.making import (
    VALID_FOR,
    ask_for_letters,
    resume,
    work_on,
)
from organisations.domain.letters.people import people_by_badge
from organisations.enums import LetterLayout, LetterState, Role
from organisations.models import Letter, Membership
from tests.factories.letters import CODE, make_run, without_address
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def quiet(monkeypatch):
    """Nobody takes a run up until the test does."""
    waiting = []
    task = type("Task", (), {"enqueue": staticmethod(waiting.append)})
    monkeypatch.setattr(making, "make_letters", task)
    return waiting


def states(organisation, now):
    people = people_by_badge(organisation, now=now, day=timezone.localdate(now))
    return {one.user.printed_name: one.letter_state for one in people}


def test_only_learners_without_an_address_are_among_those_who_need_one(
    beekstad, alice, bob, now
):
    without_address(beekstad, printed_name="Dora")
    author = without_address(beekstad, "P-2", printed_name="Author")
    MembershipFactory(user=author.user, organisation=beekstad, role=Role.AUTHOR)
    gone = without_address(beekstad, "P-3", printed_name="Gone")
    Membership.objects.filter(pk=gone.pk).update(ends_on=timezone.localdate(now))
    said = without_address(beekstad, "P-4", printed_name="Said so")
    Membership.objects.filter(pk=said.pk).update(is_self_declared=True)
    without_address(OrganisationFactory(), "P-5", printed_name="Elsewhere")
    assert states(beekstad, now) == {"Dora": LetterState.NEEDED}


def test_each_state_is_told(beekstad, alice, now, quiet):
    without_address(beekstad, "", printed_name="a no badge")
    without_address(beekstad, "P-2", printed_name="b needs one")
    for at, name in enumerate(("c made", "d used", "e expired", "f renumbered"), 3):
        without_address(beekstad, f"P-{at}", printed_name=name)
    password = make_password("correct horse battery")
    without_address(beekstad, "P-9", printed_name="g is in", password=password)
    chosen = Membership.objects.filter(user__printed_name__regex="^[cdef] ")
    make_run(
        beekstad, chosen=list(chosen.values_list("pk", flat=True)), actor=alice, now=now
    )
    letters = {one.user.printed_name[0]: one for one in Letter.objects.all()}
    Letter.objects.filter(pk=letters["d"].pk).update(used_at=now)
    Letter.objects.filter(pk=letters["e"].pk).update(expires_at=now)
    Membership.objects.filter(user=letters["f"].user).update(badge_number="P-66")
    wait = without_address(beekstad, "P-7", printed_name="h waits")
    ask_for_letters(
        beekstad, layout=LetterLayout.CARDS, chosen=[wait.pk], actor=alice, now=now
    )
    assert states(beekstad, now) == {
        "a no badge": LetterState.NO_BADGE,
        "b needs one": LetterState.NEEDED,
        "c made": LetterState.MADE,
        "d used": LetterState.CAME,
        "e expired": LetterState.AGAIN,
        "f renumbered": LetterState.AGAIN,
        "g is in": LetterState.IN,
        "h waits": LetterState.WAITING,
    }


def test_a_letter_keeps_a_hash_and_never_the_code(beekstad, alice, now):
    one = without_address(beekstad)
    run = make_run(beekstad, actor=alice, now=now)
    letter = run.letters.get()
    assert (letter.user, letter.badge_number) == (one.user, "P-1")
    assert (letter.made_at, letter.expires_at) == (now, now + VALID_FOR)
    assert CODE not in letter.code_hash
    assert len(letter.code_hash) == 64
    assert CODE not in run.files.get().sealed
    assert run.finished_at == now


def test_a_second_run_makes_letters_for_those_alone_who_have_none(beekstad, alice, now):
    without_address(beekstad, "P-1")
    make_run(beekstad, actor=alice, now=now)
    without_address(beekstad, "P-2")
    run = make_run(beekstad, actor=alice, now=now)
    assert [one.badge_number for one in run.letters.all()] == ["P-2"]
    with pytest.raises(DomainError) as refused:
        make_run(beekstad, actor=alice, now=now)
    assert refused.value.code == "nobody"


def test_a_new_letter_withdraws_the_old_one(beekstad, alice, now):
    one = without_address(beekstad)
    make_run(beekstad, actor=alice, now=now)
    make_run(beekstad, chosen=[one.pk], actor=alice, now=now)
    old, new = Letter.objects.order_by("pk")
    assert (old.withdrawn_at, new.withdrawn_at) == (now, None)
    told = AuditEntry.objects.filter(action__startswith="organisations.letter")
    assert list(told.order_by("pk").values_list("action", flat=True)) == [
        "organisations.letters_asked_for",
        "organisations.letter_made",
        "organisations.letter_withdrawn",
        "organisations.letters_asked_for",
        "organisations.letter_made",
    ]


def test_nobody_makes_letters_for_another_organisation(beekstad, bob, charlie, now):
    without_address(beekstad)
    for actor in (bob, charlie):
        with pytest.raises(DomainError) as refused:
            make_run(beekstad, actor=actor, now=now)
        assert refused.value.code == "not_allowed"
    assert not Letter.objects.exists()


def test_too_many_at_once_are_refused(beekstad, alice, now, monkeypatch):
    monkeypatch.setattr(making, "MOST", 1)
    without_address(beekstad, "P-1")
    without_address(beekstad, "P-2")
    with pytest.raises(DomainError) as refused:
        make_run(beekstad, actor=alice, now=now)
    assert refused.value.code == "many"


def test_a_run_goes_on_where_a_worker_was_killed(
    beekstad, alice, now, quiet, monkeypatch
):
    monkeypatch.setattr(making, "CHUNK", 2)
    for number in range(5):
        without_address(beekstad, f"P-{number}")
    run = ask_for_letters(beekstad, layout=LetterLayout.LETTERS, actor=alice, now=now)
    assert making._chunk(run.pk, now=now)
    assert run.letters.filter(made_at=now).count() == 2
    later = now + timedelta(hours=1)
    assert resume(later) == 1
    assert resume(later) == 0
    work_on(run.pk, clock=lambda: later)
    assert list(run.files.values_list("letters_made", flat=True)) == [2, 2, 1]
    assert run.letters.filter(made_at__isnull=True).count() == 0
    work_on(run.pk, clock=lambda: later)
    assert run.files.count() == 3


def test_what_was_printed_while_somebody_else_withdrew_it_is_printed_anew_without(
    beekstad, alice, now, quiet, monkeypatch
):
    first, second = without_address(beekstad, "P-1"), without_address(beekstad, "P-2")
    run = ask_for_letters(beekstad, layout=LetterLayout.CARDS, actor=alice, now=now)
    print_letters = making.print_letters

    def withdrawn_meanwhile(printed, **words):
        Letter.objects.filter(user=first.user).update(withdrawn_at=now)
        return print_letters(printed, **words)

    monkeypatch.setattr(making, "print_letters", withdrawn_meanwhile)
    work_on(run.pk, clock=lambda: now)
    assert [one.letters_made for one in run.files.all()] == [1]
    assert run.letters.get(made_at=now).user == second.user


def test_who_leaves_before_their_letter_is_made_gets_none(beekstad, alice, now, quiet):
    one = without_address(beekstad)
    run = ask_for_letters(beekstad, layout=LetterLayout.CARDS, actor=alice, now=now)
    Membership.objects.filter(pk=one.pk).update(ends_on=timezone.localdate(now))
    work_on(run.pk, clock=lambda: now)
    run.refresh_from_db()
    assert (run.files.count(), run.finished_at) == (0, now)


def test_a_name_that_no_font_can_draw_stops_no_letter(beekstad, alice, now):
    without_address(beekstad, "P-1", printed_name="王小明")
    without_address(beekstad, "P-2", printed_name="Łucja <b>& Co")
    run = make_run(beekstad, actor=alice, now=now, layout=LetterLayout.LETTERS)
    assert run.files.get().letters_made == 2


def test_a_chunk_asks_as_much_for_thirty_as_for_one(beekstad, alice, now, quiet):
    def asked(number):
        people = [without_address(beekstad, f"{number}-{at}") for at in range(number)]
        chosen = [one.pk for one in people]
        with CaptureQueriesContext(connection) as queries:
            run = ask_for_letters(
                beekstad, layout=LetterLayout.CARDS, chosen=chosen, actor=alice, now=now
            )
            work_on(run.pk, clock=lambda: now)
        return len(queries)

    asked(2)
    assert asked(1) == asked(30)

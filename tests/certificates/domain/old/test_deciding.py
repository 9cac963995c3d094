from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.award import award_certificate, sweep
from certificates.domain.old import carrying
from certificates.domain.old.asking import (
    ask_for_recognition,
    decide,
    lines_to_decide,
    set_aside,
    take_back,
)
from certificates.domain.old.reading import (
    exported_old_lines,
    exported_old_lists,
    forget_old_lines,
    lists_for_owner,
)
from certificates.enums import OldLineState as State
from certificates.enums import OldListState
from certificates.models import Certificate, OldList
from courses.models import Completion, Enrolment
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from organisations.domain.merging import merge_accounts
from organisations.models import User
from tests.factories.awards import NOW, make_member, make_members, make_owner
from tests.factories.old_completions import (
    ATTENDED,
    bring_old,
    decided,
    no_worker,
    settled,
    states,
    undone,
)

pytestmark = pytest.mark.django_db
DAY = date(2011, 5, 4)


@pytest.fixture
def line(dora, code):
    return (dora.email, "", code, DAY.isoformat(), *ATTENDED)


@pytest.fixture
def run(beekstad, alice, line):
    return bring_old(beekstad, line, actor=alice)


def test_what_is_recognised_counts_on_its_own_day_and_gives_no_certificate(
    run, olga, dora, rule
):
    decided(run, actor=olga)
    done = Completion.objects.get()
    assert (done.enrolment.user, done.given_by) == (dora, "Police academy")
    assert done.completed_at.date() == DAY
    assert (states(run), run.state) == ([State.DONE], OldListState.DONE)
    assert sweep(NOW) == 0
    assert not Certificate.objects.exists()
    assert not OutgoingMail.objects.exists()
    told = AuditEntry.objects.filter(action__startswith="certificates.old_")
    assert list(told.order_by("pk").values_list("action", flat=True)) == [
        "certificates.old_list_brought",
        "certificates.old_list_asked_for",
        "certificates.old_list_approved",
        "certificates.old_completion_recognised",
        "certificates.old_list_decided",
    ]


def test_the_same_list_again_changes_nothing(run, beekstad, alice, olga, line):
    decided(run, actor=olga)
    again = bring_old(beekstad, line, actor=alice)
    with pytest.raises(DomainError) as refused:
        ask_for_recognition(again, actor=alice, now=NOW)
    assert refused.value.code == "nothing"
    assert Completion.objects.count() == 1


def test_two_lists_that_wait_at_once_make_one_completion(
    run, beekstad, alice, olga, line
):
    other = bring_old(beekstad, line, actor=alice)
    decided(run, actor=olga)
    decided(other, actor=olga)
    assert (states(run), states(other)) == ([State.DONE], [State.KNOWN])
    assert Completion.objects.count() == 1


def test_nothing_is_recognised_before_a_second_person_decides(run, alice, beekstad):
    ask_for_recognition(run, actor=alice, now=NOW)
    assert settled(run).state == OldListState.ASKED
    assert not Completion.objects.exists()
    for nobody in (alice, make_member(beekstad, "Eve")):
        with pytest.raises(DomainError):
            decide(run, is_recognised=True, actor=nobody, now=NOW)
    assert not Completion.objects.exists()


def test_an_owner_who_coordinates_does_not_decide_on_what_they_brought(
    beekstad, olga, line
):
    run = bring_old(beekstad, line, actor=olga)
    with pytest.raises(DomainError) as refused:
        decided(run, actor=olga)
    assert refused.value.code == "same"
    assert not lines_to_decide(run, olga).exists()


def test_nobody_decides_on_a_line_about_themselves(beekstad, alice, olga, code, line):
    about_olga = (olga.email, "", code, DAY.isoformat(), *ATTENDED)
    User.objects.filter(pk=olga.pk).update(sector="POL")
    run = bring_old(beekstad, line, about_olga, actor=alice)
    decided(run, actor=olga)
    assert states(run) == [State.DONE, State.READY]
    assert run.state == OldListState.ASKED
    piet = make_owner(beekstad, "Piet")
    assert states(decided(run, actor=piet)) == [State.DONE, State.DONE]


def test_the_database_keeps_the_four_eyes(run, alice, dora):
    for person in (alice, dora):
        with pytest.raises(IntegrityError), transaction.atomic():
            run.rows.update(decided_by=person)


def test_owners_of_another_body_see_and_decide_nothing(run, alice, valmont):
    stranger = make_owner(valmont, "Sophie")
    ask_for_recognition(run, actor=alice, now=NOW)
    assert not lists_for_owner(stranger).exists()
    with pytest.raises(DomainError) as refused:
        decide(run, is_recognised=True, actor=stranger, now=NOW)
    assert refused.value.code == "nothing"


def test_lines_are_decided_one_by_one(beekstad, alice, olga, code):
    people = make_members(beekstad, 3)
    lines = [(one.email, "", code, DAY.isoformat(), *ATTENDED) for one in people]
    run = bring_old(beekstad, *lines, actor=alice)
    first, second, _third = run.rows.order_by("line").values_list("pk", flat=True)
    decided(run, actor=olga, lines=[first])
    assert states(run) == [State.DONE, State.READY, State.READY]
    decided(run, actor=olga, lines=[second], is_recognised=False)
    decided(run, actor=olga)
    assert states(run) == [State.DONE, State.REFUSED, State.DONE]
    assert run.state == OldListState.DONE
    assert list(lists_for_owner(olga)) == [run]


def test_a_killed_worker_leaves_lines_for_the_next(
    beekstad, alice, olga, code, monkeypatch
):
    monkeypatch.setattr(carrying, "CHUNK", 2)
    people = make_members(beekstad, 5)
    lines = [(one.email, "", code, DAY.isoformat(), *ATTENDED) for one in people]
    run = bring_old(beekstad, *lines, actor=alice)
    with no_worker():
        ask_for_recognition(run, actor=alice, now=NOW)
        decide(run, is_recognised=True, actor=olga, now=NOW)
    assert carrying._chunk(run.pk, now=NOW)
    assert Completion.objects.count() == 2
    taken = []
    monkeypatch.setattr(
        carrying, "carry_old_list", type("T", (), {"enqueue": taken.append})
    )
    later = NOW + timedelta(hours=1)
    assert (carrying.sweep(later), carrying.sweep(later), taken) == (1, 0, [run.pk])
    settled(run, now=later)
    assert Completion.objects.count() == 5
    assert run.state == OldListState.DONE


def test_a_list_is_taken_back_with_the_enrolments_it_made(run, olga, rule):
    decided(run, actor=olga)
    undone(run, actor=olga)
    assert (states(run), run.state) == ([State.UNDONE], OldListState.UNDONE)
    assert not Completion.objects.exists()
    assert not Enrolment.objects.exists()
    assert settled(take_back(run, actor=olga, now=NOW)).state == OldListState.UNDONE


def test_what_a_certificate_was_given_for_stays(run, olga, rule):
    decided(run, actor=olga)
    award_certificate(Completion.objects.get(), now=NOW)
    undone(run, actor=olga)
    assert states(run) == [State.KEPT]
    assert Completion.objects.count() == 1


def test_taking_back_has_its_days_and_its_people(run, alice, olga):
    with pytest.raises(DomainError) as refused:
        take_back(run, actor=olga, now=NOW)
    assert refused.value.code == "state"
    decided(run, actor=olga)
    for actor, now, code in (
        (alice, NOW, "stranger"),
        (olga, NOW + timedelta(days=30), "late"),
    ):
        with pytest.raises(DomainError) as refused:
            take_back(run, actor=actor, now=now)
        assert refused.value.code == code


def test_what_is_set_aside_is_forgotten(run, alice):
    set_aside(run, actor=alice, now=NOW)
    set_aside(run, actor=alice, now=NOW)
    run.refresh_from_db()
    assert (run.state, run.rows.count()) == (OldListState.SET_ASIDE, 0)
    with pytest.raises(DomainError):
        ask_for_recognition(run, actor=alice, now=NOW)


def test_what_lies_before_the_owners_is_not_set_aside(run, alice):
    ask_for_recognition(run, actor=alice, now=NOW)
    ask_for_recognition(run, actor=alice, now=NOW)
    with pytest.raises(DomainError) as refused:
        set_aside(run, actor=alice, now=NOW)
    assert refused.value.code == "state"


def test_months_later_what_was_written_is_forgotten_and_what_came_of_it_stays(
    beekstad, alice, olga, dora, line, django_capture_on_commit_callbacks
):
    run = bring_old(beekstad, line, proof=b"%PDF-1.4 x", actor=alice)
    decided(run, actor=olga)
    name, storage = run.proof.name, run.proof.storage
    assert storage.exists(name)
    later = NOW + timedelta(days=300)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_lines(later) == 1
    assert forget_old_lines(later) == 0
    row = run.rows.get()
    assert (row.email, row.day_text) == ("", "")
    assert (row.user, row.trained_on) == (dora, DAY)
    assert not storage.exists(name)
    assert exported_old_lines(dora)[0]["trained_on"] == DAY
    assert exported_old_lists(alice)[0]["given_by"] == "Police academy"


def test_a_merge_takes_lines_along_and_makes_nobody_their_own_judge(
    run, olga, dora, alice
):
    decided(run, actor=olga)
    admin = User.objects.create_superuser("admin@relay.example")
    merge_accounts(alice, dora, actor=admin, now=NOW)
    assert run.rows.get().user == alice
    merge_accounts(olga, alice, actor=admin, now=NOW)
    row = run.rows.get()
    assert row.decided_by == olga
    assert row.user == alice


def test_words_are_asked_for(beekstad, alice, line):
    with pytest.raises(DomainError) as refused:
        bring_old(beekstad, line, given_by=" ", actor=alice)
    assert refused.value.code == "empty"
    assert not OldList.objects.exists()


LISTS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 2), st.integers(2007, 2010)), max_size=5),
        st.sampled_from(["yes", "no", "undo", "leave"]),
    ),
    max_size=4,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=LISTS)
def test_each_completion_is_on_record_once_and_only_by_a_decision(
    beekstad, alice, code, history
):
    point = transaction.savepoint()
    owner, people = make_owner(beekstad, "Owner"), make_members(beekstad, 3)
    held = set()
    for pairs, act in history:
        lines = [
            (people[at].email, "", code, f"{year}-05-04", *ATTENDED)
            for at, year in pairs
        ]
        new = set(pairs) - held
        if not lines:
            continue
        run = bring_old(beekstad, *lines, actor=alice)
        if not new or act == "leave":
            continue
        decided(run, actor=owner, is_recognised=act != "no")
        if act == "undo":
            undone(run, actor=owner)
        elif act == "yes":
            held |= new
        found = Completion.objects.values_list("enrolment__user", "completed_at__year")
        assert sorted(found) == sorted((people[at].pk, year) for at, year in held)
    transaction.savepoint_rollback(point)

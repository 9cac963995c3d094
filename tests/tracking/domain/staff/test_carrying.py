"""A confirmed list is carried out once, whole, and by the domain's own rules."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from organisations.domain.invitations.accepting import (
    accept_invitation,
)
from organisations.domain.invitations.making import (
    invite,
)
from organisations.enums import Role
from organisations.models import Invitation, Membership, Sector, User
from organisations.signals import profile_changed
from tests.factories.organisations import token_to
from tests.factories.staff import NOW, look, run_list, settled, states, undo
from tests.factories.tracking import make_department, make_member, make_requirement
from tracking.domain.staff import carrying
from tracking.domain.staff.asking import confirm, set_aside, take_back
from tracking.domain.staff.reading import forget_lines
from tracking.enums import StaffImportState, StaffRowState
from tracking.models import Obligation
from tracking.tasks import carry_staff_import

TODAY = date(2026, 11, 21)
DAYS = ("e-mail", "sector", "from", "until")


def places(user) -> list[tuple]:
    """(where, from, until) of a person as a learner."""
    return list(
        Membership.objects.filter(user=user, role=Role.LEARNER)
        .order_by("starts_on", "pk")
        .values_list("organisation__code", "starts_on", "ends_on")
    )


def test_a_new_person_gets_an_account_and_a_place(beekstad, police, alice):
    run = run_list(
        beekstad,
        ("New@X.example", "Eve Peeters", "POL", "inspector", "beekstad-police", "7"),
        actor=alice,
    )
    assert run.state == StaffImportState.DONE
    eve = User.objects.get(email__iexact="new@x.example")
    assert (eve.printed_name, eve.sector_id, eve.language) == (
        "Eve Peeters",
        "POL",
        "nl",
    )
    assert not eve.has_usable_password()
    assert eve.name_checked_at is None
    membership = Membership.objects.get(user=eve)
    assert (membership.organisation, membership.role) == (police, Role.LEARNER)
    assert (membership.function, membership.badge_number) == ("inspector", "7")
    assert (membership.starts_on, membership.ends_on) == (TODAY, None)
    assert not membership.is_self_declared
    entry = AuditEntry.objects.get(action="organisations.membership_started")
    assert (entry.actor, entry.organisation_id) == (alice, police.pk)
    assert entry.data == {"role": "learner", "from": "2026-11-21"}
    assert not OutgoingMail.objects.exists()
    assert not Invitation.objects.exists()


def test_days_in_the_list_are_the_days_of_the_place(beekstad, alice):
    run_list(
        beekstad,
        ("one@x.example", "POL", "1/3/2026", ""),
        ("two@x.example", "POL", "2027-01-01", "31.12.2027"),
        headings=DAYS,
        actor=alice,
    )
    assert [
        places(User.objects.get(email=f"{name}@x.example")) for name in ("one", "two")
    ] == [
        [("beekstad", date(2026, 3, 1), None)],
        [("beekstad", date(2027, 1, 1), date(2028, 1, 1))],
    ]


def test_who_moves_keeps_what_was(beekstad, police, youth, alice, bob):
    Membership.objects.filter(user=bob).update(function="clerk", badge_number="7")
    run_list(beekstad, (bob.email, "", "", "", "beekstad-police"), actor=alice)
    assert places(bob) == [
        ("beekstad", date(2026, 1, 1), TODAY),
        ("beekstad-police", TODAY, None),
    ]
    now_at = Membership.objects.get(user=bob, ends_on=None)
    assert (now_at.function, now_at.badge_number) == ("clerk", "7")


def test_who_leaves_loses_every_role_and_deletes_nothing(beekstad, alice, bob):
    Membership.objects.create(
        user=bob,
        organisation=beekstad,
        role=Role.TRAINER,
        starts_on=date(2026, 2, 1),
    )
    from organisations.domain.groups import sync_groups

    sync_groups(bob, now=NOW)
    assert bob.groups.exists()
    run_list(beekstad, (bob.email, "", "", "2026-11-20"), headings=DAYS, actor=alice)
    assert set(
        Membership.objects.filter(user=bob).values_list("ends_on", flat=True)
    ) == {TODAY}
    assert not bob.groups.exists()


def test_a_claim_is_confirmed_and_a_return_begins_anew(beekstad, alice):
    claims = make_member(beekstad, is_self_declared=True)
    ann = make_member(beekstad, ends_on=date(2026, 2, 1))
    run_list(beekstad, (claims.email,), (ann.email,), actor=alice)
    assert not Membership.objects.get(user=claims).is_self_declared
    assert places(ann) == [
        ("beekstad", date(2026, 1, 1), date(2026, 2, 1)),
        ("beekstad", TODAY, None),
    ]


def test_a_password_that_somebody_left_on_an_address_opens_nothing(beekstad, alice):
    User.objects.create_user("squatted@x.example", "secret")
    run_list(beekstad, ("squatted@x.example", "Eve", "POL"), actor=alice)
    eve = User.objects.get(email="squatted@x.example")
    assert not eve.has_usable_password()
    assert (eve.printed_name, eve.sector_id) == ("Eve", "POL")


def test_an_administrator_keeps_their_password(beekstad, alice):
    User.objects.create_superuser("root@x.example", "secret")
    User.objects.create_user("squatted@x.example", "secret")
    run_list(
        beekstad,
        ("root@x.example", "Root", "POL"),
        ("squatted@x.example", "Eve", "POL"),
        actor=alice,
    )
    people = User.objects.filter(email__endswith="@x.example").order_by("email")
    assert [one.has_usable_password() for one in people] == [True, False]


def test_what_a_list_fills_in_is_told_and_recorded(
    beekstad, alice, django_capture_on_commit_callbacks
):
    told = []

    def hear(sender, user_id, fields, **kwargs):
        told.append((user_id, fields))

    own = User.objects.create_user("squatted@x.example", printed_name="Own")
    new = User.objects.create_user("other@x.example")
    profile_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        run_list(
            beekstad,
            ("squatted@x.example", "Eve", "POL"),
            ("other@x.example", "Ann", "POL"),
            actor=alice,
        )
    assert told == [(own.pk, ["sector"]), (new.pk, ["printed_name", "sector"])]
    entries = AuditEntry.objects.filter(action="organisations.profile_changed")
    assert [
        (one.actor, one.subject_id, one.data["fields"])
        for one in entries.order_by("pk")
    ] == [(alice, str(pk), fields) for pk, fields in told]


def test_a_place_that_was_closed_since_the_look_takes_nobody(beekstad, police, alice):
    run = look(
        beekstad,
        ("one@x.example", "", "POL", "", "beekstad-police"),
        ("two@x.example", "", "POL"),
        actor=alice,
    )
    police.is_active = False
    police.save()
    confirm(run, actor=alice, now=NOW)
    beekstad.is_active = False
    beekstad.save()
    assert states(settled(run)) == ["error department", "error department"]
    with pytest.raises(DomainError) as refusal:
        look(beekstad, ("two@x.example", "", "POL"), actor=alice)
    assert refusal.value.code == "closed"


def test_a_list_of_an_organisation_that_is_closed_is_not_confirmed(beekstad, alice):
    run = look(beekstad, ("one@x.example", "", "POL"), actor=alice)
    beekstad.is_active = False
    beekstad.save()
    with pytest.raises(DomainError) as refusal:
        confirm(run, actor=alice, now=NOW)
    assert refusal.value.code == "closed"


def test_the_name_and_sector_that_people_gave_themselves_stay(beekstad, alice, bob):
    run_list(beekstad, (bob.email, "Robert W.", "EDU", "clerk"), actor=alice)
    bob.refresh_from_db()
    assert (bob.printed_name, bob.sector_id) == ("Bob Đorđe Wiśniewski", "POL")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_obligations_follow(beekstad, police, alice, bob, small_course):
    make_requirement(beekstad, small_course.course)
    make_requirement(police, small_course.course)
    make_requirement(beekstad, small_course.course, sector="EDU")
    eve = make_member(beekstad)
    run_list(
        beekstad,
        ("new@x.example", "", "POL", "", "beekstad-police"),
        ("teacher@x.example", "", "EDU"),
        ("nurse@x.example", "", "YTH"),
        (eve.email, "", "", "", "beekstad-police"),
        actor=alice,
    )
    asked = Obligation.objects.filter(closed_on=None).values_list(
        "user__email", "requirement__organisation__code", "requirement__sector"
    )
    assert set(asked) == {
        ("new@x.example", "beekstad", "POL"),
        ("new@x.example", "beekstad-police", "POL"),
        ("teacher@x.example", "beekstad", "EDU"),
        (eve.email, "beekstad", "POL"),
        (eve.email, "beekstad-police", "POL"),
    }
    run_list(
        beekstad,
        ("new@x.example", "", "", "2026-11-20"),
        headings=DAYS,
        actor=alice,
        now=NOW + timedelta(days=1),
    )
    left = User.objects.get(email="new@x.example")
    assert not Obligation.objects.filter(user=left, closed_on=None).exists()


def test_the_same_list_again_changes_nothing(beekstad, police, alice, bob):
    eve = make_member(police)
    lines = [
        ("new@x.example", "POL", "beekstad-police", "2026-12-01", ""),
        ("soon@x.example", "POL", "", "", "2027-01-01"),
        (bob.email, "", "beekstad-police", "2027-01-01", ""),
        (eve.email, "", "", "", "2026-11-20"),
    ]
    headings = ("e-mail", "sector", "department", "from", "until")
    run_list(beekstad, *lines, headings=headings, actor=alice)
    before = list(Membership.objects.order_by("pk").values())
    again = look(beekstad, *lines, headings=headings, actor=alice)
    assert states(again) == ["unchanged"] * 4
    with pytest.raises(DomainError) as refusal:
        confirm(again, actor=alice, now=NOW)
    assert refusal.value.code == "nothing"
    assert list(Membership.objects.order_by("pk").values()) == before


LINE = st.tuples(
    st.sampled_from([f"p{number}@x.example" for number in range(4)]),
    st.sampled_from(["", "beekstad-police", "beekstad-youth"]),
    st.sampled_from(["", "clerk", "inspector"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "2026-11-01", "2026-11-20", "2027-02-01"]),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lists=st.lists(st.lists(LINE, min_size=1, max_size=5), min_size=1, max_size=3))
def test_any_lists_again_change_nothing_and_no_history_is_lost(
    beekstad, police, youth, alice, lists
):
    headings = ("e-mail", "department", "function", "badge", "until")
    pol = Sector.objects.get(pk="POL")
    asked = {"headings": headings, "sector": pol, "actor": alice}
    place = transaction.atomic()
    with place:
        seen = set()
        for number, lines in enumerate(lists):
            moment = NOW + timedelta(days=number)
            run = look(beekstad, *lines, now=moment, **asked)
            if any(state in StaffRowState.values[1:6] for state in states(run)):
                confirm(run, is_sure=True, actor=alice, now=moment)
                settled(run, now=moment)
            again = look(beekstad, *lines, now=moment, **asked)
            for row in again.rows.filter(state__in=["new", "joins", "moved", "left"]):
                first = run.rows.get(line=row.line)
                # What could not be done, because a colleague had the number, may be
                # possible once that colleague has left.
                assert first.problem in ("badge", "order", "overlap"), row.state
            pks = set(Membership.objects.values_list("pk", flat=True))
            assert seen <= pks
            seen = pks
        transaction.set_rollback(True)


def test_a_list_is_carried_out_once(beekstad, alice):
    run = run_list(beekstad, ("new@x.example", "", "POL"), actor=alice)
    confirm(run, actor=alice, now=NOW)
    settled(run)
    assert Membership.objects.filter(user__email="new@x.example").count() == 1


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_worker_killed_in_the_middle_leaves_nothing_out_and_nothing_double(
    beekstad, police, alice, bob, monkeypatch, after
):
    waiting, act, _many = carrying.TURNS["under_way"]
    eve = make_member(beekstad)
    lines = [
        ("new1@x.example", "", "POL", "", "beekstad-police", "1"),
        (bob.email, "", "", "", "beekstad-police", "2"),
        (eve.email, "", "", "inspector"),
        ("new2@x.example", "", "POL"),
    ]
    run = look(beekstad, *lines, actor=alice)
    confirm(run, actor=alice, now=NOW)
    calls = []

    def dies(run, rows, *, now):
        act(run, rows, now=now)
        calls.append(1)
        if len(calls) > after:
            raise KeyboardInterrupt

    monkeypatch.setitem(carrying.TURNS, "under_way", (waiting, dies, 1))
    with pytest.raises(KeyboardInterrupt):
        settled(run)
    run.refresh_from_db()
    assert (run.state, run.done) == (StaffImportState.UNDER_WAY, after)
    assert run.rows.filter(is_done=True).count() == after
    monkeypatch.setitem(carrying.TURNS, "under_way", (waiting, act, 1))
    settled(run)
    assert run.state == StaffImportState.DONE
    assert states(run) == ["new", "moved", "changed", "new"]
    facts = Membership.objects.filter(role=Role.LEARNER, ends_on=None).values_list(
        "user__email", "organisation__code", "function", "badge_number"
    )
    assert set(facts) == {
        ("new1@x.example", "beekstad-police", "", "1"),
        (bob.email, "beekstad-police", "", "2"),
        (eve.email, "beekstad", "inspector", ""),
        ("new2@x.example", "beekstad", "", ""),
    }
    assert Membership.objects.filter(user__email__startswith="new").count() == 2


def test_what_happened_since_the_look_is_judged_once_more(beekstad, police, alice, bob):
    run = look(
        beekstad,
        (bob.email, "", "", "", "", "7"),
        ("new@x.example", "", "POL"),
        actor=alice,
    )
    colleague = make_member(beekstad)
    Membership.objects.filter(user=colleague).update(badge_number="7")
    User.objects.create_user("new@x.example")
    confirm(run, actor=alice, now=NOW)
    assert states(settled(run)) == ["error badge", "new"]
    assert Membership.objects.get(user=bob).badge_number == ""
    assert Membership.objects.filter(user__email="new@x.example").count() == 1


def test_somebody_who_writes_at_the_same_moment_is_waited_for(
    beekstad, alice, monkeypatch
):
    run = look(beekstad, ("new@x.example", "", "POL"), actor=alice)
    confirm(run, actor=alice, now=NOW)
    waiting, act, many = carrying.TURNS["under_way"]
    failures = [IntegrityError(), IntegrityError()]

    def at_once(run, rows, *, now):
        if failures:
            raise failures.pop()
        act(run, rows, now=now)

    monkeypatch.setitem(carrying.TURNS, "under_way", (waiting, at_once, many))
    assert settled(run).state == StaffImportState.DONE


@pytest.mark.parametrize("turn", ["looking", "under_way"])
def test_a_line_that_cannot_be_written_does_not_hold_up_the_others(
    beekstad, alice, monkeypatch, turn
):
    waiting, act, many = carrying.TURNS[turn]

    def breaks(run, rows, *, now):
        act(run, rows, now=now)
        if any(row.line == 3 for row in rows):
            raise IntegrityError

    monkeypatch.setitem(carrying.TURNS, turn, (waiting, breaks, many))
    run = run_list(
        beekstad,
        ("one@x.example", "", "POL"),
        ("two@x.example", "", "POL"),
        ("three@x.example", "", "POL"),
        actor=alice,
    )
    assert run.state == StaffImportState.DONE
    assert states(run) == ["new", "error unwritten", "new"]
    assert set(
        User.objects.filter(email__endswith="@x.example").values_list(
            "email", flat=True
        )
    ) == {"one@x.example", "three@x.example"}


def test_what_cannot_be_taken_back_does_not_hold_up_the_others(
    beekstad, alice, monkeypatch
):
    run = run_list(
        beekstad,
        ("one@x.example", "", "POL"),
        ("two@x.example", "", "POL"),
        actor=alice,
    )
    waiting, act, many = carrying.TURNS["undoing"]

    def breaks(run, rows, *, now):
        act(run, rows, now=now)
        if any(row.line == 3 for row in rows):
            raise IntegrityError

    monkeypatch.setitem(carrying.TURNS, "undoing", (waiting, breaks, many))
    run = undo(run, actor=alice)
    assert run.state == StaffImportState.UNDONE
    assert [row.undo for row in run.rows.order_by("pk")] == ["taken_back", "kept"]


def test_a_list_that_never_comes_further_has_an_end(beekstad, alice, waiting):
    looking = look(beekstad, ("one@x.example", "", "POL"), actor=alice)
    looking.state = StaffImportState.LOOKING
    looking.save()
    stuck = look(beekstad, ("two@x.example", "", "POL"), actor=alice)
    confirm(stuck, actor=alice, now=NOW)
    undoing = run_list(beekstad, ("three@x.example", "", "POL"), actor=alice)
    take_back(undoing, actor=alice, now=NOW)
    mailing = look(beekstad, ("four@x.example", "", "POL"), actor=alice)
    confirm(mailing, with_mails=True, actor=alice, now=NOW)
    type(mailing).objects.filter(pk=mailing.pk).update(state=StaffImportState.MAILING)
    runs = (looking, stuck, undoing, mailing)
    assert carrying.sweep(NOW + carrying.GIVEN_UP) == 4
    end = NOW + carrying.GIVEN_UP + timedelta(hours=1)
    waiting.clear()
    assert carrying.sweep(end) == 4
    assert waiting == []
    for run in runs:
        run.refresh_from_db()
    assert [run.state for run in runs] == [
        StaffImportState.SET_ASIDE,
        StaffImportState.DONE,
        StaffImportState.UNDONE,
        StaffImportState.DONE,
    ]
    assert states(stuck) == ["error unwritten"]
    assert undoing.rows.get().undo == "kept"
    assert User.objects.filter(email="three@x.example").exists()
    assert forget_lines(end + timedelta(days=31)) == 4
    assert carrying.sweep(end + timedelta(days=31)) == 0


def test_a_list_that_nobody_goes_on_with_is_taken_up_again(beekstad, alice, waiting):
    run = look(beekstad, ("new@x.example", "", "POL"), actor=alice)
    confirm(run, actor=alice, now=NOW)
    waiting.clear()
    assert carrying.sweep(NOW + timedelta(minutes=29)) == 0
    assert carrying.sweep(NOW + timedelta(minutes=31)) == 1
    assert carrying.sweep(NOW + timedelta(minutes=31)) == 0
    assert waiting == [run.pk]


def test_the_worker_carries_a_list(beekstad, alice):
    run = look(beekstad, ("new@x.example", "", "POL"), actor=alice)
    confirm(run, actor=alice, now=NOW)
    carry_staff_import.enqueue(run.pk)
    run.refresh_from_db()
    assert run.state == StaffImportState.DONE


def test_when_more_than_a_third_would_leave_it_is_asked_once_more(beekstad, alice, bob):
    eve, ann = make_member(beekstad), make_member(beekstad)
    run = look(beekstad, (bob.email,), actor=alice, is_everybody=True)
    assert states(run) == ["unchanged", "left", "left"]
    with pytest.raises(DomainError) as refusal:
        confirm(run, actor=alice, now=NOW)
    assert refusal.value.code == "many"
    assert Membership.objects.filter(ends_on=None, user__in=[eve, ann]).count() == 2
    confirm(run, is_sure=True, actor=alice, now=NOW)
    settled(run)
    assert not Membership.objects.filter(ends_on=None, user__in=[eve, ann]).exists()


def test_a_third_may_leave_without_a_second_question(beekstad, alice, bob):
    eve, ann = make_member(beekstad), make_member(beekstad)
    run = look(beekstad, (bob.email,), (eve.email,), actor=alice, is_everybody=True)
    confirm(run, actor=alice, now=NOW)
    settled(run)
    assert places(ann) == [("beekstad", date(2026, 1, 1), TODAY)]


def test_a_list_can_be_set_aside_until_it_is_confirmed(beekstad, alice, bob):
    run = look(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    set_aside(run, actor=alice, now=NOW)
    set_aside(run, actor=alice, now=NOW)
    run.refresh_from_db()
    assert run.state == StaffImportState.SET_ASIDE
    assert not run.rows.exists()
    with pytest.raises(DomainError):
        confirm(run, actor=alice, now=NOW)
    done = run_list(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    with pytest.raises(DomainError):
        set_aside(done, actor=alice, now=NOW)


def test_new_people_are_invited_where_it_was_asked_for_and_once(
    beekstad, police, alice
):
    run = run_list(
        beekstad,
        ("new@x.example", "Eve", "POL", "", "beekstad-police"),
        actor=alice,
        with_mails=True,
    )
    settled(run)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.organisation) == ("new@x.example", police)
    assert run.rows.get().invitation == invitation
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_who_accepts_the_invitation_is_the_person_of_the_list(beekstad, police, alice):
    run_list(
        beekstad,
        ("new@x.example", "Eve", "POL", "clerk", "beekstad-police"),
        actor=alice,
        with_mails=True,
    )
    eve = accept_invitation(
        token_to("new@x.example"),
        printed_name="Eve Peeters",
        sector=Sector.objects.get(pk="POL"),
        language="nl",
        now=NOW + timedelta(hours=1),
    )
    assert User.objects.filter(email="new@x.example").get() == eve
    assert places(eve) == [("beekstad-police", TODAY, None)]


def test_nobody_with_a_way_in_is_invited(beekstad, alice, bob):
    from allauth.account.models import EmailAddress

    ann = make_member(beekstad, ends_on=date(2026, 2, 1))
    EmailAddress.objects.create(user=ann, email=ann.email, verified=True)
    run_list(
        beekstad, (ann.email,), (bob.email, "", "", "x"), actor=alice, with_mails=True
    )
    assert not OutgoingMail.objects.exists()


def test_an_old_invitation_follows_who_moves_and_ends_with_who_leaves(
    beekstad, police, youth, alice
):
    for name in ("moves", "leaves"):
        run_list(
            beekstad,
            (f"{name}@x.example", "", "POL"),
            actor=alice,
            with_mails=True,
        )
    run_list(
        beekstad,
        ("moves@x.example", "beekstad-police", ""),
        ("leaves@x.example", "", "2026-11-20"),
        headings=("e-mail", "department", "until"),
        actor=alice,
    )
    moves = Invitation.objects.get(email="moves@x.example")
    leaves = Invitation.objects.get(email="leaves@x.example")
    assert (moves.organisation, moves.withdrawn_at) == (police, None)
    assert leaves.withdrawn_at == NOW


def test_of_two_invitations_to_one_place_one_stays(beekstad, police, alice):
    run_list(beekstad, ("moves@x.example", "", "POL"), actor=alice, with_mails=True)
    invite(
        police,
        email="other@x.example",
        sector=Sector.objects.get(pk="POL"),
        language="nl",
        actor=alice,
        now=NOW,
    )
    Invitation.objects.filter(email="other@x.example").update(email="moves@x.example")
    run_list(beekstad, ("moves@x.example", "", "", "", "beekstad-police"), actor=alice)
    waiting = Invitation.objects.filter(withdrawn_at=None)
    assert [one.organisation for one in waiting] == [police]


def test_carrying_out_takes_as_many_queries_for_many_lines_as_for_one(beekstad, alice):
    police = make_department(beekstad, "police", "Police")

    def queries(count):
        people = [make_member(beekstad) for _one in range(count)]
        leavers = [make_member(beekstad) for _one in range(count)]
        changers = [make_member(police) for _one in range(count)]
        run = look(
            beekstad,
            *((one.email, "", "police", "", "") for one in people),
            *((one.email, "", "", "", "2026-11-20") for one in leavers),
            *((one.email, "", "", "clerk", "") for one in changers),
            *((f"{count}-{n}@x.example", "POL", "", "", "") for n in range(count)),
            headings=("e-mail", "sector", "department", "function", "until"),
            actor=alice,
        )
        confirm(run, is_sure=True, actor=alice, now=NOW)
        with CaptureQueriesContext(connection) as found:
            settled(run)
        return len(found)

    # No more than SQLite writes at once.
    assert queries(2) == queries(9)


def test_the_database_looks_anew_after_so_many_lines(beekstad, alice, monkeypatch):
    """Once each time a multiple is reached, however the chunks fall."""
    renewed = []
    monkeypatch.setattr(carrying, "CHUNK", 3)
    monkeypatch.setattr(carrying, "RENEWED_EVERY", 4)
    monkeypatch.setattr(carrying, "renew_statistics", lambda *of: renewed.append(of))
    monkeypatch.setitem(
        carrying.TURNS,
        StaffImportState.LOOKING,
        (*carrying.TURNS[StaffImportState.LOOKING][:2], 3),
    )
    look(beekstad, *((f"n{n}@x.example", "", "POL") for n in range(10)), actor=alice)
    assert len(renewed) == 2

"""What a list did is taken back, unless something else has happened since."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.merging import merge_accounts
from organisations.enums import Role
from organisations.models import Invitation, Membership, User
from tests.factories.staff import NOW, look, run_list, settled, states, undo
from tests.factories.tracking import make_member, make_requirement
from tracking.domain.staff.asking import confirm, take_back
from tracking.domain.staff.reading import counts_of, exported, forget_lines
from tracking.domain.staff.undoing import Undone, undone_of
from tracking.enums import StaffImportState, StaffRowState
from tracking.models import Obligation, StaffImport

HEADINGS = ("e-mail", "sector", "department", "function", "badge", "until")
TODAY = date(2026, 11, 21)
LATER = NOW + timedelta(days=2)


def open_places() -> set[tuple]:
    """Everything that memberships say of the time from now on."""
    return set(
        Membership.objects.filter(ends_on=None).values_list(
            "user_id",
            "organisation__code",
            "role",
            "function",
            "badge_number",
            "starts_on",
            "is_self_declared",
        )
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_everything_is_as_before(beekstad, police, alice, bob, small_course):
    make_requirement(beekstad, small_course.course)
    eve, ann = make_member(police), make_member(beekstad)
    claims = make_member(beekstad, is_self_declared=True)
    trainer = Membership.objects.create(
        user=ann, organisation=beekstad, role=Role.TRAINER, starts_on=date(2026, 2, 1)
    )
    before = open_places()
    run = run_list(
        beekstad,
        ("new@x.example", "POL", "beekstad-police", "", "1", ""),
        (bob.email, "", "beekstad-police", "inspector", "2", ""),
        (eve.email, "", "", "clerk", "3", ""),
        (ann.email, "", "", "", "", "2026-11-20"),
        (claims.email, "", "", "", "", ""),
        headings=HEADINGS,
        actor=alice,
        with_mails=True,
    )
    assert open_places() != before
    run = undo(run, actor=alice, now=LATER)
    assert run.state == StaffImportState.UNDONE
    assert open_places() == before
    trainer.refresh_from_db()
    assert trainer.ends_on is None
    assert undone_of(run) == Undone(taken_back=5, kept=0, mailed=3)
    new = run.rows.get(line=2).user
    # Nobody has used the account: it holds nothing about anybody any more.
    assert (new.email, new.printed_name, new.is_active) == (None, "", False)
    assert list(
        Membership.objects.filter(user=new).values_list("starts_on", "ends_on")
    ) == [(TODAY, TODAY)]
    assert not Obligation.objects.filter(user=new, closed_on=None).exists()
    assert {one.withdrawn_at for one in Invitation.objects.all()} == {LATER}
    assert (
        AuditEntry.objects.filter(action="tracking.staff_list_taken_back").count() == 1
    )


def test_taking_back_twice_is_once(beekstad, alice, bob):
    run = run_list(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    run = undo(run, actor=alice)
    undo(run, actor=alice)
    assert undone_of(run) == Undone(1, 0, 0)


def test_what_has_changed_since_stays(beekstad, police, alice, bob):
    eve, ann, joe = (make_member(beekstad) for _one in range(3))
    run = run_list(
        beekstad,
        (bob.email, "", "", "clerk", "", ""),
        (eve.email, "", "beekstad-police", "", "", ""),
        (ann.email, "", "", "", "", "2026-11-20"),
        ("new@x.example", "POL", "", "", "", ""),
        (joe.email, "", "", "clerk", "", ""),
        headings=HEADINGS,
        actor=alice,
    )
    Membership.objects.filter(user=bob).update(function="inspector")
    Membership.objects.filter(user=eve, organisation=police).update(ends_on=TODAY)
    # She is back already.
    Membership.objects.create(user=ann, organisation=beekstad, starts_on=TODAY)
    User.objects.filter(email="new@x.example").update(last_login=NOW)
    run = undo(run, actor=alice)
    assert [row.undo for row in run.rows.order_by("pk")] == [
        "kept",
        "kept",
        "kept",
        "kept",
        "taken_back",
    ]
    assert Membership.objects.get(user=bob).function == "inspector"
    assert User.objects.get(email="new@x.example").is_active


def kept(run) -> list[str]:
    return [row.undo for row in run.rows.order_by("pk")]


def test_who_has_come_to_another_employer_since_does_not_come_back_too(
    beekstad, valmont, alice, bob
):
    """The last day was right after all: they have left."""
    run = run_list(
        beekstad,
        (bob.email, "", "", "", "", "2026-11-20"),
        headings=HEADINGS,
        actor=alice,
    )
    Membership.objects.create(user=bob, organisation=valmont, starts_on=TODAY)
    run = undo(run, actor=alice)
    assert kept(run) == ["kept"]
    assert Membership.objects.get(user=bob, organisation=beekstad).ends_on == TODAY


def test_what_a_person_was_elsewhere_all_along_holds_up_nothing(
    beekstad, valmont, alice, bob
):
    Membership.objects.create(
        user=bob, organisation=valmont, starts_on=date(2026, 1, 1)
    )
    run = run_list(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    # Nor what was before, and was entered since.
    Membership.objects.create(
        user=bob,
        organisation=valmont,
        role=Role.TRAINER,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 6, 1),
    )
    assert kept(undo(run, actor=alice)) == ["taken_back"]


def test_who_came_by_a_list_and_coordinates_since_goes_on(beekstad, alice):
    ann = make_member(beekstad, ends_on=date(2026, 2, 1))
    run = run_list(beekstad, (ann.email,), ("new@x.example", "", "POL"), actor=alice)
    for user in (ann, User.objects.get(email="new@x.example")):
        Membership.objects.create(
            user=user,
            organisation=beekstad,
            role=Role.COORDINATOR,
            starts_on=TODAY,
        )
    Membership.objects.filter(user=alice).update(ends_on=TODAY)
    run = undo(run, actor=alice)
    assert kept(run) == ["kept", "kept"]
    held = Membership.objects.filter(role=Role.COORDINATOR, ends_on=None)
    assert [one.user.is_active for one in held] == [True, True]


def test_an_account_is_emptied_only_where_its_person_is_nowhere_else(
    beekstad, valmont, alice
):
    run = run_list(beekstad, ("new@x.example", "Eve", "POL"), actor=alice)
    new = User.objects.get(email="new@x.example")
    Membership.objects.create(
        user=new,
        organisation=valmont,
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
    )
    assert kept(undo(run, actor=alice)) == ["kept"]


def test_nothing_of_an_address_stays_that_nobody_proved(beekstad, alice):
    run = run_list(beekstad, ("new@x.example", "Eve", "POL"), actor=alice)
    new = User.objects.get(email="new@x.example")
    # Somebody asked for a code to it, and never used it.
    EmailAddress.objects.create(user=new, email="new@x.example", verified=False)
    assert kept(undo(run, actor=alice)) == ["taken_back"]
    assert not EmailAddress.objects.filter(email="new@x.example").exists()


def test_what_was_filled_in_is_taken_back(beekstad, alice):
    User.objects.create_user("squatted@x.example", "secret")
    run = run_list(beekstad, ("squatted@x.example", "Eve", "POL"), actor=alice)
    eve = User.objects.get(email="squatted@x.example")
    assert (eve.printed_name, eve.sector_id) == ("Eve", "POL")
    assert kept(undo(run, actor=alice)) == ["taken_back"]
    eve.refresh_from_db()
    assert (eve.printed_name, eve.sector_id, eve.is_active) == ("", None, True)
    entries = AuditEntry.objects.filter(action="organisations.profile_changed")
    assert [one.data for one in entries] == [{"fields": ["printed_name", "sector"]}] * 2


@pytest.mark.parametrize(
    "since",
    [
        {"printed_name": "Eva"},
        {"sector_id": "EDU"},
        {"name_checked_at": NOW},
        {"last_login": NOW},
    ],
)
def test_what_a_person_made_their_own_stays(beekstad, alice, since):
    User.objects.create_user("squatted@x.example", "secret")
    run = run_list(beekstad, ("squatted@x.example", "Eve", "POL"), actor=alice)
    User.objects.filter(email="squatted@x.example").update(**since)
    before = User.objects.values().get(email="squatted@x.example")
    assert kept(undo(run, actor=alice)) == ["kept"]
    assert User.objects.values().get(email="squatted@x.example") == before


def test_a_first_day_that_was_put_right_since_stays(beekstad, alice):
    run = run_list(beekstad, ("new@x.example", "Eve", "POL"), actor=alice)
    Membership.objects.filter(user__email="new@x.example").update(
        starts_on=date(2026, 11, 2)
    )
    assert kept(undo(run, actor=alice)) == ["kept"]


def test_a_number_that_somebody_keeps_is_given_to_nobody_else(beekstad, alice, bob):
    """Bob's number went to Eve by a later line, and she keeps it."""
    eve = make_member(beekstad, ends_on=date(2026, 2, 1))
    Membership.objects.filter(user=bob).update(badge_number="1")
    run = run_list(
        beekstad,
        (bob.email, "", "", "", "", "2026-11-20"),
        headings=HEADINGS,
        actor=alice,
    )
    later = run_list(beekstad, (eve.email, "", "", "", "", "1"), actor=alice)
    assert kept(undo(run, actor=alice)) == ["kept"]
    undo(later, actor=alice)
    assert Membership.objects.get(user=bob).ends_on == TODAY


@pytest.fixture
def merge(now, django_capture_on_commit_callbacks):
    administrator = User.objects.create_superuser("root@relay.example")

    def done(kept_one, merged):
        with django_capture_on_commit_callbacks(execute=True):
            merge_accounts(kept_one, merged, actor=administrator, now=LATER)

    return done


def test_two_lines_of_one_person_hold_up_no_merge(beekstad, alice, bob, merge):
    twin = make_member(beekstad)
    run = run_list(
        beekstad,
        (bob.email, "", "", "clerk"),
        (twin.email, "", "", "inspector"),
        actor=alice,
    )
    merge(bob, twin)
    before = list(Membership.objects.order_by("pk").values())
    run = undo(run, actor=alice, now=LATER)
    assert kept(run) == ["kept", "kept"]
    assert list(Membership.objects.order_by("pk").values()) == before


def test_the_account_that_was_kept_loses_nothing_when_a_list_is_taken_back(
    beekstad, alice, bob, merge
):
    run = run_list(beekstad, ("new@x.example", "Robert", "EDU"), actor=alice)
    merge(bob, User.objects.get(email="new@x.example"))
    before = User.objects.values().get(pk=bob.pk)
    run = undo(run, actor=alice, now=LATER)
    assert kept(run) == ["kept"]
    assert run.rows.get().user == bob
    assert User.objects.values().get(pk=bob.pk) == before


def test_a_list_finds_a_person_by_the_address_of_an_account_that_was_merged(
    beekstad, alice, bob, merge
):
    twin = make_member(beekstad)
    address = twin.email
    merge(bob, twin)
    EmailAddress.objects.filter(email=address).delete()
    run = look(beekstad, (address, "", "", "clerk"), actor=alice, now=LATER)
    assert states(run) == ["changed"]
    assert run.rows.get().user == bob


def test_a_merge_between_the_look_and_the_confirmation_is_told(
    beekstad, alice, bob, merge
):
    twin = make_member(beekstad)
    run = look(
        beekstad,
        (bob.email, "", "", "clerk"),
        (twin.email, "", "", "inspector"),
        actor=alice,
    )
    merge(bob, twin)
    confirm(run, actor=alice, now=LATER)
    assert states(settled(run, now=LATER)) == ["changed", "error closed"]


def test_a_badge_number_that_a_colleague_has_now_is_not_taken_from_them(
    beekstad, alice, bob
):
    Membership.objects.filter(user=bob).update(badge_number="1")
    run = run_list(beekstad, (bob.email, "", "", "", "", "2"), actor=alice)
    eve = make_member(beekstad)
    Membership.objects.filter(user=eve).update(badge_number="1")
    run = undo(run, actor=alice)
    assert undone_of(run) == Undone(0, 1, 0)
    assert Membership.objects.get(user=bob).badge_number == "2"


def test_after_thirty_days_nothing_is_taken_back(beekstad, alice, bob):
    run = run_list(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    with pytest.raises(DomainError) as refusal:
        take_back(run, actor=alice, now=NOW + timedelta(days=30))
    assert refusal.value.code == "late"


def test_only_what_was_carried_out_is_taken_back(beekstad, alice, bob):
    run = look(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    with pytest.raises(DomainError) as refusal:
        take_back(run, actor=alice, now=NOW)
    assert refusal.value.code == "state"


def test_the_same_list_can_be_brought_again_after_it_was_taken_back(
    beekstad, alice, bob
):
    lines = [("new@x.example", "", "POL"), (bob.email, "", "", "clerk")]
    undo(run_list(beekstad, *lines, actor=alice), actor=alice)
    again = run_list(beekstad, *lines, actor=alice, now=LATER)
    assert states(again) == ["new", "changed"]
    assert Membership.objects.filter(user__email="new@x.example", ends_on=None).exists()


def test_taking_back_takes_as_many_queries_for_many_lines_as_for_one(
    beekstad, police, alice
):
    def queries(count):
        people = [make_member(beekstad) for _one in range(count)]
        run = run_list(
            beekstad,
            *((one.email, "", "", "", "beekstad-police") for one in people),
            *((f"{count}-{n}@x.example", "", "POL") for n in range(count)),
            actor=alice,
        )
        with CaptureQueriesContext(connection) as found:
            undo(run, actor=alice)
        return len(found)

    assert queries(2) == queries(12)


def test_lines_are_forgotten_when_nothing_can_be_taken_back_any_more(
    beekstad, alice, bob
):
    run = run_list(beekstad, (bob.email, "", "", "clerk"), ("x",), actor=alice)
    looked = look(beekstad, (bob.email, "", "", "inspector"), actor=alice)
    assert forget_lines(NOW + timedelta(days=30)) == 0
    assert forget_lines(NOW + timedelta(days=31)) == 2
    assert forget_lines(NOW + timedelta(days=31)) == 0
    run.refresh_from_db()
    looked.refresh_from_db()
    assert not run.rows.exists()
    assert counts_of(run) == [(StaffRowState.ERROR, 1), (StaffRowState.CHANGED, 1)]
    assert (run.state, looked.state) == (
        StaffImportState.DONE,
        StaffImportState.SET_ASIDE,
    )
    with pytest.raises(DomainError):
        confirm(looked, actor=alice, now=NOW + timedelta(days=31))


def test_a_file_that_nobody_matched_is_forgotten_the_next_day(beekstad, alice):
    from tests.factories.staff import csv_of
    from tracking.domain.staff.asking import bring_list
    from tracking.domain.staff.sheets import sheet_of_file

    data = csv_of(("bob@x.example", "?"), headings=("e-mail", "Post"))
    run = bring_list(beekstad, sheet_of_file(data), actor=alice, now=NOW)
    assert forget_lines(NOW + timedelta(hours=23)) == 0
    assert forget_lines(NOW + timedelta(hours=25)) == 1
    run.refresh_from_db()
    assert (run.state, run.sheet) == (StaffImportState.SET_ASIDE, None)


def test_a_list_stands_in_the_export_of_who_brought_it(beekstad, alice, bob, charlie):
    run_list(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    assert [one["organisation__code"] for one in exported(alice)] == ["beekstad"]
    assert exported(charlie) == []
    assert StaffImport.objects.count() == 1

"""What a list would do, line by line; nothing changes by looking."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.domain.corrections import REACH
from organisations.domain.merging import merge_accounts
from organisations.enums import Role
from organisations.models import Membership, Organisation, User
from tests.factories.staff import look, run_list, states
from tests.factories.tracking import make_department, make_member
from tracking.enums import StaffProblem

DAYS = ("e-mail", "sector", "from", "until")
MOVES = ("e-mail", "department", "from")
TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
ERROR = "error "


@pytest.fixture
def province(beekstad, valmont):
    """Above both, and an employer itself."""
    found = Organisation.objects.create(
        name="Province", code="province", level="PRV", language_regime="nl"
    )
    found.path = f"/{found.pk}/"
    found.save()
    for one in (beekstad, valmont):
        one.parent, one.path = found, f"{found.path}{one.pk}/"
        one.save()
    return found


@pytest.fixture
def governor(province):
    return make_member(province, role=Role.COORDINATOR)


def judged(organisation, *lines, actor, **asked) -> list[str]:
    return states(look(organisation, *lines, actor=actor, **asked))


def test_looking_changes_nothing(beekstad, police, alice, bob):
    before = list(Membership.objects.order_by("pk").values())
    run = look(
        beekstad,
        ("new@x.example", "New", "POL", "inspector", "beekstad-police", "7"),
        (bob.email, "", "", "inspector", "beekstad-police", ""),
        actor=alice,
    )
    assert states(run) == ["new", "moved"]
    assert list(Membership.objects.order_by("pk").values()) == before
    assert not User.objects.filter(email="new@x.example").exists()
    assert run.people == 1


def test_a_line_says_what_would_become_of_its_person(beekstad, police, alice, bob):
    eve = make_member(police)
    ann = make_member(beekstad, ends_on=date(2026, 2, 1))
    claims = make_member(beekstad, is_self_declared=True)
    assert judged(
        beekstad,
        ("new@x.example", "New", "POL"),
        (bob.email,),
        (eve.email, "", "", "inspector"),
        (ann.email,),
        (claims.email,),
        (alice.email,),
        actor=alice,
    ) == ["new", "unchanged", "changed", "joins", "joins", "joins"]


def test_a_line_finds_who_was_known_by_its_address_before_a_merge(
    beekstad, alice, bob, now
):
    imported = User.objects.create_user("bob.import@beekstad.example")
    root = User.objects.create_superuser("root@relay.example")
    merge_accounts(bob, imported, actor=root, now=now)

    lines = [("Bob.import@beekstad.example",), (bob.email,)]
    found = judged(beekstad, *lines[:1], actor=alice)

    assert found == ["unchanged"]
    assert judged(beekstad, *lines, actor=alice)[0] == "unchanged"


def test_a_change_is_told_with_what_was_before(beekstad, police, alice, bob):
    Membership.objects.filter(user=bob).update(function="clerk", badge_number="1")
    run = look(
        beekstad,
        (bob.email, "", "", "inspector", "", "2"),
        ("new@x.example", "", "POL", "", "beekstad-police", ""),
        actor=alice,
    )
    changed, new = run.rows.order_by("pk")
    assert changed.changes == {
        "function": ["clerk", "inspector"],
        "badge_number": ["1", "2"],
    }
    assert new.changes == {"place": ["", "Police of Beekstad"]}


def test_an_empty_cell_changes_nothing(beekstad, police, alice):
    eve = make_member(police)
    Membership.objects.filter(user=eve).update(function="clerk", badge_number="1")
    assert judged(beekstad, (eve.email, "Other Name"), actor=alice) == ["unchanged"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (("not an address", "", "POL"), StaffProblem.ADDRESS),
        (("", "Nobody", "POL"), StaffProblem.ADDRESS),
        (("", "", "POL", "", "", "99"), StaffProblem.NOBODY),
        (("new@x.example", "", "XXX"), StaffProblem.SECTOR),
        (("new@x.example", "", ""), StaffProblem.NO_SECTOR),
        (("new@x.example", "", "POL", "f" * 81), StaffProblem.LONG),
        (("new@x.example", "Bob\u200b", "POL"), StaffProblem.NAME),
        (("new@x.example", "", "POL", "", "valmont"), StaffProblem.DEPARTMENT),
        (("new@x.example", "", "POL", "", "nowhere"), StaffProblem.DEPARTMENT),
    ],
)
def test_a_line_that_cannot_be_carried_out_says_why(
    beekstad, valmont, alice, line, problem
):
    assert judged(beekstad, line, actor=alice) == [ERROR + problem]


@pytest.mark.parametrize(
    "sector", ["POL", "pol", "Politie", "Polizei", "police local and federal"]
)
def test_a_sector_is_known_by_its_code_and_its_names(beekstad, alice, sector):
    assert judged(beekstad, ("new@x.example", "", sector), actor=alice) == ["new"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("", "nl"), ("FR", "fr"), ("Frans", "fr"), ("de-BE", "de"), ("Engels", "en")],
)
def test_a_language_is_known_however_it_is_written(beekstad, alice, text, language):
    run = look(
        beekstad,
        ("new@x.example", "POL", text),
        headings=("e-mail", "sector", "taal"),
        actor=alice,
    )
    assert states(run) == ["new"]


def test_an_unknown_language_is_told(beekstad, alice):
    assert judged(
        beekstad,
        ("new@x.example", "POL", "klingon"),
        headings=("e-mail", "sector", "taal"),
        actor=alice,
    ) == ["error language"]


def test_a_sector_for_all_new_people_can_be_given_with_the_list(beekstad, alice):
    from organisations.models import Sector

    youth = Sector.objects.get(pk="YTH")
    run = look(
        beekstad,
        ("new@x.example",),
        headings=("e-mail",),
        sector=youth,
        actor=alice,
    )
    assert states(run) == ["new"]


@pytest.mark.parametrize("day", ["2026-12-01", "1/12/2026", "1.12.2026", "46357"])
def test_days_are_read_in_every_form(beekstad, alice, bob, day):
    run = look(beekstad, (bob.email, "", "", day), headings=DAYS, actor=alice)
    assert states(run) == ["left"]


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        ("yesterday", "", "error day"),
        ("", "32/1/2026", "error day"),
        ("1026-01-01", "", "error day"),
        ("2026-11-20", "2026-11-19", "error order"),
        ("", "2025-12-01", "error order"),
        ("", "2026-11-20", "left"),
        ("", "2026-12-31", "left"),
    ],
)
def test_the_last_day_ends_a_membership(beekstad, alice, bob, since, until, state):
    assert judged(
        beekstad, (bob.email, "", since, until), headings=DAYS, actor=alice
    ) == [state]


def test_somebody_unknown_who_has_left_is_nobody_to_us(beekstad, alice, charlie):
    assert judged(
        beekstad,
        ("new@x.example", "POL", "", "2026-01-01"),
        (charlie.email, "", "", "2026-01-01"),
        headings=DAYS,
        actor=alice,
    ) == ["unchanged", "unchanged"]


def test_a_time_that_overlaps_with_an_earlier_one_is_told(beekstad, alice):
    ann = make_member(beekstad, ends_on=date(2026, 6, 1))
    assert judged(
        beekstad,
        (ann.email, "", "2026-05-01", ""),
        headings=DAYS,
        actor=alice,
    ) == ["error overlap"]


def test_the_same_person_twice_is_told_by_address_badge_and_account(
    beekstad, alice, bob
):
    Membership.objects.filter(user=bob).update(badge_number="7")
    EmailAddress.objects.create(user=bob, email="bob@home.example", verified=True)
    assert judged(
        beekstad,
        ("new@x.example", "", "POL"),
        ("NEW@x.example", "", "POL"),
        (bob.email,),
        ("bob@home.example",),
        ("", "", "", "", "", "7"),
        actor=alice,
    ) == ["new", "error twice", "unchanged", "error twice", "error twice"]


def test_people_without_an_address_are_found_by_their_badge_number(
    beekstad, alice, bob
):
    Membership.objects.filter(user=bob).update(badge_number="7")
    line = ("", "", "", "inspector", "", "7")
    assert judged(beekstad, line, actor=alice) == ["changed"]


def test_a_badge_number_of_a_colleague_is_told(beekstad, alice, bob):
    eve = make_member(beekstad)
    Membership.objects.filter(user=eve).update(badge_number="7")
    assert judged(
        beekstad,
        (bob.email, "", "", "", "", "7"),
        ("one@x.example", "", "POL", "", "", "8"),
        ("two@x.example", "", "POL", "", "", "8"),
        actor=alice,
    ) == ["error badge", "new", "error badge"]


def test_the_file_of_another_municipality_changes_nothing(
    beekstad, valmont, alice, charlie
):
    theirs = [make_member(valmont) for _one in range(3)]
    run = look(
        beekstad,
        *((one.email, "", "POL") for one in (*theirs, charlie)),
        actor=alice,
    )
    assert states(run) == ["error elsewhere"] * 4
    # Nor is told who they are.
    assert not run.rows.filter(user__isnull=False).exists()


def test_who_left_for_another_municipality_is_not_taken_back_by_a_list(
    beekstad, valmont, alice
):
    ann = make_member(beekstad, ends_on=date(2026, 2, 1))
    Membership.objects.create(
        user=ann, organisation=valmont, starts_on=date(2026, 2, 1)
    )
    assert judged(beekstad, (ann.email,), actor=alice) == ["error elsewhere"]


def test_somebody_on_their_own_is_taken_on_only_if_nobody_proved_the_address(
    beekstad, alice
):
    own = User.objects.create_user("own@x.example", sector_id="POL")
    User.objects.create_user("squatted@x.example", "secret")
    EmailAddress.objects.create(user=own, email=own.email, verified=True)
    assert judged(
        beekstad, (own.email,), ("squatted@x.example", "", "POL"), actor=alice
    ) == ["error elsewhere", "new"]


def test_a_department_of_which_one_is_not_in_charge_is_another_place(
    beekstad, police, youth, alice
):
    coordinator = make_member(police, role=Role.COORDINATOR)
    eve = make_member(youth)
    assert judged(
        police,
        (eve.email, "", "", "", "beekstad-police"),
        ("new@x.example", "", "POL", "", "beekstad-youth"),
        actor=coordinator,
    ) == ["error elsewhere", "error department"]


def test_a_closed_account_and_a_closed_department_are_told(
    beekstad, police, alice, bob
):
    User.objects.filter(pk=bob.pk).update(is_active=False)
    police.is_active = False
    police.save()
    assert judged(
        beekstad,
        (bob.email,),
        ("new@x.example", "", "POL", "", "beekstad-police"),
        actor=alice,
    ) == ["error closed", "error department"]


def test_the_last_coordinator_does_not_leave_by_a_list(beekstad, alice, bob):
    deputy = make_member(beekstad, role=Role.COORDINATOR)
    assert judged(
        beekstad,
        (alice.email, "", "", "2026-11-20"),
        (deputy.email, "", "", "2026-11-20"),
        headings=DAYS,
        actor=bob,
    ) == ["left", "error last_coordinator"]


def test_the_last_coordinator_stays_also_when_the_lines_are_far_apart(
    beekstad, alice, bob, monkeypatch
):
    from tracking.domain.staff import carrying

    monkeypatch.setitem(
        carrying.TURNS, "looking", (carrying._unseen, carrying._look, 1)
    )
    deputy = make_member(beekstad, role=Role.COORDINATOR)
    assert judged(
        beekstad,
        (alice.email, "", "", "2026-11-20"),
        (deputy.email, "", "", "2026-11-20"),
        headings=DAYS,
        actor=bob,
    ) == ["left", "error last_coordinator"]


def test_a_coordinator_is_kept_on_every_day_to_come(beekstad, alice, bob):
    """One who is a coordinator today, and not any more next month, is none for good."""
    until_new_year = make_member(
        beekstad, role=Role.COORDINATOR, ends_on=date(2027, 1, 1)
    )
    lines = [(alice.email, "", "", "2026-11-20")]
    asked = {"headings": DAYS, "actor": bob}
    assert judged(beekstad, *lines, **asked) == ["error last_coordinator"]
    successor = make_member(beekstad, role=Role.COORDINATOR, starts_on=date(2027, 1, 1))
    assert judged(beekstad, *lines, **asked) == ["left"]
    # Who leaves by the line before is not counted on.
    assert judged(
        beekstad,
        *lines,
        (until_new_year.email, "", "", "2026-11-20"),
        (successor.email, "", "", "2026-11-20"),
        **asked,
    ) == ["left", "error last_coordinator", "error last_coordinator"]


def test_a_closed_department_needs_no_coordinator(beekstad, police, alice):
    head = make_member(police, role=Role.COORDINATOR)
    line = (head.email, "", "", "2026-11-20")
    asked = {"headings": DAYS, "actor": alice}
    assert judged(beekstad, line, **asked) == ["error last_coordinator"]
    police.is_active = False
    police.save()
    assert judged(beekstad, line, **asked) == ["left"]


def test_whoever_is_not_in_the_list_leaves_only_if_it_holds_everybody(
    beekstad, police, alice, bob
):
    eve, ann = make_member(police), make_member(beekstad)
    make_member(beekstad, is_self_declared=True)
    make_member(beekstad, ends_on=date(2026, 2, 1))
    assert judged(beekstad, (bob.email,), actor=alice) == ["unchanged"]
    run = look(
        beekstad,
        (bob.email,),
        # A line that cannot be carried out names its person all the same.
        (ann.email, "", "XXX"),
        actor=alice,
        is_everybody=True,
    )
    assert states(run) == ["unchanged", "error sector", "left"]
    absent = run.rows.get(line=None)
    assert absent.user == eve
    assert run.people == 3


def test_who_brings_a_list_of_everybody_does_not_leave_by_it(beekstad, alice, bob):
    Membership.objects.create(
        user=alice, organisation=beekstad, starts_on=date(2026, 1, 1)
    )
    run = look(beekstad, (bob.email,), actor=alice, is_everybody=True)
    assert states(run) == ["unchanged", "unchanged"]


def test_a_list_with_many_mistakes_tells_each(beekstad, alice):
    lines = [(f"nobody {number}", "", "POL") for number in range(1200)]
    run = look(beekstad, *lines, actor=alice)
    assert run.rows.filter(state="error").count() == 1200


def test_looking_takes_as_many_queries_for_many_lines_as_for_one(
    beekstad, police, alice
):
    def queries(count):
        people = [make_member(beekstad) for _one in range(count)]
        with CaptureQueriesContext(connection) as found:
            look(
                beekstad,
                *((one.email, "", "", "x", "beekstad-police") for one in people),
                *((f"{count}-{n}@x.example", "", "POL") for n in range(count)),
                actor=alice,
            )
        return len(found)

    assert queries(2) == queries(12)


def test_only_those_who_coordinate_see_a_list(client, beekstad, alice, bob, charlie):
    run = look(beekstad, (bob.email,), actor=alice)
    deputy = make_member(beekstad, role=Role.DEPUTY)
    auditor = make_member(beekstad, role=Role.AUDITOR)
    page = reverse("tracking:staff_list", args=[beekstad.code, run.pk])

    def seen(person) -> int:
        client.force_login(person)
        return client.get(page).status_code

    people = (alice, deputy, auditor, bob, charlie)
    assert [seen(one) for one in people] == [200, 200, 404, 404, 404]


def test_a_list_moves_nobody_to_another_employer(
    province, governor, beekstad, valmont, bob
):
    make_department(valmont, "valmont-police", "Police of Valmont")
    run = look(
        province,
        (bob.email, "valmont", ""),
        (make_member(valmont).email, "valmont-police", ""),
        (make_member(beekstad).email, "province", ""),
        headings=MOVES,
        actor=governor,
    )
    assert states(run) == ["error department"] * 2 + ["error elsewhere"]


def test_the_list_of_a_body_above_finds_nobody_of_an_employer_below(
    province, governor, beekstad
):
    """Neither by a badge number, nor by asking who leaves when everybody is there."""
    theirs = make_member(beekstad)
    theirs.memberships.update(badge_number="4711")
    own = make_member(province)
    run = look(
        province,
        (own.email, "", "", "", "", ""),
        ("", "", "", "", "", "4711"),
        actor=governor,
        is_everybody=True,
    )
    assert states(run)[0] == "unchanged"
    assert theirs.pk not in run.rows.values_list("user", flat=True)


def test_a_claim_at_one_employer_is_none_at_another(beekstad, valmont, alice):
    claims = make_member(valmont, is_self_declared=True)
    EmailAddress.objects.create(user=claims, email=claims.email, verified=True)
    assert judged(beekstad, (claims.email,), actor=alice) == ["error elsewhere"]


def test_a_claim_that_was_withdrawn_or_rejected_is_no_tie(beekstad, alice):
    claimed = make_member(beekstad, is_self_declared=True, ends_on=date(2026, 2, 1))
    taken_back = make_member(beekstad, ends_on=date(2026, 1, 1))
    for one in (claimed, taken_back):
        EmailAddress.objects.create(user=one, email=one.email, verified=True)
    assert (
        judged(beekstad, (claimed.email,), (taken_back.email,), actor=alice)
        == ["error elsewhere"] * 2
    )


def test_as_many_queries_for_many_people_as_for_one(beekstad, police, alice):
    def queries(count):
        people = [
            make_member(make_department(beekstad, f"d{count}-{n}", "Department"))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as found:
            look(
                beekstad,
                *((one.email, "beekstad-police", "") for one in people),
                headings=MOVES,
                actor=alice,
            )
        return len(found)

    assert queries(1) == queries(30)


@pytest.mark.parametrize("since", ["2019-05-04", "2026-01-01"])
def test_since_when_somebody_is_employed_does_not_change_where_they_were(
    beekstad, police, alice, bob, since
):
    run = run_list(
        beekstad, (bob.email, "beekstad-police", since), headings=MOVES, actor=alice
    )
    assert states(run) == ["moved"]
    assert list(
        Membership.objects.filter(user=bob)
        .order_by("starts_on")
        .values_list("organisation", "starts_on", "ends_on")
    ) == [
        (beekstad.pk, date(2026, 1, 1), TODAY),
        (police.pk, TODAY, None),
    ]


def test_a_move_of_which_we_are_told_late_is_on_its_day(beekstad, police, alice, bob):
    run_list(
        beekstad,
        (bob.email, "beekstad-police", "2026-01-02"),
        headings=MOVES,
        actor=alice,
    )
    assert Membership.objects.get(user=bob, ends_on=None).starts_on == date(2026, 1, 2)


def test_days_more_than_a_year_back_are_refused_where_they_would_change_something(
    beekstad, alice, bob
):
    eve, ann = (make_member(beekstad, starts_on=date(2019, 1, 1)) for _one in range(2))
    left = make_member(beekstad, ends_on=date(2026, 2, 1))
    edge, too_old = TODAY - REACH, TODAY - REACH - DAY
    assert judged(
        beekstad,
        ("one@x.example", "POL", too_old.isoformat(), ""),
        ("two@x.example", "POL", edge.isoformat(), ""),
        # Who is here and stays may have been employed since long.
        (bob.email, "", "2011-01-01", ""),
        # The last day is the one before the first without.
        (eve.email, "", "", (too_old - DAY).isoformat()),
        (ann.email, "", "", (edge - DAY).isoformat()),
        (left.email, "", "", "2020-01-01"),
        headings=DAYS,
        actor=alice,
    ) == ["error old", "new", "unchanged", "error old", "left", "unchanged"]


BADGES = ("badge", "department", "function")


@pytest.fixture
def two_sevens(police, youth):
    """Two departments that both gave the number 7."""
    people = make_member(police), make_member(youth)
    Membership.objects.filter(user__in=people).update(badge_number="7")
    return people


def test_of_two_with_one_badge_number_the_department_tells_which(
    beekstad, alice, two_sevens
):
    run = look(
        beekstad,
        ("7", "beekstad-police", "inspector"),
        ("7", "BEEKSTAD-YOUTH", "worker"),
        headings=BADGES,
        actor=alice,
    )
    assert states(run) == ["changed", "changed"]
    assert [row.user for row in run.rows.order_by("pk")] == list(two_sevens)


def test_a_badge_number_that_several_have_is_nobodys_and_nobody_leaves_by_it(
    beekstad, alice, two_sevens
):
    run = look(
        beekstad,
        ("7", "", "inspector"),
        headings=BADGES,
        is_everybody=True,
        actor=alice,
    )
    assert states(run) == ["error several"]


def test_who_has_a_last_day_to_come_is_found_by_their_badge_number(beekstad, alice):
    make_member(beekstad, ends_on=date(2026, 12, 31))
    Membership.objects.filter(ends_on=date(2026, 12, 31)).update(badge_number="7")
    run = look(
        beekstad,
        ("7", "", "inspector"),
        headings=BADGES,
        is_everybody=True,
        actor=alice,
    )
    assert states(run) == ["changed"]


def test_a_line_that_cannot_be_carried_out_takes_no_badge_number(
    beekstad, police, alice, bob
):
    run = look(
        beekstad,
        ("one@x.example", "", "", "", "beekstad-police", "8"),
        ("two@x.example", "", "POL", "", "beekstad-police", "8"),
        actor=alice,
    )
    assert states(run) == ["error no_sector", "new"]


def test_a_number_that_somebody_takes_along_must_be_free(
    beekstad, police, youth, alice
):
    mover, colleague = make_member(youth), make_member(police)
    Membership.objects.filter(user__in=(mover, colleague)).update(badge_number="7")
    run = look(
        beekstad,
        (mover.email, "", "", "", "beekstad-police", ""),
        (colleague.email, "", "", "clerk"),
        actor=alice,
    )
    assert states(run) == ["error badge", "changed"]
    # With another number they can move.
    run = run_list(
        beekstad, (mover.email, "", "", "", "beekstad-police", "8"), actor=alice
    )
    assert states(run) == ["moved"]


@pytest.mark.parametrize("at_once", [1, 500])
def test_two_lines_do_not_take_one_number_along(
    beekstad, police, youth, alice, bob, monkeypatch, at_once
):
    from tracking.domain.staff import carrying

    monkeypatch.setitem(
        carrying.TURNS, "looking", (carrying._unseen, carrying._look, at_once)
    )
    eve = make_member(youth)
    Membership.objects.filter(user__in=(bob, eve)).update(badge_number="7")
    lines = [
        (bob.email, "", "", "", "beekstad-police"),
        (eve.email, "", "", "", "beekstad-police"),
        ("new@x.example", "", "POL", "", "beekstad-police", "7"),
    ]
    run = run_list(beekstad, *lines, actor=alice)
    assert states(run) == ["moved", "error badge", "error badge"]

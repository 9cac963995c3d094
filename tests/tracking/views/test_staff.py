import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.archives import MB
from lms.models import OutgoingMail
from organisations.enums import Role
from organisations.models import Membership, User
from tests.factories.staff import (
    csv_of,
    look,
    run_list,
    settled,
    stop_workers,
    workbook_of,
)
from tests.factories.tracking import make_member
from tracking.enums import StaffImportState
from tracking.models import StaffImport

PAGE = "/organisation/beekstad/staff/"


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    return stop_workers(monkeypatch)


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def file(data: bytes, name="staff.csv") -> dict:
    return {"file": SimpleUploadedFile(name, data)}


def one() -> StaffImport:
    return StaffImport.objects.get()


def here(run) -> str:
    return f"{PAGE}{run.pk}/"


def work(run) -> StaffImport:
    return settled(run, now=timezone.now())


def looked(organisation, *lines, actor, **asked) -> StaffImport:
    return look(organisation, *lines, actor=actor, now=timezone.now(), **asked)


def carried_out(organisation, *lines, actor, **asked) -> StaffImport:
    return run_list(organisation, *lines, actor=actor, now=timezone.now(), **asked)


def test_the_whole_way_from_a_file_to_taking_it_back(signed_in, bob):
    assert "Bring a list of your people" in signed_in.get(PAGE).text
    data = csv_of(("new@x.example", "Eve", "POL"), (bob.email, "", "", "clerk"))
    answer = signed_in.post(PAGE, file(data))
    assert answer.headers["Location"] == here(one())
    work(one())
    page = signed_in.get(here(one())).text
    assert "2 people would change" in page
    assert "Function: clerk" in page
    assert "Invite 1 new person by mail" in page
    assert not User.objects.filter(email="new@x.example").exists()

    signed_in.post(here(one()), {"confirm": "1"})
    work(one())
    assert User.objects.filter(email="new@x.example").exists()
    assert not OutgoingMail.objects.exists()
    assert "Take this list back" in signed_in.get(here(one())).text

    signed_in.post(here(one()), {"take_back": "1"})
    work(one())
    assert "2 lines are taken back" in signed_in.get(here(one())).text
    assert not User.objects.filter(email="new@x.example").exists()
    assert Membership.objects.get(user=bob).function == ""


def test_a_workbook_and_pasted_addresses_are_brought_too(signed_in, beekstad):
    data = workbook_of(["e-mail", "sector"], ["new@x.example", "POL"])
    signed_in.post(PAGE, file(data, "staff.xlsx"))
    signed_in.post(
        PAGE, {"addresses": "Eve <eve@x.example>\nann@x.example", "sector": "POL"}
    )
    pasted, workbook = (work(run) for run in StaffImport.objects.all())
    assert [row.state for row in workbook.rows.all()] == ["new"]
    assert [(row.name, row.state) for row in pasted.rows.all()] == [
        ("Eve", "new"),
        ("", "new"),
    ]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Choose a file, or paste addresses."),
        ({"addresses": "a@x.example", **file(b"e-mail\nb@x.example")}, "Choose a file"),
        (file(b" "), "This file is empty."),
        (file(b"e-mail;religion\na@x.example;none"), "may hold what an employer"),
        (file(b"PK\x03\x04 no archive"), "cannot be opened"),
        (file(b"name\nBob"), "No column holds e-mail addresses"),
        ({"addresses": " ;; x"}, None),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused_with_the_reason(
    signed_in, asked, words
):
    answer = signed_in.post(PAGE, asked)
    if words is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert words in answer.text
    assert not StaffImport.objects.exists()


def test_a_large_file_is_refused_unread(signed_in, monkeypatch):
    from lms import tables

    monkeypatch.setattr(tables, "rows_of", None)
    answer = signed_in.post(PAGE, file(b"x" * (5 * MB + 1)))
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.text


def test_unknown_columns_are_matched_by_hand(signed_in):
    data = csv_of(("new@x.example", "POL", "x"), headings=("e-mail", "Vak", "Zone"))
    signed_in.post(PAGE, file(data))
    page = signed_in.get(here(one())).text
    assert "What do these columns hold?" in page
    refused = signed_in.post(here(one()), {"column_1": "sector"})
    assert refused.status_code == 422
    twice = signed_in.post(here(one()), {"column_1": "email", "column_2": "leave_out"})
    assert twice.status_code == 422
    signed_in.post(here(one()), {"column_1": "sector", "column_2": "leave_out"})
    assert [row.state for row in work(one()).rows.all()] == ["new"]
    signed_in.post(PAGE, file(data))
    assert StaffImport.objects.first().state == StaffImportState.LOOKING


def test_a_list_that_waits_to_be_matched_can_be_set_aside(signed_in):
    data = csv_of(("new@x.example", "x"), headings=("e-mail", "Zone"))
    signed_in.post(PAGE, file(data))
    signed_in.post(here(one()), {"set_aside": "1"})
    assert (one().state, one().sheet) == (StaffImportState.SET_ASIDE, None)
    assert "Set aside" in signed_in.get(here(one())).text


def test_lines_are_filtered_and_downloaded(signed_in, beekstad, alice, bob):
    run = looked(
        beekstad, (bob.email, "", "", "clerk"), ("no address", "=1+1"), actor=alice
    )
    page = signed_in.get(here(run), {"state": "error"}).text
    assert "This is no e-mail address." in page
    assert bob.email not in page
    assert (
        "No line is in this state" in signed_in.get(here(run), {"state": "left"}).text
    )
    download = signed_in.get(f"{here(run)}lines.csv", {"state": "error"})
    text = download.getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        [
            "3",
            "no address",
            "'=1+1",
            "",
            "Cannot be carried out",
            "This is no e-mail address.",
            "",
        ]
    ]
    everything = signed_in.get(f"{here(run)}lines.csv").getvalue().decode()
    assert "Function: clerk" in everything


def test_when_many_would_leave_it_is_asked_a_second_time(
    signed_in, beekstad, alice, bob
):
    make_member(beekstad)
    make_member(beekstad)
    run = looked(beekstad, (bob.email,), actor=alice, is_everybody=True)
    page = signed_in.get(here(run)).text
    assert "2 of the 3 people who belong to you today would leave" in page
    answer = signed_in.post(here(run), {"confirm": "1"}, follow=True)
    assert "More than a third" in answer.text
    run.refresh_from_db()
    assert run.state == StaffImportState.LOOKED
    signed_in.post(here(run), {"confirm": "1", "is_sure": "1"})
    run.refresh_from_db()
    assert run.state == StaffImportState.UNDER_WAY


def test_how_far_it_is_is_told(signed_in, beekstad, alice, bob):
    run = looked(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    assert signed_in.get(f"{here(run)}progress/").json()["isUnderWay"] is False
    signed_in.post(here(run), {"confirm": "1"})
    assert "0 of 1 lines" in signed_in.get(here(run)).text
    told = signed_in.get(f"{here(run)}progress/").json()
    assert (told["isUnderWay"], told["words"]) == (True, "0 of 1 lines")


def test_a_list_that_changes_nothing_says_so(signed_in, beekstad, alice, bob):
    run = looked(beekstad, (bob.email,), actor=alice)
    assert "This list changes nothing" in signed_in.get(here(run)).text
    done = signed_in.post(here(run), {"set_aside": "1"}, follow=True)
    assert "The list is set aside" in done.text


def test_what_could_not_be_taken_back_and_what_was_forgotten_is_told(
    signed_in, beekstad, alice, bob
):
    run = carried_out(
        beekstad,
        (bob.email, "", "", "clerk"),
        ("new@x.example", "", "POL"),
        actor=alice,
        with_mails=True,
    )
    Membership.objects.filter(user=bob).update(function="inspector")
    signed_in.post(here(run), {"take_back": "1"})
    page = signed_in.get(here(work(run))).text
    assert "1 line is taken back" in page
    assert "1 line stays" in page
    assert "1 invitation had gone out" in page
    StaffImport.objects.update(emptied_at=timezone.now(), counts={"new": 1})
    page = signed_in.get(here(run)).text
    assert "Its lines were forgotten" in page
    assert "New (1)" in page


def test_only_those_who_coordinate_the_organisation_find_its_lists(
    client, beekstad, alice, bob, charlie
):
    run = looked(beekstad, (bob.email,), actor=alice)
    deputy = make_member(beekstad, role=Role.DEPUTY)
    auditor = make_member(beekstad, role=Role.AUDITOR)
    addresses = (PAGE, here(run), f"{here(run)}progress/", f"{here(run)}lines.csv")
    found = {}
    for person in (alice, deputy, auditor, bob, charlie):
        client.force_login(person)
        found[person] = [client.get(address).status_code for address in addresses]
    assert list(found.values()) == [[200] * 4, [200] * 4, *([404] * 4,) * 3]


def test_a_stranger_decides_nothing(client, beekstad, valmont, alice, bob, charlie):
    run = looked(beekstad, (bob.email, "", "", "clerk"), actor=alice)
    client.force_login(charlie)
    answers = [
        client.post(here(run), {"confirm": "1"}).status_code,
        client.post(
            f"/organisation/valmont/staff/{run.pk}/", {"confirm": "1"}
        ).status_code,
        client.post(PAGE, {"addresses": "a@x.example"}).status_code,
    ]
    assert answers == [404, 404, 404]
    run.refresh_from_db()
    assert run.state == StaffImportState.LOOKED


@pytest.mark.parametrize("part", ["", "list"])
def test_pages_take_as_many_queries_for_many_rows_as_for_one(
    signed_in, beekstad, alice, part
):
    def queries(count):
        people = [make_member(beekstad) for _one in range(count)]
        runs = [
            looked(beekstad, *((one.email, "", "", "x") for one in people), actor=alice)
            for _run in range(count if not part else 1)
        ]
        address = here(runs[0]) if part else PAGE
        signed_in.get(address)
        with CaptureQueriesContext(connection) as found:
            signed_in.get(address)
        return len(found)

    assert queries(1) == queries(3 if not part else 30)

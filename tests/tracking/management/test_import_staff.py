import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations.models import LineManager, Membership, User
from tests.factories.staff import csv_of
from tests.factories.tracking import make_member
from tracking.enums import StaffImportState
from tracking.models import StaffImport


@pytest.fixture
def import_staff(tmp_path):
    def act(data: bytes, *options, organisation="beekstad", err=None):
        path = tmp_path / "staff.csv"
        path.write_bytes(data)
        out, err = StringIO(), err or StringIO()
        call_command(
            "import_staff",
            str(path),
            f"--organisation={organisation}",
            *options,
            stdout=out,
            stderr=err,
        )
        return out.getvalue(), err.getvalue()

    return act


def test_a_file_is_carried_out(import_staff, beekstad, bob):
    told, _problems = import_staff(
        csv_of(("new@x.example", "", ""), (bob.email, "", "", "clerk")), "--sector=pol"
    )
    assert told == "Changes: 1\nNew: 1\n"
    assert User.objects.get(email="new@x.example").sector_id == "POL"
    assert StaffImport.objects.get().state == StaffImportState.DONE


def test_a_dry_run_changes_nothing_and_leaves_nothing_to_decide(
    import_staff, beekstad, bob
):
    told, _problems = import_staff(
        csv_of((bob.email, "", "", "clerk")), "--dry-run", "--json"
    )
    assert json.loads(told)["counts"] == {"changed": 1}
    assert Membership.objects.get(user=bob).function == ""
    assert StaffImport.objects.get().state == StaffImportState.SET_ASIDE


def test_lines_that_are_left_out_are_told_by_the_exit_code(import_staff, beekstad):
    with pytest.raises(SystemExit) as left:
        import_staff(csv_of(("no address",), ("new@x.example", "", "POL")))
    assert left.value.code == 2
    assert User.objects.filter(email="new@x.example").exists()


def test_everybody_means_everybody_and_many_only_when_it_is_said(
    import_staff, beekstad, bob
):
    make_member(beekstad)
    data = csv_of((bob.email,))
    with pytest.raises(CommandError, match="More than a third"):
        import_staff(data, "--everybody")
    # Nothing waits on the page for somebody to decide.
    assert StaffImport.objects.get().state == StaffImportState.SET_ASIDE
    import_staff(data, "--everybody", "--many-may-leave")
    assert Membership.objects.filter(ends_on=None).count() == 1


@pytest.mark.parametrize(
    ("data", "options", "organisation"),
    [
        (b"", (), "beekstad"),
        (b"e-mail;religion\na@x.example;none", (), "beekstad"),
        (b"e-mail;Zone\na@x.example;1", (), "beekstad"),
        (b"e-mail\na@x.example", (), "nowhere"),
        (b"e-mail\na@x.example", ("--sector=XXX",), "beekstad"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    import_staff, beekstad, data, options, organisation
):
    with pytest.raises(CommandError):
        import_staff(data, *options, organisation=organisation)
    assert not User.objects.exists()


def test_a_closed_organisation_takes_no_list(import_staff, beekstad):
    beekstad.is_active = False
    beekstad.save()
    with pytest.raises(CommandError, match="closed"):
        import_staff(csv_of(("new@x.example", "", "POL")))
    assert not StaffImport.objects.exists()


def test_a_file_that_is_not_there_is_told(beekstad):
    with pytest.raises(CommandError):
        call_command("import_staff", "/nowhere.csv", "--organisation=beekstad")


def test_a_line_manager_who_is_not_named_is_told_by_the_exit_code(
    import_staff, beekstad, bob
):
    headings = ("e-mail", "sector", "line manager")
    named = csv_of(("new@x.example", "POL", bob.email), headings=headings)
    told, _problems = import_staff(named, "--json")
    assert json.loads(told)["line_managers"] == {"new": 1}
    assert LineManager.objects.get().manager == bob

    out = StringIO()
    wrong = csv_of(("new@x.example", "POL", "nobody@x.example"), headings=headings)
    with pytest.raises(SystemExit) as left:
        import_staff(wrong, err=out)
    assert left.value.code == 2
    assert "Line manager: Nobody who belongs to you" in out.getvalue()

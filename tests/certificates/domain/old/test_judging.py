from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.domain.old.reading import by_year
from certificates.domain.old.table import COLUMNS, is_reference, kind_of, lines_of
from certificates.enums import OldLineState as State
from certificates.enums import ProofKind
from lms.errors import DomainError
from organisations.models import Membership, User
from tests.factories.awards import make_members
from tests.factories.letters import without_address
from tests.factories.old_completions import (
    ATTENDED,
    bring_old,
    decided,
    file_of,
    states,
)

pytestmark = pytest.mark.django_db


def test_each_line_says_what_becomes_of_it(beekstad, alice, dora, charlie, code, rule):
    rule.given_since = date(2008, 1, 1)
    rule.save()
    run = bring_old(
        beekstad,
        (dora.email, "", code, "2011-05-04", *ATTENDED),
        (dora.email.upper(), "", code.upper(), "4/5/2011", "Certificaat", "C-1"),
        (charlie.email, "", code, "2011-05-04", *ATTENDED),
        ("", "P-404", code, "2011-05-04", *ATTENDED),
        (dora.email, "", "no-course", "2011-05-04", *ATTENDED),
        (dora.email, "", code, "spring", *ATTENDED),
        (dora.email, "", code, "1011-05-04", *ATTENDED),
        (dora.email, "", code, "2030-05-04", *ATTENDED),
        (dora.email, "", code, "2007-05-04", *ATTENDED),
        (dora.email, "", code, "2012-05-04", "hearsay", "A-1"),
        (dora.email, "", code, "2012-05-04", "attest", "told by Jan"),
        actor=alice,
    )
    assert states(run) == [
        State.READY,
        State.TWICE,
        State.NOBODY,
        State.NOBODY,
        State.NO_COURSE,
        State.NO_DAY,
        State.NO_DAY,
        State.FUTURE,
        State.TOO_OLD,
        State.NO_PROOF,
        State.REFERENCE,
    ]


def test_people_without_an_address_are_found_by_their_badge(
    beekstad, alice, code, rule
):
    here = without_address(beekstad, "P-1")
    gone = without_address(beekstad, "P-2")
    Membership.objects.filter(pk=gone.pk).update(ends_on=date(2026, 1, 1))
    without_address(beekstad, "P-3")
    other = without_address(beekstad, "P-4")
    Membership.objects.filter(pk=other.pk).update(
        ends_on=date(2026, 1, 1), badge_number="P-3"
    )
    run = bring_old(
        beekstad,
        ("", "p-1", code, "2011-05-04", *ATTENDED),
        ("", "P-2", code, "2011-05-04", *ATTENDED),
        ("", "P-3", code, "2011-05-04", *ATTENDED),
        actor=alice,
    )
    assert states(run) == [State.READY, State.READY, State.SEVERAL]
    assert run.rows.first().user == here.user


def test_a_person_without_a_sector_is_told(beekstad, alice, dora, code, rule):
    User.objects.filter(pk=dora.pk).update(sector=None)
    line = (dora.email, "", code, "2011-05-04", *ATTENDED)
    assert states(bring_old(beekstad, line, actor=alice)) == [State.NO_SECTOR]


def test_a_day_outside_the_memberships_is_marked_and_not_refused(
    beekstad, alice, dora, code, rule
):
    run = bring_old(
        beekstad,
        (dora.email, "", code, "2011-05-04", *ATTENDED),
        (dora.email, "", code, "2026-05-04", *ATTENDED),
        actor=alice,
    )
    assert list(run.rows.values_list("is_outside", flat=True)) == [True, False]


def test_what_is_on_record_is_told(beekstad, alice, olga, dora, code, rule):
    line = (dora.email, "", code, "2011-05-04", *ATTENDED)
    decided(bring_old(beekstad, line, actor=alice), actor=olga)
    assert states(bring_old(beekstad, line, actor=alice)) == [State.KNOWN]


def test_lines_are_counted_in_their_years(beekstad, alice, dora, code, rule):
    days = ("2007-01-01", "2007-12-31", "2011-06-01")
    lines = [(dora.email, "", code, day, *ATTENDED) for day in days]
    run = bring_old(beekstad, *lines, actor=alice)
    assert by_year(run.rows.all()) == [(2007, 2), (2011, 1)]


def test_a_list_asks_as_much_for_thirty_as_for_two(beekstad, alice, code, rule):
    people = make_members(beekstad, 32)

    def asked(some):
        lines = [(one.email, "", code, "2011-05-04", *ATTENDED) for one in some]
        with CaptureQueriesContext(connection) as queries:
            bring_old(beekstad, *lines, actor=alice)
        return len(queries)

    asked(people[:1])
    assert asked(people[:2]) == asked(people[2:])


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (("e-mail", "course", "date", "proof", "reference", "nationality"), "column"),
        (("e-mail", "course", "date", "proof", "reference", "remarks"), "column"),
        (("e-mail", "email", "course", "date", "proof", "reference"), "column"),
        (("course", "date", "proof", "reference"), "column"),
        (("e-mail", "course", "date", "proof"), "column"),
    ],
)
def test_a_file_with_other_columns_is_refused(headings, code):
    with pytest.raises(DomainError) as refused:
        lines_of(file_of(("x",) * len(headings), headings=headings))
    assert refused.value.code == code


@pytest.mark.parametrize("data", [b"", b"e-mail;course;date;proof;reference"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(DomainError) as refused:
        lines_of(data)
    assert refused.value.code == "empty"


def test_headings_are_known_in_four_languages():
    headings = ("Matricule", "Formation", "Dag", "Nachweis", "Kenmerk")
    (line,) = lines_of(file_of(("1", "c", "d", "p", "r"), headings=headings))
    assert (line.email, line.badge_number, line.course) == ("", "1", "c")
    assert len({word for words in COLUMNS.values() for word in words.split(", ")}) > 40


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Liste de présence", ProofKind.ATTENDANCE),
        ("ATTEST", ProofKind.CERTIFICATE),
        ("Register", ProofKind.REGISTER),
        ("a friend", ""),
    ],
)
def test_kinds_of_proof_are_chosen_words(text, kind):
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("AL-2011/034", True),
        ("7", True),
        ("", False),
        ("Jan Peeters 2011", False),
        ("list", False),
        ("jan@x.example1", False),
        ("x" * 40 + "1", False),
    ],
)
def test_a_reference_is_a_code_and_no_words(text, is_code):
    assert is_reference(text) is is_code

import pytest

from lms.errors import DomainError
from tests.factories.staff import NOW, csv_of, look, settled
from tracking.domain.staff.asking import bring_list, match_by_hand, unknown_columns
from tracking.domain.staff.columns import is_forbidden, match_columns
from tracking.domain.staff.sheets import sheet_of_file, sheet_of_text
from tracking.enums import StaffColumn, StaffImportState
from tracking.models import StaffHeading, StaffImport


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["E-mail", "Name", "Sector", "Language"], "email name sector language"),
        (
            ["E-mailadres", "Naam", "Functie", "Afdeling"],
            "email name function department",
        ),
        (["Courriel", "Nom", "Prénom", "Matricule"], "email name first_name badge"),
        (["E-Mail-Adresse", "Nachname", "Eintritt"], "email name from"),
        (["Badgenummer", "Uit dienst"], "badge until"),
        (["badge number", "Date de sortie"], "badge until"),
    ],
)
def test_known_headings_are_matched_in_four_languages(headings, columns):
    match = match_columns(headings, {})
    assert [match.columns[at].value for at in range(len(headings))] == columns.split()
    assert match.unknown == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Nationality",
        "Nationaliteit",
        "Nationalité",
        "Staatsangehörigkeit",
        "Herkomst",
        "Origine",
        "Religion",
        "Godsdienst",
        "Konfession",
        "Opinion politique",
        "Vakbond",
        "Syndicat",
        "Gewerkschaft",
        "Union",
        "Gezondheid",
        "Maladie",
        "Behinderung",
        "Sex",
        "Geslacht",
        "Sexe",
        "Geschlecht",
        "M/V",
        "Geboortedatum",
        "Date de naissance",
        "Geburtsdatum",
        "Birth date",
        "Rijksregisternummer",
        "Numéro national",
        "INSZ",
        "NISS",
        "Burgerlijke staat",
    ],
)
def test_a_column_that_nobody_may_bring_is_refused_with_the_reason(heading):
    with pytest.raises(DomainError) as refusal:
        match_columns(["E-mail", heading], {})
    assert refusal.value.code == "forbidden"
    assert heading in refusal.value.message


@pytest.mark.parametrize(
    "heading", ["E-mail", "Sector", "Service", "Parti le", "Unit", "Telefoon", "Zone"]
)
def test_other_columns_are_not_taken_for_those(heading):
    assert not is_forbidden(heading)


def test_nothing_is_kept_of_a_file_with_a_forbidden_column(beekstad, alice):
    data = csv_of(("bob@x.example", "none"), headings=("e-mail", "religion"))
    with pytest.raises(DomainError):
        bring_list(beekstad, sheet_of_file(data), actor=alice, now=NOW)
    assert not StaffImport.objects.exists()


def test_two_columns_that_mean_the_same_are_refused(beekstad, alice):
    with pytest.raises(DomainError) as refusal:
        match_columns(["E-mail", "Courriel"], {})
    assert refusal.value.code == "twice"


def test_a_file_that_names_nobody_is_refused(beekstad, alice):
    data = csv_of(("Bob",), headings=("name",))
    with pytest.raises(DomainError) as refusal:
        bring_list(beekstad, sheet_of_file(data), actor=alice, now=NOW)
    assert refusal.value.code == "nobody"


def test_an_unknown_column_waits_and_is_known_the_next_time(
    beekstad, valmont, alice, charlie
):
    headings = ("e-mail", "Wat doet die", "Telefoon", "")
    line = ("bob@x.example", "clerk", "02 555", "")
    data = csv_of(line, headings=headings)
    run = bring_list(beekstad, sheet_of_file(data), actor=alice, now=NOW)
    assert run.state == StaffImportState.MATCHING
    assert not run.rows.exists()
    assert unknown_columns(run) == (1, 2)

    with pytest.raises(DomainError) as refusal:
        match_by_hand(run, {1: StaffColumn.FUNCTION}, actor=alice, now=NOW)
    assert refusal.value.code == "open"

    choices = {1: StaffColumn.FUNCTION, 2: None}
    run = settled(match_by_hand(run, choices, actor=alice, now=NOW))
    assert run.state == StaffImportState.LOOKED
    assert run.sheet is None
    row = run.rows.get()
    assert row.function == "clerk"
    assert "555" not in str(vars(row))

    again = look(beekstad, line, headings=headings, actor=alice, sector=None)
    assert again.state == StaffImportState.LOOKED
    # What one organisation learned is its own.
    data = csv_of(line, headings=headings)
    other = bring_list(valmont, sheet_of_file(data), actor=charlie, now=NOW)
    assert other.state == StaffImportState.MATCHING
    assert set(StaffHeading.objects.values_list("heading", "column")) == {
        ("wat doet die", "function"),
        ("telefoon", ""),
    }


def test_what_is_left_out_already_is_not_kept_while_the_rest_waits(beekstad, alice):
    StaffHeading.objects.create(organisation=beekstad, heading="telefoon", column="")
    data = csv_of(
        ("bob@x.example", "02 555", "x"), headings=("e-mail", "Telefoon", "Zone")
    )
    run = bring_list(beekstad, sheet_of_file(data), actor=alice, now=NOW)
    assert "555" not in str(run.sheet)


def test_matching_twice_or_to_a_column_that_is_there_is_refused(beekstad, alice):
    data = csv_of(("bob@x.example", "x"), headings=("e-mail", "Post"))
    run = bring_list(beekstad, sheet_of_file(data), actor=alice, now=NOW)
    with pytest.raises(DomainError) as refusal:
        match_by_hand(run, {1: StaffColumn.EMAIL}, actor=alice, now=NOW)
    assert refusal.value.code == "twice"
    match_by_hand(run, {1: StaffColumn.FUNCTION}, actor=alice, now=NOW)
    with pytest.raises(DomainError) as refusal:
        match_by_hand(run, {1: None}, actor=alice, now=NOW)
    assert refusal.value.code == "state"


def test_pasted_addresses_are_read_with_and_without_names():
    sheet = sheet_of_text(
        "bob@x.example; Eve Peeters <eve@x.example>\n"
        '"Peeters, Jan" <jan@x.example>\n\nno address\na@x.example, b@x.example'
    )
    assert sheet.headings == ["email", "name"]
    assert [cells for _number, cells in sheet.lines] == [
        ["bob@x.example", ""],
        ["eve@x.example", "Eve Peeters"],
        ["jan@x.example", "Peeters, Jan"],
        ["no address", ""],
        ["a@x.example", ""],
        ["b@x.example", ""],
    ]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        # No address is taken for the name of the next.
        (
            "a@x.example, Bob <b@x.example>",
            [("a@x.example", ""), ("b@x.example", "Bob")],
        ),
        (
            "a@x.example <b@x.example>",
            [("a@x.example", ""), ("b@x.example", "")],
        ),
        ("Peeters, Jan <jan@x.example>", [("jan@x.example", "Peeters, Jan")]),
        ("jan@x.example <jan@x.example>", [("jan@x.example", "")]),
        ('"jan@x.example" <jan@x.example>', [("jan@x.example", "")]),
        (
            "'Jan' <jan@x.example>, b@x.example",
            [("jan@x.example", "Jan"), ("b@x.example", "")],
        ),
        ("Jan <jan@x.example", [("jan@x.example", "")]),
        # A sign of quotation that is left open ends with its line.
        (
            '"Jan <jan@x.example>\nb@x.example',
            [("Jan <jan@x.example>", ""), ("b@x.example", "")],
        ),
    ],
)
def test_every_pasted_address_is_somebodys(text, people):
    assert [tuple(cells) for _number, cells in sheet_of_text(text).lines] == people


class Counted(str):
    """A text that knows how often one of its signs was looked at."""

    drawn = 0

    def __iter__(self):
        for sign in str(self):
            self.drawn += 1
            yield sign


@pytest.mark.parametrize("part", ['"', "<", "a", "a@", '"a', "<a@b", "a b@c, ", ">,<"])
def test_a_text_takes_no_more_steps_than_it_has_signs(part):
    text = Counted(part * (900_000 // len(part)))
    try:
        lines = sheet_of_text(text).lines
    except DomainError:
        # More people than a list holds.
        lines = []
    assert text.drawn == len(text)
    assert sum(len(cell) for _number, cells in lines for cell in cells) <= len(text)


def test_a_text_that_is_too_long_is_not_looked_at():
    text = Counted("a@x.example <" * 80_000)
    with pytest.raises(DomainError) as refusal:
        sheet_of_text(text)
    assert (refusal.value.code, text.drawn) == ("large", 0)


@pytest.mark.parametrize("text", ["", " \n ;; "])
def test_nothing_pasted_is_refused(text):
    with pytest.raises(DomainError) as refusal:
        sheet_of_text(text)
    assert refusal.value.code == "empty"


def test_too_much_pasted_is_refused():
    with pytest.raises(DomainError) as refusal:
        sheet_of_text("a@x.example\n" * 80_000)
    assert refusal.value.code == "large"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"e-mail;name\n", "empty"),
        (b"bob@x.example;Bob\neve@x.example;Eve\n", "headings"),
        (b"e-mail\nbob@x.example,Bob\n", "headings"),
    ],
)
def test_a_file_that_says_nothing_is_refused(data, code):
    with pytest.raises(DomainError) as refusal:
        sheet_of_file(data)
    assert refusal.value.code == code


def test_a_column_of_addresses_needs_no_heading():
    sheet = sheet_of_file(b"bob@x.example\neve@x.example\n")
    assert sheet.headings == ["email"]
    assert [number for number, _cells in sheet.lines] == [1, 2]

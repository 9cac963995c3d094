"""A register of very many certificates: one made as Relay makes them, the others copied
from it by the database itself."""

from datetime import timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from bench.large_course import make_course, release
from certificates.domain.award import award_certificate
from certificates.domain.numbers import ALPHABET, is_well_formed, new_number
from certificates.enums import NameShown
from certificates.models import (
    Certificate,
    CertificateRule,
    NameChoice,
)
from courses.models import Completion, Enrolment
from organisations.models import Sector, User

PASSWORD = "measured-and-forgotten"
PREFIX, SECTOR = "CPL", "POL"
LANGUAGES = ("en", "nl", "fr", "de")
# Certificates of one person, one a cycle.
EACH = 100
# Different addresses to ask for, so that no answer is remembered for the next one.
ASKED = 3_000
SEED = 20_261_126


def build(*, certificates: int) -> dict:
    """What to ask for, by kind: [path, status]; and somebody who signs in."""
    first = _first()
    numbers: set[str] = set()
    while len(numbers) < certificates:
        numbers.add(new_number(PREFIX, SECTOR))
    with transaction.atomic(), connection.cursor() as cursor:
        _plan(cursor, sorted(numbers))
        _multiply(cursor, first)
    return {
        "email": first.holder.email,
        "password": PASSWORD,
        "certificates": Certificate.objects.count(),
        "asked": _asked(sorted(numbers), Random(SEED)),
    }


def _first() -> Certificate:
    """A real one, with all that belongs to it."""
    now = timezone.now()
    course = make_course(1, 1, 2)
    release(course)
    course.refresh_from_db()
    sector = Sector.objects.get(pk=SECTOR)
    CertificateRule.objects.create(
        course=course,
        prefix=PREFIX,
        names=dict.fromkeys(LANGUAGES, "Frontline Prevention, Basic - {sector}"),
        validity_months=24,
        issuer=course.owner,
        signatory_name="Ada Example",
        signatory_titles=dict.fromkeys(LANGUAGES, "Programme owner"),
    )
    holder = User.objects.create_user(
        "first@large.example",
        password=PASSWORD,
        printed_name="Žofia van den Wiśniewski-Łuczak",
        name_checked_at=now,
        language="en",
        sector=sector,
    )
    EmailAddress.objects.create(
        user=holder, email=holder.email, verified=True, primary=True
    )
    enrolment = Enrolment.objects.create(
        user=holder, course=course, edition=course.current_edition, started_at=now
    )
    completion = Completion.objects.create(
        enrolment=enrolment,
        sector=sector,
        cycle=1,
        edition=course.current_edition,
        language="en",
        minutes=45,
        completed_at=now,
    )
    return award_certificate(completion, now=now)


def _plan(cursor, numbers: list[str]) -> None:
    """Number by number: whose, of which cycle, and how many days ago it was awarded.
    Spread over three years, so that some have expired."""
    cursor.execute(
        "CREATE TEMP TABLE plan (number text, person int, cycle int, days int)"
    )
    with cursor.copy("COPY plan FROM STDIN") as rows:
        for n, number in enumerate(numbers):
            rows.write_row((number, n // EACH, n % EACH + 1, n % 1095))


def _multiply(cursor, first: Certificate) -> None:
    completion = first.completion
    enrolment = completion.enrolment
    _copies(
        cursor,
        enrolment.user,
        "SELECT DISTINCT person FROM plan",
        uuid="gen_random_uuid()",
        email="'holder-' || s.person || '-@large.example'",
    )
    cursor.execute(
        "CREATE TEMP TABLE holder AS SELECT id, split_part(email, '-', 2)::int AS person "
        "FROM organisations_user WHERE email LIKE 'holder-%'"
    )
    _copies(
        cursor,
        enrolment,
        "SELECT id FROM holder",
        uuid="gen_random_uuid()",
        user_id="s.id",
    )
    _copies(
        cursor,
        completion,
        "SELECT e.id, p.cycle FROM plan p JOIN holder h USING (person) "
        "JOIN courses_enrolment e ON e.user_id = h.id",
        uuid="gen_random_uuid()",
        enrolment_id="s.id",
        cycle="s.cycle",
    )
    _copies(
        cursor,
        first,
        "SELECT c.id, e.user_id, p.number, p.days "
        "FROM plan p JOIN holder h USING (person) "
        "JOIN courses_enrolment e ON e.user_id = h.id "
        "JOIN courses_completion c ON c.enrolment_id = e.id AND c.cycle = p.cycle",
        uuid="gen_random_uuid()",
        number="s.number",
        completion_id="s.id",
        holder_id="s.user_id",
        awarded_at="t.awarded_at - s.days * interval '1 day'",
        awarded_on="t.awarded_on - s.days",
        valid_until="t.valid_until - s.days",
    )
    _history(cursor, first)


def _history(cursor, first: Certificate) -> None:
    """Every one is awarded; of forty, one is suspended, one revoked and one replaced,
    and of five the holder of one has chosen what is shown of their name."""
    event = first.events.get()
    others = (
        "SELECT id, awarded_at FROM certificates_certificate WHERE completion_id <> "
    )
    others += str(first.completion_id)
    _copies(cursor, event, others, certificate_id="s.id", at="s.awarded_at")
    for place, kind in enumerate(("suspended", "revoked", "superseded")):
        _copies(
            cursor,
            event,
            f"{others} AND mod(id, 40) = {place}",
            certificate_id="s.id",
            at="s.awarded_at",
            kind=f"'{kind}'",
            successor_id=str(first.pk) if kind == "superseded" else "NULL",
        )
    chosen = NameChoice.objects.create(
        certificate=first, choice=NameShown.FULL, chosen_at=timezone.now()
    )
    _copies(cursor, chosen, f"{others} AND mod(id, 5) = 0", certificate_id="s.id")


def _copies(cursor, row, source: str, **changes: str) -> None:
    """For every row of the query `source`, called s, a copy of `row`, called t, in which
    the columns of `changes` are these expressions."""
    meta = row._meta
    columns = [
        field.column
        for field in meta.concrete_fields
        if field.column in changes or not field.primary_key
    ]
    values = ", ".join(changes.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f'INSERT INTO "{meta.db_table}" ({names}) SELECT {values} '  # noqa: S608 -- ours
        f'FROM "{meta.db_table}" t, ({source}) s '
        f'WHERE t."{meta.pk.column}" = %s',
        [row.pk],
    )


def _asked(numbers: list[str], random: Random) -> dict[str, list]:
    """Addresses by kind, each with the status it is answered with."""
    known = [random.choice(numbers) for _one in range(ASKED)]
    taken = set(numbers)
    unknown = []
    while len(unknown) < ASKED:
        number = new_number(PREFIX, SECTOR)
        if number not in taken:
            unknown.append(number)
    day = (timezone.localdate() - timedelta(days=200)).isoformat()
    return {
        "valid number": [[_page(one), 200] for one in known],
        "valid number, another day": [[f"{_page(one)}?on={day}", 200] for one in known],
        "unknown number": [[_page(one), 404] for one in unknown],
        "mistyped number": [[_page(_mistyped(one, random)), 404] for one in known],
    }


def _mistyped(number: str, random: Random) -> str:
    """One wrong sign among the last eight; the check character tells."""
    place = random.choice([-1, -2, -3, -4, -6, -7, -8, -9])
    place += len(number)
    while True:
        wrong = number[:place] + random.choice(ALPHABET) + number[place + 1 :]
        if wrong != number and not is_well_formed(wrong):
            return wrong


def _page(number: str) -> str:
    return reverse("certificates:verify_number", args=[number])

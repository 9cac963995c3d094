"""The file of a list of old completions: who, which course, when, by which proof.

A file with any other column is refused, so that nothing about people comes in that
nobody asked for (ETHICS P3).
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.enums import ProofKind
from lms.errors import DomainError
from lms.tables import rows_of

COLUMNS = {
    "email": (
        "e mail, email, mail, e mail address, email address, e mailadres, emailadres, "
        "adresse e mail, adresse email, courriel, e mail adresse, emailadresse"
    ),
    "badge_number": (
        "badge, badge number, badgenummer, personeelsnummer, stamnummer, "
        "numero de badge, matricule, personalnummer, ausweisnummer, dienstnummer"
    ),
    "course": (
        "course, course code, programme, cursus, cursuscode, opleiding, programma, "
        "cours, code du cours, formation, kurs, kurscode, ausbildung, programm"
    ),
    "day": (
        "day, date, completed on, datum, dag, voltooid op, jour, date de la formation, "
        "termine le, tag, abgeschlossen am"
    ),
    "proof": (
        "proof, kind of proof, bewijs, soort bewijs, preuve, type de preuve, nachweis, "
        "art des nachweises"
    ),
    "reference": "reference, ref, referentie, kenmerk, referenz, aktenzeichen",
}
_COLUMN_OF = {
    word.strip(): name for name, words in COLUMNS.items() for word in words.split(",")
}
_KINDS = {
    ProofKind.ATTENDANCE: (
        "attendance, attendance list, aanwezigheidslijst, liste de presence, presence, "
        "anwesenheitsliste"
    ),
    ProofKind.CERTIFICATE: (
        "certificate, certificaat, attest, certificat, attestation, zertifikat, "
        "bescheinigung"
    ),
    ProofKind.REGISTER: "register, registre, register of the trainer, verzeichnis",
}
_KIND_OF = {
    word.strip(): kind for kind, words in _KINDS.items() for word in words.split(",")
}
# A code with a number in it, such as AL-2011/034: no words, and no names.
_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9./_#-]{0,39}")


@dataclass(frozen=True)
class Line:
    """A line as it was written; `number` as spreadsheets count."""

    number: int
    email: str
    badge_number: str
    course: str
    day: str
    proof: str
    reference: str


def lines_of(data: bytes) -> list[Line]:
    """The lines of a file. Raises DomainError for one that cannot be read, has no line,
    lacks a column or has one too many."""
    rows = rows_of(data)
    head = next(rows, None)
    if head is None:
        raise DomainError(_("This file is empty."), code="empty")
    places = _places(head[1])
    lines = [
        Line(number, *(_cell(cells, places.get(name)) for name in COLUMNS))
        for number, cells in rows
    ]
    if not lines:
        raise DomainError(
            _("There is no line below the names of the columns."), code="empty"
        )
    return lines


def kind_of(text: str) -> str:
    """The kind of proof that a cell names; "" for none."""
    return _KIND_OF.get(_plain(text), "")


def is_reference(text: str) -> bool:
    """Whether it is the code of a list or paper, and no words."""
    return _REFERENCE.fullmatch(text) is not None


def _places(head: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(head):
        if not title:
            continue
        name = _COLUMN_OF.get(_plain(title))
        if name is None or name in places:
            raise DomainError(
                _(
                    "The column “%(title)s” is not known here, or stands there twice. "
                    "Leave e-mail or badge number, course, day, proof and reference, "
                    "and no other."
                )
                % {"title": title[:40]},
                code="column",
            )
        places[name] = place
    if not (
        {"email", "badge_number"} & places.keys()
        and {"course", "day", "proof", "reference"} <= places.keys()
    ):
        raise DomainError(
            _(
                "The first line has to name the columns: e-mail or badge number, course, "
                "day, proof and reference."
            ),
            code="column",
        )
    return places


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _plain(text: str) -> str:
    parted = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", letters).split())

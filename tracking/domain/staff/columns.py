"""What the columns of a staff list mean: known headings in four languages, those that an
organisation matched by hand before, and those that nobody may bring (ETHICS P3)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lms.errors import DomainError
from tracking.enums import StaffColumn

# What is told in a refusal, and in the list of what is left out.
SHOWN = 60

# As `plain_heading` writes them.
_WORDS = {
    StaffColumn.EMAIL: (
        "e mail, email, mail, e mail address, email address, e mailadres, emailadres, "
        "mailadres, adresse e mail, adresse mail, adresse email, courriel, "
        "adresse electronique, e mail adresse, emailadresse, mailadresse, e mail werk, "
        "work e mail, work email, e mail professionnel"
    ),
    StaffColumn.NAME: (
        "name, full name, last name, surname, family name, naam, volledige naam, "
        "familienaam, achternaam, naam en voornaam, voornaam en naam, nom, nom complet, "
        "nom de famille, nom et prenom, prenom et nom, nachname, familienname, "
        "vollstandiger name, vor und nachname"
    ),
    StaffColumn.FIRST_NAME: (
        "first name, given name, voornaam, prenom, vorname, rufname"
    ),
    StaffColumn.SECTOR: (
        "sector, beroepssector, secteur, secteur professionnel, sektor, bereich, "
        "berufsbereich"
    ),
    StaffColumn.LANGUAGE: (
        "language, taal, taalrol, langue, role linguistique, sprache, sprachrolle"
    ),
    StaffColumn.FUNCTION: (
        "function, job title, position, functie, functietitel, fonction, "
        "intitule de la fonction, poste, funktion, stelle, dienstposten"
    ),
    StaffColumn.DEPARTMENT: (
        "department, department code, unit, service, afdeling, afdelingscode, dienst, "
        "dienstcode, departement, code du service, code service, direction, abteilung, "
        "abteilungscode, dienststelle"
    ),
    StaffColumn.BADGE: (
        "badge, badge number, badge no, badgenummer, badge nr, personeelsnummer, "
        "stamnummer, employee number, staff number, numero de badge, n de badge, "
        "matricule, numero de matricule, personalnummer, ausweisnummer, dienstnummer"
    ),
    StaffColumn.FROM: (
        "from, since, start, start date, entry date, vanaf, sinds, in dienst, "
        "datum in dienst, indiensttreding, startdatum, begindatum, depuis, a partir de, "
        "date d entree, entree en service, date de debut, von, ab, seit, eintritt, "
        "eintrittsdatum, beginn"
    ),
    StaffColumn.UNTIL: (
        "until, to, left, end, end date, leaving date, last day, tot, tot en met, "
        "uit dienst, datum uit dienst, uitdiensttreding, einddatum, laatste dag, "
        "jusqu au, jusqu a, parti le, date de sortie, sortie de service, date de fin, "
        "dernier jour, bis, austritt, austrittsdatum, letzter tag, ende"
    ),
    StaffColumn.MANAGER: (
        "line manager, manager, supervisor, reports to, line manager e mail, "
        "line manager email, manager e mail, manager email, e mail line manager, "
        "e mail manager, email manager, line manager badge, manager badge, "
        "leidinggevende, direct leidinggevende, directe leidinggevende, "
        "rechtstreeks leidinggevende, e mail leidinggevende, leidinggevende e mail, "
        "badgenummer leidinggevende, hierarchisch leidinggevende, "
        "hierarchisch meerdere, directe chef, chef, rapporteert aan, "
        "responsable, responsable hierarchique, responsable direct, superieur, "
        "superieur hierarchique, superieur direct, chef direct, n 1, "
        "e mail du responsable, e mail responsable, courriel du responsable, "
        "matricule du responsable, vorgesetzte, vorgesetzter, vorgesetzte r, "
        "vorgesetzte person, direkte vorgesetzte, direkter vorgesetzter, "
        "e mail vorgesetzter, e mail vorgesetzte, fuhrungskraft, "
        "direkte fuhrungskraft, e mail fuhrungskraft, personalnummer vorgesetzter"
    ),
}
KNOWN = {
    word.strip(): column
    for column, words in _WORDS.items()
    for word in words.split(",")
}

# A word of a heading that begins so may hold what no employer brings to Relay: origin,
# belief, opinion, union, health, sex, birth, family, and the number of the state.
_STEM_WORDS = """
nationali staatsangeh staatsburger burgerschap citoyennet citizenship origin
herkomst herkunft moedertaal muttersprach afkomst abstammung ethni etni migra
rasse relig geloof godsdienst glaube bekenntnis konfession confession croyance
levensbeschouw weltanschau philosoph filosof politic politiek politisch
politique opinion mening gesinnung partei syndic syndik vakbond gewerkschaft
gezondheid gesundheit sante health ziekte krank maladie illness sick handicap
beperking behinder disab invalid arbeidsongeschikt medisch medical medizin
geslacht geschlecht gender seksue sexue sexual orientation geaardheid geboorte
geburt naissance birth geboren born leeftijd rijksregister nationalregister
identiteitskaart familienstand gezinssamenstelling gezinstoestand kinderlast
strafregister casier criminal polizeilich fuhrungszeugnis
"""
_STEMS = tuple(_STEM_WORDS.split())
# Whole words, too short to begin only such words.
_SHORT_WORDS = """
sex sexe genre ras race rrn insz niss nrn rr age alter party parti partij union
unions civilite dob bsn ssn
"""
_FORBIDDEN_WORDS = frozenset(_SHORT_WORDS.split())
_FORBIDDEN_PHRASES = (
    "national number",
    "national register",
    "register number",
    "numero national",
    "registre national",
    "mother tongue",
    "langue maternelle",
    "nationaal nummer",
    "m v",
    "h f",
    "m f",
    "m w",
    "m v x",
    "etat civil",
    "burgerlijke staat",
    "place of birth",
    "country of birth",
    "trade union",
    "social security",
    "securite sociale",
    "sociale zekerheid",
    "sozialversicherung",
)


@dataclass(frozen=True)
class Match:
    """{place of a column: what it means}, None for one that is left out; `unknown` are
    the places of headings of which nobody has said what they mean."""

    columns: dict[int, StaffColumn | None] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()


def plain_heading(heading: str) -> str:
    """A heading in small letters, without accents and signs: "E-Mail (werk)" is
    "e mail werk"."""
    parted = unicodedata.normalize("NFKD", heading.casefold())
    letters = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", letters).split())


def is_forbidden(heading: str) -> bool:
    """Whether a column could hold what has no place in a staff list (ETHICS P3)."""
    plain = plain_heading(heading)
    if plain in KNOWN:
        return False
    words = plain.split()
    return (
        any(word.startswith(_STEMS) for word in words)
        or not _FORBIDDEN_WORDS.isdisjoint(words)
        or any(f" {phrase} " in f" {plain} " for phrase in _FORBIDDEN_PHRASES)
    )


def refuse_forbidden(headings: Iterable[str]) -> None:
    """Raises DomainError ("forbidden") for a list with a column that nobody may bring."""
    found = [one[:SHOWN] for one in headings if is_forbidden(one)]
    if found:
        raise DomainError(
            _(
                "The column “%(names)s” may hold what an employer must not bring here: "
                "origin, belief, opinion, union, health, sex, birth or a national "
                "number. Nothing was kept of this file. Delete the column and bring the "
                "file again."
            )
            % {"names": "”, “".join(found)},
            code="forbidden",
        )


def match_columns(
    headings: list[str], learned: Mapping[str, StaffColumn | None]
) -> Match:
    """What each column means, by what the organisation said before and by its words.

    A column without heading is left out. Raises DomainError ("forbidden"), or ("twice")
    where two columns mean the same.
    """
    refuse_forbidden(headings)
    columns: dict[int, StaffColumn | None] = {}
    unknown = []
    for place, heading in enumerate(headings):
        plain = plain_heading(heading)
        if plain in learned:
            columns[place] = learned[plain]
        elif plain in KNOWN:
            columns[place] = KNOWN[plain]
        elif heading:
            unknown.append(place)
    refuse_doubles(columns, headings)
    return Match(columns, tuple(unknown))


def refuse_doubles(
    columns: Mapping[int, StaffColumn | None], headings: list[str]
) -> None:
    """Raises DomainError ("twice") where two columns mean the same."""
    seen: dict[StaffColumn, int] = {}
    for place, column in columns.items():
        if column is not None and seen.setdefault(column, place) != place:
            raise DomainError(
                _("“%(one)s” and “%(other)s” mean the same. Keep one of them.")
                % {
                    "one": headings[seen[column]][:SHOWN],
                    "other": headings[place][:SHOWN],
                },
                code="twice",
            )


def refuse_nameless(columns: Mapping[int, StaffColumn | None]) -> None:
    """Raises DomainError ("nobody") where no column says whom a line means."""
    if not {StaffColumn.EMAIL, StaffColumn.BADGE} & set(columns.values()):
        raise DomainError(
            _(
                "No column holds e-mail addresses or badge numbers, so nobody can be "
                "told by it. The first line of the file names the columns."
            ),
            code="nobody",
        )

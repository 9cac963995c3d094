"""Puts the starter list of terms into the database; what somebody wrote there stays."""

from pathlib import Path

from django.conf import settings

from courses.models import Term
from courses.seeding.problems import Problems
from courses.seeding.tables import Table, check_keys, read_table

FOLDER = Path(__file__).parent.parent / "seed" / "terms"


def write_terms(folder: Path = FOLDER) -> int:
    """Add the terms of every language that are not there yet; return how many.

    Raises SeedError with all problems of the files.
    """
    problems = Problems()
    terms = [
        term
        for code, _name in settings.LANGUAGES
        for term in _read(folder / f"{code}.toml", code, problems)
    ]
    problems.raise_if_any()
    known = set(Term.objects.values_list("language", "key"))
    fresh = [term for term in terms if (term.language, term.key) not in known]
    Term.objects.bulk_create(fresh)
    return len(fresh)


def _read(path: Path, language: str, problems: Problems) -> list[Term]:
    rows = read_table(path, languages=(), problems=problems).rows("term")
    check_keys(rows, set())
    return [_term(row, language) for row in rows]


def _term(row: Table, language: str) -> Term:
    term = Term(
        language=language,
        key=row.get("key", str),
        forms="\n".join(row.get("forms", list)),
        reason=row.get("reason", str),
        suggestion=row.get("suggestion", str),
        is_only_for_youth=row.get("youth", bool, False),
    )
    for form in term.unreadable_forms:
        row.problem("forms", f"“{form}” is not understood")
    return term

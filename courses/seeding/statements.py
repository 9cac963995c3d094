"""Statements of a profession in files: statements.toml of a module, if it has one.

    [[statement]]
    key = "police"
    sectors = ["POL"]
    version = 1
    dated = 2026-01-15
    review_by = 2027-01-15
      [statement.title]      # and [statement.text], in Markdown: a text per language
      en = "…"

A lesson shows one by `::: statement police` and `:::`.
"""

from dataclasses import dataclass
from datetime import date

from courses.seeding.problems import NotAllowedError
from courses.seeding.tables import Table, Texts


@dataclass(frozen=True)
class StatementSeed:
    key: str
    sectors: tuple[str, ...]
    version: int
    dated: date
    review_by: date
    title: Texts
    text: Texts


def read_statement(row: Table, to_html) -> StatementSeed:
    """A statement from its table; what is wrong is noted as a problem."""
    dated, review_by = row.get("dated", date), row.get("review_by", date)
    if dated and review_by and review_by <= dated:
        row.problem("review_by", "must be after dated")
    text = row.text("text")
    try:
        text = {language: to_html(words) for language, words in text.items()}
    except NotAllowedError as error:
        row.problem("text", str(error))
    return StatementSeed(
        key=row.get("key", str),
        sectors=tuple(row.get("sectors", list)),
        version=row.within("version", 1, 999),
        dated=dated,
        review_by=review_by,
        title=row.text("title", max_length=120),
        text=text,
    )

"""What the checklist says of everything that an edition would hold, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Page

from courses.domain.checklist import Line


@dataclass
class PageFindings:
    """A page with what is to be mended in it, and what deserves a thought."""

    title: str
    language: str
    pk: int
    mends: list[dict] = field(default_factory=list)
    thoughts: list[dict] = field(default_factory=list)


@dataclass(frozen=True)
class CourseFindings:
    """Pages with something to mend, then those with thoughts alone, in their order."""

    to_mend: list[PageFindings]
    to_think_of: list[PageFindings]
    mends: int
    thoughts: int


def rows_of(page: Page, lines: Iterable[Line]) -> list[dict]:
    """The lines of a page, as they are kept with a preparation."""
    return [
        {
            "key": str(page.translation_key),
            "language": page.locale.language_code,
            "title": page.title,
            "pk": page.pk,
            "label": str(line.label),
            "message": str(line.message),
            "anchor": line.anchor,
            "stops": line.stops,
        }
        for line in lines
    ]


def pages_of(rows: Iterable[dict]) -> CourseFindings:
    """Rows as they were kept, grouped by page."""
    pages: dict[int, PageFindings] = {}
    for row in rows:
        page = pages.setdefault(
            row["pk"], PageFindings(row["title"], row["language"], row["pk"])
        )
        (page.mends if row["stops"] else page.thoughts).append(row)
    return CourseFindings(
        to_mend=[page for page in pages.values() if page.mends],
        to_think_of=[page for page in pages.values() if not page.mends],
        mends=sum(len(page.mends) for page in pages.values()),
        thoughts=sum(len(page.thoughts) for page in pages.values()),
    )

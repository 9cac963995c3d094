"""What the coordinator's page of a list and the programme owner's have in common."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from certificates.domain.old.reading import (
    by_year,
    counts_of,
    lines_to_download,
    rows_of,
)
from certificates.enums import OldLineState
from certificates.models import OldLine, OldList
from lms.spreadsheet import csv_lines

PER_PAGE = 50
CHIPS = {
    OldLineState.UNSEEN: "neutral",
    OldLineState.READY: "info",
    OldLineState.APPROVED: "info",
    OldLineState.DONE: "ok",
    OldLineState.REFUSED: "warn",
    OldLineState.KNOWN: "neutral",
    OldLineState.UNDONE: "neutral",
    OldLineState.KEPT: "warn",
}


def lines_shown(request: HttpRequest, lines: QuerySet[OldLine]) -> dict:
    """Lines a page at a time, in the state that is asked for, with how many there are."""
    counts, state = counts_of(lines), chosen_state(request)
    every = sum(count for _state, count in counts)
    tabs = [("", _("All lines"), every), *((one, one.label, n) for one, n in counts)]
    page = Paginator(rows_of(lines, state), PER_PAGE).get_page(request.GET.get("page"))
    return {
        "state": state,
        "page": page,
        "rows": [(row, CHIPS.get(row.state, "danger")) for row in page],
        "counts": dict(counts),
        "years": by_year(lines),
        "tabs": [
            {
                "label": f"{label} ({n})",
                "url": f"?state={value}",
                "current": value == state,
            }
            for value, label, n in tabs
        ],
    }


def chosen_state(request: HttpRequest) -> str:
    """The state of lines that is asked for; "" for all of them."""
    asked = request.GET.get("state", "")
    return asked if asked in OldLineState.values else ""


def as_csv(run: OldList, lines: QuerySet[OldLine], state: str) -> StreamingHttpResponse:
    """Lines as a file."""
    response = StreamingHttpResponse(
        csv_lines(_rows(lines, state, get_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"relay-old-completions-{run.organisation.code}-{run.pk}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(lines, state: str, language: str):
    # The lines are written after the request's language is gone.
    with override(language):
        yield (
            _("Line"),
            _("E-mail address"),
            _("Badge number"),
            _("Course"),
            _("Day of the training"),
            _("Proof"),
            _("Reference"),
            _("What becomes of it"),
        )
        yield from lines_to_download(lines, state)

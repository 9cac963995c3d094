"""What the pages about an organisation's people share."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, StreamingHttpResponse

from lms.spreadsheet import csv_lines


def as_file(rows: Iterable[Iterable], name: str, day: date) -> StreamingHttpResponse:
    """Rows as a file of a day."""
    response = StreamingHttpResponse(
        csv_lines(rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="relay-{name}-{day.isoformat()}.csv"'
    )
    return response


def query_of(request: HttpRequest, **changes: str | None) -> str:
    """The page's own address with other parameters; None leaves one out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


def sort_links(
    request: HttpRequest, keys: Iterable[str], current: str
) -> dict[str, dict]:
    """For each column, by its key: where its heading leads, and how it is sorted now;
    `current` is one of the keys, with "-" in front the other way round."""
    turned = "descending" if current.startswith("-") else "ascending"
    states = {current.removeprefix("-"): turned}
    return {
        key: {
            "url": query_of(
                request, sort=f"-{key}" if current == key else key, page=None
            ),
            "state": states.get(key, ""),
        }
        for key in keys
    }

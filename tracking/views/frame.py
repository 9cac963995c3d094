"""What the pages about an organisation's people share."""

from collections.abc import Iterable
from datetime import date

from django.http import StreamingHttpResponse

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

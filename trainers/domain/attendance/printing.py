"""The list on paper: sheets to sign, and slips for who has no account to claim by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.chunks import chunks
from lms.pdf import MM, can_print, qr_png, render_pdf, shrink_to_fit, text_width
from trainers.domain.attendance.reading import Line, lines_of
from trainers.models import SessionBlock, TrainingSession

# On one page, beside the head; each row is as high as a signature.
ROWS = 23
# For who comes without being on the list.
EMPTY_ROWS = 6
# More boxes than these do not fit beside a signature: a day goes on on further pages.
BLOCKS_ACROSS = 4
NUMBER, BOX, WIDTH = 8, 13, 190
ACROSS, SLIPS = 2, 10
GROUP = 5


@dataclass(frozen=True)
class Cell:
    """Words with the size in which they fit on one line, or on as many as a row has."""

    text: str
    size: float


@dataclass(frozen=True)
class Row:
    number: int
    name: Cell
    employer: Cell


@dataclass(frozen=True)
class Page:
    """One side: a day, the boxes of its blocks, and some of the people."""

    day: date
    place: str
    blocks: Sequence[SessionBlock]
    rows: Sequence[Row | None]
    number: int = 0
    is_first: bool = False


@dataclass(frozen=True)
class Widths:
    """Of the columns, in millimetres; they depend on how many boxes there are."""

    name: int
    employer: int
    sign: int


def print_sheet(session: TrainingSession, *, now: datetime) -> bytes:
    """The sheets of a session, a list for each of its days, in its language: everybody
    by name with a box for each block and room to sign, and empty lines at the end."""
    lines = lines_of(session)
    pages = []
    blocks = list(session.blocks.all())
    days = sorted({timezone.localdate(one.starts_at) for one in blocks})
    for day in days:
        of_day = [one for one in blocks if timezone.localdate(one.starts_at) == day]
        for some in chunks(of_day, BLOCKS_ACROSS):
            pages += _pages(session, day, list(some), lines)
    language = _language_of(session)
    with override(language):
        title = _("Attendance sheet: %(title)s") % {"title": drawn(session.title)}
    trainers = session.trainers.select_related("person")
    shown = drawn(session.title)
    return render_pdf(
        "trainers/pdf/sheet.html",
        {
            "session_title": shown,
            "title_size": shrink_to_fit(
                shown, width=WIDTH * MM, largest=15, smallest=7, bold=True
            ),
            "organiser": drawn(str(session.organiser)),
            "trainers": ", ".join(drawn(str(one.person)) for one in trainers),
            "pages": [
                (page, _widths(len(page.blocks)), number)
                for number, page in enumerate(pages, 1)
            ],
            "total": len(pages),
            "made_at": now,
        },
        language=language,
        title=title,
        author="Relay",
        created=now,
    )


def print_slips(
    session: TrainingSession, lines: Sequence[Line], *, now: datetime
) -> bytes:
    """A slip for each of these who have a code, to be cut out and handed over."""
    held = [one for one in lines if one.code]
    language = _language_of(session)
    path = reverse("trainers:attendance_claim")
    address = f"{settings.RELAY_BASE_URL}{path}"
    slips = [
        {
            "name": drawn(one.name),
            "employer": drawn(str(one.registration.employer or "")),
            "code": in_groups(one.code),
        }
        for one in held
    ]
    first = session.blocks.first()
    with override(language):
        title = _("Slips for people without an account")
    return render_pdf(
        "trainers/pdf/slips.html",
        {
            "session_title": drawn(session.title),
            "day": first and first.starts_at,
            "address": address,
            "qr": qr_png(address, scale=6),
            "pages": [
                [list(line) for line in chunks(page, ACROSS)]
                for page in chunks(slips, SLIPS)
            ],
        },
        language=language,
        title=title,
        author="Relay",
        created=now,
    )


def in_groups(code: str) -> str:
    """A code as it stands on a slip: "7K3M2-QX5RT"."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def drawn(text: str) -> str:
    """A text with a dot for each sign that no font of ours has, so that one name holds up
    no list."""
    if can_print(text):
        return text
    return "".join(one if can_print(one) else "·" for one in text)


def _pages(
    session: TrainingSession,
    day: date,
    blocks: list[SessionBlock],
    lines: list[Line],
) -> list[Page]:
    widths = _widths(len(blocks))
    rows: list[Row | None] = [
        Row(
            number,
            _fitted(line.name, widths.name, largest=11),
            _fitted(str(line.registration.employer or ""), widths.employer, largest=9),
        )
        for number, line in enumerate(lines, 1)
    ]
    rows += [None] * EMPTY_ROWS
    # The last page has no holes: what is left of it is room for more.
    rows += [None] * (-len(rows) % ROWS)
    places = {one.place or session.place for one in blocks}
    return [
        Page(
            day,
            ", ".join(drawn(place) for place in sorted(places) if place),
            blocks,
            some,
            is_first=number == 0,
        )
        for number, some in enumerate(chunks(rows, ROWS))
    ]


def _widths(boxes: int) -> Widths:
    free = WIDTH - NUMBER - BOX * boxes
    name = free * 42 // 100
    employer = free * 28 // 100
    return Widths(name, employer, free - name - employer)


def _fitted(text: str, width: int, *, largest: float) -> Cell:
    text = drawn(text)
    # The padding of a cell, left and right.
    room = (width - 3) * MM
    size = shrink_to_fit(text, width=room, largest=largest, smallest=largest - 2)
    if size == largest - 2 and text_width(text, size=size) > 1.8 * room:
        # Three lines are as high as a row at this size.
        size = 7
    longest = max(text.split(), key=len, default="")
    return Cell(text, shrink_to_fit(longest, width=room, largest=size, smallest=4))


def _language_of(session: TrainingSession) -> str:
    known = dict(settings.LANGUAGES)
    return session.language if session.language in known else "en"

"""The list of who is there as the page and the devices of trainers show it."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trainers.domain.attendance.marks import minutes_of
from trainers.domain.attendance.reading import Line, lines_of
from trainers.domain.attendance.window import EARLY
from trainers.enums import MarkSource, Presence, RegistrationState
from trainers.models import Attendance, SessionBlock, TrainingSession

# A list with names stays on a device so long after the last block.
KEPT_ON_DEVICE = timedelta(days=14)


def shown_lines(session: TrainingSession, blocks: list[SessionBlock]) -> list[dict]:
    """A line per person, with what is known of each block by the block's uuid."""
    by_key = {one.pk: one for one in blocks}
    return [_shown_line(line, by_key) for line in lines_of(session)]


def shown_blocks(blocks: list[SessionBlock]) -> list[dict]:
    """What a block is called, when it is, and from when on what is said of it is kept."""
    days = [_day(one.starts_at) for one in blocks]
    return [
        {
            "uuid": str(one.uuid),
            "label": one.title
            or (day if days.count(day) == 1 else f"{day}, {_time(one.starts_at)}"),
            "when": _("%(day)s, %(begins)s to %(ends)s")
            % {
                "day": day,
                "begins": _time(one.starts_at),
                "ends": _time(one.ends_at),
            },
            "opens": (one.starts_at - EARLY).isoformat(),
            "opens_words": f"{_day(one.starts_at - EARLY)}, {_time(one.starts_at - EARLY)}",
            # A part is less than the whole.
            "most": minutes_of(one) - 1,
        }
        for one, day in zip(blocks, days, strict=True)
    ]


def counted(lines: list[dict], block: str) -> dict[str, int]:
    """How many of a list are there in a block, of how many, and how many nothing is said
    of."""
    marks = [line["marks"].get(block) for line in lines]
    there = [one for one in marks if one and one["presence"] != Presence.AWAY]
    return {"there": len(there), "all": len(lines), "left": marks.count(None)}


def kept_until(blocks: list[SessionBlock]) -> datetime | None:
    """Until when a device keeps the list once everything is sent."""
    return max((one.ends_at for one in blocks), default=None) and (
        max(one.ends_at for one in blocks) + KEPT_ON_DEVICE
    )


def _shown_line(line: Line, blocks: dict[int, SessionBlock]) -> dict:
    one = line.registration
    return {
        "registration": str(one.uuid),
        "name": line.name or "–",
        "employer": one.employer.name if one.employer else "",
        "badge": one.badge_number if one.badge_number != line.name else "",
        "how": _how(line),
        # In two halves, to be read out.
        "code": f"{line.code[:5]} {line.code[5:]}" if line.code else "",
        "marks": {
            str(blocks[key].uuid): {
                "presence": row.presence,
                "minutes": row.minutes,
                "words": _said_by(row, blocks[key]),
            }
            for key, row in line.rows.items()
            if key in blocks
        },
    }


def _how(line: Line) -> list[str]:
    """How somebody is on the list, where that is not a place of their own."""
    one = line.registration
    found = []
    if one.state == RegistrationState.WAITING:
        found.append(pgettext("attendance", "Waiting list"))
    if one.walked_in:
        found.append(pgettext("attendance", "Walked in"))
    if one.guest_email:
        found.append(pgettext("attendance", "Guest"))
    return found


def _said_by(row: Attendance, block: SessionBlock) -> str:
    """By whom and how it is known, in small print."""
    mark = row.mark
    at = _time(mark.said_at)
    if timezone.localdate(mark.said_at) != timezone.localdate(block.starts_at):
        at = f"{_day(mark.said_at)}, {at}"
    said = {"name": mark.said_by or "–", "time": at}
    if mark.source == MarkSource.CODE:
        return _("Checked in with the code, %(time)s") % said
    if mark.source == MarkSource.PAPER:
        return _("From paper by %(name)s, %(time)s") % said
    if mark.source == MarkSource.MADE_UP:
        return _("Made up in “%(session)s”, says %(name)s") % {
            **said,
            "session": mark.made_up_in.session.title,
        }
    return _("By %(name)s, %(time)s") % said


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")

"""Training sessions as calendar files: RFC 5545, and RFC 5546 where they are sent.

The file of a session is the same, byte for byte, as long as its facts are. Its blocks
keep their UID, and a higher SEQUENCE says that what is told now is newer. What was taken
out of a session is told as cancelled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vUri

from trainers.domain.sessions.pages import page_of
from trainers.domain.sessions.zones import told_zone
from trainers.enums import SessionState
from trainers.models import SessionBlock, TrainingSession, WithdrawnBlock

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
PRODUCT = "-//Relay//Training sessions//EN"
# Neither calendars nor XML may hold them; a line's end is escaped.
UNPRINTABLE = dict.fromkeys([*range(9), *range(11, 32), 127])


@dataclass(frozen=True)
class Attendee:
    """The one person that a file is for. `page` is where they find the session; None:
    the page for people with an account, "": nowhere."""

    name: str
    email: str
    page: str | None = None


def calendar_of(
    session: TrainingSession,
    *,
    method: str = PUBLISH,
    attendee: Attendee | None = None,
    language: str,
    at: datetime | None = None,
) -> bytes:
    """All blocks of a session in one file, those taken out as cancelled.

    The link to the online meeting is in it: it is for who may come. With CANCEL all is
    off, as it is when the session is cancelled; a blocked one is not settled. `at` is when that what is
    told changed, where this was after the session did: a place given or left.
    """
    blocks = [*session.blocks.all(), *session.withdrawn_blocks.all()]
    return _file(session, blocks, method, attendee, language, at)


def calendars_of(
    session: TrainingSession,
    *,
    method: str = REQUEST,
    attendee: Attendee,
    language: str,
    at: datetime | None = None,
    with_withdrawn: bool = False,
) -> list[tuple[str, bytes]]:
    """The same for a mail: (method, file) for each block. What invites or cancels names
    one event only (RFC 5546, 3.2), and what is off is not asked but cancelled."""
    blocks: list[SessionBlock | WithdrawnBlock] = list(session.blocks.all())
    if with_withdrawn:
        blocks += session.withdrawn_blocks.all()
    told = []
    for block in blocks:
        its = CANCEL if _is_off(session, block, method) else method
        told.append((its, _file(session, [block], its, attendee, language, at)))
    return told


@transaction.atomic
def withdraw_block(block: SessionBlock, *, now: datetime) -> WithdrawnBlock | None:
    """Take a block out of its session, so that calendars are told; None for a draft,
    which nobody has in a calendar. `sequence` and `changed_at` of the session are the
    caller's to move, as for any other change."""
    session, kept = block.session, None
    if session.state != SessionState.DRAFT:
        kept = WithdrawnBlock.objects.create(
            session=session,
            uuid=block.uuid,
            title=block.title,
            starts_at=block.starts_at,
            ends_at=block.ends_at,
            withdrawn_at=now,
        )
    block.delete()
    return kept


def _file(
    session: TrainingSession,
    blocks: Sequence[SessionBlock | WithdrawnBlock],
    method: str,
    attendee: Attendee | None,
    language: str,
    at: datetime | None,
) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", method)
    if blocks:
        first = min(one.starts_at for one in blocks)
        calendar.add_component(told_zone(settings.TIME_ZONE, first.year))
    changed = max(filter(None, (session.changed_at, at))).astimezone(UTC)
    with translation.override(language):
        for block in blocks:
            event = _event(session, block, method, attendee)
            event.add("DTSTAMP", changed)
            event.add("LAST-MODIFIED", changed)
            calendar.add_component(event)
    return calendar.to_ical()


def _event(
    session: TrainingSession,
    block: SessionBlock | WithdrawnBlock,
    method: str,
    attendee: Attendee | None,
) -> Event:
    zone, is_off = ZoneInfo(settings.TIME_ZONE), _is_off(session, block, method)
    event = Event()
    event.add("UID", f"{block.uuid}@{urlsplit(settings.RELAY_BASE_URL).hostname}")
    event.add("SEQUENCE", session.sequence)
    event.add("DTSTART", block.starts_at.astimezone(zone))
    event.add("DTEND", block.ends_at.astimezone(zone))
    event.add("SUMMARY", _clean(": ".join(filter(None, (session.title, block.title)))))
    blocked = session.state == SessionState.BLOCKED
    stands = "TENTATIVE" if blocked else "CONFIRMED"
    event.add("STATUS", "CANCELLED" if is_off else stands)
    page = page_of(session)
    if attendee is not None and attendee.page is not None:
        page = attendee.page
    # Who is told that it is off has nothing to go to.
    link = "" if is_off else session.link
    # Many programs show a place and nothing of a conference.
    place = getattr(block, "place", "") or session.place or link
    if place:
        event.add("LOCATION", _clean(place))
    if link:
        params = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": _("Online meeting")}
        event.add("CONFERENCE", vUri(link), parameters=params)
    if page:
        event.add("URL", page)
    about = [
        session.about,
        link and _("Online meeting: %(link)s") % {"link": link},
        page and _("Page of the training session: %(page)s") % {"page": page},
    ]
    event.add("DESCRIPTION", _clean("\n\n".join(filter(None, about))))
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    event.add("ORGANIZER", _address(sender, session.organiser.name))
    # Who publishes addresses nobody (RFC 5546, 3.2.1).
    if attendee is not None and method != PUBLISH:
        person = _address(attendee.email, attendee.name)
        person.params["ROLE"] = "REQ-PARTICIPANT"
        if method == REQUEST:
            # Their place is theirs already, and answers have nowhere to go.
            person.params["PARTSTAT"] = "ACCEPTED"
            person.params["RSVP"] = "FALSE"
        event.add("ATTENDEE", person)
    return event


def _is_off(session: TrainingSession, block, method: str) -> bool:
    return (
        method == CANCEL
        or session.state == SessionState.CANCELLED
        or isinstance(block, WithdrawnBlock)
    )


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    # A parameter is between quotes and cannot hold one, nor the end of a line.
    shown = " ".join(
        _clean(name).replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}").split()
    )
    if shown:
        address.params["CN"] = shown
    return address


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(UNPRINTABLE)

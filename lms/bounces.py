"""What mail servers report of our mail: given up, delayed; and what is no such report.

A report is a multipart/report with a message/delivery-status (RFC 3464). It counts when
it returns the Message-ID of a mail of ours, which is signed, and names an address that
this mail went to: whoever never saw the mail can say nothing about it.

An address that is given up gets no reminders until it is changed, proved again, or the
report is forgotten. Refusals on grounds of policy (5.7.x) are about the sender or the
text, so they say nothing against the address.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message
from email.parser import HeaderParser
from email.utils import parseaddr
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from lms.mail import mail_named
from lms.models import OutgoingMail, UndeliverableAddress

logger = logging.getLogger(__name__)

# Then an address is tried again.
REMEMBERED = timedelta(days=365)
# A mailbox that is full is emptied, and a server that is away comes back.
REMEMBERED_WHERE_IT_MAY_PASS = timedelta(days=14)
MAY_PASS = Q(code="5.2.2") | Q(code__startswith="4.")
POLICY = "5.7."
STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9])")
# What a tick reads; the next one goes on.
MOST_AT_ONCE = 500
# Larger than any report that returns a mail of ours whole.
MOST_BYTES = 2 * 1024 * 1024


class Found(StrEnum):
    """What a message turned out to be, and what came of it."""

    FAILED = "failed"
    DELAYED = "delayed"
    # A report of success, or of something that needs nobody's doing.
    INFORMED = "informed"
    # A report of a mail that is not ours, or not to that address.
    UNKNOWN = "unknown"
    AUTO_REPLY = "auto reply"
    # Somebody may have written it.
    OTHER = "other"
    # Odd enough to break the reading of it.
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Report:
    """What a report says of one address: the enhanced status code, and what the mail
    server did ("failed", "delayed", "delivered", "relayed", "expanded").

    `addresses` are the one it tried and the one it was given, in small letters."""

    addresses: frozenset[str]
    action: str
    code: str


# --- Reading ------------------------------------------------------------------------


def read_report(message: Message) -> tuple[str, list[Report]] | None:
    """(the returned Message-ID, what is said of each address); None for a message that
    is no report. The Message-ID is "" where none was returned."""
    if message.get_content_type() != "multipart/report":
        return None
    parts = message.get_payload() if message.is_multipart() else []
    status = _part(parts, "message/delivery-status")
    if status is None or not status.is_multipart():
        return None
    reports = [
        one for block in status.get_payload() if (one := _report(block)) is not None
    ]
    return _returned_id(parts), reports


def is_auto_reply(message: Message) -> bool:
    """Whether a program answered: out of office, a ticket number (RFC 3834)."""
    return (
        _words(message, "Auto-Submitted").split(";")[0].strip() not in ("", "no")
        or _words(message, "X-Autoreply") in ("yes", "true")
        or "X-Autorespond" in message
        or _words(message, "Precedence") == "auto_reply"
    )


def _words(message: Message, header: str) -> str:
    """A header in small letters; "" without it."""
    # A header with letters that are no ASCII is an object, not a text.
    return str(message.get(header, "")).strip().lower()


def _part(parts: Iterable[Message], content_type: str) -> Message | None:
    return next((one for one in parts if one.get_content_type() == content_type), None)


def _report(block: Message) -> Report | None:
    final, original = block.get("Final-Recipient"), block.get("Original-Recipient")
    code = STATUS.match(_words(block, "Status"))
    if final is None or code is None:
        return None
    addresses = frozenset(_address(one) for one in (final, original) if one)
    return Report(addresses, _words(block, "Action"), code[0])


def _came_to(report: Report) -> Found:
    """What the server did, in its own words; the code alone says whether it may pass:
    after days of trying mail is given up with the code of what kept it."""
    if report.code.startswith("2."):
        return Found.INFORMED
    by_code = Found.DELAYED if report.code.startswith("4.") else Found.FAILED
    return _ACTIONS.get(report.action, by_code)


_ACTIONS = {
    "failed": Found.FAILED,
    "delayed": Found.DELAYED,
    "delivered": Found.INFORMED,
    "relayed": Found.INFORMED,
    "expanded": Found.INFORMED,
}


def _address(field: str) -> str:
    """The address in "rfc822; bob@example.org"."""
    return parseaddr(str(field).rpartition(";")[2].strip())[1].lower()


def _returned_id(parts: Iterable[Message]) -> str:
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            return str(part.get_payload(0).get("Message-ID", ""))
        if kind == "text/rfc822-headers":
            text = part.get_payload(decode=True).decode("utf-8", "replace")
            return str(
                HeaderParser(policy=policy.compat32).parsestr(text)["Message-ID"]
            )
    return ""


# --- Noting -------------------------------------------------------------------------


def note(message: Message, *, now: datetime) -> Found:
    """Write down what a message reports; returns what it is. Anything may come in."""
    read = read_report(message)
    if read is None:
        return Found.AUTO_REPLY if is_auto_reply(message) else Found.OTHER
    returned_id, reports = read
    mail = mail_named(returned_id)
    if mail is None or mail.sent_at is None:
        return Found.UNKNOWN
    ours = {address.lower() for address in mail.to}
    matching = [one for one in reports if one.addresses & ours]
    if not matching:
        return Found.UNKNOWN
    return max((_note(mail, one, now=now) for one in matching), key=_WEIGHT.index)


_WEIGHT = (Found.INFORMED, Found.DELAYED, Found.FAILED)


@transaction.atomic
def _note(mail: OutgoingMail, report: Report, *, now: datetime) -> Found:
    this = OutgoingMail.objects.filter(pk=mail.pk)
    found = _came_to(report)
    if found == Found.DELAYED:
        this.update(delays=F("delays") + 1)
    if found != Found.FAILED:
        return found
    this.update(bounced_at=now, bounce_code=report.code)
    if not report.code.startswith(POLICY):
        for address in mail.to:
            if address.lower() in report.addresses:
                UndeliverableAddress.objects.update_or_create(
                    address_hash=_hashes(address)[0],
                    defaults={"since": now, "code": report.code},
                )
    return found


# --- Asking -------------------------------------------------------------------------


def undeliverable_among(addresses: Iterable[str | None]) -> set[str]:
    """Those of some addresses that mail is known not to reach; one query."""
    dead = set(UndeliverableAddress.objects.values_list("address_hash", flat=True))
    if not dead:
        return set()
    return {one for one in addresses if one and dead.intersection(_hashes(one))}


def forget_address(address: str) -> bool:
    """An address was proved to work; whether it was not known to."""
    known = UndeliverableAddress.objects.filter(address_hash__in=_hashes(address))
    return bool(known.delete()[0])


def forget_old(now: datetime) -> int:
    """Try addresses again after a year, or after two weeks what may have passed;
    returns how many."""
    old = Q(since__lt=now - REMEMBERED)
    passed = MAY_PASS & Q(since__lt=now - REMEMBERED_WHERE_IT_MAY_PASS)
    return UndeliverableAddress.objects.filter(old | passed).delete()[0]


def exported(user) -> list[dict]:
    """What is known of a person's own address."""
    known = UndeliverableAddress.objects.filter(
        address_hash__in=_hashes(user.email or "")
    )
    return list(known.values("since", "code"))


def _hashes(address: str) -> list[str]:
    """Under today's secret first, then under older ones."""
    return [
        salted_hmac(
            "lms.bounces", address.lower(), secret=secret, algorithm="sha256"
        ).hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


# --- Where they come from -----------------------------------------------------------


def read_file(path: Path, *, now: datetime) -> Found:
    """Note the message in a file. Raises OSError where there is none."""
    with path.open("rb") as file:
        return read_stream(file, now=now, name=str(path))


def read_stream(stream, *, now: datetime, name: str = "-") -> Found:
    """Note the message that comes in as bytes, such as on the standard input; one that
    cannot be read is logged by a name."""
    raw = stream.read(MOST_BYTES)
    try:
        return note(message_from_bytes(raw), now=now)
    except (OperationalError, InterfaceError):
        # That the database is away says nothing of the message: it is read again.
        raise
    except Exception:
        logger.exception("A message cannot be read: %s", name)
        return Found.UNREADABLE


def read_maildir(folder: Path, *, now: datetime) -> Iterator[Found]:
    """Note what is new in a Maildir. Nothing is deleted: what was read is moved to
    `cur`, reports and answers of programs as seen, and what a person may have written
    or has to look at as not seen. One that is broken off is read again at most once; a
    file that cannot be opened or moved is logged and stays."""
    files = sorted(one for one in (folder / "new").iterdir() if _is_message(one))
    (folder / "cur").mkdir(exist_ok=True)
    for file in files:
        try:
            found = read_file(file, now=now)
            seen = "" if found in (Found.OTHER, Found.UNREADABLE) else "S"
            file.rename(folder / "cur" / f"{file.name}:2,{seen}")
        except OSError:
            logger.exception("A message cannot be put aside: %s", file)
        else:
            yield found


def _is_message(path: Path) -> bool:
    """Whether a mail server put it there: neither a folder nor a way to elsewhere."""
    hidden = path.name.startswith(".")
    return not hidden and path.is_file() and not path.is_symlink()


def read_new(now: datetime) -> int:
    """Read the Maildir of the settings, where there is one, and not too much at once;
    returns how many messages. For the tick."""
    folder = settings.RELAY_BOUNCES_MAILDIR
    if not folder:
        return 0
    found = islice(read_maildir(Path(folder), now=now), MOST_AT_ONCE)
    return sum(1 for _found in found)

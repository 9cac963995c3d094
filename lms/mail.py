"""Mail: rendered when it is decided on, sent by a background task.

A template is a trio: `<name>.subject.txt`, `<name>.txt` and `<name>.html`. The
HTML extends `lms/mail/base.html` and the text `lms/mail/base.txt`, both with the
blocks `body` and `reason` (why somebody gets this). Besides the given context all
three know `site_name`, `base_url` (no slash at the end) and `language`; the `.txt`
files are rendered without HTML escaping.

Delivery is at least once: a worker that dies between the mail server's "250 OK"
and our note of it sends the message again, under the same Message-ID.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from lms.background.tasks import send_mail
from lms.models import OutgoingMail

REMEMBERED = timedelta(days=30)
NO_NAME = "\N{HORIZONTAL ELLIPSIS}"
MESSAGE_ID = re.compile(
    r"(?P<name>mail-(?P<pk>\d{1,18})-\d{14})-(?P<signature>[0-9a-f]{20})@"
)


# Bodies and attachments, emptied.
EMPTY = {"text": "", "html": "", "attachments": []}


@dataclass(frozen=True)
class Attachment:
    """A file in a mail. An invitation to a calendar says its method in its media type:
    "text/calendar; method=REQUEST"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One message to be. Everyone in `to` sees the others: one person, one Mail.

    `template` is the name the three files share, such as "organisations/mail/invitation".
    `language` is a code of `settings.LANGUAGES`. With an `idempotency_key` the
    message exists once however often it is asked for.
    """

    template: str
    to: Sequence[str]
    language: str
    context: Mapping[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    attachments: Sequence[Attachment] = ()


@transaction.atomic
def send_after_commit(mail: Mail, *, now: datetime | None = None) -> OutgoingMail:
    """Write the message and its sending task into the current transaction.

    If the transaction rolls back, nothing is sent. If the key was used before,
    return that message and change nothing. `now` defaults to the clock.
    Raises ValueError when nobody is addressed.
    """
    if not mail.to:
        raise ValueError("a mail needs somebody to go to")
    written, created = _write(mail, now or timezone.now())
    if created:
        send_mail.enqueue(written.pk)
    return written


@dataclass(frozen=True)
class Sample:
    """A mail as one of those who get it would read it."""

    language: str
    subject: str
    text: str


def sample_of(mail: Mail) -> Sample:
    """What would be sent; nothing is written. Where somebody else reads it, NO_NAME
    stands for whose it is."""
    rendered = _rendered(mail, timezone.now())
    return Sample(mail.language, rendered["subject"], rendered["text"])


def deliver(mail_id: int, *, now: datetime) -> bool:
    """Hand one message to the mail server; True if this call did it.

    False if it is gone, sent or forgotten already. Whatever the mail server
    raises is noted on the message and raised again, so that the task is retried.
    """
    mail = OutgoingMail.objects.filter(
        pk=mail_id, sent_at=None, forgotten_at=None
    ).first()
    if mail is None:
        return False
    this = OutgoingMail.objects.filter(pk=mail.pk)
    this.update(attempts=models.F("attempts") + 1)
    try:
        _message(mail).send()
    except Exception as error:
        this.update(last_error=f"{type(error).__name__}: {error}"[:2000])
        raise
    # What is sent is not read again here, and the links and codes in it are keys.
    this.update(sent_at=now, last_error="", **EMPTY)
    return True


def withhold(keys: Collection[str], *, now: datetime) -> int:
    """Let what was written under these keys and has not gone out yet never go out;
    returns how many. What a server has taken cannot be called back."""
    return OutgoingMail.objects.filter(
        idempotency_key__in=keys, sent_at=None, forgotten_at=None
    ).update(to=[], subject="", last_error="", forgotten_at=now, **EMPTY)


def forget_sent_mail(now: datetime) -> int:
    """Empty address, subject and bodies of mail older than 30 days; return how many.

    Unsent mail as well: after a month it would confuse more than help, so it is
    not sent any more.
    """
    return OutgoingMail.objects.filter(
        created_at__lt=now - REMEMBERED, forgotten_at=None
    ).update(to=[], subject="", last_error="", forgotten_at=now, **EMPTY)


def _write(mail: Mail, now: datetime) -> tuple[OutgoingMail, bool]:
    if mail.idempotency_key is None:
        return OutgoingMail.objects.create(**_rendered(mail, now)), True
    known = OutgoingMail.objects.filter(idempotency_key=mail.idempotency_key).first()
    if known is not None:
        return known, False
    # Rendered only now: a sweep asks for the same mail many times over.
    return OutgoingMail.objects.get_or_create(
        idempotency_key=mail.idempotency_key, defaults=_rendered(mail, now)
    )


def _rendered(mail: Mail, now: datetime) -> dict[str, Any]:
    with translation.override(mail.language):
        context = {
            "site_name": settings.WAGTAIL_SITE_NAME,
            "base_url": settings.RELAY_BASE_URL,
            "language": mail.language,
            **mail.context,
        }
        subject = _plain(f"{mail.template}.subject.txt", context)
        return {
            "to": list(mail.to),
            # One line: a newline in a subject is a header injection.
            "subject": " ".join(subject.split())[:255],
            "text": _plain(f"{mail.template}.txt", context).strip() + "\n",
            "html": render_to_string(f"{mail.template}.html", context),
            "attachments": [_kept(one) for one in mail.attachments],
            "language": mail.language,
            "template": mail.template,
            "created_at": now,
        }


def _kept(attachment: Attachment) -> dict[str, str]:
    return {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "content": b64encode(attachment.content).decode("ascii"),
    }


def _plain(template: str, context: Mapping[str, Any]) -> str:
    # Django escapes by default whatever the file's ending: O&#x27;Brien in a text mail.
    return get_template(template).template.render(Context(context, autoescape=False))


def message_id(mail: OutgoingMail) -> str:
    """The Message-ID of a mail, the same at every attempt. It is signed: only who saw
    the mail can report of it (lms.bounces)."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    name = f"mail-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}"
    return f"<{name}-{_signature(name, settings.SECRET_KEY)}@{domain}>"


def mail_named(found: str) -> OutgoingMail | None:
    """The mail of a Message-ID that we gave; None for any other text."""
    match = MESSAGE_ID.search(found)
    if match is None:
        return None
    signed = (
        _signature(match["name"], secret)
        # Mail that was sent before the secret changed is reported of after it.
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
    if not any(constant_time_compare(match["signature"], one) for one in signed):
        return None
    return OutgoingMail.objects.filter(pk=int(match["pk"])).first()


def _signature(name: str, secret: str) -> str:
    digest = salted_hmac(
        "lms.mail.message_id", name, secret=secret, algorithm="sha256"
    ).hexdigest()
    return digest[:20]


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=mail.to,
        headers={
            # The same at every attempt, so that a second copy can be recognised.
            "Message-ID": message_id(mail),
            "Date": format_datetime(mail.created_at),
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    _attach(message, mail.attachments)
    return message


def _attach(message: EmailMultiAlternatives, kept: Sequence[Mapping[str, str]]) -> None:
    for one in kept:
        content, media_type = b64decode(one["content"]), one["media_type"]
        if len(kept) == 1 and media_type.startswith("text/calendar;"):
            # Some mail programs offer to add it to a calendar only where it is another
            # form of the message, and others only show it among the files.
            message.attach_alternative(content.decode(), media_type)
        message.attach(one["name"], content, media_type)

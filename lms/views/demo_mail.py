"""The demonstration's mailbox: mail that was written to files instead of sent."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 100
# Django's file backend: a time stamp, the id of its object, ".log".
FILE_NAME = re.compile(r"\d{8}-\d{6}-\d+\.log")
SEPARATOR = re.compile(rb"^-{79}\n", re.MULTILINE)


@dataclass(frozen=True)
class DemoMessage:
    """One message as a person reads it. `sent` is None when it bears no date.

    `name` is the file's name and the message's number in it, "<file>.log-0".
    """

    name: str
    subject: str
    to: str
    sender: str
    sent: datetime | None
    text: str


def demo_only(view):
    """Outside the demonstration there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.RELAY_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@demo_only
@never_cache
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The latest messages, newest first."""
    return render(request, "lms/demo_mail.html", {"mails": _latest()})


@demo_only
@never_cache
@require_safe
def demo_mail_message(request: HttpRequest, name: str) -> HttpResponse:
    """One message; 404 for a name that is none of ours."""
    file_name, _dash, number = name.rpartition("-")
    # The name decides what is opened, so it must look like one the backend gives.
    if not FILE_NAME.fullmatch(file_name) or not number.isdecimal():
        raise Http404
    mails = _messages(_folder() / file_name)
    if int(number) >= len(mails):
        raise Http404
    return render(request, "lms/demo_mail_message.html", {"mail": mails[int(number)]})


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _latest() -> list[DemoMessage]:
    folder = _folder()
    if not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if FILE_NAME.fullmatch(path.name)]
    files.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    mails: list[DemoMessage] = []
    for path in files:
        mails.extend(reversed(_messages(path)))
        if len(mails) >= SHOWN:
            break
    return mails[:SHOWN]


def _messages(path: Path) -> list[DemoMessage]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    parts = [part for part in SEPARATOR.split(content) if part.strip()]
    return [
        _parsed(
            message_from_bytes(part, policy=policy.default), f"{path.name}-{number}"
        )
        for number, part in enumerate(parts)
    ]


def _parsed(message: EmailMessage, name: str) -> DemoMessage:
    body = message.get_body(preferencelist=("plain", "html"))
    date = message["Date"]
    return DemoMessage(
        name=name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        sent=date.datetime if date is not None else None,
        text=body.get_content() if body is not None else "",
    )

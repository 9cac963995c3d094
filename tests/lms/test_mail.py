import socket
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from lms import mail
from lms.mail import Attachment, Mail, send_after_commit
from lms.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("templates")]


def hello(**changes):
    return Mail(
        **{
            "template": "kernel/hello",
            "to": ["bob@example.org"],
            "language": "nl",
            "context": {"name": "Bob O'Brien & co"},
            **changes,
        }
    )


@pytest.mark.usefixtures("queued")
def test_send_after_commit_writes_the_message_and_one_task_with_its_id(now):
    written = send_after_commit(hello(), now=now)
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [written.pk], "kwargs": {}}
    assert (written.to, written.created_at, written.sent_at) == (
        ["bob@example.org"],
        now,
        None,
    )
    assert django_mail.outbox == []


@pytest.mark.usefixtures("queued")
def test_a_rollback_takes_the_message_and_its_task_back(now):
    with transaction.atomic():
        send_after_commit(hello(), now=now)
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_message_is_rendered_in_its_language_with_text_unescaped(now, settings):
    written = send_after_commit(hello(), now=now)
    assert written.subject == "Hello Bob O'Brien & co"
    assert written.text.startswith(
        f"Dear Bob O'Brien & co, nl: {settings.RELAY_BASE_URL}/join/"
    )
    assert "<p>Dear Bob O&#x27;Brien &amp; co</p>" in written.html
    assert '<html lang="nl">' in written.html


def test_a_sample_says_what_would_be_sent_and_writes_nothing(now):
    sample = mail.sample_of(hello())
    assert not OutgoingMail.objects.exists()
    sent = send_after_commit(hello(), now=now)
    assert (sample.language, sample.subject) == (sent.language, sent.subject)
    assert sample.text.startswith("Dear Bob O'Brien & co")


@pytest.mark.usefixtures("queued")
def test_the_same_idempotency_key_sends_once(now):
    first = send_after_commit(hello(idempotency_key="due:7"), now=now)
    second = send_after_commit(hello(idempotency_key="due:7"), now=now)
    assert first.pk == second.pk
    assert DBTaskResult.objects.count() == 1


def test_a_mail_to_nobody_is_refused(now):
    with pytest.raises(ValueError, match="somebody"):
        send_after_commit(hello(to=[]), now=now)


@pytest.mark.usefixtures("queued")
def test_deliver_sends_once_and_marks_the_message(now):
    written = send_after_commit(hello(), now=now)
    assert mail.deliver(written.pk, now=now) is True
    assert mail.deliver(written.pk, now=now) is False
    written.refresh_from_db()
    assert (written.sent_at, written.attempts) == (now, 1)
    assert [message.to for message in django_mail.outbox] == [["bob@example.org"]]


@pytest.mark.usefixtures("queued")
def test_a_refusing_mail_server_is_noted_and_raised(now, settings):
    written = send_after_commit(hello(), now=now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with pytest.raises(ConnectionRefusedError):
        mail.deliver(written.pk, now=now)
    written.refresh_from_db()
    assert (written.sent_at, written.attempts) == (None, 1)
    assert written.last_error.startswith("ConnectionRefusedError")


@pytest.mark.usefixtures("queued")
def test_a_smtp_server_receives_text_html_and_a_stable_message_id(now, settings):
    written = send_after_commit(hello(), now=now)
    [(recipients, message)] = delivered(written, now, settings)
    assert recipients == ["bob@example.org"]
    assert message["Subject"] == "Hello Bob O'Brien & co"
    assert message["Message-ID"].startswith(f"<mail-{written.pk}-20260302090000-")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "nl"
    assert "Dear Bob O'Brien & co" in message.get_body(["plain"]).get_content()
    assert "<p>Dear Bob" in message.get_body(["html"]).get_content()


def test_a_sent_message_keeps_no_link_that_is_a_key(now):
    written = send_after_commit(hello(), now=now)
    written.refresh_from_db()
    assert written.sent_at is not None
    assert (written.text, written.html) == ("", "")
    assert written.subject == "Hello Bob O'Brien & co"


@pytest.mark.usefixtures("queued")
def test_mail_is_forgotten_after_thirty_days_and_its_key_still_counts(now):
    old = send_after_commit(hello(idempotency_key="k"), now=now - timedelta(days=31))
    young = send_after_commit(hello(), now=now - timedelta(days=29))
    assert mail.forget_sent_mail(now) == 1
    assert mail.forget_sent_mail(now) == 0
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.to, old.subject, old.text, old.html) == ([], "", "", "")
    assert young.text
    assert send_after_commit(hello(idempotency_key="k"), now=now).pk == old.pk
    assert mail.deliver(old.pk, now=now) is False


INVITATION = "BEGIN:VCALENDAR\r\nSUMMARY:Профилактика\r\nEND:VCALENDAR\r\n".encode()
ASKED = Attachment("session.ics", "text/calendar; method=REQUEST", INVITATION)
PICTURE = Attachment("mark.png", "image/png", b"\x89PNG\x00\xff")


def delivered(written, now, settings):
    """(recipients, message) as a mail server takes them."""
    received = []

    class Handler:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            message = message_from_bytes(envelope.content, policy=policy.default)
            received.append((envelope.rcpt_tos, message))
            return "250 OK"

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    server = Controller(Handler(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    try:
        mail.deliver(written.pk, now=now)
    finally:
        server.stop()
    return received


@pytest.mark.usefixtures("queued")
def test_an_invitation_is_another_form_of_the_message_and_a_file(now, settings):
    written = send_after_commit(hello(attachments=[ASKED]), now=now)
    [(_recipients, message)] = delivered(written, now, settings)
    [alternatives, file] = message.iter_parts()
    assert [one.get_content_type() for one in alternatives.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    *_others, asked = alternatives.iter_parts()
    for part in (asked, file):
        assert part.get_content_type() == "text/calendar"
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert part["Content-Type"].params["charset"] == "utf-8"
        assert part.get_content().encode().splitlines() == INVITATION.splitlines()
    assert asked.get_filename() is None
    assert file.get_filename() == "session.ics"


@pytest.mark.usefixtures("queued")
def test_several_files_are_attached_as_they_are(now, settings):
    written = send_after_commit(hello(attachments=[ASKED, PICTURE]), now=now)
    [(_recipients, message)] = delivered(written, now, settings)
    [alternatives, first, second] = message.iter_parts()
    assert len(list(alternatives.iter_parts())) == 2
    assert first["Content-Type"].params["method"] == "REQUEST"
    assert (second.get_filename(), second.get_content()) == (
        "mark.png",
        PICTURE.content,
    )


@pytest.mark.usefixtures("queued")
def test_attachments_are_kept_until_the_mail_is_sent_withheld_or_forgotten(now):
    def written(key, at=now):
        asked = hello(idempotency_key=key, attachments=[ASKED])
        return send_after_commit(asked, now=at)

    sent, withheld = written("sent"), written("withheld")
    forgotten = written("forgotten", now - timedelta(days=31))
    assert len(sent.attachments) == 1
    mail.deliver(sent.pk, now=now)
    mail.withhold(["withheld"], now=now)
    mail.forget_sent_mail(now)
    for one in (sent, withheld, forgotten):
        one.refresh_from_db()
        assert (one.text, one.html, one.attachments) == ("", "", [])


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

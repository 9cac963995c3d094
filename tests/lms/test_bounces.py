import io
import os
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from lms import bounces, mail
from lms.bounces import Found
from lms.mail import Mail, message_id, send_after_commit
from lms.models import OutgoingMail, UndeliverableAddress

SAMPLES = Path(__file__).parent / "bounces"
ADDRESS = "Bob.Name@town.example"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("templates")]


@pytest.fixture
def sent(now) -> OutgoingMail:
    """A mail that left."""
    made = send_after_commit(
        Mail("kernel/hello", [ADDRESS], "en", {"name": "Bob"}), now=now
    )
    mail.deliver(made.pk, now=now)
    made.refresh_from_db()
    return made


def report(name: str, of: OutgoingMail, *, address: str = ADDRESS, text=None) -> bytes:
    raw = (SAMPLES / f"{name}.eml").read_text()
    found = message_id(of) if text is None else text
    return raw.replace("@ADDRESS@", address).replace("@MESSAGE_ID@", found).encode()


def note(name: str, of: OutgoingMail, now, **changes) -> Found:
    return bounces.read_stream(io.BytesIO(report(name, of, **changes)), now=now)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("postfix_unknown_user", "5.1.1"),
        ("exim_unrouteable", "5.0.0"),
        ("exchange_mailbox_full", "5.2.2"),
        ("gmail_no_such_user", "5.1.1"),
    ],
)
def test_a_permanent_failure_marks_the_mail_and_its_address(sent, now, name, code):
    assert note(name, sent, now) == Found.FAILED

    sent.refresh_from_db()
    assert (sent.bounced_at, sent.bounce_code, sent.delays) == (now, code, 0)
    assert bounces.undeliverable_among(
        [ADDRESS, ADDRESS.lower(), "al@ice.example"]
    ) == {
        ADDRESS,
        ADDRESS.lower(),
    }
    row = UndeliverableAddress.objects.get()
    assert (row.since, row.code) == (now, code)
    assert "town" not in row.address_hash
    # Twice is once.
    assert note(name, sent, now) == Found.FAILED
    assert UndeliverableAddress.objects.count() == 1


def test_a_delay_is_counted_and_nothing_more(sent, now):
    assert note("postfix_delayed", sent, now) == Found.DELAYED
    assert note("postfix_delayed", sent, now) == Found.DELAYED

    sent.refresh_from_db()
    assert (sent.delays, sent.bounced_at) == (2, None)
    assert not UndeliverableAddress.objects.exists()


def test_a_refusal_on_grounds_of_policy_says_nothing_against_the_address(sent, now):
    assert note("exchange_blocked", sent, now) == Found.FAILED

    sent.refresh_from_db()
    assert sent.bounce_code == "5.7.606"
    assert not UndeliverableAddress.objects.exists()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("postfix_delivered", Found.INFORMED),
        ("out_of_office", Found.AUTO_REPLY),
        ("ticket", Found.AUTO_REPLY),
        ("person", Found.OTHER),
    ],
)
def test_what_reports_no_failure_changes_nothing(sent, now, name, found):
    assert note(name, sent, now) == found

    sent.refresh_from_db()
    assert (sent.delays, sent.bounced_at) == (0, None)
    assert not UndeliverableAddress.objects.exists()


def changed(text: str) -> str:
    """The same Message-ID, with another signature."""
    name, sign, domain = text.rpartition("@")
    return f"{name[:-1]}{'0' if name[-1] != '0' else '1'}{sign}{domain}"


def test_a_report_counts_only_from_who_saw_the_mail(sent, now):
    """Whoever makes one up cannot sign the Message-ID, and names another address in
    vain."""
    another = f"<mail-{sent.pk}-20260302090000@localhost>"
    for text in (changed(message_id(sent)), another, "<x@y>", ""):
        assert note("postfix_unknown_user", sent, now, text=text) == Found.UNKNOWN
    assert (
        note("gmail_no_such_user", sent, now, address="al@ice.example") == Found.UNKNOWN
    )
    assert not UndeliverableAddress.objects.exists()
    sent.refresh_from_db()
    assert sent.bounced_at is None


def test_nothing_comes_back_of_a_mail_that_has_not_left_or_is_forgotten(sent, now):
    mail.forget_sent_mail(now + timedelta(days=31))
    assert note("postfix_unknown_user", sent, now) == Found.UNKNOWN

    OutgoingMail.objects.update(sent_at=None, to=[ADDRESS])
    assert note("postfix_unknown_user", sent, now) == Found.UNKNOWN


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/report; boundary=x\n\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n"
        b"Content-Type: message/delivery-status\n\n\n--x--\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        b"Final-Recipient: rfc822; \nAction: failed\nStatus:\n\n--x--\n",
    ],
)
def test_whatever_comes_in_is_borne(now, raw):
    assert bounces.read_stream(io.BytesIO(raw), now=now) in (Found.OTHER, Found.UNKNOWN)


@pytest.mark.parametrize(
    "header",
    [b"Auto-Submitted", b"Precedence", b"X-Autoreply", b"Content-Type", b"Subject"],
)
def test_letters_that_are_no_ascii_in_a_header_are_borne(now, header):
    raw = header + b": auto\xe9\xff; x=\xe9\n\nHello\n"
    assert bounces.read_stream(io.BytesIO(raw), now=now) in (
        Found.OTHER,
        Found.AUTO_REPLY,
    )


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("Final-Recipient", Found.FAILED),
        ("Original-Recipient", Found.FAILED),
        ("Diagnostic-Code", Found.FAILED),
        ("Action", Found.FAILED),
        # Without a code it says nothing.
        ("Status", Found.UNKNOWN),
    ],
)
def test_letters_that_are_no_ascii_in_a_report_are_borne(sent, now, field, found):
    lines = []
    raw = report("postfix_unknown_user", sent)
    assert f"\n{field}:".encode() in raw
    for line in raw.split(b"\n"):
        odd = line.startswith(f"{field}:".encode())
        lines.append(line.replace(b": ", b": \xe9\x00\xff ;", 1) if odd else line)
    raw = b"\n".join(lines)
    assert bounces.read_stream(io.BytesIO(raw), now=now) == found


def test_a_failure_after_days_of_trying_is_one(sent, now):
    """Mail servers give up with the code of what kept them from it."""
    raw = report("postfix_unknown_user", sent).replace(b"5.1.1", b"4.4.1")
    assert bounces.read_stream(io.BytesIO(raw), now=now) == Found.FAILED

    sent.refresh_from_db()
    assert (sent.bounced_at, sent.bounce_code, sent.delays) == (now, "4.4.1", 0)
    assert bounces.undeliverable_among([ADDRESS]) == {ADDRESS}


def test_where_the_server_goes_on_trying_nothing_is_lost_yet(sent, now):
    raw = report("postfix_delayed", sent).replace(b"4.4.1", b"5.4.1")
    assert bounces.read_stream(io.BytesIO(raw), now=now) == Found.DELAYED
    assert not UndeliverableAddress.objects.exists()


@pytest.mark.parametrize(
    ("code", "days"), [("5.2.2", 14), ("4.4.7", 14), ("5.1.1", 365)]
)
def test_what_may_pass_is_forgotten_sooner(sent, now, code, days):
    raw = report("postfix_unknown_user", sent).replace(b"5.1.1", code.encode())
    bounces.read_stream(io.BytesIO(raw), now=now)
    assert bounces.forget_old(now + timedelta(days=days)) == 0
    assert bounces.forget_old(now + timedelta(days=days, seconds=1)) == 1


def test_an_address_that_was_proved_or_waited_a_year_is_tried_again(sent, now):
    note("postfix_unknown_user", sent, now)
    assert bounces.forget_old(now + timedelta(days=365)) == 0
    assert bounces.forget_address(ADDRESS.upper())
    assert not bounces.forget_address(ADDRESS)

    note("postfix_unknown_user", sent, now)
    assert bounces.forget_old(now + timedelta(days=366)) == 1


def test_a_new_secret_keeps_what_is_known(sent, now, settings):
    note("postfix_unknown_user", sent, now)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert bounces.undeliverable_among([ADDRESS, None]) == {ADDRESS}


def test_reports_of_mail_sent_under_an_older_secret_count(sent, now, settings):
    raw = report("postfix_unknown_user", sent)
    older, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert bounces.read_stream(io.BytesIO(raw), now=now) == Found.UNKNOWN
    settings.SECRET_KEY_FALLBACKS = [older]
    assert bounces.read_stream(io.BytesIO(raw), now=now) == Found.FAILED


def test_a_person_reads_what_is_known_of_their_address(sent, now):
    note("postfix_unknown_user", sent, now)

    def known(email):
        return bounces.exported(SimpleNamespace(email=email))

    assert known(ADDRESS) == [{"since": now, "code": "5.1.1"}]
    assert known("al@ice.example") == known(None) == []


# --- Where they come from -----------------------------------------------------------


@pytest.fixture
def maildir(tmp_path, sent) -> Path:
    for name in ("tmp", "new", "cur"):
        (tmp_path / name).mkdir()
    for number, name in enumerate(("gmail_no_such_user", "out_of_office", "person")):
        (tmp_path / "new" / f"{number}.host").write_bytes(report(name, sent))
    return tmp_path


def test_a_maildir_is_read_once_and_letters_stay_unread(maildir, now, settings):
    settings.RELAY_BOUNCES_MAILDIR = str(maildir)

    assert bounces.read_new(now) == 3
    assert bounces.read_new(now) == 0
    assert sorted(one.name for one in (maildir / "cur").iterdir()) == [
        "0.host:2,S",
        "1.host:2,S",
        "2.host:2,",
    ]
    assert UndeliverableAddress.objects.count() == 1


def test_one_that_cannot_be_read_stops_no_other(
    maildir, now, settings, monkeypatch, caplog
):
    """It is laid aside where a person finds it."""
    settings.RELAY_BOUNCES_MAILDIR = str(maildir)
    (maildir / "new" / "00.host").write_bytes(b"Subject: odd\n\n")
    real = bounces.read_report

    def breaks(message):
        if message["Subject"] == "odd":
            raise ValueError("odd")
        return real(message)

    monkeypatch.setattr(bounces, "read_report", breaks)

    assert bounces.read_new(now) == 4
    assert (maildir / "cur" / "00.host:2,").exists()
    assert "00.host" in caplog.text
    assert UndeliverableAddress.objects.count() == 1


def test_while_the_database_is_away_nothing_counts_as_read(
    maildir, now, settings, monkeypatch
):
    settings.RELAY_BOUNCES_MAILDIR = str(maildir)

    def away(*_args, **_named):
        raise OperationalError("gone")

    monkeypatch.setattr(bounces, "note", away)
    with pytest.raises(OperationalError):
        bounces.read_new(now)
    assert len(list((maildir / "new").iterdir())) == 3


def test_only_plain_files_are_messages(maildir, now, settings):
    settings.RELAY_BOUNCES_MAILDIR = str(maildir)
    (maildir / "new" / "folder").mkdir()
    (maildir / "new" / "link").symlink_to(maildir / "new" / "0.host")
    (maildir / "new" / ".hidden").write_bytes(b"")
    os.mkfifo(maildir / "new" / "pipe")

    assert bounces.read_new(now) == 3
    left = sorted(one.name for one in (maildir / "new").iterdir())
    assert left == [".hidden", "folder", "link", "pipe"]


def test_a_folder_for_what_was_read_is_made(maildir, now, settings):
    settings.RELAY_BOUNCES_MAILDIR = str(maildir)
    (maildir / "cur").rmdir()
    assert bounces.read_new(now) == 3
    assert len(list((maildir / "cur").iterdir())) == 3


def test_a_tick_reads_some_and_the_next_one_the_others(
    maildir, now, settings, monkeypatch
):
    settings.RELAY_BOUNCES_MAILDIR = str(maildir)
    monkeypatch.setattr(bounces, "MOST_AT_ONCE", 2)
    assert bounces.read_new(now) == 2
    assert bounces.read_new(now) == 1


def test_one_that_cannot_be_moved_is_tried_again_later(maildir, now, caplog):
    """Such as where somebody else tidies up the folder."""
    (maildir / "cur" / "0.host:2,S").mkdir()
    assert len(list(bounces.read_maildir(maildir, now=now))) == 2
    assert [one.name for one in (maildir / "new").iterdir()] == ["0.host"]
    assert "0.host" in caplog.text


def test_without_a_maildir_nothing_is_read(now, settings):
    settings.RELAY_BOUNCES_MAILDIR = ""
    assert bounces.read_new(now) == 0


def test_the_command_reads_a_maildir(maildir, capsys):
    call_command("read_bounces", "--maildir", str(maildir))
    assert capsys.readouterr().out.splitlines() == [
        "failed: 1",
        "delayed: 0",
        "informed: 0",
        "unknown: 0",
        "auto reply: 1",
        "other: 1",
        "unreadable: 0",
    ]


def test_the_command_reads_files_and_the_standard_input(
    tmp_path, sent, capsys, monkeypatch
):
    file = tmp_path / "one.eml"
    file.write_bytes(report("postfix_delayed", sent))
    given = SimpleNamespace(buffer=io.BytesIO(report("exim_unrouteable", sent)))
    monkeypatch.setattr("sys.stdin", given)

    call_command("read_bounces", str(file), "-")

    assert capsys.readouterr().out.splitlines()[:2] == ["failed: 1", "delayed: 1"]


@pytest.mark.parametrize(
    "arguments", [[], ["/nowhere/one.eml"], ["--maildir", "/nowhere"]]
)
def test_the_command_says_what_it_lacks(arguments, settings):
    settings.RELAY_BOUNCES_MAILDIR = ""
    with pytest.raises(CommandError):
        call_command("read_bounces", *arguments)

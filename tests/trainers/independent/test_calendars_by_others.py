"""Calendar files read by programs that we did not write: ical.js, which goes by the time
zones in the files, and khal, a calendar.

`.ci/run` installs them into var/ from the lock files here.
"""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import pytest
from django.conf import settings as configured

from tests.factories.told_sessions import (
    SALT_AND_PEPPER,
    at_ten,
    make_block,
    make_blocks_around_changes,
    make_session,
)
from trainers.domain.sessions.calendar import Attendee, calendar_of, withdraw_block
from trainers.enums import SessionState

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
ICAL = configured.VAR_DIR / "independent-calendars"
KHAL = configured.VAR_DIR / "independent-khal"
BOB = Attendee("Bob", "bob@beekstad.example")
CONFIG = """
[calendars]
[[sessions]]
path = {path}/events
[sqlite]
path = {path}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@pytest.fixture
def ical_js(tmp_path):
    """What ical.js reads in files."""
    node = which("node")
    if node is None:
        pytest.skip("node is not installed")
    lock = HERE / "package-lock.json"
    _is_there(ICAL, lock)

    def read(*files: bytes):
        path = tmp_path / "files.json"
        path.write_text(json.dumps([one.decode() for one in files]), encoding="utf-8")
        with (HERE / "read.mjs").open("rb") as script:
            # Read from standard input, it looks for packages where it is run.
            done = subprocess.run(
                [node, "--input-type=module", "-", str(path)],
                stdin=script,
                capture_output=True,
                cwd=ICAL,
                check=False,
                timeout=120,
            )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return read


@pytest.fixture
def khal(tmp_path):
    """A calendar of khal's, empty, that tells times in UTC."""
    _is_there(KHAL, HERE / "khal.txt")
    config = tmp_path / "khal.conf"
    config.write_text(CONFIG.format(path=tmp_path), encoding="utf-8")
    (tmp_path / "events").mkdir()

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [KHAL / "bin" / "khal", "-c", config, *arguments],
            capture_output=True,
            env={"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def take(file: bytes) -> None:
        path = tmp_path / "session.ics"
        path.write_bytes(file)
        run("import", "--batch", "-a", "sessions", str(path))

    def shown(begin="2026-01-01", end="2056-01-01") -> list[str]:
        form = "{start-long-full}|{cancelled}{title}|{location}"
        text = run("list", "--day-format", "", "--format", form, begin, end)
        return [line for line in text.splitlines() if "|" in line]

    return take, shown


def _is_there(programs: Path, lock: Path) -> None:
    installed = programs / "installed-lock"
    if not installed.is_file() or installed.read_bytes() != lock.read_bytes():
        pytest.skip(f"{programs} does not hold what .ci/run installs there")


@pytest.fixture
def session(world, now):
    return make_session(world, now=now)


@pytest.fixture
def around_changes(session):
    session.blocks.all().delete()
    return make_blocks_around_changes(session)


def test_ical_js_reads_what_is_told(ical_js, session):
    session.title = SALT_AND_PEPPER * 3
    session.place = "Зал Б, 2; \\n"
    session.about = f"One\nTwo; {SALT_AND_PEPPER * 9}"
    session.organiser.name = "Café Ж, 🙂; O’Brien"
    file = calendar_of(session, method="REQUEST", attendee=BOB, language="en")
    [calendar] = ical_js(file)
    [event] = calendar["events"]
    block = session.blocks.get()
    assert calendar["method"] == "REQUEST"
    assert event["summary"] == session.title
    assert event["location"] == session.place
    assert event["description"].startswith(session.about)
    assert event["organizer"] == session.organiser.name
    assert event["attendees"] == ["mailto:bob@beekstad.example"]
    assert (event["sequence"], event["status"]) == (0, "CONFIRMED")
    assert event["start"] == block.starts_at.timestamp()
    assert event["end"] == block.ends_at.timestamp()


def test_ical_js_knows_each_change_of_clocks_in_thirty_years(
    ical_js, session, around_changes
):
    [calendar] = ical_js(calendar_of(session, language="en"))
    told = [(one["start"], one["end"]) for one in calendar["events"]]
    assert told == [
        (one.starts_at.timestamp(), one.ends_at.timestamp()) for one in around_changes
    ]


def test_khal_knows_each_change_of_clocks_as_long_as_it_knows_any(
    khal, session, around_changes
):
    """Its own table of zones ends in 2037."""
    take, shown = khal
    take(calendar_of(session, language="en"))
    assert sorted(line.split("|")[0] for line in shown(end="2038-01-01")) == [
        f"{one.starts_at:%Y-%m-%d %H:%M}"
        for one in around_changes
        if one.starts_at.year < 2038
    ]


def test_khal_moves_an_event_that_changed(khal, session, now):
    take, shown = khal
    take(calendar_of(session, language="en"))
    [before] = shown()
    block = session.blocks.get()
    block.starts_at = at_ten(datetime(2027, 4, 20, tzinfo=UTC))
    block.ends_at = block.starts_at + timedelta(hours=2)
    block.save()
    session.sequence, session.place = 1, "Bibliotheek, зал 1"
    take(calendar_of(session, language="en"))
    assert (
        shown()
        == ["2027-04-20 08:00|Noticing without judging|Bibliotheek, зал 1"]
        != [before]
    )


def test_khal_shows_what_was_cancelled_or_taken_out_as_such(khal, session, now):
    take, shown = khal
    make_block(session, at_ten(datetime(2027, 4, 21, tzinfo=UTC)), title="Part 2")
    take(calendar_of(session, language="en"))
    assert not any("CANCELLED" in line for line in shown())
    withdraw_block(session.blocks.last(), now=now)
    session.sequence = 1
    take(calendar_of(session, language="en"))
    kept, gone = shown()
    assert "CANCELLED" not in kept
    assert gone.startswith("2027-04-21 08:00|CANCELLED")
    session.sequence, session.state = 2, SessionState.CANCELLED
    take(calendar_of(session, language="en"))
    assert [("CANCELLED" in line) for line in shown()] == [True, True]


def test_ical_js_reads_that_it_is_cancelled(ical_js, session):
    session.sequence = 4
    file = calendar_of(session, method="CANCEL", attendee=BOB, language="en")
    [calendar] = ical_js(file)
    [event] = calendar["events"]
    assert calendar["method"] == "CANCEL"
    assert (event["status"], event["sequence"]) == ("CANCELLED", 4)
    assert b"TZID:Europe/Brussels" in file

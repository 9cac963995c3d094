"""People signed in beside what they have to do: of a body that owns courses (see
quiz_world), of a town and who issues its certificates (town_world), and of those who
train (session_world, attendance_world). In the content admin its own frame is not ours to judge."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT
from tests.browser.person import Person


@cache
def _made(world: str, address: str, data_folder: Path) -> dict:
    """What `python -m tests.browser.<world>` made in the running product; once, also
    where several modules bring the fixture in. RELAY_WORLD names a folder that holds it
    already, to try a test out in less time."""
    if made := os.environ.get("RELAY_WORLD"):
        return json.loads((Path(made) / f"{world}.json").read_text())
    return json.loads(run_there(f"tests.browser.{world}", address, data_folder))


def run_there(module: str, address: str, data_folder: Path, *words: str) -> str:
    """What a module of ours says that is run beside the running product, on its data."""
    # The surroundings that the server has: nothing of the suite's databases.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL")
        and not name.startswith(("PYTEST", "COV_"))
    } | {
        "RELAY_VAR": str(data_folder),
        "RELAY_BASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "lms.settings.demo",
    }
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="session")
def quiz_world(address, data_folder) -> dict:
    """Who works with questions (`people`) and where (`at`), once for all tests."""
    return _made("quiz_world", address, data_folder)


@pytest.fixture(scope="session")
def town_world(address, data_folder) -> dict:
    """A town that asks a course of its people, and who issues its certificates."""
    return _made("town_world", address, data_folder)


@pytest.fixture(scope="session")
def session_world(address, data_folder) -> dict:
    """Two towns, and who is accredited as a trainer."""
    return _made("session_world", address, data_folder)


@pytest.fixture(scope="session")
def attendance_world(address, data_folder) -> dict:
    """A training session that has begun, and who takes attendance."""
    return _made("attendance_world", address, data_folder)


# Wagtail says so how many are ticked.
NOT_OURS = ("h2[role=alert]",)
# What is wider than the window and cannot be moved sideways: the content admin cuts it
# off, so the width of the page does not tell.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter(one => {
  const place = one.getBoundingClientRect();
  if (!place.width || place.right <= innerWidth + 1) return false;
  for (let above = one; above.tagName !== "MAIN"; above = above.parentElement)
    if (/auto|scroll/.test(getComputedStyle(above).overflowX)) return false;
  return !one.closest(".w-sr-only, .visually-hidden");
}).map(one => one.outerHTML.slice(0, 120))"""


def look(person: Person, name: str) -> None:
    """Check a page of the content admin as any other; and that all of it is to be
    seen."""
    person.look(name)
    cut = person.page.evaluate(CUT_OFF)
    assert cut == [], name


def _signed_in(new_person, world: dict, address: str):
    """Makes somebody of a world, signed in."""

    def make(who: str, *, language: str = "en", **more):
        person = new_person(who, language=language, **more)
        person.not_ours = NOT_OURS
        person.page.context.add_cookies(
            [
                {"name": "sessionid", "value": world["people"][who], "url": address},
                {"name": "django_language", "value": language, "url": address},
            ]
        )
        return person

    return make


@pytest.fixture
def staff(new_person, quiz_world, address):
    return _signed_in(new_person, quiz_world, address)


@pytest.fixture
def townspeople(new_person, town_world, address):
    return _signed_in(new_person, town_world, address)


@pytest.fixture
def trainers(new_person, session_world, address):
    return _signed_in(new_person, session_world, address)

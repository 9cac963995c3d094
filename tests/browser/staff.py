"""People of a body that owns courses, signed in beside what they have to do: see
quiz_world. They work in the content admin, whose own frame is not ours to judge."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT
from tests.browser.person import Person


@pytest.fixture(scope="session")
def quiz_world(address, data_folder) -> dict:
    """What there is (`at`), once for all tests. RELAY_WORLD names a file that holds it
    already, to try a test out in less time."""
    if made := os.environ.get("RELAY_WORLD"):
        return json.loads(Path(made).read_text())
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
        [sys.executable, "-m", "tests.browser.quiz_world"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


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


@pytest.fixture
def staff(new_person, quiz_world, address):
    """Makes somebody of the quiz world, signed in."""

    def make(who: str, *, language: str = "en", **more):
        person = new_person(who, language=language, **more)
        person.not_ours = NOT_OURS
        person.page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": quiz_world["people"][who],
                    "url": address,
                },
                {"name": "django_language", "value": language, "url": address},
            ]
        )
        return person

    return make

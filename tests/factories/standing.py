"""What takes long to build stands for as long as the tests that follow one another want
it: the demo world, or a small course, released or not yet. So those that want the same
are put after one another.

A test that commits can have nothing standing around it: it builds the course for itself,
and comes last.
"""

from collections.abc import Callable
from contextlib import ExitStack
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from wagtail.models import Site

from lms.remembered import forget
from organisations.models import Organisation
from tests.factories.courses import SmallCourse, afresh, make_course, standing
from tests.factories.organisations import OrganisationFactory


def _beekstad() -> Organisation:
    return Organisation.objects.filter(code="beekstad").first() or OrganisationFactory(
        name="Beekstad", code="beekstad"
    )


def _draft() -> SmallCourse:
    return make_course(_beekstad(), bank_size=2)


def _released() -> SmallCourse:
    small = make_course(_beekstad())
    small.release_as_made()
    return small


def _more() -> SmallCourse:
    more = make_course(_beekstad(), code="more", is_open=False)
    more.release_as_made()
    return more


def _two() -> tuple[SmallCourse, SmallCourse]:
    return _released(), _more()


def _unreleased() -> SmallCourse:
    return make_course(_beekstad())


def _demo() -> str:
    output = StringIO()
    call_command("seed_demo", stdout=output)
    return output.getvalue()


# In this order: what takes longest to build first.
BUILT: dict[str, Callable[[], Any]] = {
    "demo_world": _demo,
    # Before the one course alone: who asks for both has both.
    "standing_two": _two,
    "standing_course": _released,
    "standing_draft": _draft,
    "standing_unreleased": _unreleased,
}


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


class Stand:
    """The one thing of those above that stands in this process, or none."""

    def __init__(self):
        # pytest-django's, once the test database is there.
        self.blocker = None
        self._item: pytest.Item | None = None
        self._frame = ExitStack()
        self._name = ""
        self._built: Any = None

    def make_ready(self, item: pytest.Item) -> None:
        """Before a test, and before anything of its own is in the database: what it asks
        for stands, and what it does not ask for does not."""
        self._item = item
        name = self._asked_for(item)
        if name != self._name:
            self.clear()
        if name and not self._name and self.blocker:
            # Nothing of the test before: neither its language nor what was remembered
            # of rows that are rolled back, whose ids are given again.
            translation.deactivate()
            forget()
            self._built = self._frame.enter_context(standing(BUILT[name], self.blocker))
            self._name = name

    def begin(self, blocker) -> None:
        """From now on there is a database. The first test of all waits for it."""
        self.blocker = blocker
        if self._item:
            self.make_ready(self._item)

    def in_order(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """The same tests, those that want the same to stand together: first what drives a
        browser, which takes longest, then thing by thing. Of those that commit first the
        slow ones, so that no worker is left alone with one."""
        wanted = [*BUILT, ""]

        def place(item: pytest.Item) -> tuple[int, bool]:
            if item.get_closest_marker("browser"):
                return -1, False
            if _commits(item):
                return len(wanted), item.get_closest_marker("slow") is None
            return wanted.index(self._asked_for(item)), False

        return sorted(items, key=place)

    def of(self, name: str) -> Any:
        """What stands, if it is this; None otherwise."""
        return self._built if self._name == name else None

    def clear(self) -> None:
        if self._name:
            Site.clear_site_root_paths_cache()
        self._name, self._built = "", None
        self._frame.close()

    @staticmethod
    def _asked_for(item: pytest.Item) -> str:
        if _commits(item):
            return ""
        for name in BUILT:
            # A folder may have a fixture of this name with a course of its own.
            found = item._fixtureinfo.name2fixturedefs.get(name, ())
            if found and found[-1].func.__module__ == __name__:
                return name
        return ""


STAND = Stand()


@pytest.fixture(scope="session")
def _stand(django_db_setup, django_db_blocker):
    STAND.begin(django_db_blocker)
    yield STAND
    STAND.blocker = None
    STAND.clear()


@pytest.fixture
def demo_world(_stand) -> str:
    """The demo world; what the command said that built it."""
    return _stand.of("demo_world")


@pytest.fixture
def standing_two(_stand):
    """None for a test that commits."""
    return _stand.of("standing_two")


@pytest.fixture
def standing_course(_stand):
    """None for a test that commits."""
    if two := _stand.of("standing_two"):
        return two[0]
    return _stand.of("standing_course")


@pytest.fixture
def standing_draft(_stand):
    """None for a test that commits."""
    return _stand.of("standing_draft")


@pytest.fixture
def standing_unreleased(_stand):
    """None for a test that commits."""
    return _stand.of("standing_unreleased")


@pytest.fixture
def small_course(standing_course, db):
    """A released course in English and Dutch."""
    return afresh(standing_course) if standing_course else _released()


@pytest.fixture
def more_course(standing_two, small_course):
    """Another released course of the same organisation, which nobody may take by
    themselves."""
    return afresh(standing_two[1]) if standing_two else _more()


@pytest.fixture
def draft_course(standing_draft, db):
    """The same course, of which nothing is released; its bank has two questions."""
    return afresh(standing_draft) if standing_draft else _draft()


@pytest.fixture
def unreleased_course(standing_unreleased, db):
    """The small course as it is before it is released."""
    return afresh(standing_unreleased) if standing_unreleased else _unreleased()


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A browser in which somebody is signed in, each time a new one."""

    def one(user, language: str = "en") -> Client:
        client = Client()
        client.force_login(user)
        client.cookies["django_language"] = language
        return client

    return one

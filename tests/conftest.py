"""Alice who owns, Bob who is a member, Charlie who is a stranger."""

import gc
import os
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.utils import translation

from lms.remembered import forget
from organisations.enums import LanguageRegime, Level, Role
from organisations.models import Membership, Organisation, User
from tests.factories.standing import (
    STAND,
    _stand,
    demo_world,
    draft_course,
    more_course,
    small_course,
    standing_course,
    standing_draft,
    standing_two,
    standing_unreleased,
    unreleased_course,
)

__all__ = [
    "_stand",
    "demo_world",
    "draft_course",
    "more_course",
    "small_course",
    "standing_course",
    "standing_draft",
    "standing_two",
    "standing_unreleased",
    "unreleased_course",
]

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
KERNEL = Path(__file__).parent / "lms"


def pytest_configure():
    """The collector looks for rings of dead objects less often than is usual: it took a
    tenth of the suite's time, and a worker holds little that is dead."""
    gc.set_threshold(50_000, 20, 20)


def pytest_make_parametrize_id(val):
    """A file in memory has no name: an archive holds the time it was packed, and tests
    that are named otherwise in each process cannot be shared out."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and len(val) > 20 else None


def pytest_addoption(parser):
    parser.addoption(
        "--only-with-services",
        action="store_true",
        help="leave out what would come out the same on any database and cache",
    )


def pytest_collection_modifyitems(config, items):
    _refuse_commits_that_leave_no_seed(items)
    if config.getoption("--only-with-services"):
        kept, left_out = [], []
        for item in items:
            (kept if _meets_a_service(item) else left_out).append(item)
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
    items[:] = STAND.in_order(items)


def pytest_collection_finish():
    """What was imported stays to the end: without it the collector looks through tens of
    thousands of objects less each time."""
    gc.collect()
    gc.freeze()


def _refuse_commits_that_leave_no_seed(items):
    """Who commits puts the seeded rows back: without `serialized_rollback` the tests
    that come after it on the same worker would find no sectors."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker and marker.kwargs.get("transaction")
        if (
            commits and not marker.kwargs.get("serialized_rollback")
        ) or "transactional_db" in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(
                f"{item.nodeid} commits: mark it with "
                "django_db(transaction=True, serialized_rollback=True)."
            )


def _meets_a_service(item) -> bool:
    """Whether a test could come out otherwise on another database or cache.

    Those of the kernel stay as a whole: rate limits and what is remembered live there.
    What a program by others judges is the form of what we send; where it comes from is
    the matter of our own tests, on both databases.
    """
    if "independent" in item.path.parts:
        return False
    return (
        item.get_closest_marker("django_db") is not None
        or "db" in getattr(item, "fixturenames", ())
        or item.path.is_relative_to(KERNEL)
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """With RELAY_REQUIRE=all a skip for something missing is a failure.

    A test that belongs to the other database says so with the marker `only_on`, and
    may be left out: CI runs the suite on both.
    """
    outcome = yield
    report = outcome.get_result()
    if (
        report.skipped
        and os.environ.get("RELAY_REQUIRE") == "all"
        and not item.get_closest_marker("only_on")
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        report.longrepr = f"RELAY_REQUIRE=all, and skipped: {report.longrepr}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    STAND.make_ready(item)


@pytest.fixture(autouse=True)
def _only_on(request):
    marker = request.node.get_closest_marker("only_on")
    if marker:
        from django.db import connection

        if connection.vendor != marker.args[0]:
            pytest.skip(f"for {marker.args[0]}")


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    """Nobody inherits another test's rate limits or cached editions.

    Not by emptying a Redis: tests that run beside this one have their keys there.
    """
    if "redis" in settings.CACHES["default"]["BACKEND"]:
        # In place, so that connections opened by threads of the test see it too.
        prefix = f"relay-test-{uuid.uuid4()}"
        settings.CACHES["default"]["KEY_PREFIX"] = prefix
        caches["default"].key_prefix = prefix
    else:
        cache.clear()
    forget()


@pytest.fixture(autouse=True)
def _own_language():
    """Nobody inherits the language that another test's last page was shown in."""
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    return NOW


def _organisation(name: str, code: str, regime: str) -> Organisation:
    organisation = Organisation.objects.create(
        name=name, code=code, level=Level.MUNICIPALITY, language_regime=regime
    )
    organisation.path = f"/{organisation.pk}/"
    organisation.save(update_fields=["path"])
    return organisation


def _person(name: str, organisation: Organisation, role: str, sector: str) -> User:
    first = name.split()[0].lower()
    user = User.objects.create_user(
        f"{first}@{organisation.code}.example",
        printed_name=name,
        name_checked_at=NOW,
        sector_id=sector,
        language="en",
    )
    Membership.objects.create(
        user=user, organisation=organisation, role=role, starts_on=date(2026, 1, 1)
    )
    return user


@pytest.fixture
def beekstad(request, db) -> Organisation:
    """Whose the course is, where a test has one that stands."""
    for stands, course in (
        ("standing_course", "small_course"),
        ("standing_draft", "draft_course"),
        ("standing_unreleased", "unreleased_course"),
    ):
        if stands in request.fixturenames:
            return request.getfixturevalue(course).course.owner
    # A module may have a course of its own that stands.
    return Organisation.objects.filter(code="beekstad").first() or _organisation(
        "Beekstad", "beekstad", LanguageRegime.NL
    )


@pytest.fixture
def valmont(db) -> Organisation:
    return _organisation("Valmont-les-Saules", "valmont", LanguageRegime.FR)


@pytest.fixture
def alice(beekstad) -> User:
    """Coordinates Beekstad."""
    return _person("Alice Aerts", beekstad, Role.COORDINATOR, "MUN")


@pytest.fixture
def bob(beekstad) -> User:
    """Police officer in Beekstad, learner."""
    return _person("Bob Đorđe Wiśniewski", beekstad, Role.LEARNER, "POL")


@pytest.fixture
def charlie(valmont) -> User:
    """Coordinates Valmont-les-Saules, and has nothing to do with Beekstad."""
    return _person("Charlie Dubois", valmont, Role.COORDINATOR, "POL")

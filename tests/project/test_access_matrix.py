"""Role × address × municipality: who gets what, everywhere.

Every address is visited by every role with the things of municipality A in hand. The
expected outcomes are in access_matrix.py; an address without an entry fails, and so
does an entry without an address. Whatever they get, people of municipality B read no
word of A's, and change nothing of it.
"""

import pytest
from django.db import transaction

from tests.project import access_world
from tests.project.access import Visitor
from tests.project.access_matrix import (
    CLOSED_OUT,
    CONTENT_ADMIN,
    OUTSIDERS,
    PUBLIC_NAMES,
    SITE,
    SITE_ROLES,
    STUDIO_ROLES,
)
from tests.project.addresses import addresses

pytestmark = [
    # wagtail-localize lists translations in no order (1.14.5, 2026-11-21).
    pytest.mark.filterwarnings(
        "ignore::django.core.paginator.UnorderedObjectListWarning"
    ),
    # Wagtail leaves the file a picture was made from to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

GROUPS = {
    "site": lambda address: not address.is_content_admin,
    "pages": lambda address: address.route.startswith(("cms/pages/", "cms/api/")),
    "files": lambda address: address.route.startswith(
        ("cms/images/", "cms/documents/")
    ),
    "snippets": lambda address: address.route.startswith("cms/snippets/"),
}


def group_of(address) -> str:
    return next((name for name, holds in GROUPS.items() if holds(address)), "other")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield access_world.build()
        transaction.set_rollback(True)


def expected(address, role: str) -> str:
    """The outcome that the matrix gives this role at this address."""
    if not address.is_content_admin:
        return SITE[str(address)].split()[SITE_ROLES.index(role)]
    outcomes = CONTENT_ADMIN[str(address)].split()
    if role in CLOSED_OUT:
        # Wagtail's own ways to sign in lead everybody to ours.
        return "login" if set(outcomes) == {"login"} else CLOSED_OUT[role]
    return outcomes[STUDIO_ROLES.index(role)]


def test_every_address_has_an_entry_and_every_entry_an_address():
    here = {True: set(), False: set()}
    for address in addresses():
        here[address.is_content_admin].add(str(address))

    assert here[False] == SITE.keys()
    assert here[True] == CONTENT_ADMIN.keys()


@pytest.mark.parametrize("group", [*GROUPS, "other"])
@pytest.mark.parametrize("role", SITE_ROLES)
def test_each_role_gets_what_the_matrix_says(role, group, world, db):
    visitor = Visitor(world, role)
    surprises = []
    for address in addresses():
        if group_of(address) != group:
            continue
        visit = visitor.look(address)
        if visit.outcome != expected(address, role):
            surprises.append(f"{address}: {visit.outcome}, {visit.path}")
        if visit.tells and role in OUTSIDERS and str(address) not in PUBLIC_NAMES:
            surprises.append(f"{address} tells of A, {visit.path}")

    assert surprises == []


@pytest.mark.parametrize("group", [*GROUPS, "other"])
@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_changes_anything(role, group, world, db):
    visitor = Visitor(world, role)
    before = access_world.state_of(world.a)
    surprises = []
    for address in addresses():
        if group_of(address) != group:
            continue
        visit = visitor.push(address)
        if visit.tells and str(address) not in PUBLIC_NAMES:
            surprises.append(f"{address} tells of A, {visit.path}")
        if visit.outcome.startswith("5"):
            surprises.append(f"{address}: {visit.outcome}, {visit.path}")

    assert surprises == []
    assert access_world.state_of(world.a) == before

import pytest

from tests.courses.views.conftest import at, browser, enrolment, sign_in
from tests.factories.courses import make_course, standing
from tests.factories.organisations import OrganisationFactory

__all__ = ["at", "browser", "enrolment", "sign_in"]


@pytest.fixture(scope="module")
def standing_course(request, django_db_setup, django_db_blocker):
    """The small course with the parts that a module of tests names in PARTS."""
    from tests.factories.parts import add_parts

    def build():
        owner = OrganisationFactory(name="Beekstad", code="beekstad")
        small = make_course(owner)
        add_parts(small, *request.module.PARTS)
        return small

    with standing(build, django_db_blocker) as small:
        yield small


@pytest.fixture
def send(at):
    """Post to a part of the first lesson."""
    from tests.factories.parts import part_id

    def to(browser, name: str, *, script: bool = False, **fields):
        headers = {"X-Relay-Fragment": "1"} if script else {}
        address = at("part", "small-one", part_id(name))
        return browser.post(address, fields, headers=headers)

    return to

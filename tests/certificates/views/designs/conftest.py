"""Designs of Beekstad; its author, its programme owner, and those of another body."""

import pytest
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from organisations.enums import Role
from tests.factories.designs import make_design
from tests.factories.facts import writer as person


@pytest.fixture
def now():
    """The real moment: the admin reads the clock."""
    return timezone.now()


@pytest.fixture
def designs(beekstad):
    return make_design(beekstad)


@pytest.fixture
def author(beekstad, now):
    return person(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def programme_owner(beekstad, now):
    return person(beekstad, Role.PROGRAMME_OWNER, now=now)


@pytest.fixture
def stranger(valmont, now):
    return person(valmont, Role.PROGRAMME_OWNER, now=now)


@pytest.fixture
def form(beekstad):
    """A design as the editor sends it."""

    def data(logos=(), people=(), **changes):
        return nested_form_data(
            {
                "name": "New design",
                "owner": beekstad.pk,
                "paper": "landscape",
                "accent": "#7a0019",
                "heading": "Diploma",
                "awarded_to": "Given to",
                "above": "",
                "below": "",
                "logos": streamfield(
                    [("logo", {"image": pk, "text": text}) for pk, text in logos]
                ),
                "signatories": streamfield(
                    [
                        ("signatory", {"name": name, "title": title, "signature": ""})
                        for name, title in people
                    ]
                ),
                **changes,
            }
        )

    return data

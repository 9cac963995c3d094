"""Two towns, a body that owns a programme for trainers, and who is accredited for it, one
of them since a month ago:
written into the database of a running demo by `python -m tests.browser.session_world`,
with its RELAY_VAR. Says as JSON who is signed in (`people`) and where things are
(`at`)."""

import json
import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.demo")
    django.setup()

from django.utils import timezone

from lms.months import months_after
from organisations.enums import Role
from tests.browser.town_world import key_of
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_accredited, make_person, make_programme

NOW = timezone.now()


def build() -> dict:
    """One leads and is accredited, one not; two work in one town and one in the next."""
    house = OrganisationFactory(
        name="Landesarbeitsgemeinschaft für Schulung und Vorbeugung", code="trainers"
    )
    town = OrganisationFactory(name="Heist-op-den-Berg-Itegem", code="session-town")
    next_town = OrganisationFactory(name="Buurgemeente-Zuid", code="session-next")
    programme = make_programme(house, code="session-programme")
    people = {
        "owner": make_person("Olga Claes", house, Role.PROGRAMME_OWNER),
        "lead": make_person("Lieve Peeters-Vandenbroucke", house),
        "officer": make_person("Bob De Smet", town),
        "colleague": make_person("Олександра Шевченко-Ковальчук", town),
        "coordinator": make_person("Veerle Wouters", town, Role.COORDINATOR),
        "neighbour": make_person("Nele Goossens", next_town),
        "trained": make_person("Maximiliaan De Keersmaecker", town),
    }
    make_accredited(people["lead"], programme, house, now=NOW)
    trained = make_accredited(
        people["trained"], programme, town, now=months_after(NOW, -1)
    )
    return {
        "at": {
            "plan": f"/trainers/sessions/new/{programme.code}/{house.code}/",
            "group": f"/trainers/delivery/new/{programme.code}/nl/",
            "way": f"/trainers/{trained.uuid}/",
            "follow-up": f"/trainers/programmes/{programme.code}/follow-up/",
            "town": town.name,
            "next town": next_town.name,
        },
        "people": {name: key_of(one) for name, one in people.items()},
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(build()))

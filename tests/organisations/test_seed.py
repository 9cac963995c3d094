from io import StringIO

import pytest
from django.core.management import call_command

from lms.settings.demo import DEMO_ACCOUNTS
from organisations.domain.groups import place_group_name
from organisations.domain.memberships import end_membership
from organisations.models import Membership, Organisation, Sector, User


@pytest.fixture
def seeded(db):
    call_command("seed_organisations", stdout=StringIO())


def test_the_sixteen_sectors_are_there_in_four_languages(db):
    assert Sector.objects.count() == 16
    for sector in Sector.objects.all():
        names = [sector.name_in(code) for code in ("en", "nl", "fr", "de")]
        assert all(names)
    without = Sector.objects.filter(gives_certificate=False)
    assert [sector.code for sector in without] == ["PAR"]


def test_the_demo_accounts_are_there_without_passwords(seeded):
    for _what, email in DEMO_ACCOUNTS:
        person = User.objects.get(email=email)
        assert not person.has_usable_password()
        assert person.emailaddress_set.get().verified


def test_seeding_again_changes_nothing(seeded):
    before = (Organisation.objects.count(), User.objects.count())
    call_command("seed_organisations", stdout=StringIO())

    assert (Organisation.objects.count(), User.objects.count()) == before
    learner = User.objects.get(email="learner@beekstad.example")
    assert Membership.objects.filter(user=learner).count() == 1


def test_who_has_left_is_not_called_back(seeded, now):
    learner = User.objects.get(email="learner@beekstad.example")
    end_membership(Membership.objects.get(user=learner), now=now)
    call_command("seed_organisations", stdout=StringIO())

    assert not Membership.objects.current().filter(user=learner).exists()


def test_the_author_gets_into_the_admin(seeded):
    author = User.objects.get(email="author@relay.example")

    relay = Organisation.objects.get(code="relay")
    assert set(author.groups.values_list("name", flat=True)) == {
        "Authors",
        "Programme owners",
        place_group_name("Authors", relay.pk),
        place_group_name("Programme owners", relay.pk),
    }

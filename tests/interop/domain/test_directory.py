"""What becomes of what directories said, outside of any request."""

from datetime import timedelta

import pytest

from interop.domain.directory.forgetting import FORGOTTEN_AFTER, forget
from interop.domain.directory.people import bring
from interop.domain.directory.settling import language_of, name_of
from interop.domain.tokens import is_in_force, withdraw_token
from interop.models import DirectoryGroup, DirectoryPerson
from organisations.models import User

pytestmark = pytest.mark.django_db
ANNA = {"user_name": "anna@beekstad.example"}


@pytest.fixture
def anna(directory, now):
    DirectoryGroup.objects.create(
        organisation=directory.organisation, name="All", made_at=now, changed_at=now
    )
    return bring(directory, ANNA, now=now)


def test_what_a_directory_said_is_kept_while_it_comes(anna, directory, now):
    assert forget(directory.token.expires_at + FORGOTTEN_AFTER) == 1
    assert not DirectoryPerson.objects.exists()
    assert not DirectoryGroup.objects.exists()
    # Whom it brought is still here.
    assert User.objects.get(email=ANNA["user_name"]).memberships.count() == 1


def test_what_a_directory_said_is_kept_for_a_time_after_its_last_key(
    anna, directory, alice, now
):
    withdraw_token(directory.token, actor=alice, now=now)
    directory.token.refresh_from_db()

    assert not is_in_force(directory.token, now)
    assert forget(now + FORGOTTEN_AFTER - timedelta(seconds=1)) == 0
    assert forget(now + FORGOTTEN_AFTER) == 1


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"display_name": "Anna P.", "full_name": "Anna Peeters"}, "Anna P."),
        ({"display_name": "\u200b", "full_name": "Anna Peeters"}, "Anna Peeters"),
        ({"given_name": "Anna", "family_name": "Peeters"}, "Anna Peeters"),
        ({}, ""),
    ],
)
def test_the_name_to_print_is_the_first_that_can_be(said, name):
    assert name_of(DirectoryPerson(**said)) == name


@pytest.mark.parametrize(
    ("said", "code"), [("nl-BE", "nl"), ("fr_FR", "fr"), ("pl", ""), ("", "")]
)
def test_a_language_is_one_of_ours_or_none(said, code):
    assert language_of(DirectoryPerson(language=said)) == code

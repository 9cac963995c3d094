"""Two accounts of one person, whom a directory knows."""

import pytest

from interop.domain.directory.merging import join_people
from interop.models import DirectoryPerson
from lms.merging import Merge
from organisations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db):
    return User.objects.create_user("bob@home.example", printed_name="Bob")


def known(organisation, user, name, now, *, adopted=False):
    return DirectoryPerson.objects.create(
        organisation=organisation,
        user=user,
        user_name=name,
        is_adopted=adopted,
        made_at=now,
        changed_at=now,
    )


def join(bob, other, now) -> dict[str, object]:
    join_people(Merge(kept=bob, merged=other, actor=None, now=now))
    return dict(DirectoryPerson.objects.values_list("user_name", "user"))


def test_the_directory_means_the_kept_account(beekstad, bob, other, now):
    known(beekstad, other, "bob.w", now)
    assert join(bob, other, now) == {"bob.w": bob.pk}


def test_what_the_directory_said_wins_over_what_was_only_seen(
    beekstad, valmont, bob, other, now
):
    known(beekstad, bob, "seen", now, adopted=True)
    known(beekstad, other, "said", now)
    known(valmont, bob, "said there", now)
    known(valmont, other, "seen there", now, adopted=True)
    assert join(bob, other, now) == {"said": bob.pk, "said there": bob.pk}


def test_one_person_twice_in_a_directory_is_the_kept_account_once(
    beekstad, bob, other, now
):
    known(beekstad, bob, "first", now)
    known(beekstad, other, "second", now)
    assert join(bob, other, now) == {"first": bob.pk, "second": None}

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.models import AuditEntry
from organisations.domain.letters import coming_in
from organisations.domain.letters.codes import (
    ALPHABET,
    fits,
    hash_of,
    in_groups,
    make_code,
    plain_code,
)
from organisations.domain.letters.coming_in import CameIn, come_in
from organisations.domain.letters.making import VALID_FOR
from organisations.domain.memberships import end_membership
from organisations.enums import Level, Role
from organisations.models import Letter, Membership, User
from tests.factories.letters import CODE, make_run, without_address
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def dora(beekstad, alice, now):
    one = without_address(beekstad)
    make_run(beekstad, actor=alice, now=now)
    return one.user


def test_a_code_lets_its_person_in_once(beekstad, dora, now):
    assert come_in(beekstad, "P-1", CODE, now=now) == CameIn(dora, by_code=True)
    assert come_in(beekstad, "P-1", CODE, now=now) is None
    entry = AuditEntry.objects.get(action="organisations.letter_used")
    assert (entry.actor, entry.data) == (dora, {"person": dora.pk})


@pytest.mark.parametrize(
    ("badge", "typed"),
    [(" p-1 ", "7k3m q2x5 rt9w"), ("P-1", "7K3M-Q2X5-RT9W "), ("P-1", CODE.lower())],
)
def test_a_code_is_read_as_people_type_it(beekstad, dora, now, badge, typed):
    assert come_in(beekstad, badge, typed, now=now).user == dora


def test_nothing_else_lets_anybody_in(beekstad, valmont, dora, bob, now):
    MembershipFactory(user=bob, organisation=valmont, badge_number="B-1")
    wrong = CODE[:-1] + "2"
    for organisation, badge, secret in (
        (beekstad, "P-1", wrong),
        (beekstad, "P-1", ""),
        (beekstad, "P-2", CODE),
        (beekstad, "", CODE),
        (valmont, "P-1", CODE),
        (valmont, "B-1", "!"),
    ):
        assert come_in(organisation, badge, secret, now=now) is None


def test_a_code_is_good_for_sixty_days(beekstad, dora, now):
    over = now + VALID_FOR
    assert come_in(beekstad, "P-1", CODE, now=over) is None
    assert come_in(beekstad, "P-1", CODE, now=over - timedelta(seconds=1)).by_code


def test_a_code_opens_nothing_once_the_membership_has_ended(beekstad, dora, alice, now):
    end_membership(dora.memberships.get(), actor=alice, now=now)
    assert come_in(beekstad, "P-1", CODE, now=now) is None


def test_a_code_is_for_the_badge_number_that_is_printed(beekstad, dora, now):
    dora.memberships.update(badge_number="P-9")
    assert come_in(beekstad, "P-9", CODE, now=now) is None
    assert come_in(beekstad, "P-1", CODE, now=now) is None


def test_a_password_lets_in_again_and_again(beekstad, dora, now):
    dora.set_password(PASSWORD)
    dora.save()
    for _time in range(2):
        assert come_in(beekstad, "P-1", PASSWORD, now=now) == CameIn(
            dora, by_code=False
        )
    assert come_in(beekstad, "P-1", PASSWORD, may_use_password=False, now=now) is None
    assert come_in(beekstad, "P-1", CODE, may_use_password=False, now=now).by_code


def test_a_new_code_ends_the_password_that_was_forgotten(beekstad, dora, now):
    dora.set_password(PASSWORD)
    dora.save()
    assert come_in(beekstad, "P-1", CODE, now=now).by_code
    assert come_in(beekstad, "P-1", PASSWORD, now=now) is None


def test_who_has_an_address_does_not_come_in_by_badge(beekstad, now):
    one = without_address(beekstad, "P-7")
    User.objects.filter(pk=one.user_id).update(
        email="dora@home.example", password=make_password(PASSWORD)
    )
    assert come_in(beekstad, "P-7", PASSWORD, now=now) is None


def test_who_may_do_more_than_learn_does_not_come_in_by_badge(beekstad, dora, now):
    MembershipFactory(user=dora, organisation=beekstad, role=Role.COORDINATOR)
    assert come_in(beekstad, "P-1", CODE, now=now) is None


def test_a_department_is_found_from_its_employer_where_it_is_one_alone(
    beekstad, alice, now
):
    parts = [
        OrganisationFactory(parent=beekstad, level=Level.DEPARTMENT) for _at in range(2)
    ]
    here = without_address(parts[0], "P-5")
    make_run(beekstad, actor=alice, now=now)
    there = without_address(parts[1], "P-5")
    assert come_in(beekstad, "P-5", CODE, now=now) is None
    Membership.objects.filter(pk=there.pk).update(badge_number="P-6")
    assert come_in(beekstad, "P-5", CODE, now=now).user == here.user


def test_the_work_is_the_same_whoever_exists(beekstad, dora, now, monkeypatch):
    done = []

    def counted(name):
        real = getattr(coming_in, name)

        def one(*given):
            done.append((name, len(given)))
            return real(*given)

        return one

    for name in ("check_password", "fits"):
        monkeypatch.setattr(coming_in, name, counted(name))
    for badge in ("P-1", "nobody", ""):
        come_in(beekstad, badge, "wrong", now=now)
    assert done == [("fits", 3), ("check_password", 2)] * 3


def test_two_at_once_use_a_code_once(beekstad, dora, now):
    letter = Letter.objects.get()
    assert coming_in._use(letter, now=now)
    assert not coming_in._use(letter, now=now)


def test_older_secrets_still_open_what_they_kept(settings):
    kept = hash_of(CODE, 7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert fits(CODE, 7, kept)
    assert not fits(CODE, 8, kept)
    assert not fits(CODE, 7, "")


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_a_code_reads_back_from_paper(code):
    assert plain_code(in_groups(code).lower()) == code


def test_no_two_signs_of_a_code_look_alike():
    code = make_code()
    assert len(code) == 12
    assert set(code) <= set(ALPHABET)
    assert not set("01OILU") & set(ALPHABET)

from datetime import date

import pytest

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.groups import ensure_groups, sync_all_groups
from organisations.domain.memberships import end_membership, start_membership
from organisations.domain.people import (
    check_name,
    clean_printed_name,
    set_organisation_wish,
    update_profile,
)
from organisations.enums import Role
from organisations.models import Membership, User
from organisations.registries import group_permissions
from organisations.signals import name_checked, profile_changed
from tests.factories.organisations import MembershipFactory


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("  Żaneta   Van den  Bogaerde ", "Żaneta Van den Bogaerde"),
        ("Z\u0307aneta", "Żaneta"),
        ("محمد العربي", "محمد العربي"),
        ("O'Brien-Đ", "O'Brien-Đ"),
    ],
)
def test_clean_printed_name_keeps_names_of_people(written, printed):
    assert clean_printed_name(written) == printed


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "no_name"),
        (" \t\n ", "no_name"),
        ("Ann\u202egro", "name_unprintable"),
        ("Ann\x00", "name_unprintable"),
    ],
)
def test_clean_printed_name_refuses_what_cannot_be_printed(written, code):
    with pytest.raises(DomainError) as refused:
        clean_printed_name(written)

    assert refused.value.code == code


def test_update_profile_tells_what_changed(
    bob, police, now, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, **facts):
        heard.append(facts)

    profile_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        changed = update_profile(
            bob, printed_name="Bob Nowak", sector=police, language="de", now=now
        )

    assert changed == ["printed_name", "language"]
    assert [(one["user_id"], one["fields"]) for one in heard] == [(bob.pk, changed)]


def test_update_profile_without_change_says_nothing(bob, now):
    assert (
        update_profile(
            bob,
            printed_name=bob.printed_name,
            sector=bob.sector,
            language=bob.language,
            now=now,
        )
        == []
    )


def test_update_profile_in_a_language_we_do_not_speak_is_refused(bob, now):
    with pytest.raises(DomainError) as refused:
        update_profile(bob, printed_name="Bob", sector=None, language="xx", now=now)

    assert refused.value.code == "no_such_language"


def test_set_organisation_wish_is_kept_in_one_line(bob, now):
    set_organisation_wish(bob, " Stad\n Elders ", now=now)

    bob.refresh_from_db()
    assert bob.organisation_wish == "Stad Elders"


def names(user):
    """Groups for everybody with a role; those of one place have tests of their own."""
    return sorted(
        user.groups.exclude(name__contains=" of organisation ").values_list(
            "name", flat=True
        )
    )


def test_roles_open_and_close_groups(bob, beekstad, now):
    author = start_membership(bob, beekstad, role=Role.AUTHOR, now=now)
    assert names(bob) == ["Authors"]
    assert bob.has_perm("wagtailadmin.access_admin")

    end_membership(author, now=now)
    assert names(bob) == []


def test_other_groups_are_left_alone(bob, beekstad, now, django_user_model):
    other = bob.groups.create(name="Photographers")
    start_membership(bob, beekstad, role=Role.REVIEWER, now=now)

    assert names(bob) == ["Photographers", "Reviewers"]
    sync_all_groups(now)
    assert other in bob.groups.all()


def test_sync_all_groups_follows_the_calendar(bob, charlie, beekstad, now):
    MembershipFactory(user=bob, organisation=beekstad, role=Role.PROGRAMME_OWNER)
    over = MembershipFactory(
        user=charlie,
        organisation=beekstad,
        role=Role.AUTHOR,
        ends_on=date(2025, 2, 1),
    )
    over.user.groups.add(ensure_groups()["Authors"])

    assert sync_all_groups(now) == 2
    assert names(bob) == ["Programme owners"]
    assert names(charlie) == []
    assert sync_all_groups(now) == 0


def test_groups_get_what_higher_floors_grant(db):
    group_permissions.grant("Authors", "organisations.view_sector")
    try:
        group = ensure_groups()["Authors"]
    finally:
        group_permissions._granted["Authors"].discard("organisations.view_sector")

    assert group.permissions.filter(codename="view_sector").exists()


def test_a_learner_is_in_no_group(bob):
    assert Membership.objects.filter(user=bob).exists()
    assert names(bob) == []


def test_saving_ones_own_form_counts_as_reading_the_name(bob, now):
    User.objects.filter(pk=bob.pk).update(name_checked_at=None)
    bob.refresh_from_db()
    update_profile(
        bob, printed_name=bob.printed_name, sector=bob.sector, language="en", now=now
    )
    bob.refresh_from_db()
    assert bob.name_checked_at == now
    assert AuditEntry.objects.filter(action="organisations.name_checked").count() == 1


def test_a_name_that_is_not_there_cannot_be_read(bob, now):
    bob.printed_name = ""
    with pytest.raises(DomainError) as problem:
        check_name(bob, now=now)
    assert problem.value.code == "no_name"


def test_the_first_reading_is_told_once(bob, now, django_capture_on_commit_callbacks):
    User.objects.filter(pk=bob.pk).update(name_checked_at=None)
    bob.refresh_from_db()
    told = []

    def listen(sender, user_id, **kwargs):
        told.append(user_id)

    name_checked.connect(listen)
    try:
        for _again in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                check_name(bob, now=now)
    finally:
        name_checked.disconnect(listen)
    assert told == [bob.pk]

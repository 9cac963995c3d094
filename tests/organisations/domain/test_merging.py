from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms import merging, personal_data
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.invitations.accepting import accept_invitation
from organisations.domain.invitations.making import invite
from organisations.domain.merging import find_account, merge_accounts, sweep
from organisations.domain.queries import person_known_by, person_with_email
from organisations.enums import Role
from organisations.models import AccountMerge, Membership, User
from organisations.signals import accounts_merged
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    token_to,
)

DAY = timedelta(days=1)


@pytest.fixture
def twin(beekstad):
    """Bob's second account, under his new address; a trainer there too."""
    person = UserFactory(email="bob.new@beekstad.example", printed_name="Bob Đorđević")
    MembershipFactory(user=person, organisation=beekstad, starts_on=date(2024, 3, 1))
    MembershipFactory(user=person, organisation=beekstad, role=Role.TRAINER)
    return person


@pytest.fixture
def merged(bob, twin, administrator, now):
    return merge_accounts(bob, twin, actor=administrator, now=now)


def test_everything_is_the_kept_accounts_and_the_other_is_closed(bob, twin, merged):
    twin.refresh_from_db()

    assert (twin.is_active, twin.email, twin.merged_into) == (False, None, bob)
    assert not twin.has_usable_password()
    assert list(twin.memberships.all()) == []
    assert {one.role for one in bob.memberships.all()} == {Role.LEARNER, Role.TRAINER}


def test_overlapping_memberships_become_one_and_the_log_has_both(bob, merged):
    held = Membership.objects.get(user=bob, role=Role.LEARNER)

    assert (held.starts_on, held.ends_on) == (date(2024, 3, 1), None)
    entry = AuditEntry.objects.get(
        action="organisations.membership_merged", subject_id=str(held.pk)
    )
    assert [one["starts_on"] for one in entry.data["before"]] == [
        "2024-03-01",
        "2025-01-01",
    ]
    assert entry.data["after"]["starts_on"] == "2024-03-01"


def test_periods_that_do_not_overlap_stay_apart(bob, beekstad, administrator, now):
    before = UserFactory(email="bob.before@beekstad.example")
    MembershipFactory(
        user=before,
        organisation=beekstad,
        starts_on=date(2020, 1, 1),
        ends_on=date(2022, 1, 1),
    )

    merge_accounts(bob, before, actor=administrator, now=now)

    assert list(
        bob.memberships.order_by("starts_on").values_list("starts_on", "ends_on")
    ) == [(date(2020, 1, 1), date(2022, 1, 1)), (date(2025, 1, 1), None)]


def test_what_somebody_only_says_is_confirmed_by_no_merge(
    bob, beekstad, administrator, now
):
    """Bob says he was there from 2020 on; the organisation confirms 2023 and 2025."""
    Membership.objects.filter(user=bob).delete()
    says = MembershipFactory(
        user=bob,
        organisation=beekstad,
        starts_on=date(2020, 1, 1),
        is_self_declared=True,
    )
    other = UserFactory(email="bob.two@beekstad.example")
    for year in (2023, 2025):
        MembershipFactory(
            user=other,
            organisation=beekstad,
            starts_on=date(year, 1, 1),
            ends_on=date(year + 1, 1, 1),
        )
    inside = MembershipFactory(
        user=other,
        organisation=beekstad,
        role=Role.TRAINER,
        starts_on=date(2023, 5, 1),
        is_self_declared=True,
    )
    MembershipFactory(user=bob, organisation=beekstad, role=Role.TRAINER)
    Membership.objects.filter(pk=inside.pk).update(ends_on=date(2023, 6, 1))

    merge_accounts(bob, other, actor=administrator, now=now)

    held = Membership.objects.filter(user=bob, role=Role.LEARNER)
    assert list(
        held.order_by("starts_on").values_list("starts_on__year", "is_self_declared")
    ) == [(2020, True), (2023, False), (2024, True), (2025, False), (2026, True)]
    ends = held.order_by("starts_on").values_list("ends_on__year", flat=True)
    assert list(ends) == [2023, 2024, 2025, 2026, None]
    assert held.get(pk=says.pk).starts_on == date(2020, 1, 1)


def test_what_is_said_of_confirmed_days_goes_into_them(
    bob, twin, beekstad, administrator, now
):
    Membership.objects.filter(user=twin, role=Role.LEARNER).update(
        is_self_declared=True, starts_on=date(2025, 3, 1)
    )

    merge_accounts(bob, twin, actor=administrator, now=now)

    held = Membership.objects.get(user=bob, role=Role.LEARNER)
    assert (held.starts_on, held.is_self_declared) == (date(2025, 1, 1), False)
    entry = AuditEntry.objects.get(
        action="organisations.membership_merged", subject_id=str(held.pk)
    )
    assert [one["starts_on"] for one in entry.data["before"]] == [
        "2025-01-01",
        "2025-03-01",
    ]


@pytest.mark.parametrize(
    ("own", "theirs", "stays"), [("7", "8", "7"), ("", "8", "8"), ("9", "8", "8")]
)
def test_the_kept_badge_number_stays_where_nobody_else_has_it(
    bob, twin, beekstad, administrator, now, own, theirs, stays
):
    """Number 9 was Bob's until he left; a colleague has it now."""
    mine = Membership.objects.filter(user=bob)
    mine.update(badge_number=own, ends_on=date(2026, 1, 1) if own == "9" else None)
    Membership.objects.filter(user=twin, role=Role.LEARNER).update(badge_number=theirs)
    MembershipFactory(organisation=beekstad, badge_number="9")

    merge_accounts(bob, twin, actor=administrator, now=now)

    held = Membership.objects.get(user=bob, role=Role.LEARNER)
    assert (held.badge_number, held.ends_on) == (stays, None)


def test_both_addresses_stay_proved_and_lead_to_the_kept_account(bob, merged):
    addresses = EmailAddress.objects.filter(user=bob).order_by("pk")

    assert list(addresses.values_list("email", "verified", "primary")) == [
        ("bob@beekstad.example", True, True),
        ("bob.new@beekstad.example", True, False),
    ]
    assert person_with_email("bob.new@beekstad.example") == bob


def test_an_address_nobody_proved_recognises_the_person_and_opens_nothing(
    bob, administrator, alice, beekstad, police, now
):
    imported = User.objects.create_user("bob.import@beekstad.example")
    EmailAddress.objects.create(user=imported, email="bob.import@beekstad.example")

    merge_accounts(bob, imported, actor=administrator, now=now)

    assert person_known_by("BOB.import@beekstad.example") == bob
    assert person_with_email("bob.import@beekstad.example") is None
    assert EmailAddress.objects.get(user__in=(bob, imported)).email == bob.email
    with pytest.raises(DomainError) as refused:
        invite(
            beekstad,
            email="bob.import@beekstad.example",
            sector=police,
            language="nl",
            actor=alice,
            now=now,
        )
    assert refused.value.code == "already_member"


def test_an_invitation_to_an_address_nobody_proved_opens_another_account(
    bob, administrator, valmont, charlie, police, now
):
    """Whoever has that mailbox may be somebody else."""
    imported = User.objects.create_user("bob.import@beekstad.example")
    merge_accounts(bob, imported, actor=administrator, now=now)
    mail = {"email": "bob.import@beekstad.example", "language": "nl"}
    invite(valmont, **mail, sector=police, actor=charlie, now=now)

    person = accept_invitation(
        token_to("bob.import@beekstad.example"),
        printed_name="Somebody Else",
        sector=police,
        language="nl",
        now=now,
    )

    assert person not in (bob, imported)
    assert not bob.memberships.filter(organisation=valmont).exists()


def test_nothing_waits_that_would_take_the_place_of_proved_addresses(
    bob, twin, administrator, now
):
    """Bob has proved an address besides the one his account is written with."""
    bob.email = "bob.typed@beekstad.example"
    bob.save(update_fields=["email"])
    EmailAddress.objects.create(user=bob, email="bob.typed@beekstad.example")

    merge_accounts(bob, twin, actor=administrator, now=now)

    bob.refresh_from_db()
    assert bob.email == "bob@beekstad.example"
    held = EmailAddress.objects.filter(user=bob).order_by("pk")
    assert [(one.email, one.verified) for one in held] == [
        ("bob@beekstad.example", True),
        ("bob.new@beekstad.example", True),
    ]


def test_one_address_of_both_is_proved_if_either_proved_it(bob, administrator, now):
    other = UserFactory(email="bob.two@beekstad.example")
    EmailAddress.objects.create(user=other, email="bob@beekstad.example")
    EmailAddress.objects.create(user=bob, email="bob.two@beekstad.example")

    merge_accounts(bob, other, actor=administrator, now=now)

    held = EmailAddress.objects.order_by("-primary")
    assert [(one.email, one.user, one.verified, one.primary) for one in held] == [
        ("bob@beekstad.example", bob, True, True),
        ("bob.two@beekstad.example", bob, True, False),
    ]


def test_who_had_no_address_gets_the_others(twin, administrator, now):
    badge_only = User.objects.create_user("", printed_name="Bob, by badge")

    merge_accounts(badge_only, twin, actor=administrator, now=now)

    badge_only.refresh_from_db()
    assert badge_only.email == "bob.new@beekstad.example"
    assert EmailAddress.objects.get(user=badge_only).primary


def test_merging_twice_is_merging_once(bob, twin, merged, administrator, now):
    assert merge_accounts(bob, twin, actor=administrator, now=now) == merged
    assert AccountMerge.objects.count() == 1


def test_the_copies_of_both_tell_of_it(bob, twin, merged):
    for person in (bob, twin):
        (row,) = personal_data.export_person(person)["organisations.AccountMerge"][
            "rows"
        ]
        assert (row["kept"], row["merged"]) == (str(bob.uuid), str(twin.uuid))
        assert row["address"] == "bob.new@beekstad.example"


def test_the_log_tells_who_did_it_and_names_nobody(bob, twin, merged, administrator):
    entry = AuditEntry.objects.get(action="organisations.accounts_merged")

    assert (entry.actor, entry.subject_id) == (administrator, str(bob.pk))
    assert entry.data["merged"] == twin.pk
    assert "Đorđević" not in str(entry.data)


def test_it_is_announced_after_commit(
    bob, twin, administrator, now, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, **facts):
        heard.append((facts["kept_id"], facts["merged_id"]))

    accounts_merged.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        merge_accounts(bob, twin, actor=administrator, now=now)
        assert heard == []

    assert heard == [(bob.pk, twin.pk)]


def test_an_account_merged_before_leads_to_the_last_one(
    bob, twin, merged, administrator, now
):
    last = UserFactory(email="bob.last@beekstad.example")

    merge_accounts(last, bob, actor=administrator, now=now)

    assert person_with_email("bob.new@beekstad.example") == last
    assert User.objects.get(pk=twin.pk).merged_into == last


def test_what_came_in_the_last_moment_follows(bob, twin, merged, valmont, now):
    MembershipFactory(user=twin, organisation=valmont)

    assert sweep(now) == 1
    assert bob.memberships.filter(organisation=valmont).exists()
    assert sweep(now) == 0


def test_a_merge_that_cannot_follow_holds_up_no_other(
    bob, twin, merged, charlie, administrator, valmont, now, monkeypatch, caplog
):
    second = UserFactory(email="charlie.two@valmont.example")
    merge_accounts(charlie, second, actor=administrator, now=now)
    for person in (twin, second):
        MembershipFactory(user=person, organisation=valmont, role=Role.TRAINER)
    move = merging.carry_over

    def fails_for_bob(merge):
        if merge.kept == bob:
            raise IntegrityError("no room")
        return move(merge)

    monkeypatch.setattr(merging, "carry_over", fails_for_bob)

    assert sweep(now) == 1
    assert f"merge {merged.pk}" in caplog.text
    assert charlie.memberships.filter(role=Role.TRAINER).exists()
    monkeypatch.undo()
    assert sweep(now) == 1
    assert bob.memberships.filter(role=Role.TRAINER, organisation=valmont).exists()


def test_what_the_other_account_says_of_the_person_is_in_the_log(
    bob, twin, administrator, now
):
    User.objects.filter(pk=bob.pk).update(printed_name="", sector=None)

    merge_accounts(bob, twin, actor=administrator, now=now)

    bob.refresh_from_db()
    assert (bob.printed_name, bob.sector) == (twin.printed_name, twin.sector)
    entry = AuditEntry.objects.get(action="organisations.accounts_merged")
    assert entry.data["completed"] == ["sector_id", "printed_name", "name_checked_at"]


def test_the_last_coordinator_may_be_merged_as_they_go_on(
    alice, beekstad, administrator, now
):
    new = UserFactory(email="alice.new@beekstad.example")

    merge_accounts(new, alice, actor=administrator, now=now)

    coordinator = Membership.objects.get(organisation=beekstad, role=Role.COORDINATOR)
    assert (coordinator.user, coordinator.ends_on) == (new, None)


@pytest.mark.parametrize(
    ("kept", "goes", "actor", "code"),
    [
        ("bob", "twin", "alice", "not_allowed"),
        ("bob", "bob", "administrator", "same"),
        ("bob", "administrator", "administrator", "own"),
        ("bob", "second_administrator", "administrator", "administrator"),
        ("closed", "bob", "administrator", "closed"),
        ("bob", "closed", "administrator", "closed"),
        ("unproved", "bob", "administrator", "unproved"),
    ],
)
@pytest.mark.django_db
def test_what_is_refused(kept, goes, actor, code, request, now):
    people = [request.getfixturevalue(name) for name in (kept, goes, actor)]

    with pytest.raises(DomainError) as refused:
        merge_accounts(people[0], people[1], actor=people[2], now=now)

    assert refused.value.code == code
    assert AccountMerge.objects.count() == 0


def test_who_was_merged_is_no_longer_anybody_to_merge(
    bob, twin, merged, administrator, charlie, now
):
    twin.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        merge_accounts(charlie, twin, actor=administrator, now=now)

    assert refused.value.code == "merged"


def test_people_are_found_by_address_or_name(bob, charlie):
    assert find_account(" BOB@beekstad.example ") == bob
    assert find_account("charlie dubois") == charlie
    UserFactory(email="other@relay.example", printed_name="Charlie Dubois")
    for text, code in (
        ("Charlie Dubois", "several"),
        ("nobody", "unknown"),
        ("", "unknown"),
    ):
        with pytest.raises(DomainError) as refused:
            find_account(text)
        assert refused.value.code == code


@pytest.fixture
def second_administrator(db):
    return User.objects.create_superuser("second@relay.example")


@pytest.fixture
def unproved(db):
    return User.objects.create_user("typed@beekstad.example")


@pytest.fixture
def closed(db):
    return UserFactory(is_active=False)


days = st.integers(min_value=0, max_value=60).map(lambda n: date(2026, 1, 1) + n * DAY)
lengths = st.one_of(st.none(), st.integers(0, 20))
spans = st.lists(st.tuples(st.booleans(), st.booleans(), days, lengths), max_size=7)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans=spans)
def test_nobody_loses_or_gains_a_day_and_no_periods_overlap(
    spans, administrator, police, now
):
    """Neither a day on which they are there, nor one that was confirmed."""
    place = OrganisationFactory()
    people = UserFactory(sector=police), UserFactory(sector=police)
    for second, says, day, length in spans:
        ends_on = None if length is None else day + length * DAY
        mine = Membership.objects.filter(user=people[second], organisation=place)
        if any(
            (one.ends_on is None or one.ends_on > day)
            and (ends_on is None or one.starts_on < ends_on)
            for one in mine
        ):
            continue
        MembershipFactory(
            user=people[second],
            organisation=place,
            starts_on=day,
            ends_on=ends_on,
            is_self_declared=says,
        )
    window = [date(2025, 12, 1) + n * DAY for n in range(130)]
    held = Membership.objects.filter(organisation=place)

    def found():
        return [
            (held.on(day).exists(), held.confirmed_on(day).exists()) for day in window
        ]

    before = found()

    merge_accounts(*people, actor=administrator, now=now)

    assert {one.user_id for one in held.all()} <= {people[0].pk}
    assert found() == before
    assert max((held.on(day).count() for day in window), default=0) <= 1

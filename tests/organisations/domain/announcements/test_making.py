from datetime import timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.timezone import localdate

from courses.models import Term
from lms.detector import MentionsPeople
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.announcements.making import (
    MOST,
    Draft,
    announce,
    checked,
    withdraw,
)
from organisations.enums import AnnouncementState, Role
from organisations.models import Announcement, Organisation
from tests.factories.announcements import TEXTS, make_announcement, make_draft
from tests.factories.organisations import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

PERSON = {"en": "Ask Jan Peeters, 0470 12 34 56."}


def code_of(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as told:
        act(*args, **kwargs)
    return told.value.code


def not_allowed(where, person) -> bool:
    try:
        make_announcement(where, person)
    except DomainError as error:
        return error.code == "not_allowed"
    return False


def test_a_coordinator_announces_to_their_own(alice, beekstad, now):
    draft = make_draft({"nl": " Dag. \r\nTot maandag. ", "en": "", "fr": "  "})

    made = announce(draft, organisation=beekstad, actor=alice, now=now)

    made.refresh_from_db()
    assert made.texts == {"nl": "Dag. \nTot maandag."}
    assert (made.organisation, made.made_by, made.made_at) == (beekstad, alice, now)
    entry = AuditEntry.objects.get(action="organisations.announced")
    assert (entry.actor, entry.organisation_id) == (alice, beekstad.pk)
    assert (entry.subject_id, entry.data["languages"]) == (str(made.pk), ["nl"])


def test_a_deputy_announces_too(bob, beekstad):
    MembershipFactory(
        user=bob,
        organisation=beekstad,
        role=Role.DEPUTY,
        ends_on=localdate() + timedelta(days=3),
    )

    assert make_announcement(beekstad, bob).made_by == bob


def test_who_may_announce_where(alice, bob, charlie, administrator, beekstad):
    desk = OrganisationFactory(parent=beekstad)

    def refused(where):
        everybody = (alice, bob, charlie, administrator)
        return [one for one in everybody if not_allowed(where, one)]

    assert refused(beekstad) == [bob, charlie]
    assert refused(desk) == [bob, charlie]
    assert refused(None) == [alice, bob, charlie]


def test_a_department_announces_nothing_to_the_whole(bob, beekstad):
    desk = OrganisationFactory(parent=beekstad)
    MembershipFactory(user=bob, organisation=desk, role=Role.COORDINATOR)

    assert code_of(make_announcement, beekstad, bob) == "not_allowed"
    assert make_announcement(desk, bob).organisation == desk


def test_a_closed_organisation_announces_nothing(alice, administrator, beekstad):
    # The caller's copy does not know yet.
    Organisation.objects.filter(pk=beekstad.pk).update(is_active=False)

    assert code_of(make_announcement, beekstad, alice) == "closed"
    assert code_of(make_announcement, beekstad, administrator) == "closed"


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"texts": {}}, "empty"),
        ({"texts": {"nl": " \n "}}, "empty"),
        ({"texts": {"xx": "Something"}}, "language"),
        ({"texts": {"nl": "x" * (MOST + 1)}}, "long"),
        ({"begins": -1}, "past"),
        ({"days": 0}, "order"),
        ({"days": 91}, "lasting"),
        ({"link": "http://beekstad.example"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://beekstad.example/" + "x" * 300}, "link"),
    ],
)
def test_what_cannot_be_is_told_and_not_published(draft, code, alice, beekstad):
    assert code_of(make_announcement, beekstad, alice, **draft) == code
    assert Announcement.objects.count() == 0


def test_the_longest_text_for_the_longest_time(alice, beekstad):
    made = make_announcement(
        beekstad, alice, {"nl": "x" * MOST}, days=90, link="https://relay.example/a"
    )

    assert (made.ends_on - made.starts_on).days == 89
    assert made.link == "https://relay.example/a"


def test_words_about_a_person_are_asked_about_first(alice, beekstad, now):
    draft = make_draft(PERSON)
    kept = {"organisation": beekstad, "actor": alice, "now": now}

    with pytest.raises(MentionsPeople) as told:
        announce(draft, **kept)
    assert "0470 12 34 56" in [one.excerpt for one in told.value.seen]
    assert Announcement.objects.count() == 0

    yes = checked(draft, today=localdate()).confirmation
    other = make_draft({"en": "Ask Jan Peeters, 0470 12 34 57."})
    assert code_of(announce, other, confirmation=yes, **kept) == "people"
    assert announce(draft, confirmation=yes, **kept).texts == PERSON


def test_a_double_click_announces_once(alice, administrator, beekstad):
    first = make_announcement(beekstad, alice)

    assert make_announcement(beekstad, alice) == first
    assert AuditEntry.objects.filter(action="organisations.announced").count() == 1
    assert make_announcement(beekstad, alice, days=8) != first
    assert make_announcement(beekstad, administrator) != first
    for_all = make_announcement(None, administrator)
    assert make_announcement(None, administrator) == for_all


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("to_all", [False, True])
def test_the_second_click_waits_for_the_first(to_all, administrator, beekstad):
    where = None if to_all else beekstad
    waits = []

    def click_again():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
                make_announcement(where, administrator)
        except OperationalError:
            waits.append(where)
        finally:
            connection.close()

    with transaction.atomic():
        make_announcement(where, administrator)
        second = Thread(target=click_again)
        second.start()
        second.join()

    assert waits == [where]
    assert Announcement.objects.count() == 1


def test_what_was_withdrawn_can_be_written_anew(alice, beekstad, now):
    first = make_announcement(beekstad, alice)
    withdraw(first, actor=alice, now=now)

    assert make_announcement(beekstad, alice) != first


def test_withdrawing_twice_is_once(alice, administrator, beekstad, now):
    made = make_announcement(beekstad, alice)

    withdraw(made, actor=alice, now=now)
    withdraw(made, actor=administrator, now=now + timedelta(minutes=1))

    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_at) == (alice, now)
    done = AuditEntry.objects.filter(action="organisations.announcement_withdrawn")
    assert [one.actor for one in done] == [alice]


def test_who_may_withdraw_what(alice, bob, charlie, administrator, beekstad, now):
    desk = OrganisationFactory(parent=beekstad)
    below = UserFactory()
    MembershipFactory(user=below, organisation=desk, role=Role.COORDINATOR)
    here = make_announcement(beekstad, alice)
    there = make_announcement(desk, below)
    for_all = make_announcement(None, administrator)

    for made in (here, there, for_all):
        assert code_of(withdraw, made, actor=bob, now=now) == "not_allowed"
        assert code_of(withdraw, made, actor=charlie, now=now) == "not_allowed"
    assert code_of(withdraw, here, actor=below, now=now) == "not_allowed"
    assert code_of(withdraw, for_all, actor=alice, now=now) == "not_allowed"
    withdraw(there, actor=alice, now=now)
    withdraw(for_all, actor=administrator, now=now)
    there.refresh_from_db()
    assert there.state_on(localdate()) == AnnouncementState.WITHDRAWN


def test_what_is_over_stays_as_it_was(alice, beekstad, now):
    made = make_announcement(beekstad, alice, days=2)

    assert code_of(withdraw, made, actor=alice, now=now + timedelta(days=2)) == "over"
    made.refresh_from_db()
    assert made.withdrawn_at is None


def test_where_it_stands_on_each_day(alice, beekstad):
    made = make_announcement(beekstad, alice, begins=1, days=2)

    states = [made.state_on(localdate() + timedelta(days=day)) for day in range(4)]

    assert states == ["coming", "shown", "shown", "over"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": {}},
        {"ends_on": localdate() - timedelta(days=1)},
        {"withdrawn_by": True},
    ],
)
def test_the_database_takes_nothing_else(wrong, alice, beekstad):
    made = make_announcement(beekstad, alice)
    if "withdrawn_by" in wrong:
        wrong = {"withdrawn_by": alice}

    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=made.pk).update(**wrong)


def test_a_draft_is_confirmed_with_all_that_it_says():
    draft = make_draft()
    others = [
        make_draft(TEXTS | {"fr": "x"}),
        make_draft(begins=1),
        make_draft(days=2),
        make_draft(link="https://relay.example"),
    ]

    assert draft.confirmation == Draft(**vars(draft)).confirmation
    assert draft.confirmation not in [one.confirmation for one in others]


def test_a_term_that_can_stigmatise_is_not_published(alice, beekstad):
    """Read in the language in which it is written; nothing is kept (ETHICS N1)."""
    Term.objects.create(
        language="en",
        key="lost-cause",
        forms="lost cause",
        reason="Nobody is.",
        suggestion="somebody who needs time",
    )
    refused = {"nl": "Kom maandag.", "en": "Nobody is a lost cause here."}
    assert code_of(make_announcement, beekstad, alice, refused) == "words"
    assert not Announcement.objects.exists()
    make_announcement(beekstad, alice, {"nl": "Over een lost cause."})

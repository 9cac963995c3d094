"""Who comes without being on the list, or without an account, and claims it later."""

import uuid
from datetime import timedelta

import pytest

from lms.errors import DomainError
from organisations.enums import Level
from tests.factories.attendance import after, blocks, during, make_day, mark, said
from tests.factories.organisations import OrganisationFactory
from tests.factories.trainers import make_person
from trainers.domain.attendance.marks import take
from trainers.domain.attendance.reading import lines_of
from trainers.domain.attendance.walk_ins import (
    claim,
    claim_by_badge,
    claim_code,
    claimable,
    let_in,
)
from trainers.domain.sessions.planning import cancel_session
from trainers.domain.sessions.registering import (
    CLAIMED_WITHIN,
    REMEMBERED,
    forget_guests,
    guest_of,
)
from trainers.enums import Audience, MarkSource, Presence, RegistrationState
from trainers.models import Attendance, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world, now):
    return make_day(world, world.bob, now=now)


@pytest.fixture
def jo(world, now, session):
    """Without an account, by name, present all morning."""
    one = let_in(
        session,
        employer=world.employer,
        name="  Jo   Smet ",
        actor=world.lieve,
        now=during(now),
    )
    there(session, one, world, during(now))
    return one


def there(session, one, world, now):
    marks = [said(one, block) for block in blocks(session)]
    take(session, marks, source=MarkSource.LIST, by=world.lieve, now=now)


def refusal(act) -> str:
    with pytest.raises(DomainError) as problem:
        act()
    return problem.value.code


def test_somebody_without_an_account_is_on_the_list_by_name(session, jo):
    line = next(one for one in lines_of(session) if one.registration == jo)
    assert (line.name, line.code) == ("Jo Smet", claim_code(jo))
    assert (jo.walked_in, jo.state) == (True, RegistrationState.COMING)


def test_what_a_device_sends_twice_is_one_person(world, now, session):
    key = uuid.uuid4()
    fields = {"employer": world.employer, "name": "Jo Smet", "actor": world.lieve}
    made = {
        let_in(session, key=key, now=during(now), **fields).pk for _again in range(2)
    }
    assert len(made) == 1
    assert session.registrations.get(uuid=key).pk in made


def test_a_badge_number_finds_who_has_an_account(world, now, session):
    nora = make_person("Nora Wuyts", world.employer)
    nora.memberships.update(badge_number="1234")
    one = let_in(
        session,
        employer=world.employer,
        badge_number="1234",
        name="N. Wuyts",
        actor=world.lieve,
        now=during(now),
    )
    assert (one.person, one.guest_name, one.badge_number) == (nora, "", "")


def test_a_badge_number_that_two_have_finds_nobody(world, now, session):
    for name in ("Nora Wuyts", "Tom Claes"):
        department = OrganisationFactory(parent=world.employer, level=Level.DEPARTMENT)
        make_person(name, department).memberships.update(badge_number="1234")
    fields = {"employer": world.employer, "badge_number": "1234"}
    one, again = (
        let_in(session, actor=world.lieve, now=during(now), **fields)
        for _again in range(2)
    )
    assert one.person is None
    assert one == again


def test_who_nobody_can_tell_apart_or_says_no_employer_is_refused(world, now, session):
    fields = {"actor": world.lieve, "now": during(now)}
    employer = world.employer
    assert refusal(lambda: let_in(session, employer=employer, **fields)) == "name"
    long = "x" * 121
    assert (
        refusal(lambda: let_in(session, employer=employer, name=long, **fields))
        == "name"
    )
    assert (
        refusal(lambda: let_in(session, employer=None, name="Jo", **fields))
        == "employer"
    )
    cancel_session(session, actor=world.olga, now=now)
    assert (
        refusal(lambda: let_in(session, employer=employer, name="Jo", **fields))
        == "closed"
    )


def test_a_claim_is_once_and_counts_from_the_day_they_were_there(
    world, charlie, now, session, jo, django_capture_on_commit_callbacks
):
    code = claim_code(jo)
    typed = f" {code[:5].lower()}-{code[5:]} "
    assert claimable(typed) == jo
    late = after(now, 50)
    with django_capture_on_commit_callbacks(execute=True):
        claim(jo, charlie, now=late)
    jo.refresh_from_db()
    assert (jo.person, jo.guest_name, jo.claimed_at) == (charlie, "", late)
    assert jo.attended_at == blocks(session)[-1].ends_at
    assert claimable(typed) is None
    assert claim(jo, charlie, now=late) == jo
    assert refusal(lambda: claim(jo, world.bob, now=late)) == "claimed"


def test_who_is_on_the_list_with_an_account_as_well_is_one(world, now, session, jo):
    kept = claim(jo, world.bob, now=after(now))
    mine = session.registrations.get(person=world.bob)
    assert kept == mine
    assert Attendance.objects.get(registration=mine).presence == Presence.HERE
    jo.refresh_from_db()
    assert (jo.state, jo.forgotten_at) == (RegistrationState.CANCELLED, after(now))
    assert not jo.attendance.exists()
    assert [one.registration for one in lines_of(session)] == [mine]


def test_a_place_that_was_had_without_the_account_is_not_lost(world, now):
    day = make_day(world, world.bob, now=now)
    mine = day.registrations.get()
    Registration.objects.filter(pk=mine.pk).update(state=RegistrationState.CANCELLED)
    one = let_in(
        day, employer=world.employer, name="B.", actor=world.lieve, now=during(now)
    )
    assert claim(one, world.bob, now=during(now)).state == RegistrationState.COMING


def test_who_trains_claims_nothing(world, now, jo):
    assert refusal(lambda: claim(jo, world.lieve, now=after(now))) == "trainer"
    jo.refresh_from_db()
    assert jo.guest_name == "Jo Smet"


def test_a_badge_number_is_claimed_by_itself_once_there_is_an_account(
    world, now, session
):
    one = let_in(
        session,
        employer=world.employer,
        badge_number="77",
        actor=world.lieve,
        now=during(now),
    )
    assert claim_by_badge(after(now)) == 0
    nora = make_person("Nora Wuyts", world.employer)
    nora.memberships.update(badge_number="77")
    assert claim_by_badge(after(now)) == 1
    one.refresh_from_db()
    assert (one.person, one.badge_number) == (nora, "")


def test_a_number_that_was_typed_wrongly_does_not_hold_up_others(world, now, session):
    for number in ("76", "77"):
        let_in(
            session,
            employer=world.employer,
            badge_number=number,
            actor=world.lieve,
            now=during(now),
        )
    trainer = make_person("Tom Claes", world.employer)
    trainer.memberships.update(badge_number="76")
    session.trainers.create(person=trainer, role="co")
    make_person("Nora Wuyts", world.employer).memberships.update(badge_number="77")
    assert claim_by_badge(after(now)) == 1


def test_what_is_forgotten_is_claimed_by_nobody_and_keeps_no_number(
    world, now, session, jo
):
    numbered = let_in(
        session,
        employer=world.employer,
        badge_number="77",
        actor=world.lieve,
        now=during(now),
    )
    code = claim_code(jo)
    # Longer than guests of an open session: as long as the list is taken.
    assert forget_guests(after(now) + REMEMBERED + timedelta(days=1)) == 0
    assert claimable(code) == jo
    later = after(now) + CLAIMED_WITHIN + timedelta(days=1)
    assert forget_guests(later) == 2
    assert claimable(code) is None
    numbered.refresh_from_db()
    assert (numbered.badge_number, numbered.forgotten_at) == ("", later)
    assert Attendance.objects.filter(registration=jo).exists()
    jo.refresh_from_db()
    assert refusal(lambda: claim(jo, world.bob, now=later)) == "claimed"


def test_a_code_of_a_slip_opens_no_page_of_a_guest(jo):
    assert guest_of(claim_code(jo)) is None


def test_a_guest_with_a_link_has_no_second_code(world, now):
    day = make_day(world, now=now, audience=Audience.OPEN, places=())
    one = Registration.objects.create(
        session=day,
        guest_name="Mia Parent",
        guest_email="mia@home.example",
        token_hash="x",
        state=RegistrationState.UNCONFIRMED,
        asked_at=now,
        changed_at=now,
    )
    take(
        day,
        [said(one, blocks(day)[0])],
        source=MarkSource.LIST,
        by=world.lieve,
        now=during(now),
    )
    [line] = lines_of(day)
    assert (line.registration.walked_in, line.code) == (True, "")


def test_what_was_marked_before_is_not_lost_by_a_claim(world, now, session, jo):
    mark(session, world.bob, Presence.AWAY, by=world.lieve, now=during(now))
    claim(jo, world.bob, now=after(now))
    mine = session.registrations.get(person=world.bob)
    assert mine.attendance.get().presence == Presence.HERE
    assert {one.presence for one in mine.marks.all()} == {Presence.AWAY, Presence.HERE}

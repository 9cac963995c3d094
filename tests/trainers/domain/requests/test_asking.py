"""Asking for training, and who may do what with it."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from lms.detector import MentionsPeople, confirmation_of
from lms.errors import DomainError
from lms.merging import Merge, carry_over
from lms.models import AuditEntry, OutgoingMail
from organisations.enums import Role
from organisations.models import Membership
from tests.factories.requests import make_request, needs, staff
from tests.factories.trainers import make_person, make_programme
from trainers.domain.requests import asking
from trainers.domain.requests.needs import answers_of, needs_of, refuse_unusable
from trainers.domain.requests.reading import (
    sessions_to_link,
)
from trainers.enums import (
    Audience,
    RequestState,
    SessionState,
    Venue,
    Want,
)
from trainers.models import SessionPlaces, TrainingSession

pytestmark = pytest.mark.django_db


def make_session(world, now, **changes) -> TrainingSession:
    fields = {
        "programme": world.programme,
        "language": "nl",
        "organiser": world.employer,
        "title": "Workshop",
        "created_at": now,
        "created_by": world.olga,
        "changed_at": now,
        **changes,
    }
    return TrainingSession.objects.create(**fields)


def refusal(call, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_a_coordinator_asks_and_the_handlers_are_told_once(world, asked, now):
    assert asked.state == RequestState.ASKED
    assert asked.languages == ["nl"]
    assert needs_of(asked.answers) == needs()
    told = OutgoingMail.objects.filter(template="trainers/mail/request_asked")
    expected = [world.olga, world.otto, world.lieve, world.ada, world.amir]
    assert sorted(one.to[0] for one in told) == sorted(one.email for one in expected)
    entry = AuditEntry.objects.get(action="trainers.request_asked")
    assert entry.actor == world.alice
    assert entry.organisation_id == world.employer.pk


def test_a_deputy_asks_as_well(world, now):
    dirk = make_person("Dirk Goossens", world.employer, Role.DEPUTY)
    assert make_request(world.employer, dirk, now=now).made_by == dirk


def test_nobody_else_asks(world, charlie, now):
    for person in (world.bob, charlie, world.olga):
        assert refusal(make_request, world.employer, person, now=now) == "not_allowed"


def test_the_same_form_twice_is_one_request(world, now):
    key = uuid.uuid4()
    by = {"key": key, "actor": world.alice, "now": now}
    first = asking.ask(world.employer, needs(), **by)
    assert asking.ask(world.employer, needs(), **by) == first
    assert OutgoingMail.objects.filter(template="trainers/mail/request_asked").count()
    assert AuditEntry.objects.filter(action="trainers.request_asked").count() == 1


def test_the_key_of_another_organisations_request_finds_nothing(
    world, asked, charlie, valmont, now
):
    by = {"key": asked.uuid, "actor": charlie, "now": now}
    theirs = asking.ask(valmont, needs(), **by)
    assert theirs != asked
    assert theirs.organisation == valmont


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wanted": ()}, "empty"),
        ({"staff": ()}, "staff"),
        ({"staff": (staff("PAR", 3),)}, "staff"),
        ({"staff": (staff("POL", 3), staff("POL", 4))}, "staff"),
        ({"staff": (staff("POL", 0),)}, "staff"),
        ({"speakers": ()}, "languages"),
        ({"speakers": (("en", 4),)}, "languages"),
        ({"own_bounce": ("en",)}, "languages"),
        ({"hours": 0}, "numbers"),
        ({"young_groups": 51}, "numbers"),
    ],
)
def test_answers_of_which_no_plan_can_be_made_are_refused(changes, code):
    assert refusal(refuse_unusable, needs(**changes)) == code


def test_a_period_is_in_order_and_not_over(world, now, today):
    turned = needs(ends_on=needs().starts_on - timedelta(days=1))
    assert refusal(refuse_unusable, turned) == "period"
    past = {
        "starts_on": today - timedelta(days=9),
        "ends_on": today - timedelta(days=1),
    }
    assert refusal(make_request, world.employer, world.alice, now=now, **past) == "past"


def test_answers_of_another_version_or_shape_are_not_guessed():
    kept = answers_of(needs())
    assert refusal(needs_of, {**kept, "version": 99}) == "version"
    del kept["hours"]
    assert refusal(needs_of, kept) == "answers"


def test_a_remark_that_may_point_to_a_person_is_looked_at_first(world, now):
    words = "Call Jan Peeters on 0470 12 34 56."
    with pytest.raises(MentionsPeople):
        make_request(world.employer, world.alice, now=now, remark=words)
    kept = asking.ask(
        world.employer,
        needs(remark=words),
        confirmation=confirmation_of(words),
        actor=world.alice,
        now=now,
    )
    assert needs_of(kept.answers).remark == words


def test_answers_change_as_long_as_nobody_took_it_up(world, asked, now):
    other = needs(hours=20, speakers=(("nl", 10), ("fr", 5)))
    changed = asking.change(asked, other, actor=world.alice, now=now)
    assert needs_of(changed.answers) == other
    assert changed.languages == ["nl", "fr"]
    assert changed.programme is None
    assert refusal(asking.change, asked, other, actor=world.bob, now=now) == (
        "not_allowed"
    )
    asking.take_up(asked, actor=world.olga, now=now)
    assert refusal(asking.change, asked, other, actor=world.alice, now=now) == "closed"


def test_withdrawing_tells_whoever_took_it_up(world, asked, now):
    asking.take_up(asked, actor=world.lieve, now=now)
    assert refusal(asking.withdraw, asked, actor=world.olga, now=now) == "not_allowed"
    gone = asking.withdraw(asked, actor=world.alice, now=now)
    assert gone.state == RequestState.WITHDRAWN
    letter = OutgoingMail.objects.get(template="trainers/mail/request_withdrawn")
    assert letter.to == [world.lieve.email]
    assert refusal(asking.withdraw, asked, actor=world.alice, now=now) == "closed"
    assert refusal(asking.take_up, asked, actor=world.olga, now=now) == "closed"


def test_withdrawing_what_nobody_took_up_tells_nobody(world, asked, now):
    asking.withdraw(asked, actor=world.alice, now=now)
    assert not OutgoingMail.objects.filter(
        template="trainers/mail/request_withdrawn"
    ).exists()


def test_what_one_trainer_took_up_another_leaves_alone(world, asked, now):
    taken = asking.take_up(asked, actor=world.lieve, now=now)
    assert taken.handled_by == world.lieve
    assert refusal(asking.take_up, asked, actor=world.ada, now=now) == "not_allowed"
    assert refusal(asking.take_up, asked, actor=world.olga, now=now) == "taken"
    no = {"reason": "No room this year.", "now": now}
    assert refusal(asking.answer_no, asked, actor=world.ada, **no) == "not_allowed"
    answered = asking.answer_no(asked, actor=world.olga, **no)
    assert answered.handled_by == world.olga


def test_a_no_says_why_and_the_organisation_is_told(world, asked, now):
    by = {"actor": world.olga, "now": now}
    assert refusal(asking.answer_no, asked, reason="  ", **by) == "empty"
    with pytest.raises(MentionsPeople):
        asking.answer_no(asked, reason="Because Jan Peeters has left.", **by)
    answered = asking.answer_no(asked, reason="No trainer before summer.", **by)
    assert answered.state == RequestState.REFUSED
    assert answered.answer == "No trainer before summer."
    [letter] = [one for one in mail.outbox if world.alice.email in one.to]
    assert "Answered no" in letter.subject
    assert f"/trainers/requests/{asked.uuid}/" in letter.body
    assert "No trainer before summer." not in letter.body


def test_a_stranger_handles_nothing(world, asked, unnamed, charlie, now):
    for one in (asked, unnamed):
        for person in (charlie, world.bob, world.alice):
            assert refusal(asking.take_up, one, actor=person, now=now) == "not_allowed"


def test_without_a_programme_every_programme_owner_handles_it(
    world, unnamed, valmont, now
):
    make_programme(valmont, code="another")
    noor = make_person("Noor Haddad", valmont, Role.PROGRAMME_OWNER)
    assert refusal(asking.take_up, unnamed, actor=world.lieve, now=now) == (
        "not_allowed"
    )
    assert asking.take_up(unnamed, actor=noor, now=now).handled_by == noor


def test_a_session_comes_of_it(world, asked, now):
    session = make_session(world, now)
    by = {"actor": world.olga, "now": now}
    assert refusal(asking.link_session, asked, session, **by) == "places"
    SessionPlaces.objects.create(session=session, organisation=world.employer)
    planned = asking.link_session(asked, session, **by)
    assert planned.state == RequestState.PLANNED
    assert planned.session == session
    [letter] = [one for one in mail.outbox if world.alice.email in one.to]
    assert "Planned" in letter.subject


def test_a_session_that_does_not_fit_is_refused(world, asked, valmont, now):
    by = {"actor": world.olga, "now": now}
    cancelled = make_session(world, now, state=SessionState.CANCELLED)
    assert refusal(asking.link_session, asked, cancelled, **by) == "cancelled"
    other = make_programme(world.owner_body, code="other")
    elsewhere = make_session(world, now, programme=other)
    assert refusal(asking.link_session, asked, elsewhere, **by) == "programme"
    theirs = make_session(
        world, now, programme=make_programme(valmont, code="v"), organiser=valmont
    )
    assert refusal(asking.link_session, asked, theirs, **by) == "not_allowed"
    open_to_all = make_session(world, now, audience=Audience.OPEN)
    assert sessions_to_link(world.olga, asked) == [open_to_all]
    assert asking.link_session(asked, open_to_all, **by).session == open_to_all


def test_without_a_programme_an_owner_links_any_session_they_plan(world, unnamed, now):
    session = make_session(world, now)
    assert sessions_to_link(world.olga, unnamed) == [session]


def test_the_database_keeps_a_decision_whole(asked):
    for changes in (
        {"state": RequestState.PLANNED},
        {"state": RequestState.REFUSED},
        {"state": RequestState.TAKEN_UP},
    ):
        rows = type(asked).objects.filter(pk=asked.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**changes)


def test_a_request_is_never_deleted(asked):
    with pytest.raises(DomainError):
        asked.delete()


def test_a_request_goes_over_with_a_merged_account(world, asked, now):
    kept = make_person("Alicia Aerts", world.employer, Role.COORDINATOR)
    carry_over(Merge(kept=kept, merged=world.alice, actor=None, now=now))
    asked.refresh_from_db()
    assert asked.made_by == kept


def test_somebody_without_an_address_finds_it_on_their_page(world, now):
    Membership.objects.filter(user__in=[world.otto, world.ada, world.amir]).delete()
    world.olga.email = ""
    world.olga.save(update_fields=["email"])
    make_request(world.employer, world.alice, now=now, venue=Venue.ONLINE)
    assert not OutgoingMail.objects.filter(
        template="trainers/mail/request_asked"
    ).exists()


def test_a_plan_for_all_wants_can_be_asked(world, now):
    kept = make_request(world.employer, world.alice, now=now, wanted=tuple(Want))
    assert set(needs_of(kept.answers).wanted) == set(Want)

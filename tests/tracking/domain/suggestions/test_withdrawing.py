"""What an organisation suggested is taken back: of one, or of all at once."""

import pytest
from django.core import mail

from courses.domain.enrolment import enrol
from courses.models import Enrolment
from lms.errors import DomainError
from lms.mail import deliver
from lms.models import AuditEntry, OutgoingMail
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tests.factories.organisations import OrganisationFactory
from tests.factories.reminders import NOW
from tracking.domain.suggestions.reading import suggested_among, suggested_to
from tracking.domain.suggestions.telling import tell_waiting
from tracking.domain.suggestions.withdrawing import (
    act_of,
    acts_of,
    withdraw_suggestions,
)
from tracking.models import Suggestion

DAY = NOW.date()


@pytest.fixture
def more(beekstad):
    made = make_course(beekstad, code="more", is_open=False)
    made.release()
    return made.course


@pytest.fixture
def act(beekstad, more, alice):
    """To three people at once."""
    people = [factories.make_member(beekstad, name=name) for name in ("Bo", "Cy", "Di")]
    first = None
    for user in people:
        one = Suggestion(
            user=user, course=more, organisation=beekstad, by=alice, made_at=NOW
        )
        first = first or one.act
        one.act = first
        one.save()
    return first


def back(beekstad, act, alice, chosen=None) -> int:
    return withdraw_suggestions(beekstad, act, chosen=chosen, actor=alice, now=NOW)


def seen(user) -> list[str]:
    return [one.code for one in suggested_to(user, day=DAY, language="en", besides=())]


def test_of_one_it_is_taken_back_and_the_others_keep_it(beekstad, act, more, alice):
    bo, cy, _di = Suggestion.objects.order_by("pk")

    assert back(beekstad, act, alice, chosen={bo.pk}) == 1

    bo.refresh_from_db()
    assert (bo.withdrawn_at, bo.withdrawn_by) == (NOW, alice)
    assert (seen(bo.user), seen(cy.user)) == ([], ["more"])
    assert suggested_among(bo.user, [more.pk], DAY) == set()
    entry = AuditEntry.objects.get(action="tracking.suggestion_withdrawn")
    assert (entry.actor, entry.subject_id) == (alice, str(bo.pk))
    assert entry.data == {"course": "more", "act": str(act)}
    found = act_of(beekstad, act)
    assert (found.people, found.withdrawn, found.is_withdrawn) == (3, 1, False)


def test_all_of_it_is_taken_back_once(beekstad, act, alice):
    assert back(beekstad, act, alice) == 3
    with pytest.raises(DomainError) as refusal:
        back(beekstad, act, alice)
    assert refusal.value.code == "nobody"
    assert act_of(beekstad, act).is_withdrawn


def test_another_organisation_takes_nothing_back(beekstad, act, alice):
    other = OrganisationFactory()
    assert act_of(other, act) is None
    assert list(acts_of(other)) == []
    with pytest.raises(DomainError):
        back(other, act, alice)
    assert not Suggestion.objects.exclude(withdrawn_at=None).exists()


def test_mail_that_was_not_written_is_not_and_what_was_not_sent_is_not(
    beekstad, act, alice
):
    bo, cy, di = Suggestion.objects.order_by("pk")
    back(beekstad, act, alice, chosen={bo.pk})
    OutgoingMail.objects.all().delete()
    assert tell_waiting(clock=lambda: NOW) == 2
    waiting = {one.to[0]: one for one in OutgoingMail.objects.all()}
    assert set(waiting) == {cy.user.email, di.user.email}
    OutgoingMail.objects.update(sent_at=None)
    mail.outbox.clear()

    back(beekstad, act, alice, chosen={cy.pk})

    assert not deliver(waiting[cy.user.email].pk, now=NOW)
    assert deliver(waiting[di.user.email].pk, now=NOW)
    assert [one.to for one in mail.outbox] == [[di.user.email]]


def test_whoever_began_keeps_it_and_who_did_not_is_let_in_no_more(
    beekstad, act, more, alice
):
    bo, cy, _di = Suggestion.objects.order_by("pk")
    enrol(bo.user, more, now=NOW)

    back(beekstad, act, alice)

    assert Enrolment.objects.filter(user=bo.user, course=more).exists()
    with pytest.raises(DomainError):
        enrol(cy.user, more, now=NOW)

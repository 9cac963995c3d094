from datetime import timedelta

import pytest

from certificates.domain.appeals.deciding import decide
from certificates.domain.appeals.making import appeal
from certificates.domain.correcting import ask_for_correction
from certificates.domain.life import suspend
from certificates.domain.oversight.reminding import (
    remind_of_decisions,
    waiting_for_owner,
)
from lms.models import OutgoingMail
from organisations.enums import Role
from organisations.models import Membership, User
from tests.factories.certificates import make_staff
from tests.factories.organisations import last_body, last_mail

DAY = timedelta(days=1)


@pytest.fixture
def otto(beekstad, now):
    return make_staff(beekstad, Role.PROGRAMME_OWNER, now, name="otto")


@pytest.fixture
def made(certificate, olga, bob, now):
    suspend(certificate, reason_code="under-review", actor=olga, now=now)
    return appeal(certificate, statement="I did it all.", actor=bob, now=now)


def test_what_waits_is_told_once_a_week_to_who_can_decide(made, olga, otto, oscar, now):
    for moment in (now, now + timedelta(hours=1)):
        # Olga suspended it: she cannot decide, and there is nothing else.
        assert remind_of_decisions(moment) == 1
    assert OutgoingMail.objects.count() == 1
    told = last_body(otto.email)
    assert "1 appeal waits for a decision." in told
    assert "name put right" not in told
    assert "/appeals/" in told
    remind_of_decisions(now + 7 * DAY)
    assert OutgoingMail.objects.count() == 2


def test_a_late_one_is_told_again_in_the_same_week(made, otto, now):
    remind_of_decisions(made.due_at - timedelta(minutes=1))
    remind_of_decisions(made.due_at + timedelta(minutes=1))
    assert OutgoingMail.objects.count() == 2
    assert "1 is late" in last_body(otto.email)


def test_names_to_put_right_are_told_as_well(certificate, olga, bob, now):
    ask_for_correction(certificate, "Bob Another", actor=bob, now=now)
    waiting = waiting_for_owner(olga, now=now)
    assert (waiting.names, waiting.appeals, waiting.recognitions) == (1, 0, 0)
    assert remind_of_decisions(now) == 1
    assert "1 holder asks to have a name put right." in last_body(olga.email)
    assert last_mail(olga.email).subject == "Something waits for your decision"


def test_nobody_is_written_to_when_nothing_waits(made, otto, now):
    decide(made, decision="dismissed", words="We looked.", actor=otto, now=now)
    assert remind_of_decisions(now) == 0


@pytest.mark.parametrize("how", ["no address", "left", "closed"])
def test_who_cannot_be_told_is_not(how, made, otto, now):
    if how == "no address":
        User.objects.filter(pk=otto.pk).update(email=None)
    if how == "closed":
        User.objects.filter(pk=otto.pk).update(is_active=False)
    if how == "left":
        Membership.objects.filter(user=otto).update(ends_on=now.date() - DAY)
    assert remind_of_decisions(now) == 0
    assert not OutgoingMail.objects.filter(template__contains="decisions").exists()


def test_an_appeal_that_no_owner_can_decide_is_told_to_administrators(
    certificate, olga, oscar, bob, now
):
    root = User.objects.create_superuser("root@relay.example", language="en")
    suspend(certificate, reason_code="under-review", actor=olga, now=now)
    appeal(certificate, statement="I did it all.", actor=bob, now=now)
    assert remind_of_decisions(now) == 1
    assert "1 appeal waits for a decision." in last_body(root.email)


def test_administrators_are_left_alone_where_an_owner_can(made, otto, now):
    User.objects.create_superuser("root@relay.example", language="en")
    assert remind_of_decisions(now) == 1
    assert OutgoingMail.objects.get().to == [otto.email]

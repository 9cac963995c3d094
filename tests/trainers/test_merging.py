"""Two accounts of one person: the way goes on, and nobody becomes their own judge."""

import pytest

from lms.merging import Merge, carry_over
from tests.factories.trainers import make_person
from trainers.domain import owning
from trainers.domain.periods import may_lead
from trainers.enums import EvidenceKind, State
from trainers.models import SignOff, Transition

pytestmark = pytest.mark.django_db


def merged(kept, other, now):
    return carry_over(Merge(kept=kept, merged=other, actor=None, now=now))


def test_a_trainers_accreditation_goes_over(way, now):
    way.to(State.ACCREDITED)
    kept = make_person("Robert Wiśniewski", way.world.employer)
    merged(kept, way.world.bob, now)
    assert way.again().person == kept
    assert may_lead(kept, way.world.programme, "nl", way.day)
    assert not may_lead(way.world.bob, way.world.programme, "nl", way.day)


def test_what_somebody_signed_for_others_goes_over(way, now):
    way.to(State.PROVISIONAL)
    signed = SignOff.objects.filter(by=way.world.lieve).count()
    kept = make_person("Godelieve Peeters", way.world.owner_body)
    merged(kept, way.world.lieve, now)
    assert signed > 0
    assert SignOff.objects.filter(by=kept).count() == signed
    assert not Transition.objects.filter(by=way.world.lieve).exists()


def test_what_was_signed_about_oneself_stays_with_the_old_account(way, now):
    mine = way.to(State.OBSERVED)
    way.others(EvidenceKind.FEEDBACK, way.world.lieve)
    owning.accredit(mine, actor=way.world.olga, now=way.now)
    merged(way.world.bob, way.world.olga, now)
    taken = Transition.objects.filter(accreditation=mine, act="accredit").get()
    assert taken.by == way.world.olga

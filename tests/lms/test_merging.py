import pytest
from django.contrib.auth import get_user_model

from lms import merging
from lms.merging import Fate, Merge


def test_every_key_to_a_person_says_what_becomes_of_it():
    assert merging.unruled_keys() == []


def test_a_key_that_nobody_spoke_of_is_found(monkeypatch):
    monkeypatch.setattr(merging, "_rules", {})

    unruled = merging.unruled_keys()

    assert "organisations.Membership.user" in unruled
    assert "courses.PollAnswer.pseudonym" in unruled
    assert "lms.OutgoingMail.user" not in unruled


@pytest.mark.django_db
def test_every_rule_runs_and_touches_nothing_of_others(alice, bob, now):
    nobody = get_user_model().objects.create_user("")

    touched = merging.carry_over(Merge(alice, nobody, actor=None, now=now))

    assert touched == {}


def test_the_log_stays_with_the_account_that_did_it():
    assert merging._rules["lms.AuditEntry", "actor"] is Fate.STAY

from datetime import timedelta

import pytest

from courses.domain.facts.confirming import LONGEST_REVIEW, confirm_fact
from courses.enums import ReplacementStep
from lms.models import AuditEntry
from tests.factories.facts import (
    refused,
    small_fact,
    update,
)

Step = ReplacementStep


def test_confirm_fact_publishes_a_new_review_date_in_every_language(
    small, owner, now, today
):
    until = today + timedelta(days=365)

    assert confirm_fact(small_fact(), until=until, actor=owner, now=now) is True

    for language in ("en", "nl"):
        fact = small_fact(language)
        assert (fact.review_by, fact.has_unpublished_changes) == (until, False)
        assert fact.live_revision.user == owner
    entry = AuditEntry.objects.get(action="courses.fact_confirmed")
    assert (entry.actor, entry.organisation_id) == (owner, small.course.owner_id)
    assert entry.data == {"until": until.isoformat(), "published": True}


def test_confirm_fact_twice_changes_nothing_more(small, owner, now, today):
    until = today + timedelta(days=365)
    for _again in range(2):
        confirm_fact(small_fact(), until=until, actor=owner, now=now)

    assert small_fact().revisions.count() == 1
    assert AuditEntry.objects.filter(action="courses.fact_confirmed").count() == 1


def test_an_author_confirms_in_a_draft_that_a_reviewer_publishes(
    small, author, now, today
):
    before, until = small_fact().review_by, today + timedelta(days=365)
    for _again in range(2):
        assert confirm_fact(small_fact(), until=until, actor=author, now=now) is False

    fact = small_fact()
    assert (fact.review_by, fact.has_unpublished_changes) == (before, True)
    assert fact.get_latest_revision_as_object().review_by == until
    assert fact.revisions.count() == 1


def test_confirming_publishes_nobodys_draft(small, author, owner, now, today):
    draft = small_fact()
    draft.text = "Half a thought"
    draft.save_revision(user=author)
    until = today + timedelta(days=365)

    confirm_fact(small_fact(), until=until, actor=owner, now=now)

    fact = small_fact()
    assert (fact.text, fact.review_by) == ("A fact en", until)
    waiting = fact.get_latest_revision_as_object()
    assert (waiting.text, waiting.review_by) == ("Half a thought", until)
    assert fact.has_unpublished_changes


def test_a_language_that_is_not_published_is_not_published_by_confirming(
    small, owner, now, today
):
    update(small_fact("nl"), live=False)
    until = today + timedelta(days=365)

    confirm_fact(small_fact(), until=until, actor=owner, now=now)

    dutch = small_fact("nl")
    assert dutch.live is False
    assert dutch.get_latest_revision_as_object().review_by == until


@pytest.mark.parametrize("days", [-1, 0, LONGEST_REVIEW.days + 1])
def test_a_day_that_is_no_review_date_is_refused(small, owner, now, today, days):
    until = today + timedelta(days=days)

    refused("day", confirm_fact, small_fact(), until=until, actor=owner, now=now)


def test_what_cannot_be_confirmed_is_refused(
    small, new, owner, stranger, bob, now, today
):
    until = today + timedelta(days=9)

    for nobody in (stranger, bob):
        refused("role", confirm_fact, small_fact(), until=until, actor=nobody, now=now)
    update(small_fact("nl"), superseded_by=new["nl"])
    refused("replaced", confirm_fact, small_fact(), until=until, actor=owner, now=now)
    for row in new.values():
        update(row, live=False)
    refused("not_live", confirm_fact, new["en"], until=until, actor=owner, now=now)
    assert not AuditEntry.objects.filter(action="courses.fact_confirmed").exists()


def test_a_plan_to_publish_is_not_undone(small, owner, now, today):
    fact = small_fact()
    fact.text = "On Monday"
    fact.save_revision(approved_go_live_at=now + timedelta(days=2))
    until = today + timedelta(days=9)

    refused("scheduled", confirm_fact, small_fact(), until=until, actor=owner, now=now)

    assert small_fact("nl").review_by != until


def test_a_fact_that_cannot_be_saved_stops_everything(small, owner, now, today):
    until = today + timedelta(days=9)
    update(small_fact("nl"), source_title="")

    refused("invalid", confirm_fact, small_fact(), until=until, actor=owner, now=now)

    assert AuditEntry.objects.filter(action="courses.fact_confirmed").count() == 0

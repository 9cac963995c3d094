from datetime import timedelta

import pytest

from certificates.domain.editions.carrying import sweep
from certificates.domain.editions.deciding import (
    begin_telling,
    deadline_of,
    decide,
    draft,
    possible_deltas,
    withdraw,
)
from certificates.models import CertificateEvent, EditionChange, day_of
from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from tests.factories.certified_editions import make_change, make_delta, next_edition


def refused(code, act, *args, **kwargs):
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code
    return True


def test_deciding_is_noted_and_changes_no_certificate(edition, delta, alice, now):
    events = CertificateEvent.objects.count()
    until = day_of(now) + timedelta(days=30)

    change = make_change(
        edition, demand="delta", delta=delta, until=until, actor=alice, now=now
    )

    assert (change.demand, change.delta, change.until) == ("delta", delta, until)
    entry = AuditEntry.objects.get(action="certificates.edition_decided")
    assert (entry.actor, entry.organisation_id) == (alice, edition.course.owner_id)
    assert CertificateEvent.objects.count() == events
    assert not OutgoingMail.objects.filter(template="certificates/mail/edition")


def test_looking_at_a_decision_keeps_nothing(edition, now):
    owner = edition.course.owner
    draft(edition, owner, demand="nothing", actor=None, now=now)
    assert not EditionChange.objects.exists()


def test_holders_get_at_least_the_days_of_grace(edition, now):
    owner = edition.course.owner
    for until in (None, day_of(now) + timedelta(days=29)):
        asks = {"demand": "edition", "until": until, "actor": None, "now": now}
        assert refused("too_soon", draft, edition, owner, **asks)


def test_only_a_material_edition_of_those_who_issue_concerns_anybody(
    edition, valmont, small_course, now
):
    asks = {"demand": "nothing", "actor": None, "now": now}
    assert refused("not_material", draft, edition, valmont, **asks)
    minor = next_edition(small_course.course, significance="minor")
    owner = small_course.course.owner
    assert refused("not_material", draft, minor, owner, **asks)


def test_a_short_course_is_released_open_and_another_one(
    edition, delta, small_course, now
):
    closed = make_delta(small_course.course, code="closed", is_open=False)
    assert list(possible_deltas(small_course.course)) == [delta]
    for wrong in (None, closed, small_course.course):
        assert refused("delta", make_change, edition, demand="delta", delta=wrong)


def test_an_edition_is_decided_about_once_until_it_is_withdrawn(edition, alice, now):
    first = make_change(edition)
    second = draft(
        edition, edition.course.owner, demand="nothing", actor=alice, now=now
    )
    assert refused("decided", decide, second, now=now)

    withdraw(first, actor=alice, now=now)
    assert refused("over", withdraw, first, actor=alice, now=now)

    decide(second, now=now)
    assert AuditEntry.objects.filter(action="certificates.edition_withdrawn").exists()


def test_holders_are_told_in_time_or_it_is_decided_anew(edition, alice, now):
    change = make_change(edition)
    late = now + timedelta(days=40)
    assert refused("too_late", begin_telling, change, actor=alice, now=late)

    begin_telling(change, actor=alice, now=now)
    again = begin_telling(change, actor=alice, now=now + timedelta(days=1))

    assert again.telling_at == now
    actions = AuditEntry.objects.filter(action="certificates.edition_telling")
    assert actions.count() == 1


def test_there_is_nothing_to_tell_where_nothing_is_asked(edition, alice, now):
    nothing = make_change(edition, demand="nothing")
    assert refused("over", begin_telling, nothing, actor=alice, now=now)
    assert deadline_of(nothing) is None


def test_mails_that_went_late_leave_the_days_of_grace_all_the_same(edition, now):
    change = make_change(edition)
    assert deadline_of(change) == change.until
    change.told_at = now + timedelta(days=50)
    assert deadline_of(change) == day_of(now) + timedelta(days=80)


def test_it_is_withdrawn_until_its_last_day_is_over(edition, alice, now):
    change = begin_telling(make_change(edition), actor=alice, now=now)
    sweep(now)
    over = now + timedelta(days=(change.until - day_of(now)).days + 1)
    assert refused("over", withdraw, change, actor=alice, now=over)
    withdraw(change, actor=alice, now=over - timedelta(days=1))

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.domain.state import state_on
from certificates.enums import CertificateState, EventKind
from certificates.models import Certificate, CertificateEvent

FIRST = date(2026, 11, 21)
LAST = date(2028, 11, 21)
VALID, EXPIRING, EXPIRED, SUSPENDED, REVOKED, SUPERSEDED = CertificateState


def both(certificate, day):
    """What the two say of one certificate; they must say the same."""
    found = Certificate.objects.with_state(day).get(pk=certificate.pk).state
    assert state_on(certificate, day) == found
    return found


def happened(certificate, *events):
    for kind, at in events:
        CertificateEvent.objects.create(certificate=certificate, kind=kind, at=at)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (FIRST - timedelta(days=1), None),
        (FIRST, VALID),
        (LAST - timedelta(days=61), VALID),
        (LAST - timedelta(days=60), EXPIRING),
        (LAST, EXPIRING),
        (LAST + timedelta(days=1), EXPIRED),
        (date(2099, 1, 1), EXPIRED),
    ],
)
def test_the_calendar_decides_from_the_first_to_the_last_day(certificate, day, state):
    assert both(certificate, day) == state


def test_without_an_end_it_stays_valid(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=None)
    certificate.refresh_from_db()
    assert both(certificate, date(2099, 1, 1)) == VALID


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        (["suspended"], SUSPENDED),
        (["suspended", "restored"], VALID),
        (["suspended", "restored", "suspended"], SUSPENDED),
        (["revoked"], REVOKED),
        (["suspended", "revoked"], REVOKED),
        (["revoked", "restored"], REVOKED),
        (["superseded"], SUPERSEDED),
        (["superseded", "revoked"], SUPERSEDED),
        (["revoked", "superseded"], REVOKED),
    ],
)
def test_events_go_before_the_calendar_and_the_first_end_is_final(
    certificate, kinds, state, now
):
    happened(
        certificate,
        *((kind, now + timedelta(hours=hour)) for hour, kind in enumerate(kinds, 1)),
    )
    assert both(certificate, FIRST) == state


def test_a_suspension_outlasts_the_last_day(certificate, now):
    happened(certificate, (EventKind.SUSPENDED, now))
    assert both(certificate, LAST + timedelta(days=400)) == SUSPENDED


def test_a_day_ends_at_midnight_in_brussels(certificate):
    # A quarter past midnight of the 2nd in Brussels, still the 1st in London.
    happened(certificate, (EventKind.REVOKED, datetime(2027, 7, 1, 22, 15, tzinfo=UTC)))
    assert both(certificate, date(2027, 7, 1)) == VALID
    assert both(certificate, date(2027, 7, 2)) == REVOKED


def test_events_of_the_same_moment_count_in_the_order_written(certificate, now):
    happened(certificate, (EventKind.SUSPENDED, now), (EventKind.RESTORED, now))
    assert both(certificate, FIRST) == VALID


histories = st.lists(
    st.tuples(
        st.sampled_from(
            [
                kind
                for kind in EventKind
                for _ in range(1 + (kind in ("suspended", "restored")) * 3)
            ]
        ),
        st.integers(-50, 900),
        st.integers(0, 23),
    ),
    max_size=7,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    history=histories,
    months_left=st.none() | st.integers(0, 800),
    days=st.lists(st.integers(-60, 950), min_size=1, max_size=5),
)
def test_sql_and_python_agree_over_any_history(
    certificate, now, history, months_left, days
):
    certificate.events.all().delete()
    until = None if months_left is None else FIRST + timedelta(days=months_left)
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=until)
    certificate.refresh_from_db()
    happened(
        certificate,
        *((kind, now + timedelta(days=day, hours=hour)) for kind, day, hour in history),
    )
    for day in days:
        both(certificate, FIRST + timedelta(days=day))


def test_many_states_cost_one_query(certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [c.state for c in Certificate.objects.with_state(FIRST)] == [VALID]
    assert Certificate.objects.with_state(FIRST).filter(state=VALID).count() == 1
    assert not Certificate.objects.with_state(FIRST).filter(state=REVOKED).exists()

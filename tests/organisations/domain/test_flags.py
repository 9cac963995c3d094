from datetime import date

import pytest

from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.domain.flags import (
    FlagTerms,
    end_flag,
    flag,
    flags_within,
    lines_within,
    withdraw_flag,
)
from organisations.enums import FlagKind
from tests.factories.tracking import make_department

YEAR = FlagTerms(FlagKind.FUNDING, "Line  7", date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def desk(beekstad):
    return make_department(beekstad, "desk", "Front desk")


def test_a_funding_line_is_marked_and_written_down(beekstad, alice, now):
    made = flag(beekstad, YEAR, actor=alice, now=now)

    assert (made.name, made.made_by, str(made)) == ("Line 7", alice, "Line 7, Beekstad")
    entry = AuditEntry.objects.get(action="organisations.flagged")
    assert entry.data["until"] == "2026-12-31"


def test_the_last_day_is_not_before_the_first(beekstad, alice, now):
    terms = FlagTerms(FlagKind.PILOT, "Try", date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(DomainError) as refusal:
        flag(beekstad, terms, actor=alice, now=now)

    assert refusal.value.code == "order"


@pytest.mark.parametrize("above_first", [True, False])
def test_one_line_never_stands_above_and_below_on_one_day(
    beekstad, desk, alice, now, above_first
):
    first, second = (beekstad, desk) if above_first else (desk, beekstad)
    flag(first, YEAR, actor=alice, now=now)
    terms = FlagTerms(FlagKind.FUNDING, "LINE 7", date(2026, 12, 31))
    with pytest.raises(DomainError) as refusal:
        flag(second, terms, actor=alice, now=now)

    assert refusal.value.code == "nested"
    after = FlagTerms(FlagKind.FUNDING, "LINE 7", date(2027, 1, 1))
    flag(second, after, actor=alice, now=now)
    flag(
        second,
        FlagTerms(FlagKind.PILOT, "Line 7", date(2026, 5, 1)),
        actor=alice,
        now=now,
    )
    assert [name for _kind, name in lines_within(beekstad)] == ["Line 7", "Line 7"]


def test_departments_beside_each_other_share_a_line(beekstad, desk, alice, now):
    back = make_department(beekstad, "back", "Back office")
    for place in (desk, back):
        flag(place, YEAR, actor=alice, now=now)

    assert flags_within(beekstad).count() == 2
    assert flags_within(desk).count() == 1


def test_a_mark_ends_sooner_and_never_later(beekstad, alice, now):
    made = flag(beekstad, YEAR, actor=alice, now=now)
    ended = end_flag(made, last_day=date(2026, 6, 30), actor=alice, now=now)

    assert ended.ends_on == date(2026, 6, 30)
    for day, code in ((date(2025, 1, 1), "order"), (date(2026, 7, 1), "later")):
        with pytest.raises(DomainError) as refusal:
            end_flag(ended, last_day=day, actor=alice, now=now)
        assert refusal.value.code == code


def test_taken_back_is_as_if_it_had_never_stood_there(beekstad, desk, alice, now):
    made = flag(beekstad, YEAR, actor=alice, now=now)
    for _ in range(2):
        withdraw_flag(made, actor=alice, now=now)

    assert list(flags_within(beekstad)) == []
    flag(desk, YEAR, actor=alice, now=now)
    assert AuditEntry.objects.filter(action="organisations.flag_withdrawn").count() == 1

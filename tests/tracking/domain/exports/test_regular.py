from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.errors import DomainError
from lms.models import AuditEntry, OutgoingMail
from organisations.domain.memberships import end_membership
from organisations.enums import Role
from tests.factories import tracking as factories
from tests.factories.exports import made
from tracking.domain.coverage import Narrowing
from tracking.domain.exports import regular
from tracking.domain.exports.chosen import Choice
from tracking.domain.exports.regular import first_after, make_regular, send_due
from tracking.enums import ExportFormat, Rhythm
from tracking.models import RegularExport, StaffExport

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY = date(2026, 11, 23)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS)


@pytest.fixture
def weekly(asked, beekstad, course, alice, now):
    """Alice has a file made every Monday."""
    choice = Choice(beekstad, course, Narrowing(standing="overdue"), "name")
    return make_regular(
        choice,
        form=ExportFormat.CSV,
        rhythm=Rhythm.WEEKLY,
        on_day=1,
        actor=alice,
        now=now,
    )


def periods() -> list[date]:
    return list(StaffExport.objects.order_by("pk").values_list("period", flat=True))


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.sampled_from([(Rhythm.WEEKLY, 7), (Rhythm.MONTHLY, 28)]),
    st.data(),
)
def test_the_next_day_is_the_first_that_fits(day, rhythm, data):
    rhythm, latest = rhythm
    on_day = data.draw(st.integers(1, latest))

    def fits(one: date) -> bool:
        number = one.isoweekday() if rhythm == Rhythm.WEEKLY else one.day
        return number == on_day

    after = (day + timedelta(days=ahead) for ahead in range(1, 40))
    assert first_after(day, rhythm, on_day) == next(filter(fits, after))


def test_a_period_makes_one_file_and_one_mail_with_a_link_and_no_file(
    weekly, alice, beekstad, waiting, mailoutbox
):
    assert weekly.next_on == MONDAY
    assert send_due(at(MONDAY)) == 1
    assert send_due(at(MONDAY, 13)) == send_due(at(MONDAY, 14)) == 0

    export = StaffExport.objects.get()
    assert (export.asked_by, export.day, export.standing, export.order) == (
        alice,
        MONDAY,
        "overdue",
        "name",
    )
    assert waiting == [export.pk]
    made(export, now=at(MONDAY))
    made(export, now=at(MONDAY))

    (mail,) = mailoutbox
    (html, _kind), *others = mail.alternatives
    link = f"/organisation/beekstad/exports/{export.pk}/"
    assert (mail.to, mail.attachments, others) == ([alice.email], [], [])
    assert link in mail.body
    assert link in html
    assert "Bob" not in mail.body + html + mail.subject
    assert OutgoingMail.objects.filter(template="tracking/mail/export").count() == 1
    weekly.refresh_from_db()
    assert weekly.next_on == MONDAY + timedelta(days=7)
    assert send_due(at(MONDAY + timedelta(days=7))) == 1


def test_it_keeps_the_columns_that_were_chosen(
    asked, beekstad, course, alice, now, waiting
):
    choice = Choice(beekstad, course, Narrowing(), "name", ("standing", "sector"))
    made_regular = make_regular(
        choice,
        form=ExportFormat.CSV,
        rhythm=Rhythm.WEEKLY,
        on_day=1,
        actor=alice,
        now=now,
    )
    # One that a later Relay does not have any more holds up nobody.
    RegularExport.objects.update(columns=["sector", "standing", "an_old_one"])

    assert send_due(at(MONDAY)) == 1

    assert made_regular.columns == ["sector", "standing"]
    assert StaffExport.objects.get().columns == ["sector", "standing"]


def test_nothing_is_made_before_its_day_or_when_no_mail_goes_out(weekly):
    RegularExport.objects.update(next_on=MONDAY - timedelta(days=1))
    assert send_due(at(MONDAY - timedelta(days=2))) == 0
    # A Sunday, and a Monday before eight.
    assert send_due(at(MONDAY - timedelta(days=1))) == 0
    assert send_due(at(MONDAY, 7)) == 0
    assert send_due(at(MONDAY, 8)) == 1
    assert periods() == [MONDAY - timedelta(days=1)]


def test_periods_that_were_missed_are_not_made_up_for(weekly):
    assert send_due(at(MONDAY + timedelta(days=22))) == 1
    assert send_due(at(MONDAY + timedelta(days=22), 13)) == 0
    weekly.refresh_from_db()
    assert weekly.next_on == MONDAY + timedelta(days=28)


def test_it_ends_by_itself_once_its_owner_may_not_see_the_people(
    weekly, beekstad, alice, now
):
    factories.make_member(beekstad, role=Role.COORDINATOR)
    end_membership(alice.memberships.get(), ends_on=MONDAY, now=now)

    assert send_due(at(MONDAY)) == send_due(at(MONDAY + timedelta(days=7))) == 0

    weekly.refresh_from_db()
    assert weekly.stopped_at == at(MONDAY)
    assert periods() == []
    entry = AuditEntry.objects.get(action="tracking.regular_export_stopped")
    assert (entry.actor, entry.organisation_id) == (None, beekstad.pk)


def test_it_ends_by_itself_once_its_owner_s_account_is_closed(weekly, alice):
    alice.is_active = False
    alice.save()
    assert send_due(at(MONDAY)) == 0
    weekly.refresh_from_db()
    assert weekly.stopped_at is not None


def test_paused_it_waits_and_goes_on_from_then(weekly, alice):
    regular.pause(weekly, actor=alice, now=at(MONDAY))
    assert send_due(at(MONDAY + timedelta(days=7))) == 0

    regular.go_on(weekly, actor=alice, now=at(MONDAY + timedelta(days=9)))

    weekly.refresh_from_db()
    assert weekly.next_on == MONDAY + timedelta(days=14)
    assert send_due(at(MONDAY + timedelta(days=14))) == 1


def test_going_on_makes_no_second_file_of_a_day(weekly, alice):
    assert send_due(at(MONDAY)) == 1
    regular.pause(weekly, actor=alice, now=at(MONDAY, 13))
    regular.go_on(weekly, actor=alice, now=at(MONDAY, 14))
    assert send_due(at(MONDAY, 15)) == 0
    assert periods() == [MONDAY]


def test_deleted_it_leaves_what_was_made(weekly, alice, now):
    send_due(at(MONDAY))
    export = made(StaffExport.objects.get(), now=at(MONDAY))
    regular.delete(weekly, actor=alice, now=now)
    export.refresh_from_db()
    assert export.file
    assert not RegularExport.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "on_day"),
    [(Rhythm.WEEKLY, 0), (Rhythm.WEEKLY, 8), (Rhythm.MONTHLY, 29)],
)
def test_a_day_that_there_is_not_is_refused(
    asked, beekstad, course, alice, now, rhythm, on_day
):
    with pytest.raises(DomainError) as refusal:
        make_regular(
            Choice(beekstad, course, Narrowing(), "name"),
            form=ExportFormat.CSV,
            rhythm=rhythm,
            on_day=on_day,
            actor=alice,
            now=now,
        )
    assert refusal.value.code == "no_day"


def test_one_has_only_so_many(weekly, beekstad, course, alice, now, monkeypatch):
    monkeypatch.setattr(regular, "MOST_OF_ONE", 1)
    with pytest.raises(DomainError) as refusal:
        make_regular(
            Choice(beekstad, course, Narrowing(), "name"),
            form=ExportFormat.CSV,
            rhythm=Rhythm.MONTHLY,
            on_day=28,
            actor=alice,
            now=now,
        )
    assert refusal.value.code == "too_many"

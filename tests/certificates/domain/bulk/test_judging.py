from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from certificates.domain.life import revoke, suspend
from certificates.enums import AwardRowState as S
from certificates.enums import AwardRunState
from certificates.models import Certificate
from courses.models import Completion, Enrolment
from lms.models import OutgoingMail
from organisations.domain.merging import merge_accounts
from organisations.models import Sector, User
from tests.factories.awards import bring, make_member
from tests.factories.certificates import make_rule
from tests.factories.organisations import UserFactory


def states(run) -> list[S]:
    return [S(row.state) for row in run.rows.order_by("line")]


def test_the_dry_run_says_what_becomes_of_every_line(
    rule, bob, charlie, beekstad, certificate, olga
):
    eve = make_member(beekstad, "Eve")
    without = make_member(beekstad, "Without", sector=None)
    parent = make_member(beekstad, "Parent", sector="PAR")
    run = bring(
        rule,
        (eve.email.upper(), "", "2026-05-04"),
        (eve.email, "Jeugdwerk", "2026-05-04"),
        (eve.email, "pol", "2026-05-05"),
        (bob.email, "", "2026-05-04"),
        ("nobody@beekstad.example", "", "2026-05-04"),
        (charlie.email, "", "2026-05-04"),
        (without.email, "", "2026-05-04"),
        (eve.email, "Astronauts", "2026-05-04"),
        (parent.email, "", "2026-05-04"),
        (without.email, "EDU", "long ago"),
        (without.email, "EDU", "2026-11-22"),
        (without.email, "EDU", "2019-05-04"),
        actor=olga,
    )
    assert run.state == AwardRunState.LOOKED
    assert states(run) == [
        S.READY,
        S.READY,
        S.TWICE,
        S.HAS,
        S.UNKNOWN,
        # He has an account, elsewhere: that is not told.
        S.UNKNOWN,
        S.NO_SECTOR,
        S.NO_SECTOR,
        S.NO_RULE,
        S.NO_DAY,
        S.FUTURE,
        S.RUN_OUT,
    ]


def test_looking_writes_nothing_but_the_list(rule, beekstad, olga):
    eve = make_member(beekstad, "Eve")
    bring(rule, (eve.email, "", "2026-05-04"), actor=olga)
    for model in (Enrolment, Completion, Certificate, OutgoingMail):
        assert not model.objects.exists()


def test_who_is_in_the_course_is_known_wherever_they_work(
    rule, small_course, charlie, olga, now
):
    Enrolment.objects.create(
        user=charlie,
        course=small_course.course,
        edition=small_course.course.current_edition,
        started_at=now,
    )
    run = bring(rule, (charlie.email, "", "2026-05-04"), actor=olga)
    assert states(run) == [S.READY]


def test_a_person_is_known_by_each_address_that_is_theirs(rule, beekstad, olga, now):
    """By one that was proved later, and by that of an account that became theirs."""
    eve, twin = make_member(beekstad, "Eve"), UserFactory(email="eve.old@x.example")
    EmailAddress.objects.create(user=eve, email="eve@home.example", verified=True)
    someone = User.objects.create_superuser("admin@relay.example", password="!")
    merge_accounts(eve, twin, actor=someone, now=now)
    run = bring(
        rule,
        ("Eve@home.example", "", "2026-05-04"),
        ("eve.old@x.example", "", "2026-05-04"),
        actor=olga,
    )
    assert states(run) == [S.READY, S.TWICE]
    assert {row.user for row in run.rows.all()} == {eve}


def test_a_closed_account_is_unknown(rule, beekstad, olga):
    eve = make_member(beekstad, "Eve", is_active=False)
    assert states(bring(rule, (eve.email, "", "2026-05-04"), actor=olga)) == [S.UNKNOWN]


@pytest.mark.parametrize(
    ("day", "expected"),
    # Theirs is of 21 November 2026, and valid for two years.
    [("2026-11-20", S.HAS), ("2027-01-10", S.HAS), ("2028-10-10", S.READY)],
)
def test_who_has_one_that_stands_needs_another_only_once_it_runs_out(
    rule, certificate, bob, olga, day, expected
):
    later = certificate.awarded_at + timedelta(days=700)
    line = (bob.email, "", day)
    if day < "2028":
        later = certificate.awarded_at + timedelta(days=100)
    assert states(bring(rule, line, actor=olga, now=later)) == [expected]


def test_a_suspended_one_is_for_its_issuer_to_restore(
    rule, certificate, bob, olga, now
):
    suspend(certificate, reason_code="looked-into", actor=olga, now=now)
    later = now + timedelta(days=30)
    run = bring(rule, (bob.email, "", "2026-12-01"), actor=olga, now=later)
    assert states(run) == [S.HAS]


def test_after_a_revoked_one_a_later_training_counts(rule, certificate, bob, olga, now):
    revoke(certificate, reason_code="in-error", actor=olga, now=now)
    later = now + timedelta(days=30)
    run = bring(
        rule,
        (bob.email, "", "2026-11-21"),
        (bob.email, "", "2026-12-01"),
        actor=olga,
        now=later,
    )
    assert states(run) == [S.HAS, S.READY]


def test_a_sector_with_a_rule_of_another_issuer_gives_none(
    rule, small_course, valmont, beekstad, olga
):
    make_rule(small_course.course, sector="EDU", issuer=valmont)
    teacher = make_member(beekstad, "Teacher", sector="EDU")
    run = bring(rule, (teacher.email, "", "2026-05-04"), actor=olga)
    assert states(run) == [S.NO_RULE]


def test_a_sector_that_gives_no_certificate_gives_none(rule, beekstad, olga):
    Sector.objects.filter(pk="POL").update(gives_certificate=False)
    eve = make_member(beekstad, "Eve")
    assert states(bring(rule, (eve.email, "", "2026-05-04"), actor=olga)) == [S.NO_RULE]


def test_a_day_that_is_today_in_brussels_is_not_in_the_future(
    rule, beekstad, olga, now
):
    eve = make_member(beekstad, "Eve")
    # It is the 22nd there already.
    late = now.replace(hour=23, minute=30)
    run = bring(rule, (eve.email, "", "2026-11-22"), actor=olga, now=late)
    assert states(run) == [S.READY]
    assert run.rows.get().trained_on == date(2026, 11, 22)

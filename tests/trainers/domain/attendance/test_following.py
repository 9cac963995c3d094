"""Who attended a training session has done its part of the course, and gets what follows
from that: completion, attendance statement, and a requirement that is met."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates.enums import CertificateType
from certificates.models import Certificate
from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, Completion, Enrolment
from lms.merging import Merge, carry_over
from lms.models import AuditEntry
from tests.factories.attendance import (
    after,
    blocks,
    during,
    make_day,
    mark,
    said,
)
from tests.factories.certificates import make_rule
from tests.factories.taught import begin_again, make_taught
from tests.factories.tracking import make_requirement
from tests.factories.trainers import make_person, make_world
from tracking.domain.obligations import sync_requirement
from tracking.domain.requirements import accept
from tracking.domain.standing import position_of
from trainers.domain.attendance import following
from trainers.domain.attendance.making_up import make_up
from trainers.domain.attendance.marks import take
from trainers.domain.attendance.walk_ins import claim, claim_code, claimable, let_in
from trainers.domain.attendance.weighing import weigh, weigh_all
from trainers.enums import MarkSource, Presence
from trainers.models import Registration, SessionBlock

pytestmark = pytest.mark.django_db
AWAY, PART, HERE = Presence.AWAY, Presence.PART, Presence.HERE
# The blocks of `make_day` are from nine to half past twelve.
BLOCK = 210


@pytest.fixture
def now():
    """So long ago that what takes place after it is over: what follows asks the clock."""
    return timezone.now() - timedelta(days=60)


@pytest.fixture
def world(beekstad, alice, bob, now):
    world = make_world(beekstad, alice, bob, now=now)
    # Nobody gets in but by a ground.
    world.taught = make_taught(world.owner_body, is_open=False, now=now)
    world.course = world.taught.course
    make_rule(world.course, type=CertificateType.ATTENDANCE, prefix="ATT")
    return world


@pytest.fixture
def follow_commits(django_capture_on_commit_callbacks):
    """What follows a commit, at once."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def day_of(world, *people, now, **changes):
    """A session of the course in two mornings, the second a day after the first."""
    fields = {"days": (30, 31), "course": world.course, **changes}
    return make_day(world, *people, now=now, **fields)


def taken(world, session, person, *presences, now, minutes=None, at=31):
    """The list of all blocks as it was taken on the evening of the last."""
    for block, presence in zip(blocks(session), presences, strict=True):
        mark(
            session,
            person,
            presence,
            minutes if presence == PART else None,
            by=world.lieve,
            now=after(now, at),
            block=block,
        )


def completion_of(world, person) -> Completion | None:
    return Completion.objects.filter(
        enrolment__user=person, enrolment__course=world.course
    ).first()


def statement_of(person) -> Certificate | None:
    return Certificate.objects.filter(holder=person).first()


def last_end(session):
    return blocks(session)[-1].ends_at


def assert_has_everything(world, session, person):
    """Done, completed and certified from the end of its last block."""
    end = last_end(session)
    progress = ActivityProgress.objects.get(enrolment__user=person)
    assert str(progress.activity_id) == world.taught.part_key()
    assert progress.completed_at == end
    completion = completion_of(world, person)
    assert (completion.completed_at, completion.minutes) == (end, 180)
    statement = Certificate.objects.get(holder=person)
    assert statement.type == CertificateType.ATTENDANCE
    assert statement.completion == completion
    assert statement.awarded_on == timezone.localdate(end)


def assert_has_nothing(person):
    assert not Enrolment.objects.filter(user=person).exists()
    assert not Certificate.objects.filter(holder=person).exists()


def test_who_attended_has_the_part_the_course_and_its_statement(
    world, now, follow_commits
):
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    assert_has_everything(world, session, world.bob)
    one = session.registrations.get()
    assert (one.attended_at, one.followed_at) == (last_end(session), after(now, 31))


def test_marks_that_come_three_weeks_later_count_from_the_day(
    world, now, follow_commits
):
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now, at=52)
    assert_has_everything(world, session, world.bob)
    assert Enrolment.objects.get(user=world.bob).started_at == last_end(session)


def test_nothing_follows_before_the_last_block_is_over(world, now, follow_commits):
    session = day_of(world, world.bob, now=now)
    first, second = blocks(session)
    with follow_commits():
        mark(session, world.bob, by=world.lieve, now=during(now), block=first)
        mark(session, world.bob, by=world.lieve, now=during(now, 31), block=second)
    weigh_all(during(now, 31))
    assert_has_nothing(world.bob)
    with follow_commits():
        weigh_all(after(now, 31))
    assert_has_everything(world, session, world.bob)


def test_a_requirement_that_accepts_the_statement_is_met(
    world, now, small_course, follow_commits
):
    required = small_course.course
    day = timezone.localdate(now)
    requirement = make_requirement(world.employer, required, starts_on=day)
    accept(requirement, [world.course], None)
    sync_requirement(requirement, now=now)
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    before, since = (
        position_of(world.bob, requirement, timezone.localdate(moment))
        for moment in (during(now, 30), after(now, 31))
    )
    assert (before.standing, since.standing) == ("not_begun", "covered")


def test_a_block_missed_is_too_much(world, now, follow_commits):
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, AWAY, now=now)
    assert_has_nothing(world.bob)
    assert session.registrations.get().attended_at is None


@pytest.mark.parametrize(
    # A tenth of two times 210 minutes may be missed.
    ("minutes", "is_enough"),
    [(BLOCK - 42, True), (BLOCK - 43, False)],
)
def test_what_may_be_missed_is_counted_by_the_minute(
    world, now, minutes, is_enough, follow_commits
):
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, PART, minutes=minutes, now=now)
    if is_enough:
        assert_has_everything(world, session, world.bob)
    else:
        assert_has_nothing(world.bob)


def test_a_block_that_nobody_accredited_led_is_worth_nothing(
    world, now, follow_commits
):
    session = day_of(world, world.bob, now=now)
    SessionBlock.objects.filter(pk=blocks(session)[0].pk).update(
        held_by=world.lieve, counts=False
    )
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    assert_has_nothing(world.bob)


def test_who_has_not_said_their_sector_gets_it_once_they_say_it(
    world, now, follow_commits
):
    world.bob.sector = None
    world.bob.save()
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    assert_has_nothing(world.bob)
    assert following.follow_all(after(now, 32)) == 0
    world.bob.sector_id = "POL"
    world.bob.save()
    with follow_commits():
        assert following.follow_all(after(now, 33)) == 1
    assert_has_everything(world, session, world.bob)


def test_a_closed_course_takes_who_attended_and_nobody_else(world, now):
    session = day_of(world, world.bob, now=now)
    mates = make_person("Mira Mate", world.employer)
    Registration.objects.filter(session=session).update(attended_at=last_end(session))
    ids = {world.course.pk}
    assert following.vouch(world.bob, ids) == ids
    assert following.vouch(mates, ids) == set()
    assert following.vouch(world.bob, set()) == set()
    assert enrol(world.bob, world.course, now=now).user == world.bob


def test_an_enrolment_that_there_is_goes_on(world, now, follow_commits):
    session = day_of(world, world.bob, now=now)
    world.course.is_open = True
    world.course.save()
    known = enrol(world.bob, world.course, now=during(now, 10))
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    assert Enrolment.objects.get(user=world.bob) == known
    assert_has_everything(world, session, world.bob)


def test_twice_is_once(world, now, follow_commits):
    session = day_of(world, world.bob, now=now)
    for _again in range(2):
        with follow_commits():
            taken(world, session, world.bob, HERE, HERE, now=now)
            weigh(session, now=after(now, 32))
            following.follow_all(after(now, 32))
    assert_has_everything(world, session, world.bob)
    assert Completion.objects.count() == 1
    counted = AuditEntry.objects.filter(action="trainers.attendance_counted")
    assert [one.data for one in counted] == [
        {"session": str(session.uuid), "activities": [world.taught.part_key()]}
    ]


def test_a_second_session_of_the_same_part_changes_nothing(world, now, follow_commits):
    first = day_of(world, world.bob, now=now)
    second = day_of(world, world.bob, now=now, days=(33, 34))
    with follow_commits():
        taken(world, first, world.bob, HERE, HERE, now=now)
        taken(world, second, world.bob, HERE, HERE, now=now, at=34)
    assert_has_everything(world, first, world.bob)


def test_a_correction_takes_nothing_away_that_was_given(world, now, follow_commits):
    session = day_of(world, world.bob, now=now)
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    with follow_commits():
        taken(world, session, world.bob, AWAY, AWAY, now=now, at=32)
    assert session.registrations.get().attended_at is None
    assert_has_everything(world, session, world.bob)
    # Put right once more: nothing is given twice.
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now, at=33)
    assert_has_everything(world, session, world.bob)


def test_only_the_modules_that_are_taught_are_done(world, now, follow_commits):
    taught = make_taught(
        world.owner_body, code="series", modules=2, is_open=False, now=now
    )
    session = day_of(
        world,
        world.bob,
        now=now,
        course=taught.course,
        modules=(taught.module_key(1),),
    )
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    done = ActivityProgress.objects.filter(enrolment__course=taught.course)
    assert [str(one.activity_id) for one in done] == [taught.part_key(1)]
    assert not Completion.objects.exists()


def test_a_session_of_no_course_is_followed_by_nothing(world, now, follow_commits):
    session = day_of(world, world.bob, now=now, course=None)
    with follow_commits():
        taken(world, session, world.bob, HERE, HERE, now=now)
    assert session.registrations.get().followed_at is not None
    assert_has_nothing(world.bob)


def test_what_is_made_up_in_another_session_completes(world, now, follow_commits):
    session = day_of(world, world.bob, now=now)
    other = day_of(world, world.bob, now=now, days=(40, 41))
    with follow_commits():
        taken(world, session, world.bob, HERE, AWAY, now=now)
        mark(
            other,
            world.bob,
            by=world.lieve,
            now=after(now, 41),
            block=blocks(other)[0],
        )
    assert_has_nothing(world.bob)
    with follow_commits():
        made = make_up(
            session.registrations.get(),
            blocks(session)[1],
            blocks(other)[0],
            by=world.lieve,
            now=after(now, 42),
        )
    assert not made.refused
    # From the end of the block in which it was made up.
    assert completion_of(world, world.bob).completed_at == blocks(other)[0].ends_at
    assert statement_of(world.bob).awarded_on == timezone.localdate(
        blocks(other)[0].ends_at
    )


def test_who_came_without_an_account_claims_it_and_gets_it_from_the_day(
    world, now, follow_commits
):
    session = day_of(world, now=now)
    one = let_in(
        session,
        employer=world.employer,
        name="Nadia",
        actor=world.lieve,
        now=during(now),
    )
    with follow_commits():
        for block in blocks(session):
            take(
                session,
                [said(one, block)],
                source=MarkSource.PAPER,
                by=world.lieve,
                now=after(now, 31),
            )
    assert not Enrolment.objects.exists()
    nadia = make_person("Nadia Noël", world.employer)
    with follow_commits():
        claim(claimable(claim_code(one)), nadia, now=after(now, 50))
    assert_has_everything(world, session, nadia)


def test_who_is_on_the_list_twice_was_there_if_either_was(world, now, follow_commits):
    """The trainer put them down without an account, and the account as absent."""
    session = day_of(world, world.bob, now=now)
    one = let_in(
        session,
        employer=world.employer,
        name="Bob",
        actor=world.lieve,
        now=during(now),
    )
    with follow_commits():
        for block in blocks(session):
            take(
                session,
                [said(one, block)],
                source=MarkSource.LIST,
                by=world.lieve,
                now=during(now, 31),
            )
        # Later: of what is said of one person the last counts.
        taken(world, session, world.bob, AWAY, AWAY, now=now)
    assert_has_nothing(world.bob)
    with follow_commits():
        claim(claimable(claim_code(one)), world.bob, now=after(now, 40))
    assert_has_everything(world, session, world.bob)


@pytest.mark.parametrize("rest", [None, AWAY])
@pytest.mark.parametrize("is_kept_first", [True, False])
def test_two_accounts_of_one_person_were_there_for_both_halves(
    world, now, rest, is_kept_first, follow_commits
):
    """Each account was there for a half; of the other half nothing is said of it, or that
    it was absent, before or after."""
    kept = make_person("Bobby Wiśniewski", world.employer)
    session = day_of(world, world.bob, kept, now=now)
    first, second = blocks(session)
    halves = [(kept, first, second), (world.bob, second, first)]
    with follow_commits():
        for number, (person, here, away) in enumerate(
            halves if is_kept_first else reversed(halves)
        ):
            at = after(now, 31) + timedelta(minutes=number)
            mark(session, person, by=world.lieve, now=at, block=here)
            if rest:
                mark(session, person, rest, by=world.lieve, now=at, block=away)
    assert_has_nothing(kept)
    merge = Merge(kept=kept, merged=world.bob, actor=None, now=after(now, 40))
    with follow_commits():
        carry_over(merge)
    assert_has_everything(world, session, kept)
    with follow_commits():
        carry_over(merge)
    assert_has_everything(world, session, kept)


def test_what_was_attended_before_beginning_again_is_not_counted_then(
    world, now, follow_commits
):
    first = day_of(world, world.bob, now=now)
    late = day_of(world, world.bob, now=now, days=(33, 34))
    with follow_commits():
        taken(world, first, world.bob, HERE, HERE, now=now)
    enrolment = Enrolment.objects.get(user=world.bob)
    begin_again(enrolment, now=after(now, 36))
    with follow_commits():
        taken(world, late, world.bob, HERE, HERE, now=now, at=40)
    assert late.registrations.get().followed_at is not None
    assert not ActivityProgress.objects.filter(cycle=2).exists()
    again = day_of(world, world.bob, now=after(now, 36), days=(1, 2))
    with follow_commits():
        taken(world, again, world.bob, HERE, HERE, now=after(now, 36), at=2)
    done = ActivityProgress.objects.get(cycle=2)
    assert done.completed_at == last_end(again)
    assert Completion.objects.filter(cycle=2).count() == 1

"""What was attended before the learner's edition had a part for it."""

from datetime import timedelta

import pytest

from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, Completion
from lms.errors import DomainError
from lms.models import AuditEntry
from tests.factories.attendance import after, blocks, make_day, mark
from tests.factories.taught import begin_again
from tests.factories.trainers import make_person
from trainers.domain.attendance.following import follow
from trainers.domain.attendance.weighing import weigh_all
from trainers.domain.in_course.counting import let_count
from trainers.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def attended(world, taught, now):
    """Bob, marked and counted for nothing, as his edition had no such part then."""

    def attended(days=30, **changes) -> Registration:
        session = make_day(
            world, world.bob, now=now, days=(days,), course=None, **changes
        )
        mark(session, world.bob, by=world.lieve, now=after(now, days))
        weigh_all(after(now, days))
        session.course = taught.course
        session.save()
        one = session.registrations.get()
        assert one.followed_at
        return one

    return attended


def test_it_counts_from_the_day_and_once(enrolment, taught, attended, now):
    one = attended()
    end = blocks(one.session)[0].ends_at
    (completion,) = let_count(enrolment, taught.part_key(), now=after(now, 40))
    assert completion.completed_at == end
    assert let_count(enrolment, taught.part_key(), now=after(now, 41)) == []
    assert ActivityProgress.objects.get().completed_at == end
    assert Completion.objects.count() == 1
    counted = AuditEntry.objects.filter(action="trainers.attendance_counted")
    assert counted.filter(data__activities=[taught.part_key()]).count() == 1


def test_of_several_the_first_counts(enrolment, taught, attended, now):
    attended(35)
    first = attended(30)
    (completion,) = let_count(enrolment, taught.part_key(), now=after(now, 40))
    assert completion.completed_at == blocks(first.session)[0].ends_at


def refused(enrolment, key, now) -> str:
    with pytest.raises(DomainError) as problem:
        let_count(enrolment, key, now=now)
    assert not ActivityProgress.objects.filter(
        enrolment=enrolment, cycle=enrolment.cycle
    ).exists()
    return problem.value.code


def test_who_attended_nothing_is_refused(enrolment, taught, now, attended, world):
    assert refused(enrolment, taught.part_key(), now) == "nothing"
    attended()
    mira = make_person("Mira Mate", world.employer)
    other = enrol(mira, taught.course, now=now)
    assert refused(other, taught.part_key(), after(now, 40)) == "nothing"
    assert refused(enrolment, taught.module_key(), after(now, 40)) == "nothing"


def test_what_was_attended_before_the_first_beginning_counts(
    world, taught, attended, now
):
    one = attended()
    late = enrol(world.bob, taught.course, now=after(now, 31))
    (completion,) = let_count(late, taught.part_key(), now=after(now, 40))
    assert completion.completed_at == one.attended_at
    assert completion.cycle == 1


def test_what_was_attended_before_beginning_again_counts_for_nothing(
    enrolment, taught, attended, now
):
    attended()
    let_count(enrolment, taught.part_key(), now=after(now, 31))
    attended(40)
    again = begin_again(enrolment, now=after(now, 41))
    assert refused(again, taught.part_key(), after(now, 42)) == "nothing"
    one = attended(50)
    (completion,) = let_count(again, taught.part_key(), now=after(now, 51))
    assert completion.completed_at == one.attended_at
    assert completion.cycle == 2


def test_what_was_corrected_to_absent_counts_for_nothing(
    enrolment, taught, attended, now, world
):
    one = attended()
    mark(one.session, world.bob, "away", by=world.lieve, now=after(now, 31))
    weigh_all(after(now, 31) + timedelta(hours=1))
    assert refused(enrolment, taught.part_key(), after(now, 32)) == "nothing"
    one.refresh_from_db()
    assert not follow(one, now=after(now, 33))

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.domain.editions.affected import learning
from courses.domain.enrolment import begin_again, enrol, missing_prerequisites
from courses.domain.progress import complete_activity
from courses.domain.recognising import Training, noon_of, recognise
from courses.enums import CompletionBasis
from courses.models import Completion, Enrolment
from lms.errors import DomainError
from tests.factories.awards import make_members
from tests.factories.certificates import complete
from tests.factories.courses import make_course

DAY = date(2019, 5, 4)


def training(user, *, sector="POL", day=DAY):
    return Training(user, sector, day, "Police academy")


def test_a_training_elsewhere_becomes_a_completion_outside_the_cycles(
    small_course, bob, now
):
    (completion,) = recognise(small_course.course, [training(bob)], now=now)
    assert completion.basis == CompletionBasis.RECOGNISED
    assert (completion.cycle, completion.minutes) == (0, 0)
    assert completion.given_by == "Police academy"
    assert completion.completed_at == noon_of(DAY)
    assert completion.edition_id == small_course.course.current_edition_id
    enrolment = completion.enrolment
    assert (enrolment.user, enrolment.cycle, enrolment.started_at) == (bob, 1, now)
    assert [one.pk for one in enrolment.sectors.all()] == ["POL"]


def test_noon_in_brussels_is_that_day_whatever_the_clock():
    assert noon_of(DAY).isoformat() == "2019-05-04T12:00:00+02:00"


def test_the_same_training_twice_is_one(small_course, bob, now):
    first = recognise(small_course.course, [training(bob)], now=now)
    again = recognise(
        small_course.course, [training(bob)] * 2, now=now + timedelta(days=1)
    )
    assert again == first * 2
    assert (Completion.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_two_sectors_and_two_days_are_four(small_course, bob, now):
    asked = [
        training(bob, sector=sector, day=day)
        for sector in ("POL", "YTH")
        for day in (DAY, DAY + timedelta(days=1))
    ]
    made = recognise(small_course.course, asked, now=now)
    assert len({one.pk for one in made}) == 4
    assert [(one.sector_id, one.completed_at) for one in made] == [
        (one.sector_id, noon_of(one.trained_on)) for one in asked
    ]


def test_as_many_queries_for_many_as_for_one(small_course, beekstad, now):
    people = make_members(beekstad, 31)
    counted = []
    for group in (people[:1], people[1:]):
        with CaptureQueriesContext(connection) as queries:
            recognise(small_course.course, [training(one) for one in group], now=now)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_course_can_be_done_here_all_the_same(small_course, bob, now):
    (recognised,) = recognise(small_course.course, [training(bob)], now=now)
    completion = complete(small_course, bob, now=now)
    assert completion.cycle == 1
    assert completion != recognised
    assert completion.enrolment == recognised.enrolment


def test_what_was_not_done_here_is_not_done_again(small_course, bob, now):
    (recognised,) = recognise(small_course.course, [training(bob)], now=now)
    with pytest.raises(DomainError) as refusal:
        begin_again(recognised.enrolment, now=now)
    assert refusal.value.code == "under_way"


def test_who_was_only_recognised_is_not_in_the_middle_of_the_course(
    small_course, bob, now
):
    course = small_course.course
    (recognised,) = recognise(course, [training(bob)], now=now)
    assert not learning(course, now.date()).exists()
    key = small_course.key("small-one")
    complete_activity(recognised.enrolment, key, language="en", now=now)
    assert [row["user"] for row in learning(course, now.date())] == [bob.pk]


def test_it_counts_as_a_prerequisite(small_course, beekstad, bob, now):
    second = make_course(beekstad, code="second").course
    second.prerequisites.add(small_course.course)
    assert missing_prerequisites(bob, second, now=now) == [small_course.course]
    recognise(small_course.course, [training(bob)], now=now)
    assert missing_prerequisites(bob, second, now=now) == []


def test_the_database_keeps_the_two_kinds_apart(small_course, bob, now):
    enrolment = enrol(bob, small_course.course, now=now)
    fields = {
        "enrolment": enrolment,
        "sector_id": "POL",
        "edition": enrolment.edition,
        "language": "en",
        "completed_at": now,
    }
    for wrong in (
        {"cycle": 1, "minutes": 0, "basis": "recognised", "given_by": "Academy"},
        {"cycle": 0, "minutes": 9, "basis": "recognised", "given_by": "Academy"},
        {"cycle": 0, "minutes": 0, "basis": "recognised", "given_by": ""},
        {"cycle": 0, "minutes": 9, "basis": "completed", "given_by": ""},
        {"cycle": 1, "minutes": 9, "basis": "completed", "given_by": "Academy"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Completion.objects.create(**fields, **wrong)

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from courses.domain.enrolment import enrol
from courses.domain.player import place_of
from courses.domain.progress import complete_activity, see_activity, way_through
from courses.domain.queries import enrolment_for, enrolments_of
from courses.models import ActivityProgress, Completion
from lms.errors import DomainError
from organisations.models import Sector

POLICE_WAY = ("small-one", "small-two", "small-quiz", "small-beat")


@pytest.fixture
def enrolment(small_course, bob, now):
    return enrol(bob, small_course.course, now=now)


def finish(small_course, enrolment, slugs, now):
    completions = []
    for slug in slugs:
        completions += complete_activity(
            enrolment, small_course.key(slug), language="nl", now=now
        )
    return completions


def test_enrol_twice_is_once(small_course, bob, now):
    assert enrol(bob, small_course.course, now=now) == enrol(
        bob, small_course.course, now=now
    )


def test_a_closed_course_refuses_a_stranger(small_course, charlie, now):
    small_course.course.is_open = False
    small_course.course.save()
    with pytest.raises(DomainError):
        enrol(charlie, small_course.course, now=now)


def test_a_course_waits_for_its_prerequisite(small_course, beekstad, bob, now):
    from tests.factories.courses import make_course

    second = make_course(beekstad, code="second")
    second.release()
    second.course.prerequisites.add(small_course.course)
    with pytest.raises(DomainError):
        enrol(bob, second.course, now=now)
    first = enrol(bob, small_course.course, now=now)
    finish(small_course, first, POLICE_WAY, now)
    assert enrol(bob, second.course, now=now).course == second.course


def test_a_learner_walks_core_and_own_sector_only(small_course, alice, bob, now):
    police = way_through(enrol(bob, small_course.course, now=now), language="en")
    clerk = way_through(enrol(alice, small_course.course, now=now), language="en")
    assert [a["key"] for a in police.activities] == [
        small_course.key(slug) for slug in POLICE_WAY
    ]
    assert [a["key"] for a in clerk.activities] == [
        small_course.key(slug) for slug in POLICE_WAY[:3]
    ]


def test_the_place_is_the_same_in_another_language(small_course, enrolment, now):
    finish(small_course, enrolment, POLICE_WAY[:1], now)
    assert (
        way_through(enrolment, language="en").next_key
        == way_through(enrolment, language="nl").next_key
        == small_course.key("small-two")
    )


def test_completing_everything_brings_one_completion(small_course, enrolment, now):
    completions = finish(small_course, enrolment, POLICE_WAY, now)
    assert [c.sector_id for c in completions] == ["POL"]
    assert completions[0].minutes == 5 + 5 + 8 + 4
    assert finish(small_course, enrolment, POLICE_WAY, now) == []
    assert Completion.objects.count() == 1


def test_a_second_sector_adds_only_its_own_completion(small_course, enrolment, now):
    finish(small_course, enrolment, POLICE_WAY, now)
    enrolment.sectors.add(Sector.objects.get(pk="MUN"))
    fresh = finish(small_course, enrolment, POLICE_WAY[:1], now)
    assert [c.sector_id for c in fresh] == ["MUN"]


def test_seeing_a_lesson_keeps_the_place_on_the_page(small_course, enrolment, now):
    key = small_course.key("small-one")
    see_activity(enrolment, key, now=now, anchor="block-3")
    see_activity(enrolment, key, now=now)
    assert ActivityProgress.objects.get().anchor == "block-3"


def test_the_way_knows_the_place_in_what_was_opened(small_course, enrolment, now):
    first, second = (small_course.key(slug) for slug in POLICE_WAY[:2])
    see_activity(enrolment, first, now=now, anchor="block-3")

    assert way_through(enrolment, language="en").anchors == {first: "block-3"}
    assert place_of(enrolment, first, language="en").anchor == "block-3"
    assert place_of(enrolment, second, language="en").anchor == ""


def test_what_is_done_without_having_been_opened_is_done_and_begun(
    small_course, enrolment, now
):
    finish(small_course, enrolment, POLICE_WAY[:1], now)
    finish(small_course, enrolment, POLICE_WAY[:1], now + timedelta(days=1))

    progress = ActivityProgress.objects.get()
    assert (progress.started_at, progress.completed_at) == (now, now)


def test_an_enrolment_comes_with_its_course_and_sectors_in_one_query(
    small_course, enrolment, bob, alice, django_assert_num_queries
):
    enrolment.sectors.add(Sector.objects.get(pk="MUN"))

    with django_assert_num_queries(3):
        found = enrolment_for(bob, "small")
        assert found.course.code == "small"
        assert found.sector_codes == ["MUN", "POL"]
        assert enrolments_of(bob) == [found]
        assert enrolments_of(bob)[0].sector_codes == ["MUN", "POL"]
    enrolment.sectors.clear()
    assert enrolment_for(bob, "small").sector_codes == []
    assert enrolment_for(alice, "small") is None
    assert enrolment_for(AnonymousUser(), "small") is None


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sixteen_threads_complete_a_course_once(small_course, enrolment, now):
    finish(small_course, enrolment, POLICE_WAY[:3], now)
    gate = threading.Barrier(16)
    errors = []

    def last():
        gate.wait()
        try:
            finish(small_course, enrolment, POLICE_WAY[3:], now)
        except Exception as error:  # noqa: BLE001 -- shown by the assertion below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=last) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert Completion.objects.count() == 1

"""How somebody stands with a part that is taught in a session, and what they can sign up
for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.domain.enrolment import enrol
from courses.domain.manifest import outline_of
from courses.domain.progress import way_through
from tests.factories.attendance import after, blocks, during, make_day, mark
from tests.factories.organisations import OrganisationFactory
from tests.factories.taught import begin_again, make_taught
from tests.factories.trainers import at, make_accredited, make_person, make_session
from trainers.domain.attendance.weighing import weigh_all
from trainers.domain.in_course.standing import LIST_WITHIN, Standing, standing_with
from trainers.domain.sessions.planning import cancel_session
from trainers.domain.sessions.registering import cancel_registration, sign_up
from trainers.enums import Audience, Presence
from trainers.models import Registration, SessionBlock, TrainingSession

pytestmark = pytest.mark.django_db
AWAY, PART = Presence.AWAY, Presence.PART


@pytest.fixture
def stand(enrolment):
    def stand(now, *, language="en", of=None, part=0) -> Standing:
        one = of or enrolment
        module = outline_of(one.edition_id).modules[part]
        key = module["activities"][0]["key"]
        return standing_with(
            one,
            module,
            key,
            is_done=key in way_through(one, language=language).done,
            language=language,
            now=now,
        )

    return stand


@pytest.fixture
def plan_one(world, taught, now):
    def plan_one(**changes) -> TrainingSession:
        return make_session(world, now=now, **{"course": taught.course, **changes})

    return plan_one


def titles(standing: Standing) -> list[tuple]:
    return [(one.session.title, one.left) for one in standing.to_come]


def finish(world, session, *presences, now, days=30, minutes=None):
    """The list as it was taken on the evening of the last day, and weighed."""
    moment = after(now, days)
    for block, presence in zip(blocks(session), presences, strict=True):
        mark(
            session,
            world.bob,
            presence,
            minutes if presence == PART else None,
            by=world.lieve,
            now=moment,
            block=block,
        )
    weigh_all(moment)


def test_what_is_to_come_stands_there_with_the_places_that_are_left(
    world, now, stand, plan_one
):
    plan_one(title="Later", days=(40,))
    plan_one(title="Sooner", days=(30,), capacity=5)
    assert titles(stand(now)) == [("Sooner", 5), ("Later", 2)]
    assert not stand(now).is_to_find


def test_who_would_wait_reads_of_no_place(world, now, stand, plan_one):
    full = plan_one(title="Full", capacity=1)
    seats = plan_one(
        title="No seat", days=(31,), capacity=9, places=((world.employer, 1),)
    )
    mate = make_person("Mira Mate", world.employer)
    for one in (full, seats):
        sign_up(one, mate, actor=mate, now=now)
    assert titles(stand(now)) == [("Full", 0), ("No seat", 0)]


def test_ones_own_language_comes_first_and_then_the_others(world, now, stand, plan_one):
    make_accredited(
        world.lieve,
        world.programme,
        world.owner_body,
        now=now - timedelta(days=900),
        language="fr",
    )
    plan_one(title="French", language="fr", days=(20,))
    plan_one(title="Dutch", days=(30,))
    assert titles(stand(now, language="nl")) == [("Dutch", 2), ("French", 2)]
    assert titles(stand(now, language="fr")) == [("French", 2), ("Dutch", 2)]
    assert titles(stand(now, language="de")) == [("French", 2), ("Dutch", 2)]


def test_only_what_takes_this_person_is_offered(
    world, now, stand, plan_one, taught, valmont
):
    other = make_taught(world.owner_body, code="other", now=now)
    plan_one(title="Of another course", course=other.course)
    plan_one(title="Of no course", course=None, days=(31,))
    plan_one(title="Draft", is_published=False)
    plan_one(title="For others", days=(32,), places=((valmont, None),))
    gone = plan_one(title="Cancelled", days=(33,))
    cancel_session(gone, actor=world.olga, now=now)
    plan_one(title="Begun", days=(34,))
    plan_one(title="He trains", days=(35,)).trainers.create(person=world.bob, role="co")
    wide = plan_one(title="Open to all", days=(60,), audience=Audience.OPEN, places=())
    assert titles(stand(at(now, 34, 10))) == [("Open to all", 2)]
    assert wide.places.count() == 0


def test_an_organisation_above_asks_for_its_departments(world, now, stand, plan_one):
    zone = OrganisationFactory(name="Zone")
    world.employer.path = f"{zone.path}{world.employer.pk}/"
    world.employer.save()
    plan_one(title="Of the zone", places=((zone, None),))
    assert titles(stand(now)) == [("Of the zone", 2)]


def test_a_session_of_another_module_is_not_offered(world, now, stand):
    series = make_taught(world.owner_body, code="series", modules=2, now=now)
    one = enrol(world.bob, series.course, now=now)
    make_session(
        world,
        now=now,
        title="Second day",
        course=series.course,
        modules=(series.module_key(1),),
    )
    make_session(world, now=now, days=(40,), title="Both days", course=series.course)
    assert titles(stand(now, of=one)) == [("Both days", 2)]
    assert titles(stand(now, of=one, part=1)) == [("Second day", 2), ("Both days", 2)]


def test_who_is_signed_up_reads_of_that_alone(world, now, stand, plan_one):
    session, other = plan_one(), plan_one(days=(40,))
    one = sign_up(session, world.bob, actor=world.bob, now=now)
    standing = stand(now)
    assert standing == Standing(coming=[one])
    assert stand(during(now)).coming == [one]
    cancel_registration(one, actor=world.bob, now=now)
    assert [found.session for found in stand(now).to_come] == [session, other]


def test_after_the_session_one_waits_for_its_list(world, taught, now, stand):
    session = make_day(world, world.bob, now=now, course=taught.course)
    one = session.registrations.get()
    assert stand(after(now)) == Standing(waits=one)
    # Nobody will fill it in any more.
    late = blocks(session)[-1].ends_at + LIST_WITHIN
    assert stand(late).waits is None
    mark(session, world.bob, by=world.lieve, now=after(now))
    assert stand(after(now)).waits == one


def test_who_was_absent_finds_another_session(world, taught, now, stand, plan_one):
    session = make_day(world, world.bob, now=now, course=taught.course)
    plan_one(title="Another", days=(40,))
    finish(world, session, AWAY, now=now)
    standing = stand(after(now))
    assert (standing.part, titles(standing)) == (None, [("Another", 2)])


def test_done_says_when(world, taught, now, stand, django_capture_on_commit_callbacks):
    session = make_day(world, world.bob, now=now, course=taught.course)
    with django_capture_on_commit_callbacks(execute=True):
        finish(world, session, Presence.HERE, now=now)
    assert stand(after(now)) == Standing(done_at=blocks(session)[-1].ends_at)


def test_a_part_says_how_much_is_missing_and_where_to_make_it_up(
    world, taught, now, stand, plan_one
):
    session = make_day(world, world.bob, now=now, days=(30, 31), course=taught.course)
    plan_one(title="Too short", days=(40,))
    short = TrainingSession.objects.get(title="Too short").blocks.get()
    SessionBlock.objects.filter(pk=short.pk).update(
        ends_at=short.starts_at + timedelta(minutes=209)
    )
    plan_one(title="As long", days=(50,))
    make_accredited(
        world.lieve,
        world.programme,
        world.owner_body,
        now=now - timedelta(days=900),
        language="fr",
    )
    plan_one(title="French", days=(45,), language="fr")
    finish(world, session, Presence.HERE, PART, now=now, days=31, minutes=60)
    standing = stand(after(now, 31), language="nl")
    # 150 of 420 minutes were missed, and 42 may be.
    assert standing.part.missing == 108
    assert not standing.part.has_uncounted
    assert [(one.session.title, one.makes_up) for one in standing.to_come] == [
        ("As long", True),
        ("Too short", False),
        ("French", False),
    ]


def test_what_nobody_accredited_led_is_told(world, taught, now, stand):
    session = make_day(world, world.bob, now=now, course=taught.course)
    session.blocks.update(held_by=world.lieve, counts=False)
    finish(world, session, Presence.HERE, now=now)
    part = stand(after(now)).part
    assert (part.missing, part.has_uncounted) == (189, True)


def test_what_was_attended_before_the_first_beginning_can_be_let_count(
    world, taught, now, stand, enrolment
):
    session = make_day(world, world.bob, now=now, course=None)
    finish(world, session, Presence.HERE, now=now)
    TrainingSession.objects.update(course=taught.course)
    enrolment.started_at = after(now, 31)
    enrolment.save()
    earlier = stand(after(now, 32), of=enrolment).earlier
    assert earlier == session.registrations.get()


def test_what_was_before_beginning_again_is_left_behind(
    world, taught, now, stand, enrolment, django_capture_on_commit_callbacks
):
    half = make_day(world, world.bob, now=now, days=(20,), course=taught.course)
    finish(world, half, PART, now=now, days=20, minutes=60)
    assert stand(after(now, 20)).part.missing == 129
    whole = make_day(world, world.bob, now=now, course=taught.course)
    with django_capture_on_commit_callbacks(execute=True):
        finish(world, whole, Presence.HERE, now=now)
    again = begin_again(enrolment, now=after(now, 31))
    standing = stand(after(now, 31), of=again)
    assert standing == Standing()
    assert standing.is_to_find


def test_it_takes_as_many_queries_for_many_sessions_as_for_one(
    world, taught, now, stand, plan_one
):
    counts = []
    department = OrganisationFactory(name="Desk", parent=world.employer, level="DEP")
    for days in ((30,), range(31, 60)):
        for day in days:
            plan_one(days=(day,), places=((world.employer, 3), (department, None)))
        # Who it is has been read by then.
        stand(now)
        with CaptureQueriesContext(connection) as queries:
            found = stand(now).to_come
        counts.append(len(queries))
    assert len(found) == 30
    assert counts[0] == counts[1]


def test_many_that_one_was_at_take_as_many_queries_as_one(world, taught, now, stand):
    counts = []
    for days in ((10,), range(11, 20)):
        for day in days:
            session = make_day(
                world, world.bob, now=now, days=(day,), course=taught.course
            )
            finish(world, session, PART, now=now, days=day, minutes=60)
        stand(after(now, 19))
        with CaptureQueriesContext(connection) as queries:
            assert stand(after(now, 19)).part
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Registration.objects.count() == 10

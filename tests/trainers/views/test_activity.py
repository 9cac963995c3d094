"""The page of a part that is taught in a session: what its learner reads there, and what
those read who plan a session of it and who come."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.enums import CertificateType
from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, Enrolment
from lms.remembered import forget
from organisations.enums import ContactKind
from tests.factories.attendance import after, blocks, make_day, mark
from tests.factories.certificates import make_rule
from tests.factories.contacts import make_contact
from tests.factories.taught import make_taught
from tests.factories.trainers import make_session, make_world
from tests.trainers.views.test_sessions import filled
from trainers.domain.attendance.weighing import weigh_all
from trainers.domain.sessions.registering import sign_up
from trainers.enums import SessionState
from trainers.models import TrainingSession

pytestmark = pytest.mark.django_db
# Pages ask for today: what is over began so long ago.
AGO = timedelta(days=40)


@pytest.fixture
def started():
    return timezone.now() - AGO


@pytest.fixture
def world(beekstad, alice, bob, started):
    world = make_world(beekstad, alice, bob, now=started)
    world.taught = make_taught(world.owner_body, now=started)
    world.course = world.taught.course
    return world


@pytest.fixture
def address(world):
    return reverse(
        "trainers:session_activity", args=["workshop", world.taught.part_key()]
    )


@pytest.fixture
def learner(client, world, started):
    """Bob, in the course."""
    enrol(world.bob, world.course, now=started)
    client.force_login(world.bob)
    return client


@pytest.fixture
def over(world, started):
    """A session of the course that took place some days ago; Bob was on its list."""
    return make_day(world, world.bob, now=started, course=world.course)


def read(client, address, status=200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.text.split())


def test_who_is_not_in_the_course_is_led_to_it(client, world, address):
    assert client.get(address).status_code == 302
    client.force_login(world.bob)
    for send in (client.get, client.post):
        assert send(address).url == reverse("courses:course", args=["workshop"])
    assert not Enrolment.objects.exists()


def test_what_is_no_such_part_does_not_exist(learner, world, small_course):
    for code, key in (
        ("workshop", world.taught.module_key()),
        ("small", small_course.key("small-one")),
    ):
        url = reverse("trainers:session_activity", args=[code, key])
        enrol(world.bob, small_course.course, now=timezone.now())
        read(learner, url, 404)
        assert learner.post(url).status_code == 404


def test_the_player_leads_here_and_completes_nothing(learner, world, address):
    resume = learner.get(reverse("courses:resume", args=["workshop"]))
    assert resume.url == address
    played = learner.get(
        reverse("courses:play", args=["workshop", world.taught.part_key()])
    )
    assert played.url == address
    learner.post(reverse("courses:done", args=["workshop", world.taught.part_key()]))
    assert not ActivityProgress.objects.filter(completed_at__isnull=False).exists()


def test_it_says_what_it_is_and_which_sessions_there_are(learner, world, address):
    session = make_session(world, now=timezone.now(), course=world.course)
    text = read(learner, address)
    for words in (
        "Together 0 en",
        "<p>Bring your questions en</p>",
        "About 180 minutes",
        session.title,
        reverse("trainers:session", args=[session.uuid]),
        "2 places left",
    ):
        assert words in text
    assert "There is no session at the moment" not in text
    # In the page's language, where the course has it.
    learner.cookies["django_language"] = "nl"
    world.bob.language = "nl"
    world.bob.save()
    assert "Bring your questions nl" in read(learner, address)


def test_where_there_is_none_it_says_whom_to_ask(learner, client, world, address):
    text = read(learner, address)
    assert "There is no session at the moment that you can sign up for." in text
    assert "Ask whoever looks after training where you work" in text
    assert reverse("trainers:request_new") not in text
    make_contact(world.employer, "desk", kind=ContactKind.TRAINING, is_service=True)
    text = read(learner, address)
    assert "Ask desk en when the next one is." in text
    assert "tel:+3225550120" in text
    enrol(world.alice, world.course, now=timezone.now())
    client.force_login(world.alice)
    assert reverse("trainers:request_new") in read(client, address)


def test_who_is_signed_up_reads_when_and_where(learner, world, address):
    now = timezone.now()
    session = make_session(world, now=now, course=world.course)
    sign_up(session, world.bob, actor=world.bob, now=now)
    text = read(learner, address)
    assert "You have a place" in text
    assert "waits for a lead" not in text
    assert "09:00–12:30" in text
    assert "Town hall" in text
    assert reverse("trainers:session_calendar", args=[session.uuid]) in text
    assert "Sessions you can sign up for" not in text


def test_who_waits_and_whose_session_is_blocked_reads_what_that_means(
    learner, world, address
):
    now = timezone.now()
    session = make_session(world, now=now, course=world.course, capacity=1)
    sign_up(session, world.alice, actor=world.alice, now=now)
    sign_up(session, world.bob, actor=world.bob, now=now)
    assert "You are on the waiting list" in read(learner, address)
    TrainingSession.objects.update(state=SessionState.BLOCKED)
    assert "Nobody may lead it at the moment. Your place stays yours" in read(
        learner, address
    )


def test_after_it_the_list_is_waited_for(learner, over, address):
    assert "is over. This part is done by itself once the list" in read(
        learner, address
    )


def test_who_was_there_for_a_part_reads_how_much_is_missing(
    learner, world, over, started, address
):
    mark(over, world.bob, "part", 60, by=world.lieve, now=after(started))
    weigh_all(after(started))
    make_session(world, now=timezone.now(), course=world.course)
    text = read(learner, address)
    # Of 210 minutes, a tenth of which may be missed.
    assert "129 minutes are missing." in text
    assert "You can make it up here" in text


def test_done_says_on_which_day(
    learner, world, over, started, address, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        mark(over, world.bob, by=world.lieve, now=after(started))
    text = read(learner, address)
    day = timezone.localtime(blocks(over)[0].ends_at)
    assert f"Done on {day.day} {day:%B} {day.year}" in text


def test_what_was_attended_before_can_be_let_count(
    learner, world, over, started, address
):
    session = make_day(world, world.bob, now=started, days=(31,), course=None)
    mark(session, world.bob, by=world.lieve, now=after(started, 31))
    weigh_all(after(started, 31))
    TrainingSession.objects.filter(pk=session.pk).update(course=world.course)
    assert "before this part belonged to your course" in read(learner, address)
    for _again in range(2):
        assert learner.post(address).url == address
    done = ActivityProgress.objects.get(completed_at__isnull=False)
    assert done.completed_at == blocks(session)[0].ends_at
    assert "Done on" in read(learner, address)


def test_without_anything_attended_nothing_counts(learner, address):
    learner.post(address)
    assert "You attended no session of this part" in read(learner, address)
    assert not ActivityProgress.objects.exists()


@pytest.mark.parametrize(
    "what", ["to come", "signed up", "part", "part and to come", "none"]
)
def test_it_asks_as_often_however_many_sessions_there_are(
    learner, world, started, address, what
):
    counts = []
    for days in ((1,), range(2, 15)):
        for day in days:
            if what.startswith("part"):
                session = make_day(
                    world, world.bob, now=started, days=(day,), course=world.course
                )
                mark(
                    session,
                    world.bob,
                    "part",
                    60,
                    by=world.lieve,
                    now=after(started, day),
                )
                weigh_all(after(started, day))
            if what not in ("part", "none"):
                now = timezone.now()
                session = make_session(world, now=now, days=(day,), course=world.course)
                if what == "signed up":
                    sign_up(session, world.bob, actor=world.bob, now=now)
        learner.get(address)
        with CaptureQueriesContext(connection) as queries:
            learner.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, counts


# --- Planning one, and coming ---------------------------------------------------------


def test_who_plans_chooses_a_module_and_reads_what_attending_it_gives(
    client, world, small_course
):
    client.force_login(world.olga)
    url = reverse(
        "trainers:session_new", args=[world.programme.code, world.owner_body.code]
    )
    plain = "Day 0 en (what is attended is done in the course)"
    assert plain in read(client, url)
    # A course of somebody else's, and one of nobody's sessions, are not to be chosen.
    assert "Core en" not in read(client, url)
    world.programme.base_courses.add(small_course.course)
    make_rule(world.course, type=CertificateType.ATTENDANCE, prefix="ATT")
    text = read(client, url)
    assert "(what is attended is done in the course, and gives its statement)" in text
    assert "Core en</" in text.replace(" </", "</")
    chosen = f"workshop/{world.taught.module_key()}"
    answer = client.post(url, filled(world, modules=[chosen]))
    assert answer.status_code == 302, answer.context["form"].errors
    session = TrainingSession.objects.get()
    assert (session.course, session.modules) == (
        world.course,
        [world.taught.module_key()],
    )


def test_who_comes_reads_which_course_it_is_part_of_and_what_follows(
    client, world, started
):
    session = make_session(world, now=timezone.now(), course=world.course)
    url = reverse("trainers:session", args=[session.uuid])
    client.force_login(world.bob)
    text = read(client, url)
    assert "Workshop en" in text
    assert "What you attend is done in the course." in text
    assert "attendance statement" not in text
    make_rule(world.course, type=CertificateType.ATTENDANCE, prefix="ATT")
    forget()
    assert "An attendance statement or certificate follows by itself." in read(
        client, url
    )


def test_one_of_several_parts_says_that_the_others_come_first(client, world, started):
    series = make_taught(world.owner_body, code="series", modules=2, now=started)
    make_rule(series.course, type=CertificateType.ATTENDANCE, prefix="ATT")
    session = make_session(
        world,
        now=timezone.now(),
        course=series.course,
        modules=(series.module_key(1),),
    )
    client.force_login(world.bob)
    text = read(client, reverse("trainers:session", args=[session.uuid]))
    assert "Day 1 en" in text
    assert "Day 0 en" not in text
    assert "follows once the other parts are done too" in text


def test_a_session_of_no_course_says_nothing_of_one(client, world):
    session = make_session(world, now=timezone.now())
    client.force_login(world.bob)
    assert "Part of the course" not in read(
        client, reverse("trainers:session", args=[session.uuid])
    )

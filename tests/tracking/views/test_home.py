import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from certificates.enums import EventKind
from courses.domain.progress import complete_activity
from courses.models import LearningPath, PathCourse
from organisations.models import Membership
from organisations.registries import after_welcome
from tests.factories import tracking as factories
from tests.factories.courses import make_course
from tests.factories.overlays import add, make_local, trainer_of
from tracking.domain.obligations import sweep
from tracking.models import Obligation

HOME = "/my/"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def course(small_course):
    return small_course.course


@pytest.fixture
def asked(beekstad, course, bob, today):
    """Asked of Bob since today, within sixty days."""
    requirement = factories.make_requirement(beekstad, course)
    sweep(timezone.now())
    return requirement


def read(client, person) -> str:
    """The words of the person's home, with single spaces."""
    client.force_login(person)
    page = client.get(HOME).content.decode().partition("<h1>")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_home_is_for_people_who_are_signed_in(client, db):
    response = client.get(HOME)

    assert (response.status_code, response["Location"]) == (
        302,
        f"{reverse('account_login')}?next=/my/",
    )


def test_what_is_asked_stands_first_with_one_big_button(client, asked, bob):
    client.force_login(bob)

    page = client.get(HOME).content.decode()

    assert page.count("button--big") == 1
    assert f'action="{reverse("courses:enrol", args=["small"])}"' in page
    words = read(client, bob)
    assert "Course en" in words
    assert "Beekstad asks it of you." in words
    assert "About 22 minutes" in words


def test_one_tap_on_the_home_opens_the_first_lesson(client, asked, bob, small_course):
    client.force_login(bob)

    response = client.post(reverse("courses:enrol", args=["small"]), follow=True)

    assert response.redirect_chain[-1][0] == reverse(
        "courses:play", args=["small", small_course.key("small-one")]
    )


def test_a_course_under_way_says_what_comes_next_and_how_long_it_takes(
    client, asked, bob, course, today, small_course
):
    factories.make_enrolment(bob, course, today)
    client.force_login(bob)
    client.post(reverse("courses:done", args=["small", small_course.key("small-one")]))

    words = read(client, bob)

    assert "Continue: Lesson two en Course en, 17 minutes left" in words
    page = client.get(HOME).content.decode()
    assert f'href="{reverse("courses:resume", args=["small"])}"' in page


def test_titles_are_in_the_language_of_the_reader(client, asked, bob):
    client.cookies["django_language"] = "nl"

    assert "Course nl" in read(client, bob)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-12, "It was due 12 days ago, on"),
        (-1, "It was due yesterday, on"),
        (0, "Due today"),
        (1, "Due tomorrow"),
        (6, "Due in 6 days, on"),
        (30, "Due by"),
    ],
)
def test_the_due_date_is_said_in_plain_words(
    client, beekstad, bob, course, today, days, words
):
    factories.make_requirement(
        beekstad, course, due_days=100, starts_on=today - timedelta(days=200)
    )
    sweep(factories.noon(today + timedelta(days=days - 100)))

    assert words in read(client, bob)


def test_in_days_of_grace_nobody_is_late(client, beekstad, bob, course, today):
    requirement = factories.make_requirement(
        beekstad, course, grace_days=10, starts_on=today - timedelta(days=200)
    )
    sweep(factories.noon(today - timedelta(days=65)))

    within = read(client, bob)
    requirement.grace_days = 4
    requirement.save()
    after = read(client, bob)

    assert "It was due on" in within
    assert f"You are late only after {date_format(today + timedelta(days=5))}" in within
    assert "It still counts" not in within
    assert "It was due 5 days ago" in after
    assert "It still counts when you do it now." in after


def test_the_most_urgent_stands_first_and_once(
    client, asked, bob, beekstad, today, course
):
    other = make_course(beekstad, code="other")
    other.release()
    factories.make_requirement(beekstad, other.course, due_days=10)
    own = make_course(beekstad, code="own")
    own.release()
    factories.make_enrolment(bob, own.course, today)
    sweep(timezone.now())
    client.force_login(bob)

    home = client.get(HOME).context["home"]

    assert home.first.code == "other"
    assert [step.code for step in home.required] == ["small"]
    assert [step.code for step in home.in_progress] == ["own"]


def test_the_same_course_asked_by_two_is_one_step(client, asked, bob, beekstad, course):
    desk = factories.make_department(beekstad, "desk", "Front desk")
    Membership.objects.create(
        user=bob, organisation=desk, starts_on=timezone.localdate()
    )
    factories.make_requirement(desk, course, due_days=5)
    sweep(timezone.now())
    client.force_login(bob)

    home = client.get(HOME).context["home"]

    assert (home.first.asked_by, home.first.days, home.required) == (
        "Front desk",
        5,
        [],
    )


def test_a_course_one_chose_oneself_is_the_next_thing_when_nothing_is_asked(
    client, bob, course, today
):
    factories.make_enrolment(bob, course, today)

    words = read(client, bob)

    assert "Continue: Lesson one en Course en, 22 minutes left" in words
    assert "asks it of you" not in words


def test_when_everything_is_done_the_home_says_so(client, asked, bob, course, today):
    factories.make_certificate(bob, course, today)

    words = read(client, bob)

    assert "You hold every certificate that is asked of you." in words
    assert "Begin" not in words


def finish(user, course, today):
    enrolment = factories.make_enrolment(user, course, today)
    factories.make_progress(enrolment, today, count=20)


def test_done_without_certificate_yet_leaves_nothing_to_do(
    client, asked, bob, course, today
):
    finish(bob, course, today)
    factories.make_completion(bob, course, today)

    words = read(client, bob)

    assert "There is nothing left for you to do." in words
    assert "Your certificate is on its way Course en Done" in words


def test_a_certificate_that_runs_out_is_the_next_thing(
    client, asked, bob, course, today
):
    finish(bob, course, today)
    factories.make_certificate(
        bob,
        course,
        today - timedelta(days=100),
        valid_until=today + timedelta(days=20),
    )

    words = read(client, bob)

    assert "Your certificate runs out on" in words
    assert "Certificates that run out Frontline Prevention Valid until" in words


def again(course) -> str:
    return f'action="{reverse("courses:again", args=[course.code])}"'


def test_what_runs_out_is_done_again_with_one_tap(client, asked, bob, course, today):
    finish(bob, course, today)
    factories.make_certificate(
        bob, course, today - timedelta(days=100), valid_until=today + timedelta(days=20)
    )

    assert "Do it again and you get a new certificate." in read(client, bob)
    page = client.get(HOME).content.decode()
    assert page.count(again(course)) == page.count("button--big") == 1


def test_what_nobody_asks_is_done_again_from_the_list_of_endings(
    client, bob, course, today
):
    finish(bob, course, today)
    factories.make_certificate(
        bob, course, today - timedelta(days=100), valid_until=today + timedelta(days=20)
    )
    client.force_login(bob)
    assert client.get(HOME).content.decode().count(again(course)) == 1

    bob.enrolments.update(cycle=2)

    page = client.get(HOME)
    assert again(course) not in page.content.decode()
    assert [ending.again for ending in page.context["home"].endings] == [""]


def test_a_revoked_certificate_is_earned_again(client, asked, bob, course, today):
    finish(bob, course, today)
    certificate = factories.make_certificate(bob, course, today)
    factories.add_event(certificate, EventKind.REVOKED, today)
    client.force_login(bob)

    assert again(course) in client.get(HOME).content.decode()


def test_a_suspended_certificate_is_not_earned_again(client, asked, bob, course, today):
    finish(bob, course, today)
    certificate = factories.make_certificate(bob, course, today)
    factories.add_event(certificate, EventKind.SUSPENDED, today)
    client.force_login(bob)

    page = client.get(HOME).content.decode()
    assert again(course) not in page
    # Where it says why, and offers to appeal.
    assert "Your certificate is suspended and does not count for now." in page
    assert reverse("certificates:detail", args=[certificate.uuid]) in page
    assert "before the certificate runs out" not in page
    assert "It still counts when you do it now" not in page


def test_a_certificate_that_runs_out_today(client, asked, bob, course, today):
    finish(bob, course, today)
    factories.make_certificate(
        bob, course, today - timedelta(days=100), valid_until=today
    )

    assert "Your certificate runs out today" in read(client, bob)


def test_nothing_asked_leads_to_the_courses(client, bob):
    client.force_login(bob)

    page = client.get(HOME).content.decode()

    assert "Nothing is asked of you today" in page
    assert f'href="{reverse("courses:catalogue")}"' in page


def test_somebody_without_organisation_is_asked_which_one(client, bob):
    Membership.objects.all().delete()
    client.force_login(bob)

    page = client.get(HOME).content.decode()

    assert "Which organisation do you belong to?" in page
    assert f'href="{reverse("organisations:profile")}#my-organisations"' in page


def test_somebody_not_confirmed_yet_is_told_who_has_to(client, bob, asked):
    Membership.objects.update(is_self_declared=True)
    sweep(timezone.now())

    words = read(client, bob)

    assert "Beekstad has still to confirm that you belong to it" in words
    assert "Begin" not in words.split()


def test_somebody_without_sector_is_asked_for_it(client, bob):
    bob.sector = None
    bob.save()
    client.force_login(bob)

    page = client.get(HOME).content.decode()

    assert f'href="{reverse("organisations:profile")}"' in page
    assert "Tell us where you work" in page


def test_a_coordinator_finds_the_people(client, alice, bob):
    coverage = reverse("tracking:coverage", args=["beekstad"])
    client.force_login(alice)
    assert "Who is covered in Beekstad" in read(client, alice)
    assert f'href="{coverage}"' in client.get(HOME).content.decode()
    client.force_login(bob)
    assert coverage not in client.get(HOME).content.decode()


def test_nobody_sees_what_is_asked_of_others(client, asked, charlie):
    assert "Course en" not in read(client, charlie)


def test_the_home_asks_at_most_twelve_queries_however_much_is_asked(
    client, bob, beekstad, course, today, one_minute
):
    def queries() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME)
        return len(asked)

    def take(course) -> None:
        factories.make_requirement(beekstad, course)
        enrolment = factories.make_enrolment(bob, course, today)
        factories.make_progress(enrolment, today, count=2)
        factories.make_certificate(
            bob, course, today, valid_until=today + timedelta(days=30)
        )
        sweep(timezone.now())

    client.force_login(bob)
    take(course)
    few = queries()
    for code in ("second", "third", "fourth"):
        more = make_course(beekstad, code=code)
        more.release()
        take(more.course)

    assert few == queries() <= 12


# --- What organisations add --------------------------------------------------------------


def test_a_local_lesson_is_the_next_thing_in_its_turn_and_in_the_minutes(
    client, asked, small_course, beekstad, bob, today
):
    added = make_local(beekstad)
    add(small_course, beekstad, added, now=timezone.now())
    words = read(client, bob)
    assert "About 26 minutes" in words
    assert "1 part of it is from Beekstad." in words

    enrolment = factories.make_enrolment(bob, small_course.course, today)
    complete_activity(
        enrolment, small_course.key("small-one"), language="en", now=timezone.now()
    )
    words = read(client, bob)
    assert "Continue: local beekstad nl Course en, 21 minutes left" in words
    assert "1 part of it is from Beekstad." in words

    complete_activity(
        enrolment, added.translation_key, language="en", now=timezone.now()
    )
    words = read(client, bob)
    assert "Continue: Lesson two en Course en, 17 minutes left" in words
    assert "part of it is from" not in words


def test_others_have_it_neither_in_their_minutes_nor_in_their_words(
    client, small_course, beekstad, bob, charlie, today
):
    add(small_course, beekstad, make_local(beekstad), now=timezone.now())
    enrolment = factories.make_enrolment(charlie, small_course.course, today)
    complete_activity(
        enrolment, small_course.key("small-one"), language="en", now=timezone.now()
    )

    words = read(client, charlie)

    assert "Continue: Lesson two en" in words
    assert "Beekstad" not in words


def test_who_completed_the_course_is_asked_for_nothing_local(
    client, small_course, beekstad, bob, today
):
    enrolment = factories.make_enrolment(bob, small_course.course, today)
    for slug in ("small-one", "small-two", "small-quiz", "small-beat"):
        complete_activity(
            enrolment, small_course.key(slug), language="en", now=timezone.now()
        )
    add(small_course, beekstad, make_local(beekstad), now=timezone.now())

    assert "local beekstad" not in read(client, bob)


def test_local_lessons_in_many_courses_cost_as_much_as_in_one(
    client, beekstad, small_course, bob, today, one_minute
):
    trainer = trainer_of(beekstad, now=timezone.now())

    def take(small, name):
        add(
            small,
            beekstad,
            make_local(beekstad, name),
            beside=f"{small.course.code}-one",
            actor=trainer,
            now=timezone.now(),
        )
        factories.make_enrolment(bob, small.course, today)

    def queries() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            client.get(HOME)
        return len(asked)

    client.force_login(bob)
    take(small_course, "first")
    one = queries()
    for code in ("second", "third"):
        more = make_course(beekstad, code=code)
        more.release()
        take(more, code)

    assert queries() == one <= 12


def test_the_navigation_leads_learners_and_coordinators(client, alice, bob):
    def entries(person):
        client.force_login(person)
        shell = client.get(HOME).context["shell"]
        return [entry.url for entry in shell.nav], [entry.url for entry in shell.tabs]

    nav, tabs = entries(bob)
    assert tabs[:3] == ["/my/", "/courses/", "/help/"]
    assert "/organisation/beekstad/" not in nav
    assert "/organisation/beekstad/" in entries(alice)[0]


def test_what_has_no_place_at_the_foot_of_a_phone_is_in_the_menu(client, alice):
    client.force_login(alice)
    page = client.get(HOME)
    menu = BeautifulSoup(page.content, "html.parser").select_one(
        ".menu:has([href='/me/'])"
    )
    shell = page.context["shell"]
    links = [one["href"] for one in menu.select(".menu__item--narrow")]
    tabs = [entry.url for entry in shell.tabs]
    assert sorted(links + tabs) == sorted(entry.url for entry in shell.nav)
    assert {"/certificates/", "/organisation/beekstad/", "/trainers/"} <= set(links)


def test_after_the_welcome_comes_the_course_that_is_asked(asked, bob, alice):
    assert after_welcome.url_for(bob) == "/courses/small/"
    assert after_welcome.url_for(alice) is None


def test_a_course_by_invitation_opens_to_those_of_whom_it_is_asked(
    client, bob, charlie, beekstad
):
    closed = make_course(beekstad, code="closed", is_open=False)
    closed.release()
    factories.make_requirement(beekstad, closed.course)

    for person in (bob, charlie):
        client.force_login(person)
        client.post(reverse("courses:enrol", args=["closed"]))

    assert [one.user for one in closed.course.enrolments.all()] == [bob]


def test_obligations_are_seen_by_their_person_and_those_who_answer_for_it(
    asked, alice, bob, charlie
):
    seen = [
        [one.user for one in Obligation.objects.visible_to(person)]
        for person in (bob, alice, charlie, AnonymousUser())
    ]

    assert seen == [[bob], [bob], [], []]


NOTE = "Pas encore en français ; vous lisez le texte en anglais."


def marked(client, person) -> list[str]:
    """What a French reader's home marks as English, in the order of the page."""
    client.cookies["django_language"] = "fr"
    client.force_login(person)
    page = BeautifulSoup(client.get(HOME).content, "html.parser").main
    assert page.select('[lang="fr"]') == page.select(".fallback-note")
    return [" ".join(one.get_text().split()) for one in page.select('[lang="en"]')]


def test_what_is_asked_says_in_which_language_it_is_read(
    client, asked, bob, course, today, small_course
):
    assert marked(client, bob) == ["Course en"] * 2
    assert read(client, bob).count(NOTE) == 1

    factories.make_enrolment(bob, course, today)
    client.post(reverse("courses:done", args=["small", small_course.key("small-one")]))

    assert marked(client, bob) == ["Lesson two en", "Course en", "Course en"]
    client.cookies["django_language"] = "nl"
    assert NOTE not in read(client, bob)


def test_every_other_card_says_so_too(client, asked, bob, beekstad, course, today):
    """Asked second, begun by oneself, and a path."""
    path = LearningPath.objects.create(
        code="way", owner=beekstad, titles={"en": "Way"}, is_published=True
    )
    for number in range(2):
        other = make_course(beekstad, code=f"other-{number}")
        other.release()
        PathCourse.objects.create(path=path, course=other.course, number=number)
        factories.make_enrolment(bob, other.course, today)

    assert marked(client, bob).count("Course en") >= 4
    assert "Way" in marked(client, bob)
    assert read(client, bob).count(NOTE) == 4


def test_saying_so_asks_nothing_more_of_the_database(client, asked, bob, one_minute):
    counts = []
    for language in ("en", "fr"):
        client.cookies["django_language"] = language
        client.force_login(bob)
        client.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        counts.append(len(queries))

    assert counts[0] == counts[1]

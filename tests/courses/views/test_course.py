import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from courses import registries
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity
from courses.models import Completion, Course, Enrolment
from lms.remembered import forget
from organisations.models import Sector
from tests.courses.views.conftest import POLICE_WAY
from tests.factories.certificates import make_rule
from tests.factories.courses import make_course
from tests.factories.reviewing import reviewed

COURSE = reverse("courses:course", args=["small"])
ENROL = reverse("courses:enrol", args=["small"])
AGAIN = reverse("courses:again", args=["small"])
RESUME = reverse("courses:resume", args=["small"])


@pytest.fixture
def closed(small_course):
    small_course.course.is_open = False
    small_course.course.save()
    return small_course.course


def path_of(response) -> list[tuple]:
    return [
        (step["title"], step["state"], step["done"], step["total"])
        for step in response.context["path"]
    ]


def test_a_stranger_reads_what_the_course_is_and_is_asked_to_sign_in(
    client, small_course
):
    response = client.get(COURSE)

    text = response.content.decode()
    assert "<h1>Course en</h1>" in text
    assert f"{reverse('account_login')}?next={COURSE}" in text
    assert ENROL not in text
    assert path_of(response) == [("Core en", "now", 0, 3)]


def test_somebody_signed_in_finds_their_own_sector_and_a_start(
    sign_in, bob, small_course
):
    response = sign_in(bob).get(COURSE)

    assert path_of(response) == [("Core en", "now", 0, 3), ("Police en", "ahead", 0, 1)]
    assert f'action="{ENROL}"' in response.content.decode()
    assert "You are here" not in response.content.decode()


def test_a_learner_finds_where_they_are(browser, finish):
    finish("small-one")

    response = browser.get(COURSE)

    text = response.content.decode()
    assert path_of(response)[0] == ("Core en", "now", 1, 3)
    assert "You are here" in text
    assert "1 of 3 parts done, 13 min left" in text
    assert ENROL not in text
    assert "You have completed this course" not in text


def test_the_course_page_in_dutch(sign_in, bob, enrolment):
    response = sign_in(bob, "nl").get(COURSE)

    assert "<h1>Course nl</h1>" in response.content.decode()
    assert path_of(response)[0][0] == "Core nl"


@pytest.mark.parametrize("code", ["nowhere", "unreleased"])
def test_what_nobody_can_take_does_not_exist(sign_in, bob, beekstad, code):
    make_course(beekstad, code="unreleased")
    browser = sign_in(bob)

    assert browser.get(reverse("courses:course", args=[code])).status_code == 404
    assert browser.post(reverse("courses:enrol", args=[code])).status_code == 404


def test_a_closed_course_exists_for_those_in_it_only(
    enrolment, closed, sign_in, client, alice, bob, charlie
):
    assert sign_in(bob).get(COURSE).status_code == 200
    for other in (client, sign_in(alice), sign_in(charlie)):
        assert other.get(COURSE).status_code == 404


def test_a_closed_course_opens_for_whom_a_higher_floor_vouches(
    closed, sign_in, alice, charlie, monkeypatch
):
    monkeypatch.setattr(
        registries,
        "enrolment_grounds",
        [lambda user, ids: set(ids) if user == alice else set()],
    )

    assert sign_in(alice).get(COURSE).status_code == 200
    assert sign_in(charlie).get(COURSE).status_code == 404


def test_another_persons_progress_is_not_shown(
    sign_in, enrolment, finish, bob, charlie, small_course
):
    enrol(charlie, small_course.course, now=timezone.now())
    finish(*POLICE_WAY)

    assert path_of(sign_in(charlie).get(COURSE)) == [
        ("Core en", "now", 0, 3),
        ("Police en", "ahead", 0, 1),
    ]


# --- Enrolling ---------------------------------------------------------------------


def test_enrol_leads_to_the_first_lesson(sign_in, bob, at, small_course):
    response = sign_in(bob).post(ENROL, follow=True)

    assert response.redirect_chain[-1][0] == at("play", "small-one")
    assert Enrolment.objects.get().user == bob


def test_enrol_twice_is_once(sign_in, bob, small_course):
    for _again in range(2):
        sign_in(bob).post(ENROL)

    assert Enrolment.objects.count() == 1


def test_enrol_takes_a_post_only(sign_in, bob, client, small_course):
    assert sign_in(bob).get(ENROL).status_code == 405
    assert client.get(ENROL).status_code == 405
    assert not Enrolment.objects.exists()


def test_enrol_signed_out_leads_to_sign_in_and_back_to_the_course(client, small_course):
    response = client.post(ENROL)

    assert response["Location"] == f"{reverse('account_login')}?next={COURSE}"
    assert not Enrolment.objects.exists()


def test_somebody_without_a_sector_tells_it_and_comes_back(sign_in, bob, small_course):
    bob.sector = None
    bob.save()
    browser = sign_in(bob)

    asked = browser.post(ENROL, follow=True)
    text = asked.content.decode()
    assert asked.redirect_chain[0][0].startswith(reverse("organisations:profile"))
    assert "Tell us your sector first" in text
    assert f'name="next" value="{COURSE}"' in text

    back = browser.post(
        reverse("organisations:profile"),
        {"printed_name": "Bob", "sector": "POL", "language": "en", "next": COURSE},
    )
    assert back["Location"] == COURSE
    browser.post(ENROL)
    assert list(Enrolment.objects.get().sectors.all()) == [Sector.objects.get(pk="POL")]


def test_the_profile_leads_to_no_other_site(sign_in, bob):
    response = sign_in(bob).post(
        reverse("organisations:profile"),
        {
            "printed_name": "Bob",
            "sector": "POL",
            "language": "en",
            "next": "https://elsewhere.example/",
        },
    )

    assert response["Location"] == reverse("organisations:profile")


def test_a_closed_course_says_who_may_join(sign_in, closed, charlie):
    response = sign_in(charlie).post(ENROL, follow=True)

    assert response.status_code == 200
    text = response.content.decode()
    assert text.count("This course is by invitation of your organisation.") == 1
    assert not Enrolment.objects.exists()


@pytest.fixture
def second(beekstad, small_course):
    """A course that waits for the small one."""
    course = make_course(beekstad, code="second")
    course.release()
    course.course.prerequisites.add(small_course.course)
    return course.course


def test_a_course_that_waits_for_another_names_and_links_it(
    sign_in, bob, small_course, second
):
    browser = sign_in(bob)
    page = browser.get(reverse("courses:course", args=["second"])).content.decode()
    refused = browser.post(reverse("courses:enrol", args=["second"]), follow=True)

    assert f'<a href="{COURSE}">Course en</a>' in page
    assert reverse("courses:enrol", args=["second"]) not in page
    assert "Another course comes first: Course en." in refused.content.decode()
    assert not Enrolment.objects.filter(course=second).exists()


def test_a_course_that_comes_first_but_is_closed_is_named_without_a_link(
    sign_in, bob, closed, second
):
    page = sign_in(bob).get(reverse("courses:course", args=["second"]))

    assert page.context["missing"] == [{"title": "Course en", "url": ""}]


def test_what_comes_first_and_is_not_released_is_named_by_its_code(
    sign_in, bob, beekstad, second, small_course
):
    draft = make_course(beekstad, code="draft").course
    second.prerequisites.set([draft])

    page = sign_in(bob).get(reverse("courses:course", args=["second"]))

    assert page.context["missing"] == [{"title": "draft", "url": ""}]


# --- Going on ----------------------------------------------------------------------


def test_resume_leads_to_what_is_next_in_any_language_on_any_device(
    sign_in, bob, finish, at
):
    finish("small-one")

    for language in ("en", "nl", "fr"):
        response = sign_in(bob, language).get(RESUME)
        assert response["Location"] == at("play", "small-two")


def test_resume_leads_to_the_quiz_when_that_is_next(
    browser, finish, small_course, sign_in
):
    finish("small-one", "small-two")

    assert browser.get(RESUME)["Location"] == reverse(
        "quizzes:front", args=["small", small_course.key("small-quiz")]
    )


def test_resume_without_an_enrolment_leads_to_the_course(
    sign_in, enrolment, charlie, client
):
    assert sign_in(charlie).get(RESUME)["Location"] == COURSE
    signed_out = client.get(RESUME)["Location"]
    assert signed_out == f"{reverse('account_login')}?next={RESUME}"


def test_a_completed_course_congratulates_and_shows_the_reward(
    browser, finish, monkeypatch
):
    monkeypatch.setattr(
        registries,
        "completion_rewards",
        [lambda enrolment: None, lambda enrolment: ("My certificate", "/reward/")],
    )
    finish(*POLICE_WAY)

    assert browser.get(RESUME)["Location"] == COURSE
    text = browser.get(COURSE).content.decode()
    assert "You have completed this course. Well done." in text
    assert 'href="/reward/">My certificate' in text
    assert "You are here" not in text


def test_a_completed_course_without_a_reward_yet_says_so(
    browser, finish, no_rewards, small_course
):
    finish(*POLICE_WAY)
    make_rule(small_course.course)

    text = browser.get(COURSE).content.decode()
    assert "you find it here within a few minutes" in text


def test_the_reward_is_not_shown_before_everything_is_done(
    browser, finish, monkeypatch
):
    monkeypatch.setattr(
        registries, "completion_rewards", [lambda enrolment: ("Too early", "/reward/")]
    )
    finish(*POLICE_WAY[:3])

    assert "Too early" not in browser.get(COURSE).content.decode()


def test_running_learners_finish_the_edition_they_began(
    browser, small_course, sign_in, charlie
):
    page = small_course.pages["en"]
    page.title = "A new title"
    reviewed(page).save_revision().publish()
    small_course.release()

    assert "<h1>Course en</h1>" in browser.get(COURSE).content.decode()
    assert "Edition 1" in browser.get(COURSE).content.decode()
    assert "<h1>A new title</h1>" in sign_in(charlie).get(COURSE).content.decode()


def test_moving_to_another_organisation_keeps_everything(
    browser, bob, finish, valmont, at, now
):
    finish("small-one")
    bob.memberships.update(organisation=valmont)
    bob.sector_id = "EDU"
    bob.save()

    response = browser.get(COURSE)

    assert path_of(response) == [("Core en", "now", 1, 3), ("Police en", "ahead", 0, 1)]
    assert browser.get(RESUME)["Location"] == at("play", "small-two")


@pytest.mark.parametrize("more", [0, 30])
def test_the_course_page_keeps_its_budget_whatever_the_size(
    sign_in, bob, beekstad, more, django_assert_max_num_queries
):
    big = make_course(beekstad, code="big", more_lessons=more)
    big.release()
    browser = sign_in(bob)
    enrolment = enrol(bob, big.course, now=timezone.now())
    for slug in ("big-one", "big-two"):
        complete_activity(enrolment, big.key(slug), language="en", now=timezone.now())
    with django_assert_max_num_queries(12):
        response = browser.get(reverse("courses:course", args=["big"]))
    assert response.context["way"].total_count == 4 + more


def test_the_completed_course_page_keeps_its_budget(
    browser, finish, django_assert_max_num_queries
):
    finish(*POLICE_WAY)
    assert Completion.objects.count() == 1
    with django_assert_max_num_queries(12):
        browser.get(COURSE)


# --- Doing it again ----------------------------------------------------------------


@pytest.fixture
def time_for_it(monkeypatch):
    monkeypatch.setattr(registries, "renewal_grounds", [lambda enrolment: True])


def test_the_course_page_offers_to_do_it_again_when_it_is_time(
    browser, finish, monkeypatch, time_for_it
):
    assert AGAIN not in browser.get(COURSE).content.decode()
    finish(*POLICE_WAY)

    page = browser.get(COURSE).content.decode()
    assert f'<form method="post" action="{AGAIN}">' in page
    assert "Do the course again" in page
    monkeypatch.setattr(registries, "renewal_grounds", [])
    assert AGAIN not in browser.get(COURSE).content.decode()


def test_beginning_again_leads_to_the_first_lesson(browser, finish, time_for_it, at):
    finish(*POLICE_WAY)

    response = browser.post(AGAIN, follow=True)

    assert [url for url, _status in response.redirect_chain] == [
        RESUME,
        at("play", "small-one"),
    ]
    assert "You begin again. What you earned before" in response.content.decode()
    assert path_of(browser.get(COURSE))[0] == ("Core en", "now", 0, 3)
    again = browser.post(AGAIN, follow=True)
    assert again.redirect_chain[-1][0] == at("play", "small-one")
    assert Enrolment.objects.get().cycle == 2


def test_before_it_is_time_the_course_page_says_so(browser, finish, monkeypatch):
    monkeypatch.setattr(registries, "renewal_grounds", [])
    finish(*POLICE_WAY)

    response = browser.post(AGAIN, follow=True)

    assert response.redirect_chain[-1][0] == COURSE
    assert "There is no need to do this course again yet." in response.content.decode()
    assert Enrolment.objects.get().cycle == 1


def test_beginning_again_takes_a_post_of_somebody_in_the_course(
    browser, finish, time_for_it, sign_in, charlie, client
):
    finish(*POLICE_WAY)

    assert browser.get(AGAIN).status_code == 405
    assert sign_in(charlie).post(AGAIN).status_code == 404
    signed_out = client.post(AGAIN)
    assert signed_out["Location"] == f"{reverse('account_login')}?next={COURSE}"
    assert Enrolment.objects.get().cycle == 1


# --- Whether it gives a certificate -------------------------------------------------


def ends_with_certificate(page) -> bool:
    steps = BeautifulSoup(page.content, "html.parser").select(".path__step--end")
    return [step.h3.text for step in steps] == ["Certificate"]


def test_a_course_promises_a_certificate_where_it_gives_one(browser, small_course):
    assert not ends_with_certificate(browser.get(COURSE))
    make_rule(small_course.course)
    # A minute later.
    forget()

    assert ends_with_certificate(browser.get(COURSE))


def test_one_that_is_for_other_sectors_is_not_promised(browser, small_course):
    make_rule(small_course.course, sector=Sector.objects.get(pk="EDU"))

    assert not ends_with_certificate(browser.get(COURSE))


def test_a_course_to_practise_in_promises_none_and_says_so(
    browser, small_course, finish, no_rewards
):
    make_rule(small_course.course)
    Course.objects.filter(pk=small_course.course.pk).update(is_practice=True)

    page = browser.get(COURSE)

    assert not ends_with_certificate(page)
    assert "it gives no certificate, and may be cleared away" in page.text
    finish(*POLICE_WAY)
    done = browser.get(COURSE)
    assert "It is recorded. This course gives no certificate." in done.text
    assert "If a certificate goes with it" not in done.text

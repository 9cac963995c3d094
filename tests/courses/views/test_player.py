import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import registries
from courses.domain.enrolment import enrol
from courses.models import ActivityProgress, Completion, Fact, LessonPage
from courses.views import outline as outline_views
from lms.remembered import forget
from tests.courses.views.conftest import POLICE_WAY
from tests.factories.courses import make_course
from tests.factories.exercises import stable
from tests.factories.reviewing import reviewed

COURSE = reverse("courses:course", args=["small"])
LEAD = f"b-{stable('small-one-lead')}"


def lesson_text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


# --- Reading -----------------------------------------------------------------------


def test_a_lesson_shows_its_text_its_place_and_a_way_on(browser, at):
    text = lesson_text(browser.get(at("play", "small-one")))

    assert "<h1>Lesson one en</h1>" in text
    assert "Lead one en" in text
    assert "A fact en" in text
    assert "Part 1 of 3" in text
    assert "Next: Lesson two en" in text
    assert f'action="{at("done", "small-one")}"' in text


def test_a_lesson_in_dutch_keeps_its_address(sign_in, bob, enrolment, at):
    text = lesson_text(sign_in(bob, "nl").get(at("play", "small-one")))

    assert "Lead one nl" in text
    assert 'lang="nl"' in text


def test_opening_a_lesson_is_noted_once_and_reading_on_writes_nothing(browser, at):
    lesson = at("play", "small-one")
    browser.get(lesson)
    opened = ActivityProgress.objects.get()
    assert opened.completed_at is None

    with CaptureQueriesContext(connection) as asked:
        browser.get(lesson)

    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []
    assert ActivityProgress.objects.get().last_seen_at == opened.last_seen_at


def test_a_language_that_is_missing_is_said_and_the_text_marked(
    sign_in, bob, enrolment, at
):
    text = lesson_text(sign_in(bob, "fr").get(at("play", "small-one")))

    assert "Lead one en" in text
    assert '<article class="lesson" lang="en"' in text
    assert 'class="notice notice--info"' in text


def test_the_outline_marks_what_is_done_and_where_one_is(browser, finish, at):
    finish("small-one")

    # Twice: what the process remembers of the first page must not colour the second.
    assert outline_of(browser.get(at("play", "small-two"))) == [
        ("Lesson one en", True, False),
        ("Lesson two en", False, True),
        ("Quiz en", False, False),
        ("Lesson beat en", False, False),
    ]
    finish("small-two")
    assert outline_of(browser.get(at("play", "small-beat"))) == [
        ("Lesson one en", True, False),
        ("Lesson two en", True, False),
        ("Quiz en", False, False),
        ("Lesson beat en", False, True),
    ]


def test_the_outline_of_a_long_course_has_one_link_for_each_other_module(
    browser, finish, at, monkeypatch
):
    monkeypatch.setattr(outline_views, "WHOLE_OUTLINE", 3)

    def links(slug) -> list[tuple[str, str]]:
        page = BeautifulSoup(browser.get(at("play", slug)).content, "html.parser")
        return [
            (link["href"], " ".join(link.text.split()))
            for link in page.select("#outline a")
        ]

    assert links("small-one")[-1] == (at("play", "small-beat"), "Police en")
    assert len(links("small-one")) == 4
    # Where one goes on in it, and its beginning once it is done.
    finish("small-one")
    assert links("small-beat")[0] == (at("play", "small-two"), "Core en")
    finish("small-two", "small-quiz")
    assert links("small-beat")[0] == (at("play", "small-one"), "Core en")


def outline_of(response) -> list[tuple[str, bool, bool]]:
    """(title, whether it is done, whether one is there) of each part, as shown."""
    page = BeautifulSoup(response.content, "html.parser")
    return [
        (
            link.select_one("span:not([class])").text,
            link.select_one(".visually-hidden") is not None,
            link.get("aria-current") == "page",
        )
        for link in page.select("#outline a")
    ]


def test_a_lesson_asks_to_sign_in_and_comes_back(client, enrolment, at):
    address = at("play", "small-one")

    assert client.get(address)["Location"] == (
        f"{reverse('account_login')}?next={address}"
    )


def test_whoever_is_not_in_the_course_is_led_to_it(sign_in, enrolment, charlie, at):
    browser = sign_in(charlie)

    assert browser.get(at("play", "small-one"))["Location"] == COURSE
    for view in ("done", "check"):
        more = ("any",) if view == "check" else ()
        assert browser.post(at(view, "small-one", *more))["Location"] == COURSE
    assert browser.post(at("seen", "small-one")).status_code == 404
    assert not ActivityProgress.objects.exists()


def test_another_sectors_lesson_is_not_there_and_says_so(
    sign_in, alice, small_course, now, at
):
    enrol(alice, small_course.course, now=now)
    browser = sign_in(alice)

    for response in (
        browser.get(at("play", "small-beat")),
        browser.post(at("done", "small-beat")),
        browser.post(at("check", "small-beat", "any")),
    ):
        assert response.status_code == 404
        assert "This part is not in your course" in response.content.decode()
    assert browser.post(at("seen", "small-beat")).status_code == 404
    assert not ActivityProgress.objects.exists()


def test_another_courses_lesson_is_not_there(browser, beekstad):
    other = make_course(beekstad, code="other")
    other.release()

    response = browser.get(
        reverse("courses:play", args=["small", other.key("other-one")])
    )

    assert response.status_code == 404


def test_the_address_of_a_lesson_with_a_quizs_key_leads_to_the_quiz(
    browser, at, small_course
):
    key = small_course.key("small-quiz")

    response = browser.get(at("play", "small-quiz"))

    assert response["Location"] == reverse("quizzes:front", args=["small", key])


# --- Going on ----------------------------------------------------------------------


def test_done_completes_the_lesson_and_leads_on(browser, at, small_course):
    for _again in range(2):
        response = browser.post(at("done", "small-one"))
        assert response["Location"] == at("play", "small-two")

    progress = ActivityProgress.objects.get(completed_at__isnull=False)
    assert str(progress.activity_id) == small_course.key("small-one")


def test_done_completes_nobody_elses_lesson(
    browser, sign_in, charlie, small_course, at, now
):
    enrol(charlie, small_course.course, now=now)

    sign_in(charlie).post(at("done", "small-one"))

    mine = ActivityProgress.objects.filter(completed_at__isnull=False)
    assert [row.enrolment.user for row in mine] == [charlie]


def test_done_never_completes_a_quiz(browser, at, small_course):
    response = browser.post(at("done", "small-quiz"))

    assert response["Location"] == reverse(
        "quizzes:front", args=["small", small_course.key("small-quiz")]
    )
    assert not ActivityProgress.objects.exists()


def test_reading_a_lesson_completes_nothing(browser, at):
    browser.get(at("play", "small-one"))
    assert browser.get(at("done", "small-one")).status_code == 405

    assert ActivityProgress.objects.get().completed_at is None


@pytest.mark.parametrize("view", ["done", "seen"])
def test_a_form_sent_after_the_session_ended_leads_back_to_the_lesson(
    client, enrolment, at, view
):
    response = client.post(at(view, "small-one"))

    lesson = at("play", "small-one")
    assert response["Location"] == f"{reverse('account_login')}?next={lesson}"
    assert not ActivityProgress.objects.exists()


def test_the_last_part_leads_to_the_congratulation_and_the_reward(
    browser, finish, at, monkeypatch
):
    monkeypatch.setattr(
        registries, "completion_rewards", [lambda enrolment: ("Mine", "/reward/")]
    )
    finish(*POLICE_WAY[:3])

    response = browser.post(at("done", "small-beat"), follow=True)

    assert response.redirect_chain == [(COURSE, 302)]
    assert "You have completed this course. Well done." in response.content.decode()
    assert 'href="/reward/">Mine' in response.content.decode()
    assert Completion.objects.count() == 1


def test_the_last_part_with_something_open_before_it_says_so(browser, at):
    response = browser.post(at("done", "small-beat"), follow=True)

    text = response.content.decode()
    assert text.count("Something before it is still open.") == 1
    assert "You have completed this course" not in text
    assert not Completion.objects.exists()


# --- The place on the page ---------------------------------------------------------


def test_the_place_on_the_page_is_kept_in_another_language_and_on_another_device(
    browser, sign_in, bob, at
):
    assert browser.post(at("seen", "small-one"), {"anchor": LEAD}).status_code == 204

    for language in ("en", "nl"):
        response = sign_in(bob, language).get(at("play", "small-one"))
        assert f'data-anchor="{LEAD}"' in response.content.decode()


def test_opening_a_lesson_again_keeps_the_place_and_the_top_clears_it(browser, at):
    browser.post(at("seen", "small-one"), {"anchor": LEAD})
    browser.get(at("play", "small-one"))
    assert ActivityProgress.objects.get().anchor == LEAD

    browser.post(at("seen", "small-one"), {"anchor": ""})
    assert ActivityProgress.objects.get().anchor == ""


@pytest.mark.parametrize(
    "anchor", ["b-nowhere", "\x00", "b-" + "x" * 500, '"><script>', "main"]
)
def test_a_place_the_lesson_does_not_have_is_refused(browser, at, anchor):
    browser.post(at("seen", "small-one"), {"anchor": LEAD})

    response = browser.post(at("seen", "small-one"), {"anchor": anchor})

    assert response.status_code == 400
    assert ActivityProgress.objects.get().anchor == LEAD


def test_seen_takes_a_post_only(browser, at):
    assert browser.get(at("seen", "small-one")).status_code == 405


def test_the_language_switch_on_the_lesson_keeps_the_place(browser, at):
    address = at("play", "small-one")
    browser.post(at("seen", "small-one"), {"anchor": LEAD})

    response = browser.post(
        reverse("organisations:set_language"),
        {"language": "nl", "next": address},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == address
    assert "Lead one nl" in response.content.decode()
    assert f'data-anchor="{LEAD}"' in response.content.decode()


# --- While somebody reads ----------------------------------------------------------


def _edit(small_course):
    page = small_course.lesson("small-one")
    page.body[0] = ("lead", "Rewritten")
    reviewed(page).save_revision().publish()


def _edit_the_fact(small_course):
    fact = Fact.objects.get(key="small-fact", locale__language_code="en")
    fact.text = "Rewritten"
    fact.save()


def _unpublish(small_course):
    small_course.lesson("small-one").unpublish()


def _move(small_course):
    page = small_course.lesson("small-one")
    page.move(page.get_parent().get_siblings().get(slug="small-police"), "last-child")


def _delete(small_course):
    LessonPage.objects.get(pk=small_course.lesson("small-one").pk).delete()


def _delete_everything(small_course):
    small_course.pages["en"].get_parent().delete()


@pytest.mark.parametrize(
    "change", [_edit, _edit_the_fact, _unpublish, _move, _delete, _delete_everything]
)
def test_whatever_happens_in_the_cms_the_readers_text_stays(
    browser, small_course, at, change
):
    address, done = at("play", "small-one"), at("done", "small-one")
    before = browser.get(address)
    change(small_course)
    forget()

    after = browser.get(address)

    assert after.status_code == 200
    for name in ("segments", "outline", "following_title"):
        assert after.context[name] == before.context[name]
    assert "Lead one en" in after.content.decode()
    assert "Rewritten" not in after.content.decode()
    assert browser.post(done).status_code == 302


def test_a_person_who_moves_keeps_lesson_and_place(browser, bob, valmont, at):
    browser.post(at("seen", "small-beat"), {"anchor": ""})
    bob.memberships.update(organisation=valmont)
    bob.sector_id = "EDU"
    bob.save()

    assert browser.get(at("play", "small-beat")).status_code == 200


# --- Budget ------------------------------------------------------------------------


@pytest.mark.parametrize("more", [0, 30])
def test_a_lesson_keeps_its_budget_whatever_the_size_of_the_course(
    sign_in, bob, beekstad, more, django_assert_max_num_queries
):
    big = make_course(beekstad, code="big", more_lessons=more)
    big.release()
    enrol(bob, big.course, now=timezone.now())
    address = reverse("courses:play", args=["big", big.key("big-one")])
    browser = sign_in(bob)
    forget()
    with django_assert_max_num_queries(14):
        # The first reader of this process also reads the edition and the text.
        browser.get(address)
    with django_assert_max_num_queries(12):
        response = browser.get(address)
    assert len(response.context["way"].activities) == 4 + more

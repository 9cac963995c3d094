from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from courses.domain import reflections
from courses.domain.enrolment import enrol
from courses.models import Reflection
from lms import personal_data
from tests.factories.exercises import stable
from tests.factories.parts import part_id, reflection

PARTS = (reflection(), reflection("second"))
SECRET = "I spoke too soon that day"


def form(page, name: str = "reflection"):
    return BeautifulSoup(page.content, "html.parser").find(id=f"b-{part_id(name)}")


def typed(page, name: str = "reflection") -> str:
    return form(page, name).textarea.text.strip()


@pytest.fixture
def written(browser, send):
    send(browser, "reflection", text=SECRET)
    return Reflection.objects.get()


def test_the_lesson_asks_and_says_who_reads_it(browser, at):
    page = browser.get(at("play", "small-one"))

    shown = form(page).get_text(" ", strip=True)
    assert "Think en: reflection" in shown
    assert "Begin en" in shown
    assert "Nobody else can read this." in shown
    assert "No names, no details of a person." in shown


def test_what_is_written_is_kept_and_comes_back_at_its_place(browser, send, at):
    response = send(browser, "reflection", text=f"  {SECRET}\r\nand more ")

    assert response["Location"] == (
        f"{at('play', 'small-one')}#b-{part_id('reflection')}"
    )
    page = browser.get(at("play", "small-one"))
    assert typed(page) == f"{SECRET}\nand more"
    assert typed(page, "second") == ""
    assert "Kept on" in form(page).text
    assert "Kept on" not in form(page, "second").text


def test_it_is_the_same_text_in_the_other_language(sign_in, bob, written, at):
    page = sign_in(bob, "nl").get(at("play", "small-one"))

    assert typed(page) == SECRET
    assert "Think nl" in form(page).text


def test_it_can_be_changed_and_deleted(browser, send, written, at):
    send(browser, "reflection", text="Better so")
    assert [row.text for row in Reflection.objects.all()] == ["Better so"]

    for _again in range(2):
        send(browser, "reflection", delete="1", text="Better so")

    assert not Reflection.objects.exists()
    assert typed(browser.get(at("play", "small-one"))) == ""


def test_nothing_to_keep_is_said_and_what_was_there_stays(browser, send, written):
    response = send(browser, "reflection", text=" \n ")

    assert response.status_code == 400
    assert "There is nothing to keep yet" in form(response).text
    assert Reflection.objects.get().text == SECRET


def test_what_is_too_long_is_refused_and_not_lost(browser, send):
    long = "x" * (reflections.MOST + 1)

    response = send(browser, "reflection", text=long)

    assert response.status_code == 400
    assert "shorten it" in form(response).text
    assert typed(response) == long
    assert not Reflection.objects.exists()


def test_nobody_else_meets_it(
    sign_in, alice, charlie, send, small_course, written, at, now
):
    for other in (alice, charlie):
        enrol(other, small_course.course, now=now)
        browser = sign_in(other)
        assert SECRET not in browser.get(at("play", "small-one")).content.decode()
        send(browser, "reflection", delete="1")
        assert list(Reflection.objects.visible_to(other)) == []
        assert reflections.kept_in(small_course.key("small-one"), user=other) == {}
        assert "courses.Reflection" not in personal_data.export_person(other)
    assert Reflection.objects.get().text == SECRET


def test_the_database_does_not_hold_the_words(written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM courses_reflection")
        stored = str(cursor.fetchall())

    assert SECRET not in stored
    assert written.sealed_text in stored


def test_a_text_in_somebody_elses_row_cannot_be_opened(written, alice, browser, at):
    Reflection.objects.update(user=alice)

    assert Reflection.objects.get().text is None


def test_a_text_whose_key_is_gone_says_so_and_can_be_written_again(
    browser, send, written, at, settings
):
    # The session is of the old secret too: it stays known for sessions alone.
    Reflection.objects.update(sealed_text="gAAAA-nothing-that-opens")

    page = browser.get(at("play", "small-one"))

    assert "cannot be opened any more" in form(page).text
    assert typed(page) == ""
    send(browser, "reflection", text="Again")
    assert Reflection.objects.get().text == "Again"


def test_ones_own_copy_of_ones_data_holds_the_words(written, bob):
    rows = personal_data.export_person(bob)["courses.Reflection"]["rows"]

    assert rows == [
        {
            "course": "small",
            "question": "Think en: reflection",
            "text": SECRET,
            "written_at": written.written_at,
            "changed_at": written.changed_at,
        }
    ]


def test_the_same_block_in_a_copied_lesson_is_another_question(
    written, enrolment, small_course
):
    reflections.write(
        written.part,
        "Elsewhere",
        question="?",
        language="en",
        activity_key=small_course.key("small-two"),
        enrolment=enrolment,
        now=timezone.now(),
    )

    assert sorted(row.text for row in Reflection.objects.all()) == [
        "Elsewhere",
        SECRET,
    ]


def test_one_text_per_person_and_question(written):
    written.pk = None
    with pytest.raises(IntegrityError):
        written.save(force_insert=True)


def test_nothing_is_changed_before_it_was_written(written):
    written.changed_at = written.written_at - timedelta(seconds=1)
    with pytest.raises(IntegrityError):
        written.save()


def test_a_lead_takes_no_text(browser, at):
    address = at("part", "small-one", stable("small-one-lead"))

    assert browser.post(address, {"text": "x"}).status_code == 404


def test_a_learners_texts_of_a_course_are_listed_from_the_first(
    browser, send, enrolment
):
    send(browser, "second", text="First")
    send(browser, "reflection", text="Then")

    assert [row.text for row in reflections.kept_for(enrolment)] == ["First", "Then"]


def test_the_preview_shows_the_question_without_a_learner(admin_client, small_course):
    page = small_course.lesson("small-one")

    from django.test import RequestFactory

    request = RequestFactory().get("/")
    response = page.make_preview_request(request, "")

    assert "Think en: reflection" in response.render().text
    assert "<textarea" not in response.text
    assert reverse("courses:play", args=["small", small_course.key("small-one")])


# --- Nobody is named ----------------------------------------------------------------

ABOUT = "I was too quick with Kevin, 0475 12 34 56."


def test_a_text_that_may_point_to_a_person_is_shown_again_before_it_is_kept(
    browser, send
):
    response = send(browser, "reflection", text=ABOUT)

    shown = form(response).get_text(" ", strip=True)
    assert response.status_code == 400
    assert "This may point to a person." in shown
    assert "“Kevin”: a name" in shown
    assert "“0475 12 34 56”: a telephone number" in shown
    assert typed(response) == ABOUT
    assert not Reflection.objects.exists()


def test_it_is_kept_once_its_writer_says_that_it_is_about_nobody(browser, send):
    asked = send(browser, "reflection", text=f"{ABOUT}\r\n")
    confirm = form(asked).find("button", attrs={"name": "confirm"})["value"]

    changed = send(browser, "reflection", text=f"{ABOUT} And Fatima.", confirm=confirm)
    assert changed.status_code == 400
    assert not Reflection.objects.exists()

    send(browser, "reflection", text=f"{ABOUT}\r\n", confirm=confirm)
    assert Reflection.objects.get().text == ABOUT


# --- All that one wrote in a course -------------------------------------------------

PAGE = reverse("courses:reflections", args=["small"])


def test_all_that_one_wrote_in_a_course_can_be_read_again(browser, send, at):
    send(browser, "reflection", text=SECRET)
    send(browser, "second", text="The other one")

    page = BeautifulSoup(browser.get(PAGE).content, "html.parser")

    assert [
        (kept.h2.text, kept.select_one(".kept__text").get_text(strip=True))
        for kept in page.select("article")
    ] == [
        ("Think en: reflection", SECRET),
        ("Think en: second", "The other one"),
    ]
    assert page.select_one("article a")["href"] == (
        f"{at('play', 'small-one')}#b-{part_id('reflection')}"
    )
    assert PAGE in browser.get(reverse("courses:course", args=["small"])).text


def test_a_page_without_reflections_says_what_comes_here(browser):
    assert "comes here" in browser.get(PAGE).text
    assert PAGE not in browser.get(reverse("courses:course", args=["small"])).text


def test_one_can_be_deleted_there_and_only_ones_own(
    browser, sign_in, charlie, send, small_course, written, now
):
    enrol(charlie, small_course.course, now=now)
    for asked in (str(written.pk), "x", "9" * 40):
        sign_in(charlie).post(PAGE, {"delete": asked})
    assert Reflection.objects.get() == written

    response = browser.post(PAGE, {"delete": written.pk}, follow=True)

    assert "It is deleted." in response.text
    assert not Reflection.objects.exists()


def test_it_shows_only_ones_own_and_not_to_strangers(
    sign_in, alice, charlie, small_course, written, now
):
    enrol(alice, small_course.course, now=now)

    assert SECRET not in sign_in(alice).get(PAGE).text
    assert sign_in(charlie).get(PAGE).status_code == 404


def test_what_was_written_stays_readable_when_its_lesson_is_gone(
    browser, written, small_course, enrolment
):
    from courses.models import LessonPage

    LessonPage.objects.filter(slug="small-one").update(live=False)
    enrolment.edition = small_course.release()
    enrolment.save()

    page = BeautifulSoup(browser.get(PAGE).content, "html.parser")

    assert SECRET in page.article.text
    assert page.article.a is None


def test_a_lesson_of_another_sector_is_named_without_a_link(
    browser, written, small_course, alice, sign_in, now
):
    theirs = enrol(alice, small_course.course, now=now)
    reflections.write(
        "any",
        "Mine",
        question="?",
        language="en",
        activity_key=small_course.key("small-beat"),
        enrolment=theirs,
        now=now,
    )

    page = BeautifulSoup(sign_in(alice).get(PAGE).content, "html.parser")

    assert page.select_one(".kept__lesson").text == "Lesson beat en"
    assert page.article.a is None


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_thirty_as_for_one(
    browser, enrolment, small_course, count, django_assert_max_num_queries, now
):
    for number in range(count):
        reflections.write(
            f"part-{number}",
            "Mine",
            question="?",
            language="en",
            activity_key=small_course.key("small-one"),
            enrolment=enrolment,
            now=now,
        )
    browser.get(PAGE)

    # The session may be in the cache: then it is one less.
    with django_assert_max_num_queries(6):
        browser.get(PAGE)

"""The board of a course's languages, and what is done from it, in the content admin."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.languages.standings import languages_of
from courses.enums import TranslationState as State
from courses.models import LanguageException, TranslationAct
from courses.views.languages import seen
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db
TO_DO = reverse("translations_to_do")


@pytest.fixture
def unreviewed(small_course):
    """The small course, of whose Dutch nobody has read a word."""
    TranslationAct.objects.all()._raw_delete("default")
    return small_course


@pytest.fixture
def author(small_course, beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def reviewer(small_course, beekstad):
    return writer(beekstad, Role.REVIEWER, now=timezone.now())


@pytest.fixture
def owner(small_course, beekstad):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def stranger(small_course, valmont):
    return writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())


def address(name, small, *more) -> str:
    return reverse(name, args=[small.course.pk, *more])


def soup_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find("main")


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def cell(small, title):
    found = languages_of(small.course, ["nl"])
    return next(c for c in found.of("nl") if str(c.thing.rows["en"]) == title)


def test_the_board_shows_every_text_with_its_state_per_language(
    small_course, sign_in, author
):
    main = soup_of(sign_in(author).get(address("course_languages", small_course)))
    rows = [words(tr) for tr in main.select(".languages-board tbody tr")]
    assert len([row for row in rows if "Approved" in row]) == 20
    assert rows[0].startswith("Course en Course page Source, published")
    assert rows[1] == "Core en"
    assert "Dutch" not in words(main.select_one(".languages-board thead"))
    assert words(main.select_one(".languages-board thead")) == "Text English Nederlands"
    assert [words(one) for one in main.select(".languages-column")][1].startswith(
        "Nederlands Approved: 20 It joins the next edition."
    )


def test_the_board_says_who_reviewed_and_when_and_what_is_missing(
    unreviewed, sign_in, reviewer
):
    one = cell(unreviewed, "Lesson one en")
    TranslationAct.objects.create(
        key=one.thing.key,
        language="nl",
        step="reviewed",
        source_hash=one.published.source,
        content_hash=one.published.content,
        by=reviewer,
        sector_id="POL",
        at=timezone.now() - timedelta(days=400),
    )
    main = soup_of(sign_in(reviewer).get(address("course_languages", unreviewed)))
    row = next(
        words(tr)
        for tr in main.select(".languages-board tbody tr")
        if words(tr).startswith("Lesson one en")
    )
    assert "Reviewed since " in row
    assert f"{reviewer} (POL)" in row
    column = words(main.select(".languages-column")[1])
    assert "Reviewed: 1" in column
    assert (
        "Before it can join: Translated: “Course en”, “Core en”, “Lesson two en”"
        in (column)
    )


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=draft", ["Lesson two en"]),
        ("state=draft&language=nl", ["Lesson two en"]),
        ("state=draft&language=en", []),
        ("kind=fact", ["A fact en"]),
        ("kind=fact&state=draft", []),
    ],
)
def test_the_board_is_filtered(small_course, sign_in, author, query, titles):
    small_course.lesson("small-two", "nl").unpublish()
    url = f"{address('course_languages', small_course)}?{query}"
    main = soup_of(sign_in(author).get(url))
    shown = [
        th.contents[0].strip()
        for th in main.select(".languages-board tbody th[scope=row]")
    ]
    assert shown == titles
    if not titles:
        assert "No text is in this state." in words(main)


def test_a_word_that_is_no_state_filters_nothing(small_course, sign_in, author):
    url = f"{address('course_languages', small_course)}?state=nonsense"
    main = soup_of(sign_in(author).get(url))
    assert len(main.select(".languages-board tbody th[scope=row]")) == 20


def test_the_board_as_a_file(small_course, sign_in, author):
    url = f"{address('course_languages_report', small_course)}?kind=fact"
    response = sign_in(author).get(url)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Module", "Kind", "Title", "Language", "State", "Since", "By"]
    assert [row[:5] for row in rows[1:]] == [
        ["Core en", "Fact", "A fact en", "en", "Source, published"],
        ["Core en", "Fact", "A fact en", "nl", "Approved"],
    ]
    assert rows[2][5:] == ["2026-11-21", ""]


@pytest.mark.parametrize("name", ["course_languages", "course_languages_report"])
def test_nobody_else_sees_the_board(small_course, sign_in, stranger, bob, name):
    for person in (stranger, bob):
        response = sign_in(person).get(address(name, small_course))
        assert response.status_code == 404


def test_equal_queries_with_1_and_30_texts(small_course, beekstad, sign_in, author):
    large = make_course(beekstad, code="large", bank_size=30, more_lessons=30)
    browser = sign_in(author)
    counts = []
    for small in (small_course, large, small_course, large):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(address("course_languages", small))
        counts.append(len(queries))
    assert counts[2] == counts[3]


def test_a_reviewer_reviews_what_is_ticked_and_nothing_else(
    unreviewed, sign_in, reviewer
):
    url = address("course_languages_act", unreviewed, "nl", "reviewed")
    browser = sign_in(reviewer)
    main = soup_of(browser.get(url))
    values = [box["value"] for box in main.select("input[name=text]")]
    assert len(values) == 20
    one = cell(unreviewed, "Lesson one en")
    assert seen(one) in values
    response = browser.post(url, {"text": [seen(one)], "native": "1"}, follow=True)
    assert "1 text is done." in response.content.decode()
    assert cell(unreviewed, "Lesson one en").state == State.REVIEWED
    assert TranslationAct.objects.count() == 1


def test_a_review_without_the_word_of_a_native_speaker_is_told(
    unreviewed, sign_in, reviewer
):
    url = address("course_languages_act", unreviewed, "nl", "reviewed")
    value = seen(cell(unreviewed, "Lesson one en"))
    main = soup_of(sign_in(reviewer).post(url, {"text": [value]}))
    assert words(main.select_one("[role=alert]")) == (
        "A review is by somebody who has the language as their own."
    )
    assert [box["value"] for box in main.select("input[name=text]")] == [value]


def test_a_text_that_changed_since_it_was_shown_is_left_as_it_is(
    unreviewed, sign_in, reviewer
):
    url = address("course_languages_act", unreviewed, "nl", "reviewed")
    value = seen(cell(unreviewed, "Lesson one en"))
    lesson = unreviewed.lesson("small-one", "nl")
    lesson.title = "Anders"
    lesson.save()
    data = {"text": [value], "native": "1"}
    response = sign_in(reviewer).post(url, data, follow=True)
    assert "1 text was left as it is" in response.content.decode()
    assert not TranslationAct.objects.exists()


def test_an_author_is_told_why_nothing_can_be_done(unreviewed, sign_in, author):
    url = address("course_languages_act", unreviewed, "nl", "reviewed")
    main = soup_of(sign_in(author).get(url))
    assert "There is no text with which you can do this now." in words(main)
    assert "Your role at the body it belongs to does not let you do this." in words(
        main
    )


@pytest.mark.parametrize(
    ("language", "step"),
    [("en", "approved"), ("xx", "approved"), ("nl", "changed"), ("nl", "nonsense")],
)
def test_what_cannot_be_asked_is_not_there(
    small_course, sign_in, owner, language, step
):
    url = address("course_languages_act", small_course, language, step)
    assert sign_in(owner).get(url).status_code == 404


def test_a_text_that_is_no_text_is_not_there(small_course, sign_in, owner):
    url = address("course_languages_act", small_course, "nl", "approved")
    assert sign_in(owner).get(f"{url}?text=nonsense").status_code == 404


def test_translations_to_do_are_those_of_ones_own_courses(
    unreviewed, sign_in, author, stranger
):
    main = soup_of(sign_in(author).get(TO_DO))
    assert [words(tr) for tr in main.select("tbody tr")] == [
        "small, Nederlands Translated: 20"
    ]
    main = soup_of(sign_in(stranger).get(TO_DO))
    assert main.select("tbody tr") == []
    assert "Nothing to do" in words(main)


def test_an_exception_is_written_down_shown_and_ended(
    small_course, sign_in, owner, author
):
    url = address("course_language_exception", small_course)
    browser = sign_in(owner)
    until = timezone.localdate() + timedelta(days=30)
    data = {"languages": ["de"], "reason": "Being translated.", "until": str(until)}
    page = browser.post(url, data, follow=True)
    assert "The exception is written down." in page.content.decode()
    main = soup_of(sign_in(author).get(address("course_languages", small_course)))
    assert "Deutsch: until" in words(main)
    assert "Being translated." in words(main)
    assert not main.select(f"form[action='{url}']")
    page = sign_in(owner).post(url, {"end": "1"}, follow=True)
    assert "The exception is ended." in page.content.decode()
    assert LanguageException.objects.get().ended_at is not None


@pytest.mark.parametrize(
    "changes",
    [{"languages": []}, {"reason": ""}, {"until": "soon"}, {"until": "2020-01-01"}],
)
def test_an_exception_that_is_not_complete_is_not_written_down(
    small_course, sign_in, owner, changes
):
    until = timezone.localdate() + timedelta(days=30)
    data = {"languages": ["de"], "reason": "Why", "until": str(until)} | changes
    url = address("course_language_exception", small_course)
    page = sign_in(owner).post(url, data, follow=True)
    assert BeautifulSoup(page.content, "html.parser").select(".messages .error")
    assert not LanguageException.objects.exists()


def test_only_the_owner_makes_exceptions(small_course, sign_in, author, stranger):
    url = address("course_language_exception", small_course)
    for person in (author, stranger):
        assert sign_in(person).post(url, {"end": "1"}).status_code == 404

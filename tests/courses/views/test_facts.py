"""The review queue, where a fact is used, and replacing it, in the content admin."""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.models import Fact, LessonPage
from courses.views import facts as views
from lms import remembered
from lms.remembered import forget
from organisations.enums import Role
from tests.factories.courses import make_course
from tests.factories.facts import index_lessons, make_fact, small_fact, writer

QUEUE = reverse("fact_review")
REPORT = reverse("fact_report")


@pytest.fixture(autouse=True)
def _indexed(small_course):
    index_lessons()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def author(small_course, beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def owner(small_course, beekstad):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def stranger(small_course, valmont):
    return writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def new(small_course, beekstad):
    return make_fact(beekstad)


@pytest.fixture
def stale(small_course, today):
    """The fact of the small course, two days late in every language."""
    Fact.objects.filter(key="small-fact").update(review_by=today - timedelta(days=2))
    forget()
    return small_fact()


def at(view, fact) -> str:
    return reverse(f"fact_{view}", args=[fact.pk])


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def keys(response) -> list[str]:
    return [cell.a.text for cell in page_of(response).select("tbody td.title")]


# --- Who ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_learners_and_coordinators_find_none_of_it(
    who, request, sign_in, small_course, stale, new
):
    browser = sign_in(request.getfixturevalue(who))

    for address in (QUEUE, REPORT, at("uses", stale), at("replace", stale)):
        assert browser.get(address).status_code == 404
    until = {"until": "2030-01-01"}
    assert browser.post(at("confirm", stale), until).status_code == 404
    assert browser.post(at("replace", stale), {"new": new["en"].pk}).status_code == 404


def test_another_organisation_sees_nothing_and_changes_nothing(
    sign_in, stranger, stale, new
):
    browser = sign_in(stranger)

    assert keys(browser.get(QUEUE)) == []
    assert "small-fact" not in content_of(browser.get(REPORT))
    assert browser.get(at("uses", stale)).status_code == 404
    assert browser.get(at("replace", stale)).status_code == 404
    until = {"until": "2030-01-01"}
    assert browser.post(at("confirm", stale), until).status_code == 404
    assert browser.post(at("replace", stale), {"new": new["en"].pk}).status_code == 404
    assert not stale.revisions.exists()


def test_whoever_is_not_signed_in_is_asked_to(client, stale):
    assert client.get(QUEUE)["Location"].startswith(reverse("account_login"))


def test_the_menu_leads_to_the_queue(sign_in, author):
    assert QUEUE in sign_in(author).get(reverse("wagtailadmin_home")).text


# --- The queue ----------------------------------------------------------------------


def test_the_queue_shows_source_owner_date_and_uses(sign_in, author, stale):
    page = page_of(sign_in(author).get(QUEUE))

    row = " ".join(page.select_one("tbody tr").text.split())
    for words in ("small-fact", "A fact en", "A source", "Beekstad", "en, nl"):
        assert words in row
    assert "Past its review date" in row
    link = page.find("a", href=at("uses", stale))
    assert link.text == "2 lessons, 0 questions"


def test_an_empty_queue_says_what_will_appear(sign_in, author):
    browser = sign_in(author)

    assert "Nothing to review" in browser.get(QUEUE).text
    assert "No fact is in this state" in browser.get(QUEUE, {"state": "due"}).text


def test_the_queue_is_filtered_by_state(sign_in, author, beekstad, stale, today, new):
    make_fact(beekstad, "due", review_by=today + timedelta(days=10))
    browser = sign_in(author)

    assert keys(browser.get(QUEUE)) == ["small-fact", "due"]
    assert keys(browser.get(QUEUE, {"state": "due"})) == ["due"]
    assert keys(browser.get(QUEUE, {"state": "nonsense"})) == ["small-fact", "due"]
    Fact.objects.filter(pk=stale.pk).update(superseded_by=new["en"])
    replaced = browser.get(QUEUE, {"state": "replaced"})
    assert keys(replaced) == ["small-fact"]
    assert at("confirm", stale) not in replaced.text


def test_the_queue_comes_in_pages(sign_in, author, beekstad, stale, today, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 1)
    make_fact(beekstad, "due", review_by=today + timedelta(days=10))
    browser = sign_in(author)

    first = browser.get(QUEUE)
    assert keys(first) == ["small-fact"]
    assert "p=2" in first.text
    assert keys(browser.get(QUEUE, {"p": 2})) == ["due"]
    assert keys(browser.get(QUEUE, {"p": "nonsense"})) == ["small-fact"]


def test_the_queue_asks_the_same_number_of_queries_for_1_and_30(
    sign_in, owner, beekstad, stale, today
):
    browser = sign_in(owner)
    browser.get(QUEUE)

    def count():
        with CaptureQueriesContext(connection) as queries:
            shown = len(keys(browser.get(QUEUE)))
        return shown, len(queries)

    first = count()
    for number in range(29):
        make_fact(beekstad, f"fact-{number}", review_by=today)
    assert (first[0], count()) == (1, (30, first[1]))


# --- The report ---------------------------------------------------------------------


def content_of(response) -> str:
    assert response.status_code == 200
    return b"".join(response).decode("utf-8-sig")


def test_the_report_is_a_file_of_the_same_facts(
    sign_in, author, stale, beekstad, today
):
    make_fact(beekstad, "due", review_by=today + timedelta(days=10))
    browser = sign_in(author)

    response = browser.get(REPORT)
    rows = list(csv.DictReader(io.StringIO(content_of(response))))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert [row["Key"] for row in rows] == ["small-fact", "due"]
    assert rows[0] == {
        "Key": "small-fact",
        "Statement": "A fact en",
        "Languages": "en nl",
        "Owner": "Beekstad",
        "Source": "A source",
        "Address of the source": "",
        "Date of the source": "2018-01-01",
        "Valid from": "2018-01-01",
        "Review before": stale.review_by.isoformat(),
        "State": "Past its review date",
        "Lessons": "2",
        "Questions": "0",
    }
    only = content_of(browser.get(REPORT, {"state": "due"}))
    assert [row["Key"] for row in csv.DictReader(io.StringIO(only))] == ["due"]


def test_no_cell_of_the_report_is_a_formula(sign_in, author, beekstad, today):
    make_fact(beekstad, "due", review_by=today, text="=1+1", source_title="@SUM(A1)")

    (row,) = csv.DictReader(io.StringIO(content_of(sign_in(author).get(REPORT))))

    assert (row["Statement"], row["Source"]) == ("'=1+1", "'@SUM(A1)")


# --- Reviewed -----------------------------------------------------------------------


def test_reviewed_takes_a_fact_out_of_the_queue(sign_in, owner, stale):
    browser = sign_in(owner)
    proposed = page_of(browser.get(QUEUE)).find("input", {"name": "until"})["value"]

    response = browser.post(
        at("confirm", stale), {"until": proposed, "state": "stale"}, follow=True
    )

    assert response.redirect_chain == [(f"{QUEUE}?state=stale", 302)]
    assert "has a new review date" in response.text
    assert keys(response) == []
    assert small_fact().review_by.isoformat() == proposed


def test_an_author_reviews_in_a_draft_and_is_told_so(sign_in, author, stale):
    browser = sign_in(author)
    assert "Reviewed, save as a draft" in browser.get(QUEUE).text

    response = browser.post(at("confirm", stale), {"until": "2027-06-01"}, follow=True)

    assert "is saved as a draft" in response.text
    assert "Changes of it wait for publication." in response.text
    assert small_fact().review_by == stale.review_by


@pytest.mark.parametrize("until", ["", "tomorrow", "2020-01-01", "9999-12-31"])
def test_a_day_that_will_not_do_changes_nothing(until, sign_in, owner, stale):
    response = sign_in(owner).post(at("confirm", stale), {"until": until}, follow=True)

    assert response.redirect_chain == [(QUEUE, 302)]
    assert keys(response) == ["small-fact"]
    assert page_of(response).select(".messages .error")
    assert not stale.revisions.exists()


def test_reviewed_takes_a_post_only(sign_in, owner, stale):
    assert sign_in(owner).get(at("confirm", stale)).status_code == 405


# --- Uses and replacing -------------------------------------------------------------


def test_uses_are_links_to_where_they_are_edited(sign_in, author, stale, small_course):
    page = page_of(sign_in(author).get(at("uses", stale)))

    lesson = small_course.lesson("small-one", "nl")
    link = page.find("a", href=reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert link.text == "Lesson one nl"
    assert len(page.select("tbody tr")) == 4
    assert page.find("a", href=at("replace", stale))


def test_a_fact_that_nothing_uses_says_so(sign_in, author, new):
    page = sign_in(author).get(at("uses", new["en"]))

    assert "No lesson or question of yours." in page.text


def test_replacing_shows_first_what_will_change(
    sign_in, owner, stale, new, bob, small_course
):
    enrol(bob, small_course.course, now=timezone.now())
    browser = sign_in(owner)

    choice = page_of(browser.get(at("replace", stale)))
    offered = [option["value"] for option in choice.select("select option")]
    preview = browser.get(at("replace", stale), {"new": new["en"].pk})

    assert offered == ["", str(new["en"].pk)]
    text = " ".join(page_of(preview).text.split())
    assert "Newer new-fact en (A newer source" in text
    assert text.count("Changed and published") == 4
    assert "small: edition 1 is the newest; learners follow: 1" in text
    assert small_fact().superseded_by is None


def test_replacing_leads_to_the_proposal_of_a_minor_edition(
    sign_in, owner, stale, new, small_course
):
    browser = sign_in(owner)

    done = browser.post(at("replace", stale), {"new": new["en"].pk}, follow=True)

    assert done.redirect_chain == [(at("uses", stale), 302)]
    assert "4 lessons are published with the new one." in done.text
    release = reverse("course_release", args=[small_course.course.pk])
    (link,) = [
        a["href"] for a in page_of(done).select("a.button") if release in a["href"]
    ]
    asked = parse_qs(urlsplit(link).query)
    assert asked["significance"] == ["minor"]
    assert asked["note"] == ["A fact is replaced by newer information: “A fact en”"]
    prepare = page_of(browser.get(link)).select_one("form[action*=prepare]")["action"]
    form = page_of(browser.post(prepare, follow=True))
    note = form.select_one("textarea[name=note_en]").text.strip()
    assert note == asked["note"][0]
    assert form.select_one("input[value=minor]").has_attr("checked")
    preparation = form.select_one("input[name=preparation]")["value"]
    browser.post(
        release,
        {"preparation": preparation, "significance": "minor", "note_en": note},
    )
    assert small_course.course.editions.get(number=2).notes == {"en": note}


def test_an_author_replaces_in_drafts_and_is_told_so(sign_in, author, stale, new):
    browser = sign_in(author)

    preview = browser.get(at("replace", stale), {"new": new["en"].pk})
    done = browser.post(at("replace", stale), {"new": new["en"].pk}, follow=True)

    assert "You may not publish facts" in preview.text
    assert "4 lessons have it in a draft that waits for publication." in done.text
    assert "This is a draft" in done.text
    assert "Ask a programme owner to release a minor edition" in done.text
    assert small_fact().superseded_by is None


def test_sending_it_twice_says_that_it_is_done(sign_in, owner, stale, new):
    browser = sign_in(owner)
    browser.post(at("replace", stale), {"new": new["en"].pk})

    again = browser.post(at("replace", stale), {"new": new["en"].pk})

    assert "nothing is left to do" in again.text
    assert small_fact().revisions.count() == 1


@pytest.mark.parametrize("which", ["foreign", "deleted", "itself", "words"])
def test_what_is_not_offered_is_not_taken(which, sign_in, owner, stale, valmont, new):
    foreign = make_fact(valmont, "foreign", text="Of Valmont only")["en"]
    gone = new["en"].pk
    Fact.objects.filter(pk=gone).delete()
    given = {
        "foreign": foreign.pk, "deleted": gone, "itself": stale.pk, "words": "x",
    }[which]  # fmt: skip
    browser = sign_in(owner)

    for response in (
        browser.get(at("replace", stale), {"new": given}),
        browser.post(at("replace", stale), {"new": given}),
    ):
        assert response.status_code == 200
        assert response.context["form"].errors
        assert "Of Valmont only" not in response.text
    assert not stale.revisions.exists()


def test_what_was_left_is_offered_to_be_replaced_too(
    sign_in, owner, stale, beekstad, small_course
):
    english = make_fact(beekstad, languages=("en",))["en"]
    browser = sign_in(owner)
    browser.post(at("replace", stale), {"new": english.pk})

    page = browser.get(at("uses", stale))

    assert "Lesson one nl" in page.text
    assert f"{at('replace', stale)}?new={english.pk}" in page.text


def test_things_of_others_are_counted_not_named(
    sign_in, owner, stale, new, valmont, small_course
):
    make_course(valmont, code="theirs", bank_size=1)
    page = LessonPage.objects.get(slug="theirs-one", locale__language_code="en")
    page.title = "Secret of Valmont"
    page.body = [("fact", stale)]
    page.save()
    browser = sign_in(owner)

    uses = browser.get(at("uses", stale))
    preview = browser.get(at("replace", stale), {"new": new["en"].pk})

    assert "1 more belongs to another organisation." in uses.text
    assert "1 more belongs to another organisation and stays as it is." in preview.text
    assert "Secret of Valmont" not in uses.text + preview.text


# --- What learners read -------------------------------------------------------------


@pytest.fixture
def lesson(small_course):
    return reverse("courses:play", args=["small", small_course.key("small-one")])


def test_a_learner_is_told_beside_a_stale_fact(browser, lesson, stale):
    page = page_of(browser.get(lesson))

    (note,) = page.select(".lesson [role=note]")
    day = f"{stale.review_by.day} {stale.review_by:%B} {stale.review_by.year}"
    assert " ".join(note.text.split()) == (
        f"This fact was due for review on {day}. We are checking it."
    )
    assert note.find_previous_sibling()["class"] == ["fact"]


def test_a_learner_is_told_that_newer_information_exists(browser, lesson, new):
    before = browser.get(lesson)
    Fact.objects.filter(pk=small_fact().pk).update(superseded_by=new["en"])
    forget()

    after = browser.get(lesson)

    assert not page_of(before).select(".lesson [role=note]")
    (note,) = page_of(after).select(".lesson [role=note]")
    assert "Newer information exists" in note.text
    assert after.context["segments"] == before.context["segments"]


def test_the_notice_is_in_the_language_of_the_page(
    sign_in, bob, lesson, stale, browser
):
    page = page_of(sign_in(bob, "fr").get(lesson))

    assert page.select_one(".lesson")["lang"] == "en"
    assert page.select_one("[role=note]")["lang"] == "fr"


def test_notices_cost_a_lesson_one_query_for_all_who_read_it_then(
    browser, lesson, stale, monkeypatch
):
    # No minute ends between the two looks.
    monkeypatch.setattr(remembered, "SECONDS", 10**9)

    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get(lesson)
        return [q["sql"] for q in queries if "courses_fact" in q["sql"]]

    forget()
    assert [len(count()), len(count())] == [1, 0]

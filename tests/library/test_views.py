"""The public pages, as somebody without an account meets them."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.urls import reverse

from library.models import HomePage
from library.registries import open_courses
from lms.personal_data import declared
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

PAGES = ["home", "library:help", "library:accessibility", "library:privacy"]
LANGUAGES = ["en", "nl", "fr", "de"]


@pytest.fixture
def home_pages(db):
    call_command("seed_library", verbosity=0)


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text_of(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_open_to_anyone_in_every_language(
    client, home_pages, name, language
):
    client.cookies["django_language"] = language

    response = client.get(reverse(name))

    assert response.status_code == 200
    soup = soup_of(response)
    assert soup.html["lang"] == language
    assert len(soup.find_all("h1")) == 1
    assert text_of(soup.h1) in text_of(soup.title)
    assert text_of(soup.title).endswith(" · Relay")
    description = soup.find("meta", attrs={"name": "description"})["content"]
    assert 20 < len(description) <= 160


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_hold_no_style_or_script_of_their_own(client, home_pages, name):
    soup = soup_of(client.get(reverse(name)))

    assert soup.find_all(style=True) == soup.find_all("style") == []
    assert [script for script in soup.find_all("script") if not script.get("src")] == []
    outside = [
        link["href"] for link in soup.find_all(["a", "link"]) if ":" in link["href"]
    ]
    assert all(address.startswith("tel:") for address in outside)


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_have_no_label_without_a_field_and_no_field_without_a_label(
    client, home_pages, name
):
    soup = soup_of(client.get(reverse(name)))
    labels = {label["for"] for label in soup.find_all("label")}
    fields = {
        field["id"]
        for field in soup.main.find_all(["input", "select"])
        if field.get("type") != "hidden"
    }
    assert labels == fields
    ids = [element["id"] for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_can_only_be_read(client, db, name):
    assert client.post(reverse(name)).status_code == 405


def test_home_sends_people_who_are_signed_in_to_their_own_page(client, bob):
    client.force_login(bob)

    response = client.get(reverse("home"))

    assert (response.status_code, response["Location"]) == (
        302,
        reverse("tracking:home"),
    )


def test_home_speaks_with_the_texts_of_the_home_page_in_that_language(
    client, home_pages
):
    dutch = HomePage.objects.get(locale__language_code="nl")
    client.cookies["django_language"] = "nl"

    soup = soup_of(client.get(reverse("home")))

    assert text_of(soup.h1) == dutch.headline
    assert soup.h1["lang"] == "nl"
    assert text_of(soup.find(class_="lead")) == dutch.lead


def test_home_falls_back_to_english_and_says_so_to_screen_readers(client, home_pages):
    HomePage.objects.get(locale__language_code="fr").unpublish()
    english = HomePage.objects.get(locale__language_code="en")
    client.cookies["django_language"] = "fr"

    soup = soup_of(client.get(reverse("home")))

    assert soup.html["lang"] == "fr"
    assert (text_of(soup.h1), soup.h1["lang"]) == (english.headline, "en")


def test_home_answers_before_anybody_wrote_its_texts(client, db):
    response = client.get(reverse("home"))

    assert response.status_code == 200
    assert text_of(soup_of(response).h1) == "Training for people who work with people"


def test_home_shows_open_courses_with_minutes_and_languages(client, small_course):
    small_course.course.is_open = True
    small_course.course.save()

    soup = soup_of(client.get(reverse("home")))

    card = soup.find(id="courses").find_next(class_="card")
    assert text_of(card.h3) == "Course en"
    assert card.a["href"] == reverse("courses:course", args=[small_course.course.code])
    words = text_of(card.find(class_="chips"))
    # Two lessons of 5 minutes and a quiz of 8; the police module is not for all.
    assert words == "About 18 minutes Languages: EN NL"


def test_home_does_not_show_a_course_that_is_not_open(client, small_course):
    small_course.course.is_open = False
    small_course.course.save()

    response = client.get(reverse("home"))

    assert "Course en" not in response.content.decode()
    assert "No course is open to everyone yet" in response.content.decode()


def test_home_lets_anyone_check_a_certificate(client, home_pages):
    soup = soup_of(client.get(reverse("home")))

    form = soup.find("input", attrs={"name": "number"}).find_parent("form")
    assert (form["method"], form["action"]) == ("post", reverse("certificates:verify"))
    assert form.find("input", attrs={"name": "csrfmiddlewaretoken"})


def test_home_sends_people_who_choose_a_sector_to_the_catalogue(client, home_pages):
    form = soup_of(client.get(reverse("home"))).find(id="sector").find_parent("form")

    assert (form["method"], form["action"]) == ("get", reverse("courses:catalogue"))
    assert form.find("option", value="POL").get_text() == "Police (local and federal)"


@pytest.mark.parametrize("courses", [1, 4])
def test_home_asks_few_questions_however_many_courses_there_are(
    client, home_pages, beekstad, django_assert_max_num_queries, courses
):
    for number in range(courses):
        made = make_course(beekstad, code=f"course-{number}", is_open=True)
        made.release()
    client.get(reverse("home"))

    with django_assert_max_num_queries(6) as asked:
        client.get(reverse("home"))

    # Home page, courses, sectors.
    assert len(asked) == 3


def test_home_is_light(client, home_pages):
    response = client.get(reverse("home"))
    soup = soup_of(response)

    sheets = [
        link["href"].removeprefix("/static/")
        for link in soup.find_all("link", rel="stylesheet")
    ]
    assert sheets == ["lms/css/site.css", "library/library.css"]
    assert len(response.content) < 30_000
    assert Path(finders.find("library/library.css")).stat().st_size < 4_000


def test_help_says_whom_to_call_and_invents_no_number(client, db):
    soup = soup_of(client.get(reverse("library:help")))

    numbers = [a["href"] for a in soup.find_all("a") if a["href"].startswith("tel:")]
    assert numbers == ["tel:112", "tel:101"]
    assert "Relay holds nothing about a person at risk" in text_of(soup.main)
    assert soup.main.find(["input", "textarea", "form"]) is None


def test_help_names_the_organisation_of_who_is_signed_in(client, bob, charlie):
    client.force_login(bob)

    text = text_of(soup_of(client.get(reverse("library:help"))).main)

    assert "You belong to Beekstad." in text
    assert "Valmont" not in text


def test_help_stands_in_the_navigation_of_who_is_signed_in(client, bob):
    client.force_login(bob)

    nav = soup_of(client.get(reverse("library:help"))).find("nav")

    current = nav.find("a", attrs={"aria-current": "page"})
    assert (text_of(current), current["href"]) == ("Help", reverse("library:help"))


def test_accessibility_says_what_is_not_known(client, db):
    text = text_of(soup_of(client.get(reverse("library:accessibility"))).main)

    assert "we do not claim that it conforms" in text
    assert "This page was last revised on" in text


def test_privacy_names_every_kind_of_personal_data(client, db):
    response = client.get(reverse("library:privacy"))

    cells = {text_of(cell) for cell in soup_of(response).main.find_all("td")}
    assert {one.describe for one in declared()} <= cells


def test_privacy_tells_employers_sees_status_and_never_answers(client, db):
    table = soup_of(client.get(reverse("library:privacy"))).main.find("table")

    row = next(r for r in table.find_all("tr") if "coordinator" in text_of(r))
    _sees, does_not_see = row.find_all("td")
    assert text_of(does_not_see) == "Answers, scores, attempts, time spent"


def test_privacy_tells_the_periods_that_the_program_keeps(client, db, settings):
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 3

    text = text_of(soup_of(client.get(reverse("library:privacy"))).main)

    assert "3 days after your last visit" in text
    assert "address and subject after 30 days" in text
    assert "is deleted 180 days after it ended" in text


def test_the_editor_previews_the_home_page_as_it_will_look(home_pages, small_course):
    page = HomePage.objects.get(locale__language_code="en")
    page.headline = "A draft"

    response = page.make_preview_request()

    assert response.status_code == 200
    soup = soup_of(response)
    assert text_of(soup.h1) == "A draft"
    assert soup.find(id="sector") is not None


def test_the_courses_app_answers_for_the_home_page():
    from courses.domain.queries import open_courses as answer

    assert open_courses.count(answer) == 1


def test_home_says_where_a_course_is_not_in_the_readers_language(client, small_course):
    client.cookies["django_language"] = "fr"
    french = client.get("/").content.decode()
    client.cookies["django_language"] = "nl"
    dutch = client.get("/").content.decode()

    assert french.count("Pas encore en français ; vous lisez le texte en anglais.") == 1
    assert "fallback-note" not in dutch

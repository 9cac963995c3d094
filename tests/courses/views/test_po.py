"""A PO file of a course, out of the content admin and in again."""

import base64

import polib
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from organisations.enums import Role
from tests.factories.courses import locale
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(small_course, beekstad):
    source, _created = TranslationSource.update_or_create_from_instance(
        small_course.lesson("small-beat")
    )
    Translation.objects.create(source=source, target_locale=locale("nl"))
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


def address(name, small, language="nl"):
    return reverse(name, args=[small.course.pk, language])


def words_of(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def upload(text: str) -> dict:
    return {"file": SimpleUploadedFile("relay.po", text.encode())}


def test_a_file_goes_out_and_comes_in_after_a_look(small_course, sign_in, author):
    browser = sign_in(author)
    out = browser.get(address("course_po", small_course))
    assert out["Content-Disposition"] == 'attachment; filename="relay-small-nl.po"'
    file = polib.pofile(out.content.decode())
    for entry in file:
        entry.msgstr = f"Nieuw {entry.msgid}"
    url = address("course_po_import", small_course)
    look = browser.post(url, upload(str(file)))
    assert f"New: {len(file)} Changed: 0" in words_of(look)
    assert not StringTranslation.objects.exists()
    data = BeautifulSoup(look.content, "html.parser").find("input", {"name": "data"})
    done = browser.post(url, {"confirmed": "1", "data": data["value"]}, follow=True)
    assert f"{len(file)} sentences are taken over." in words_of(done)
    assert StringTranslation.objects.count() == len(file)
    assert small_course.lesson("small-beat", "nl").title == "Lesson beat nl"
    again = browser.post(url, upload(str(file)))
    assert f"As they are already: {len(file)}" in words_of(again)


def test_what_is_not_taken_over_is_told(small_course, sign_in, author):
    browser = sign_in(author)
    text = browser.get(address("course_po", small_course)).content.decode()
    text += '\nmsgctxt "nowhere"\nmsgid "a"\nmsgstr "b"\n'
    told = words_of(
        browser.post(address("course_po_import", small_course), upload(text))
    )
    assert "There is no such place in this course in this language." in told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file first."),
        (lambda: upload("junk"), "This is not a PO file that can be read."),
        ({"confirmed": "1", "data": "%%%"}, "This is not a PO file that can be read."),
        (lambda: upload("x" * 5_300_000), "This file is too large"),
    ],
)
def test_junk_is_told_at_the_place(small_course, sign_in, author, data, words):
    given = data() if callable(data) else data
    response = sign_in(author).post(address("course_po_import", small_course), given)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize("name", ["course_po", "course_po_import"])
def test_it_is_there_for_those_who_write_the_course(
    small_course, sign_in, author, valmont, name
):
    stranger = writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())
    url = address(name, small_course)
    assert sign_in(stranger).get(url).status_code == 404
    assert sign_in(author).get(url).status_code == 200
    url = address(name, small_course, "xx")
    assert sign_in(author).get(url).status_code == 404


def test_what_was_translated_twice_is_shown_side_by_side_and_chosen(
    small_course, sign_in, author
):
    browser = sign_in(author)
    file = polib.pofile(
        browser.get(address("course_po", small_course)).content.decode()
    )
    for entry in file:
        entry.msgstr = f"Nieuw {entry.msgid}"
    url = address("course_po_import", small_course)
    browser.post(url, {"confirmed": "1", "data": encoded(file)})
    for entry in file:
        entry.msgstr = f"Beter {entry.msgid}"

    look = browser.post(url, upload(str(file)))

    assert f"Translated twice: {len(file)}" in words_of(look)
    shown = BeautifulSoup(look.content, "html.parser")
    field = next(
        one for one in shown.find_all("fieldset") if one.legend.text == "Lesson beat en"
    )
    assert [span.text for span in field.select("span[lang=nl]")] == [
        "Nieuw Lesson beat en",
        "Beter Lesson beat en",
    ]
    theirs, mine = field.find_all("input")
    assert (theirs["value"], theirs.has_attr("checked")) == ("", True)
    choices = {one["name"]: "" for one in shown.select("input[checked]")}
    data = shown.find("input", {"name": "data"})["value"]
    done = browser.post(
        url,
        {"confirmed": "1", "data": data, **choices, mine["name"]: mine["value"]},
        follow=True,
    )
    assert "1 sentence is taken over." in words_of(done)
    held = set(StringTranslation.objects.values_list("data", flat=True))
    assert {one for one in held if one.startswith("Beter")} == {"Beter Lesson beat en"}
    assert len(held) == len(file)


def test_what_came_between_the_look_and_the_act_is_asked_not_overwritten(
    small_course, sign_in, author
):
    browser = sign_in(author)
    file = polib.pofile(
        browser.get(address("course_po", small_course)).content.decode()
    )
    for entry in file:
        entry.msgstr = f"Nieuw {entry.msgid}"
    url = address("course_po_import", small_course)
    look = browser.post(url, upload(str(file)))
    browser.post(url, {"confirmed": "1", "data": encoded(file)})
    StringTranslation.objects.filter(data="Nieuw Lesson beat en").update(data="Wijk")

    data = BeautifulSoup(look.content, "html.parser").find("input", {"name": "data"})
    again = browser.post(url, {"confirmed": "1", "data": data["value"]})

    assert "Translated twice: 1" in words_of(again)
    assert StringTranslation.objects.filter(data="Wijk").exists()


def encoded(file) -> str:
    return base64.b64encode(str(file).encode()).decode()

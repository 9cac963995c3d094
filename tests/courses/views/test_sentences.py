"""Two translators at one text, by wagtail-localize's own editor and its files."""

import json

import polib
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from organisations.enums import Role
from tests.factories.courses import locale
from tests.factories.facts import writer


@pytest.fixture
def ann(small_course, beekstad):
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def ben(small_course, beekstad):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def stranger(small_course, valmont):
    return writer(valmont, Role.PROGRAMME_OWNER, now=timezone.now())


@pytest.fixture
def translation(small_course):
    source, _created = TranslationSource.update_or_create_from_instance(
        small_course.lesson("small-one")
    )
    return Translation.objects.create(source=source, target_locale=locale("nl"))


@pytest.fixture
def address(translation):
    segment = translation.source.stringsegment_set.get(context__path="title")
    return reverse(
        "wagtail_localize:edit_string_translation",
        args=[translation.pk, segment.pk],
    )


def put(browser, address, value, seen=None):
    fields = {"value": value} | ({} if seen is None else {"seen": seen})
    return _send(browser.put, address, fields)


def delete(browser, address, seen=None):
    return _send(browser.delete, address, {} if seen is None else {"seen": seen})


def _send(method, address, fields):
    return method(address, encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT)


def held() -> list[str]:
    return list(StringTranslation.objects.values_list("data", flat=True))


def test_the_second_who_saves_gets_both_texts_and_nothing_is_lost(
    sign_in, ann, ben, address
):
    first, second = sign_in(ann), sign_in(ben)
    assert put(first, address, "Les een", seen="").status_code == 200

    refused = put(second, address, "Eerste <les>", seen="")

    assert refused.status_code == 409
    told = refused.json()
    assert (told["words"], told["held"]["data"]) == ("Les een", "Les een")
    shown = BeautifulSoup(told["html"], "html.parser")
    assert [p.text for p in shown.select(".both__texts [lang=nl]")] == [
        "Les een",
        "Eerste <les>",
    ]
    assert f"{ann} wrote" in shown.text
    assert shown.select_one("[lang=en]").text == "Lesson one en"
    assert held() == ["Les een"]

    chosen = put(second, address, "Eerste <les>", seen="Les een")
    assert (chosen.status_code, held()) == (200, ["Eerste <les>"])


def test_a_page_that_says_nothing_of_what_it_showed_overwrites_nothing(
    sign_in, ann, ben, address
):
    put(sign_in(ann), address, "Les een")

    assert put(sign_in(ben), address, "Eerste les").status_code == 409
    assert delete(sign_in(ben), address).status_code == 409
    assert held() == ["Les een"]


def test_taking_a_sentence_away_is_asked_where_it_changed(sign_in, ann, ben, address):
    put(sign_in(ann), address, "Les een", seen="")

    refused = delete(sign_in(ben), address, seen="Oude les")

    assert refused.status_code == 409
    assert "nothing: you took the sentence away" in refused.json()["html"]
    assert delete(sign_in(ben), address, seen="Les een").status_code == 200
    assert held() == []


def test_strangers_and_what_is_no_sentence_of_the_text(
    sign_in, ann, stranger, address, small_course, translation
):
    put(sign_in(ann), address, "Les een", seen="")
    assert put(sign_in(stranger), address, "x", seen="Les een").status_code in (
        302,
        403,
        404,
    )
    source, _created = TranslationSource.update_or_create_from_instance(
        small_course.lesson("small-two")
    )
    other = source.stringsegment_set.first()
    url = reverse(
        "wagtail_localize:edit_string_translation", args=[translation.pk, other.pk]
    )
    assert put(sign_in(ann), url, "x", seen="").status_code == 404
    assert held() == ["Les een"]


def test_the_editor_loads_what_asks_before_it_saves(
    sign_in, ann, small_course, translation
):
    page = sign_in(ann).get(
        reverse(
            "wagtailadmin_pages:edit", args=[small_course.lesson("small-one", "nl").pk]
        )
    )

    shown = BeautifulSoup(page.content, "html.parser")
    scripts = [one["src"] for one in shown.find_all("script", src=True)]
    ours = next(n for n, one in enumerate(scripts) if "courses/sentences" in one)
    theirs = next(n for n, one in enumerate(scripts) if "wagtail-localize.js" in one)
    assert ours < theirs
    props = json.loads(shown.select_one(".js-translation-editor")["data-props"])
    assert {"id", "type", "editUrl"} <= props["segments"][0].keys()
    assert "initialStringTranslations" in props


# --- The editor's own files ---------------------------------------------------------


def upload(browser, translation, file, **fields):
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    given = SimpleUploadedFile("text.po", str(file).encode())
    return browser.post(url, {"file": given, "next": "/cms/", **fields})


@pytest.fixture
def file(sign_in, ann, translation):
    """As downloaded, with every sentence translated."""
    url = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    out = sign_in(ann).get(url)
    assert out["Content-Disposition"] == 'attachment; filename="lesson-one-en-nl.po"'
    found = polib.pofile(out.content.decode())
    for entry in found:
        entry.msgstr = f"Nieuw {entry.msgid}"
    return found


def test_a_file_that_overwrites_nothing_is_read_in_at_once(
    sign_in, ann, translation, file
):
    response = upload(sign_in(ann), translation, file)

    assert response["Location"] == "/cms/"
    assert sorted(held()) == sorted(f"Nieuw {entry.msgid}" for entry in file)


def test_a_file_that_meets_another_translation_asks_first(
    sign_in, ann, ben, translation, address, file
):
    put(sign_in(ben), address, "Les een", seen="")
    browser = sign_in(ann)

    asked = upload(browser, translation, file)

    assert asked.status_code == 200
    assert held() == ["Les een"]
    shown = BeautifulSoup(asked.content, "html.parser").main
    assert f"{ben} wrote" in shown.text
    mine = shown.select("fieldset input")[1]
    form = {
        "confirmed": "1",
        "next": "/cms/",
        "data": shown.find("input", {"name": "data"})["value"],
    }
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    kept = browser.post(url, form | {mine["name"]: ""})
    assert kept["Location"] == "/cms/"
    assert {"Les een", "Nieuw Lead one en"} <= set(held())
    browser.post(url, form | {mine["name"]: mine["value"]})
    assert "Nieuw Lesson one en" in held()
    assert "Les een" not in held()


@pytest.mark.parametrize("junk", ["junk", 'msgid ""\nmsgstr ""\n"Language: nl\\n"\n'])
def test_a_file_of_something_else_changes_nothing(sign_in, ann, translation, junk):
    page = upload(sign_in(ann), translation, junk)

    assert page["Location"] == "/cms/"
    assert held() == []


def test_files_are_for_those_who_may_change_the_text(
    sign_in, stranger, ann, translation, file
):
    assert upload(sign_in(stranger), translation, file).status_code in (302, 403, 404)
    assert held() == []

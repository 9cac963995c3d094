"""Files of questions in the content admin."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from organisations.enums import Role
from quizzes.domain.importing import import_questions
from quizzes.interchange import FORMATS
from quizzes.models import Bank, ImportRun
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db
TWO = (
    "::First::Who <b>here</b>?{=Grant ~Lee}\n\n::Second::It is so.{T}\n\nNothing asked."
)


@pytest.fixture
def author(beekstad):
    """Alice, who writes for the body that owns the course."""
    return writer(beekstad, Role.AUTHOR, now=timezone.now())


@pytest.fixture
def bank(course) -> Bank:
    return Bank.objects.create(course=course.course, code="other-bank", name="Other")


@pytest.fixture
def url(bank) -> str:
    return reverse("bank_interchange", args=[bank.pk])


def upload(text: str | bytes = TWO, **fields) -> dict:
    data = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile("q.gift", data), "format": "gift"} | fields


def words_of(response) -> str:
    main = BeautifulSoup(response.content, "html.parser").find("main")
    return " ".join(main.get_text(" ").split())


def hidden(response) -> dict:
    form = BeautifulSoup(response.content, "html.parser").find(
        "input", {"name": "kept"}
    )
    fields = form.find_parent("form").find_all("input")
    return {field["name"]: field["value"] for field in fields} | {"confirmed": "1"}


def test_a_file_is_looked_at_read_in_and_undone(sign_in, author, bank, url):
    browser = sign_in(author)
    look = browser.post(url, upload(language="en"))
    assert "New questions, as drafts: 2" in words_of(look)
    assert "line 5 A description asks nothing." in words_of(look)
    assert not bank.questions.exists()
    done = browser.post(url, hidden(look), follow=True)
    assert "2 questions are made as drafts." in words_of(done)
    assert bank.questions.count() == 2
    run = ImportRun.objects.get()
    assert run.made_by == author
    back = browser.post(
        reverse("bank_import_undo", args=[bank.pk, run.pk]), follow=True
    )
    assert "2 questions are removed again." in words_of(back)
    assert not bank.questions.exists()
    again = browser.post(
        reverse("bank_import_undo", args=[bank.pk, run.pk]), follow=True
    )
    assert "This import is undone already." in words_of(again)


def test_a_file_larger_than_what_a_form_may_send_is_confirmed_too(
    sign_in, author, bank, url
):
    browser = sign_in(author)
    comment = f"// {'x' * 1_500_000}\n\n"
    browser.post(url, hidden(browser.post(url, upload(comment + TWO))))
    assert bank.questions.count() == 2


def test_a_file_is_confirmed_only_by_who_looked_at_it(
    sign_in, author, beekstad, bank, url
):
    look = sign_in(author).post(url, upload())
    other = writer(beekstad, Role.AUTHOR, now=timezone.now(), email="other@example.org")
    response = sign_in(other).post(url, hidden(look))
    assert "Choose it again." in words_of(response)
    assert not bank.questions.exists()


def test_what_somebody_worked_on_is_named_when_undone(sign_in, author, bank, url):
    browser = sign_in(author)
    browser.post(url, hidden(browser.post(url, upload())))
    bank.questions.get(key="first").save_revision()
    run = ImportRun.objects.get()
    back = browser.post(
        reverse("bank_import_undo", args=[bank.pk, run.pk]), follow=True
    )
    assert "These stay, as somebody worked on them since: first." in words_of(back)


def test_markup_of_a_file_is_shown_as_text_and_never_runs(sign_in, author, url):
    evil = "[plain]<script>alert(1)</script>{=<img src\\=x onerror\\=alert(1)> ~b}"
    look = sign_in(author).post(url, upload(evil))
    page = BeautifulSoup(look.content, "html.parser")
    assert "<script>alert(1)</script>" in page.find("main").get_text()
    assert b"<script>alert(1)" not in look.content


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file first."),
        (lambda: upload(b"\xff"), "This file is not in UTF-8."),
        (lambda: upload("x" * 5_300_000), "This file is too large"),
        ({"confirmed": "1", "kept": "%%%"}, "It is too long ago that this file was"),
    ],
)
def test_what_cannot_be_read_is_told(sign_in, author, url, data, words):
    response = sign_in(author).post(url, data() if callable(data) else data)
    assert response.status_code == 422
    assert words in words_of(response)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_bank_goes_out(sign_in, author, course, name):
    bank = course.course.banks.first()
    browser = sign_in(author)
    page = browser.get(reverse("bank_export", args=[bank.pk, name]))
    assert "Questions in the file:" in words_of(page)
    file = browser.get(
        reverse("bank_export_file", args=[bank.pk, name]), {"language": "nl"}
    )
    suffix = FORMATS[name].suffix
    assert file["Content-Disposition"] == (
        f'attachment; filename="{bank.code}-nl.{suffix}"'
    )
    assert file.content


def test_an_empty_bank_has_nothing_to_get(sign_in, author, bank):
    page = sign_in(author).get(reverse("bank_export", args=[bank.pk, "gift"]))
    assert "There is no question in this language" in words_of(page)


def test_a_workbook_to_fill_in_is_read_once_it_is_filled_in(sign_in, author, bank, url):
    browser = sign_in(author)
    address = reverse("bank_template", args=[bank.pk, "xlsx"])
    assert f'href="{address}"' in browser.get(url).content.decode()
    book = load_workbook(BytesIO(browser.get(address).content))
    for place, text in (("A2", "calm"), ("B2", "true_false"), ("C2", "Is it so?")):
        book["Questions"][place] = text
    book["Questions"]["K2"] = "true"
    book["Questions"]["K3"] = "=1+1"
    stream = BytesIO()
    book.save(stream)

    look = browser.post(url, upload(stream.getvalue(), format="xlsx"))
    assert "Questions!K3 calm A formula is not worked out here" in words_of(look)

    del book["Questions"]["K3"]
    book["Questions"]["K3"] = None
    stream = BytesIO()
    book.save(stream)
    browser.post(
        url, hidden(browser.post(url, upload(stream.getvalue(), format="xlsx")))
    )
    assert bank.questions.get().key == "calm"


def test_an_unknown_format_is_not_there(sign_in, author, bank):
    assert (
        sign_in(author)
        .get(reverse("bank_template", args=[bank.pk, "gift"]))
        .status_code
        == 404
    )
    for name in ("bank_export", "bank_export_file", "bank_template"):
        response = sign_in(author).get(reverse(name, args=[bank.pk, "nowhere"]))
        assert response.status_code == 404


def test_neither_a_learner_nor_a_stranger_reaches_any_of_it(
    sign_in, bob, charlie, valmont, bank, url, course
):
    theirs = writer(valmont, Role.AUTHOR, now=timezone.now())
    run = ImportRun.objects.create(
        bank=bank,
        language="en",
        format="gift",
        kinds={},
        problems=[],
        made=[],
        made_at=timezone.now(),
    )
    for person in (bob, charlie, theirs):
        browser = sign_in(person)
        for name in ("bank_export", "bank_export_file", "bank_template"):
            response = browser.get(reverse(name, args=[bank.pk, "xlsx"]))
            assert response.status_code in (302, 403, 404)
        assert browser.post(url, upload()).status_code in (302, 403, 404)
        undo = browser.post(reverse("bank_import_undo", args=[bank.pk, run.pk]))
        assert undo.status_code in (302, 403, 404)
    run.refresh_from_db()
    assert run.undone_at is None
    assert not bank.questions.exists()


def test_the_import_of_another_bank_is_not_there(sign_in, author, bank, course):
    other = course.course.banks.exclude(pk=bank.pk).first()
    run = import_questions(
        bank,
        FORMATS["gift"],
        b"A?{T}",
        language="en",
        actor=author,
        now=timezone.now(),
    )
    response = sign_in(author).post(
        reverse("bank_import_undo", args=[other.pk, run.pk])
    )
    assert response.status_code == 404
    assert bank.questions.count() == 1


def test_the_page_asks_the_database_equally_often_with_1_and_30_imports(
    sign_in, author, bank, url
):
    browser = sign_in(author)

    def queries(number: int) -> int:
        for _one in range(number):
            ImportRun.objects.create(
                bank=bank,
                language="en",
                format="gift",
                kinds={},
                problems=[],
                made=[],
                made_at=timezone.now(),
                made_by=author,
            )
        browser.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(url).status_code == 200
        return len(asked)

    assert queries(1) == queries(29)


def test_banks_lead_there(sign_in, author, bank, url):
    page = sign_in(author).get(reverse("wagtailsnippets_quizzes_bank:list"))
    assert f'href="{url}"' in page.content.decode()


def test_every_problem_and_every_question_of_a_long_file_is_shown(sign_in, author, url):
    asks = [f"::Q{number}::Is it {number}?{{T}}" for number in range(250)]
    says = [f"Nothing asked {number}." for number in range(250)]
    look = sign_in(author).post(url, upload("\n\n".join(asks + says), language="en"))

    page = BeautifulSoup(look.content, "html.parser")
    rows = [len(table.find_all("tr")) - 1 for table in page.select("table.listing")]
    assert rows == [250, 250]

"""Near-duplicates side by side, for those who write or review, and nobody else."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Role
from quizzes.models import Bank, NotDuplicate, Question, Retirement
from tests.factories.duplicates import ask, say
from tests.factories.facts import writer

pytestmark = pytest.mark.django_db
PAIRS = reverse("question_duplicates")
DECIDE = reverse("question_duplicates_decide")
ASIDES = reverse("question_asides")
WHO = "Whom do you call first when somebody is in danger"


@pytest.fixture
def bank(course):
    """Without questions; those of the course are all alike but for numbers."""
    Question.objects.all().delete()
    return Bank.objects.create(course=course.course, code="signs", name="Signs")


@pytest.fixture
def author(sign_in, beekstad):
    return sign_in(writer(beekstad, Role.AUTHOR, now=timezone.now()))


@pytest.fixture
def stranger(sign_in, valmont):
    """Charlie's colleague, who writes for another body."""
    return sign_in(writer(valmont, Role.AUTHOR, now=timezone.now()))


@pytest.fixture
def two(bank):
    return ask(bank, "one", f"{WHO} today?"), ask(bank, "other", f"{WHO} tonight?")


def shown(browser, **asked) -> list[set[str]]:
    page = browser.get(PAIRS, asked)
    assert page.status_code == 200
    return [
        {side["question"].key for side in one["sides"]} for one in page.context["pairs"]
    ]


def of(two, **more) -> dict:
    return {"first": two[0].pk, "second": two[1].pk, **more}


def test_a_pair_stands_side_by_side_with_what_differs_marked(author, two):
    say(two[1], f"{WHO} tonight?")
    page = BeautifulSoup(author.get(PAIRS).content, "html.parser")

    (pair,) = page.select(".pair")
    left, right = pair.select(".pair__side")
    assert pair.h2.get_text(" ", strip=True) == "90 % of the words are the same"
    assert [one.get_text(" ", strip=True) for one in left.select("mark")] == [
        "only here: today? end"
    ]
    assert "tonight?" in right.mark.get_text()
    words = " ".join(right.get_text(" ").split())
    assert "Signs · True or not · published, changed since" in words
    assert "fewer than 8 attempts" in words
    assert left.h3.a["href"] == reverse(
        "wagtailsnippets_quizzes_question:edit", args=[two[0].pk]
    )


def test_they_are_narrowed_by_language_bank_and_question_and_turned_round(
    author, bank, two
):
    third = ask(bank, "third", f"{WHO} today?")
    other = Bank.objects.create(course=bank.course, code="other", name="Other")
    ask(other, "fourth", "Within 5 minutes", language="nl")
    ask(other, "fifth", "Within 10 minutes", language="nl")

    assert shown(author)[0] == {"one", "third"}
    assert shown(author, order="least")[-1] == {"one", "third"}
    assert shown(author, language="nl") == [{"fourth", "fifth"}]
    assert shown(author, bank=other.pk) == []
    assert shown(author, bank=other.pk, language="nl") == [{"fourth", "fifth"}]
    assert {frozenset(one) for one in shown(author, question=third.pk)} == {
        frozenset({"one", "third"}),
        frozenset({"other", "third"}),
    }
    assert shown(author, language="xx", p="99") != []


def test_each_bank_the_list_and_the_editor_lead_there(author, bank, two):
    answer = author.get(reverse("bank_duplicates", args=[bank.pk]))
    assert answer["Location"] == f"{PAIRS}?bank={bank.pk}"
    for address, leads in (
        (reverse("wagtailsnippets_quizzes_bank:list"), answer.request["PATH_INFO"]),
        (reverse("wagtailsnippets_quizzes_question:list"), f'"{PAIRS}"'),
        (
            reverse("wagtailsnippets_quizzes_question:edit", args=[two[0].pk]),
            f"{PAIRS}?question={two[0].pk}",
        ),
        (
            reverse("bank_question_analysis", args=[bank.pk, two[0].translation_key]),
            f"{PAIRS}?question={two[0].pk}",
        ),
    ):
        assert leads in author.get(address).text


def test_nothing_alike_says_what_will_appear(author, bank):
    assert "No two questions in English ask nearly the same" in author.get(PAIRS).text
    assert "Nothing is put aside" in author.get(ASIDES).text


def test_a_pair_is_put_aside_and_brought_back(author, two):
    back = f"{PAIRS}?language=en"
    done = author.post(DECIDE, of(two, next=back), follow=True)
    assert done.redirect_chain == [(back, 302)]
    assert "are put aside until" in done.text
    assert shown(author) == []
    assert "Bring back" in author.get(ASIDES).text

    say(two[0], "Something else altogether")
    assert "A text has changed since" in author.get(ASIDES).text
    done = author.post(DECIDE, of(two, again="1"), follow=True)
    assert "are among the pairs again" in done.text
    assert not NotDuplicate.objects.exists()


def test_one_of_the_two_is_retired_from_here(author, bank, two):
    address = reverse("bank_question_retire", args=[bank.pk, two[0].translation_key])
    done = author.post(address, {"next": PAIRS})
    assert done["Location"] == PAIRS
    assert Retirement.objects.get().question_key == two[0].translation_key
    assert shown(author) == []
    elsewhere = author.post(address, {"next": "https://example.org/", "again": "1"})
    assert elsewhere["Location"] == reverse(
        "bank_question_analysis", args=[bank.pk, two[0].translation_key]
    )


def test_nobody_else_sees_or_decides_anything(stranger, bob, sign_in, bank, two):
    page = stranger.get(PAIRS)
    assert page.context["count"] == 0
    assert "Signs" not in page.text
    for asked in ({"bank": bank.pk}, {"question": two[0].pk}, {"bank": "x"}):
        assert stranger.get(PAIRS, asked).status_code == 404
    assert stranger.get(reverse("bank_duplicates", args=[bank.pk])).status_code == 404
    assert stranger.post(DECIDE, of(two)).status_code == 404
    assert sign_in(bob).get(PAIRS).status_code == 404
    assert not NotDuplicate.objects.exists()


@pytest.mark.parametrize("name", ["bank", "question"])
@pytest.mark.parametrize("given", ["x", "0", "9" * 18, "9" * 5000])
def test_an_address_that_names_nothing_is_not_found(author, two, name, given):
    assert author.get(PAIRS, {name: given}).status_code == 404
    assert author.post(DECIDE, of(two) | {"first": given}).status_code == 404


def test_of_one_bank_its_other_screens_are_at_hand(author, bank, two):
    page = BeautifulSoup(author.get(PAIRS, {"bank": bank.pk}).content, "html.parser")
    assert page.select_one(".cms-tabs [aria-current]").text == "Near-duplicates"
    page = BeautifulSoup(author.get(PAIRS).content, "html.parser")
    assert not page.select(".cms-tabs")


def test_half_a_pair_is_no_pair(author, bank, two):
    dutch = ask(bank, "dutch", WHO, language="nl")
    for second in ("", "nine", two[0].pk, dutch.pk, 10**30):
        posted = {"first": two[0].pk, "second": second}
        assert author.post(DECIDE, posted).status_code == 404
    assert not NotDuplicate.objects.exists()


def test_what_others_put_aside_is_not_listed(author, stranger, two):
    author.post(DECIDE, of(two))

    assert stranger.get(ASIDES).context["rows"] == []
    assert len(author.get(ASIDES).context["rows"]) == 1


def test_many_pairs_take_as_many_queries_as_one(author, bank, two):
    def queries(address) -> int:
        author.get(address)
        with CaptureQueriesContext(connection) as asked:
            author.get(address)
        return len(asked)

    author.post(DECIDE, of((two[0], ask(bank, "third", f"{WHO} at noon?"))))
    few = [queries(PAIRS), queries(ASIDES)]
    for number in range(30):
        more = (
            ask(bank, f"a{number}", f"{number} {WHO}"),
            ask(bank, f"b{number}", f"{number} {WHO}"),
        )
        author.post(DECIDE, of(more))
    for number in range(30):
        ask(bank, f"c{number}", f"Which of these is seen most often: {number}")
    assert len(shown(author)) == 20
    assert [queries(PAIRS), queries(ASIDES)] == few


def test_a_file_that_is_looked_at_again_says_what_is_there_already(author, bank):
    address = reverse("bank_interchange", args=[bank.pk])
    file = b"::A::Who has to be asked?{=Grant ~Lee}\n\n::B::It is so.{T}\n"
    asked = {"format": "gift", "language": "en"}

    def look():
        upload = SimpleUploadedFile("q.gift", file)
        return author.post(address, {**asked, "file": upload})

    first = look()
    assert "Looks like" not in first.text
    kept = first.context["kept"]
    author.post(address, {**asked, "confirmed": "1", "kept": kept})

    again = look()

    assert (again.context["there"], again.context["alike"]) == (2, 0)
    table = BeautifulSoup(again.content, "html.parser").select_one(".files-scroll")
    told = [" ".join(row.get_text(" ").split()) for row in table.select("tbody tr")]
    assert [row.partition("? ")[2] or row.partition("so. ")[2] for row in told] == [
        "a (Signs): The same words",
        "b (Signs): The same words",
    ]

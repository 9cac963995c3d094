"""The session ends in the middle of a quiz: sign in, come back, nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.domain import attempts
from quizzes.models import Answer
from quizzes.views.question import KEPT_ANSWER
from tests.factories.exercises import KINDS, marks_of_an_answer
from tests.quizzes.views.conftest import fields_of, payload_of


def sign_in_page(then: str) -> str:
    return f"{reverse('account_login')}?next={then}"


def test_every_page_of_an_attempt_leads_to_sign_in_and_back(client, address):
    for view, more in (("question", (1,)), ("review", ()), ("result", ())):
        there = address(view, *more)
        assert client.get(there)["Location"] == sign_in_page(there)
    assert client.post(address("submit"))["Location"] == sign_in_page(address("review"))


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_sent_after_the_session_ended_is_there_after_signing_in(
    client, bob, address, item, kind
):
    asked = item(kind=kind)
    here = address("question", asked.position)

    response = client.post(here, fields_of(asked) | {"go": "2"})
    assert response["Location"] == sign_in_page(here)
    assert not Answer.objects.exists()

    client.force_login(bob)
    page = client.get(here)
    text = page.content.decode()
    assert "What you chose before you signed in again is filled in." in text
    assert " data-kept" in text
    assert "Saved " not in text
    mark, count = marks_of_an_answer(kind)
    assert text.count(mark) == count

    client.post(here, fields_of(asked) | {"shown": "", "go": "2"})
    assert payload_of(asked) is not None


def test_it_is_filled_in_once(client, bob, address, item):
    here = address("question", 1)
    client.post(here, fields_of(item()))
    client.force_login(bob)
    client.get(here)

    assert client.get(here).context["kept"] is False
    assert KEPT_ANSWER not in client.session


def test_it_is_filled_in_at_its_own_question_only(client, bob, address, item):
    client.post(address("question", 1), fields_of(item()))
    client.force_login(bob)

    assert client.get(address("question", 2)).context["kept"] is False
    assert client.get(address("question", 1)).context["kept"] is True


def test_it_does_not_undo_a_newer_answer_by_itself(client, browser, bob, address, item):
    asked = item(kind="single_choice")
    here = address("question", asked.position)
    client.post(here, fields_of(asked, right=False))
    browser.post(here, fields_of(asked))

    client.force_login(bob)
    client.get(here)

    assert payload_of(asked) == fields_of(asked)


def test_somebody_else_who_signs_in_there_sees_nothing_of_it(
    client, charlie, address, item
):
    client.post(address("question", 1), fields_of(item()))
    client.force_login(charlie)

    assert client.get(address("question", 1)).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [{}, {"choice": "x" * 20_000}, {"other": "a"}],
    ids=["nothing", "too much", "no answer"],
)
def test_only_an_answer_of_honest_size_is_kept(client, address, fields):
    client.post(address("question", 1), fields)

    assert KEPT_ANSWER not in client.session


def test_what_does_not_fit_the_question_is_dropped(client, bob, address, item):
    here = address("question", item(kind="single_choice").position)
    client.post(here, {"choice": "nowhere"})
    client.force_login(bob)

    response = client.get(here)

    assert response.status_code == 200
    assert response.context["kept"] is False


def test_it_survives_signing_in_with_a_real_form(bob, address, item):
    bob.email = "bob@beekstad.example"
    bob.set_password("a long enough passphrase")
    bob.save()
    bob.emailaddress_set.get_or_create(
        email=bob.email, defaults={"verified": True, "primary": True}
    )
    browser, here = Client(), address("question", 1)
    there = browser.post(here, fields_of(item()))["Location"]

    response = browser.post(
        there,
        {"login": bob.email, "password": "a long enough passphrase", "next": here},
    )

    assert response["Location"] == here
    assert browser.get(here).context["kept"] is True


def test_a_form_with_the_token_of_the_old_session_keeps_what_was_saved(
    bob, address, item
):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(bob)

    response = browser.post(address("question", 1), fields_of(item()))

    assert response.status_code == 403
    assert attempts.current_answers(item().attempt) == {}

import json
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.domain import attempts
from quizzes.models import Answer, Attempt
from tests.factories.exercises import KINDS, mangled
from tests.quizzes.views.conftest import fields_of, payload_of

SENDER = "7d7bcea1-6667-42ed-862f-e0c9cd0636b6"
# What opens and closes a transaction inside the test's own.
FRAMES = ("SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.fixture
def page():
    """The sender a page's script makes up when it loads."""
    return str(uuid4())


@pytest.fixture
def send(browser, address):
    """Send an answer as the page's script does."""

    def one(item, fields, *, client, sequence, via=None, **more):
        return (via or browser).post(
            address("save", item.position),
            fields | {"client": client, "sequence": sequence} | more,
        )

    return one


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_acknowledged_with_its_time(send, page, item, kind):
    asked = item(kind=kind)

    response = send(asked, fields_of(asked), client=page, sequence=1)

    assert response.status_code == 200
    assert response.json()["saved"].startswith("Saved ")
    assert payload_of(asked) is not None


def test_sending_again_stores_nothing_new_and_is_acknowledged(send, page, item):
    asked = item(kind="single_choice")
    for _again in range(3):
        response = send(asked, fields_of(asked), client=page, sequence=1)
        assert response.status_code == 200

    assert Answer.objects.count() == 1


def test_an_older_answer_that_arrives_late_is_no_longer_counted(send, page, item):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked), client=page, sequence=2)

    late = send(asked, fields_of(asked, right=False), client=page, sequence=1)

    assert late.status_code == 200
    assert payload_of(asked) == fields_of(asked)


@pytest.fixture
def begun_an_hour_ago(attempt):
    Attempt.objects.update(started_at=timezone.now() - timedelta(hours=1))


def test_what_waited_on_a_device_does_not_undo_what_was_given_meanwhile(
    begun_an_hour_ago, browser, address, send, page, item
):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked), client=SENDER, sequence=1)

    late = send(
        asked, fields_of(asked, right=False), client=page, sequence=1, ago="90000"
    )

    assert late.json()["newer"] is True
    assert payload_of(asked) == fields_of(asked)
    shown = browser.get(address("question", asked.position)).content.decode()
    assert f"Question {asked.position}: you gave a newer answer on another" in shown


def test_a_quiz_just_begun_is_no_reason_to_count_what_waited_as_newer(
    browser, address, send, page, item
):
    """It was given since the quiz began: less than a second ago."""
    asked = item(kind="single_choice")
    now = timezone.now()
    Attempt.objects.update(started_at=now - timedelta(seconds=0.9))
    with time_machine.travel(now, tick=False) as clock:
        send(asked, fields_of(asked), client=SENDER, sequence=1)
        clock.shift(0.05)
        late = send(
            asked, fields_of(asked, right=False), client=page, sequence=1, ago="5000"
        )

    assert late.json()["newer"] is True
    assert payload_of(asked) == fields_of(asked)


def test_what_waited_and_is_the_newest_counts(begun_an_hour_ago, send, page, item):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked, right=False), client=SENDER, sequence=1, ago="60000")

    late = send(asked, fields_of(asked), client=page, sequence=1, ago="30000")

    assert "newer" not in late.json()
    assert payload_of(asked) == fields_of(asked)


def test_the_form_of_a_page_that_waited_says_so_too(
    begun_an_hour_ago, browser, address, send, page, item
):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked), client=SENDER, sequence=1)
    form = {"client": page, "sequence": "1", "ago": "90000", "go": "review"}

    browser.post(
        address("question", asked.position), fields_of(asked, right=False) | form
    )

    assert payload_of(asked) == fields_of(asked)


@pytest.mark.parametrize("ago", ["-1", "x", "", "9" * 30, "1.5"])
def test_a_wait_that_is_none_counts_as_none(begun_an_hour_ago, send, page, item, ago):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked, right=False), client=SENDER, sequence=1)

    assert (
        "newer"
        not in send(asked, fields_of(asked), client=page, sequence=1, ago=ago).json()
    )

    assert payload_of(asked) == fields_of(asked)


def test_a_device_whose_clock_was_set_anew_gave_nothing_before_the_attempt(
    begun_an_hour_ago, send, page, item
):
    asked = item(kind="single_choice")

    send(asked, fields_of(asked), client=page, sequence=1, ago="9" * 13)

    assert Answer.objects.get().given_at >= Attempt.objects.get().started_at


def test_the_form_sent_after_the_script_outranks_what_is_still_under_way(
    browser, send, page, address, item
):
    asked = item(kind="single_choice")
    browser.post(
        address("question", asked.position),
        fields_of(asked) | {"client": page, "sequence": "2", "go": "2"},
    )

    send(asked, fields_of(asked, right=False), client=page, sequence=1)

    assert payload_of(asked) == fields_of(asked)


def test_the_form_sent_after_the_script_is_the_same_answer(
    browser, send, page, address, item
):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked), client=page, sequence=1)

    browser.post(
        address("question", asked.position),
        fields_of(asked) | {"client": page, "sequence": "1", "go": "2"},
    )

    assert Answer.objects.count() == 1


def test_the_last_of_two_tabs_counts(send, sign_in, bob, item):
    asked = item(kind="single_choice")
    one, other = str(uuid4()), str(uuid4())
    send(asked, fields_of(asked, right=False), client=one, sequence=9)

    send(asked, fields_of(asked), client=other, sequence=1, via=sign_in(bob))

    assert payload_of(asked) == fields_of(asked)


def test_nothing_chosen_takes_the_answer_back(send, page, item):
    asked = item(kind="multiple_choice")
    send(asked, fields_of(asked), client=page, sequence=1)

    assert send(asked, {}, client=page, sequence=2).status_code == 200

    assert payload_of(asked) is None


@pytest.mark.parametrize(
    ("client", "sequence"),
    [
        ("", "1"),
        ("x", "1"),
        ("\x00", "1"),
        (SENDER, ""),
        (SENDER, "-1"),
        (SENDER, "1.5"),
        (SENDER, "٣"),
        (SENDER, "9" * 19),
        (SENDER, "9" * 5000),
    ],
)
def test_a_sender_that_makes_no_sense_is_refused(send, item, client, sequence):
    response = send(item(), fields_of(item()), client=client, sequence=sequence)

    assert response.status_code == 400
    assert "Not saved" in response.json()["error"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_does_not_fit_is_refused_and_the_old_one_stays(
    send, page, item, kind
):
    asked = item(kind=kind)
    send(asked, fields_of(asked), client=page, sequence=1)
    before = payload_of(asked)
    for value in mangled(kind):
        fields = dict.fromkeys(fields_of(asked), value)

        response = send(asked, fields, client=page, sequence=2)

        assert response.status_code == 400
        assert "Not saved" in response.json()["error"]
    assert payload_of(asked) == before


@pytest.mark.parametrize(
    "body",
    [{}, [], "a", None, 7, {"choice": "a"}, {"client": [], "sequence": {}}],
    ids=str,
)
def test_json_of_any_shape_is_refused_in_words(browser, address, body):
    response = browser.post(
        address("save", 1), json.dumps(body), content_type="application/json"
    )

    assert response.status_code == 400
    assert "Not saved" in response.json()["error"]
    assert not Answer.objects.exists()


@pytest.mark.parametrize("view", ["save", "question"])
def test_ten_megabytes_are_too_much_and_what_was_saved_stays(
    browser, send, page, address, item, view
):
    asked = item()
    send(asked, fields_of(asked), client=page, sequence=1)
    before = payload_of(asked)
    for content_type in ("application/x-www-form-urlencoded", None):
        big = "choice=" + "x" * 10_000_000
        response = (
            browser.post(address(view, 1), big, content_type=content_type)
            if content_type
            else browser.post(address(view, 1), {"choice": big})
        )
        assert response.status_code == 413
        assert "What you saved before is still there." in response.content.decode()
    assert payload_of(asked) == before


def test_a_broken_form_is_a_bad_request(browser, address):
    response = browser.post(
        address("save", 1), b"--x\r\nbroken", content_type="multipart/form-data"
    )

    assert response.status_code == 400


def test_after_handing_in_an_answer_is_refused_with_the_way_on(
    browser, send, page, address, item
):
    asked = item()
    browser.post(address("submit"))

    response = send(asked, fields_of(asked), client=page, sequence=1)

    assert response.status_code == 409
    assert response.json() == {"error": str(attempts.CLOSED), "next": address("result")}
    assert not Answer.objects.exists()
    text = browser.get(address("result")).content.decode()
    assert text.count(str(attempts.CLOSED)) == 1


def test_after_handing_in_a_form_is_refused_with_the_way_on(browser, address, item):
    browser.post(address("submit"))

    response = browser.post(address("question", 1), fields_of(item()), follow=True)

    assert response.redirect_chain == [(address("result"), 302)]
    assert response.content.decode().count(str(attempts.CLOSED)) == 1
    assert not Answer.objects.exists()


def test_a_form_that_meets_handing_in_on_its_way_is_refused(
    browser, address, item, monkeypatch
):
    """The attempt is handed in between the look at it and the save."""

    def closed(*args, **kwargs):
        raise attempts.AttemptClosed(str(attempts.CLOSED))

    monkeypatch.setattr(attempts, "save_posted_answer", closed)

    response = browser.post(address("question", 1), fields_of(item()))

    assert response["Location"] == address("result")


def test_save_takes_a_post_only(browser, address):
    assert browser.get(address("save", 1)).status_code == 405


def test_a_question_that_was_not_asked_cannot_be_saved(browser, address, page):
    for position in (0, 13, 10**12, 10**40):
        response = browser.post(
            address("save", position), {"client": page, "sequence": 1}
        )
        assert response.status_code == 404


def test_saving_takes_four_queries_beyond_session_and_person(send, page, item):
    asked = item(kind="single_choice")
    send(asked, fields_of(asked), client=page, sequence=1)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        send(asked, fields_of(asked), client=page, sequence=2)

    queries = [
        query["sql"] for query in captured if not query["sql"].startswith(FRAMES)
    ]
    assert len(queries) <= 2 + 4


def test_signed_out_the_script_is_told(client, address, page):
    response = client.post(address("save", 1), {"client": page, "sequence": 1})

    assert response.status_code == 401
    assert "signed out" in response.json()["error"]


def test_the_page_tells_its_script_where_and_what_to_say(browser, address):
    text = browser.get(address("question", 1)).content.decode()

    assert f'data-autosave="{address("save", 1)}"' in text
    for state in ("unsaved", "saving", "signed-out", "refused"):
        assert f"data-{state}=" in text
    assert f'data-again href="{address("question", 1)}"' in text
    assert reverse("organisations:set_language") in text

"""What is announced, at the top of a learner's home."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.remembered import forget
from organisations.domain.announcements.making import withdraw
from organisations.models import Membership, User
from tests.factories.announcements import TEXTS, make_announcement

HOME = "/my/"


def hiding(made) -> str:
    return reverse("tracking:hide_announcement", args=[made.uuid])


@pytest.fixture
def read(client):
    """The notices on somebody's home, in their order."""

    def of(person, language="en") -> list[BeautifulSoup]:
        forget()
        User.objects.filter(pk=person.pk).update(language=language)
        client.force_login(User.objects.get(pk=person.pk))
        page = BeautifulSoup(client.get(HOME).content, "html.parser")
        shown = page.find("section", {"aria-labelledby": "announcements"})
        return shown.find_all(class_="notice") if shown else []

    return of


def words(notice) -> str:
    return " ".join(notice.get_text().split())


def test_it_stands_at_the_top_with_who_says_it_until_when_and_where_more_is(
    client, read, alice, bob, beekstad
):
    make_announcement(
        beekstad,
        alice,
        {"en": "One.\n\n<b>Two</b>."},
        link="https://beekstad.example/a",
    )

    (notice,) = read(bob)

    said = words(notice)
    assert said.startswith("Beekstad announces One. <b>Two</b>.")
    assert "Shown until" in said
    assert notice.a["href"] == "https://beekstad.example/a"
    assert notice.a.text == "More about it on beekstad.example"
    page = client.get(HOME).text
    assert page.index("Beekstad announces") < page.index('class="empty-state"')


def test_it_is_read_in_ones_own_language_or_marked(read, alice, bob, beekstad):
    make_announcement(beekstad, alice)

    (dutch,) = read(bob, "nl")
    assert TEXTS["nl"] in words(dutch)
    assert TEXTS["en"] not in words(dutch)
    assert dutch.find(class_="fallback-note") is None

    (french,) = read(bob, "fr")
    assert TEXTS["en"] in words(french)
    assert french.find("div", {"lang": "en"}) is not None
    assert french.find(class_="fallback-note") is not None


def test_nobody_reads_what_is_announced_to_others(read, alice, bob, charlie, beekstad):
    make_announcement(beekstad, alice, {"en": "Of Beekstad."})
    administrator = User.objects.create_superuser("root@relay.example")
    make_announcement(None, administrator, {"en": "For all."})

    assert len(read(bob)) == len(read(alice)) == 2
    (theirs,) = read(charlie)
    assert words(theirs).startswith("To everybody on Relay For all.")
    Membership.objects.filter(user=bob).update(is_self_declared=True)
    assert len(read(bob)) == 1


def test_what_is_withdrawn_is_gone(read, alice, bob, beekstad):
    made = make_announcement(beekstad, alice)
    withdraw(made, actor=alice, now=timezone.now())

    assert read(bob) == []


def test_who_has_read_it_sees_it_no_more_until_they_sign_out(
    client, read, alice, bob, beekstad
):
    kept = make_announcement(beekstad, alice, {"en": "Kept."})
    made = make_announcement(beekstad, alice)
    assert len(read(bob)) == 2

    assert client.post(hiding(made), follow=True).redirect_chain == [(HOME, 302)]

    (left,) = read(bob)
    assert "Kept." in words(left)
    client.post(hiding(kept))
    assert read(bob) == []
    assert len(read(alice)) == 2
    client.logout()
    assert len(read(bob)) == 2


def test_what_is_not_shown_to_somebody_cannot_be_hidden(
    client, read, alice, charlie, beekstad
):
    made = make_announcement(beekstad, alice)
    read(charlie)

    assert client.post(hiding(made)).status_code == 302
    assert client.session["hidden_announcements"] == []
    assert client.get(hiding(made)).status_code == 405


def test_what_is_over_is_forgotten_by_the_session(client, read, alice, bob, beekstad):
    first = make_announcement(beekstad, alice, {"en": "First."})
    second = make_announcement(beekstad, alice)
    read(bob)
    client.post(hiding(first))
    withdraw(first, actor=alice, now=timezone.now())
    forget()

    client.post(hiding(second))

    assert client.session["hidden_announcements"] == [str(second.uuid)]


def test_many_stand_folded(read, client, alice, bob, beekstad):
    for number in range(5):
        make_announcement(beekstad, alice, {"en": f"Number {number}."})

    assert len(read(bob)) == 5
    page = BeautifulSoup(client.get(HOME).content, "html.parser")
    folded = page.main.find("section", {"aria-labelledby": "announcements"}).details
    assert folded.summary.text == "3 more announcements"
    assert [words(one)[:28] for one in folded.find_all(class_="notice")] == [
        f"Beekstad announces Number {number}."[:28] for number in (2, 1, 0)
    ]


def test_the_home_asks_nothing_more_of_the_database(
    client, alice, bob, beekstad, one_minute
):
    def queries() -> int:
        forget()
        client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HOME).status_code == 200
        return len(asked)

    client.force_login(bob)
    without = queries()
    for number in range(30):
        make_announcement(beekstad, alice, {"en": f"Number {number}."})

    assert queries() == without <= 12

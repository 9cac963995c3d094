from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from organisations.domain.announcements.making import withdraw
from organisations.models import Announcement, Organisation
from tests.factories.announcements import TEXTS, make_announcement
from tests.factories.organisations import MembershipFactory, OrganisationFactory

LIST = reverse("organisations:announcements", args=["beekstad"])
TO_ALL = reverse("organisations:announcements_to_all")


def data(texts=TEXTS, **changes) -> dict[str, str]:
    today = localdate()
    return {
        **{f"texts_{code}": text for code, text in texts.items()},
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=6)).isoformat(),
        **changes,
    }


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def publish_button(response):
    return page_of(response).find("button", {"name": "publish"})


def publish(client, place: str, sent: dict[str, str]):
    """Look at it, and press the button that publishes what was looked at."""
    seen = client.post(place, sent)
    assert seen.status_code == 200, page_of(seen).get_text()
    button = publish_button(seen)
    return client.post(place, sent | {"publish": button["value"]}, follow=True)


def withdrawing(made) -> str:
    if made.organisation is None:
        return reverse("organisations:withdraw_announcement_to_all", args=[made.uuid])
    return reverse(
        "organisations:withdraw_announcement",
        args=[made.organisation.code, made.uuid],
    )


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def test_it_is_looked_at_before_it_is_published(signed_in, bob, beekstad):
    seen = signed_in.post(LIST, data(link="beekstad.example/hall"))

    assert Announcement.objects.count() == 0
    text = " ".join(page_of(seen).get_text().split())
    assert "2 people will see it" in text
    assert "Who reads Relay in Dutch sees Beekstad deelt mee" in text
    assert text.count(TEXTS["nl"]) == 2  # In Dutch, and in the form.
    assert text.count(TEXTS["en"]) == 4  # English, French, German, and the form.
    assert "vous lisez le texte en anglais" in text


def test_what_was_looked_at_is_published(signed_in, alice, beekstad):
    sent = data(link="beekstad.example/hall")

    done = publish(signed_in, LIST, sent)

    assert "It is published, and shows within a minute." in done.text
    made = Announcement.objects.get()
    assert (made.organisation, made.made_by) == (beekstad, alice)
    assert made.texts == TEXTS
    assert made.link == "https://beekstad.example/hall"
    assert TEXTS["en"] in done.text


def test_what_was_changed_after_the_look_is_shown_again(signed_in):
    button = publish_button(signed_in.post(LIST, data()))
    changed = data(TEXTS | {"fr": "Non."}, publish=button["value"])

    again = signed_in.post(LIST, changed)

    assert Announcement.objects.count() == 0
    assert publish_button(again)["value"] != button["value"]


def test_what_begins_later_says_so(signed_in):
    later = localdate() + timedelta(days=3)

    done = publish(signed_in, LIST, data(starts_on=later.isoformat()))

    assert "It is published, and shows from" in done.text
    assert "To come" in done.text


def test_pressing_twice_publishes_once(signed_in):
    publish(signed_in, LIST, data())
    publish(signed_in, LIST, data())

    assert Announcement.objects.count() == 1


def test_words_about_a_person_are_named_beside_the_button(signed_in):
    sent = data({"en": "Ask Jan Peeters, 0470 12 34 56."})

    seen = signed_in.post(LIST, sent)
    assert "“0470 12 34 56”" in seen.text
    assert publish_button(seen).text == "It may be said: publish it"

    publish(signed_in, LIST, sent)
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"texts_en": "", "texts_nl": ""}, "in one language at least"),
        ({"texts_fr": "x" * 501}, "500"),
        ({"starts_on": "2020-01-01"}, "Let it begin today or later"),
        ({"ends_on": "2020-01-01"}, "Choose a later one"),
        ({"ends_on": "2099-01-01"}, "90 days at most"),
        ({"ends_on": ""}, "required"),
        ({"link": "http://beekstad.example"}, "begins https://"),
        ({"link": "javascript:alert(1)"}, "begins https://"),
    ],
)
def test_what_cannot_be_is_told_and_kept_in_the_form(signed_in, wrong, told):
    response = signed_in.post(LIST, data(**wrong))

    assert response.status_code == 422
    assert told in response.text
    assert publish_button(response) is None
    assert Announcement.objects.count() == 0


def test_only_who_coordinates_comes_in(client, bob, charlie, alice, beekstad):
    made = make_announcement(beekstad, alice)
    for person in (bob, charlie):
        client.force_login(person)
        for place in (LIST, withdrawing(made), TO_ALL):
            assert client.get(place).status_code == 404
            assert client.post(place, data()).status_code == 404
    made.refresh_from_db()
    assert made.withdrawn_at is None
    assert Announcement.objects.count() == 1


def test_an_administrator_announces_to_everybody(client, administrator, alice):
    client.force_login(administrator)

    done = publish(client, TO_ALL, data())

    assert TEXTS["nl"] in done.text
    made = Announcement.objects.get()
    assert made.organisation is None
    assert withdrawing(made) in done.text
    asked = client.get(withdrawing(made))
    assert TEXTS["nl"] in asked.text
    client.force_login(alice)
    for place in (TO_ALL, withdrawing(made)):
        assert client.get(place).status_code == 404
    client.force_login(administrator)
    assert client.post(withdrawing(made)).url == TO_ALL
    made.refresh_from_db()
    assert made.withdrawn_by == administrator


def test_a_closed_organisation_shows_why_nothing_can_be_announced(signed_in, beekstad):
    Organisation.objects.filter(pk=beekstad.pk).update(is_active=False)

    assert "This organisation is closed" in signed_in.get(LIST).text
    refused = signed_in.post(LIST, data())
    assert refused.status_code == 422
    assert Announcement.objects.count() == 0


def test_withdrawing_asks_first(signed_in, alice, beekstad):
    made = make_announcement(beekstad, alice)
    assert withdrawing(made) in signed_in.get(LIST).text

    asked = signed_in.get(withdrawing(made))
    made.refresh_from_db()
    assert TEXTS["en"] in asked.text
    assert made.withdrawn_at is None

    done = signed_in.post(withdrawing(made), follow=True)
    made.refresh_from_db()
    assert made.withdrawn_by == alice
    assert "It is withdrawn." in done.text
    assert "Withdrawn on" in done.text
    assert withdrawing(made) not in done.text
    assert signed_in.get(withdrawing(made)).url == LIST


def test_what_is_over_is_told(signed_in, alice, beekstad):
    made = make_announcement(beekstad, alice)
    yesterday = localdate() - timedelta(days=1)
    Announcement.objects.update(starts_on=yesterday, ends_on=yesterday)

    told = signed_in.post(withdrawing(made), follow=True)

    assert "Its last day has passed" in told.text


def test_an_announcement_is_found_under_its_own_organisation_alone(
    signed_in, alice, beekstad
):
    desk = OrganisationFactory(parent=beekstad, code="desk")
    made = make_announcement(desk, alice)

    args = ["beekstad", made.uuid]
    wrong = reverse("organisations:withdraw_announcement", args=args)

    assert signed_in.get(wrong).status_code == 404
    assert signed_in.get(withdrawing(made)).status_code == 200


def test_an_earlier_one_is_written_anew(
    signed_in, charlie, alice, valmont, beekstad, now
):
    made = make_announcement(beekstad, alice, link="https://beekstad.example")
    withdraw(made, actor=alice, now=now)
    theirs = make_announcement(valmont, charlie, {"en": "Of Valmont."})
    assert f"{LIST}?again={made.uuid}" in signed_in.get(LIST).text

    def proposed(uuid) -> dict:
        form = signed_in.get(f"{LIST}?again={uuid}").context["form"]
        return {name: form[name].value() for name in ("texts", "link")}

    assert proposed(made.uuid) == {"texts": TEXTS, "link": made.link}
    nothing = {"texts": None, "link": None}
    assert proposed(theirs.uuid) == proposed("no-uuid") == nothing


def test_what_others_tell_the_same_people_is_shown_without_a_way_to_withdraw(
    client, alice, bob, charlie, administrator, beekstad, valmont
):
    desk = OrganisationFactory(parent=beekstad, code="desk")
    MembershipFactory(user=bob, organisation=desk, role="coordinator")
    above = make_announcement(beekstad, alice, {"en": "From above."})
    for_all = make_announcement(None, administrator, {"en": "For all."})
    make_announcement(valmont, charlie, {"en": "Elsewhere."})
    client.force_login(bob)

    page = client.get(reverse("organisations:announcements", args=["desk"])).text

    assert "From above." in page
    assert "For all." in page
    assert "Elsewhere." not in page
    assert str(above.uuid) not in page
    assert str(for_all.uuid) not in page


def test_an_empty_page_says_what_will_stand_there(signed_in):
    assert "What people read today appears here." in signed_in.get(LIST).text


@pytest.mark.parametrize("to_all", [False, True])
def test_the_queries_do_not_grow_with_the_announcements(
    to_all, client, alice, administrator, beekstad, now
):
    actor = administrator if to_all else alice
    where, place = (None, TO_ALL) if to_all else (beekstad, LIST)

    def fill(first, last):
        for number in range(first, last):
            texts = {"en": f"Number {number}."}
            make_announcement(where, actor, texts)
            make_announcement(where, actor, texts, begins=1)
            make_announcement(None, administrator, {"en": f"For all {number}."})
            gone = make_announcement(where, actor, texts, days=2)
            withdraw(gone, actor=actor, now=now)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(place).status_code == 200
        return len(asked)

    client.force_login(actor)
    fill(0, 1)
    count()
    one = count()
    fill(1, 30)
    assert count() == one


def test_the_pages_lead_there(client, alice, administrator, beekstad):
    client.force_login(alice)
    assert LIST in client.get(reverse("tracking:coverage", args=["beekstad"])).text
    client.force_login(administrator)
    assert TO_ALL in client.get(reverse("organisations:set_up")).text

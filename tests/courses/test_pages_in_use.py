"""Deleting, withdrawing or moving a page on which people learn."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.domain.player import content_of_place, place_of
from courses.models import Completion
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.organisations import UserFactory

GONE = (
    "They keep it, with what they did in it: their edition is frozen. The next edition "
    "will be without it, for new learners and for who moves over."
)
MOVED = (
    "For them it stays where it is: their edition is frozen. In the next edition it "
    "stands in its new place."
)


@pytest.fixture
def owner(client, beekstad):
    person = writer(beekstad, Role.PROGRAMME_OWNER, now=timezone.now())
    client.force_login(person)
    return person


def learners(small, count: int, now) -> list:
    people = UserFactory.create_batch(count, sector_id="POL")
    return [enrol(person, small.course, now=now) for person in people]


def confirm(name):
    return lambda page: reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk(name):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", name])
    return lambda page: f"{address}?id={page.pk}"


def confirm_move(page):
    args = [page.pk, page.get_parent().get_next_sibling().pk]
    return reverse("wagtailadmin_pages:move_confirm", args=args)


# Where one is asked whether a page really is to go, and whether it goes or moves.
WAYS = {
    "delete": (confirm("delete"), GONE),
    "unpublish": (confirm("unpublish"), GONE),
    "move": (confirm_move, MOVED),
    "delete many": (bulk("delete"), GONE),
    "unpublish many": (bulk("unpublish"), GONE),
    "move many": (bulk("move"), MOVED),
}
every_way = pytest.mark.parametrize(("address", "kept"), WAYS.values(), ids=WAYS)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@every_way
@pytest.mark.parametrize(
    ("count", "said"),
    [
        (2, "A few people are learning with this."),
        (6, "6 people are learning with this."),
    ],
)
def test_before_a_page_goes_or_moves_it_says_how_many_learn_with_it(
    client, owner, small_course, now, address, kept, count, said
):
    learners(small_course, count, now)
    # The way a page is unpublished by people, who may delete what is a draft only.
    asked = client.get(address(small_course.lesson("small-one")))

    assert asked.status_code == 200
    assert told(asked) == [f"{said} {kept}"]
    assert f"{said} {kept}" in asked.text


@every_way
def test_a_page_that_nobody_learns_with_goes_without_a_word(
    client, owner, small_course, address, kept
):
    asked = client.get(address(small_course.lesson("small-one")))

    assert (asked.status_code, told(asked)) == (200, [])


@every_way
def test_who_has_completed_is_not_counted(
    client, owner, small_course, now, address, kept
):
    for enrolment in learners(small_course, 6, now):
        Completion.objects.create(
            enrolment=enrolment,
            sector_id="POL",
            cycle=enrolment.cycle,
            edition=enrolment.edition,
            minutes=20,
            completed_at=now,
        )
    assert told(client.get(address(small_course.lesson("small-one")))) == []


def test_several_pages_are_counted_together_and_everybody_once(
    client, owner, small_course, now
):
    learners(small_course, 6, now)
    pages = [small_course.lesson(slug) for slug in ("small-one", "small-two")]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

    asked = client.get(f"{address}?id={pages[0].pk}&id={pages[1].pk}")
    assert told(asked) == [f"6 people are learning with this. {GONE}"]


def test_a_stranger_is_told_nothing(client, small_course, now, valmont):
    learners(small_course, 6, now)
    client.force_login(writer(valmont, Role.PROGRAMME_OWNER, now=now))

    for address, _kept in WAYS.values():
        asked = client.get(address(small_course.lesson("small-one")))
        assert told(asked) == [] or asked.status_code == 404
        assert "are learning" not in asked.text


def test_nothing_is_lost_for_who_learns_when_a_page_is_unpublished(
    client, owner, small_course, now
):
    (enrolment,) = learners(small_course, 1, now)
    key = small_course.key("small-one")
    before = content_of_place(place_of(enrolment, key, language="en"))
    for language in ("en", "nl"):
        page = small_course.lesson("small-one", language)
        client.post(confirm("unpublish")(page))
        assert not small_course.lesson("small-one", language).live
    edition = small_course.release()

    assert content_of_place(place_of(enrolment, key, language="en")) == before
    assert not edition.contents.filter(activity=key).exists()


def test_nothing_is_lost_for_who_learns_when_a_page_is_deleted(small_course, now):
    (enrolment,) = learners(small_course, 1, now)
    key = small_course.key("small-one")
    before = content_of_place(place_of(enrolment, key, language="en"))
    for language in ("en", "nl"):
        small_course.lesson("small-one", language).delete()
    small_course.release()

    assert content_of_place(place_of(enrolment, key, language="en")) == before

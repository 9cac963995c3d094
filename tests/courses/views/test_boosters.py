from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.domain import boosters
from courses.models import BoosterOffer, BoosterRefusal
from tests.factories import tracking as factories
from tests.factories.courses import make_course

PRACTICE = reverse("courses:practice")


@pytest.fixture
def offered(small_course, beekstad, bob):
    """A practice is offered to Bob."""
    practice = make_course(beekstad, code="practice", is_open=False)
    practice.release()
    course = small_course.course
    course.booster, course.booster_weeks = practice.course, 2
    course.save()
    factories.make_completion(bob, course, timezone.localdate() - timedelta(days=20))
    assert boosters.sweep(timezone.now()) == 1
    return practice.course


def test_without_an_offer_the_page_says_what_may_come(sign_in, bob, small_course):
    page = sign_in(bob).get(PRACTICE).text

    assert "Some weeks after a course you may find a short practice here" in page


def test_yes_leads_into_the_practice(sign_in, bob, offered):
    browser = sign_in(bob)
    assert "Practise now" in browser.get(PRACTICE).text

    response = browser.post(reverse("courses:take_practice"))

    assert response["Location"] == reverse("courses:resume", args=["practice"])


def test_an_offer_is_its_persons_alone(sign_in, alice, offered):
    browser = sign_in(alice)

    assert "Practise now" not in browser.get(PRACTICE).text
    page = browser.post(reverse("courses:take_practice"), follow=True).text
    assert "There is no practice for you just now." in page


def test_not_this_time_takes_it_away(sign_in, bob, offered):
    page = sign_in(bob).post(reverse("courses:decline_practice"), follow=True).text

    assert "Nothing changes for you." in page
    assert "Practise now" not in page
    assert BoosterOffer.objects.get().declined_at is not None


def test_offers_are_switched_off_and_on_again(sign_in, bob, offered):
    browser, offers = sign_in(bob), reverse("courses:practice_offers")

    page = browser.post(offers, {"offers": "no"}, follow=True).text
    assert "You get no more offers to practise." in page
    assert BoosterRefusal.objects.get().user == bob
    page = browser.post(offers, {"offers": "yes"}, follow=True).text
    assert "You get offers to practise again." in page
    assert BoosterRefusal.objects.count() == 0


def test_signed_out_the_way_leads_back_here(client, offered):
    for name in ("take_practice", "decline_practice", "practice_offers"):
        response = client.post(reverse(f"courses:{name}"))
        assert response["Location"] == f"{reverse('account_login')}?next={PRACTICE}"

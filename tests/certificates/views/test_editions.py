"""Material editions in the content admin, and what holders read of them."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from certificates.domain.editions.carrying import sweep
from certificates.domain.editions.deciding import begin_telling
from certificates.models import CertificateEvent, EditionChange, day_of
from courses.models import Edition
from lms.models import OutgoingMail
from organisations.enums import Role
from tests.certificates.test_admin import staff
from tests.factories.certified_editions import (
    did,
    holders,
    make_change,
    make_delta,
    next_edition,
)

LIST = reverse("certificate_editions")


@pytest.fixture(autouse=True)
def _today(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def edition(certificate, small_course):
    return next_edition(small_course.course)


@pytest.fixture
def owner(beekstad):
    return staff(beekstad, Role.PROGRAMME_OWNER)


def page_of(edition):
    return reverse("certificate_edition", args=[edition.pk, edition.course.owner_id])


def until(now, days=60) -> str:
    return (day_of(now) + timedelta(days=days)).isoformat()


def test_programme_owners_see_their_editions_and_nobody_else_any(
    client, owner, edition, beekstad, valmont
):
    client.force_login(owner)
    assert page_of(edition) in client.get(LIST).content.decode()

    for other, status in [
        (staff(valmont, Role.PROGRAMME_OWNER), 200),
        (staff(beekstad, Role.AUTHOR), 404),
    ]:
        client.force_login(other)
        listed = client.get(LIST)
        assert listed.status_code == status
        assert page_of(edition) not in listed.content.decode()
        assert client.get(page_of(edition)).status_code == 404
        assert client.post(page_of(edition), {"demand": "nothing"}).status_code == 404


def test_a_minor_edition_concerns_nobody(client, owner, certificate, small_course):
    minor = next_edition(small_course.course, significance="minor")
    client.force_login(owner)
    assert page_of(minor) not in client.get(LIST).content.decode()
    assert client.get(page_of(minor)).status_code == 404


def test_a_decision_is_looked_at_before_it_is_made(
    client, owner, certificate, small_course, beekstad, now
):
    holders(small_course.course, beekstad, 5)
    delta = make_delta(small_course.course)
    edition = next_edition(small_course.course)
    client.force_login(owner)
    said = {"demand": "delta", "delta": delta.pk, "until": until(now)}

    looked = client.post(page_of(edition), {**said, "look": "1"})

    assert looked.context["preview"].asked == 6
    assert "Decide so" in looked.content.decode()
    assert not EditionChange.objects.exists()

    client.post(page_of(edition), {**said, "confirm": "1"})
    change = EditionChange.objects.get()
    assert (change.demand, change.delta, change.decided_by) == ("delta", delta, owner)
    assert not OutgoingMail.objects.filter(template="certificates/mail/edition")
    assert not CertificateEvent.objects.exclude(kind="awarded").exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, "demand"),
        ({"demand": "never"}, "demand"),
        ({"demand": "edition"}, "until"),
        ({"demand": "edition", "until": "2026-12-01"}, "until"),
        ({"demand": "delta", "until": "2027-12-01"}, "delta"),
    ],
)
def test_what_cannot_be_decided_is_said_beside_its_field(
    client, owner, edition, said, wrong
):
    client.force_login(owner)
    answer = client.post(page_of(edition), {**said, "confirm": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert not EditionChange.objects.exists()


def test_mails_are_an_act_of_their_own_and_a_decision_can_be_withdrawn(
    client, owner, edition, now
):
    change = make_change(edition)
    client.force_login(owner)
    assert "Send mails" in client.get(page_of(edition)).content.decode()

    client.post(page_of(edition), {"tell": "1"})
    sweep(now)
    assert OutgoingMail.objects.filter(template="certificates/mail/edition").count()
    assert "Send mails" not in client.get(page_of(edition)).content.decode()

    client.post(page_of(edition), {"withdraw": "1"})
    change.refresh_from_db()
    assert change.withdrawn_at == now


def test_what_comes_too_late_is_said(client, owner, edition, now):
    change = make_change(edition)
    with time_machine.travel(now + timedelta(days=40), tick=False):
        client.force_login(owner)
        answer = client.post(page_of(edition), {"tell": "1"}, follow=True)
        assert "decide again with a later day" in answer.content.decode()
        # Somebody else decided while the form was open.
        client.post(page_of(edition), {"demand": "nothing", "confirm": "1"})
    assert EditionChange.objects.get() == change


def test_the_list_and_the_page_cost_as_many_queries_for_one_as_for_thirty(
    client, owner, certificate, small_course, beekstad, django_assert_max_num_queries
):
    edition = next_edition(small_course.course)
    client.force_login(owner)
    # What Wagtail remembers of a first visit.
    client.get(LIST)
    client.get(page_of(edition))
    with django_assert_max_num_queries(40) as listed:
        client.get(LIST)
    with django_assert_max_num_queries(60) as shown:
        client.get(page_of(edition))

    small_course.course.current_edition = certificate.completion.edition
    holders(small_course.course, beekstad, 30)
    for number in range(3, 32):
        Edition.objects.create(
            course=small_course.course,
            number=number,
            significance="material",
            released_at=edition.released_at,
        )
    with django_assert_max_num_queries(len(listed)):
        client.get(LIST)
    with django_assert_max_num_queries(len(shown)):
        client.get(page_of(edition))


def test_a_holder_reads_what_to_do_and_then_that_it_is_done(
    client, bob, edition, small_course, certificate, now
):
    delta = make_delta(small_course.course)
    make_change(edition, demand="delta", delta=delta)
    client.force_login(bob)
    page = reverse("certificates:detail", args=[certificate.uuid])

    shown = client.get(page).content.decode()
    assert reverse("courses:course", args=["delta"]) in shown
    assert "Do the short course about it by 21 January 2027" in shown

    did(bob, delta, now=now)
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        shown = client.get(page).content.decode()
    assert "You have done what is new" in shown
    assert reverse("courses:course", args=["delta"]) not in shown


def test_without_opening_a_certificate_a_holder_sees_that_something_is_asked(
    client, bob, certificate, edition, now
):
    page = "certificates:list"
    client.force_login(bob)
    assert client.get(reverse(page)).context["asks"] == []
    make_change(edition)
    shown = client.get(reverse(page))
    course = reverse("courses:course", args=[edition.course.code])
    assert course in shown.text
    assert "What the course teaches has changed" in shown.text
    did(bob, edition.course, now=now)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        client.force_login(bob)
        assert client.get(reverse(page)).context["asks"] == []


def test_a_superseded_one_says_that_the_course_has_changed(
    client, bob, alice, edition, certificate, now
):
    change = begin_telling(make_change(edition), actor=alice, now=now)
    sweep(now)
    over = now + timedelta(days=(change.until - day_of(now)).days + 1)
    sweep(over)
    with time_machine.travel(over, tick=False):
        checked = client.get(
            reverse("certificates:verify_number", args=[certificate.number])
        ).content.decode()
        client.force_login(bob)
        own = client.get(
            reverse("certificates:detail", args=[certificate.uuid])
        ).content.decode()
    assert "This certificate is out of date" in checked
    assert "has been replaced" not in checked
    assert "Do the course again for a new one" in own
    assert "A newer certificate has taken its place" not in own

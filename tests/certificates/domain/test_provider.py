"""What a certificate keeps of who gave the course, and of what it was called."""

from datetime import date

import pytest

from certificates.domain.award import award_certificate
from certificates.domain.document import certificate_pdf
from certificates.domain.words import recognitions_in
from certificates.models import Certificate
from courses.models import Recognition, SectorTitle
from tests.factories.certificates import complete, make_rule
from tests.factories.programmes import make_provider


@pytest.fixture
def awarded(small_course, bob, beekstad, now):
    course = small_course.course
    course.provider = make_provider(
        beekstad,
        (date(2020, 1, 1), date(2026, 11, 20)),
        (date(2026, 11, 21), None),
        (date(2026, 11, 22), None),
    )
    course.save()
    make_rule(course)
    return award_certificate(complete(small_course, bob, now=now), now=now)


def test_the_recognition_in_force_on_the_day_is_frozen(awarded):
    """The first had ended the day before, the third begins the day after."""
    Recognition.objects.all().delete()

    words = Certificate.objects.get(pk=awarded.pk).words

    assert words["provider"] == {
        "name": "The school",
        "recognitions": [
            {"authority": "Authority B", "number": "B-1", "territory": "Flanders"}
        ],
    }
    assert recognitions_in(words) == ["Authority B, Flanders, B-1"]


def test_it_is_shown_to_the_holder_on_paper_and_to_who_checks(awarded, bob, client):
    verify = client.get(f"/verify/{awarded.number}/").text
    client.force_login(bob)
    own = client.get(f"/certificates/{awarded.uuid}/").text

    for page in (verify, own):
        assert "The school" in page
        assert "Authority B, Flanders, B-1" in page
        assert "Authority A" not in page
    assert certificate_pdf(awarded, language="nl").startswith(b"%PDF")


def test_without_a_provider_nothing_is_said(small_course, bob, now, client):
    make_rule(small_course.course)
    plain = award_certificate(complete(small_course, bob, now=now), now=now)

    assert "provider" not in plain.words
    assert recognitions_in(plain.words) == []
    page = client.get(f"/verify/{plain.number}/", headers={"accept-language": "en"})
    assert "Given by" not in page.text


def test_the_course_is_called_as_its_holder_knows_it_and_stays_verifiable(
    small_course, bob, now, client
):
    SectorTitle.objects.create(
        course=small_course.course,
        sector_id="POL",
        titles={"en": "Talking at the door", "nl": "Praten aan de deur"},
    )
    small_course.release()
    make_rule(small_course.course)
    certificate = award_certificate(complete(small_course, bob, now=now), now=now)
    SectorTitle.objects.all().delete()

    assert certificate.words["course"] == {
        "code": "small",
        "titles": {"en": "Talking at the door", "nl": "Praten aan de deur"},
    }
    page = client.get(
        f"/verify/{certificate.number}/", headers={"accept-language": "en"}
    )
    assert "Talking at the door (small)" in page.text

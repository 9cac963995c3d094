"""What a certificate of a training elsewhere says, wherever it is shown."""

import subprocess
from datetime import date, timedelta
from shutil import which

import pytest
from django.utils.timezone import localdate

from certificates.domain.award import award_certificate
from certificates.domain.document import certificate_pdf
from certificates.domain.queries import is_run_out
from certificates.domain.words import trained_on_in
from courses.domain.recognising import Training, recognise
from tests.factories.certificates import complete
from tracking.domain.home import home_of

DAY = date(2026, 5, 4)


@pytest.fixture
def recognised(rule, small_course, bob, now):
    training = Training(bob, "POL", DAY, "Police academy")
    (completion,) = recognise(small_course.course, [training], now=now)
    return award_certificate(completion, now=now)


def test_validity_counts_from_the_day_of_the_training(recognised):
    assert recognised.awarded_on == DAY
    assert recognised.valid_until == date(2028, 5, 4)
    assert trained_on_in(recognised.words) == DAY


def test_one_earned_here_rests_on_no_training(certificate):
    assert trained_on_in(certificate.words) is None
    assert "recognised" not in certificate.words


def test_the_page_says_on_what_it_rests_and_no_learning_time(client, recognised, bob):
    client.force_login(bob)
    page = client.get(f"/certificates/{recognised.uuid}/").text
    assert "On the basis of training on 4 May 2026" in page
    assert "Police academy" in page
    assert "Learning time" not in page


def test_whoever_checks_it_reads_the_same(client, recognised):
    page = client.get(f"/verify/{recognised.number}/").text
    assert "On the basis of training on 4 May 2026" in page
    assert "Police academy" in page


def test_the_paper_says_the_same(recognised):
    if which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run(
        ["pdftotext", "-", "-"],
        input=certificate_pdf(recognised, language="en"),
        capture_output=True,
        check=True,
    ).stdout.decode()
    words = " ".join(text.split())
    assert "Recognised On the basis of" in words
    assert "Given by Police academy" in words
    assert "Learning time" not in words


def test_home_does_not_ask_to_go_on_with_what_was_never_begun(recognised, bob, now):
    home = home_of(bob, now=now, language="en")
    assert (home.first, home.in_progress) == (None, [])


def test_who_did_the_course_may_do_it_again_when_a_recognised_one_runs_out(
    rule, small_course, bob, now
):
    completion = complete(small_course, bob, now=now)
    award_certificate(completion, now=now)
    later = now + timedelta(days=700)
    training = Training(bob, "POL", localdate(later), "Police academy")
    (second,) = recognise(small_course.course, [training], now=later)
    award_certificate(second, now=later)
    enrolment = completion.enrolment
    assert not is_run_out(enrolment, day=localdate(later))
    assert is_run_out(enrolment, day=localdate(later + timedelta(days=725)))

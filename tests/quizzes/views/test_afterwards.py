"""The result page of who has not passed yet, and of what is kept no longer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.enums import Level
from organisations.models import Membership, Organisation
from quizzes.models import Answer, Attempt, GradeRecord
from tests.factories.contacts import make_contact
from tests.quizzes.views.test_regrades import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(bob) -> Organisation:
    """Where Bob works."""
    return Membership.objects.get(user=bob).organisation


def test_who_has_not_passed_yet_reads_whom_to_talk_to(
    browser, address, hand_in, work, beekstad, valmont
):
    hand_in(wrong=range(13))
    text = words_of(browser.get(address("result")))
    assert "Ask your coordinator" in text

    make_contact(valmont, "elsewhere", kind="training")
    make_contact(work, "help", kind="service")
    Organisation.objects.filter(pk=valmont.pk).update(level=Level.FEDERAL)
    make_contact(beekstad, "owner", kind="training")
    assert "owner en" in words_of(browser.get(address("result")))

    make_contact(work, "desk", kind="training", email="desk@example.org")
    text = words_of(browser.get(address("result")))
    assert "Stuck? Talk to somebody" in text
    assert "desk en" in text
    assert "desk@example.org" in text
    for other in ("elsewhere en", "owner en", "help en"):
        assert other not in text


def test_who_has_passed_is_not_sent_to_anybody(browser, address, hand_in):
    hand_in()
    assert "Talk to somebody" not in words_of(browser.get(address("result")))


def test_what_is_deleted_is_said_and_the_pass_is_there(
    browser, address, hand_in, attempt
):
    items = attempt.items.select_related("version")
    easy = next(i.position for i in items if not i.version.must_pass)
    hand_in(wrong=[easy])
    Answer.objects.all().delete()
    Attempt.objects.update(answers_gone_at=timezone.now())
    text = words_of(browser.get(address("result")))
    assert "Your answers are deleted, as their time was over." in text
    assert "You left this one open." not in text
    assert "of 12 right" in text
    GradeRecord.objects.all().delete()
    Attempt.objects.update(grades_gone_at=timezone.now())
    text = words_of(browser.get(address("result")))
    assert "Your answers and grades are deleted" in text
    assert "Passed" in text
    assert "of 12 right" not in text
    assert "Talk to somebody" not in text


def test_somebody_elses_result_does_not_exist(sign_in, charlie, attempt, hand_in):
    hand_in()
    where = reverse("quizzes:result", args=[attempt.uuid])
    assert sign_in(charlie).get(where).status_code == 404

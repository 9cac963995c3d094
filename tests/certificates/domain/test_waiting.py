"""A certificate waits for what the profession asks (ETHICS S1)."""

from datetime import date

import pytest
from django.urls import reverse

from certificates.domain.award import award_certificate, award_waiting, sweep
from certificates.models import Certificate, CertificateEvent
from courses.domain.manifest import blob_data, blob_hash
from courses.domain.statements.accepting import accept
from courses.models import Statement
from courses.signals import statement_accepted
from lms.models import OutgoingMail
from tests.factories.certificates import complete, make_rule
from tests.factories.parts import add_parts, make_statement, part_id, statement

COURSE = reverse("courses:course", args=["small"])


@pytest.fixture
def asked(small_course, beekstad):
    """Police accept a statement in the first lesson."""
    add_parts(small_course, statement(make_statement(beekstad)))
    make_rule(small_course.course)
    return small_course


@pytest.fixture
def completion(asked, bob, now):
    return complete(asked, bob, now=now)


@pytest.fixture
def accepts(asked, completion, now, django_capture_on_commit_callbacks):
    """Bob accepts it, and what follows from that happens."""
    edition = completion.edition_id
    content = blob_data(blob_hash(edition, asked.key("small-one"), "en"))
    live = next(s for s in content["segments"] if s["id"] == part_id("secrecy"))["live"]

    def now_accept():
        with django_capture_on_commit_callbacks(execute=True):
            accept(live, enrolment=completion.enrolment, language="en", now=now)

    return now_accept


def test_a_completion_is_written_and_the_certificate_waits(completion, now):
    assert completion.pk
    assert award_certificate(completion, now=now) is None
    assert sweep(now) == 0
    assert not Certificate.objects.exists()


def test_accepting_brings_the_certificate_exactly_once(completion, accepts, bob, now):
    accepts()

    certificate = Certificate.objects.get()
    assert (certificate.completion, certificate.holder) == (completion, bob)
    for _again in range(2):
        accepts()
        assert award_waiting(bob, now=now) == []
        assert award_certificate(completion, now=now) == certificate
    assert sweep(now) == 0
    assert CertificateEvent.objects.count() == 1
    assert (
        OutgoingMail.objects.filter(template="certificates/mail/awarded").count() == 1
    )


def test_it_counts_from_the_day_of_completion(completion, accepts):
    accepts()

    assert Certificate.objects.get().awarded_on == completion.completed_at.date()


def test_the_sweep_repairs_a_lost_event(completion, accepts, monkeypatch, now):
    monkeypatch.setattr(statement_accepted, "receivers", [])
    accepts()
    assert not Certificate.objects.exists()

    assert sweep(now) == 1
    assert sweep(now) == 0


def test_a_receiver_that_fails_keeps_the_acceptance(
    completion, accepts, monkeypatch, now
):
    def fails(*args, **kwargs):
        raise RuntimeError("out of order")

    with monkeypatch.context() as broken:
        broken.setattr("certificates.receivers.award_waiting", fails)
        accepts()
    assert not Certificate.objects.exists()

    assert sweep(now) == 1


def test_accepting_first_lets_completing_bring_it(asked, bob, now):
    from courses.domain.enrolment import enrol

    enrolment = enrol(bob, asked.course, now=now)
    content = blob_data(blob_hash(enrolment.edition_id, asked.key("small-one"), "en"))
    live = content["segments"][-1]["live"]
    accept(live, enrolment=enrolment, language="en", now=now)

    completion = complete(asked, bob, now=now)

    assert award_certificate(completion, now=now).completion == completion


def test_another_sector_waits_for_nothing(asked, alice, now):
    way = ("small-one", "small-two", "small-quiz")

    completion = complete(asked, alice, now=now, way=way)

    assert award_certificate(completion, now=now) is not None


def test_somebody_elses_acceptance_brings_nothing(
    asked, completion, accepts, alice, now
):
    assert award_waiting(alice, now=now) == []
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("gone", [{"live": False}, {"review_by": date(2026, 11, 20)}])
def test_a_statement_not_in_force_pauses_new_certificates_only(
    asked, completion, accepts, charlie, now, gone
):
    accepts()
    mine = Certificate.objects.get()
    Statement.objects.update(**gone)
    theirs = complete(asked, charlie, now=now)

    assert award_certificate(theirs, now=now) is None
    assert sweep(now) == 0
    assert award_certificate(completion, now=now) == mine
    assert Certificate.objects.get() == mine


def test_renewing_it_lets_the_sweep_go_on(completion, accepts, now):
    Statement.objects.update(review_by=date(2026, 11, 20))
    accepts()
    assert not Certificate.objects.exists()

    Statement.objects.update(review_by=date(2027, 11, 20))

    assert sweep(now) == 1


# --- What the learner reads ---------------------------------------------------------


@pytest.fixture
def browser(client, bob):
    client.force_login(bob)
    return client


def test_the_course_page_says_what_is_missing_with_the_way_there(
    browser, asked, completion
):
    text = browser.get(COURSE).text

    lesson = reverse("courses:play", args=["small", asked.key("small-one")])
    assert "Your certificate waits for one thing:" in text
    assert "Statement secrecy en" in text
    assert f'href="{lesson}#b-{part_id("secrecy")}"' in text
    assert "you find it here within a few minutes" not in text


@pytest.mark.parametrize("rule", [None, "EDU"])
def test_a_course_that_gives_this_sector_no_certificate_speaks_of_none(
    browser, small_course, beekstad, bob, now, rule
):
    add_parts(small_course, statement(make_statement(beekstad)))
    if rule:
        make_rule(small_course.course, sector=rule)
    complete(small_course, bob, now=now)

    assert "waits for one thing" not in browser.get(COURSE).text


def test_the_course_page_says_that_others_have_to_act(browser, completion, accepts):
    Statement.objects.update(live=False)
    accepts()

    text = browser.get(COURSE).text

    assert "There is nothing you have to do." in text
    assert "Your certificate waits for one thing:" not in text


def test_once_accepted_the_course_page_shows_the_certificate(
    browser, completion, accepts
):
    accepts()

    text = browser.get(COURSE).text

    assert "waits for" not in text
    assert reverse("certificates:detail", args=[Certificate.objects.get().uuid]) in text


def test_accepting_in_the_browser_is_all_it_takes(
    browser, asked, completion, django_capture_on_commit_callbacks
):
    from bs4 import BeautifulSoup

    key = asked.key("small-one")
    page = browser.get(reverse("courses:play", args=["small", key]))
    form = BeautifulSoup(page.content, "html.parser").find(id=f"b-{part_id('secrecy')}")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(form["action"], {"accept": form.find("button")["value"]})

    assert Certificate.objects.get().completion == completion

import pytest
from django.urls import reverse

from courses.models import WordingReason
from courses.seeding import write_terms
from organisations.enums import Role
from quizzes.models import QuizPage
from tests.factories.courses import make_course
from tests.factories.facts import english_fact, writer

WHY = "It is quoted as an example of what not to say."


@pytest.fixture
def fact(beekstad):
    """A fact with a draft that calls a street names."""
    write_terms()
    fact = english_fact(beekstad)
    fact.text = "This street is a hotbed."
    fact.save_revision(clean=False)
    return fact


@pytest.fixture
def author(beekstad, now):
    return writer(beekstad, Role.AUTHOR, now=now)


@pytest.fixture
def reviewer(beekstad, now):
    return writer(beekstad, Role.REVIEWER, now=now, language="nl")


def lines_of(thing) -> str:
    return reverse("checklist_lines", args=[f"{thing._meta.label_lower}.{thing.pk}"])


def reason_for(thing, subject="hotbed") -> str:
    token = f"{thing._meta.label_lower}.{thing.pk}"
    return reverse("wording_reason", args=[token, "words", subject])


def test_the_editor_shows_the_list_of_the_draft(client, fact, author):
    client.force_login(author)

    response = client.get(reverse("wagtailsnippets_courses_fact:edit", args=[fact.pk]))

    assert "“hotbed”: It accuses everybody" in response.text
    assert 'href="#id_text"' in response.text
    assert "One thing is to be mended" in response.text
    assert "A reviewer may write down why it stays." in response.text
    assert reason_for(fact) not in response.text
    assert "courses/checklist" in response.text


def test_the_editor_of_a_page_links_to_the_block(client, beekstad, author):
    write_terms()
    lesson = make_course(beekstad, code="other", bank_size=2).lesson("other-one")
    lesson.body[0].value = "A hotbed."
    lesson.save_revision(clean=False)
    client.force_login(author)

    response = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert f'href="#block-{lesson.body[0].id}-section"' in response.text


def test_a_quiz_has_its_list_too(client, beekstad, author):
    make_course(beekstad, code="other", bank_size=2)
    quiz = QuizPage.objects.get(slug="other-quiz", locale__language_code="en")
    client.force_login(author)

    response = client.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk]))
    assert "The bank has fewer questions than an attempt draws." in response.text
    assert "Nothing stands in the way of publishing this." in response.text


def test_the_lines_are_those_of_the_newest_draft(client, fact, author):
    client.force_login(author)
    assert "hotbed" in client.get(lines_of(fact)).text

    fact.text = "This street is quiet."
    fact.save_revision()
    response = client.get(lines_of(fact))
    assert "hotbed" not in response.text
    assert "<html" not in response.text


def test_a_reviewer_writes_down_why_a_word_stays(client, fact, reviewer):
    client.force_login(reviewer)
    assert reason_for(fact) in client.get(lines_of(fact)).text
    assert "It accuses everybody" in client.get(reason_for(fact)).text

    response = client.post(reason_for(fact), {"reason": WHY})

    edit = reverse("wagtailsnippets_courses_fact:edit", args=[fact.pk])
    assert (response.status_code, response["Location"]) == (302, edit)
    given = WordingReason.objects.get()
    assert (given.reason, given.given_by) == (WHY, reviewer)
    shown = client.get(lines_of(fact)).text
    assert WHY in shown
    assert reason_for(fact) not in shown


def test_a_reason_that_says_nothing_is_not_kept(client, fact, reviewer):
    client.force_login(reviewer)

    response = client.post(reason_for(fact), {"reason": "Just so"})

    assert "Schrijf een zin" in response.text
    assert not WordingReason.objects.exists()


def test_an_author_and_a_stranger_write_no_reason(client, fact, author, valmont, now):
    stranger = writer(valmont, Role.REVIEWER, now=now)
    for person in (author, stranger):
        client.force_login(person)
        assert client.get(reason_for(fact)).status_code == 404
        assert client.post(reason_for(fact), {"reason": WHY}).status_code == 404
    assert client.get(lines_of(fact)).status_code == 404
    assert not WordingReason.objects.exists()


def test_there_are_no_reasons_for_what_nobody_says(client, fact, reviewer):
    client.force_login(reviewer)

    assert client.get(reason_for(fact, "lunatic")).status_code == 404


@pytest.mark.parametrize(
    "token",
    [
        "courses.fact.0",
        "courses.fact.x",
        "courses.nothing.1",
        "courses.enrolment.1",
        "nonsense",
    ],
)
def test_what_is_no_thing_of_theirs_is_not_found(client, fact, reviewer, token):
    client.force_login(reviewer)

    address = reverse("checklist_lines", args=[token])
    assert client.get(address).status_code == 404


def test_a_recording_has_a_list_and_no_reasons(client, beekstad, author):
    from django.core.files.base import ContentFile

    from media.models import Recording

    recording = Recording.objects.create(
        owner=beekstad,
        title="Talk",
        file=ContentFile(b"x", name="talk.mp3"),
        live=False,
    )
    recording.save_revision(clean=False)
    client.force_login(author)

    edit = reverse("wagtailsnippets_media_recording:edit", args=[recording.pk])
    assert "Add captions before you publish." in client.get(edit).text
    assert client.get(lines_of(recording)).status_code == 200
    assert client.get(reason_for(recording)).status_code == 404

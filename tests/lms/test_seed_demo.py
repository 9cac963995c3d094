"""The demo world, made once for all of these and walked through by its learner."""

import random
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail_localize.models import StringTranslation, Translation

from certificates.models import CertificateRule
from courses.domain.languages.standings import languages_of
from courses.domain.manifest import (
    blob_data,
    blob_hash,
    outline_of,
)
from courses.exercises import kind_of
from courses.models import (
    Completion,
    ContentBlob,
    Course,
    Edition,
    Enrolment,
    LessonPage,
    TranslationAct,
)
from lms.models import AuditEntry
from organisations.models import Membership, Organisation, User
from quizzes.domain.attempts import outcome_of
from quizzes.domain.versions import content_in
from quizzes.models import Attempt, Question, QuestionVersion
from tracking.models import Requirement

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("demo_world"),
    # Made once, not once by each process that runs some of them.
    pytest.mark.xdist_group("demo world"),
]

CODE = "frontline-prevention-basic"
LEARNER = "learner@beekstad.example"
# Signs of a text that was not rendered, or not written yet.
RAW = ("{", "}", "[[", "]]", ":::", "+++", "**", "](", "##", "TODO", "Lorem", "lorem")


def seed_demo() -> str:
    output = StringIO()
    call_command("seed_demo", stdout=output)
    return output.getvalue()


@pytest.fixture
def edition() -> Edition:
    return Course.objects.get(code=CODE).current_edition


@pytest.fixture(params=["en", "nl"])
def language(request) -> str:
    return request.param


@pytest.fixture
def learner(client, language) -> Enrolment:
    """The police officer of the demo, who has just begun, in a language."""
    user = User.objects.get(email=LEARNER)
    assert user.sector_id == "POL"
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.post(reverse("courses:enrol", args=[CODE]))
    return Enrolment.objects.get(user=user, course__code=CODE)


def rows() -> dict[str, int]:
    models = (
        AuditEntry,
        CertificateRule,
        ContentBlob,
        Edition,
        Membership,
        Organisation,
        Page,
        Question,
        QuestionVersion,
        Requirement,
        Revision,
        StringTranslation,
        Translation,
        User,
    )
    return {model.__name__: model.objects.count() for model in models}


def activities(edition, kind: str, sectors=("POL",)) -> list[dict]:
    outline = outline_of(edition.pk)
    return [a for a in outline.activities_for(sectors) if a["kind"] == kind]


def right_answer(content: dict) -> dict:
    """The fields that a form posts when every part is answered right."""
    kind = kind_of(content)
    if "pairs" in content or "cards" in content:
        return {
            f"place-{thing['id']}": thing["place"] for thing in kind.things(content)
        }
    return {"choice": sorted(kind.right(content))}


def take_quiz(client, key: str, language: str, *, right=True) -> Attempt:
    """Start a quiz, answer every question by its form, and hand in."""
    started = client.post(reverse("quizzes:start", args=[CODE, key]))
    assert started.status_code == 302
    attempt = Attempt.objects.get(submitted_at=None)
    assert started["Location"] == reverse("quizzes:question", args=[attempt.uuid, 1])
    for item in attempt.items.select_related("version"):
        url = reverse("quizzes:question", args=[attempt.uuid, item.position])
        assert client.get(url).status_code == 200
        data = right_answer(content_in(item.version, language)) if right else {}
        assert client.post(url, data).status_code == 302
    assert client.get(reverse("quizzes:review", args=[attempt.uuid])).status_code == 200
    client.post(reverse("quizzes:submit", args=[attempt.uuid]))
    attempt.refresh_from_db()
    return attempt


def visible_text(response) -> str:
    soup = BeautifulSoup(response.content, "html.parser").find("main")
    for hidden in soup.find_all(["script", "template"]):
        hidden.decompose()
    return soup.get_text(" ")


def test_seed_demo_says_what_is_there(demo_world):
    lines = demo_world.splitlines()
    assert lines[0] == "11 organisations, 6 people are there."
    assert lines[1] == "Home pages: written in en, nl, fr, de."
    assert "Edition 1 of frontline-prevention-basic is there, in en, nl." in lines
    assert lines[-1] == (
        "The Dutch texts are a translation. No expert of a sector has reviewed them "
        "yet: so that the demo has two languages, reviewer@relay.example and "
        "author@relay.example are entered as having reviewed and approved them."
    )


def test_seed_demo_twice_changes_nothing_and_says_so():
    before = rows()

    said_again = seed_demo()

    assert rows() == before
    assert "Home pages: written in no language." in said_again
    for line in said_again.splitlines():
        if line.startswith(("Course ", "Quizzes ")):
            assert ": 0 created, 0 updated, " in line
            assert line.endswith(", 0 left to their authors.")
    assert "Edition 1 of frontline-prevention-basic is there" in said_again
    assert "Certificate rules: 0 written, 1 are there." in said_again
    assert "The requirement of Beekstad is there." in said_again


def test_seed_demo_leaves_what_an_author_changed():
    author = User.objects.get(email="author@relay.example")
    lesson = LessonPage.objects.filter(locale__language_code="nl").first()
    lesson.title = "Van de auteur"
    lesson.save_revision(user=author).publish(user=author)

    said_again = seed_demo()

    assert LessonPage.objects.get(pk=lesson.pk).title == "Van de auteur"
    assert "“Van de auteur” (nl) was changed by an author" in said_again


def test_the_first_edition_is_in_english_and_dutch(edition):
    assert (edition.number, edition.languages) == (1, ["en", "nl"])
    assert edition.released_by == User.objects.get(email="author@relay.example")


def test_every_dutch_text_of_the_demo_is_entered_as_reviewed_and_approved():
    course = Course.objects.get(code=CODE)
    languages = languages_of(course, ["nl"])

    assert languages.counts("nl") == {"approved": len(languages.things)}
    people = {
        (step, email)
        for step, email in TranslationAct.objects.filter(
            step__in=("reviewed", "approved")
        ).values_list("step", "by__email")
    }
    assert people == {
        ("reviewed", "reviewer@relay.example"),
        ("approved", "author@relay.example"),
    }


def test_beekstad_requires_the_course_of_its_police():
    requirement = Requirement.objects.get()
    assert (requirement.organisation.code, requirement.sector_id) == (
        "beekstad",
        "POL",
    )
    assert (requirement.course.code, requirement.due_days) == (CODE, 60)


def test_every_quiz_draws_8_to_12_of_at_least_20_questions(edition):
    quizzes = activities(edition, "quiz")
    assert len(quizzes) == 3
    for quiz in quizzes:
        rules = quiz["rules"]
        assert 8 <= rules["draw"] <= 12
        assert rules["pass_percent"] == 80
        bank = QuestionVersion.objects.filter(pk__in=rules["versions"])
        assert bank.count() == len(rules["versions"]) >= 20
        assert bank.filter(must_pass=True).exists()
        assert {tuple(sorted(version.content)) for version in bank} == {("en", "nl")}


def test_every_lesson_can_be_read_and_holds_no_raw_text(
    client, learner, language, edition
):
    lessons = activities(edition, "lesson")
    assert len(lessons) == 18
    for lesson in lessons:
        response = client.get(reverse("courses:play", args=[CODE, lesson["key"]]))
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.article["lang"] == language
        assert soup.h1.get_text() == lesson["title"][language]
        text = visible_text(response)
        assert [sign for sign in RAW if sign in text] == []


def test_lessons_keep_their_anchors_when_the_language_changes(edition):
    for lesson in activities(edition, "lesson"):
        english, dutch = (
            [
                segment["id"]
                for segment in blob_data(blob_hash(edition.pk, lesson["key"], code))[
                    "segments"
                ]
            ]
            for code in ("en", "nl")
        )
        assert english == dutch


def test_every_self_check_is_right_with_the_right_answer(
    client, learner, language, edition
):
    checked = 0
    for lesson in activities(edition, "lesson"):
        content = blob_data(blob_hash(edition.pk, lesson["key"], language))
        for segment in content["segments"]:
            if "exercise" not in segment:
                continue
            response = client.post(
                reverse("courses:check", args=[CODE, lesson["key"], segment["id"]]),
                right_answer(segment["exercise"]["content"]),
                headers={"X-Relay-Fragment": "1"},
            )
            assert response.status_code == 200
            assert response.context["shown"]["is_right"] is True
            checked += 1
    assert checked >= 18


def test_a_police_officer_completes_the_course_with_the_right_answers(
    client, learner, language, edition
):
    outline = outline_of(edition.pk)
    way = outline.activities_for(["POL"])
    for number, activity in enumerate(way, start=1):
        assert not Completion.objects.exists(), f"complete before part {number}"
        if activity["kind"] == "lesson":
            client.post(reverse("courses:done", args=[CODE, activity["key"]]))
            continue
        front = client.get(reverse("quizzes:front", args=[CODE, activity["key"]]))
        assert front.status_code == 200
        attempt = take_quiz(client, activity["key"], language)
        outcome = outcome_of(attempt)
        assert (outcome.right, outcome.passed) == (activity["rules"]["draw"], True)
        assert outcome.must_pass_total > 0
        result = client.get(reverse("quizzes:result", args=[attempt.uuid]))
        assert result.status_code == 200

    completion = Completion.objects.get()
    assert completion.enrolment == learner
    assert (completion.sector_id, completion.cycle) == ("POL", 1)
    assert (completion.edition, completion.language) == (edition, language)
    assert completion.minutes == sum(activity["minutes"] for activity in way)


def test_an_empty_quiz_is_not_passed_and_shows_each_question_again(
    client, learner, language, edition
):
    quiz = activities(edition, "quiz")[0]

    attempt = take_quiz(client, quiz["key"], language, right=False)

    assert outcome_of(attempt).passed is False
    response = client.get(reverse("quizzes:result", args=[attempt.uuid]))
    assert len(response.context["again"]) == quiz["rules"]["draw"]
    assert [sign for sign in RAW if sign in visible_text(response)] == []


def test_every_question_can_be_answered_right_in_both_languages(edition):
    rng = random.Random(1)  # noqa: S311 -- an order of options
    for quiz in activities(edition, "quiz"):
        versions = QuestionVersion.objects.filter(pk__in=quiz["rules"]["versions"])
        for version in versions:
            for code in edition.languages:
                content = content_in(version, code)
                kind = kind_of(content)
                view = kind.view(content, order=kind.order(content, rng), answer=None)
                assert view["prompt"] == content["prompt"] != ""

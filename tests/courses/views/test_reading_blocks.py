"""What a learner gets of blocks that lead elsewhere, or may be taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.editions.drafting import draft_edition
from courses.domain.enrolment import enrol
from courses.domain.manifest import blob_data, blob_hash
from courses.models import ContentBlob, EditionContent, Enrolment, LessonPage
from lms.errors import DomainError
from lms.remembered import forget
from media.domain.testimonies import consent_of, withdraw_consent
from media.models import RecordingTranslation, Transcoding
from tests.factories.courses import approve_translations
from tests.factories.media import captions, make_recording, make_testimony
from tests.factories.symbols import make_symbol

EMBED = {
    "title": "How a bridge is drawn",
    "address": "https://vimeo.com/123456789",
    "about": "A hand draws a bridge.",
    "transcript": "First the banks.",
}
GONE = "There was a testimony here. It is not shown any more."


def put(small, blocks, language="en") -> LessonPage:
    """The first lesson in a language with these blocks alone."""
    lesson = small.lesson("small-one", language)
    raw = [{"type": kind, "id": str(uuid4()), "value": value} for kind, value in blocks]
    lesson.body = LessonPage._meta.get_field("body").to_python(raw)
    lesson.save()
    return lesson


@pytest.fixture
def told(beekstad):
    return make_testimony(beekstad)


@pytest.fixture
def learning(small_course, sign_in, bob, at):
    """Release the course as it stands; return a way to read its first lesson."""

    def read(language="en"):
        small_course.release(now=timezone.now())
        forget()
        enrol(bob, small_course.course, now=timezone.now())
        client = sign_in(bob, language)
        return lambda: client.get(at("play", "small-one"))

    return read


def test_a_testimony_is_read_while_the_person_agrees(small_course, told, learning):
    put(small_course, [("testimony", told["en"].pk)])
    read = learning()

    page = read()
    assert "I asked too late en." in page.text
    assert "A youth worker en" in page.text

    withdraw_consent(consent_of(told["en"]), actor=None, now=timezone.now())

    page = read()
    assert page.status_code == 200
    assert GONE in page.text
    for words in ("I asked too late", "A youth worker", "How I asked"):
        assert words not in page.text


def test_a_withdrawal_is_told_in_the_language_of_the_lesson(
    small_course, told, learning
):
    put(small_course, [("testimony", told["en"].pk)])
    put(small_course, [("testimony", told["nl"].pk)], "nl")
    withdraw = consent_of(told["nl"])
    read = learning("nl")
    assert "I asked too late nl." in read().text

    withdraw_consent(withdraw, actor=None, now=timezone.now())

    assert GONE not in read().text
    assert "getuigenis" in read().text


def test_the_plain_text_of_an_edition_holds_no_testimony(small_course, told, learning):
    put(small_course, [("testimony", told["en"].pk)])
    learning()

    edition = small_course.course.current_edition
    data = blob_data(blob_hash(edition.pk, small_course.key("small-one"), "en"))
    assert data["plain"] == GONE
    assert "asked" not in data["segments"][0]["html"]


def test_many_testimonies_cost_one_query(
    small_course, beekstad, learning, django_assert_max_num_queries
):
    many = [
        make_testimony(beekstad, f"told-{n}", languages=("en",))["en"] for n in range(6)
    ]
    put(small_course, [("testimony", one.pk) for one in many])
    read = learning()
    read()

    with django_assert_max_num_queries(12):
        page = read()
    assert page.text.count("I asked too late en.") == 6


def test_consent_that_ends_is_asked_for_at_each_reading(small_course, told, learning):
    put(small_course, [("testimony", told["en"].pk)])
    read = learning()
    consent = consent_of(told["en"])
    consent.ends_on = timezone.localdate() + timedelta(days=1)
    consent.save()
    assert "I asked too late en." in read().text

    consent.ends_on = timezone.localdate() - timedelta(days=1)
    consent.save()
    assert GONE in read().text


def test_a_lesson_frames_nothing_but_the_video_it_shows(small_course, learning):
    put(small_course, [("embed", EMBED)])
    read = learning()

    page = read()

    policy = page.headers["Content-Security-Policy"]
    assert "frame-src https://player.vimeo.com" in policy
    assert "courses/embed.js" in page.text
    assert "<iframe" not in page.text
    assert 'href="https://vimeo.com/123456789"' in page.text
    assert "First the banks." in page.text


def test_other_lessons_frame_nothing(browser, at):
    page = browser.get(at("play", "small-two"))

    assert "frame-src" not in page.headers["Content-Security-Policy"]
    assert "courses/embed.js" not in page.text


def test_a_symbol_stands_with_its_innocent_meanings_first(
    small_course, beekstad, learning
):
    put(small_course, [("symbol", make_symbol(beekstad)["en"].pk)])

    text = learning()().text

    assert text.index("A bus line en") < text.index("A small group knows itself")
    assert "A sign alone says nothing about a person." in text


def test_a_recording_says_its_size_before_it_is_loaded(
    small_course, beekstad, learning
):
    put(small_course, [("recording", make_recording(beekstad).pk)])

    text = learning()().text

    assert 'preload="none"' in text
    assert "16.3\xa0KB" in text
    assert "What is said." in text


def make_smaller(recording, state="done") -> None:
    """As the task does, some time after the upload."""
    row, _made = Transcoding.objects.update_or_create(
        source=recording.file.name, defaults={"state": state, "seconds": 83}
    )
    row.sound.save("sound.m4a", ContentFile(b"sound"))
    forget()


@pytest.fixture
def nothing_made(monkeypatch):
    """The server has not come to it yet."""
    monkeypatch.setattr("media.domain.transcoding._enqueue", lambda row: None)


def test_smaller_files_that_came_after_the_edition_are_for_its_readers_too(
    small_course, beekstad, learning, nothing_made
):
    recording = make_recording(beekstad)
    put(small_course, [("recording", recording.pk)])
    read = learning()
    assert "Sound alone" not in read().text

    make_smaller(recording, "running")
    assert "Sound alone" not in read().text
    make_smaller(recording)

    page = read().text
    assert "Sound alone (5\xa0bytes)" in page
    assert "1:23" in page
    assert page.count('class="recording"') == 1
    assert f"{recording.title}" in page


def test_an_edition_of_before_that_shows_what_it_froze(
    small_course, beekstad, learning, nothing_made
):
    put(small_course, [("recording", make_recording(beekstad).pk)])
    read = learning()
    for blob in ContentBlob.objects.all():
        for segment in blob.data.get("segments", ()):
            if segment["type"] == "recording":
                del segment["live"]
                ContentBlob._base_manager.filter(pk=blob.pk).update(data=blob.data)
    forget()

    assert "What is said." in read().text


@pytest.fixture
def told_aloud(beekstad, nothing_made):
    """A testimony with its recording, of which nothing smaller was made yet."""
    return make_testimony(beekstad, "aloud", recording=make_recording(beekstad))


def test_smaller_files_of_a_testimony_that_came_later_are_for_its_readers_too(
    small_course, told_aloud, learning
):
    put(small_course, [("testimony", told_aloud["en"].pk)])
    read = learning()
    before = read().text
    assert "Sound alone" not in before
    assert before.count('class="recording"') == 1

    make_smaller(told_aloud["en"].recording)

    page = read().text
    assert "Sound alone (5\xa0bytes)" in page
    assert "1:23" in page
    assert page.count('class="recording"') == 1
    assert page.index("I asked too late en.") < page.index("Sound alone")
    assert page.index("Sound alone") < page.index("A youth worker en")


def test_of_a_testimony_that_is_withdrawn_no_file_is_named(
    small_course, told_aloud, learning
):
    put(small_course, [("testimony", told_aloud["en"].pk)])
    read = learning()
    make_smaller(told_aloud["en"].recording)
    assert "/uploads/" in read().text

    withdraw_consent(consent_of(told_aloud["en"]), actor=None, now=timezone.now())

    page = read().text
    assert GONE in page
    for words in ("Sound alone", "/uploads/", "What is said."):
        assert words not in page


def test_the_recording_of_a_testimony_speaks_the_language_of_the_lesson(
    small_course, told_aloud, learning
):
    RecordingTranslation.objects.create(
        recording=told_aloud["nl"].recording,
        language="nl",
        captions=captions(),
        transcript="Gezegd.",
    )
    for language in ("en", "nl"):
        put(small_course, [("testimony", told_aloud[language].pk)], language)
    read = learning("nl")
    make_smaller(told_aloud["nl"].recording)

    page = read().text
    assert "Lees wat er gezegd wordt" in page
    assert "Gezegd." in page
    assert "Alleen geluid (5\xa0bytes)" in page


def test_a_testimony_of_an_edition_of_before_shows_what_it_froze(
    small_course, told_aloud, learning
):
    put(small_course, [("testimony", told_aloud["en"].pk)])
    read = learning()
    for blob in ContentBlob.objects.all():
        for segment in blob.data.get("segments", ()):
            if segment["type"] == "testimony":
                del segment["live"]["recording"]
                ContentBlob._base_manager.filter(pk=blob.pk).update(data=blob.data)
    make_smaller(told_aloud["en"].recording)

    page = read().text
    assert "What is said." in page
    assert "Sound alone" not in page


def test_the_text_of_a_course_holds_what_a_testimony_says_aloud(
    small_course, told_aloud, learning, sign_in, bob
):
    put(small_course, [("testimony", told_aloud["en"].pk)])
    learning()

    page = sign_in(bob).get(reverse("courses:text", args=["small"])).text
    assert "What is said." in page
    assert "<audio" not in page


def test_recordings_of_testimonies_cost_one_query_however_many(
    small_course, beekstad, learning, nothing_made, django_assert_max_num_queries
):
    many = [
        make_testimony(
            beekstad,
            f"aloud-{n}",
            languages=("en",),
            recording=make_recording(beekstad, title=f"Talk {n}"),
        )["en"]
        for n in range(6)
    ]
    put(small_course, [("testimony", one.pk) for one in many])
    read = learning()
    read()

    with django_assert_max_num_queries(12):
        page = read()
    assert page.text.count('class="recording"') == 6


def test_recordings_cost_one_query_however_many_until_their_files_are_known(
    small_course, beekstad, learning, nothing_made
):
    recordings = [make_recording(beekstad, title=f"Talk {n}") for n in range(6)]

    def queries(read) -> int:
        read()
        with CaptureQueriesContext(connection) as captured:
            assert read().text.count('class="recording"') >= 1
        return len(captured)

    put(small_course, [("recording", recordings[0].pk)])
    one = queries(learning())
    put(small_course, [("recording", each.pk) for each in recordings])
    read = learning()
    enrolment = Enrolment.objects.get()
    enrolment.edition = small_course.course.current_edition
    enrolment.save()
    assert queries(read) == one <= 12
    for each in recordings:
        make_smaller(each)
    assert queries(read) == one - 1
    assert read().text.count("Sound alone") == 6


def test_its_words_are_those_of_the_lesson(small_course, beekstad, learning):
    recording = make_recording(beekstad)
    RecordingTranslation.objects.create(
        recording=recording, language="nl", captions=captions(), transcript="Gezegd."
    )
    for language in ("en", "nl"):
        put(small_course, [("recording", recording.pk)], language)

    page = learning("nl")().text

    assert "Lees wat er gezegd wordt" in page
    assert "Gezegd." in page


def test_a_dutch_lesson_waits_for_captions_in_dutch(small_course, beekstad, now):
    recording = make_recording(beekstad)
    put(small_course, [("recording", recording.pk)])
    put(small_course, [("recording", recording.pk)], "nl")

    draft = draft_edition(small_course.course, now=now)
    assert draft.languages == ["en"]

    RecordingTranslation.objects.create(
        recording=recording, language="nl", captions=captions(), transcript="Gezegd."
    )
    approve_translations(small_course.course)
    assert draft_edition(small_course.course, now=now).languages == ["en", "nl"]


def test_a_testimony_that_is_down_keeps_an_edition_waiting(small_course, told, now):
    put(small_course, [("testimony", told["en"].pk)])
    withdraw_consent(consent_of(told["en"]), actor=None, now=timezone.now())

    with pytest.raises(DomainError, match="which is not published"):
        draft_edition(small_course.course, now=now)
    assert EditionContent.objects.exists()

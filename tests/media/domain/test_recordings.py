import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from lms.publishing import NotPublishableError
from media.domain import transcoding
from media.domain.files import kind_problem, size_problem
from media.domain.recordings import is_in, length_of, recording_findings, shown
from media.domain.rights import problems_of
from media.enums import TranscodingState
from media.models import Recording, RecordingTranslation, Transcoding
from tests.factories.media import captions, make_recording, sound

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TOOLS = bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))
needs_tools = pytest.mark.skipif(not TOOLS, reason="ffmpeg is not installed")


@pytest.fixture
def without_tools(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)


def translate(recording, language="nl", **changes) -> RecordingTranslation:
    values = {"captions": captions(), "transcript": "Wat er gezegd wordt."} | changes
    return RecordingTranslation.objects.create(
        recording=recording, language=language, **values
    )


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("a.M4A", b"\x00\x00\x00\x18ftypM4A "),
        ("a.webm", b"\x1a\x45\xdf\xa3"),
        ("a.mp3", b"ID3\x04"),
        ("a.mp3", b"\xff\xfb\x90"),
        ("a.ogg", b"OggS"),
        ("a.vtt", b"WEBVTT"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name, head):
    assert kind_problem(name, head) == ""


@pytest.mark.parametrize("name", ["a.mp4", "a.m4a", "a.webm", "a.mp3", "a.ogg"])
def test_a_page_with_the_name_of_a_recording_is_not(name):
    assert kind_problem(name, b"<html><body>").startswith("The name says")
    assert kind_problem(name, b"").startswith("The name says")


def test_the_limit_is_a_setting_and_is_said(settings):
    settings.RELAY_RECORDING_MAX_BYTES = 150 * 1024 * 1024

    assert size_problem(150 * 1024 * 1024) == ""
    told = size_problem(200 * 1024 * 1024).replace("\xa0", " ")
    assert told.startswith("This file has 200.0 MB; the most is 150.0 MB.")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"file": ContentFile(b"<html>", name="a.mp4")}, "The name says “mp4”"),
        (
            {"captions": captions("WEBVTT\n\n00:03.000 --> 00:01.000\nx\n")},
            "Caption 1 ends before it begins.",
        ),
    ],
)
def test_a_recording_that_is_wrong_goes_live_on_no_way(beekstad, changes, message):
    with pytest.raises(NotPublishableError, match=message):
        make_recording(beekstad, **changes)
    assert not Recording.objects.exists()


def test_captions_in_another_language_are_judged_as_well(beekstad):
    recording = make_recording(beekstad)
    translate(recording, captions=captions("WEBVTT\n"))

    assert [(one.message, one.place) for one in recording_findings(recording)] == [
        ("Dutch: There is no caption in this file.", "translations")
    ]


@needs_tools
def test_captions_beyond_the_measured_length_are_found(beekstad):
    late = captions("WEBVTT\n\n00:08.000 --> 00:09.000\nToo late.\n")
    recording = make_recording(beekstad, captions=late, live=False)

    assert length_of(recording) == 1
    assert [one.message for one in recording_findings(recording)] == [
        "Caption 1 lies beyond the end of the recording."
    ]


@needs_tools
def test_a_file_that_nobody_has_measured_yet_is_measured_before_it_goes_live(beekstad):
    late = captions("WEBVTT\n\n00:08.000 --> 00:09.000\nToo late.\n")
    recording = make_recording(beekstad, captions=late, seconds=60, live=False)
    Transcoding.objects.all().delete()

    recording.live = True
    with pytest.raises(NotPublishableError, match="beyond the end"):
        recording.save()


@needs_tools
def test_an_upload_is_measured_and_left_as_it_was(tmp_path):
    upload = film(tmp_path, *TONE)

    assert transcoding.measured(upload) == 2
    assert upload.tell() == 0
    assert transcoding.measured(ContentFile(b"<html>", name="a.mp4")) == 0


def test_without_tools_nothing_is_measured(without_tools):
    assert transcoding.measured(sound()) == 0


def test_without_tools_the_length_is_what_the_author_says(beekstad, without_tools):
    recording = make_recording(beekstad, seconds=77)

    assert Transcoding.objects.get().state == TranscodingState.ORIGINAL_ONLY
    assert length_of(recording) == 77
    assert shown(recording, "en").seconds == 77
    Transcoding.objects.all().delete()
    assert length_of(recording) == 77


@needs_tools
def test_what_cannot_be_played_is_not_published(beekstad):
    empty = ContentFile(b"ID3" + bytes(50), name="a.mp3")
    recording = make_recording(beekstad, file=empty, live=False)

    assert Transcoding.objects.get().state == TranscodingState.UNREADABLE
    assert [one.message for one in recording_findings(recording)] == [
        "This file cannot be played."
    ]


def test_a_reader_of_another_language_needs_captions_in_it(beekstad):
    recording = make_recording(beekstad)

    assert problems_of(recording, language="en") == []
    assert problems_of(recording, language="nl") == [
        "“A talk” is spoken in another language, without captions in this."
    ]
    translate(recording)
    assert is_in(recording, "nl")
    assert problems_of(recording, language="nl") == []


def test_a_reader_gets_captions_and_transcript_in_their_language(beekstad):
    recording = make_recording(beekstad)
    translate(recording)

    dutch, english = shown(recording, "nl"), shown(recording, "en")

    assert (dutch.transcript, dutch.is_foreign) == ("Wat er gezegd wordt.", True)
    assert (english.transcript, english.is_foreign) == ("What is said.", False)
    assert [(one.language, one.is_default) for one in dutch.tracks] == [
        ("en", False),
        ("nl", True),
    ]
    assert [one.is_default for one in english.tracks] == [True, False]
    assert dutch.bytes == recording.file.size
    assert dutch.url == recording.file.url


def test_a_draft_without_files_can_be_shown(beekstad):
    draft = Recording(owner=beekstad, title="Later", live=False)

    assert list(recording_findings(draft)) == []
    empty = shown(draft, "nl")
    assert (empty.url, empty.bytes, empty.is_video, empty.tracks) == ("", 0, False, ())


# --- Smaller files -------------------------------------------------------------------


def film(folder, *more) -> ContentFile:
    """Two seconds of a grey picture, with a tone."""
    import subprocess

    made = folder / "film.mp4"
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi"),
            *("-i", "color=gray:size=1280x720:rate=5:duration=2"),
            *more,
            *("-pix_fmt", "yuv420p", "-shortest", str(made)),
        ],
        check=True,
    )
    return ContentFile(made.read_bytes(), name="film.mp4")


TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:a", "aac")


@needs_tools
def test_a_film_gets_a_smaller_one_its_sound_and_a_picture(beekstad, tmp_path):
    recording = make_recording(beekstad, file=film(tmp_path, *TONE))

    made = Transcoding.objects.get()
    assert (made.state, made.seconds) == (TranscodingState.DONE, 2)
    seen = shown(recording, "en")
    assert seen.small_bytes == made.small.size > 0
    assert seen.sound_bytes == made.sound.size > 0
    assert made.poster.read()[:3] == b"\xff\xd8\xff"
    assert {name.split("/")[0] for name in (made.small.name, made.sound.name)} == {
        "recordings"
    }


@needs_tools
def test_a_silent_film_has_no_sound_alone(beekstad, tmp_path):
    make_recording(beekstad, file=film(tmp_path))

    made = Transcoding.objects.get()
    assert (bool(made.small), bool(made.sound)) == (True, False)


def test_sound_needs_no_smaller_files_and_is_measured(beekstad):
    make_recording(beekstad)

    made = Transcoding.objects.get()
    assert not made.small
    assert not made.sound
    if TOOLS:
        assert (made.state, made.seconds) == (TranscodingState.DONE, 1)


def test_saving_again_asks_for_nothing_again(beekstad, monkeypatch):
    recording = make_recording(beekstad)
    monkeypatch.setattr(transcoding, "_enqueue", lambda row: pytest.fail("asked again"))

    recording.title = "Another title"
    recording.save()

    assert Transcoding.objects.count() == 1


def test_a_task_that_comes_twice_or_too_late_changes_nothing(beekstad, monkeypatch):
    make_recording(beekstad)
    made = Transcoding.objects.get()
    Transcoding.objects.update(state=TranscodingState.DONE, seconds=5)
    monkeypatch.setattr(transcoding, "_make", lambda row, folder: pytest.fail("again"))

    transcoding.transcode(made.pk, now=NOW)
    transcoding.transcode(made.pk + 1, now=NOW)
    Transcoding.objects.update(state=TranscodingState.RUNNING, began_at=NOW)
    transcoding.transcode(made.pk, now=NOW + timedelta(minutes=5))

    made.refresh_from_db()
    assert (made.state, made.seconds) == (TranscodingState.RUNNING, 5)


def test_one_that_was_begun_long_ago_is_taken_up_again(beekstad, without_tools):
    make_recording(beekstad)
    made = Transcoding.objects.get()
    Transcoding.objects.update(state=TranscodingState.RUNNING, began_at=NOW)

    transcoding.transcode(made.pk, now=NOW + timedelta(hours=2))

    made.refresh_from_db()
    assert made.state == TranscodingState.ORIGINAL_ONLY


def test_what_fails_is_said_and_the_file_is_shown_as_it_is(
    beekstad, monkeypatch, settings
):
    def fail(row, folder):
        raise OSError("the disk is full")

    monkeypatch.setattr(transcoding, "_has_tools", lambda: True)
    monkeypatch.setattr(transcoding, "_make", fail)

    recording = make_recording(beekstad)

    assert Transcoding.objects.get().state == TranscodingState.FAILED
    assert shown(recording, "en").url == recording.file.url


def test_the_sweep_asks_again_for_what_was_lost(beekstad, monkeypatch):
    asked = []
    make_recording(beekstad)
    made = Transcoding.objects.get()
    monkeypatch.setattr(transcoding, "_enqueue", lambda row: asked.append(row.pk))
    monkeypatch.setattr(transcoding, "_has_tools", lambda: True)
    Transcoding.objects.update(state=TranscodingState.RUNNING, changed_at=NOW)
    Transcoding.objects.create(source="recordings/gone/gone.mp3", changed_at=NOW)
    Transcoding.objects.filter(pk__gt=made.pk).update(changed_at=NOW)

    assert transcoding.sweep(NOW + timedelta(minutes=30)) == 0
    assert transcoding.sweep(NOW + timedelta(hours=2)) == 1
    assert asked == [made.pk]


def test_the_sweep_makes_up_when_there_are_tools_at_last(beekstad, monkeypatch):
    make_recording(beekstad)
    Transcoding.objects.update(state=TranscodingState.ORIGINAL_ONLY, changed_at=NOW)
    monkeypatch.setattr(transcoding, "_enqueue", lambda row: None)

    monkeypatch.setattr(transcoding, "_has_tools", lambda: False)
    assert transcoding.sweep(NOW + timedelta(hours=2)) == 0
    monkeypatch.setattr(transcoding, "_has_tools", lambda: True)
    assert transcoding.sweep(NOW + timedelta(hours=2)) == 1


@needs_tools
@pytest.mark.parametrize("told", [b"", b"{}", b'{"format": {"duration": "2.0"}}'])
def test_a_file_of_which_nothing_is_known_cannot_be_played(beekstad, monkeypatch, told):
    import subprocess

    answer = subprocess.CompletedProcess([], 0, stdout=told, stderr=b"")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: answer)

    make_recording(beekstad, file=sound())

    assert Transcoding.objects.get().state == TranscodingState.UNREADABLE

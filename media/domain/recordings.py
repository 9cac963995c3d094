"""What a recording needs to go live, and how it is shown in a language."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from lms.publishing import Finding
from lms.remembered import Remembered
from media.domain.captions import caption_problems
from media.domain.files import ENOUGH, kind_problem, size_problem
from media.domain.transcoding import measured
from media.enums import TranscodingState
from media.models import Recording, Transcoding


@dataclass(frozen=True)
class Track:
    """Captions in one language."""

    language: str
    label: str
    url: str
    is_default: bool


@dataclass(frozen=True)
class ShownRecording:
    """A recording as a reader of one language gets it; addresses and sizes of files
    that are not there are empty. `spoken` is the language that is heard."""

    title: str
    is_video: bool
    url: str
    bytes: int
    seconds: int
    small_url: str
    small_bytes: int
    sound_url: str
    sound_bytes: int
    poster_url: str
    tracks: tuple[Track, ...]
    transcript: str
    spoken: str
    spoken_label: str
    is_foreign: bool
    rights_holder: str


def transcoding_of(recording: Recording) -> Transcoding | None:
    """What was made of the recording's file so far."""
    return Transcoding.objects.filter(source=recording.file.name or "").first()


def length_of(recording: Recording) -> int:
    """In seconds: as measured, else as its author says; 0 when nobody knows. A file that
    nothing was made of yet is measured now, where the server can."""
    made = transcoding_of(recording)
    if made and made.seconds:
        return made.seconds
    return measured(recording.file) or recording.seconds


def recording_findings(recording: Recording) -> Iterator[Finding]:
    """The check of what goes live: files that are what they say, captions that fit."""
    seconds = length_of(recording)
    made = transcoding_of(recording)
    if made is not None and made.state == TranscodingState.UNREADABLE:
        yield Finding("recording", _("This file cannot be played."), "file")
    elif recording.file:
        for problem in file_problems(recording.file):
            yield Finding("recording", problem, "file")
    if recording.captions:
        for problem in caption_problems(_read(recording.captions), seconds=seconds):
            yield Finding("captions", problem, "captions")
    for translation in recording.translations.all():
        for problem in caption_problems(_read(translation.captions), seconds=seconds):
            yield Finding("captions", f"{translation}: {problem}", "translations")


def file_problems(file) -> list[str]:
    """Why an uploaded recording is not taken; empty when it is."""
    found = [size_problem(file.size), kind_problem(file.name, _read(file, ENOUGH))]
    return [problem for problem in found if problem]


def is_in(recording: Recording, language: str) -> bool:
    """Whether a reader of this language can follow: it is spoken, or captioned."""
    return language == recording.language or any(
        one.language == language for one in recording.translations.all()
    )


@dataclass(frozen=True)
class Made:
    """What was made of an uploaded file, and what is known of it since."""

    bytes: int
    seconds: int
    small_url: str
    small_bytes: int
    sound_url: str
    sound_bytes: int
    poster_url: str


def made_of(sources: Iterable[str]) -> dict[str, Made]:
    """{name of an uploaded file: what was made of it}, those alone that are done; one
    query at most, and none for what this process has read."""
    return _made.of(sources)


def _read_made(sources: set[str]) -> dict[str, Made]:
    rows = Transcoding.objects.filter(source__in=sources, state=TranscodingState.DONE)
    return {row.source: _made_from(row) for row in rows}


# What is done is never made again.
_made = Remembered(_read_made, most=1024)


def _made_from(row: Transcoding) -> Made:
    return Made(
        bytes=row.bytes,
        seconds=row.seconds,
        small_url=_url(row.small),
        small_bytes=_size(row.small),
        sound_url=_url(row.sound),
        sound_bytes=_size(row.sound),
        poster_url=_url(row.poster),
    )


def shown(recording: Recording, language: str) -> ShownRecording:
    """A recording with what was made of its file, for a reader of a language."""
    row = transcoding_of(recording)
    return with_made(
        as_uploaded(recording, language), _made_from(row) if row is not None else None
    )


def with_made(shown: ShownRecording, made: Made | None) -> ShownRecording:
    """The same with what was made of its file since."""
    if made is None:
        return shown
    return replace(
        shown,
        **asdict(made)
        | {
            "bytes": made.bytes or shown.bytes,
            "seconds": made.seconds or shown.seconds,
        },
    )


def from_data(data: dict) -> ShownRecording:
    """From what `dataclasses.asdict` made of it, also when that was JSON in between."""
    tracks = tuple(Track(**track) for track in data["tracks"])
    return ShownRecording(**data | {"tracks": tracks})


def as_uploaded(recording: Recording, language: str) -> ShownRecording:
    """A recording for a reader of a language, as if nothing was made of its file."""
    translations = list(recording.translations.all())
    own = next((one for one in translations if one.language == language), recording)
    said = {recording.language: (recording.get_language_display(), recording.captions)}
    said |= {
        one.language: (one.get_language_display(), one.captions) for one in translations
    }
    tracks = tuple(
        Track(code, str(label), file.url, is_default=code == own.language)
        for code, (label, file) in said.items()
        if file
    )
    return ShownRecording(
        title=recording.title,
        is_video=bool(recording.file) and recording.is_video,
        url=_url(recording.file),
        bytes=_size(recording.file),
        seconds=recording.seconds,
        small_url="",
        small_bytes=0,
        sound_url="",
        sound_bytes=0,
        poster_url="",
        tracks=tracks,
        transcript=own.transcript,
        spoken=recording.language,
        spoken_label=str(recording.get_language_display()),
        is_foreign=recording.language != language,
        rights_holder=recording.rights_holder,
    )


def _url(file) -> str:
    return file.url if file else ""


def _size(file) -> int:
    return file.size if file else 0


def _read(file, most: int = -1) -> bytes:
    """The beginning of a stored or just uploaded file, which is left as it was."""
    was_closed = file.closed
    file.open("rb")
    try:
        return file.read(most)
    finally:
        file.seek(0)
        if was_closed:
            file.close()

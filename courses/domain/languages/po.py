"""The sentences of a course in one language as a PO file, out and in again.

Reading one in writes what a translator would have written in the editor, and nothing
else: what is published changes when somebody publishes it, by the checklist like all.
A file says of each sentence what stood there when it was written. Where somebody has
translated it otherwise since, both texts are shown and a person chooses.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import polib
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.strings import StringValue, validate_translation_links

from courses.domain.languages.sentences import (
    Place,
    mark_of,
    write_sentence,
)
from courses.domain.languages.things import things_of
from courses.models import Course
from lms import audit
from lms.errors import DomainError

LARGEST = 5 * 1024 * 1024
# In the file's head: which course and which language it is of.
COURSE, LANGUAGE = "X-Relay-Course", "Language"
# In the comment of a sentence: the mark of what stood there.
_SEEN = re.compile(r"relay-seen: ([0-9a-f]{16})")


@dataclass(frozen=True)
class Entry:
    """One sentence of a file: `place` is where it stands."""

    place: str
    source: str
    before: str
    after: str


@dataclass(frozen=True)
class Conflict:
    """One sentence that was translated otherwise since the file was written. `held` is
    what stands there, by whom; `after` is what the file says."""

    place: str
    source: str
    held: str
    by: str
    after: str

    @property
    def id(self) -> str:
        """Tells it from the other sentences of a file, in a form."""
        return mark_of(f"{self.place}\n{self.source}")

    @property
    def seen(self) -> str:
        """The mark of what stands there."""
        return mark_of(self.held)


@dataclass(frozen=True)
class Rejected:
    """One sentence of a file that is not taken over, and why."""

    place: str
    source: str
    reason: str


@dataclass
class Reading:
    """What reading a file in would do."""

    fresh: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    rejected: list[Rejected] = field(default_factory=list)


def write_po(course: Course, language: str, *, key: UUID | None = None) -> str:
    """The sentences of a course, or of one of its texts, that were submitted for
    translation into a language, with what is translated of them."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        COURSE: course.code,
        LANGUAGE: language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    keys = _keys(course) if key is None else _keys(course) & {key}
    segments = (
        StringSegment.objects.filter(
            source__object_id__in=keys,
            source__translations__target_locale__language_code=language,
            source__translations__enabled=True,
        )
        .select_related("string", "context", "source")
        .order_by("source__object_id", "order")
    )
    held = _held(keys, language)
    seen = set()
    for segment in segments:
        place = place_of(segment.source.object_id, segment.context.path)
        if (place, segment.string.data) in seen:
            continue
        seen.add((place, segment.string.data))
        told = held.get((segment.string_id, segment.context_id))
        file.append(
            polib.POEntry(
                msgctxt=place,
                msgid=segment.string.data,
                msgstr=told.data if told else "",
                comment=seen_comment(told.data if told else ""),
            )
        )
    return str(file)


def seen_comment(words: str) -> str:
    """What a file says of a sentence, so that reading it in can tell whether somebody
    has changed it since."""
    return f"relay-seen: {mark_of(words)}"


def place_of(key: UUID, path: str) -> str:
    return f"{key}:{path}"


def read_po(course: Course, language: str, data: bytes) -> Reading:
    """What a file would change; changes nothing.

    Raises DomainError `too_large`, `bad_encoding`, `bad_file`, or `other_course` for a
    file of another course or language.
    """
    return read_entries(_file_of(course, language, data), _keys(course), language)


@transaction.atomic
def import_po(
    course: Course,
    language: str,
    data: bytes,
    *,
    actor,
    now,
    chosen: Mapping[str, str] | None = None,
) -> Reading:
    """Take over what a file says, as read_po tells it. Raises what read_po raises.

    `chosen` says of conflicts, by their id, that the file's words take the place of
    those with this mark; "" leaves what stands there. In what is returned, `conflicts`
    are those about which nobody has said anything.
    """
    file = _file_of(course, language, data)
    reading = take_over(file, _keys(course), language, actor=actor, chosen=chosen)
    if reading.fresh or reading.changed:
        audit.record(
            "courses.translation_imported",
            actor=actor,
            subject=course,
            now=now,
            data={
                "language": language,
                "new": len(reading.fresh),
                "changed": len(reading.changed),
                "rejected": len(reading.rejected),
            },
            organisation=course.owner_id,
        )
    return reading


def read_entries(
    entries: Iterable[polib.POEntry], keys: set[UUID], language: str
) -> Reading:
    """What these sentences of a file would change in the texts of these keys."""
    segments = _segments(keys, language)
    held = _held(keys, language)
    reading = Reading()
    for entry in entries:
        if entry.obsolete or not entry.msgstr:
            reading.empty += 1
            continue
        reason = _reason(entry, segments)
        if reason:
            place = entry.msgctxt or ""
            reading.rejected.append(Rejected(place, entry.msgid, reason))
            continue
        _sort(entry, held.get(segments[entry.msgctxt][entry.msgid]), reading)
    return reading


def _sort(
    entry: polib.POEntry, told: StringTranslation | None, reading: Reading
) -> None:
    before = told.data if told else ""
    made = Entry(entry.msgctxt, entry.msgid, before, entry.msgstr)
    if told is None:
        reading.fresh.append(made)
    elif before == entry.msgstr and not told.has_error:
        reading.unchanged += 1
    elif before == entry.msgstr or _seen(entry) == mark_of(before):
        reading.changed.append(made)
    else:
        reading.conflicts.append(
            Conflict(
                entry.msgctxt,
                entry.msgid,
                before,
                str(told.last_translated_by or ""),
                entry.msgstr,
            )
        )


def _seen(entry: polib.POEntry) -> str | None:
    found = _SEEN.search(entry.comment)
    return found and found[1]


@transaction.atomic
def take_over(
    entries: Iterable[polib.POEntry],
    keys: set[UUID],
    language: str,
    *,
    actor,
    chosen: Mapping[str, str] | None = None,
) -> Reading:
    """Save what read_entries tells, and of its conflicts those that are chosen, as
    import_po says."""
    chosen = chosen or {}
    reading = read_entries(entries, keys, language)
    open_ones = reading.conflicts
    reading.conflicts = []
    for one in open_ones:
        if one.id not in chosen or chosen[one.id] not in ("", one.seen):
            reading.conflicts.append(one)
        elif chosen[one.id]:
            reading.changed.append(Entry(one.place, one.source, one.held, one.after))
    segments = _segments(keys, language)
    locale = Locale.objects.get(language_code=language)
    for entry in (*reading.fresh, *reading.changed):
        ids = segments[entry.place][entry.source]
        write_sentence(
            Place(*ids, locale.pk), entry.after, seen=mark_of(entry.before), by=actor
        )
    return reading


def _file_of(course: Course, language: str, data: bytes) -> polib.POFile:
    file = parse(data)
    if (file.metadata.get(COURSE), file.metadata.get(LANGUAGE)) != (
        course.code,
        language,
    ):
        raise DomainError(
            _("This file is of another course or language. Nothing was changed."),
            code="other_course",
        )
    return file


def parse(data: bytes) -> polib.POFile:
    """A file as it was uploaded. Raises DomainError `too_large`, `bad_encoding` or
    `bad_file`."""
    if len(data) > LARGEST:
        raise DomainError(
            _("This file is too large: 5 MB at most. Nothing was changed."),
            code="too_large",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError(
            _("This file is not in UTF-8: save it as UTF-8. Nothing was changed."),
            code="bad_encoding",
        ) from None
    # What is no PO file would be taken for the name of one.
    if "msgid" not in text or "\0" in text:
        raise _bad_file()
    try:
        return polib.pofile(text)
    except (OSError, ValueError, UnicodeError):
        raise _bad_file() from None


def _bad_file() -> DomainError:
    return DomainError(
        _("This is not a PO file that can be read. Nothing was changed."),
        code="bad_file",
    )


def _reason(entry: polib.POEntry, segments: dict) -> str:
    if entry.msgctxt not in segments:
        return _("There is no such place in this course in this language.")
    if entry.msgid not in segments[entry.msgctxt]:
        return _("The source says something else here by now.")
    if "fuzzy" in entry.flags:
        return _("It is marked as not certain (fuzzy).")
    try:
        StringValue.from_translated_html(entry.msgstr)
        validate_translation_links(entry.msgid, entry.msgstr)
    except ValueError as problem:
        return str(problem)
    return ""


def _keys(course: Course) -> set[UUID]:
    return {thing.key for thing in things_of([course])[course.pk].things}


def _segments(keys: set[UUID], language: str) -> dict[str, dict[str, tuple[int, int]]]:
    """{place: {sentence: (id of the string, id of the context)}}"""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for key, path, sentence, string_id, context_id in _values(keys, language):
        place = found.setdefault(place_of(key, path), {})
        place[sentence] = (string_id, context_id)
    return found


def _values(keys: set[UUID], language: str) -> Iterator[tuple]:
    return StringSegment.objects.filter(
        source__object_id__in=keys,
        source__translations__target_locale__language_code=language,
        source__translations__enabled=True,
    ).values_list(
        "source__object_id", "context__path", "string__data", "string_id", "context_id"
    )


def _held(keys: set[UUID], language: str) -> dict[tuple[int, int], StringTranslation]:
    return {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(
            context__object_id__in=keys, locale__language_code=language
        ).select_related("translation_of", "context", "last_translated_by")
    }

"""A PO file goes out, comes back, and changes nothing that is published."""

import polib
import pytest
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.domain.languages.po import (
    LARGEST,
    import_po,
    place_of,
    read_po,
    write_po,
)
from courses.models import Fact, LessonPage
from lms.errors import DomainError
from lms.models import AuditEntry
from organisations.enums import Role
from tests.factories.courses import locale, make_course
from tests.factories.organisations import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(somebody):
    return somebody(Role.AUTHOR)


@pytest.fixture
def submitted(small):
    """Lesson one and its fact, submitted for translation into Dutch."""
    rows = (small.lesson("small-one"), Fact.objects.get(locale__language_code="en"))
    for row in rows:
        source, _created = TranslationSource.update_or_create_from_instance(row)
        Translation.objects.create(source=source, target_locale=locale("nl"))
    return small.course


def written(course, words="Nieuw", **changes) -> bytes:
    """The file as a translator sends it back."""
    file = polib.pofile(write_po(course, "nl"))
    for entry in file:
        entry.msgstr = f"{words} {entry.msgid}"
    for name, value in changes.items():
        file.metadata[name] = value
    return str(file).encode()


def said(text: str) -> list[tuple[str, str, str]]:
    return [(one.msgctxt, one.msgid, one.msgstr) for one in polib.pofile(text)]


def refused(course, data, language="nl") -> str:
    with pytest.raises(DomainError) as caught:
        read_po(course, language, data)
    assert not StringTranslation.objects.exists()
    return caught.value.code


def test_a_file_holds_every_sentence_once_with_its_place(submitted, small):
    file = polib.pofile(write_po(submitted, "nl"))
    lesson = small.lesson("small-one")
    assert file.metadata["X-Relay-Course"] == "small"
    assert file.metadata["Language"] == "nl"
    entry = next(one for one in file if one.msgid == "Lesson one en")
    assert entry.msgctxt == place_of(lesson.translation_key, "title")
    assert len({(one.msgctxt, one.msgid) for one in file}) == len(file)
    assert [one for one in file if one.msgstr] == []


def test_a_file_of_one_text_holds_no_other(submitted, small):
    lesson = small.lesson("small-one")
    file = polib.pofile(write_po(submitted, "nl", key=lesson.translation_key))
    assert {one.msgctxt.split(":")[0] for one in file} == {str(lesson.translation_key)}


def test_there_and_back_again(submitted, author, now):
    data = written(submitted)
    before = list(LessonPage.objects.values()) + list(Fact.objects.values())
    dry = read_po(submitted, "nl", data)
    assert not StringTranslation.objects.exists()
    done = import_po(submitted, "nl", data, actor=author, now=now)
    assert done == dry
    assert len(done.fresh) == len(polib.pofile(data.decode()))
    assert {row.last_translated_by for row in StringTranslation.objects.all()} == {
        author
    }
    assert said(write_po(submitted, "nl")) == said(data.decode())
    again = import_po(submitted, "nl", data, actor=author, now=now)
    assert (again.fresh, again.changed, again.unchanged) == ([], [], len(done.fresh))
    after = list(LessonPage.objects.values()) + list(Fact.objects.values())
    for row in (*before, *after):
        row.pop("draft_title", None)
    assert after == before
    entry = AuditEntry.objects.get(action="courses.translation_imported")
    assert entry.data == {
        "language": "nl",
        "new": len(done.fresh),
        "changed": 0,
        "rejected": 0,
    }


def test_what_is_changed_is_told_with_what_it_was(submitted, author, now):
    import_po(submitted, "nl", written(submitted), actor=author, now=now)
    done = import_po(
        submitted, "nl", written(submitted, "Beter"), actor=author, now=now
    )
    assert done.fresh == []
    entry = next(one for one in done.changed if one.source == "Lesson one en")
    assert (entry.before, entry.after) == ("Nieuw Lesson one en", "Beter Lesson one en")
    assert StringTranslation.objects.filter(data="Beter Lesson one en").exists()


def title_of(small):
    """The sentence that is Dutch for the title of lesson one."""
    return StringTranslation.objects.get(translation_of__data="Lesson one en")


def test_what_somebody_translated_since_is_not_overwritten(
    submitted, small, author, now
):
    import_po(submitted, "nl", written(submitted), actor=author, now=now)
    file = written(submitted, "Beter")
    other = UserFactory()
    row = title_of(small)
    row.data, row.last_translated_by = "Intussen", other
    row.save()

    done = import_po(submitted, "nl", file, actor=author, now=now)

    assert [(one.source, one.held, one.by, one.after) for one in done.conflicts] == [
        ("Lesson one en", "Intussen", str(other), "Beter Lesson one en")
    ]
    assert title_of(small).data == "Intussen"
    assert StringTranslation.objects.filter(data="Beter Lead one en").exists()


def test_which_of_two_texts_stays_is_chosen(submitted, small, author, now):
    import_po(submitted, "nl", written(submitted), actor=author, now=now)
    file = written(submitted, "Beter")
    StringTranslation.objects.filter(pk=title_of(small).pk).update(data="Intussen")
    (both,) = read_po(submitted, "nl", file).conflicts

    kept = import_po(submitted, "nl", file, actor=author, now=now, chosen={both.id: ""})
    assert (kept.conflicts, title_of(small).data) == ([], "Intussen")

    taken = import_po(
        submitted, "nl", file, actor=author, now=now, chosen={both.id: both.seen}
    )
    assert (taken.conflicts, title_of(small).data) == ([], "Beter Lesson one en")


def test_a_choice_about_what_stands_there_no_more_is_asked_again(
    submitted, small, author, now
):
    import_po(submitted, "nl", written(submitted), actor=author, now=now)
    file = written(submitted, "Beter")
    StringTranslation.objects.filter(pk=title_of(small).pk).update(data="Intussen")
    (both,) = read_po(submitted, "nl", file).conflicts
    StringTranslation.objects.filter(pk=title_of(small).pk).update(data="Weer anders")

    done = import_po(
        submitted, "nl", file, actor=author, now=now, chosen={both.id: both.seen}
    )

    assert [one.held for one in done.conflicts] == ["Weer anders"]
    assert title_of(small).data == "Weer anders"


def test_a_file_that_does_not_say_when_it_was_written_overwrites_nothing_unasked(
    submitted, small, author, now
):
    """Some tools drop the comments."""
    import_po(submitted, "nl", written(submitted), actor=author, now=now)
    file = polib.pofile(written(submitted, "Beter").decode())
    for entry in file:
        entry.comment = ""

    done = import_po(submitted, "nl", str(file).encode(), actor=author, now=now)

    assert (done.fresh, done.changed, len(done.conflicts)) == ([], [], len(file))
    assert title_of(small).data == "Nieuw Lesson one en"


def test_sentences_that_cannot_be_taken_are_told_one_by_one(
    submitted, small, author, now
):
    key = small.lesson("small-one").translation_key
    file = polib.pofile(written(submitted).decode())
    for entry in list(file):
        if entry.msgid not in ("Lesson one en", "Lead one en"):
            file.remove(entry)
    for entry in file:
        if entry.msgid == "Lead one en":
            entry.msgstr = "<p>Open"
    other = polib.POEntry(msgctxt=place_of(key, "nowhere"), msgid="x", msgstr="y")
    old = polib.POEntry(
        msgctxt=place_of(key, "title"), msgid="It was", msgstr="Het was"
    )
    empty = polib.POEntry(msgctxt=place_of(key, "title"), msgid="Nothing", msgstr="")
    unsure = next(one for one in file if one.msgid == "Lesson one en")
    unsure.flags.append("fuzzy")
    file += [other, old, empty]
    done = import_po(submitted, "nl", str(file).encode(), actor=author, now=now)
    assert {
        one.source: one.reason for one in done.rejected if one.source != "Lead one en"
    } == {
        "x": "There is no such place in this course in this language.",
        "It was": "The source says something else here by now.",
        "Lesson one en": "It is marked as not certain (fuzzy).",
    }
    assert [one.source for one in done.rejected].count("Lead one en") == 1
    assert (done.fresh, done.empty) == ([], 1)
    assert not StringTranslation.objects.exists()
    assert not AuditEntry.objects.filter(action__endswith="imported").exists()


def test_a_file_of_another_course_or_language_is_refused(submitted, beekstad):
    data = written(submitted)
    other = make_course(beekstad, code="other").course
    assert refused(other, data) == "other_course"
    assert refused(submitted, data, "fr") == "other_course"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * (LARGEST + 1), "too_large"),
        ("msgid “é”".encode("utf-16"), "bad_encoding"),
        ('msgid "é"\nmsgstr ""'.encode("latin-1"), "bad_encoding"),
        (b"/etc/passwd", "bad_file"),
        (b"", "bad_file"),
        (b"\0" * 4_000_000, "bad_file"),
        (b'msgid "a\nmsgstr', "bad_file"),
        (b"msgid " * 500_000, "other_course"),
        (b'msgid "a"\nmsgstr "b"\n', "other_course"),
    ],
)
def test_junk_is_refused_and_changes_nothing(submitted, data, code):
    assert refused(submitted, data) == code


def test_a_sentence_that_stands_twice_in_a_place_is_asked_once(small):
    lesson = small.lesson("small-two")
    lesson.body.append(("prose", "<p>The same.</p><p>The same.</p>"))
    lesson.save()
    source, _created = TranslationSource.update_or_create_from_instance(lesson)
    Translation.objects.create(source=source, target_locale=locale("nl"))
    sentences = [one.msgid for one in polib.pofile(write_po(small.course, "nl"))]
    assert sentences.count("The same.") == 1

import pytest
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.models import Course, CoursePage, Fact, LessonPage, ModulePage, Vignette
from courses.seeding.writer import write_course
from lms.errors import DomainError
from organisations.models import Organisation

pytestmark = pytest.mark.django_db


def page(model, language, **lookup):
    return model.objects.get(locale__language_code=language, **lookup)


def rows() -> dict[str, int]:
    models = (
        Page,
        Revision,
        Fact,
        Vignette,
        Translation,
        TranslationSource,
        StringTranslation,
        ReferenceIndex,
    )
    return {model.__name__: model.objects.count() for model in models}


@pytest.fixture
def author(relay, django_user_model):
    return django_user_model.objects.create_superuser("author@relay.example")


def test_write_course_makes_a_live_page_per_language_with_the_same_key(files, relay):
    report = files.write()

    assert (report.created, report.notes) == (14, [])
    course = Course.objects.get(code="small-course")
    english, dutch = (page(CoursePage, code) for code in ("en", "nl"))
    assert english.translation_key == dutch.translation_key == course.page_key
    assert (english.title, dutch.title) == ("Small", "Klein")
    assert (course.owner, course.is_open) == (relay, True)
    assert not Page.objects.filter(live=False).exists()
    assert not Page.objects.filter(has_unpublished_changes=True).exists()
    assert [s.pk for s in page(ModulePage, "nl").sectors.all()] == ["POL"]
    assert Vignette.objects.filter(is_fictional=True, live=True).count() == 2


def test_write_course_gives_blocks_and_items_the_same_ids_in_all_languages(
    files, relay
):
    files.write()

    def ids(language):
        found = []
        for slug in ("01-words", "02-acts"):
            for block in page(LessonPage, language, slug=slug).body.raw_data:
                found.append(block["id"])
                if isinstance(block["value"], dict):
                    lists = [v for v in block["value"].values() if isinstance(v, list)]
                    found += [item["id"] for items in lists for item in items]
        return found

    assert ids("en") == ids("nl")
    assert len(set(ids("en"))) == len(ids("en")) == 14


def test_write_course_shows_the_facts_of_the_lesson_s_own_language(files, relay):
    files.write()
    for language in ("en", "nl"):
        fact = page(LessonPage, language, slug="01-words").body[2].value
        assert fact.locale.language_code == language


def test_write_course_writes_what_the_editor_accepts(files, relay):
    files.write()
    for lesson in LessonPage.objects.all():
        lesson.body.stream_block.clean(lesson.body)


def test_write_course_twice_changes_nothing(files, relay):
    files.write()
    before = rows()

    report = files.write()

    assert (report.created, report.updated, report.unchanged) == (0, 0, 14)
    assert rows() == before


def test_write_course_keeps_ids_when_everything_is_made_anew(files, relay):
    files.write()
    before = page(LessonPage, "en", slug="01-words")
    body = [
        dict(block)
        for block in before.body.raw_data
        if block["type"] != "fact" and block["type"] != "vignette"
    ]
    page(CoursePage, "en").delete()
    page(CoursePage, "nl").delete()

    files.write()

    after = page(LessonPage, "en", slug="01-words")
    assert after.pk != before.pk
    assert after.translation_key == before.translation_key
    assert [
        dict(b) for b in after.body.raw_data if b["type"] not in {"fact", "vignette"}
    ] == body


def test_write_course_publishes_a_changed_file_as_a_new_revision(files, relay):
    files.write()
    files.replace("m1/02-acts.nl.md", "Daden tellen.", "Alleen daden tellen.")

    report = files.write()

    lesson = page(LessonPage, "nl", slug="02-acts")
    assert (report.updated, report.unchanged, report.notes) == (1, 13, [])
    assert lesson.body[0].value.source == "<p>Alleen daden tellen.</p>"
    assert lesson.revisions.count() == 2
    assert lesson.live_revision_id == lesson.latest_revision_id
    assert StringTranslation.objects.filter(data="Alleen daden tellen.").count() == 1
    assert not StringTranslation.objects.filter(data="Daden tellen.").exists()


def test_write_course_tells_wagtail_localize_about_a_changed_source(files, relay):
    files.write()
    files.replace("m1/02-acts.en.md", "Acts count.", "Only acts count.")

    files.write()

    lesson = page(LessonPage, "en", slug="02-acts")
    translation = Translation.objects.get(source__object_id=lesson.translation_key)
    assert translation.get_progress() == (8, 8)
    assert [
        s.string.data for s in translation.source.stringsegment_set.order_by("order")
    ][1] == "Only acts count."


def test_write_course_leaves_a_page_that_an_author_changed(files, relay, author):
    files.write()
    lesson = page(LessonPage, "nl", slug="02-acts")
    lesson.title = "Van de auteur"
    lesson.save_revision(user=author).publish(user=author)
    files.replace("m1/02-acts.nl.md", "Daden tellen.", "Alleen daden tellen.")
    before = rows()

    report = files.write()

    lesson.refresh_from_db()
    assert lesson.title == "Van de auteur"
    assert lesson.body[0].value.source == "<p>Daden tellen.</p>"
    assert (report.kept, report.updated) == (1, 0)
    assert report.notes == [
        "“Van de auteur” (nl) was changed by an author since it was loaded; it was "
        "left as it is."
    ]
    assert rows() == before


def test_write_course_leaves_a_draft_of_an_author_when_the_file_changes(
    files, relay, author
):
    files.write()
    fact = page(Fact, "en")
    fact.text = "A draft."
    fact.save_revision(user=author)
    files.replace("m1/facts.toml", "An idea is not an act.", "Ideas are free.")

    report = files.write()

    fact.refresh_from_db()
    assert fact.text == "An idea is not an act."
    assert fact.get_latest_revision_as_object().text == "A draft."
    assert report.kept == 1


def test_write_course_leaves_a_string_that_somebody_translated(files, relay, author):
    files.write()
    string = StringTranslation.objects.get(data="Daden tellen.")
    string.data = "Daden, die tellen."
    string.last_translated_by = author
    string.save()
    files.replace("m1/02-acts.en.md", 'title = "Acts"', 'title = "What acts are"')

    files.write()

    string.refresh_from_db()
    assert string.data == "Daden, die tellen."


def test_write_course_puts_a_new_lesson_in_its_place(files, relay):
    files.write()
    files.write_banks()
    files.replace(
        "m1/module.toml",
        '[[lessons]]\nfile = "02-acts"',
        '[[lessons]]\nfile = "03-more"\nminutes = 2\n[[lessons]]\nfile = "02-acts"',
    )
    files.replace("m1/module.toml", "minutes = 10", "minutes = 12")
    for language in ("en", "nl"):
        (files.course / "m1" / f"03-more.{language}.md").write_text(
            '+++\ntitle = "More"\n+++\nText.\n'
        )

    files.write()

    for language in ("en", "nl"):
        module = page(ModulePage, language)
        assert [child.slug for child in module.get_children()] == [
            "01-words",
            "03-more",
            "02-acts",
            "quiz",
        ]


def test_write_course_makes_the_dutch_editable_as_a_translation(files, relay):
    files.write()

    assert Translation.objects.count() == 7
    for translation in Translation.objects.all():
        total, translated = translation.get_progress()
        assert total == translated > 0


def test_write_course_reports_strings_that_do_not_match(files, relay):
    # All of a paragraph in bold: wagtail-localize counts the tag to the mark-up.
    files.replace("m1/02-acts.nl.md", "Daden tellen.", "**Daden tellen.**")

    report = files.write()

    assert len(report.notes) == 1
    assert report.notes[0].startswith("“Acts”, body.")
    assert report.notes[0].endswith(": marked up differently")


def test_write_course_needs_its_owner(files, relay):
    Organisation.objects.all().delete()
    with pytest.raises(DomainError):
        files.write()


def test_write_course_needs_home_pages(files, db):
    Organisation.objects.create(
        name="Relay", code="relay", level="OTH", language_regime="nl"
    )
    with pytest.raises(DomainError):
        write_course(files.read())
    assert not Course.objects.exists()


def test_write_course_refuses_a_sector_that_does_not_exist(files, relay):
    files.replace("m1/module.toml", '"POL"', '"XYZ"')
    with pytest.raises(DomainError) as error:
        files.write()
    assert str(error.value) == "There is no sector XYZ."


def test_write_course_brings_the_reference_index_up_to_date(files, relay):
    files.write()
    fact = page(Fact, "en")
    assert [str(use[0]) for use in ReferenceIndex.get_grouped_references_to(fact)] == [
        "Two words"
    ]

"""A part of a course that is taught in a session is a kind of activity like any other."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from courses.domain import player
from courses.domain.checklist import checklist_of
from courses.domain.duplication import Copying, new_course, steps_of
from courses.domain.editions.comparing import changed_materially
from courses.domain.editions.wording import changed_blocks
from courses.domain.enrolment import enrol
from courses.domain.languages.standings import languages_of
from courses.domain.languages.things import things_of
from courses.domain.manifest import blob_data, blob_hash, outline_of
from courses.domain.progress import way_through
from courses.domain.text_version import text_of
from courses.domain.trying import Trial
from courses.enums import TranslationState
from courses.seeding import write_terms
from lms.publishing import findings_of
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.taught import make_taught
from trainers.models import SessionPage

pytestmark = pytest.mark.django_db


def fields(*, translated: bool) -> set[str]:
    return {
        field.field_name
        for field in get_translatable_fields(SessionPage)
        if (
            not isinstance(field, SynchronizedField)
            if translated
            else isinstance(field, SynchronizedField) and not field.overridable
        )
    }


def frozen(taught, language="en"):
    edition = taught.course.current_edition_id
    return blob_data(blob_hash(edition, taught.part_key(), language))


def lines(page):
    return [line.message for line in checklist_of(page) if line.rule == "taught"]


def test_its_words_are_translated_and_its_length_is_not():
    assert fields(translated=True) == {
        "title",
        "seo_title",
        "search_description",
        "introduction",
    }
    assert fields(translated=False) == {"slug", "minutes"}


def test_an_edition_holds_it_with_its_words_in_every_language(taught):
    outline = outline_of(taught.course.current_edition_id)
    (module,) = outline.modules
    (activity,) = module["activities"]
    assert activity == {
        "key": taught.part_key(),
        "kind": "session",
        "minutes": 180,
        "title": {"en": "Together 0 en", "nl": "Together 0 nl"},
        "rules": {},
    }
    assert outline.minutes_for(["POL"]) == 180
    assert frozen(taught, "nl")["introduction"] == "Bring your questions nl"
    assert frozen(taught, "nl")["plain"] == "Bring your questions nl"


def test_what_an_author_writes_stays_text(taught):
    page = taught.part()
    page.introduction = "Bring <b>pens</b>"
    page.save()
    taught.release()
    (segment,) = frozen(taught)["segments"]
    assert segment["html"] == "<p>Bring &lt;b&gt;pens&lt;/b&gt;</p>"


def test_without_words_it_can_be_released_and_its_author_is_told(taught):
    for language in ("en", "nl"):
        page = taught.part(language=language)
        page.introduction = ""
        page.save()
    taught.release()
    assert frozen(taught) == {"introduction": "", "segments": [], "plain": ""}
    assert lines(taught.part()) == [
        "Say what takes place there, and what to do or to bring before."
    ]


def test_the_checklist_says_when_nobody_can_teach_it(taught, beekstad):
    assert lines(taught.part()) == [""]
    orphan = make_taught(beekstad, code="orphan", released=False)
    (line,) = lines(orphan.part())
    assert line.startswith("No programme of trainers teaches this course")


def test_its_words_answer_to_the_rules_of_words(taught):
    write_terms()
    page = taught.part()
    page.introduction = "This street is a hotbed."
    assert ("words", "introduction") in [
        (one.rule, one.place) for one in findings_of(page)
    ]


def test_a_learner_is_led_to_its_own_page(taught, world, now):
    way = way_through(enrol(world.bob, taught.course, now=now), language="nl")
    _module, activity = way.current
    assert player.url_of("workshop", activity) == reverse(
        "trainers:session_activity", args=["workshop", taught.part_key()]
    )
    ((text,),) = [
        module.activities for module in text_of(way, code="workshop", now=now)
    ]
    assert text.parts == ("<p>Bring your questions nl</p>",)


def test_who_tries_the_course_reads_what_it_says(taught, world):
    trial = Trial(course=taught.course, user=world.olga, language="nl", sector="POL")
    (read,) = trial.read_through(trial.place_of(taught.part_key()))
    assert "Bring your questions nl" in read


def test_a_new_edition_tells_what_is_said_otherwise(taught):
    before, old = taught.course.current_edition_id, frozen(taught)
    for language in ("en", "nl"):
        page = taught.part(language=language)
        page.introduction = f"Bring your answers {language}"
        page.save()
    taught.release(significance="material")
    (change,) = changed_blocks(old, frozen(taught))
    assert [(run.kind, run.text) for run in change.runs] == [
        ("same", "Bring your "),
        ("removed", "questions"),
        ("added", "answers"),
        ("same", " en"),
    ]
    now_in = taught.course.current_edition_id
    assert changed_materially(before, now_in, language="en") == {taught.part_key()}


def test_it_stands_among_the_texts_to_translate(taught):
    found = things_of([taught.course])[taught.course.pk].things
    assert [thing.kind for thing in found] == ["course", "module", "session"]
    cells = languages_of(taught.course, ["en", "nl"]).cells
    (cell,) = [
        one
        for one in cells.values()
        if one.thing.kind == "session" and one.language == "nl"
    ]
    assert cell.state == TranslationState.APPROVED


def test_a_copy_of_the_course_has_it_too_and_can_be_released(taught, world, now):
    owner = writer(world.owner_body, Role.PROGRAMME_OWNER, now=now)
    with transaction.atomic():
        twin = new_course(taught.course, code="twin", owner=world.owner_body)
        for step in steps_of(
            Copying(taught.course, twin, owner, keep_live=True), title="A twin"
        ):
            step()
    taught.course = twin
    edition = taught.release()
    (activity,) = edition.outline["modules"][0]["activities"]
    assert (activity["kind"], activity["minutes"]) == ("session", 180)
    assert activity["key"] != taught.part_key()

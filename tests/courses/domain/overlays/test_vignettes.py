"""Invented cases of a municipality, within the lessons of a national course."""

import pytest
from django.utils import translation

from courses.domain.enrolment import enrol
from courses.domain.overlays.changes import (
    keep,
    remove,
    touches_of,
    with_what_they_hold,
)
from courses.domain.overlays.desk import desk_of, overlay_rows, stood_beside, touch_rows
from courses.domain.overlays.publishing import publish_overlay
from courses.domain.overlays.vignettes import blocks_in, blocks_of, place_vignette
from courses.domain.player import content_of_place, place_of
from courses.domain.progress import way_through
from courses.domain.trying import Trial
from courses.enums import Audience, Touched
from courses.models import Course, Overlay, Term, Vignette, VignettePlacement
from lms.errors import DomainError
from tests.courses.domain.overlays.test_changes import take_away
from tests.factories.courses import NOW
from tests.factories.facts import refused
from tests.factories.overlays import (
    add,
    add_vignette,
    make_local,
    make_local_vignette,
    trainer_of,
)


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad)


@pytest.fixture
def case(beekstad):
    return make_local_vignette(beekstad)


@pytest.fixture
def overlay(small_course, beekstad, case, trainer):
    return add_vignette(small_course, beekstad, case, actor=trainer)


def touches(overlay):
    return touches_of(with_what_they_hold().filter(pk=overlay.pk))


def kinds(overlay):
    return [touch.kind for touch in touches(overlay)]


def read(user, small, slug="small-one", language="en"):
    """[(block type, whose it is)] of a lesson as somebody reads it."""
    enrolment = enrol(user, small.course, now=NOW)
    place = place_of(enrolment, small.key(slug), language=language)
    segments = content_of_place(place)["segments"]
    return [(one["type"], one.get("local", {}).get("place", "")) for one in segments]


def vignette_read(user, small, slug="small-one", language="en") -> dict:
    enrolment = enrol(user, small.course, now=NOW)
    place = place_of(enrolment, small.key(slug), language=language)
    (found,) = [s for s in content_of_place(place)["segments"] if "local" in s]
    return found


def change(small, slug="small-one", **values):
    page = small.lesson(slug)
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
    return small.release()


def national(small, slug="small-one") -> list[tuple[str, str]]:
    return [(child.block_type, "") for child in small.lesson(slug).body]


@pytest.mark.parametrize(("side", "index"), [("before", 0), ("after", 1)])
def test_it_stands_beside_its_block_for_the_learners_of_its_organisation_alone(
    small_course, beekstad, case, trainer, bob, charlie, side, index
):
    add_vignette(small_course, beekstad, case, side=side, actor=trainer)

    expected = national(small_course)
    assert read(charlie, small_course) == expected
    expected.insert(index, ("vignette", "Beekstad"))
    assert read(bob, small_course) == expected
    assert read(bob, small_course, "small-two") == national(small_course, "small-two")


def test_it_changes_no_way_and_no_total(small_course, overlay, bob):
    way = way_through(enrol(bob, small_course.course, now=NOW), language="en")

    assert (way.total_count, way.minutes_total) == (4, 22)
    assert [len(module["activities"]) for module in way.modules] == [3, 1]


def test_it_is_read_as_it_was_when_it_was_published(small_course, overlay, case, bob):
    case.story = "<p>Told anew.</p>"
    case.save()

    assert "Told ours nl." in vignette_read(bob, small_course)["html"]
    Vignette.objects.all().delete()
    assert "Told ours nl." in vignette_read(bob, small_course)["html"]


def test_it_is_read_in_the_readers_language_where_it_has_that(
    small_course, beekstad, trainer, bob
):
    case = make_local_vignette(beekstad, languages=("nl", "en"))
    add_vignette(small_course, beekstad, case, actor=trainer)

    for asked, shown in (("en", "en"), ("nl", "nl"), ("fr", "en")):
        found = vignette_read(bob, small_course, language=asked)
        assert found["local"]["language"] == shown
        assert f"Told ours {shown}." in found["html"]
        prompt = {"en": "An invented case", "nl": "Een verzonnen"}[shown]
        assert prompt in found["html"]


def test_one_that_is_only_in_another_language_says_which(small_course, overlay, bob):
    assert vignette_read(bob, small_course)["local"]["language"] == "nl"


def test_nobody_reads_a_draft(small_course, beekstad, trainer, bob):
    case = make_local_vignette(beekstad, is_fictional=False, live=False)
    add_vignette(
        small_course,
        beekstad,
        case,
        make_local_vignette(beekstad, "two"),
        actor=trainer,
    )

    assert "Told two nl." in vignette_read(bob, small_course)["html"]


def test_what_the_checklist_is_against_is_not_published(
    small_course, beekstad, case, trainer
):
    Vignette.objects.update(explanations="<p></p>")

    with pytest.raises(DomainError, match="Case ours nl"):
        add_vignette(small_course, beekstad, case, actor=trainer)
    assert Overlay.objects.get().current_edition is None


def test_in_a_course_for_parents_it_is_held_to_the_stricter_list(
    small_course, beekstad, case, trainer
):
    Term.objects.create(
        key="strict",
        language="nl",
        forms="told",
        reason="Why.",
        suggestion="Say.",
        is_only_for_youth=True,
    )
    add_vignette(small_course, beekstad, case, actor=trainer)
    Course.objects.update(audience=Audience.PARENTS)
    overlay = Overlay.objects.select_related("organisation", "course").get()
    overlay.vignettes.update(side="before")

    with pytest.raises(DomainError, match="Told"):
        publish_overlay(overlay, actor=trainer, now=NOW)


def test_publishing_again_without_a_change_is_refused(overlay, trainer):
    with pytest.raises(DomainError, match="Nothing has changed"):
        publish_overlay(overlay, actor=trainer, now=NOW)


def test_an_edition_of_before_there_were_vignettes_is_up_to_date(
    small_course, beekstad, trainer, bob
):
    overlay = add(small_course, beekstad, make_local(beekstad), actor=trainer)
    edition = overlay.current_edition
    old = {k: v for k, v in edition.outline.items() if k != "vignettes"}
    type(edition)._base_manager.filter(pk=edition.pk).update(outline=old)

    with pytest.raises(DomainError, match="Nothing has changed"):
        publish_overlay(overlay, actor=trainer, now=NOW)
    assert read(bob, small_course) == national(small_course)


# --- Placing --------------------------------------------------------------------------


def test_placing_again_moves_it(small_course, overlay, case, trainer, bob):
    body = small_course.lesson("small-two").body
    place_vignette(
        overlay,
        case.translation_key,
        lesson=small_course.key("small-two"),
        block=body[0].id,
        side="before",
        actor=trainer,
    )
    publish_overlay(overlay, actor=trainer, now=NOW)

    assert VignettePlacement.objects.count() == 1
    assert read(bob, small_course) == national(small_course)
    assert read(bob, small_course, "small-two")[0] == ("vignette", "Beekstad")


def test_only_ones_own_and_only_where_there_is_a_place(
    small_course, overlay, case, trainer, valmont
):
    theirs = make_local_vignette(valmont)
    lesson = small_course.key("small-one")
    block = small_course.lesson("small-one").body[0].id
    other = trainer_of(valmont)

    for key, where, beside, message in (
        (theirs.translation_key, lesson, block, "of your organisation"),
        (case.translation_key, lesson, "none", "as it is today"),
        (case.translation_key, small_course.key("small-quiz"), block, "as it is today"),
        (case.translation_key, overlay.pk, block, "as it is today"),
    ):
        with pytest.raises(DomainError, match=message):
            place_vignette(
                overlay, key, lesson=where, block=beside, side="after", actor=trainer
            )
    refused(
        "role",
        place_vignette,
        overlay,
        case.translation_key,
        lesson=lesson,
        block=block,
        side="after",
        actor=other,
    )


def test_blocks_say_what_they_are_and_how_they_begin(small_course):
    blocks = blocks_in(
        small_course.course.current_edition_id,
        [small_course.key("small-one")],
        language="en",
    )[small_course.key("small-one")]

    with translation.override("en"):
        assert str(next(iter(blocks.values()))) == "Opening: Lead one en"
    assert list(blocks) == [b.id for b in small_course.lesson("small-one").body]


def test_what_a_block_says_of_itself_is_not_how_it_begins():
    html = (
        '<section class="fact"><p class="fact__head"><span>Fact</span> Review before '
        '1 May</p><p class="fact__statement">Young people ask.</p></section>'
    )
    content = {"segments": [{"id": "a", "type": "fact", "html": html}]}

    (block,) = blocks_of(content)

    assert block.words == "Young people ask."


# --- What changes underneath ----------------------------------------------------------


def test_a_change_elsewhere_in_the_lesson_touches_nothing(small_course, overlay):
    page = small_course.lesson("small-one")
    page.body.append(("prose", "<p>At its end.</p>"))
    page.save()
    small_course.release()

    assert kinds(overlay) == []


def test_a_change_in_another_lesson_touches_nothing(small_course, overlay):
    for language in ("en", "nl"):
        page = small_course.lesson("small-two", language)
        page.body[0].value = f"New {language}"
        page.save()

    assert small_course.release().languages == ["en", "nl"]
    assert kinds(overlay) == []


def test_a_block_that_changed_is_said_until_its_owner_keeps_it(
    small_course, overlay, trainer
):
    page = small_course.lesson("small-one")
    page.body[0].value = "Other words"
    page.save()
    small_course.release()

    (touch,) = touches(overlay)
    assert touch.kind == Touched.BLOCK_CHANGED
    (row,) = touch_rows(overlay, [touch], language="nl")
    assert (row.title, row.how) == ("Case ours nl", Touched.BLOCK_CHANGED.label)
    assert [row.touched for row in overlay_rows(trainer, language="en")] == [1]
    keep(touch, actor=trainer)
    assert kinds(overlay) == []


def test_one_whose_block_is_gone_ends_the_lesson(small_course, overlay, trainer, bob):
    edition = change(small_course, body=[("lead", "New"), ("prose", "<p>Words</p>")])
    enrolment = enrol(bob, small_course.course, now=NOW)
    assert enrolment.edition == edition

    (touch,) = touches(overlay)
    ended = [("lead", ""), ("prose", ""), ("vignette", "Beekstad")]
    assert touch.kind == Touched.BLOCK_GONE
    assert read(bob, small_course) == ended
    assert stood_beside(touch.vignette, language="en") == "Opening: Lead one en"
    keep(touch, actor=trainer)
    assert kinds(overlay) == []
    assert read(bob, small_course) == ended
    assert stood_beside(VignettePlacement.objects.get(), language="en") == ""


def test_one_whose_lesson_is_gone_ends_the_last_lesson_of_its_module(
    small_course, overlay, trainer, bob
):
    take_away(small_course, "small-one")

    (touch,) = touches(overlay)
    assert touch.kind == Touched.LESSON_GONE
    assert read(bob, small_course, "small-two")[-1] == ("vignette", "Beekstad")
    modules, _end = desk_of(overlay, language="en")
    (placed,) = modules[0].parts[0].vignettes
    assert (modules[0].parts[0].title, placed.block) == ("Lesson two en", None)
    keep(touch, actor=trainer)
    assert kinds(overlay) == []


def test_one_whose_module_is_gone_ends_the_last_lesson_of_the_course(
    small_course, beekstad, case, trainer, bob
):
    overlay = add_vignette(
        small_course, beekstad, case, within="small-beat", actor=trainer
    )
    take_away(small_course, "small-police", "small-beat")

    assert kinds(overlay) == [Touched.LESSON_GONE]
    assert read(bob, small_course, "small-two")[-1] == ("vignette", "Beekstad")


def test_where_the_course_has_no_lesson_any_more_it_waits_and_is_said(
    small_course, overlay, bob
):
    take_away(small_course, "small-one", "small-two", "small-police", "small-beat")

    assert kinds(overlay) == [Touched.LESSON_GONE]
    modules, end = desk_of(overlay, language="en")
    assert [part.title for one in modules for part in one.parts] == ["Quiz en"]
    assert [part.vignettes for one in modules for part in one.parts] == [[]]
    assert end == []
    way = way_through(enrol(bob, small_course.course, now=NOW), language="en")
    assert way.vignettes == {}


def test_a_learner_of_an_older_edition_reads_it_where_it_was(
    small_course, overlay, bob
):
    before = read(bob, small_course)
    change(small_course, body=[("lead", "New")])

    assert read(bob, small_course) == before


def test_its_owner_takes_it_out(small_course, overlay, trainer, case):
    change(small_course, body=[("lead", "New")])
    (touch,) = touches(overlay)

    remove(touch, actor=trainer)

    assert not VignettePlacement.objects.exists()
    case.refresh_from_db()
    assert case.live


def test_nobody_else_decides(small_course, overlay, valmont):
    change(small_course, body=[("lead", "New")])
    (touch,) = touches(overlay)
    other = trainer_of(valmont)

    refused("role", keep, touch, actor=other)
    refused("role", remove, touch, actor=other)
    assert kinds(overlay) == [Touched.BLOCK_GONE]


# --- Elsewhere ------------------------------------------------------------------------


@pytest.mark.parametrize("is_draft", [True, False])
def test_who_tries_the_course_sees_it_too(
    small_course, overlay, beekstad, trainer, is_draft
):
    trial = Trial(
        course=small_course.course,
        user=trainer,
        language="en",
        organisation=beekstad,
        is_draft=is_draft,
    )
    place = trial.place_of(small_course.key("small-one"))

    shown = [one.get("local") for one in trial.content_of(place)["segments"]]
    assert shown[1] == {"place": "Beekstad", "language": "nl"}
    assert shown.count(None) == len(national(small_course))

"""Local vignettes as learners meet them, and as those who add them place them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.domain.enrolment import enrol
from courses.models import VignettePlacement
from organisations.enums import Role
from tests.factories.facts import writer
from tests.factories.overlays import add_vignette, make_local_vignette, trainer_of

MARK = "Added by Beekstad"


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad, now=timezone.now())


@pytest.fixture
def case(beekstad):
    return make_local_vignette(beekstad)


@pytest.fixture
def overlay(small_course, beekstad, case, trainer):
    return add_vignette(small_course, beekstad, case, actor=trainer)


@pytest.fixture
def screen(overlay):
    return reverse("overlay_vignette", args=[overlay.pk])


def rewrite(small):
    page = small.lesson("small-one")
    page.body = [("lead", "New words"), ("prose", "<p>And more.</p>")]
    page.save()
    return small.release()


def test_it_stands_in_the_lesson_marked_as_local_and_in_its_language(
    browser, overlay, at
):
    page = browser.get(at("play", "small-one")).text

    assert page.index("Lead one en") < page.index(MARK) < page.index("Told ours nl.")
    assert '<div class="lesson__vignette" lang="nl">' in page
    assert "It is not written in your language yet." in page
    assert MARK not in browser.get(at("play", "small-two")).text


def test_others_are_told_nothing(sign_in, charlie, small_course, overlay, at, now):
    enrol(charlie, small_course.course, now=now)
    browser = sign_in(charlie)

    for page in (
        browser.get(at("play", "small-one")),
        browser.get(reverse("courses:text", args=["small"])),
    ):
        assert page.status_code == 200
        assert MARK not in page.text
        assert "Told ours" not in page.text


def test_ones_place_in_the_lesson_can_be_at_it(browser, overlay, case, at):
    seen = browser.post(
        at("seen", "small-one"), {"anchor": f"b-{case.translation_key}"}
    )

    assert seen.status_code == 204


def test_it_stands_in_the_text_of_the_whole_course(browser, overlay):
    page = browser.get(reverse("courses:text", args=["small"])).text

    assert page.index("Lead one en") < page.index(MARK) < page.index("Told ours nl.")
    assert page.index("Told ours nl.") < page.index("Lead two en")


def test_they_cost_no_query_beyond_that_for_what_is_local(
    browser, small_course, beekstad, overlay, trainer, at
):
    def queries() -> int:
        browser.get(at("play", "small-one"))
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(at("play", "small-one")).status_code == 200
        return len(captured)

    with_one = queries()
    more = [make_local_vignette(beekstad, f"more-{number}") for number in range(8)]
    add_vignette(small_course, beekstad, *more, actor=trainer)
    assert queries() == with_one <= 12
    assert browser.get(at("play", "small-one")).text.count(MARK) == 9
    VignettePlacement.objects.all().delete()
    assert queries() == with_one


# --- Placing them ----------------------------------------------------------------------


def test_a_trainer_places_one_in_a_lesson(
    client, small_course, beekstad, overlay, trainer, screen
):
    new = make_local_vignette(beekstad, "new")
    block = small_course.lesson("small-two").body[0].id
    client.force_login(trainer)
    desk = client.get(reverse("overlay", args=[overlay.pk])).text
    link = f"{screen}?lesson={small_course.key('small-two')}"
    assert link in desk
    page = client.get(link)
    assert "1. Opening: Lead two en" in page.text

    page = client.post(
        screen,
        {
            "lesson": small_course.key("small-two"),
            "vignette_key": new.translation_key,
            "side": "before",
            "block": block,
        },
        follow=True,
    )

    assert "Vignette, before “Opening: Lead two en”" in page.text
    assert "There are changes that learners do not read yet." in page.text
    assert VignettePlacement.objects.count() == 2


def test_without_a_lesson_one_chooses_it_first(client, overlay, trainer, screen):
    client.force_login(trainer)

    page = client.get(screen)

    assert page.context["form"] is None
    assert "Lesson two en" in page.text
    assert "Quiz en" not in page.text


def test_who_has_no_vignette_is_shown_where_to_write_one(client, small_course, valmont):
    theirs = add_vignette(small_course, valmont, publish=False)
    client.force_login(trainer_of(valmont, now=timezone.now()))

    page = client.get(reverse("overlay_vignette", args=[theirs.pk]))

    assert "Write a vignette first" in page.text


def test_what_changed_underneath_is_given_another_place(
    client, small_course, overlay, case, trainer, screen
):
    rewrite(small_course)
    client.force_login(trainer)
    desk = client.get(reverse("overlay", args=[overlay.pk])).text
    assert "What it stood beside is gone" in desk
    assert "Vignette, at the end of the lesson" in desk
    link = f"lesson={small_course.key('small-one')}&vignette_key={case.translation_key}"
    assert link.replace("&", "&amp;") in desk

    page = client.get(f"{screen}?{link}")
    assert "You put it after “Opening: Lead one en”." in page.text
    page = client.post(
        screen,
        {
            "lesson": small_course.key("small-one"),
            "vignette_key": case.translation_key,
            "side": "after",
            "block": small_course.lesson("small-one").body[1].id,
        },
        follow=True,
    )

    assert "The course changed underneath" not in page.text
    assert "Vignette, after “Text: And more.”" in page.text


@pytest.mark.parametrize(("how", "remain"), [("keep", 1), ("remove", 0)])
def test_it_is_kept_at_the_end_or_taken_out(
    client, small_course, overlay, trainer, how, remain
):
    rewrite(small_course)
    client.force_login(trainer)
    placement = VignettePlacement.objects.get()

    page = client.post(
        reverse("overlay_decide", args=[overlay.pk, "vignette", placement.pk]),
        {"act": how},
        follow=True,
    )

    assert "The course changed underneath" not in page.text
    assert VignettePlacement.objects.count() == remain


def test_one_is_taken_out_at_any_time(client, overlay, trainer):
    client.force_login(trainer)
    placement = VignettePlacement.objects.get()

    page = client.post(
        reverse("overlay_take_out_vignette", args=[overlay.pk, placement.pk]),
        follow=True,
    )

    assert "Learners see it until you publish." in page.text
    assert not VignettePlacement.objects.exists()


def test_a_place_that_is_none_changes_nothing(
    client, small_course, overlay, case, trainer, screen
):
    client.force_login(trainer)

    page = client.post(
        screen,
        {
            "lesson": small_course.key("small-one"),
            "vignette_key": case.translation_key,
            "side": "after",
            "block": "none",
        },
    )

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"block"}


def test_nobody_else_places_or_takes_out(client, overlay, beekstad, valmont, screen):
    placement = VignettePlacement.objects.get()
    take_out = reverse("overlay_take_out_vignette", args=[overlay.pk, placement.pk])
    for person in (
        trainer_of(valmont, now=timezone.now()),
        writer(beekstad, Role.REVIEWER, now=timezone.now()),
        writer(beekstad, Role.LEARNER, now=timezone.now()),
    ):
        client.force_login(person)
        assert client.get(screen).status_code == 404
        assert client.post(screen).status_code == 404
        assert client.post(take_out).status_code == 404
    assert VignettePlacement.objects.exists()


def test_vignettes_of_others_are_not_offered(client, overlay, trainer, valmont, screen):
    theirs = make_local_vignette(valmont)
    client.force_login(trainer)
    lesson = VignettePlacement.objects.get().lesson

    page = client.get(f"{screen}?lesson={lesson}&vignette_key={theirs.translation_key}")

    assert [
        key for key, _title in page.context["form"]["vignette_key"].field.choices
    ] == [str(VignettePlacement.objects.get().vignette_key)]
    assert "Case ours nl" in page.text
    assert page.context["placed"] is None

"""Adding something local to a course, in the content admin."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.models import LocalLesson, ModulePage, Overlay, Placement
from lms.publishing import NotPublishableError
from organisations.enums import Role
from tests.courses.domain.overlays.test_changes import take_away
from tests.factories.courses import make_course
from tests.factories.facts import make_fact, writer
from tests.factories.overlays import (
    add,
    add_vignette,
    make_local,
    make_local_vignette,
    trainer_of,
)

INDEX = reverse("overlays")


@pytest.fixture
def trainer(beekstad):
    return trainer_of(beekstad, now=timezone.now())


@pytest.fixture
def lesson(beekstad):
    return make_local(beekstad)


@pytest.fixture
def overlay(small_course, beekstad, lesson, trainer):
    return add(small_course, beekstad, lesson, actor=trainer)


def act(client, name, overlay, *more, **data):
    return client.post(reverse(name, args=[overlay.pk, *more]), data, follow=True)


def test_a_trainer_adds_a_lesson_to_a_national_course(
    client, small_course, beekstad, lesson, trainer
):
    client.force_login(trainer)
    page = client.get(INDEX)
    assert page.context["rows"] == []
    assert ">Course en</option>" in page.text

    client.post(
        reverse("overlay_begin"),
        {"organisation": beekstad.pk, "course": small_course.course.pk},
    )
    overlay = Overlay.objects.get()
    page = client.get(reverse("overlay", args=[overlay.pk]))
    assert "Learners see nothing of it yet." in page.text
    page = act(
        client,
        "overlay_place",
        overlay,
        lesson_key=lesson.translation_key,
        side="before",
        anchor=small_course.key("small-two"),
    )
    assert "There are" not in page.text
    assert "local beekstad nl" in page.text
    page = act(client, "overlay_publish", overlay)

    assert "Learners read what stands below." in page.text
    overlay.refresh_from_db()
    assert overlay.current_edition.released_by == trainer
    assert "1 local lesson" in client.get(INDEX).text


def test_a_trainer_writes_the_lesson_and_publishes_it(client, beekstad, trainer):
    client.force_login(trainer)
    add_one = reverse("wagtailsnippets_courses_locallesson:add")
    assert client.get(add_one).status_code == 200
    data = nested_form_data(
        {
            "key": "ours",
            "owner": beekstad.pk,
            "title": "How we do it",
            "minutes": "3",
            "body": streamfield([("lead", "Here")]),
            "locale": Locale.objects.get(language_code="en").pk,
        }
    )

    response = client.post(add_one, data | {"action-publish": "publish"})

    assert response.status_code == 302, response.context["form"].errors
    written = LocalLesson.objects.get()
    assert (written.live, str(written)) == (True, "How we do it")
    preview = reverse(
        "wagtailsnippets_courses_locallesson:preview_on_edit", args=[written.pk]
    )
    assert client.post(preview, data).json()["is_valid"] is True
    assert "Here" in client.get(preview).text


def test_a_lesson_that_takes_no_time_is_not_published(beekstad):
    with pytest.raises(NotPublishableError):
        make_local(beekstad, minutes=0)
    assert make_local(beekstad, "draft", minutes=0, live=False).pk


def test_what_cannot_be_published_says_why(client, overlay, trainer):
    client.force_login(trainer)

    page = act(client, "overlay_publish", overlay)

    assert "Nothing has changed: learners read this already." in page.text


def test_taking_out_and_a_place_that_is_none(client, overlay, lesson, trainer):
    client.force_login(trainer)
    page = act(
        client,
        "overlay_place",
        overlay,
        lesson_key=lesson.translation_key,
        side="after",
        anchor=uuid.uuid4(),
    )
    assert "Nothing was changed." in page.text
    placement = Placement.objects.get()

    page = act(client, "overlay_take_out", overlay, placement.pk)

    assert "There are changes that learners do not read yet." in page.text
    assert not Placement.objects.exists()


def test_a_lesson_is_given_another_place_seeing_where_it_stood(
    client, overlay, small_course, trainer
):
    take_away(small_course, "small-one")
    client.force_login(trainer)
    placement = Placement.objects.get()
    screen = reverse("overlay_move", args=[overlay.pk, placement.pk])
    assert screen in client.get(reverse("overlay", args=[overlay.pk])).text

    page = client.get(screen)
    assert "You put it after “Lesson one en”." in page.text
    assert client.post(screen, {"anchor": "none"}).status_code == 200
    page = client.post(
        screen, {"side": "before", "anchor": small_course.key("small-two")}, follow=True
    )

    assert "The course changed underneath" not in page.text
    placement.refresh_from_db()
    assert (str(placement.anchor), placement.side) == (
        small_course.key("small-two"),
        "before",
    )


def test_an_optional_module_is_left_out(client, overlay, small_course, trainer):
    ModulePage.objects.filter(slug="small-police").update(is_optional=True)
    small_course.release()
    client.force_login(trainer)
    police = small_course.key("small-police")

    act(client, "overlay_switch", overlay, police, shown="off")
    assert overlay.switches.get().is_on is False
    page = act(
        client, "overlay_switch", overlay, small_course.key("small-core"), shown="off"
    )
    assert "it cannot be left out" in page.text
    act(client, "overlay_switch", overlay, police, shown="")
    assert not overlay.switches.exists()


@pytest.mark.parametrize(("how", "remain"), [("keep", 1), ("remove", 0)])
def test_what_a_new_edition_touched_is_decided_on(
    client, overlay, small_course, trainer, how, remain
):
    take_away(small_course, "small-one")
    client.force_login(trainer)
    assert "The course changed under 1 thing: look at it." in client.get(INDEX).text
    page = client.get(reverse("overlay", args=[overlay.pk]))
    assert "The part beside which it stands is gone" in page.text
    placement = Placement.objects.get()

    page = act(client, "overlay_decide", overlay, "placement", placement.pk, act=how)

    assert "The course changed underneath" not in page.text
    assert Placement.objects.count() == remain
    again = act(client, "overlay_decide", overlay, "placement", placement.pk, act=how)
    assert again.status_code == 404


def test_a_lesson_that_is_not_ready_says_so_on_the_page(
    client, overlay, beekstad, lesson, trainer
):
    lesson.body = [("fact", make_fact(beekstad)["en"])]
    lesson.live = False
    lesson.save()
    # Behind the back of the checklist, which would not let it go live.
    LocalLesson.objects.update(live=True)
    client.force_login(trainer)

    page = client.get(reverse("overlay", args=[overlay.pk]))

    assert "Newer new-fact en" in page.context["problem"]
    assert page.context["is_up_to_date"] is False


def test_nobody_else_sees_or_does_anything(
    client, overlay, small_course, beekstad, valmont, now
):
    placement = Placement.objects.get()
    for person in (
        trainer_of(valmont, now=timezone.now()),
        writer(beekstad, Role.REVIEWER, now=timezone.now()),
        writer(beekstad, Role.LEARNER, now=timezone.now()),
    ):
        client.force_login(person)
        addresses = [
            reverse("overlay", args=[overlay.pk]),
            reverse("overlay_place", args=[overlay.pk]),
            reverse("overlay_publish", args=[overlay.pk]),
            reverse("overlay_take_out", args=[overlay.pk, placement.pk]),
            reverse("overlay_switch", args=[overlay.pk, uuid.uuid4()]),
            reverse("overlay_decide", args=[overlay.pk, "placement", placement.pk]),
            reverse("overlay_move", args=[overlay.pk, placement.pk]),
        ]
        assert client.get(addresses[0]).status_code == 404
        assert [client.post(one).status_code for one in addresses[1:]] == [404] * 6
        theirs = {"organisation": beekstad.pk, "course": small_course.course.pk}
        assert client.post(reverse("overlay_begin"), theirs).status_code == 404
        page = client.get(INDEX)
        if page.status_code == 200:
            assert page.context["rows"] == []
            fields = page.context["form"].fields
            assert list(fields["organisation"].queryset) == [valmont]
    assert Placement.objects.count() == 1
    assert overlay.editions.count() == 1


def test_local_lessons_of_others_are_not_in_the_content_admin(
    client, overlay, lesson, valmont
):
    client.force_login(trainer_of(valmont, now=timezone.now()))

    listed = client.get(reverse("wagtailsnippets_courses_locallesson:list"))
    edit = reverse("wagtailsnippets_courses_locallesson:edit", args=[lesson.pk])

    assert list(listed.context["object_list"]) == []
    assert client.get(edit).status_code == 404


def test_the_list_has_as_many_queries_for_one_as_for_thirty(
    client, overlay, beekstad, trainer
):
    client.force_login(trainer)

    def queries() -> int:
        client.get(INDEX)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(INDEX).status_code == 200
        return len(captured)

    one = queries()
    for number in range(29):
        small = make_course(beekstad, code=f"more-{number}", bank_size=1, draw=1)
        small.release()
        lesson = make_local(beekstad, f"more-{number}")
        add(small, beekstad, lesson, beside=f"more-{number}-one", actor=trainer)
        add_vignette(
            small,
            beekstad,
            make_local_vignette(beekstad, f"more-{number}"),
            within=f"more-{number}-one",
            actor=trainer,
        )
        _touch(small, f"more-{number}-one")

    assert queries() == one
    rows = client.get(INDEX).context["rows"]
    assert (len(rows), sum(row.touched for row in rows)) == (30, 58)


def _touch(small, slug):
    page = small.lesson(slug)
    page.body[0].value = "Other words"
    page.save()
    small.release()

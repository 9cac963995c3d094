"""Moving to a newer edition: by one's own wish, keeping what counts, and back again."""

import uuid
from datetime import timedelta

import pytest

from courses.domain.editions.comparing import changed_materially, still_counts
from courses.domain.editions.moving import (
    move_to_edition,
    offer_of,
    plan_of_move,
    stay_with_edition,
    undo_move,
    undoable_move,
)
from courses.domain.enrolment import enrol
from courses.domain.progress import complete_activity, way_through
from courses.models import (
    Completion,
    Edition,
    EditionMove,
    Enrolment,
    LessonPage,
    ModulePage,
)
from lms.errors import DomainError
from organisations.models import Sector
from quizzes.domain import attempts
from quizzes.domain.versions import content_in
from tests.factories.courses import locale
from tests.factories.exercises import answer_fields
from tests.factories.overlays import add, make_local

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def enrolment(small_course, bob, now):
    return enrol(bob, small_course.course, now=now)


@pytest.fixture
def change(small_course):
    """Publish another text, in the languages given, and release it."""

    def publish(significance, *slugs, languages=("en", "nl"), now=None) -> Edition:
        for slug in slugs:
            for language in languages:
                page = small_course.lesson(slug, language)
                page.body[0] = ("lead", f"{page.body[0].value} again")
                page.save()
        return small_course.release(significance=significance)

    return publish


def done(enrolment, small, *slugs, now) -> None:
    for slug in slugs:
        complete_activity(enrolment, small.key(slug), language="en", now=now)


def fresh(enrolment) -> Enrolment:
    return Enrolment.objects.select_related("course", "user").get(pk=enrolment.pk)


def keys(activities, small) -> list[str]:
    slugs = {
        small.key(slug): slug
        for slug in ("small-one", "small-two", "small-quiz", "small-beat")
    }
    return [slugs.get(a["key"], "other") for a in activities]


def done_keys(enrolment) -> set[str]:
    return way_through(fresh(enrolment), language="en").done


def plan(enrolment, language="en"):
    return plan_of_move(fresh(enrolment), language=language)


def move(enrolment, edition, now, language="en") -> EditionMove:
    return move_to_edition(enrolment, edition.pk, language=language, now=now)


def test_without_a_newer_edition_nothing_is_offered(enrolment):
    assert plan(enrolment) is None


def test_a_minor_edition_keeps_all_that_is_done(enrolment, small_course, change, now):
    done(enrolment, small_course, "small-one", "small-two", now=now)
    edition = change("minor", "small-one")

    told = plan(enrolment)
    move(enrolment, edition, now + HOUR)

    assert keys(told.kept, small_course) == ["small-one", "small-two"]
    assert (told.again, told.fresh, told.gone) == ([], [], [])
    assert keys(told.left, small_course) == ["small-quiz", "small-beat"]
    assert told.minutes_left == 12
    assert fresh(enrolment).edition == edition
    assert done_keys(enrolment) == {
        small_course.key("small-one"),
        small_course.key("small-two"),
    }


def test_a_material_edition_asks_again_for_what_it_changed_and_no_more(
    enrolment, small_course, change, now
):
    done(enrolment, small_course, "small-one", "small-two", now=now)
    edition = change("material", "small-one")

    told = plan(enrolment)
    made = move(enrolment, edition, now + HOUR)

    assert keys(told.kept, small_course) == ["small-two"]
    assert keys(told.again, small_course) == ["small-one"]
    assert done_keys(enrolment) == {small_course.key("small-two")}
    assert made.reopened == [[small_course.key("small-one"), now.isoformat()]]
    assert (made.from_edition.number, made.to_edition.number) == (1, 2)
    assert (made.moved_by, made.moved_at) == (enrolment.user, now + HOUR)


def test_a_material_edition_counts_even_when_a_minor_one_followed(
    enrolment, small_course, change, now
):
    done(enrolment, small_course, "small-one", "small-two", now=now)
    change("material", "small-one")
    change("minor", "small-two")

    assert keys(plan(enrolment).again, small_course) == ["small-one"]


def test_what_was_changed_in_another_language_alone_stays_done(
    enrolment, small_course, change, now
):
    done(enrolment, small_course, "small-one", now=now)
    change("material", "small-one", languages=("nl",))

    assert plan(enrolment).again == []
    assert keys(plan(enrolment, "nl").again, small_course) == ["small-one"]


def test_a_quiz_with_other_rules_is_done_again(enrolment, small_course, now):
    from quizzes.models import QuizPage

    done(enrolment, small_course, "small-quiz", now=now)
    QuizPage.objects.update(pass_percent=90)
    small_course.release(significance="material")

    assert keys(plan(enrolment).again, small_course) == ["small-quiz"]


def test_new_and_removed_activities_are_said(enrolment, small_course, now):
    for language in ("en", "nl"):
        parent = small_course.lesson("small-one", language).get_parent().specific
        parent.add_child(
            instance=LessonPage(
                title=f"New {language}",
                slug=f"new-{language}",
                minutes=3,
                locale=locale(language),
                translation_key=uuid.UUID(int=7),
                body=small_course.lesson("small-two", language).body,
            )
        )
        small_course.lesson("small-one", language).unpublish()
    small_course.release()

    told = plan(enrolment)

    assert [a["title"]["en"] for a in told.fresh] == ["New en"]
    assert keys(told.gone, small_course) == ["small-one"]


def test_a_language_that_is_not_in_the_new_edition_is_said_before(
    enrolment, small_course, now
):
    small_course.lesson("small-two", "nl").unpublish()
    small_course.release()

    told = plan(enrolment, "nl")

    assert (told.is_other_language, told.language) == (True, "en")
    assert plan(enrolment, "en").is_other_language is False


def test_moving_twice_is_once(enrolment, small_course, change, now):
    edition = change("minor", "small-one")

    assert move(enrolment, edition, now) == move(enrolment, edition, now + HOUR)
    assert EditionMove.objects.count() == 1


def test_an_edition_that_was_overtaken_is_not_moved_to_unseen(
    enrolment, small_course, change, now
):
    second = change("minor", "small-one")
    change("minor", "small-one")

    with pytest.raises(DomainError) as refused:
        move(enrolment, second, now)
    assert refused.value.code == "newer"
    with pytest.raises(DomainError):
        move(enrolment, small_course.course.editions.get(number=1), now)


def test_who_has_completed_the_course_has_nothing_to_move(
    enrolment, small_course, change, now
):
    done(
        enrolment,
        small_course,
        "small-one",
        "small-two",
        "small-quiz",
        "small-beat",
        now=now,
    )
    edition = change("material", "small-one")

    assert plan(enrolment) is None
    with pytest.raises(DomainError) as refused:
        move(enrolment, edition, now)
    assert refused.value.code == "completed"
    assert Completion.objects.get().edition.number == 1


def test_an_edition_with_nothing_for_ones_sector_is_not_offered(
    enrolment, small_course, now
):
    for language in ("en", "nl"):
        for slug in ("small-one", "small-two"):
            small_course.lesson(slug, language).unpublish()
        core = small_course.lesson("small-one", language).get_parent().specific
        for page in core.get_children():
            page.specific.unpublish()
        police = small_course.lesson("small-beat", language).get_parent().specific
        police.sectors.set([Sector.objects.get(pk="EDU")])
        police.save()
    edition = small_course.release()

    assert plan(enrolment) is None
    with pytest.raises(DomainError, match="nothing for your sector"):
        move(enrolment, edition, now)


def test_moving_completes_the_course_when_nothing_is_left_in_the_new_edition(
    enrolment, small_course, now
):
    done(enrolment, small_course, "small-one", "small-quiz", "small-beat", now=now)
    for language in ("en", "nl"):
        small_course.lesson("small-two", language).unpublish()
    edition = small_course.release()

    assert plan(enrolment).left == []
    move(enrolment, edition, now + HOUR)

    completion = Completion.objects.get()
    assert (completion.edition, completion.completed_at) == (edition, now)
    assert undoable_move(fresh(enrolment), now=now + HOUR) is None


# --- Staying, and going back ------------------------------------------------------


def test_who_stays_is_not_asked_again_until_the_next_edition(
    enrolment, small_course, change, now
):
    def offer():
        mine = fresh(enrolment)
        return offer_of(mine, way_through(mine, language="en"))

    second = change("minor", "small-one")
    assert offer().is_declined is False
    stay_with_edition(enrolment, second.pk)
    assert offer().is_declined is True
    change("minor", "small-two")
    assert offer().is_declined is False
    stay_with_edition(enrolment, second.pk)
    assert offer().is_declined is False


def test_a_move_is_taken_back_with_what_was_done(enrolment, small_course, change, now):
    done(enrolment, small_course, "small-one", "small-two", now=now)
    edition = change("material", "small-one")
    before = done_keys(enrolment)
    made = move(enrolment, edition, now + HOUR)

    back = undo_move(enrolment, now=now + 2 * HOUR)

    mine = fresh(enrolment)
    assert done_keys(enrolment) == before
    assert (mine.edition.number, mine.declined_edition) == (1, edition)
    assert (back.undoes, back.from_edition, back.to_edition.number) == (
        made,
        edition,
        1,
    )
    assert undo_move(enrolment, now=now + 2 * HOUR) == back
    assert EditionMove.objects.count() == 2


def test_one_may_move_again_after_going_back(enrolment, small_course, change, now):
    edition = change("minor", "small-one")
    move(enrolment, edition, now)
    undo_move(enrolment, now=now)
    move(enrolment, edition, now + HOUR)

    assert fresh(enrolment).edition == edition
    assert EditionMove.objects.count() == 3


@pytest.mark.parametrize("why", ["another day", "gone on", "never moved"])
def test_it_is_too_late_to_go_back(enrolment, small_course, change, now, why):
    edition = change("minor", "small-one")
    moment = now + HOUR
    if why != "never moved":
        move(enrolment, edition, now)
    if why == "another day":
        moment = now + DAY
    if why == "gone on":
        done(enrolment, small_course, "small-two", now=now + HOUR)

    with pytest.raises(DomainError, match="can no longer be undone"):
        undo_move(enrolment, now=moment)
    assert EditionMove.objects.filter(undoes__isnull=False).count() == 0


def test_a_move_of_an_earlier_cycle_is_not_taken_back(
    enrolment, small_course, change, now
):
    edition = change("minor", "small-one")
    move(enrolment, edition, now)
    Enrolment.objects.update(cycle=2)

    assert undoable_move(fresh(enrolment), now=now) is None


# --- Attempts -----------------------------------------------------------------------


def pass_quiz(attempt, now):
    for item in attempts.items_of(attempt):
        content = content_in(item.version, "en")
        attempts.save_posted_answer(
            item,
            Data(answer_fields(content, right=True)),
            posted=attempts.Posted(),
            language="en",
            now=now,
        )
    return attempts.submit_attempt(attempt, language="en", now=now)


class Data(dict):
    def getlist(self, name):
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    ("significance", "counts"), [("minor", True), ("material", False)]
)
def test_a_running_attempt_is_finished_as_it_was_begun(
    enrolment, small_course, now, significance, counts
):
    from quizzes.models import QuizPage

    key = small_course.key("small-quiz")
    attempt = attempts.start_attempt(enrolment, key, language="en", now=now)
    before = [item.version_id for item in attempts.items_of(attempt)]
    QuizPage.objects.update(pass_percent=90)
    edition = small_course.release(significance=significance)

    told = plan(enrolment)
    move(enrolment, edition, now)
    handed_in = pass_quiz(attempt, now)

    assert [(a["key"], how) for a, how in told.running] == [(key, counts)]
    assert [item.version_id for item in attempts.items_of(handed_in)] == before
    assert (handed_in.pass_percent, handed_in.edition.number) == (80, 1)
    assert attempts.outcome_of(handed_in).passed
    assert (key in done_keys(enrolment)) is counts


def test_a_running_attempt_at_what_is_gone_can_be_finished(
    enrolment, small_course, now
):
    key = small_course.key("small-quiz")
    attempt = attempts.start_attempt(enrolment, key, language="en", now=now)
    for page in small_course.pages.values():
        quiz = page.get_descendants().get(slug="small-quiz").specific
        quiz.unpublish()
    edition = small_course.release()

    assert [how for _activity, how in plan(enrolment).running] == [False]
    move(enrolment, edition, now)

    assert attempts.outcome_of(pass_quiz(attempt, now)).passed


# --- Optional modules and local lessons -----------------------------------------------


def make_optional(small, slug="small-police") -> Edition:
    ModulePage.objects.filter(slug=slug).update(is_optional=True)
    return small.release()


def test_an_edition_with_only_optional_modules_for_a_person_is_not_offered(
    enrolment, small_course
):
    make_optional(small_course)
    make_optional(small_course, "small-core")

    assert plan(enrolment) is None


def test_what_became_optional_is_neither_asked_nor_gone(enrolment, small_course, now):
    done(enrolment, small_course, "small-one", now=now)
    make_optional(small_course)

    told = plan(enrolment)

    assert (told.gone, told.fresh) == ([], [])
    assert keys(told.left, small_course) == ["small-two", "small-quiz"]
    assert told.minutes_left == 13


def test_what_is_done_of_an_optional_module_stays_done_and_is_not_asked_again(
    enrolment, small_course, change, now
):
    done(enrolment, small_course, "small-one", "small-beat", now=now)
    make_optional(small_course)
    edition = change("material", "small-one", "small-beat")

    told = plan(enrolment)
    move(enrolment, edition, now + HOUR)

    assert keys(told.kept, small_course) == ["small-beat"]
    assert keys(told.again, small_course) == ["small-one"]
    assert done_keys(enrolment) == {small_course.key("small-beat")}


def test_what_becomes_required_is_new(small_course, bob, now):
    make_optional(small_course)
    enrolment = enrol(bob, small_course.course, now=now)
    ModulePage.objects.filter(slug="small-police").update(is_optional=False)
    small_course.release()

    assert keys(plan(enrolment).fresh, small_course) == ["small-beat"]


def test_a_local_lesson_does_not_go_with_an_edition(
    enrolment, small_course, beekstad, change
):
    add(small_course, beekstad, make_local(beekstad))
    change("minor", "small-one")

    told = plan(enrolment)

    assert keys(told.gone, small_course) == []


# --- Comparing ------------------------------------------------------------------------


def test_an_edition_is_the_same_as_itself(small_course, django_assert_num_queries):
    edition = small_course.course.current_edition
    with django_assert_num_queries(0):
        assert changed_materially(edition.pk, edition.pk, language="en") == set()


def test_it_does_not_matter_which_is_the_older(small_course, change):
    first = small_course.course.current_edition
    second = change("material", "small-one")
    key = small_course.key("small-one")

    assert changed_materially(second.pk, first.pk, language="en") == {key}
    assert not still_counts(key, done_in=second.pk, now_in=first.pk, language="en")
    assert still_counts(
        small_course.key("small-two"), done_in=1, now_in=1, language="en"
    )

"""Copying a course in the background: told how far it is, gone on with where it broke
off, and nothing half made left behind."""

import uuid
from datetime import timedelta

import pytest
from wagtail.models import Page
from wagtail_localize.models import (
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationSource,
)

from courses.domain import duplicating, duplication
from courses.domain.duplicating import ask_for_copy, carry_out, give_up, sweep
from courses.domain.languages.by_sentence import bring, plan_bringing
from courses.domain.languages.standings import languages_of
from courses.enums import DuplicationState, TranslationState
from courses.models import (
    Course,
    CoursePage,
    Duplication,
    LessonPage,
    Provider,
    SectorTitle,
    TranslationAct,
    WordingReason,
)
from courses.tasks import copy_course
from lms.models import AuditEntry
from lms.signals import task_died
from lms.translating import obstacles
from organisations.enums import Role
from quizzes.models import Bank, Question
from tests.factories.courses import make_course
from tests.factories.facts import refused, writer


@pytest.fixture
def small(beekstad):
    return make_course(beekstad, bank_size=3)


@pytest.fixture
def owner(small, beekstad, now):
    return writer(beekstad, Role.PROGRAMME_OWNER, now=now)


@pytest.fixture
def ask(small, owner, now):
    def one(**more) -> Duplication:
        wanted = {"code": "twin", "title": "A twin", "owner": small.course.owner}
        found = ask_for_copy(small.course, actor=owner, now=now, **wanted | more)
        found.refresh_from_db()
        return found

    return one


@pytest.fixture
def waiting(ask, monkeypatch):
    """One that is asked for, and at which nobody works yet."""
    monkeypatch.setattr(copy_course.__class__, "enqueue", lambda *_args, **_more: None)
    return ask


def made() -> dict[str, int]:
    return {
        "courses": Course.objects.count(),
        "pages": Page.objects.count(),
        "banks": Bank.objects.count(),
        "questions": Question.objects.count(),
        "titles": SectorTitle.objects.count(),
        "reasons": WordingReason.objects.count(),
        "sources": TranslationSource.objects.count(),
        "translations": Translation.objects.count(),
        "sentences": StringTranslation.objects.count(),
        "objects": TranslatableObject.objects.count(),
    }


def face(course: Course, language: str = "en") -> CoursePage:
    return CoursePage.objects.get(
        translation_key=course.page_key, locale__language_code=language
    )


def lesson_of(course: Course, language: str = "en") -> LessonPage:
    return LessonPage.objects.descendant_of(face(course, language)).first()


def test_a_copy_is_made_with_how_far_it_is_and_by_whom(ask, owner, now):
    found = ask()

    assert found.state == DuplicationState.DONE
    # Two steps for all, the bank, six questions, and seven pages in two languages.
    assert (found.done, found.total) == (23, 23)
    assert face(found.target).title == "A twin"
    assert LessonPage.objects.descendant_of(face(found.target)).count() == 3
    entry = AuditEntry.objects.get(action="courses.duplicated")
    assert (entry.actor, entry.data) == (owner, {"from": "small"})


def test_nothing_is_copied_before_a_worker_comes(waiting):
    found = waiting()

    assert (found.state, found.done) == (DuplicationState.UNDER_WAY, 0)
    assert found.target.code == "twin"
    assert not CoursePage.objects.filter(translation_key=found.target.page_key)


def test_what_broke_off_is_gone_on_with_and_nothing_is_there_twice(
    waiting, now, monkeypatch
):
    found = waiting()
    copied, times = duplication._copied, []

    def breaks_off(*args, **more):
        times.append(1)
        if len(times) in (3, 9):
            raise RuntimeError("the worker died")
        return copied(*args, **more)

    monkeypatch.setattr(duplication, "_copied", breaks_off)
    for _death in range(2):
        with pytest.raises(RuntimeError):
            carry_out(found.pk, clock=lambda: now)
    found.refresh_from_db()
    assert 0 < found.done < found.total
    carry_out(found.pk, clock=lambda: now)

    found.refresh_from_db()
    assert (found.state, found.done) == (DuplicationState.DONE, 23)
    pages = face(found.target).get_descendants(inclusive=True)
    assert pages.count() == 7
    # Each page once, and twice the one at which the worker died.
    assert len(times) == 14 + 2
    assert Question.objects.filter(bank__course=found.target).count() == 6
    assert Bank.objects.filter(course=found.target).count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_done_again_it_changes_nothing(ask, small, owner, by_sentence, now):
    SectorTitle.objects.create(course=small.course, sector_id="EDU", titles={})
    WordingReason.objects.create(
        subject_key=small.lesson("small-one").translation_key,
        language="en",
        rule="words",
        subject="term",
        reason="It is quoted.",
        given_by=owner,
        given_at=now,
    )
    found = ask()
    before = made()

    carry_out(found.pk, clock=lambda: now)
    Duplication.objects.update(state=DuplicationState.UNDER_WAY)
    carry_out(found.pk, clock=lambda: now)

    assert made() == before
    carry_out(found.pk + 1, clock=lambda: now)


def test_two_workers_at_one_copy_make_it_once(waiting, now, monkeypatch):
    found = waiting()
    others = []
    steps = duplicating.steps_of

    def steps_and_another_worker(*args, **more):
        first, *rest = steps(*args, **more)
        if not others:
            others.append(1)
            return [lambda: (first(), carry_out(found.pk, clock=lambda: now)), *rest]
        return [first, *rest]

    monkeypatch.setattr(duplicating, "steps_of", steps_and_another_worker)
    carry_out(found.pk, clock=lambda: now)

    found.refresh_from_db()
    assert found.state == DuplicationState.DONE
    assert face(found.target).get_descendants().count() == 6
    assert AuditEntry.objects.filter(action="courses.duplicated").count() == 1


def test_one_that_breaks_off_for_ever_is_given_up_and_leaves_nothing(
    waiting, ask, now, monkeypatch
):
    before = made()
    found = waiting()
    copied, times = duplication._copied, []

    def breaks_off(*args, **more):
        times.append(1)
        # In the middle of the second language.
        if len(times) == 11:
            raise RuntimeError("the worker died")
        return copied(*args, **more)

    monkeypatch.setattr(duplication, "_copied", breaks_off)
    with pytest.raises(RuntimeError):
        carry_out(found.pk, clock=lambda: now)
    assert Question.objects.filter(bank__course=found.target).exists()
    assert LessonPage.objects.descendant_of(face(found.target, "nl")).exists()

    task_died.send(sender=None, task_path=copy_course.module_path, args=[found.pk])

    found.refresh_from_db()
    assert found.state == DuplicationState.REFUSED
    assert "It broke off several times." in found.refusal
    assert made() == before
    assert Page.find_problems() == ([], [], [], [], [])
    monkeypatch.undo()
    assert ask().state == DuplicationState.DONE


def test_the_sweep_gives_up_what_was_not_heard_of(waiting, now):
    found = waiting()

    assert sweep(now + timedelta(minutes=30)) == 0
    assert sweep(now + timedelta(minutes=31)) == 1
    found.refresh_from_db()
    assert found.state == DuplicationState.REFUSED
    assert sweep(now + timedelta(hours=2)) == 0


def test_what_is_done_is_not_given_up(ask, now):
    found = ask()

    give_up(found.pk, now=now)

    found.refresh_from_db()
    assert found.state == DuplicationState.DONE
    assert Course.objects.filter(code="twin").exists()


def test_a_code_that_is_taken_and_a_course_without_pages_are_refused(ask, small):
    refused("code_taken", lambda: ask(code="small"))
    Course.objects.filter(pk=small.course.pk).update(page_key=uuid.uuid4())
    small.course.refresh_from_db()
    refused("no_pages", ask)
    assert not Duplication.objects.exists()


# --- What it takes along --------------------------------------------------------------


def test_provider_practice_and_neutral_titles_come_along(ask, small, beekstad):
    provider = Provider.objects.create(owner=beekstad, name="The Academy")
    practice = Course.objects.create(code="practice", owner=beekstad)
    Course.objects.filter(pk=small.course.pk).update(
        provider=provider, booster=practice, booster_weeks=6
    )
    small.course.refresh_from_db()
    titles = {"en": "Talking in class", "nl": "Praten in de klas"}
    SectorTitle.objects.create(course=small.course, sector_id="EDU", titles=titles)

    twin = ask().target

    assert (twin.provider, twin.booster, twin.booster_weeks) == (provider, practice, 6)
    assert [(one.sector_id, one.titles) for one in twin.sector_titles.all()] == [
        ("EDU", titles)
    ]
    assert small.course.sector_titles.count() == 1


def test_reasons_for_wordings_come_along_as_they_were_given(ask, small, owner, now):
    lesson = small.lesson("small-one")
    question = Question.objects.filter(locale__language_code="nl").first()
    for key, language in (
        (lesson.translation_key, "en"),
        (question.translation_key, "nl"),
    ):
        WordingReason.objects.create(
            subject_key=key,
            language=language,
            rule="words",
            subject="term",
            reason="It is quoted.",
            given_by=owner,
            given_at=now - timedelta(days=9),
        )

    twin = ask().target

    copied = lesson_of(twin)
    (reason,) = WordingReason.objects.filter(subject_key=copied.translation_key)
    assert (reason.language, reason.reason, reason.given_by, reason.given_at) == (
        "en",
        "It is quoted.",
        owner,
        now - timedelta(days=9),
    )
    keys = Question.objects.filter(bank__course=twin).values("translation_key")
    assert WordingReason.objects.filter(subject_key__in=keys).count() == 1
    assert WordingReason.objects.count() == 4


@pytest.fixture
def by_sentence(small, owner, now):
    """Everything of the course is translated sentence by sentence."""
    found = plan_bringing(small.course, "nl", actor=owner)
    keys = [one.thing.key for one in found.texts]
    return bring(small.course, "nl", keys, actor=owner, now=now)


def test_a_copy_is_translated_sentence_by_sentence_as_its_original_is(
    ask, small, by_sentence
):
    before = made()
    original = small.lesson("small-one").translation_key

    twin = ask().target

    lesson = lesson_of(twin)
    translation = Translation.objects.get(source__object_id=lesson.translation_key)
    assert obstacles(translation) == []
    assert translation.get_target_instance() == lesson_of(twin, "nl")
    theirs, own = (
        set(
            StringTranslation.objects.filter(context__object_id=key).values_list(
                "context__path", "translation_of__data", "data", "last_translated_by"
            )
        )
        for key in (original, lesson.translation_key)
    )
    assert own == theirs
    # Seven pages and three questions; the fact stays one that both show.
    assert made()["translations"] == before["translations"] + 10
    question = Question.objects.filter(bank__course=twin).first()
    asked = Translation.objects.get(source__object_id=question.translation_key)
    assert obstacles(asked) == []


def test_a_sentence_that_is_not_translated_yet_is_not_in_the_copy_either(
    ask, small, by_sentence
):
    original = small.lesson("small-one").translation_key
    waits = StringTranslation.objects.get(
        context__object_id=original, data="Lead one nl"
    )
    waits.delete()

    twin = ask().target

    held = StringTranslation.objects.filter(
        context__object_id=lesson_of(twin).translation_key
    )
    assert held.filter(context__path="title").exists()
    assert not held.filter(translation_of=waits.translation_of_id).exists()


def test_a_text_that_is_deleted_meanwhile_is_not_translated_in_the_copy(
    small, owner, by_sentence
):
    twin = duplication.new_course(small.course, code="twin", owner=small.course.owner)
    copying = duplication.Copying(small.course, twin, owner, keep_live=False)
    steps = duplication.steps_of(copying, title="A twin")
    for question in Question.objects.filter(key="small-q1"):
        question.delete()

    for step in steps:
        step()

    keys = {*copying.keys.values(), *copying.other_keys.values()}
    # Seven pages and the two questions that are left.
    assert Translation.objects.filter(source__object_id__in=keys).count() == 7 + 2


def test_the_new_title_is_the_translation_of_the_new_title(ask, by_sentence):
    twin = ask().target

    translation = Translation.objects.get(source__object_id=twin.page_key)
    assert obstacles(translation) == []
    assert (
        StringTranslation.objects.get(
            context__object_id=twin.page_key, context__path="title"
        ).data
        == "Course nl (kopie)"
    )


def test_a_sentence_changed_in_the_copy_leaves_the_original_alone(
    ask, small, by_sentence
):
    original = small.lesson("small-one").translation_key
    twin = ask().target

    key = lesson_of(twin).translation_key
    StringTranslation.objects.filter(
        context__object_id=key, context__path="title"
    ).update(data="Anders")

    assert (
        StringTranslation.objects.get(
            context__object_id=original, context__path="title"
        ).data
        == "Lesson one nl"
    )


def test_reviews_and_approvals_do_not_come_along(ask, small):
    assert (
        languages_of(small.course, ["nl"]).counts("nl")[TranslationState.APPROVED] == 11
    )

    twin = ask().target

    assert not face(twin).live
    assert {one.state for one in languages_of(twin, ["nl"]).cells.values()} == {
        TranslationState.DRAFT,
        # The fact that both show is approved for both.
        TranslationState.APPROVED,
    }
    keys = [page.translation_key for page in face(twin).get_descendants()]
    acts = TranslationAct.objects.filter(key__in=[twin.page_key, *keys])
    assert not acts.filter(step__in=("reviewed", "approved")).exists()

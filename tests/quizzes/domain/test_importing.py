"""Questions from a file: looked at, made as drafts, and taken back."""

import pytest
from wagtail.models import Locale

from courses.models import Fact
from lms.errors import DomainError
from lms.models import AuditEntry
from quizzes.domain.exporting import export_questions
from quizzes.domain.importing import import_questions, undo_import
from quizzes.domain.planning import plan_import
from quizzes.interchange import FORMATS
from quizzes.models import Bank, Question
from tests.factories.courses import make_course
from tests.factories.exercises import KINDS

pytestmark = pytest.mark.django_db
GIFT = FORMATS["gift"]
TWO = b"// [id:first]\n::First::Who?{=Grant ~Lee}\n\n::Second one::It is so.{T}\n"


def test_questions_are_made_as_drafts_that_wait_for_their_review(
    other_bank, take, alice
):
    run = take(TWO)
    first, second = other_bank.questions.order_by("key")
    assert (first.key, second.key) == ("first", "second-one")
    for question in (first, second):
        assert not question.live
        assert question.has_unpublished_changes
        assert question.latest_revision.user == alice
    [block] = first.body
    assert block.block_type == "single_choice"
    assert block.value["prompt"] == "Who?"
    assert len({child.id for child in block.value["options"].bound_blocks}) == 2
    assert run.kinds == {"single_choice": 1, "true_false": 1}
    assert {row["question"] for row in run.made} == {first.pk, second.pk}


def test_an_import_and_its_undoing_stand_in_the_audit_log(other_bank, take, alice, now):
    run = take(TWO)
    undo_import(run, actor=alice, now=now)
    entries = AuditEntry.objects.filter(action__startswith="quizzes.").order_by("pk")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("quizzes.questions_imported", alice),
        ("quizzes.import_undone", alice),
    ]


def test_what_is_undone_is_gone_and_cannot_be_undone_twice(
    other_bank, take, alice, now
):
    run = take(TWO)
    undone = undo_import(run, actor=alice, now=now)
    assert (undone.removed, undone.kept) == (2, [])
    assert not other_bank.questions.exists()
    with pytest.raises(DomainError, match="undone already"):
        undo_import(run, actor=alice, now=now)


def edited(question):
    question.topic = "words"
    question.save_revision()


def published(question):
    question.save_revision().publish(skip_permission_checks=True)


def translated(question):
    question.copy_for_translation(Locale.objects.get(language_code="nl")).save()


@pytest.mark.parametrize("touch", [edited, translated])
def test_what_somebody_worked_on_since_stays(other_bank, take, alice, now, touch):
    run = take(TWO)
    touch(other_bank.questions.get(key="first"))
    undone = undo_import(run, actor=alice, now=now)
    assert (undone.removed, undone.kept) == (1, ["first"])
    assert {question.key for question in other_bank.questions.all()} == {"first"}


def test_what_was_published_since_stays(other_bank, take, alice, now):
    run = take(TWO)
    Question.objects.filter(bank=other_bank, key="first").update(live=True)
    assert undo_import(run, actor=alice, now=now).kept == ["first"]


def test_the_same_file_again_makes_nothing(other_bank, take):
    take(TWO.replace(b"::Second", b"// [id:second-one]\n::Second"))
    data = TWO.replace(b"::Second", b"// [id:second-one]\n::Second")
    plan = plan_import(other_bank, GIFT, data, language="en")
    assert (plan.ready, plan.known) == ([], ["first", "second-one"])
    with pytest.raises(DomainError, match="no question to take over"):
        take(data)


def test_a_question_without_a_key_gets_a_free_one(other_bank, take):
    take(b"::Same::A?{T}\n\n::Same::B?{T}\n\nC?{T}\n\n::***::D?{T}")
    assert sorted(other_bank.questions.values_list("key", flat=True)) == [
        "question",
        "question-2",
        "same",
        "same-2",
    ]


def test_settings_come_with_their_tags(other_bank, take, small_course):
    lesson = small_course.key("small-one")
    fact = Fact.objects.filter(locale__language_code="en").first()
    fact_key = fact.translation_key if fact else "none"
    take(
        f"// [id:a] [tag:relay:must_pass=yes] [tag:relay:difficulty=3] "
        f"[tag:relay:topic=words] [tag:relay:lesson={lesson}] "
        f"[tag:relay:fact={fact_key}] [tag:relay:tags=b a] [tag:relay:block=b1] "
        f"[tag:relay:sectors=POL NON]\nA?{{T}}".encode()
    )
    question = other_bank.questions.get()
    assert question.must_pass
    assert question.difficulty == 3
    assert question.topic == "words"
    assert (question.tags, question.lesson_block) == ("a b", "b1")
    assert [sector.pk for sector in question.sectors.all()] == ["POL"]
    assert str(question.lesson_key) == str(lesson)
    assert question.fact == fact


def test_a_block_without_its_lesson_and_endless_tags_stay_behind(other_bank, take):
    many = "".join(f"[tag:tag-{number:03}] " for number in range(60))
    take(f"// [tag:relay:block=b1] {many}\nA?{{T}}".encode())
    question = other_bank.questions.get()
    assert (question.lesson_block, question.topic, question.tags) == ("", "tag-000", "")


def test_a_bank_goes_out_and_comes_in_as_it_was(beekstad, take, alice, now):
    source = make_course(
        beekstad, code="source", kinds=[*KINDS, "scale"], bank_size=12
    ).course.banks.get()
    rows = source.questions.filter(locale__language_code="en")
    for name, form in FORMATS.items():
        export = export_questions(source, form, language="en")
        stopped = {problem.question for problem in export.problems if problem.stops}
        target = Bank.objects.create(course=source.course, code=f"{name}-1", name=name)
        import_questions(target, form, export.data, language="en", actor=alice, now=now)
        made = set(target.questions.values_list("key", flat=True))
        assert made == set(rows.values_list("key", flat=True)) - stopped
        assert sum(export.kinds.values()) == len(made)
        again = export_questions(target, form, language="en")
        assert form.read(again.data) == form.read(export.data)
